"""Execution of runs in this process: start, renewal of the lease, stop, end."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, Literal

from ascertain.ai.llm import Message
from ascertain.kernel.auth import Basis, RightsWatch
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import AscertainError, InvalidInput
from ascertain.kernel.ids import new_id
from ascertain.kernel.processor_shares import interpreter
from ascertain.kernel.telemetry import log
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.assistant import leases, store
from ascertain.kyc.assistant.answer_run import AnswerRun
from ascertain.kyc.assistant.answerer import Answerer
from ascertain.kyc.assistant.history import history_window
from ascertain.kyc.assistant.hub import RunHub
from ascertain.kyc.assistant.model import Chat, LeaseLost, Outcome, RightsLost, Run, RunEvent, RunNotFound, TooManyRuns
from ascertain.kyc.assistant.run_log import Events, RunLog
from ascertain.kyc.assistant.run_writer import RunWriter
from ascertain.kyc.assistant.tracing import Sent
from ascertain.kyc.assistant.wire import RunOut

NEW_CHAT = "New chat"
# Why a run was cancelled: by the user, because its lease was lost, with its process, or because the asker lost a right.
CancelReason = Literal["stop", "lost", "shutdown", "rights"]
_TITLE_CHARACTERS = 60  # fits one line of the list of chats


class RunExecutor:
    """Executes runs in this process; one for each API process, started and closed with it."""

    def __init__(self, db: Database, hub: RunHub, answerer: Answerer, rights: RightsWatch, *, clock: Clock) -> None:
        self._db = db
        self._rights = rights
        self._hub = hub
        self._answerer = answerer
        self.settings = answerer.settings
        self._clock = clock
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._askers: dict[str, tuple[str, str]] = {}  # tenant and person of each run under way here
        self._cancelled_for: dict[str, CancelReason] = {}
        self.owner = new_id("proc")
        self._writer = RunWriter(db, hub, owner=self.owner, clock=clock, pause_s=self.settings.coalesce_s)
        hub.writers.add(self.owner)
        hub.on_stop = self._stop_here
        hub.take_over = self._take_over

    async def ask(
        self, tx: Connection, actor: Actor, chat_id: str, question: str | None, *, instead_of: str | None = None
    ) -> Run:
        """Store a run of a chat with its lease; call `begin` after the commit.

        Args:
            question: None asks the question of `instead_of` again.
            instead_of: a run of the chat; the new run becomes another branch in its place. None: it follows the head.
        Raises: ChatNotFound, RunNotFound, RunUnderWay, TooManyRuns, InvalidInput for an empty or too long question.
        """
        replaced = await store.get_run(tx, instead_of, person=actor.id, own=True) if instead_of else None
        if replaced is not None and replaced.chat_id != chat_id:
            raise RunNotFound("There is no such run in this chat.")
        question = (question if question is not None else replaced.question if replaced else "").strip()
        if not question or len(question) > self.settings.question_characters:
            raise InvalidInput(f"A question must have 1 to {self.settings.question_characters} characters.")
        # Refused before anything is written; a client retries, and another process may have room.
        if len(self._tasks) >= self.settings.runs_in_process:
            raise TooManyRuns("Too many questions are being answered; try again in a moment.", retry_after_s=5)
        chat = await store.get_chat(tx, chat_id, person=actor.id, lock=True)
        await leases.end_abandoned_runs(tx, chat_id, self._clock)
        parent = replaced.parent_run_id if replaced else chat.head_run_id
        run = _new_run(chat, parent, question, actor, owner=self.owner, until=self._lease_end(), clock=self._clock)
        await store.insert_run(tx, run)
        title = title_of(question) if chat.title == NEW_CHAT else chat.title
        await store.touch_chat(tx, chat_id, title=title, head_run_id=run.id, at=self._clock())
        return run

    def begin(self, tenant_id: str, run: Run, *, sent: Sent | None = None, fresh: bool = False) -> None:
        """Execute a run whose lease this process holds; it does not depend on its readers. `fresh`: no cached answer."""
        task = asyncio.create_task(
            interpreter.drive(self._execute(tenant_id, run, sent, fresh), tenant_id), name=run.id
        )
        self._tasks[run.id] = task
        self._askers[run.id] = (tenant_id, run.created_by)
        # The run reads with the rights of its asker, who need not stay signed in. A key's id tells that it is one.
        kind: Literal["api_key", "person"] = "api_key" if run.created_by.startswith("key_") else "person"
        unwatch = self._rights.watch(
            Basis(tenant_id, kind, run.created_by), frozenset(run.permissions), partial(self._cancel, run.id, "rights")
        )

        # The dictionary holds the only strong reference: asyncio has weak ones, and a task could be collected while it runs.
        def forget(_: object) -> None:
            self._tasks.pop(run.id, None)
            self._askers.pop(run.id, None)
            unwatch()

        task.add_done_callback(forget)

    def stop_own(self, actor: Actor, run_id: str) -> None:
        """Stop a run of this person that is executed here, without a query: Stop has to be quick under load, too."""
        if self._askers.get(run_id) == (actor.tenant_id, actor.id):
            self._stop_here(run_id)

    async def stop(self, tenant_id: str, run_id: str) -> None:
        """Stop a run: directly if it is executed here, otherwise through its row. Returns when it has ended here."""
        task = self._tasks.get(run_id)
        if task is not None:
            self._stop_here(run_id)
            await asyncio.wait([task], timeout=5)
        if task is None or not task.done():
            async with self._db.transaction(tenant_id) as tx:
                await store.request_stop(tx, run_id)

    async def finished(self, run_id: str) -> None:
        """Wait for the end of a run of this process."""
        if task := self._tasks.get(run_id):
            await asyncio.wait([task])

    async def close(self, *, drain_s: float = 2.0) -> None:
        """Let runs finish for a moment, then release their leases, so that other processes can take them over."""
        tasks = list(self._tasks.values())
        if tasks:
            await asyncio.wait(tasks, timeout=drain_s)
        for run_id in list(self._tasks):
            self._cancel(run_id, "shutdown")
        if tasks:
            await asyncio.wait(tasks, timeout=drain_s)

    def _lease_end(self) -> Any:
        return self._clock() + timedelta(seconds=self.settings.lease_s)

    def _stop_here(self, run_id: str) -> None:
        self._cancel(run_id, "stop")

    def _cancel(self, run_id: str, reason: CancelReason) -> None:
        # The first reason counts: a second cancellation would interrupt the storing of the outcome.
        task = self._tasks.get(run_id)
        if task is not None and not task.done() and run_id not in self._cancelled_for:
            self._cancelled_for[run_id] = reason
            task.cancel()

    async def _take_over(self, tx: Connection, run: Run) -> Callable[[], None]:
        """Take the lease of a run whose process has died; returns the function that starts it, to be called after the commit."""
        await store.take_lease(tx, run.id, owner=self.owner, until=self._lease_end())
        tenant_id: str = await tx.fetchval("select current_setting('app.tenant')")
        return partial(self.begin, tenant_id, replace(run, lease_owner=self.owner, attempt=run.attempt + 1))

    async def _execute(self, tenant_id: str, run: Run, sent: Sent | None, fresh: bool) -> None:
        """Answer a run and store its outcome, in every case."""
        limit = self.settings.retained_events
        sink = self._writer.open(tenant_id, run.id, max_events=limit, on_failure=lambda: self._cancel(run.id, "lost"))
        lease = asyncio.create_task(self._renew_lease(tenant_id, run.id))
        answer: AnswerRun | None = None
        outcome: Outcome | None
        try:
            if run.attempt > 1:
                sink.put("reset", {})
            history = await self._history(tenant_id, run)
            answer = AnswerRun(self._answerer, tenant_id, run, history, sink, sent=sent, fresh=fresh)
            outcome = await answer.answer()
        except asyncio.CancelledError:
            outcome = self._outcome_of_cancelled(run, answer, sink.failure)
        except Exception as error:
            outcome = _failed(run, answer, error)
        try:
            try:
                await self._end(tenant_id, run, sink, answer, outcome)
            except (
                Exception
            ) as error:  # an outcome that cannot be stored ends as failed, or its reader would wait for ever
                await self._end(tenant_id, run, sink, answer, _failed(run, answer, error))
        finally:
            lease.cancel()
            self._cancelled_for.pop(run.id, None)
            sink.close()

    def _outcome_of_cancelled(self, run: Run, answer: AnswerRun | None, failure: Exception | None) -> Outcome | None:
        """The outcome of a cancelled run; None where another process will end it."""
        # Without this the next await of the same task would be cancelled again, and the outcome never stored.
        if (task := asyncio.current_task()) is not None:
            task.uncancel()
        if failure is not None and not isinstance(failure, LeaseLost):
            return _failed(run, answer, failure)
        reason = self._cancelled_for.get(run.id)
        if reason == "rights":
            return _failed(run, answer, RightsLost("The right to this answer was lost while it was written."))
        if reason != "stop":
            return None
        return answer.outcome("stopped") if answer else Outcome("stopped")

    async def _end(
        self, tenant_id: str, run: Run, sink: RunLog, answer: AnswerRun | None, outcome: Outcome | None
    ) -> None:
        """Write the last event together with the state of the run, after all other events."""
        with suppress(LeaseLost):
            if outcome is None:
                await self._release_lease(tenant_id, run.id)
                return
            unwritten: Events = []
            if outcome.state == "stopped":
                # In one transaction with the last event: a person who pressed Stop is waiting.
                unwritten = _up_to_last_check(await sink.take_unwritten())
            elif answer is not None and sink.failure is None:
                with answer.trace.stage("store"):
                    await sink.drain()
                outcome = replace(outcome, total_ms=answer.trace.now_ms())
                outcome.anatomy["spans"] = answer.trace.all_spans()
                await sink.drain()
            lists: dict[str, Any] = {"citations": list(outcome.citations), "suggestions": list(outcome.suggestions)}
            lists["drafts"] = list(outcome.drafts)
            ended = replace(run, **{name: getattr(outcome, name) for name in _OUTCOME}, **lists)
            last = (
                ("error", outcome.error)
                if outcome.error
                else ("done", {"run": RunOut.of(ended).model_dump(mode="json")})
            )
            async with self._db.transaction(tenant_id) as tx:
                now = self._clock()
                events = [*unwritten, last]
                ordinal = await store.append_events(tx, run.id, owner=self.owner, events=events, at=now, shown=False)
                prompt = outcome.anatomy.get("prompt")
                if prompt:
                    await store.set_prompt(tx, run.id, name=prompt["name"], version=prompt["version"])
                await store.finish_run(tx, run.id, owner=self.owner, outcome=outcome, at=now)
            first = ordinal - len(events) + 1
            written = [RunEvent(run.id, first + place, kind, data, now) for place, (kind, data) in enumerate(events)]
            self._hub.deliver(tenant_id, written)

    async def _release_lease(self, tenant_id: str, run_id: str) -> None:
        async with self._db.transaction(tenant_id) as tx:
            await store.renew_lease(tx, run_id, owner=self.owner, until=self._clock())
            await store.notify(tx, run_id, "news")

    async def _renew_lease(self, tenant_id: str, run_id: str) -> None:
        """Renew the lease while the run is executed; notice a stop requested through another process."""
        while True:
            # Three attempts within one lease, so that one slow transaction does not lose it.
            await asyncio.sleep(self.settings.lease_s / 3)
            async with self._db.transaction(tenant_id) as tx:
                stop_requested = await store.renew_lease(tx, run_id, owner=self.owner, until=self._lease_end())
            if stop_requested is None:
                self._cancel(run_id, "lost")
                return
            if stop_requested:
                self._stop_here(run_id)

    async def _history(self, tenant_id: str, run: Run) -> list[Message]:
        async with self._db.transaction(tenant_id) as tx:
            messages = await store.list_messages(tx, run.chat_id, head=run.parent_run_id)
        return history_window(messages, most=self.settings.history_messages, tokens=self.settings.history_tokens)


_OUTCOME = (
    "state", "answer", "no_evidence", "provider", "model", "input_tokens", "output_tokens", "cached_tokens", "cost_usd",
    "first_token_ms", "total_ms",
)  # fmt: skip


def _new_run(
    chat: Chat, parent: str | None, question: str, actor: Actor, *, owner: str, until: Any, clock: Clock
) -> Run:
    values: dict[str, Any] = dict.fromkeys(Run.__dataclass_fields__)
    nothing = Outcome("running")
    values |= {name: getattr(nothing, name) for name in _OUTCOME}
    values |= {"citations": [], "suggestions": [], "anatomy": {}, "last_ordinal": 0, "attempt": 1}
    values |= {"shown": False, "stop_requested": False, "lease_owner": owner, "lease_expires_at": until}
    values |= {"id": new_id("run"), "chat_id": chat.id, "case_id": chat.case_id, "parent_run_id": parent}
    values |= {"question": question, "created_by": actor.id}
    values |= {"permissions": sorted(actor.permissions), "drafts": []}
    return Run(**{**values, "created_at": clock()})


def _up_to_last_check(events: Events) -> Events:
    """Events without the trailing tokens: an unfinished sentence is not part of the answer."""
    while events and events[-1][0] == "token":
        events = events[:-1]
    return events


def _failed(run: Run, answer: AnswerRun | None, error: Exception) -> Outcome:
    """The outcome of a run that raised an error. The text of a foreign error is not shown: it may contain anything."""
    if isinstance(error, AscertainError):
        data = {"code": error.code, "detail": error.message}
        log.warning("assistant.run_failed", run_id=run.id, code=error.code)
    else:
        data = {"code": "internal", "detail": "An internal error occurred. Ask again."}
        log.exception("assistant.run_failed", run_id=run.id)
    return answer.outcome("failed", error=data) if answer else Outcome("failed", error=data)


def title_of(question: str) -> str:
    """A chat's title from its first question, cut at a word."""
    text = " ".join(question.split())
    return text if len(text) <= _TITLE_CHARACTERS else text[:_TITLE_CHARACTERS].rsplit(" ", 1)[0] + "…"
