"""Chats, runs, events, sources and citations."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from ascertain.ai.text import Box, Passage
from ascertain.kernel.errors import Conflict, Forbidden, NotFound, RateLimited, Unavailable

RunState = Literal["running", "done", "stopped", "failed"]
Rating = Literal["up", "down"]
DraftState = Literal["open", "written", "declined"]
SourceKind = Literal["page", "fact", "policy", "ownership", "risk", "hit", "case"]

# Events that end a run; a reader stops after the first of them.
LAST_EVENTS = ("done", "error")


class ChatNotFound(NotFound):
    """The person has no such chat."""

    code = "chat.not_found"


class RunNotFound(NotFound):
    """The person has no such run."""

    code = "run.not_found"


class RunUnderWay(Conflict):
    """The last question of the chat is still being answered."""

    code = "run.under_way"


class DraftNotFound(NotFound):
    """The answer has no such draft."""

    code = "draft.not_found"


class DraftDecided(Conflict):
    """The draft is already added or declined."""

    code = "draft.decided"


class TooManyRuns(RateLimited):
    """The process has reached its limit of concurrent runs."""

    code = "run.too_many"


class RightsLost(Forbidden):
    """The person who asked was disabled or lost a permission, so that the answer is not finished."""

    code = "run.rights_lost"


class LeaseLost(Unavailable):
    """The run was taken over by another process, ended or deleted; nothing more may be written to it."""

    code = "run.interrupted"


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation of one person, about a case or only about the library.

    Other users of the tenant may read a shared one. Of its branches the one that ends in `head_run_id` is shown.
    """

    id: str
    case_id: str | None
    title: str
    created_by: str
    created_at: datetime
    updated_at: datetime
    shared: bool = False
    head_run_id: str | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to evidence, as `GET /evidence/{kind}/{id}` opens it."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Source:
    """A source given to the model: a passage, or a statement made from a fact or a computed result.

    The passage of a statement has no page, since its words are on none; `page_number` is the page of the value, if any.
    """

    passage: Passage
    kind: SourceKind
    score: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)
    ref: Ref | None = None
    document_id: str | None = None
    document_name: str | None = None
    page_number: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerCitation:
    """The citation behind mark [n] of an answer: a quote and its place."""

    n: int
    kind: SourceKind
    document_id: str | None
    document_name: str | None
    page_number: int | None
    boxes: tuple[Box, ...]
    quote: str
    title: str
    ref: Ref | None


@dataclass(frozen=True, slots=True)
class Run:
    """One question and its answer; `anatomy` records what happened from Send to done."""

    id: str
    chat_id: str
    parent_run_id: str | None
    case_id: str | None
    question: str
    created_by: str
    state: RunState
    answer: str
    citations: list[dict[str, Any]]
    suggestions: list[str]
    no_evidence: bool
    provider: str | None
    model: str
    prompt_name: str | None
    prompt_version: str | None
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    cost_usd: Decimal
    first_token_ms: float | None
    total_ms: float | None
    error: dict[str, Any] | None
    anatomy: dict[str, Any]
    # Ordinal of the last event; the counter of the stream, raised under the row lock.
    last_ordinal: int
    # Whether a part of the answer has been sent to a reader: then it must not be answered again from the start.
    shown: bool
    attempt: int
    stop_requested: bool
    lease_owner: str | None
    lease_expires_at: datetime | None
    created_at: datetime
    finished_at: datetime | None
    # Permissions of the person at the time of the question. Tools are limited to them, also after a restart elsewhere.
    permissions: list[str] = field(default_factory=list)
    drafts: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Draft:
    """A note drafted by a model; it is added to the case only when the person who asked confirms it."""

    n: int
    text: str
    state: DraftState = "open"
    decided_by: str | None = None
    decided_at: str | None = None


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A turn; the assistant's turn has the text, citations and state of its run.

    `variants` are the runs that follow the same run, including this one, oldest first: reworded questions and new attempts.
    """

    id: str
    role: Literal["user", "assistant"]
    text: str
    run_id: str
    created_at: datetime
    state: RunState
    citations: list[dict[str, Any]]
    variants: list[str] = field(default_factory=list)
    rating: Rating | None = None
    rating_reason: str = ""
    drafts: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RunEvent:
    """One event of a run; readers resume after an ordinal."""

    run_id: str
    ordinal: int
    type: str
    data: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class PromptUse:
    """Usage and ratings of one version of a prompt."""

    name: str
    version: str
    answers: int
    no_evidence: int
    failed: int
    rated_up: int
    rated_down: int
    median_first_token_ms: float | None
    cost_usd: Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a run, as it is stored."""

    state: RunState
    answer: str = ""
    citations: tuple[dict[str, Any], ...] = ()
    suggestions: tuple[str, ...] = ()
    no_evidence: bool = False
    provider: str | None = None
    model: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cost_usd: Decimal = Decimal(0)
    first_token_ms: float | None = None
    total_ms: float | None = None
    error: dict[str, Any] | None = None
    anatomy: dict[str, Any] = field(default_factory=dict)
    drafts: tuple[dict[str, Any], ...] = ()
