"""What cases look like over the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from ascertain.kernel.http import RefOut, WireModel
from ascertain.kyc.cases.model import Blocker, CaseSummary, Note, Person, Proposal, StepStatus, Task
from ascertain.kyc.cases.sanctions_reach import SanctionsReach
from ascertain.kyc.documents import FactOut
from ascertain.kyc.entities import Conflict

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=4000)]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
PartialDate = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")]


class PersonOut(WireModel):
    """Somebody named on a case."""

    id: str
    name: str

    @classmethod
    def of(cls, person: Person) -> "PersonOut":
        return cls(id=person.id, name=person.name)


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

    @classmethod
    def fields_of(cls, case: CaseSummary) -> dict[str, Any]:
        """The summary's fields by name, the owner as a wire type."""
        same = {name: getattr(case, name) for name in CaseSummaryOut.model_fields if name != "owner"}
        return {**same, "owner": PersonOut.of(case.owner) if case.owner else None}

    @classmethod
    def of(cls, case: CaseSummary) -> "CaseSummaryOut":
        return cls(**cls.fields_of(case))


class CountsOut(WireModel):
    """How many cases each view of the queue holds."""

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
    """What is known of a customer before any document."""

    customer_name: ShortText
    customer_kind: Literal["person", "company"]
    country: CountryCode | None = Field(None, description="ISO 3166-1 alpha-2, lower case", examples=["gb"])
    birth_date: PartialDate | None = Field(None, description="ISO date, may be partial", examples=["1971-03"])
    registration_number: ShortText | None = None


class CaseChangesIn(WireModel):
    """A new owner or due date; what is left out stays."""

    owner_id: str | None = Field(None, max_length=80)
    due_at: datetime | None = None


class StepOut(WireModel):
    """How far a step of the pipeline is."""

    name: str
    state: Literal["waiting", "running", "done", "failed"]
    detail: str
    finished_at: datetime | None

    @classmethod
    def of(cls, step: StepStatus) -> "StepOut":
        return cls(name=step.step, state=step.state, detail=step.detail, finished_at=step.finished_at)


class BlockerOut(WireModel):
    """What stands between the case and a decision."""

    code: str
    sentence: str
    tab: str
    ref: RefOut | None
    stops_rejection: bool = Field(description="Whether it stands in the way of a rejection too")

    @classmethod
    def of(cls, blocker: Blocker) -> "BlockerOut":
        ref = RefOut(kind=blocker.ref_kind, id=blocker.ref_id) if blocker.ref_kind and blocker.ref_id else None
        return cls(
            code=blocker.code,
            sentence=blocker.sentence,
            tab=blocker.tab,
            ref=ref,
            stops_rejection=blocker.stops_rejection,
        )


class TaskOut(WireModel):
    """Something to do."""

    id: str
    kind: str
    title: str
    state: Literal["open", "done"]
    created_at: datetime

    @classmethod
    def of(cls, task: Task) -> "TaskOut":
        return cls(id=task.id, kind=task.kind, title=task.title, state=task.state, created_at=task.created_at)


class NoteIn(WireModel):
    """A remark."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class NoteOut(WireModel):
    """A remark by a person."""

    id: str
    text: str
    author: PersonOut
    created_at: datetime

    @classmethod
    def of(cls, note: Note) -> "NoteOut":
        return cls(id=note.id, text=note.text, author=PersonOut.of(note.author), created_at=note.created_at)


class TopFactorOut(WireModel):
    """One of the biggest reasons of the score."""

    code: str
    label: str
    points: int
    reason: str
    evidence: list[RefOut]


class ReviewOut(WireModel):
    """What the second person said."""

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
    changed_since: list[str] = Field(description="What happened to the case's inputs after the proposal, in sentences")
    snapshot_sha256: str

    @classmethod
    def of(cls, proposal: Proposal, changed_since: list[str]) -> "ProposalOut":
        review = proposal.review
        answered = (
            ReviewOut(outcome=review.outcome, reason=review.reason, by=PersonOut.of(review.by), at=review.at)
            if review
            else None
        )
        same = ("id", "case_id", "outcome", "reason", "proposed_at", "inputs_version", "state", "snapshot_sha256")
        return cls(
            **{name: getattr(proposal, name) for name in same},
            proposed_by=PersonOut.of(proposal.proposed_by),
            review=answered,
            changed_since=changed_since,
        )


class ProposalIn(WireModel):
    """A decision to propose."""

    outcome: Literal["approve", "reject"]
    reason: Reason


class ReviewIn(WireModel):
    """The second person's answer."""

    outcome: Literal["agree", "return"]
    reason: Reason


class CaseOut(CaseSummaryOut):
    """A case with what its page shows at once."""

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


class ConflictOut(WireModel):
    """A property of which documents give different values."""

    subject_name: str
    party_id: str
    property: str
    fact_ids: list[str]

    @classmethod
    def of(cls, conflict: Conflict) -> "ConflictOut":
        return cls(
            subject_name=conflict.subject_name,
            party_id=conflict.party_id,
            property=conflict.property,
            fact_ids=list(conflict.fact_ids),
        )


class FactsOut(WireModel):
    """The facts of a case."""

    items: list[FactOut]
    conflicts: list[ConflictOut]


class ActorOut(WireModel):
    """Who acted: a person, an API key or a part of the system."""

    kind: str
    id: str
    name: str


class TimelineEntryOut(WireModel):
    """One thing that happened."""

    id: str
    at: datetime
    actor: ActorOut
    action: str
    sentence: str
    object: RefOut
    reason: str | None
    details: dict[str, Any]


class ReachedOut(WireModel):
    """A company that listed persons reach; `surely` unless only some reading of ranges does it."""

    party_id: str
    name: str
    by_control: bool
    surely: bool
    sentence: str


class SanctionsTestOut(WireModel):
    """One test, and whom it reaches."""

    code: str
    label: str
    reached: list[ReachedOut]


class ListedOut(WireModel):
    """A party with a sanctions hit; `pending` while nobody confirmed it."""

    party_id: str
    name: str
    pending: bool


class SanctionsReachOut(WireModel):
    """Listed parties of a case, and whom their ownership or control reaches by each test."""

    listed: list[ListedOut]
    tests: list[SanctionsTestOut]

    @classmethod
    def of(cls, found: SanctionsReach) -> "SanctionsReachOut":
        listed = [
            ListedOut(party_id=party, name=name, pending=party in found.pending) for party, name in found.listed.items()
        ]
        tests = [
            SanctionsTestOut(
                code=tested.test.code,
                label=tested.test.label,
                reached=[
                    ReachedOut(**{name: getattr(one, name) for name in ReachedOut.model_fields})
                    for one in tested.reached
                ],
            )
            for tested in found.tests
        ]
        return cls(listed=listed, tests=tests)
