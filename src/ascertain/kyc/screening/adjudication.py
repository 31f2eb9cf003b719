"""Adjudication of hits by persons."""

from ascertain.kernel import audit, outbox
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.screening import store
from ascertain.kyc.screening.model import Hit, Verdict


async def adjudicate(
    tx: Connection, actor: Actor, hit_id: str, verdict: Verdict | None, *, reason: str | None, clock: Clock
) -> Hit:
    """Record whether a hit is the party (same), another person (different) or undecided (unsure); None withdraws the verdict.

    Raises: HitNotFound; InvalidInput for a verdict without a reason.
    """
    if verdict is not None and not (reason or "").strip():
        raise InvalidInput("A verdict needs a reason.", field="reason")
    hit = await store.get_hit(tx, hit_id, lock=True)
    by = (actor.id, actor.name) if verdict else None
    await store.set_verdict(tx, hit_id, verdict, reason, by, clock() if verdict else None)
    action = "hit.adjudicate" if verdict else "hit.undo"
    details = {"verdict": verdict, "before": hit.verdict, "entry": hit.entry.names[0], "list": hit.list_name}
    await audit.record(
        tx, actor, action, object_kind="hit", object_id=hit_id, stream=hit.case_id, reason=reason, details=details
    )
    event = {"case_id": hit.case_id, "hit_id": hit_id, "verdict": verdict}
    await outbox.publish(tx, "hit.adjudicated", event, stream=hit.case_id)
    return await store.get_hit(tx, hit_id)
