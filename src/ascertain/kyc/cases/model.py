"""Cases, their steps, blockers and proposals."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from ascertain.kernel.errors import AscertainError, Conflict, Forbidden, NotFound

CustomerKind = Literal["person", "company"]
CaseState = Literal["open", "proposed", "approved", "rejected"]
StepState = Literal["waiting", "running", "done", "failed"]
Outcome = Literal["approve", "reject"]
ReviewOutcome = Literal["agree", "return"]


class Step(StrEnum):
    """The steps of a case, in order; those of its documents run before them, each document by itself."""

    RESOLVE = "resolve"
    OWN = "own"
    SCREEN = "screen"
    SCORE = "score"


STEPS = tuple(Step)


class CaseNotFound(NotFound):
    """No such case in this tenant."""

    code = "case.not_found"


class ProposalNotFound(NotFound):
    """No such proposal in this tenant."""

    code = "case.proposal_not_found"


class TaskNotFound(NotFound):
    """No such task in this tenant."""

    code = "case.task_not_found"


class CaseBlocked(Conflict):
    """The case cannot be decided yet; the blockers are listed."""

    code = "case.blocked"


class CaseDecided(Conflict):
    """The case is decided or under review and cannot be changed in this way."""

    code = "case.decided"


class CaseChanged(Conflict):
    """The inputs of the case have changed since the proposal was made."""

    code = "case.changed_since"


class MakerReviews(Forbidden):
    """A person who worked on a case cannot be its second reviewer."""

    code = "case.maker_reviews"


class NoPersonReviews(Forbidden):
    """A review is a person's: it cannot come from a service account, from the system, or from a key whose owner is unknown."""

    code = "case.no_person"


class StaleStep(AscertainError):
    """The inputs of the case changed while a step was computing; its result is discarded."""

    status = 409
    code = "case.stale_step"


@dataclass(frozen=True, slots=True)
class Person:
    """A person named on a case: its owner, an author, a reviewer."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One row of the queue; score is 0..100, None before the first assessment."""

    id: str
    reference: str
    customer_name: str
    customer_kind: CustomerKind
    country: str | None
    birth_date: str | None
    registration_number: str | None
    state: CaseState
    round: int
    round_started_at: datetime
    round_started_ordinal: int | None
    inputs_version: int
    revision: int
    owner: Person | None
    due_at: datetime
    created_at: datetime
    updated_at: datetime
    waiting_on: str
    progress: str
    band: str | None
    score: int | None
    provisional: bool
    documents_total: int
    documents_done: int
    documents_failed: int
    facts_to_check: int
    hits_to_judge: int


@dataclass(frozen=True, slots=True)
class NewCase:
    """The customer as declared, before any document."""

    customer_name: str
    customer_kind: CustomerKind
    country: str | None = None
    birth_date: str | None = None
    registration_number: str | None = None


@dataclass(frozen=True, slots=True)
class StepStatus:
    """The progress of one step, for the inputs it last ran on."""

    step: str
    state: StepState
    inputs_version: int
    detail: str
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Blocker:
    """What has to be settled before a decision, and where (a tab, perhaps one object)."""

    code: str
    sentence: str
    tab: str
    ref_kind: str | None = None
    ref_id: str | None = None
    stops_rejection: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A task on a case."""

    id: str
    case_id: str
    kind: str
    title: str
    state: Literal["open", "done"]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A note by a person."""

    id: str
    text: str
    author: Person
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """The second person's answer to a proposal."""

    outcome: ReviewOutcome
    reason: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision proposed by one person, to be reviewed by another."""

    id: str
    case_id: str
    round: int
    outcome: Outcome
    reason: str
    proposed_by: Person
    proposed_at: datetime
    inputs_version: int
    snapshot: dict[str, Any] = field(repr=False)
    snapshot_sha256: str
    state: Literal["waiting", "agreed", "returned"]
    review: Review | None


@dataclass(frozen=True, slots=True)
class QueueQuery:
    """Filter, order and page of the queue; `viewer_id` defines the view "mine"."""

    viewer_id: str
    now: datetime
    view: Literal["mine", "all", "review", "monitoring"] = "all"
    state: str = "any"
    band: str | None = None
    customer_kind: str | None = None
    due: str | None = None
    text: str | None = None
    sort: str = "due_at"
    limit: int = 50
    cursor: str | None = None
