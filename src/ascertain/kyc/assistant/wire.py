"""What the assistant says over HTTP."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from ascertain.ai.prompts import Prompt
from ascertain.kernel.http import RefOut, WireModel
from ascertain.kyc.assistant.model import (
    Chat,
    ChatMessage,
    DraftState,
    PromptUse,
    Run,
    RunEvent,
    RunState,
    SourceKind,
)
from ascertain.kyc.documents import BoxOut


class NewChat(WireModel):
    """A chat about a case, or about the library alone."""

    case_id: str | None = Field(None, max_length=100)


class ChatChangesIn(WireModel):
    """What is to change of a chat; what is left out stays."""

    title: str | None = Field(None, min_length=1, max_length=200)
    shared: bool | None = Field(None, description="Whether everybody of the tenant who may chat can read it")
    head_run_id: str | None = Field(None, max_length=100, description="Show the branch through this run")


class NewRun(WireModel):
    """A question, or another attempt at one."""

    question: str | None = Field(
        None,
        min_length=1,
        max_length=20_000,
        examples=["Who controls Meridian Freight?"],
        description="May be left out with `instead_of`: its question is asked again",
    )
    instead_of: str | None = Field(
        None, max_length=100, description="A run of this chat; the new one is another branch in its place"
    )

    @model_validator(mode="after")
    def _something_is_asked(self) -> Self:
        if self.question is None and self.instead_of is None:
            raise ValueError("give a question, or the run to answer again")
        return self


class RatingIn(WireModel):
    """What you think of an answer; no rating takes it back."""

    rating: Literal["up", "down"] | None
    reason: str = Field("", max_length=2000)


class CitationOut(WireModel):
    """What mark [n] of an answer rests on."""

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
    """Tokens as the provider counted them."""

    input: int
    output: int
    cached: int


class NoteDraftOut(WireModel):
    """A note that a model drafted; it is written only when the person who asked decides so."""

    n: int
    text: str
    state: DraftState
    decided_by: str | None
    decided_at: datetime | None


class NoteDraftDecisionIn(WireModel):
    """Whether a drafted note is written, and in which words."""

    write: bool
    text: str | None = Field(None, min_length=1, max_length=2000, description="Other words for it; unset: as drafted")


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
    cost_usd: float
    tokens: TokensOut
    model: str
    no_evidence: bool
    suggestions: list[str]
    drafts: list[NoteDraftOut] = Field(description="Notes that wait for the asker's word, or had it")


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
    """One turn of a conversation; `variants` are the runs that stand in the same place, this one among them."""

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
    """One stage of a run; `beside` where it took place while another was waited for."""

    name: str
    label: str
    start_ms: float
    ms: float
    budget_ms: float | None
    beside: bool


class SourceOut(WireModel):
    """Something given to the model; `n` is its mark in the answer, if it has one."""

    n: int | None
    kind: str
    title: str
    page_number: int | None
    score: float
    parts: dict[str, float]
    used: bool
    suspicious: list[str]


class AnatomyStepOut(WireModel):
    """Something that was looked up for the answer, or was not and why; reading only."""

    tool: str
    label: str
    found: int
    ms: float
    arguments: dict[str, Any]
    asked_by: Literal["rule", "model"] = "rule"
    outcome: Literal["done", "refused", "failed", "timed out"] = "done"
    why: str = ""


class CheckOut(WireModel):
    """What the check of one sentence found; a withdrawn one is kept here alone."""

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
    """The prompt that made the answer."""

    name: str
    version: str


class PromptVersionOut(WireModel):
    """One version of a prompt, and how the tenant's answers by it fared."""

    name: str
    version: str
    description: str
    in_use: bool = Field(description="Whether new answers are made with it")
    variables: dict[str, str]
    system: str
    sources: str
    answers: int
    no_evidence: int
    failed: int
    rated_up: int
    rated_down: int
    median_first_token_ms: float | None
    cost_usd: float


class PromptsOut(WireModel):
    """All prompts, by name, newest version first."""

    items: list[PromptVersionOut]


class AnatomyOut(WireModel):
    """What happened from Send to done."""

    run: RunOut
    spans: list[SpanOut]
    sources: list[SourceOut]
    checks: list[CheckOut]
    guardrails: list[GuardrailOut]
    steps: list[AnatomyStepOut]
    searched: str = Field(description="The question as it was looked up, made to stand on its own")
    attempts: list[AttemptOut]
    prompt: PromptOut | None
    provider: str | None
    cache: Literal["none", "exact", "semantic"] = Field(description="Whether the answer was given before")
    total_ms: float | None


def run_out(run: Run) -> RunOut:
    """A run as programs see it."""
    return RunOut(
        id=run.id,
        chat_id=run.chat_id,
        state=run.state,
        question=run.question,
        answer=run.answer,
        citations=[CitationOut.model_validate(citation) for citation in run.citations],
        first_token_ms=run.first_token_ms,
        total_ms=run.total_ms,
        cost_usd=float(run.cost_usd),
        tokens=TokensOut(input=run.input_tokens, output=run.output_tokens, cached=run.cached_tokens),
        model=run.model,
        no_evidence=run.no_evidence,
        suggestions=run.suggestions,
        drafts=[NoteDraftOut.model_validate(draft) for draft in run.drafts],
    )


def chat_out(chat: Chat) -> ChatOut:
    """A chat as programs see it."""
    return ChatOut(**{name: getattr(chat, name) for name in ChatOut.model_fields})


def message_out(message: ChatMessage) -> MessageOut:
    """A turn as programs see it."""
    return MessageOut(
        id=message.id,
        role=message.role,
        text=message.text,
        run_id=message.run_id,
        citations=[CitationOut.model_validate(citation) for citation in message.citations],
        created_at=message.created_at,
        state=message.state,
        variants=message.variants,
        rating=message.rating,
        rating_reason=message.rating_reason,
        drafts=[NoteDraftOut.model_validate(draft) for draft in message.drafts],
    )


def prompts_out(shipped: Sequence[Prompt], uses: Sequence[PromptUse], chat_version: str | None = None) -> PromptsOut:
    """Prompts as programs see them; `chat_version` is the one that the settings ask for."""
    used = {(one.name, one.version): one for one in uses}
    newest = {one.name: one.version for one in reversed(shipped)}
    newest |= {"chat": chat_version} if chat_version else {}
    items = []
    for one in shipped:
        use = used.get((one.name, one.version)) or PromptUse(one.name, one.version, 0, 0, 0, 0, 0, None, Decimal(0))
        counts = {name: getattr(use, name) for name in ("answers", "no_evidence", "failed", "rated_up", "rated_down")}
        items.append(
            PromptVersionOut(
                name=one.name,
                version=one.version,
                description=one.description,
                in_use=newest[one.name] == one.version,
                variables=one.variables,
                system=one.system,
                sources=one.sources,
                median_first_token_ms=use.median_first_token_ms,
                cost_usd=float(use.cost_usd),
                **counts,
            )
        )
    return PromptsOut(items=items)


def anatomy_out(run: Run) -> AnatomyOut:
    """A run's anatomy as programs see it."""
    kept = run.anatomy
    return AnatomyOut(
        run=run_out(run),
        spans=[SpanOut.model_validate(one) for one in kept.get("spans", [])],
        sources=[SourceOut.model_validate(one) for one in kept.get("sources", [])],
        checks=[CheckOut.model_validate(one) for one in kept.get("checks", [])],
        steps=[AnatomyStepOut.model_validate(one) for one in kept.get("steps", [])],
        searched=kept.get("searched", run.question),
        guardrails=[GuardrailOut.model_validate(one) for one in kept.get("guardrails", [])],
        attempts=[AttemptOut.model_validate(one) for one in kept.get("attempts", [])],
        prompt=PromptOut.model_validate(kept["prompt"]) if kept.get("prompt") else None,
        provider=run.provider,
        cache=kept.get("cache", "none"),
        total_ms=run.total_ms,
    )


def event_data(event: RunEvent) -> dict[str, Any]:
    """A run event as it stands in the stream's data."""
    at = event.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return {"id": str(event.ordinal), "run_id": event.run_id, "at": at, "type": event.type, **event.data}
