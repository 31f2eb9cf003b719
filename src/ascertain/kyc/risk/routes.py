"""HTTP routes of risk."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from ascertain.kernel.http import ERROR_RESPONSES, ClockDep, Db, RefOut, WireModel, permitted
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.risk import publishing, store
from ascertain.kyc.risk.changes import changes
from ascertain.kyc.risk.model import Assessment, Features, NotAssessed
from ascertain.kyc.risk.rules import assess

router = APIRouter(tags=["risk"], responses=ERROR_RESPONSES)

PolicyWriter = Annotated[Actor, permitted("policy.write")]
# Cases listed in a replay; the counts by band cover all of them.
_MOST_MOVED = 200
Bands = Literal["low", "medium", "high", "prohibited"]


class FactorOut(WireModel):
    """A row of the policy that applies."""

    code: str
    label: str
    points: int
    reason: str
    evidence: list[RefOut]


class PolicyRefOut(WireModel):
    """The version of the policy that was applied."""

    id: str
    name: str
    version: int


class PreviousOut(WireModel):
    """The previous assessment."""

    score: int
    band: Bands
    computed_at: datetime


class AssessmentOut(WireModel):
    """A score with its reasons."""

    score: int = Field(description="0 to 100")
    band: Bands
    base: int
    policy: PolicyRefOut
    factors: list[FactorOut]
    computed_at: datetime
    previous: PreviousOut | None
    changes: list[str]

    @classmethod
    def of(cls, found: Assessment, before: Assessment | None = None) -> "AssessmentOut":
        return cls(
            score=found.score,
            band=found.band,
            base=found.base,
            policy=PolicyRefOut(id=found.policy_id, name=found.policy_name, version=found.policy_version),
            factors=[FactorOut.model_validate(factor) for factor in found.factors],
            computed_at=found.computed_at,
            previous=PreviousOut.model_validate(before) if before else None,
            changes=changes(before, found),
        )


class FeaturesIn(WireModel):
    """The input of the decision table; a feature that is left out has its neutral value."""

    customer_kind: Literal["person", "company"] = "company"
    country: str = Field("", max_length=2)
    party_country_risk: Literal["standard", "elevated", "high"] = "standard"
    unknown_fraction: float = Field(0.0, ge=0, le=1)
    circles: int = Field(0, ge=0, le=1000)
    nominees: int = Field(0, ge=0, le=1000)
    layers: int = Field(0, ge=0, le=1000)
    owners: int = Field(0, ge=0, le=1000)
    hits_open: int = Field(0, ge=0, le=1000)
    hits_confirmed: int = Field(0, ge=0, le=1000)
    sanctioned: bool = False
    exposed: bool = False
    conflicts: int = Field(0, ge=0, le=1000)
    documents_missing: int = Field(0, ge=0, le=1000)
    documents_failed: int = Field(0, ge=0, le=1000)
    company_age_years: float = Field(-1.0, ge=-1, le=1000, description="-1 where not known")


class PolicyOut(WireModel):
    """A version of the policy."""

    id: str
    name: str
    version: int
    state: str
    published_by: str | None
    published_at: datetime | None


class PolicyContentOut(PolicyOut):
    """A version with its table and settings."""

    content: dict[str, Any]


class PolicyIn(WireModel):
    """A version to draft."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    content: dict[str, Any] = Field(description="As returned by GET /policies/{id}: graph and settings")


class PublicationIn(WireModel):
    """The reason for publishing the version."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=4000)]


class BandMoveOut(WireModel):
    """The number of cases that move from one band to another."""

    before: Bands
    after: Bands
    cases: int


class ReplayedOut(WireModel):
    """A case whose score or band would change."""

    case_id: str
    score_before: int
    band_before: Bands
    score_after: int
    band_after: Bands


class ReplayOut(WireModel):
    """The effect of a version; cases that change their band come first (at most 200)."""

    cases: int
    bands: list[BandMoveOut]
    moved: list[ReplayedOut]


class PoliciesOut(WireModel):
    """All versions, newest first."""

    items: list[PolicyOut]


@router.get("/cases/{case_id}/risk")
async def get_risk(actor: Annotated[Actor, permitted("case.read")], db: Db, case_id: StorableStr) -> AssessmentOut:
    """The newest assessment of a case, and the changes since the previous one."""
    async with db.transaction(actor.tenant_id) as tx:
        found = await store.latest_assessments(tx, case_id, 2)
    if not found:
        raise NotAssessed("The case has not been scored yet.")
    return AssessmentOut.of(found[0], found[1] if len(found) > 1 else None)


@router.post("/predict")
async def predict(
    actor: Annotated[Actor, permitted("predict.use")], db: Db, clock: ClockDep, body: FeaturesIn
) -> AssessmentOut:
    """Score features under the published policy; nothing is stored."""
    async with db.transaction(actor.tenant_id) as tx:
        policy = await store.get_published(tx)
    return AssessmentOut.of(assess(Features(**body.model_dump()), policy, at=clock()))


@router.get("/policies")
async def list_policies(actor: Annotated[Actor, permitted("policy.read")], db: Db) -> PoliciesOut:
    """All versions of the policy."""
    async with db.transaction(actor.tenant_id) as tx:
        return PoliciesOut(items=[PolicyOut.model_validate(policy) for policy in await store.list_policies(tx)])


@router.post("/policies", status_code=201)
async def draft_policy(actor: PolicyWriter, db: Db, clock: ClockDep, body: PolicyIn) -> PolicyContentOut:
    """Draft a version. Take the content of the published version and change it."""
    async with db.transaction(actor.tenant_id) as tx:
        policy = await publishing.draft_policy(tx, actor, body.name, body.content, clock=clock)
    return PolicyContentOut.model_validate(policy)


@router.post("/policies/{policy_id}/publication", status_code=201)
async def publish_policy(
    actor: PolicyWriter, db: Db, clock: ClockDep, policy_id: StorableStr, body: PublicationIn
) -> PolicyOut:
    """Publish a draft; its author cannot do so. Every open case is scored again."""
    async with db.transaction(actor.tenant_id) as tx:
        policy = await publishing.publish_policy(tx, actor, policy_id, reason=body.reason, clock=clock)
    return PolicyOut.model_validate(policy)


@router.post("/policies/{policy_id}/replay")
async def replay_policy(
    actor: Annotated[Actor, permitted("policy.read")], db: Db, clock: ClockDep, policy_id: StorableStr
) -> ReplayOut:
    """The effect of a version on the newest thousand cases; nothing is stored."""
    async with db.transaction(actor.tenant_id) as tx:
        found = await publishing.replay(tx, await store.get_policy(tx, policy_id), clock=clock)
    return ReplayOut(
        cases=found.cases,
        bands=[BandMoveOut(before=a, after=b, cases=n) for (a, b), n in sorted(found.bands.items())],
        moved=[ReplayedOut.model_validate(one) for one in found.moved[:_MOST_MOVED]],
    )


@router.get("/policies/{policy_id}")
async def get_policy(
    actor: Annotated[Actor, permitted("policy.read")], db: Db, policy_id: StorableStr
) -> PolicyContentOut:
    """A version of the policy with its table."""
    async with db.transaction(actor.tenant_id) as tx:
        policy = await store.get_policy(tx, policy_id)
    return PolicyContentOut.model_validate(policy)
