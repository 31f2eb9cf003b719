"""A whole portfolio into a tenant that holds no records yet: resolved as a batch, written at once, live from then on."""

from collections import Counter
from collections.abc import Sequence

from ascertain.kernel.database import Connection
from ascertain.kernel.errors import Conflict
from ascertain.kernel.ids import new_id
from ascertain.kyc.entities import live_store
from ascertain.kyc.entities.batch import resolve_many
from ascertain.kyc.entities.live import best_name, best_schema, prepare_many, terms_of
from ascertain.kyc.entities.live_store import NewRecord
from ascertain.kyc.entities.model import Record

_AT_ONCE = 5_000  # records whose keys are written by one statement


class TenantHoldsRecords(Conflict):
    """The tenant holds records already: add to them one by one."""

    code = "entity.tenant_holds_records"


async def import_all(tx: Connection, records: Sequence[Record], *, source: str) -> dict[str, str]:
    """Hold these records and the entities that the batch engine makes of them.

    Returns: record id -> entity id.
    Raises: TenantHoldsRecords.
    """
    await live_store.lock_tenant(tx)
    if await live_store.holds_records(tx):
        raise TenantHoldsRecords("The tenant holds records already: add further ones by PUT /records.")
    prepared = {new.record.id: new for new in prepare_many(records, source=source)}
    groups = [[prepared[one] for one in ids] for ids in resolve_many(records).groups()]
    placed: list[tuple[NewRecord, str]] = []
    entities: list[tuple[str, str, str]] = []
    for group in groups:
        entity_id = new_id("ent")
        entities.append(
            (entity_id, best_schema([n.record.schema for n in group]), best_name(n.record.name for n in group))
        )
        placed += [(new, entity_id) for new in group]
    terms = Counter(term for new, _ in placed for term in terms_of(new.traits))
    await live_store.put_entities(tx, entities)
    await live_store.put_records(tx, placed)
    for start in range(0, len(placed), _AT_ONCE):
        chunk = placed[start : start + _AT_ONCE]
        await live_store.put_keys(tx, [(key, new.record.id) for new, _ in chunk for key in new.keys])
    await live_store.change_terms(tx, terms)
    return {new.record.id: entity_id for new, entity_id in placed}
