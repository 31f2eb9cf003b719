"""What persons say of pairs of records."""

from ascertain.kernel import audit, outbox
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.entities import store
from ascertain.kyc.entities.comparison import compare
from ascertain.kyc.entities.model import Pair, Record, RecordNotFound, Verdict


async def list_pairs(tx: Connection, case_id: str) -> list[Pair]:
    """Pairs of records that the machine compared, the least sure first, with what a person said."""
    records = {record.id: record for party in await store.list_parties(tx, case_id) for record in party.records}
    return [
        Pair(records[a], records[b], compared, verdict)
        for a, b, compared, verdict in await store.list_judged(tx, case_id)
        if a in records and b in records
    ]


async def judge(
    tx: Connection, actor: Actor, record_a: str, record_b: str, verdict: Verdict, *, reason: str | None = None
) -> Pair:
    """Say whether two records of one case are the same; it outweighs the machine and survives every new resolution.

    Raises: RecordNotFound; InvalidInput for a record with itself or records of two cases.
    """
    if record_a == record_b:
        raise InvalidInput("A record cannot be compared with itself.")
    first, second = sorted((record_a, record_b))
    case_id, a = await _record(tx, first)
    other_case, b = await _record(tx, second)
    if case_id != other_case:
        raise InvalidInput("The records are of two cases; judge records of one.")
    compared = compare(a, b)
    judgement_id = await store.store_person_verdict(
        tx, case_id, (first, second), verdict, compared, reason=reason, author=(actor.id, actor.name)
    )
    details = {"verdict": verdict, "record_a": first, "record_b": second}
    await audit.record(
        tx,
        actor,
        "judgement.make",
        object_kind="judgement",
        object_id=judgement_id,
        stream=case_id,
        reason=reason,
        details=details,
    )
    await outbox.publish(tx, "judgement.made", {"case_id": case_id, **details}, stream=case_id)
    return Pair(a, b, compared, verdict)


async def _record(tx: Connection, record_id: str) -> tuple[str, Record]:
    found = await store.find_record(tx, record_id)
    if found is None:
        raise RecordNotFound(f"There is no record {record_id}.")
    return found
