"""HTTP routes of the assistant."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from ascertain.ai import prompts
from ascertain.kernel import audit
from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.http import (
    ERROR_RESPONSES,
    ClockDep,
    CursorPage,
    Db,
    PageCursor,
    PageLimit,
    SseEvent,
    WithAttributes,
    permitted,
    resource,
    sse_response,
)
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import cases
from ascertain.kyc.assistant import drafting, leases, store
from ascertain.kyc.assistant.event_tail import tail_run
from ascertain.kyc.assistant.exporting import to_markdown
from ascertain.kyc.assistant.hub import RunHub
from ascertain.kyc.assistant.model import Chat, RunEvent, RunNotFound, RunUnderWay
from ascertain.kyc.assistant.run_executor import NEW_CHAT, RunExecutor
from ascertain.kyc.assistant.tracing import Sent
from ascertain.kyc.assistant.wire import (
    AnatomyOut,
    ChatChangesIn,
    ChatOut,
    ChatWithMessages,
    NewChat,
    NewRun,
    NoteDraftDecisionIn,
    PromptsOut,
    RatingIn,
    RunOut,
    anatomy_out,
    event_data,
    prompts_out,
)

_MARKDOWN: dict[int | str, dict[str, Any]] = {200: {"content": {"text/markdown": {}}}}
router = APIRouter(tags=["assistant"], responses=ERROR_RESPONSES)

MayChat = Annotated[Actor, permitted("chat.use")]
Executor = Annotated[RunExecutor, resource(RunExecutor)]
Hub = Annotated[RunHub, resource(RunHub)]


@router.post("/chats", status_code=201)
async def create_chat(body: NewChat, actor: MayChat, db: Db, clock: ClockDep) -> ChatOut:
    """Start a chat about a case, or only about the library."""
    now = clock()
    chat = Chat(new_id("chat"), body.case_id, NEW_CHAT, actor.id, now, now)
    async with db.transaction(actor.tenant_id) as tx:
        if body.case_id is not None:
            actor.require("case.read")
            await cases.get_case(tx, body.case_id)
        await store.insert_chat(tx, chat)
    return ChatOut.model_validate(chat)


@router.get("/chats")
async def list_chats(
    actor: MayChat,
    db: Db,
    case: Annotated[str | None, Query(max_length=100, description="Only chats about this case")] = None,
    limit: PageLimit = 50,
    cursor: PageCursor = None,
    q: Annotated[
        StorableStr | None, Query(max_length=200, description="Text in the title, a question or an answer")
    ] = None,
    shared: Annotated[bool, Query(description="Chats that others share, instead of my own")] = False,
) -> CursorPage[ChatOut]:
    """My chats, or those that others share, most recently used first."""
    before = _position(cursor) if cursor else None
    async with db.transaction(actor.tenant_id) as tx:
        chats = await store.list_chats(
            tx, person=actor.id, case_id=case, limit=limit + 1, before=before, text=q, shared=shared
        )
    more = len(chats) > limit
    chats = chats[:limit]
    next_cursor = f"{chats[-1].updated_at.isoformat()}|{chats[-1].id}" if more else None
    return CursorPage[ChatOut](items=[ChatOut.model_validate(chat) for chat in chats], next_cursor=next_cursor)


def _position(cursor: str) -> tuple[datetime, str]:
    at, _, chat_id = cursor.partition("|")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise InvalidInput("The cursor is not valid for this list.") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)), chat_id


@router.get("/chats/{chat_id}")
async def get_chat(chat_id: str, actor: MayChat, db: Db, clock: ClockDep) -> ChatWithMessages:
    """A chat of mine, or a shared one, with its turns; a running answer is followed through the events of its run."""
    async with db.transaction(actor.tenant_id) as tx:
        chat = await store.get_chat(tx, chat_id, person=actor.id, or_shared=True)
        await leases.end_abandoned_runs(tx, chat_id, clock)
        messages = await store.list_messages(tx, chat_id, head=chat.head_run_id, person=actor.id)
    return ChatWithMessages.model_validate(WithAttributes(chat, messages=messages))


@router.patch("/chats/{chat_id}")
async def change_chat(chat_id: str, body: ChatChangesIn, actor: MayChat, db: Db) -> ChatOut:
    """Rename a chat of mine, share it or stop sharing it, or show another of its branches."""
    async with db.transaction(actor.tenant_id) as tx:
        chat = await store.get_chat(tx, chat_id, person=actor.id, lock=True)
        changes = body.model_dump(exclude_none=True)
        if body.head_run_id is not None:
            changes["head_run_id"] = await store.find_branch_end(tx, chat_id, body.head_run_id)
            if changes["head_run_id"] is None:
                raise RunNotFound("There is no such run in this chat.")
        changed = replace(chat, **changes)
        await store.change_chat(tx, changed)
        if changed.shared != chat.shared:
            action = "chat.share" if changed.shared else "chat.unshare"
            await audit.record(tx, actor, action, object_kind="chat", object_id=chat_id, stream=chat.case_id)
    return ChatOut.model_validate(changed)


@router.get("/chats/{chat_id}/export", response_class=Response, responses=_MARKDOWN)
async def export_chat(chat_id: str, actor: MayChat, db: Db) -> Response:
    """A chat as Markdown with the sources of each answer, always as a download."""
    async with db.transaction(actor.tenant_id) as tx:
        chat = await store.get_chat(tx, chat_id, person=actor.id, or_shared=True)
        messages = await store.list_messages(tx, chat_id, head=chat.head_run_id)
        await audit.record(tx, actor, "chat.export", object_kind="chat", object_id=chat_id, stream=chat.case_id)
    headers = {"Content-Disposition": f'attachment; filename="{chat_id}.md"', "X-Content-Type-Options": "nosniff"}
    return Response(to_markdown(chat, messages), media_type="text/markdown; charset=utf-8", headers=headers)


@router.delete("/chats/{chat_id}", status_code=204)
async def delete_chat(chat_id: str, actor: MayChat, db: Db, executor: Executor) -> Response:
    """Delete a chat of mine with all its runs; a running one is stopped first."""
    async with db.transaction(actor.tenant_id) as tx:
        chat = await store.get_chat(tx, chat_id, person=actor.id)
        running = await store.list_running(tx, chat_id)
    # Before the rows are gone: a run without its row would end with an error that nobody can read.
    for run in running:
        await executor.stop(actor.tenant_id, run.id)
    async with db.transaction(actor.tenant_id) as tx:
        await store.delete_chat(tx, chat_id)
        await audit.record(tx, actor, "chat.delete", object_kind="chat", object_id=chat_id, stream=chat.case_id)
    return Response(status_code=204)


@router.post("/chats/{chat_id}/runs", status_code=201)
async def create_run(
    chat_id: str, body: NewRun, actor: MayChat, db: Db, executor: Executor, request: Request
) -> RunOut:
    """Ask a question. The answer arrives as events of the run and does not depend on a connected reader."""
    async with db.transaction(actor.tenant_id) as tx:
        run = await executor.ask(tx, actor, chat_id, body.question, instead_of=body.instead_of)
    executor.begin(actor.tenant_id, run, sent=_sent(request), fresh=body.instead_of is not None)
    return RunOut.of(run)


def _sent(request: Request) -> Sent | None:
    """The time that the request took before its run starts; None where it was not measured."""
    spent = getattr(request.state, "spent", None)
    if spent is None:
        return None
    total = (perf_counter() - spent.began) * 1000
    return Sent(spent.began, {**spent.ms, "accept": max(0.0, total - sum(spent.ms.values()))})


@router.get("/runs/{run_id}")
async def get_run(run_id: str, actor: MayChat, db: Db) -> RunOut:
    """A run of mine in its current state."""
    async with db.transaction(actor.tenant_id) as tx:
        return RunOut.of(await store.get_run(tx, run_id, person=actor.id))


@router.get("/runs/{run_id}/events", response_class=StreamingResponse)
async def stream_run_events(
    run_id: str,
    actor: MayChat,
    db: Db,
    hub: Hub,
    clock: ClockDep,
    last_event_id: Annotated[str | None, Header(max_length=100, description="Resume after this event")] = None,
) -> StreamingResponse:
    """The events of a run of mine as server-sent events: stage, token, citation, check, usage, reset, done, error."""
    async with db.transaction(actor.tenant_id) as tx:
        await store.get_run(tx, run_id, person=actor.id)
    # A malformed Last-Event-ID starts from the beginning instead of failing: the browser would retry it for ever. The bound is
    # the largest ordinal that the column can store.
    after = int(last_event_id) if last_event_id and last_event_id.isascii() and last_event_id.isdigit() else 0
    events = tail_run(db, hub, actor.tenant_id, run_id, min(after, 2**31 - 1), clock=clock)
    return sse_response(_encoded(events))


async def _encoded(events: AsyncIterator[RunEvent]) -> AsyncIterator[SseEvent]:
    async for event in events:
        yield SseEvent(str(event.ordinal), event.type, event_data(event))


@router.post("/runs/{run_id}/stop")
async def stop_run(run_id: str, actor: MayChat, db: Db, executor: Executor, clock: ClockDep) -> RunOut:
    """Stop a run of mine; a finished run is returned unchanged."""
    # The model is stopped before the first query; whether the run is the person's own is checked in memory there.
    executor.stop_own(actor, run_id)
    async with db.transaction(actor.tenant_id) as tx:
        run = await store.get_run(tx, run_id, person=actor.id, own=True)
    if run.state == "running":
        await executor.stop(actor.tenant_id, run_id)
    async with db.transaction(actor.tenant_id) as tx:
        await leases.end_abandoned(tx, run_id, clock)
        return RunOut.of(await store.get_run(tx, run_id, person=actor.id))


@router.post("/runs/{run_id}/drafts/{number}/decision")
async def decide_note_draft(
    run_id: str,
    number: Annotated[int, Path(ge=1, le=100)],
    body: NoteDraftDecisionIn,
    actor: MayChat,
    db: Db,
    clock: ClockDep,
) -> RunOut:
    """Add a drafted note to the case as mine, or decline it; the assistant itself writes nothing."""
    async with db.transaction(actor.tenant_id) as tx:
        await drafting.decide(tx, actor, run_id, number, write=body.write, text=body.text, clock=clock)
        return RunOut.of(await store.get_run(tx, run_id, person=actor.id))


@router.put("/runs/{run_id}/rating", status_code=204)
async def rate_run(run_id: str, body: RatingIn, actor: MayChat, db: Db, clock: ClockDep) -> Response:
    """Rate an answer, with a reason; the last rating counts."""
    async with db.transaction(actor.tenant_id) as tx:
        run = await store.get_run(tx, run_id, person=actor.id)
        if run.state == "running":
            raise RunUnderWay("The answer is not finished yet.")
        await store.set_rating(tx, run_id, actor.id, body.rating, body.reason.strip(), at=clock())
    return Response(status_code=204)


@router.get("/prompts")
async def list_prompts(actor: Annotated[Actor, permitted("usage.read")], db: Db, executor: Executor) -> PromptsOut:
    """All versions of the shipped prompts, with the usage and ratings of their answers."""
    async with db.transaction(actor.tenant_id) as tx:
        return prompts_out(prompts.list_prompts(), await store.prompt_uses(tx), executor.settings.prompt_version)


@router.get("/runs/{run_id}/anatomy")
async def get_run_anatomy(run_id: str, actor: MayChat, db: Db) -> AnatomyOut:
    """The anatomy of a run from Send to done: stages and budgets, sources and scores, checks, tokens and cost."""
    async with db.transaction(actor.tenant_id) as tx:
        return anatomy_out(await store.get_run(tx, run_id, person=actor.id))
