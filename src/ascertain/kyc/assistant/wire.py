"""Wire types of the assistant."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from ascertain.ai.prompts import Prompt
from ascertain.kernel.http import RefOut, WireModel, WithAttributes
from ascertain.kyc.assistant.model import (
    DraftState,
    PromptUse,
    Run,
    RunEvent,
    RunState,
    SourceKind,
)
from ascertain.kyc.documents import BoxOut

# Stored as a decimal, so that sums are exact; a number in JSON.
Dollars = Annotated[float, BeforeValidator(float)]


class NewChat(WireModel):
    """A chat about a case, or only about the library."""

    case_id: str | None = Field(None, max_length=100)


class ChatChangesIn(WireModel):
    """Changes of a chat; a field that is left out is not changed."""

    title: str | None = Field(None, min_length=1, max_length=200)
    shared: bool | None = Field(
        None, description="Whether all users of the tenant with access to the assistant can read it"
    )
    head_run_id: str | None = Field(None, max_length=100, description="Show the newest branch through this run")


class NewRun(WireModel):
    """A question, or another attempt at one."""

    question: str | None = Field(
        None,
        min_length=1,
        max_length=20_000,
        examples=["Who controls Meridian Freight?"],
        description="May be left out with `instead_of`: the question of that run is asked again",
    )
    instead_of: str | None = Field(
        None, max_length=100, description="A run of this chat; the new run becomes another branch in its place"
    )

    @model_validator(mode="after")
    def _has_a_question(self) -> Self:
        if self.question is None and self.instead_of is None:
            raise ValueError("a question is required, or the run to answer again")
        return self


class RatingIn(WireModel):
    """The rating of an answer; null removes an earlier one."""

    rating: Literal["up", "down"] | None
    reason: str = Field("", max_length=2000)


class CitationOut(WireModel):
    """The citation behind mark [n] of an answer."""

    n: int
    kind: SourceKind
    document_id: str | None
    document_name: str | None
    page_number: int | None
    boxes: list[BoxOut]
    quote: str
    title: str
    ref: RefOut | None


class TokensOut(WireModel):
    """Tokens as counted by the provider."""

    input: int
    output: int
    cached: int


class NoteDraftOut(WireModel):
    """A note drafted by a model; it is added to the case only when the person who asked confirms it."""

    n: int
    text: str
    state: DraftState
    decided_by: str | None
    decided_at: datetime | None


class NoteDraftDecisionIn(WireModel):
    """The decision on a drafted note."""

    write: bool
    text: str | None = Field(None, min_length=1, max_length=2000, description="Edited text; unset: as drafted")


class RunOut(WireModel):
    """A question and its answer."""

    id: str
    chat_id: str
    state: RunState
    question: str
    answer: str
    citations: list[CitationOut]
    first_token_ms: float | None
    total_ms: float | None
    cost_usd: Dollars
    tokens: TokensOut
    model: str
    no_evidence: bool
    suggestions: list[str]
    drafts: list[NoteDraftOut] = Field(description="Drafted notes, open or decided")

    @classmethod
    def of(cls, run: Run) -> "RunOut":
        tokens = TokensOut(input=run.input_tokens, output=run.output_tokens, cached=run.cached_tokens)
        return cls.model_validate(WithAttributes(run, tokens=tokens))


class ChatOut(WireModel):
    """A conversation."""

    id: str
    title: str
    case_id: str | None
    created_at: datetime
    updated_at: datetime
    shared: bool
    created_by: str


class MessageOut(WireModel):
    """One turn of a conversation; `variants` are the runs in the same place, including this one."""

    id: str
    role: Literal["user", "assistant"]
    text: str
    run_id: str | None
    citations: list[CitationOut]
    created_at: datetime
    state: RunState
    variants: list[str]
    rating: Literal["up", "down"] | None
    rating_reason: str
    drafts: list[NoteDraftOut]


class ChatWithMessages(ChatOut):
    """A conversation with its turns."""

    messages: list[MessageOut]


class SpanOut(WireModel):
    """One stage of a run; `beside` if it took place during another stage."""

    name: str
    label: str
    start_ms: float
    ms: float
    budget_ms: float | None
    beside: bool


class SourceOut(WireModel):
    """A source given to the model; `n` is its mark in the answer, if any."""

    n: int | None
    kind: str
    title: str
    page_number: int | None
    score: float
    parts: dict[str, float]
    used: bool
    suspicious: list[str]


class AnatomyStepOut(WireModel):
    """A look-up for the answer, or the reason why it was refused."""

    tool: str
    label: str
    found: int
    ms: float
    arguments: dict[str, Any]
    asked_by: Literal["rule", "model"] = "rule"
    outcome: Literal["done", "refused", "failed", "timed out"] = "done"
    why: str = ""


class CheckOut(WireModel):
    """The check of one sentence; a withdrawn sentence is shown here only."""

    sentence: int
    text: str
    verdict: Literal["supported", "withdrawn"]
    score: float
    n: int | None
    quote: str
    reasons: list[str]


class GuardrailOut(WireModel):
    """A decision of a guardrail."""

    check: str
    decision: str
    reasons: list[str]


class AttemptOut(WireModel):
    """One call of a provider."""

    provider: str
    model: str
    outcome: str
    ms: float
    call_id: str | None


class PromptOut(WireModel):
    """The prompt of an answer."""

    name: str
    version: str


class PromptVersionOut(WireModel):
    """One version of a prompt, with usage and ratings of its answers in the tenant."""

    name: str
    version: str
    description: str
    in_use: bool = Field(description="Whether new answers use it")
    variables: dict[str, str]
    system: str
    sources: str
    answers: int
    no_evidence: int
    failed: int
    rated_up: int
    rated_down: int
    median_first_token_ms: float | None
    cost_usd: Dollars


class PromptsOut(WireModel):
    """All prompts, by name, newest version first."""

    items: list[PromptVersionOut]


class AnatomyOut(WireModel):
    """The anatomy of a run, from Send to done."""

    run: RunOut
    spans: list[SpanOut]
    sources: list[SourceOut]
    checks: list[CheckOut]
    guardrails: list[GuardrailOut]
    steps: list[AnatomyStepOut]
    searched: str = Field(description="The rewritten question that was searched for")
    attempts: list[AttemptOut]
    prompt: PromptOut | None
    provider: str | None
    cache: Literal["none", "exact", "semantic"] = Field(description="Whether the answer comes from the response cache")
    total_ms: float | None


def prompts_out(shipped: Sequence[Prompt], uses: Sequence[PromptUse], chat_version: str | None = None) -> PromptsOut:
    """Prompts with their use; `chat_version` is the version of the chat prompt that the settings select."""
    used = {(one.name, one.version): one for one in uses}
    newest = {one.name: one.version for one in reversed(shipped)}
    newest |= {"chat": chat_version} if chat_version else {}
    items = []
    for one in shipped:
        use = used.get((one.name, one.version)) or PromptUse(one.name, one.version, 0, 0, 0, 0, 0, None, Decimal(0))
        in_use = newest[one.name] == one.version
        texts = {"description": one.description, "system": one.system, "sources": one.sources}
        items.append(
            PromptVersionOut.model_validate(WithAttributes(use, in_use=in_use, variables=one.variables, **texts))
        )
    return PromptsOut(items=items)


def anatomy_out(run: Run) -> AnatomyOut:
    """The anatomy of a run; of one that has not ended, or ended early, the lists may be empty."""
    lists = ("spans", "sources", "checks", "steps", "guardrails", "attempts")
    stored = {name: run.anatomy.get(name, []) for name in lists}
    return AnatomyOut.model_validate(
        {
            **stored,
            "run": RunOut.of(run),
            "searched": run.anatomy.get("searched", run.question),
            "prompt": run.anatomy.get("prompt") or None,
            "provider": run.provider,
            "cache": run.anatomy.get("cache", "none"),
            "total_ms": run.total_ms,
        }
    )


def event_data(event: RunEvent) -> dict[str, Any]:
    """The data of a run event in the stream."""
    at = event.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return {"id": str(event.ordinal), "run_id": event.run_id, "at": at, "type": event.type, **event.data}
