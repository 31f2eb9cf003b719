"""Answering one run, from the question to the checked answer."""

import hashlib
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from ascertain.ai import guardrails, prompts
from ascertain.ai.llm import (
    CachePolicy,
    Finished,
    GatewayRequest,
    Message,
    Reset,
    TextDelta,
    ToolCall,
    ToolCallDelta,
    Usage,
)
from ascertain.kernel.telemetry import log
from ascertain.kernel.threads import run_in_thread
from ascertain.kyc.assistant.answerer import Answerer, EventSink, RetrievalQuery
from ascertain.kyc.assistant.extractive.provider import ExtractiveProvider
from ascertain.kyc.assistant.model import Draft, Outcome, Run, RunState, Source
from ascertain.kyc.assistant.query_rewriting import standalone
from ascertain.kyc.assistant.streaming_checks import CheckedAnswer, citation_data
from ascertain.kyc.assistant.suggesting import suggest
from ascertain.kyc.assistant.tool_calls import CallCollector, ToolResult, ToolRounds
from ascertain.kyc.assistant.tools import ToolContext
from ascertain.kyc.assistant.tracing import Sent, Trace

PURPOSE = "chat"
DRAFTED = "I drafted the note below. It is added to the case when you confirm it."
OFF_LIMITS = "I cannot reveal or change my instructions. Ask me about the documents and facts of this case."
# The extractive answerer compares words, so a question in another script can match nothing.
EXTRACTIVE_MODEL = ExtractiveProvider.model
ENGLISH_ONLY = " Without a language model, questions are understood in English only."
# Every call gets at least this time, however late the run is, or it could only fail.
_MIN_CALL_S = 0.5
# Last character of the Latin blocks of Unicode; see `_latin`.
_END_OF_LATIN = "\u0250"


class AnswerRun:
    """A run being answered. It may be stopped at any moment, so `outcome` can be called at any moment.

    `fresh`: the person wants another attempt, so no cached answer is used.
    """

    def __init__(
        self,
        answerer: Answerer,
        tenant_id: str,
        run: Run,
        history: Sequence[Message],
        sink: EventSink,
        *,
        sent: Sent | None = None,
        fresh: bool = False,
    ) -> None:
        self._answerer = answerer
        self._tenant_id = tenant_id
        self._run = run
        self._history = history
        self._sink = sink
        self._fresh = fresh
        self.trace = Trace(answerer.settings, sink.put, sent=sent)
        self._searched = run.question
        self._prompt = answerer.choose_prompt(run, answerer.settings)
        self._sources: list[Source] = []
        self._flagged: dict[int, list[str]] = {}
        self._decisions: list[dict[str, Any]] = []
        user_texts = [run.question, *(turn.content for turn in history if turn.role == "user")]
        self._text = CheckedAnswer(
            tenant_id, self._sources, answerer.locate, self.trace, sink, user_texts=user_texts, decide=self._decide
        )
        self._rounds: ToolRounds | None = None
        self._turns: list[Finished] = []
        self._first_token_ms: float | None = None

    async def answer(self) -> Outcome:
        """Carry out the stages of the run. Raises the errors of the gateway."""
        with self.trace.stage("scope"):
            refusal = self._refusal()
        if refusal is not None:
            self._text.add_unchecked(refusal)
            self._text.no_evidence = True
            return self.outcome("done")
        settings = self._answerer.settings
        with self.trace.stage("rewrite"):
            self._searched = standalone(self._run.question, self._history)
        wanted = RetrievalQuery(self._tenant_id, self._run.case_id, self._searched, settings.passages)
        found = (await self._answerer.retrieve(wanted, self.trace))[: settings.sources]
        with self.trace.stage("sources"):
            await self._add_sources(found)
        await self._converse()
        return self.outcome("done")

    def outcome(self, state: RunState, *, error: dict[str, Any] | None = None) -> Outcome:
        """The outcome to store, with the answer as far as it exists."""
        last = self._turns[-1] if self._turns else None
        used, cost_usd = self._spent()
        asked = [*(turn.content for turn in self._history if turn.role == "user"), self._run.question]
        drafts = self._rounds.drafts if self._rounds else []
        return Outcome(
            state,
            self._text.answer,
            tuple(citation_data(citation) for _, citation in sorted(self._text.citations.items())),
            suggest(asked, self._sources) if state == "done" else (),
            self._text.no_evidence,
            last.provider if last else None,
            last.model if last else "",
            used.input_tokens,
            used.output_tokens,
            used.cached_tokens,
            cost_usd,
            self._first_token_ms,
            self.trace.now_ms(),
            error,
            self._anatomy(),
            tuple(asdict(Draft(n, text)) for n, text in enumerate(drafts, 1)),
        )

    def _spent(self) -> tuple[Usage, Decimal]:
        """Tokens and US dollars of all calls so far."""
        used = sum((turn.usage for turn in self._turns), Usage(0, 0))
        return used, sum((turn.cost_usd for turn in self._turns), Decimal(0))

    def _refusal(self) -> str | None:
        """The reply to a question that is out of scope or tries to override the instructions; None for any other."""
        scope = guardrails.check_scope(self._run.question)
        signal = guardrails.inspect_question(self._run.question)
        if not scope.inside:
            self._decide("scope", "refused", [scope.reason or ""])
            return scope.reply
        if signal.flagged:
            self._decide("question", "refused", list(signal.reasons))
            return OFF_LIMITS
        return None

    def _decide(self, check: str, decision: str, reasons: list[str]) -> None:
        self._decisions.append({"check": check, "decision": decision, "reasons": reasons})
        log.info("guardrail.decided", run_id=self._run.id, check=check, decision=decision, reasons=reasons)

    async def _add_sources(self, found: Sequence[Source]) -> None:
        """Add sources and flag those that try to instruct; in a thread, because the check would block other answers."""
        signals = await run_in_thread(lambda: [guardrails.inspect_passage(one.passage.text) for one in found])
        for source, signal in zip(found, signals, strict=True):
            if signal.flagged:
                self._flagged[len(self._sources)] = list(signal.reasons)
                self._decide(f"source {source.passage.id}", "marked suspicious", list(signal.reasons))
            self._sources.append(source)

    def _fenced(self, places: range) -> list[prompts.FencedSource]:
        return [prompts.FencedSource(self._sources[at].passage, at in self._flagged) for at in places]

    async def _converse(self) -> None:
        """Ask the model, carry out its tool calls and ask again, until it answers or has used all rounds."""
        asked = [self._run.question, *(source.passage.text for source in self._sources)]
        word = prompts.fence_word(self._answerer.fence_key, [self._tenant_id, *asked])
        scope = "one customer's file and the policy library" if self._run.case_id else "the policy library"
        variables = {"question": self._run.question, "scope": scope}
        fenced = self._fenced(range(len(self._sources)))
        messages = prompts.render(self._prompt, variables, sources=fenced, history=self._history, word=word)
        context = ToolContext(self._tenant_id, self._run.case_id, frozenset(self._run.permissions))
        self._rounds = rounds = ToolRounds(
            self._answerer.tools, context, self._run.question, self._answerer.settings, self.trace,
            sources=self._sources, flagged=self._flagged, decide=self._decide,
        )  # fmt: skip
        began_ms = self.trace.now_ms()
        while calls := await self._turn(self._request(messages, rounds, began_ms), rounds):
            with self.trace.stage("tools"):
                results = await rounds.run(calls)
                messages += (Message("assistant", "", calls),)
                for result in results:
                    messages += (await self._tool_message(result, word),)
        self._text.add_fallback(*([DRAFTED] if rounds.drafts else []))
        if self._text.no_evidence and self._turns[-1].model == EXTRACTIVE_MODEL and not _latin(self._run.question):
            self._text.add_unchecked(ENGLISH_ONLY)
        self._sink.put("usage", usage_data(*self._spent()))

    async def _tool_message(self, result: ToolResult, word: str) -> Message:
        """The result of a tool as a message: new sources with new numbers, known ones by the numbers they have."""
        numbers = {source.passage.id: n for n, source in enumerate(self._sources, 1)}
        known = [numbers[one.passage.id] for one in result.sources if one.passage.id in numbers]
        first = len(self._sources)
        new = {one.passage.id: one for one in result.sources if one.passage.id not in numbers}
        # Tools may add as many sources again as the search gave.
        await self._add_sources(list(new.values())[: max(0, self._answerer.settings.sources * 2 - first)])
        lines = [result.words] if result.words else []
        if known:
            lines.append("Given above: " + ", ".join(f"source {n}" for n in known) + ".")
        if len(self._sources) > first:
            lines.append(prompts.fence(self._fenced(range(first, len(self._sources))), word, first=first + 1))
        return Message("tool", "\n".join(lines), tool_call_id=result.call.id)

    def _request(self, messages: tuple[Message, ...], rounds: ToolRounds, began_ms: float) -> GatewayRequest:
        llm, settings, now_ms = self._answerer.llm, self._answerer.settings, self.trace.now_ms()
        waited_ms = now_ms if not self._turns else 0.0
        return GatewayRequest(
            tenant_id=self._tenant_id,
            purpose=PURPOSE,
            actor_id=self._run.created_by,
            scope=self._run.case_id,
            messages=messages,
            sources=tuple(source.passage for source in self._sources),
            deadline_s=max(_MIN_CALL_S, llm.deadline_s - (now_ms - began_ms) / 1000),
            max_tokens=llm.max_tokens,
            prompt_name=self._prompt.name,
            prompt_version=self._prompt.version,
            cost_budget_usd=max(Decimal(0), Decimal(str(llm.cost_budget_usd)) - self._spent()[1]),
            options=rounds.options,
            cache=self._cache_policy(),
            first_token_s=max(_MIN_CALL_S, settings.first_word_s - waited_ms / 1000),
        )

    def _cache_policy(self) -> CachePolicy | None:
        """An answer is cached for the same question on the same sources with the same permissions.

        An answer about a case, or within a conversation, is shared with no one else. Questions that only mean the same do
        not match: the marks of an answer number the sources from which it was made.
        """
        settings = self._answerer.settings
        if self._fresh or not settings.cache_s:
            return None
        corpus = hashlib.sha256()
        for source in self._sources:
            corpus.update(f"{source.passage.source_id}\n{source.passage.version}\n{source.passage.text}\n".encode())
        rights = hashlib.sha256(" ".join(sorted(self._run.permissions)).encode()).hexdigest()[:16]
        shared = self._run.case_id is None and not self._history
        return CachePolicy(rights, corpus.hexdigest()[:32], shared=shared, ttl_s=settings.cache_s)

    async def _turn(self, request: GatewayRequest, rounds: ToolRounds) -> tuple[ToolCall, ...]:
        """One answer of the model, shown as it arrives; returns its tool calls, if any, and discards its text then."""
        collector = CallCollector()
        self._text.restart()
        self._first_token_ms = None
        stage, start_ms = "first_token", self.trace.begin("first_token")
        async with aclosing(self._answerer.gateway.stream(request)) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    if stage == "first_token":
                        self._first_token_ms = self.trace.now_ms()
                        self.trace.end(stage, start_ms)
                        stage, start_ms = "answer", self.trace.begin("answer")
                    await self._text.feed(event.text)
                elif isinstance(event, ToolCallDelta):
                    collector.take(event)
                elif isinstance(event, Reset):
                    self._decide("provider", "reset", [event.provider, event.code])
                    self._text.restart()
                    collector = CallCollector()
                elif isinstance(event, Finished):
                    self._turns.append(event)
        calls = collector.calls()
        if calls and not rounds.open:
            self._decide("tools", "ended", ["the model exceeded its rounds of tool calls"])
        elif calls:
            self.trace.end("asks" if stage == "first_token" else stage, start_ms)
            self._text.restart()
            return calls
        await self._text.feed("", final=True)
        self.trace.end(stage, start_ms)
        return ()

    def _anatomy(self) -> dict[str, Any]:
        shown = {index: n for n, index in enumerate(self._text.order, 1)}
        return {
            "spans": self.trace.all_spans(),
            "sources": [
                {
                    "n": shown.get(index),
                    "kind": source.kind,
                    "title": source.passage.title,
                    "page_number": source.page_number or source.passage.page_number,
                    "score": round(source.score, 4),
                    "parts": source.parts,
                    "used": shown.get(index) in self._text.citations,
                    "suspicious": self._flagged.get(index, []),
                }
                for index, source in enumerate(self._sources)
            ],
            "checks": self._text.checks,
            "guardrails": self._decisions,
            "steps": self.trace.steps,
            "searched": self._searched,
            "attempts": [asdict(attempt) for turn in self._turns for attempt in turn.attempts],
            "cache": self._turns[-1].cache if self._turns else "none",
            "prompt": {"name": self._prompt.name, "version": self._prompt.version},
        }


def _latin(text: str) -> bool:
    """Whether at least half of the letters of a text are Latin."""
    letters = [character for character in text if character.isalpha()]
    return 2 * sum(character < _END_OF_LATIN for character in letters) >= len(letters)


def usage_data(used: Usage, cost_usd: Decimal) -> dict[str, Any]:
    """Tokens and US dollars as JSON."""
    return {
        "input": used.input_tokens,
        "output": used.output_tokens,
        "cached": used.cached_tokens,
        "cost_usd": float(cost_usd),
    }
