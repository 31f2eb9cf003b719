"""HTTP routes of ownership."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from ascertain.kernel.database import Connection
from ascertain.kernel.errors import NotFound
from ascertain.kernel.http import ERROR_RESPONSES, ClockDep, Db, WireModel, permitted
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import entities
from ascertain.kyc.ownership import store
from ascertain.kyc.ownership.computing import compute_for
from ascertain.kyc.ownership.model import OwnershipRule
from ascertain.kyc.ownership.result import OwnershipResult

router = APIRouter(tags=["ownership"], responses=ERROR_RESPONSES)

Reader = Annotated[Actor, permitted("case.read")]


class NotComputed(NotFound):
    """The owners of the case were not computed yet."""

    code = "ownership.not_computed"


class PathStepOut(WireModel):
    """One holding of a chain."""

    from_party_id: str
    from_name: str
    to_party_id: str
    to_name: str
    fraction: float | None
    label: str
    fact_ids: list[str]


class PathOut(WireModel):
    """A chain of holdings and its product; without steps it is what circles add."""

    steps: list[PathStepOut]
    product: float
    note: str
    kind: str


class ReasonOut(WireModel):
    """A ground with the article that names it."""

    code: str
    article: str
    sentence: str


class OwnerOut(WireModel):
    """A natural person and the share in all."""

    party_id: str
    name: str
    direct_fraction: float | None
    total_fraction: float
    is_beneficial_owner: bool
    grounds: list[str]
    control: str | None
    explanation: str
    paths: list[PathOut]
    high_fraction: float | None
    may_qualify: bool
    reasons: list[ReasonOut]
    office: str | None
    paths_cut: bool


class UnknownOut(WireModel):
    """A share that nobody named holds."""

    behind_name: str
    fraction_direct: float | None
    fraction_total: float
    reason: str


class NodeOut(WireModel):
    """A party in the picture."""

    id: str
    name: str
    kind: str
    country: str | None
    is_customer: bool
    total_fraction: float | None
    is_owner: bool


class EdgeOut(WireModel):
    """A holding in the picture."""

    id: str
    source: str
    target: str
    fraction: float | None
    kind: str
    label: str
    circular: bool
    fact_ids: list[str]
    document_id: str | None


class FlagOut(WireModel):
    """Something an analyst should know."""

    code: str
    sentence: str
    severity: str


class ArrangementOut(WireModel):
    """A trust or foundation at which shares end, and who has which role in it."""

    party_id: str
    name: str
    kind: str
    fraction_total: float
    roles: list[str]


class OwnershipOut(WireModel):
    """Who owns a company and what is not known."""

    company_party_id: str | None
    regime: str
    regime_label: str
    threshold: float
    as_of: str
    unknown_fraction: float
    circles: int
    owners: list[OwnerOut]
    unknowns: list[UnknownOut]
    nodes: list[NodeOut]
    edges: list[EdgeOut]
    flags: list[FlagOut]
    arrangements: list[ArrangementOut]
    search: list[str]
    valid_from: str | None
    valid_until: str | None

    @classmethod
    def of(cls, result: OwnershipResult) -> "OwnershipOut":
        lists = {"owners", "unknowns", "nodes", "edges", "flags", "arrangements", "search"}
        same: dict[str, Any] = {name: getattr(result, name) for name in cls.model_fields if name not in lists}
        return cls(
            **same,
            owners=[_owner(owner) for owner in result.owners],
            unknowns=[_copy(UnknownOut, unknown) for unknown in result.unknowns],
            nodes=[_copy(NodeOut, node) for node in result.nodes],
            edges=[_copy(EdgeOut, edge) for edge in result.edges],
            flags=[_copy(FlagOut, flag) for flag in result.flags],
            arrangements=[_copy(ArrangementOut, arrangement) for arrangement in result.arrangements],
            search=list(result.search),
        )


def _copy(kind: Any, thing: Any) -> Any:
    """The wire form of a dataclass with the same names; tuples become lists."""
    values = {name: getattr(thing, name) for name in kind.model_fields}
    return kind(**{name: list(value) if isinstance(value, tuple) else value for name, value in values.items()})


def _owner(owner: Any) -> OwnerOut:
    paths = [
        PathOut(
            steps=[
                PathStepOut(
                    from_party_id=step.from_id,
                    from_name=step.from_name,
                    to_party_id=step.to_id,
                    to_name=step.to_name,
                    fraction=step.fraction,
                    label=step.label,
                    fact_ids=list(step.fact_ids),
                )
                for step in path.steps
            ],
            product=path.product,
            note=path.note,
            kind=path.kind,
        )
        for path in owner.paths
    ]
    reasons = [_copy(ReasonOut, reason) for reason in owner.reasons]
    names = [name for name in OwnerOut.model_fields if name not in ("paths", "grounds", "reasons")]
    same = {name: getattr(owner, name) for name in names}
    return OwnerOut(**same, grounds=list(owner.grounds), paths=paths, reasons=reasons)


@router.get("/cases/{case_id}/ownership")
async def get_ownership(actor: Reader, db: Db, case_id: StorableStr) -> OwnershipOut:
    """The owners of the case's customer, as last computed."""
    async with db.transaction(actor.tenant_id) as tx:
        result = await store.find_result(tx, case_id)
    if result is None:
        raise NotComputed("The owners have not been computed yet.")
    return OwnershipOut.of(result)


async def _compute(
    tx: Connection, entity_id: str, threshold: float, regime: str, as_of: date | None, today: date
) -> OwnershipOut:
    entity = await entities.find_entity(tx, entity_id)
    if entity is None or not entity.case_ids:
        raise NotFound(f"There is no entity {entity_id}.")
    case_id = entity.case_ids[-1]
    party = next(party for party in await entities.list_parties(tx, case_id) if party.entity_id == entity_id)
    rule = OwnershipRule(regime, threshold, as_of or today)
    return OwnershipOut.of(await compute_for(tx, case_id, party.id, rule))


Threshold = Annotated[float, Query(gt=0, le=1, description="Fraction, not percent")]
RegimeCode = Annotated[str, Query(pattern="^(eu|uk|us)$")]


@router.get("/entities/{entity_id}/owners")
async def list_owners(
    actor: Reader,
    db: Db,
    clock: ClockDep,
    entity_id: StorableStr,
    threshold: Threshold = 0.25,
    regime: RegimeCode = "eu",
    as_of: date | None = None,
) -> OwnershipOut:
    """The owners of an entity under any rule, computed from the statements of its latest case."""
    async with db.transaction(actor.tenant_id) as tx:
        return await _compute(tx, entity_id, threshold, regime, as_of, clock().date())


@router.get("/entities/{entity_id}/graph")
async def get_graph(actor: Reader, db: Db, clock: ClockDep, entity_id: StorableStr) -> OwnershipOut:
    """The graph above an entity under the usual rule."""
    async with db.transaction(actor.tenant_id) as tx:
        return await _compute(tx, entity_id, 0.25, "eu", None, clock().date())
