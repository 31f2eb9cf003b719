"""HTTP routes of entities."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from ascertain.kernel.http import ERROR_RESPONSES, Db, PageLimit, WireModel, permitted
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.entities import store
from ascertain.kyc.entities.golden import GoldenValue, golden_record
from ascertain.kyc.entities.grouping import group
from ascertain.kyc.entities.judging import judge, judged_pairs, list_pairs, review_queue, take_back
from ascertain.kyc.entities.live import Change, change, prepare
from ascertain.kyc.entities.model import Entity, EntityRecord, Pair, Party, PropertyValue, Record, RecordNotFound

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
    judgement_id: str | None = None
    case_a_id: str | None = None
    case_b_id: str | None = None
    author_name: str | None = None
    machine: Literal["same", "different", "unsure"] | None = None

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
            judgement_id=pair.judgement_id,
            case_a_id=pair.cases[0],
            case_b_id=pair.cases[1],
            author_name=pair.author_name,
            machine=pair.machine,
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


class GoldenValueOut(WireModel):
    """A value of an entity, the rule that chose it and where it comes from."""

    property: str
    value: str
    rule: str
    fact_id: str | None
    document_id: str | None
    record_ids: list[str]
    others: list[str]

    @classmethod
    def of(cls, value: GoldenValue) -> "GoldenValueOut":
        return cls(
            property=value.property,
            value=value.value,
            rule=value.rule,
            fact_id=value.source.fact_id,
            document_id=value.source.document_id,
            record_ids=list(value.records),
            others=list(value.others),
        )


class EntityRecordOut(RecordOut):
    """A record of an entity and where it stands."""

    case_id: str | None
    source: str

    @classmethod
    def of_held(cls, held: EntityRecord) -> "EntityRecordOut":
        return cls(**RecordOut.of(held.record).model_dump(), case_id=held.case_id, source=held.source)


class EntityPageOut(EntityOut):
    """An entity with its golden record and the records that make it up."""

    golden: list[GoldenValueOut]
    records: list[EntityRecordOut]


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


class FtmRecordIn(WireModel):
    """A record in FollowTheMoney properties."""

    id: str = Field(min_length=1, max_length=120)
    schema_: Literal["Person", "Company", "Organization", "LegalEntity"] = Field("LegalEntity", alias="schema")
    properties: dict[str, list[Annotated[StorableStr, Field(max_length=500)]]] = Field(max_length=40)


class RecordsIn(WireModel):
    """Records to hold under ids of the caller's; one that is held already is replaced."""

    source: str = Field(min_length=1, max_length=80, description="Where they come from, such as registry-gb")
    records: list[FtmRecordIn] = Field(min_length=1, max_length=100)


class PlacedOut(WireModel):
    """Where records are now: record id -> entity id; entities that were merged (from -> into) and split (from -> others)."""

    entity_of: dict[str, str]
    merged: dict[str, str]
    split: dict[str, list[str]]


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
async def get_entity(actor: Reader, db: Db, entity_id: StorableStr) -> EntityPageOut:
    """An entity: its golden record, its records and the cases it stands in; the id of one that was merged leads on."""
    async with db.transaction(actor.tenant_id) as tx:
        entity = await store.get_entity(tx, entity_id)
        held = await store.list_entity_records(tx, entity.id)
    return EntityPageOut(
        **EntityOut.of(entity).model_dump(by_alias=True),
        golden=[GoldenValueOut.of(value) for value in golden_record(held)],
        records=[EntityRecordOut.of_held(one) for one in held],
    )


@router.put("/records")
async def put_records(actor: Annotated[Actor, permitted("case.write")], db: Db, body: RecordsIn) -> PlacedOut:
    """Hold records of another system or a register, and resolve what they touch."""
    prepared = [
        prepare(_imported(body.source, item), source=body.source)
        for item in {one.id: one for one in body.records}.values()
    ]
    async with db.transaction(actor.tenant_id) as tx:
        changed = await change(tx, prepared)
    return _placed(changed, {new.record.id for new in prepared})


@router.delete("/records/{source}/{record_id}")
async def delete_record(
    actor: Annotated[Actor, permitted("case.write")], db: Db, source: StorableStr, record_id: StorableStr
) -> PlacedOut:
    """Let go of an imported record, and resolve what it touches."""
    async with db.transaction(actor.tenant_id) as tx:
        identifier = f"{source}:{record_id}"
        found = await store.find_record(tx, identifier)
        if found is None or found[0] is not None:
            raise RecordNotFound(f"There is no imported record {record_id} of {source}.")
        changed = await change(tx, [], [identifier])
    return _placed(changed, set(changed.entity_of))


def _placed(changed: Change, ids: set[str]) -> PlacedOut:
    return PlacedOut(
        entity_of={one: entity for one, entity in changed.entity_of.items() if one in ids},
        merged=changed.merged,
        split={old: list(parts) for old, parts in changed.split.items()},
    )


def _imported(source: str, item: FtmRecordIn) -> Record:
    properties = {
        name: tuple(PropertyValue(value) for value in values) for name, values in item.properties.items() if values
    }
    return Record(f"{source}:{item.id}", None, item.id, item.schema_, properties, source)


@router.get("/pairs")
async def list_review_pairs(
    actor: Reader, db: Db, state: Literal["open", "judged"] = "open", limit: PageLimit = 50
) -> PairsOut:
    """The review queue: pairs of records of the whole tenant that the machine is unsure of, or those that persons judged."""
    async with db.transaction(actor.tenant_id) as tx:
        pairs = await (review_queue if state == "open" else judged_pairs)(tx, limit=limit)
    return PairsOut(items=[PairOut.of(pair) for pair in pairs])


@router.delete("/judgements/{judgement_id}", status_code=204)
async def undo_judgement(
    actor: Annotated[Actor, permitted("judgement.make")], db: Db, judgement_id: StorableStr
) -> None:
    """Take a judgement back: the machine decides again."""
    async with db.transaction(actor.tenant_id) as tx:
        await take_back(tx, actor, judgement_id)


@router.post("/entities/resolve")
async def resolve_records(actor: Reader, body: ResolveIn) -> ResolvedOut:
    """Resolve given records; nothing is kept."""
    groups, judged = group([_record(item) for item in body.records])
    clusters = []
    for members in groups:
        ids = sorted(record.id for record in members)
        inside = [judged[a, b][0].probability for i, a in enumerate(ids) for b in ids[i + 1 :] if (a, b) in judged]
        clusters.append(ClusterOut(record_ids=ids, probability=min(inside, default=1.0)))
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
