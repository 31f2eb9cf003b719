"""Chats, runs, their events and what an answer rests on."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from ascertain.ai.text import Box, Passage
from ascertain.kernel.errors import Conflict, NotFound, RateLimited, Unavailable

RunState = Literal["running", "done", "stopped", "failed"]
Rating = Literal["up", "down"]
DraftState = Literal["open", "written", "declined"]
SourceKind = Literal["page", "fact", "policy", "ownership", "risk", "hit", "case"]

# The events that end a run; a reader stops after one of them.
LAST_EVENTS = ("done", "error")


class ChatNotFound(NotFound):
    """No such chat of this person."""

    code = "chat.not_found"


class RunNotFound(NotFound):
    """No such run of this person."""

    code = "run.not_found"


class RunUnderWay(Conflict):
    """The chat's last question is still being answered."""

    code = "run.under_way"


class DraftNotFound(NotFound):
    """The answer drafted no such note."""

    code = "draft.not_found"


class DraftDecided(Conflict):
    """The draft was written or declined before."""

    code = "draft.decided"


class TooManyRuns(RateLimited):
    """This process answers as many questions as it may."""

    code = "run.too_many"


class LeaseLost(Unavailable):
    """Another process took the run over, or it was ended or deleted; nothing more may be written to it."""

    code = "run.interrupted"


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation of one person, about a case or about the library alone.

    Others of the tenant may read it where it is shared. Of its branches it shows the one that ends in `head_run_id`.
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
    """What `GET /evidence/{kind}/{id}` opens."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Source:
    """Something given to the model: a passage, or a statement made from a fact or a computation.

    A statement's passage has no page, for its words stand on none; `page_number` says where the value that it tells of
    stands, if it does.
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
    """What mark [n] of an answer rests on: a quote and its place."""

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
    """One question and its answer; `anatomy` is what happened from Send to done."""

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
    last_ordinal: int
    shown: bool
    attempt: int
    stop_requested: bool
    lease_owner: str | None
    lease_expires_at: datetime | None
    created_at: datetime
    finished_at: datetime | None
    # What the asker might do when asking: tools reach no further, whichever process answers.
    permissions: list[str] = field(default_factory=list)
    drafts: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Draft:
    """A note that a model drafted; it is written only when the person who asked says so."""

    n: int
    text: str
    state: DraftState = "open"
    decided_by: str | None = None
    decided_at: str | None = None


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A turn; the assistant's takes text, citations and state from its run.

    `variants` are the runs that follow the same run, this one among them, oldest first: other wordings and new attempts.
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
    """How answers by one version of a prompt fared."""

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
    """How a run ended, as it is stored."""

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
