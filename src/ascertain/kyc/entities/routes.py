"""HTTP routes of entities."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from ascertain.kernel.http import ERROR_RESPONSES, Db, PageLimit, WireModel, permitted
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.entities import store
from ascertain.kyc.entities.comparison import compare
from ascertain.kyc.entities.judging import judge, list_pairs
from ascertain.kyc.entities.model import Entity, Pair, Party, PropertyValue, Record
from ascertain.kyc.entities.resolution import resolve

router = APIRouter(tags=["entities"], responses=ERROR_RESPONSES)

Reader = Annotated[Actor, permitted("case.read")]


class RecordOut(WireModel):
    """One subject of one document, or the declared customer."""

    id: str
    document_id: str | None
    document_name: str
    subject: str
    name: str
    birth_date: str | None
    country: str | None

    @classmethod
    def of(cls, record: Record) -> "RecordOut":
        return cls(
            id=record.id,
            document_id=record.document_id,
            document_name=record.document_name,
            subject=record.subject,
            name=record.name,
            birth_date=record.first("birthDate"),
            country=record.first("jurisdiction") or record.first("nationality") or record.first("country"),
        )


class PartyOut(WireModel):
    """A person or company of a case."""

    id: str
    entity_id: str
    schema_: str = Field(alias="schema", serialization_alias="schema")
    name: str
    roles: list[str]
    country: str | None
    birth_date: str | None
    registration_number: str | None
    records: list[RecordOut]

    @classmethod
    def of(cls, party: Party) -> "PartyOut":
        return cls(
            id=party.id,
            entity_id=party.entity_id,
            schema=party.schema,
            name=party.name,
            roles=list(party.roles),
            country=party.first("jurisdiction", "nationality", "country"),
            birth_date=party.first("birthDate"),
            registration_number=party.first("registrationNumber"),
            records=[RecordOut.of(record) for record in party.records],
        )


class PartiesOut(WireModel):
    """The parties of a case."""

    items: list[PartyOut]


class PairReasonOut(WireModel):
    """One comparison; bits above 0 speak for the same."""

    feature: str
    ours: str
    theirs: str
    bits: float
    sentence: str


class PairOut(WireModel):
    """Two records and how alike they are."""

    record_a: RecordOut
    record_b: RecordOut
    probability: float
    strength_bits: float
    reasons: list[PairReasonOut]
    verdict: Literal["same", "different", "unsure"] | None

    @classmethod
    def of(cls, pair: Pair) -> "PairOut":
        names = PairReasonOut.model_fields
        return cls(
            record_a=RecordOut.of(pair.record_a),
            record_b=RecordOut.of(pair.record_b),
            probability=pair.comparison.probability,
            strength_bits=pair.comparison.bits,
            reasons=[PairReasonOut(**{name: getattr(r, name) for name in names}) for r in pair.comparison.reasons],
            verdict=pair.verdict,
        )


class PairsOut(WireModel):
    """Pairs, the least sure first."""

    items: list[PairOut]


class JudgementIn(WireModel):
    """What a person says of two records."""

    record_a_id: str = Field(max_length=80)
    record_b_id: str = Field(max_length=80)
    verdict: Literal["same", "different", "unsure"]
    reason: str | None = Field(None, max_length=4000)


class EntityOut(WireModel):
    """A person or company across cases."""

    id: str
    schema_: str = Field(alias="schema", serialization_alias="schema")
    name: str
    case_ids: list[str]

    @classmethod
    def of(cls, entity: Entity) -> "EntityOut":
        return cls(id=entity.id, schema=entity.schema, name=entity.name, case_ids=list(entity.case_ids))


class EntitiesOut(WireModel):
    """Entities."""

    items: list[EntityOut]


class RecordIn(WireModel):
    """A record to resolve, with an id of the caller's."""

    id: str = Field(min_length=1, max_length=200)
    schema_: Literal["Person", "Company", "LegalEntity"] = Field("LegalEntity", alias="schema")
    name: str = Field(min_length=1, max_length=300)
    birth_date: str | None = Field(None, max_length=10)
    country: str | None = Field(None, max_length=2)
    registration_number: str | None = Field(None, max_length=100)


class ResolveIn(WireModel):
    """Records to resolve without keeping them."""

    records: list[RecordIn] = Field(min_length=1, max_length=200)


class ClusterOut(WireModel):
    """Ids of records that are one, and the least match probability among its compared pairs (1 for a single record)."""

    record_ids: list[str]
    probability: float


class ResolvedOut(WireModel):
    """Clusters."""

    clusters: list[ClusterOut]


@router.get("/cases/{case_id}/parties")
async def list_parties(actor: Reader, db: Db, case_id: StorableStr) -> PartiesOut:
    """The parties of a case, the customer first."""
    async with db.transaction(actor.tenant_id) as tx:
        return PartiesOut(items=[PartyOut.of(party) for party in await store.list_parties(tx, case_id)])


@router.get("/cases/{case_id}/pairs")
async def list_record_pairs(actor: Reader, db: Db, case_id: StorableStr) -> PairsOut:
    """Pairs of records that were compared, the least sure first."""
    async with db.transaction(actor.tenant_id) as tx:
        return PairsOut(items=[PairOut.of(pair) for pair in await list_pairs(tx, case_id)])


@router.post("/judgements", status_code=201)
async def make_judgement(actor: Annotated[Actor, permitted("judgement.make")], db: Db, body: JudgementIn) -> PairOut:
    """Say whether two records are the same."""
    async with db.transaction(actor.tenant_id) as tx:
        pair = await judge(tx, actor, body.record_a_id, body.record_b_id, body.verdict, reason=body.reason)
    return PairOut.of(pair)


@router.get("/entities")
async def search_entities(
    actor: Reader, db: Db, q: Annotated[StorableStr, Query(max_length=200)] = "", limit: PageLimit = 50
) -> EntitiesOut:
    """Entities whose name holds the text."""
    async with db.transaction(actor.tenant_id) as tx:
        return EntitiesOut(items=[EntityOut.of(found) for found in await store.search_entities(tx, q, limit)])


@router.get("/entities/{entity_id}")
async def get_entity(actor: Reader, db: Db, entity_id: StorableStr) -> EntityOut:
    """An entity and the cases it stands in."""
    async with db.transaction(actor.tenant_id) as tx:
        return EntityOut.of(await store.get_entity(tx, entity_id))


@router.post("/entities/resolve")
async def resolve_records(actor: Reader, body: ResolveIn) -> ResolvedOut:
    """Resolve given records; nothing is kept."""
    records = [_record(item) for item in body.records]
    clusters = []
    for group in resolve(records):
        pairs = [compare(a, b).probability for i, a in enumerate(group) for b in group[i + 1 :]]
        clusters.append(ClusterOut(record_ids=[record.id for record in group], probability=min(pairs, default=1.0)))
    return ResolvedOut(clusters=clusters)


def _record(item: RecordIn) -> Record:
    given = {
        "name": item.name,
        "birthDate": item.birth_date,
        "country": item.country,
        "registrationNumber": item.registration_number,
    }
    properties: dict[str, tuple[PropertyValue, ...]] = {
        name: (PropertyValue(value),) for name, value in given.items() if value
    }
    return Record(item.id, None, item.id, item.schema_, properties)
