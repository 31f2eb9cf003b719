"""A whole portfolio into a tenant without records: resolved as a batch, written in one transaction, live afterwards."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ascertain.kernel.database import Connection
from ascertain.kernel.errors import Conflict
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc.entities import live_store, models_store
from ascertain.kyc.entities.batch import resolve_many
from ascertain.kyc.entities.engine.blocking import MAX_BLOCK
from ascertain.kyc.entities.engine.estimation import FIT_FROM
from ascertain.kyc.entities.live import best_name, best_schema, prepare_many
from ascertain.kyc.entities.live_store import NewRecord
from ascertain.kyc.entities.model import Record
from ascertain.kyc.entities.models import own_models
from ascertain.kyc.entities.reach import terms_of
from ascertain.kyc.entities.retraining import adopt


class TenantHoldsRecords(Conflict):
    """The tenant has records already: add to them one by one."""

    code = "entity.tenant_holds_records"


async def import_all(tx: Connection, records: Sequence[Record], *, source: str) -> dict[str, str]:
    """Store these records and the entities that the batch engine makes of them.

    Returns: record id -> entity id.
    Raises: TenantHoldsRecords.
    """
    await live_store.lock_tenant(tx)
    if await live_store.holds_records(tx):
        raise TenantHoldsRecords("The tenant has records already: add further ones by PUT /records.")
    prepared = {new.record.id: new for new in prepare_many(records, source=source)}
    numbers = dict(zip(prepared, await live_store.take_numbers(tx, len(prepared)), strict=True))
    own = await own_models(tx)  # of kinds without, weights are estimated from the portfolio
    resolved = resolve_many(records, models=own)
    groups = [[prepared[one] for one in ids] for ids in resolved.groups()]
    placed: list[tuple[NewRecord, int, str]] = []
    entities: list[tuple[str, str, str]] = []
    for group in groups:
        entity_id = new_id("ent")
        entities.append(
            (entity_id, best_schema([n.record.schema for n in group]), best_name(n.record.name for n in group))
        )
        placed += [(new, numbers[new.record.id], entity_id) for new in group]
    await live_store.load_entities(tx, entities)
    await live_store.load_records(tx, placed)
    await live_store.load_blocks(tx, *_blocks(placed))
    await live_store.load_terms(tx, Counter(term for new, _, _ in placed for term in terms_of(new.field_values)))
    await live_store.analyse(tx)
    for kind, (ids, part) in resolved.parts.items():
        if (
            kind not in own and len(ids) >= FIT_FROM
        ):  # later single records are compared by the weights of the whole portfolio
            actor = system_actor(await models_store.tenant_of(tx), "entities")
            await adopt(tx, actor, part.model, len(ids), 0)
    return {new.record.id: entity_id for new, _, entity_id in placed}


def _blocks(placed: Sequence[tuple[NewRecord, int, str]]) -> tuple[list[int], list[list[int] | int]]:
    """Keys in their order, and the numbers of the records that have each; where they are too many, how many."""
    counts = np.array([len(new.keys) for new, _, _ in placed], np.int64)
    keys = np.fromiter((key for new, _, _ in placed for key in new.keys), np.int64, counts.sum())
    numbers = np.repeat(np.array([number for _, number, _ in placed], np.int64), counts)
    # By key, and within a key by number: one pass then cuts the array into blocks.
    order = np.lexsort((numbers, keys))
    keys, numbers = keys[order], numbers[order]
    heads, starts = np.unique(keys, return_index=True)
    ends = [*starts[1:].tolist(), len(keys)]
    members = [
        numbers[start:end].tolist() if end - start <= MAX_BLOCK else end - start
        for start, end in zip(starts.tolist(), ends, strict=True)
    ]
    return heads.tolist(), members
