"""One run, from the question to the checked answer."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from ascertain.ai import guardrails, prompts
from ascertain.ai.llm import (
    NO_EVIDENCE,
    Finished,
    Gateway,
    GatewayRequest,
    LlmSettings,
    Message,
    Reset,
    TextDelta,
)
from ascertain.ai.text import Box
from ascertain.kernel.telemetry import log
from ascertain.kyc.assistant.citing import MarkNumbers
from ascertain.kyc.assistant.model import AnswerCitation, Outcome, Run, RunState, Source
from ascertain.kyc.assistant.rewriting import standalone
from ascertain.kyc.assistant.settings import AssistantSettings
from ascertain.kyc.assistant.suggesting import suggest
from ascertain.kyc.assistant.tracing import Sent, Trace

PURPOSE = "chat"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What sources are looked up for; `question` stands on its own, without the turns before it."""

    tenant_id: str
    case_id: str | None
    question: str
    passages: int


# Finds the sources of a question, best first, saying its stages; finds the boxes of a quote.
Gather = Callable[[Wanted, Trace], Awaitable[list[Source]]]
Locate = Callable[[str, Source, str], Awaitable[tuple[Box, ...]]]


class EventSink(Protocol):
    """Where a run's events go."""

    def put(self, kind: str, data: dict[str, Any]) -> None:
        """Add an event."""


@dataclass(frozen=True, slots=True)
class Answerer:
    """What answering needs; one for the process."""

    gateway: Gateway
    gather: Gather
    locate: Locate
    settings: AssistantSettings
    llm: LlmSettings


@dataclass(slots=True)
class _Text:
    """The answer so far: what is shown, what is closed, what was found about each piece."""

    numbers: MarkNumbers
    open: str = ""
    shown_of_open: int = 0
    pieces: list[str] = field(default_factory=list)
    kept: list[bool] = field(default_factory=list)
    no_evidence: bool = False


class AnswerInProgress:
    """A run being answered; what there is can be told at any moment, for it may be stopped at any moment."""

    def __init__(
        self,
        answerer: Answerer,
        tenant_id: str,
        run: Run,
        history: Sequence[Message],
        sink: EventSink,
        *,
        sent: Sent | None = None,
    ) -> None:
        self._answerer = answerer
        self._tenant_id = tenant_id
        self._run = run
        self._history = history
        self._sink = sink
        self.trace = Trace(answerer.settings, sink.put, sent=sent)
        self._searched = run.question
        self._prompt = prompts.get_prompt("chat")
        self._sources: list[Source] = []
        self._flagged: dict[int, list[str]] = {}
        self._text = _Text(MarkNumbers(0))
        self._citations: dict[int, AnswerCitation] = {}
        self._checks: list[dict[str, Any]] = []
        self._decisions: list[dict[str, Any]] = []
        self._finished: Finished | None = None
        self._first_token_ms: float | None = None

    async def answer(self) -> Outcome:
        """Work through the stages. Raises what the gateway raises."""
        with self.trace.stage("scope"):
            refusal = self._refusal()
        if refusal is not None:
            self._say(refusal)
            self._text.no_evidence = True
            return self.outcome("done")
        settings = self._answerer.settings
        with self.trace.stage("rewrite"):
            self._searched = standalone(self._run.question, self._history)
        wanted = Wanted(self._tenant_id, self._run.case_id, self._searched, settings.passages)
        self._sources = (await self._answerer.gather(wanted, self.trace))[: settings.sources]
        with self.trace.stage("sources"):
            self._inspect_sources()
        await self._stream()
        return self.outcome("done")

    def outcome(self, state: RunState, *, error: dict[str, Any] | None = None) -> Outcome:
        """What there is of the answer, as it is stored."""
        text = self._text
        pieces = [piece for piece, kept in zip(text.pieces, text.kept, strict=True) if kept]
        done = self._finished
        asked = [*(turn.content for turn in self._history if turn.role == "user"), self._run.question]
        return Outcome(
            state,
            "".join(pieces).strip(),
            tuple(citation_data(citation) for _, citation in sorted(self._citations.items())),
            suggest(asked, self._sources) if state == "done" else (),
            text.no_evidence,
            done.provider if done else None,
            done.model if done else "",
            done.usage.input_tokens if done else 0,
            done.usage.output_tokens if done else 0,
            done.usage.cached_tokens if done else 0,
            done.cost_usd if done else Decimal(0),
            self._first_token_ms,
            self.trace.now_ms(),
            error,
            self._anatomy(),
        )

    def _refusal(self) -> str | None:
        """What to say instead of answering, if the question is not one that is answered here."""
        scope = guardrails.check_scope(self._run.question)
        signal = guardrails.inspect_question(self._run.question)
        if not scope.inside:
            self._decide("scope", "refused", [scope.reason or ""])
            return scope.reply
        if signal.flagged:
            self._decide("question", "refused", list(signal.reasons))
            return "I keep to the rules that I was given. Ask me about the documents and facts of this file."
        return None

    def _decide(self, check: str, decision: str, reasons: list[str]) -> None:
        self._decisions.append({"check": check, "decision": decision, "reasons": reasons})
        log.info("guardrail.decided", run_id=self._run.id, check=check, decision=decision, reasons=reasons)

    def _inspect_sources(self) -> None:
        for index, source in enumerate(self._sources):
            signal = guardrails.inspect_passage(source.passage.text)
            if signal.flagged:
                self._flagged[index] = list(signal.reasons)
                self._decide(f"source {source.passage.id}", "marked suspicious", list(signal.reasons))

    def _request(self) -> GatewayRequest:
        fenced = [
            prompts.FencedSource(source.passage, index in self._flagged) for index, source in enumerate(self._sources)
        ]
        scope = "one customer's file and the policy library" if self._run.case_id else "the policy library"
        variables = {"question": self._run.question, "scope": scope}
        llm = self._answerer.llm
        return GatewayRequest(
            tenant_id=self._tenant_id,
            purpose=PURPOSE,
            actor_id=self._run.created_by,
            scope=self._run.case_id,
            messages=prompts.render(self._prompt, variables, sources=fenced, history=self._history),
            sources=tuple(source.passage for source in self._sources),
            deadline_s=llm.deadline_s,
            max_tokens=llm.max_tokens,
            prompt_name=self._prompt.name,
            prompt_version=self._prompt.version,
            cost_budget_usd=Decimal(str(llm.cost_budget_usd)),
        )

    async def _stream(self) -> None:
        self._text = _Text(MarkNumbers(len(self._sources)))
        stage, start_ms = "first_token", self.trace.begin("first_token")
        async for event in self._answerer.gateway.stream(self._request()):
            if isinstance(event, TextDelta):
                if stage == "first_token":
                    self._first_token_ms = self.trace.now_ms()
                    self.trace.end(stage, start_ms)
                    stage, start_ms = "answer", self.trace.begin("answer")
                await self._take(event.text)
            elif isinstance(event, Reset):
                self._begin_again(event)
            elif isinstance(event, Finished):
                self._finished = event
        await self._take("", final=True)
        self.trace.end(stage, start_ms)
        if not any(self._text.kept):
            self._say(NO_EVIDENCE)
            self._text.no_evidence = True
        self._sink.put("usage", usage_data(self._finished))

    def _begin_again(self, event: Reset) -> None:
        """Another provider begins the answer anew; what was shown is void."""
        self._decide("provider", "reset", [event.provider, event.code])
        self._text = _Text(MarkNumbers(len(self._sources)))
        self._citations.clear()
        self._sink.put("reset", {})

    async def _take(self, text: str, *, final: bool = False) -> None:
        """Show a piece of the stream, and check every sentence that it closes."""
        state = self._text
        state.open += state.numbers.feed(text.replace("\x00", ""), final=final)
        closed, rest = guardrails.closed_sentences(state.open, final=final)
        for piece in closed:
            self._show(piece[state.shown_of_open :])
            state.shown_of_open = 0
            await self._close(piece)
        state.open = rest
        self._show(rest[state.shown_of_open :])
        state.shown_of_open = len(rest)

    def _show(self, text: str) -> None:
        if text:
            self._sink.put("token", {"text": text, "sentence": len(self._text.pieces)})

    def _say(self, text: str) -> None:
        """Words of our own: shown, kept, in need of no source."""
        self._show(text)
        self._text.pieces.append(text)
        self._text.kept.append(True)

    async def _close(self, piece: str) -> None:
        """Check a sentence by what it cites; keep it with its citations, or withdraw it."""
        index = len(self._text.pieces)
        self._text.pieces.append(piece)
        if piece.strip() == NO_EVIDENCE:
            self._text.kept.append(True)
            self._text.no_evidence = True
            return
        with self.trace.beside("checks"):
            texts = [self._sources[at].passage.text for at in self._text.numbers.order]
            check = guardrails.check_sentence(piece, texts)
            self._text.kept.append(check.verdict == "supported")
            if check.verdict == "supported":
                for n in guardrails.cited_sources(piece):
                    await self._cite(n, piece, check, texts)
        self._checks.append({"sentence": index, "text": piece.strip(), **asdict(check), "reasons": list(check.reasons)})
        self._sink.put("check", {"sentence": index, "verdict": check.verdict, "score": check.score})

    async def _cite(self, n: int, piece: str, check: guardrails.SentenceCheck, texts: list[str]) -> None:
        source = self._sources[self._text.numbers.order[n - 1]]
        if check.n != n:
            check = guardrails.check_sentence(f"{guardrails.without_marks(piece)} [{n}]", texts)
        quote = check.quote or source.passage.text[:300]
        boxes = await self._answerer.locate(self._tenant_id, source, quote)
        if earlier := self._citations.get(n):
            if quote in earlier.quote:
                return
            quote = f"{earlier.quote} … {quote}"
            boxes = (*earlier.boxes, *(box for box in boxes if box not in earlier.boxes))
        citation = AnswerCitation(
            n,
            source.kind,
            source.document_id,
            source.document_name,
            source.page_number or source.passage.page_number,
            boxes,
            quote,
            source.passage.title,
            source.ref,
        )
        self._citations[n] = citation
        self._sink.put("citation", {"citation": citation_data(citation)})

    def _anatomy(self) -> dict[str, Any]:
        shown = {index: n for n, index in enumerate(self._text.numbers.order, 1)}
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
                    "used": shown.get(index) in self._citations,
                    "suspicious": self._flagged.get(index, []),
                }
                for index, source in enumerate(self._sources)
            ],
            "checks": self._checks,
            "guardrails": self._decisions,
            "steps": self.trace.steps,
            "searched": self._searched,
            "attempts": [asdict(attempt) for attempt in self._finished.attempts] if self._finished else [],
            "prompt": {"name": self._prompt.name, "version": self._prompt.version},
        }


def citation_data(citation: AnswerCitation) -> dict[str, Any]:
    """A citation as it goes over the wire and into the row."""
    return {**asdict(citation), "boxes": [asdict(box) for box in citation.boxes]}


def usage_data(done: Finished | None) -> dict[str, Any]:
    """Tokens and dollars as they go over the wire."""
    if done is None:
        return {"input": 0, "output": 0, "cached": 0, "cost_usd": 0.0}
    used = done.usage
    return {
        "input": used.input_tokens,
        "output": used.output_tokens,
        "cached": used.cached_tokens,
        "cost_usd": float(done.cost_usd),
    }
