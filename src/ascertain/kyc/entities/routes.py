"""HTTP routes of entities."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from ascertain.kernel.http import ERROR_RESPONSES, Db, PageLimit, permitted
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.entities import store
from ascertain.kyc.entities.golden import golden_record
from ascertain.kyc.entities.grouping import group
from ascertain.kyc.entities.judging import judge, judged_pairs, list_pairs, review_queue, revoke
from ascertain.kyc.entities.live import Change, change, prepare
from ascertain.kyc.entities.model import PropertyValue, Record, RecordNotFound
from ascertain.kyc.entities.retraining import enqueue_retraining, list_models
from ascertain.kyc.entities.wire import (
    ClusterOut,
    EntitiesOut,
    EntityModelOut,
    EntityModelsOut,
    EntityOut,
    EntityPageOut,
    EntityRecordOut,
    FtmRecordIn,
    GoldenValueOut,
    JudgementIn,
    PairOut,
    PairsOut,
    PartiesOut,
    PartyOut,
    PlacedOut,
    RecordIn,
    RecordsIn,
    ResolvedOut,
    ResolveIn,
)

router = APIRouter(tags=["entities"], responses=ERROR_RESPONSES)

Reader = Annotated[Actor, permitted("case.read")]


@router.get("/cases/{case_id}/parties")
async def list_parties(actor: Reader, db: Db, case_id: StorableStr) -> PartiesOut:
    """The parties of a case, the customer first."""
    async with db.transaction(actor.tenant_id) as tx:
        return PartiesOut(items=[PartyOut.of(party) for party in await store.list_parties(tx, case_id)])


@router.get("/cases/{case_id}/pairs")
async def list_record_pairs(actor: Reader, db: Db, case_id: StorableStr) -> PairsOut:
    """Pairs of records that were compared, the least certain first."""
    async with db.transaction(actor.tenant_id) as tx:
        return PairsOut(items=[PairOut.of(pair) for pair in await list_pairs(tx, case_id)])


@router.post("/judgements", status_code=201)
async def make_judgement(actor: Annotated[Actor, permitted("judgement.make")], db: Db, body: JudgementIn) -> PairOut:
    """Judge whether two records are the same."""
    async with db.transaction(actor.tenant_id) as tx:
        pair = await judge(tx, actor, body.record_a_id, body.record_b_id, body.verdict, reason=body.reason)
    return PairOut.of(pair)


@router.get("/entities")
async def search_entities(
    actor: Reader, db: Db, q: Annotated[StorableStr, Query(max_length=200)] = "", limit: PageLimit = 50
) -> EntitiesOut:
    """Entities whose name contains the text."""
    async with db.transaction(actor.tenant_id) as tx:
        return EntitiesOut(
            items=[EntityOut.model_validate(found) for found in await store.search_entities(tx, q, limit)]
        )


@router.get("/entities/models")
async def list_entity_models(actor: Reader, db: Db) -> EntityModelsOut:
    """The tenant's own weights, the version in use first of each kind; a kind without uses the shipped weights."""
    async with db.transaction(actor.tenant_id) as tx:
        return EntityModelsOut(items=[EntityModelOut.model_validate(one) for one in await list_models(tx)])


@router.post("/entities/models", status_code=202)
async def learn_weights(actor: Annotated[Actor, permitted("judgement.make")], db: Db) -> None:
    """Retrain the weights on the records and verdicts so far, in the background."""
    async with db.transaction(actor.tenant_id) as tx:
        await enqueue_retraining(tx)


@router.get("/entities/{entity_id}")
async def get_entity(actor: Reader, db: Db, entity_id: StorableStr) -> EntityPageOut:
    """An entity: its golden record, its records and its cases. The id of a merged entity leads to the one it was merged into."""
    async with db.transaction(actor.tenant_id) as tx:
        entity = await store.get_entity(tx, entity_id)
        records = await store.list_entity_records(tx, entity.id)
    return EntityPageOut(
        **EntityOut.model_validate(entity).model_dump(by_alias=True),
        golden=[GoldenValueOut.of(value) for value in golden_record(records)],
        records=[EntityRecordOut.of_stored(one) for one in records],
    )


@router.put("/records")
async def put_records(actor: Annotated[Actor, permitted("case.write")], db: Db, body: RecordsIn) -> PlacedOut:
    """Upsert records of another system or a register, and resolve the entities around them."""
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
    """Delete an imported record, and resolve the entities around it."""
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
    """Revoke a judgement: the machine decides again."""
    async with db.transaction(actor.tenant_id) as tx:
        await revoke(tx, actor, judgement_id)


@router.post("/entities/resolve")
async def resolve_records(actor: Reader, body: ResolveIn) -> ResolvedOut:
    """Resolve the given records; nothing is stored."""
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
