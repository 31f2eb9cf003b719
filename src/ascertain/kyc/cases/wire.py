"""Wire types of cases."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from ascertain.kernel.http import RefOut, WireModel, WithAttributes
from ascertain.kyc.cases.model import Blocker, Proposal
from ascertain.kyc.cases.overview import Overview
from ascertain.kyc.cases.sanctions_reach import SanctionsReach
from ascertain.kyc.cases.timeline import TimelineEntry
from ascertain.kyc.documents import FactOut

# The overview of a case names so many of the factors with the most points.
_TOP_FACTORS = 3

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
# At least three characters, so that an empty or accidental reason is not recorded with a decision.
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=4000)]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
# A year, a month or a day: identity documents and registers often state a birth date in part only.
PartialDate = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")]


class PersonOut(WireModel):
    """A person named on a case."""

    id: str
    name: str


class CaseSummaryOut(WireModel):
    """A row of the queue."""

    id: str
    reference: str = Field(examples=["C-0042"])
    customer_name: str
    customer_kind: Literal["person", "company"]
    country: str | None
    state: Literal["open", "proposed", "approved", "rejected"]
    waiting_on: str
    progress: str
    band: Literal["low", "medium", "high", "prohibited"] | None
    score: int | None = Field(description="0 to 100")
    provisional: bool
    documents_total: int
    documents_done: int
    documents_failed: int
    facts_to_check: int
    hits_to_judge: int
    due_at: datetime
    owner: PersonOut | None
    created_at: datetime
    updated_at: datetime


class CountsOut(WireModel):
    """The number of cases in each view of the queue."""

    mine: int
    all: int
    review: int
    monitoring: int


class QueueOut(WireModel):
    """A page of the queue."""

    items: list[CaseSummaryOut]
    next_cursor: str | None
    counts: CountsOut


class NewCaseIn(WireModel):
    """The customer as declared, before any document."""

    customer_name: ShortText
    customer_kind: Literal["person", "company"]
    country: CountryCode | None = Field(None, description="ISO 3166-1 alpha-2, lower case", examples=["gb"])
    birth_date: PartialDate | None = Field(None, description="ISO date, may be partial", examples=["1971-03"])
    registration_number: ShortText | None = None


class CaseChangesIn(WireModel):
    """A new owner or due date; a field that is left out is not changed."""

    owner_id: str | None = Field(None, max_length=80)
    due_at: datetime | None = None


class StepOut(WireModel):
    """The progress of a step of the pipeline."""

    name: str = Field(validation_alias="step")
    state: Literal["waiting", "running", "done", "failed"]
    detail: str
    finished_at: datetime | None


class BlockerOut(WireModel):
    """What has to be settled before a decision."""

    code: str
    sentence: str
    tab: str
    ref: RefOut | None
    stops_rejection: bool = Field(description="Whether it prevents a rejection too")

    @classmethod
    def of(cls, blocker: Blocker) -> "BlockerOut":
        ref = RefOut(kind=blocker.ref_kind, id=blocker.ref_id) if blocker.ref_kind and blocker.ref_id else None
        return cls.model_validate(WithAttributes(blocker, ref=ref))


class TaskOut(WireModel):
    """A task on a case."""

    id: str
    kind: str
    title: str
    state: Literal["open", "done"]
    created_at: datetime


class NoteIn(WireModel):
    """A note."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class NoteOut(WireModel):
    """A note by a person."""

    id: str
    text: str
    author: PersonOut
    created_at: datetime


class TopFactorOut(WireModel):
    """One of the factors with the most points."""

    code: str
    label: str
    points: int
    reason: str
    evidence: list[RefOut]


class ReviewOut(WireModel):
    """The answer of the second reviewer."""

    outcome: Literal["agree", "return"]
    reason: str
    by: PersonOut
    at: datetime


class ProposalOut(WireModel):
    """A proposed decision."""

    id: str
    case_id: str
    outcome: Literal["approve", "reject"]
    reason: str
    proposed_by: PersonOut
    proposed_at: datetime
    inputs_version: int
    state: Literal["waiting", "agreed", "returned"]
    review: ReviewOut | None
    changed_since: list[str] = Field(description="Changes of the case's inputs after the proposal, as sentences")
    snapshot_sha256: str

    @classmethod
    def of(cls, proposal: Proposal, changed_since: list[str]) -> "ProposalOut":
        return cls.model_validate(WithAttributes(proposal, changed_since=changed_since))


class ProposalIn(WireModel):
    """A decision to propose."""

    outcome: Literal["approve", "reject"]
    reason: Reason


class ReviewIn(WireModel):
    """The answer of the second reviewer."""

    outcome: Literal["agree", "return"]
    reason: Reason


class CaseOut(CaseSummaryOut):
    """A case with everything that its overview shows."""

    birth_date: str | None
    registration_number: str | None
    inputs_version: int
    steps: list[StepOut]
    blockers: list[BlockerOut]
    tasks: list[TaskOut]
    notes: list[NoteOut]
    top_factors: list[TopFactorOut]
    proposal: ProposalOut | None
    makers: list[PersonOut]

    @classmethod
    def of(cls, overview: Overview) -> "CaseOut":
        """The overview on one level, with the three factors of most points."""
        factors = overview.assessment.factors if overview.assessment else ()
        proposal = ProposalOut.of(overview.proposal, overview.changed_since) if overview.proposal else None
        return cls.model_validate(
            WithAttributes(
                overview.case,
                steps=overview.steps,
                blockers=[BlockerOut.of(blocker) for blocker in overview.blockers],
                tasks=overview.tasks,
                notes=overview.notes,
                top_factors=sorted(factors, key=lambda factor: -abs(factor.points))[:_TOP_FACTORS],
                proposal=proposal,
                makers=overview.makers,
            )
        )


class ConflictOut(WireModel):
    """A property on which documents disagree."""

    subject_name: str
    party_id: str
    property: str
    fact_ids: list[str]


class FactsOut(WireModel):
    """The facts of a case."""

    items: list[FactOut]
    conflicts: list[ConflictOut]


class ActorOut(WireModel):
    """The actor: a person, an API key or a part of the system."""

    kind: str
    id: str
    name: str


class TimelineEntryOut(WireModel):
    """One event in the history of a case."""

    id: str
    at: datetime
    actor: ActorOut
    action: str
    sentence: str
    object: RefOut
    reason: str | None
    details: dict[str, Any]

    @classmethod
    def of(cls, entry: TimelineEntry) -> "TimelineEntryOut":
        actor = ActorOut(kind=entry.actor_kind, id=entry.actor_id, name=entry.actor_name)
        changed = RefOut(kind=entry.object_kind, id=entry.object_id)
        return cls.model_validate(WithAttributes(entry, actor=actor, object=changed))


class ReachedOut(WireModel):
    """A company that listed persons reach. `surely` is false where it depends on the value within a stated range."""

    party_id: str
    name: str
    by_control: bool
    surely: bool
    sentence: str


class SanctionsTestOut(WireModel):
    """One test, and the companies that it reaches."""

    code: str
    label: str
    reached: list[ReachedOut]


class ListedOut(WireModel):
    """A party with a sanctions hit; `pending` until the hit is confirmed."""

    party_id: str
    name: str
    pending: bool


class SanctionsReachOut(WireModel):
    """Listed parties of a case, and the companies that they own or control under each test."""

    listed: list[ListedOut]
    tests: list[SanctionsTestOut]

    @classmethod
    def of(cls, found: SanctionsReach) -> "SanctionsReachOut":
        listed = [
            ListedOut(party_id=party, name=name, pending=party in found.pending) for party, name in found.listed.items()
        ]
        tests = [
            SanctionsTestOut.model_validate(WithAttributes(tested.test, reached=tested.reached))
            for tested in found.tests
        ]
        return cls(listed=listed, tests=tests)
