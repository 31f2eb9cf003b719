"""Verdicts of persons on pairs of records."""

from ascertain.kernel import audit, outbox
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.entities import live_store, models_store, store
from ascertain.kyc.entities.comparison import compare
from ascertain.kyc.entities.live import resolve_again
from ascertain.kyc.entities.live_store import ACROSS_CASES
from ascertain.kyc.entities.model import (
    Judgement,
    JudgementNotFound,
    Pair,
    Record,
    RecordNotFound,
    Verdict,
)
from ascertain.kyc.entities.models import models_in_use
from ascertain.kyc.entities.retraining import enqueue_retraining

RETRAIN_AFTER_JUDGEMENTS = 25  # enough to move the weights; fewer would cost a fit for no visible change


async def list_pairs(tx: Connection, case_id: str) -> list[Pair]:
    """Pairs of records of a case that the machine compared, the least certain first, with the verdict of a person."""
    records = {record.id: record for party in await store.list_parties(tx, case_id) for record in party.records}
    return [
        Pair(records[a], records[b], compared, verdict, machine=machine)
        for a, b, compared, machine, verdict in await store.list_judged(tx, case_id)
        if a in records and b in records
    ]


async def review_queue(tx: Connection, *, limit: int) -> list[Pair]:
    """Pairs of the whole tenant that the machine is unsure of and no person has judged, the least certain first."""
    unsure = await store.list_unsure(tx, limit)
    held = await store.records_with_source(tx, sorted({one for a, b, _ in unsure for one in (a, b)}))
    return [
        Pair(held[a].record, held[b].record, compared, None, cases=(held[a].case_id, held[b].case_id))
        for a, b, compared in unsure
        if a in held and b in held
    ]


async def judged_pairs(tx: Connection, *, limit: int) -> list[Pair]:
    """Pairs that persons judged, the newest first."""
    person_verdicts = await store.list_person_verdicts(tx, limit)
    held = await store.records_with_source(
        tx, sorted({one for j, _ in person_verdicts for one in (j.record_a, j.record_b)})
    )
    pairs = []
    for judgement, compared in person_verdicts:
        a, b = held.get(judgement.record_a), held.get(judgement.record_b)
        if a and b:
            cases = (a.case_id, b.case_id)
            pairs.append(
                Pair(a.record, b.record, compared, judgement.verdict, judgement.id, cases, judgement.author_name)
            )
    return pairs


async def judge(
    tx: Connection, actor: Actor, record_a: str, record_b: str, verdict: Verdict, *, reason: str | None = None
) -> Pair:
    """Judge whether two records, of one case or of two, are the same. The verdict outweighs the machine in all later resolutions.

    The tenant's entities are updated in the same transaction; the cases of the records are run again.
    Raises: RecordNotFound; InvalidInput for a record with itself.
    """
    if record_a == record_b:
        raise InvalidInput("A record cannot be compared with itself.")
    # A pair is stored once, whichever record was named first.
    first, second = sorted((record_a, record_b))
    case_a, a = await _record(tx, first)
    case_b, b = await _record(tx, second)
    compared = compare(a, b, models=await models_in_use(tx))
    # A verdict within a case is listed with that case's pairs; any other belongs to the tenant.
    case_id = case_a if case_a is not None and case_a == case_b else ACROSS_CASES
    await live_store.lock_tenant(tx)
    judgement_id = await store.store_person_verdict(
        tx, case_id, (first, second), verdict, compared, reason=reason, author=(actor.id, actor.name)
    )
    await _record_and_publish(tx, actor, "judgement.make", judgement_id, (first, second), verdict, reason)
    if await models_store.judgements_since_fit(tx) >= RETRAIN_AFTER_JUDGEMENTS:
        await enqueue_retraining(tx)
    await resolve_again(tx, (first, second))
    return Pair(a, b, compared, verdict, judgement_id, (case_a, case_b), actor.name)


async def revoke(tx: Connection, actor: Actor, judgement_id: str) -> Judgement:
    """Undo a judgement: the machine decides again. Raises JudgementNotFound."""
    await live_store.lock_tenant(tx)
    taken = await store.revoke(tx, judgement_id)
    if taken is None:
        raise JudgementNotFound(f"There is no judgement {judgement_id}.")
    pair = (taken.record_a, taken.record_b)
    await _record_and_publish(tx, actor, "judgement.revoke", judgement_id, pair, taken.verdict, None)
    await resolve_again(tx, pair)
    return taken


async def _record_and_publish(
    tx: Connection,
    actor: Actor,
    action: str,
    judgement_id: str,
    pair: tuple[str, str],
    verdict: Verdict,
    reason: str | None,
) -> None:
    """Write the audit entry, and publish the event that re-runs each case of the pair."""
    details = {"verdict": verdict, "record_a": pair[0], "record_b": pair[1]}
    cases = await store.cases_of(tx, list(pair))
    for stream in cases or [judgement_id]:
        await audit.record(
            tx,
            actor,
            action,
            object_kind="judgement",
            object_id=judgement_id,
            stream=stream,
            reason=reason,
            details=details,
        )
    for case_id in cases:
        await outbox.publish(tx, "judgement.made", {"case_id": case_id, **details}, stream=case_id)


async def _record(tx: Connection, record_id: str) -> tuple[str | None, Record]:
    found = await store.find_record(tx, record_id)
    if found is None:
        raise RecordNotFound(f"There is no record {record_id}.")
    return found
