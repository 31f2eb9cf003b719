"""Decisions by four eyes: one person proposes, another agrees or returns."""

from ascertain.kernel import audit, outbox
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.cases import store, timeline
from ascertain.kyc.cases.blockers import list_blockers
from ascertain.kyc.cases.makers import refuse_maker
from ascertain.kyc.cases.model import (
    Blocker,
    CaseBlocked,
    CaseChanged,
    CaseDecided,
    CaseSummary,
    Outcome,
    Person,
    Proposal,
    Review,
    ReviewOutcome,
)
from ascertain.kyc.cases.snapshots import differences, snapshot_hash, take_snapshot
from ascertain.kyc.cases.summary import refresh_summary

# Acts that change the inputs of a case, for naming what changed since a proposal; prefixes as above. What refuses a review is
# `_refuse_changed` and not this list.
INPUT_ACTIONS = (
    "fact.", "flag.", "document.upload", "document.retype", "document.map", "document.retry", "judgement.", "hit.",
    "ownership.import", "ownership.standing", "ownership.source",
)  # fmt: skip
# As many changes as a message can name; all of them are in the details of the error.
_CHANGES_NAMED = 5


def _refuse_blocked(blockers: list[Blocker], outcome: Outcome) -> None:
    # A customer may be rejected with open facts or hits, but not while the system is still working on the case.
    open_blockers = [blocker for blocker in blockers if outcome == "approve" or blocker.stops_rejection]
    if open_blockers:
        listed = [{"code": one.code, "sentence": one.sentence, "tab": one.tab} for one in open_blockers]
        raise CaseBlocked(f"The case cannot be proposed yet: {open_blockers[0].sentence}", blockers=listed)


async def _lock_case(tx: Connection, case_id: str) -> CaseSummary:
    """The case, which nothing changes until the transaction ends.

    Every change of an input publishes to the case's stream. One that is not committed yet is waited for and then seen; one that
    comes later waits, and opens the decided case again.
    """
    await store.get_case(tx, case_id, lock=True)
    await outbox.lock_stream(tx, case_id)
    return await store.get_case(tx, case_id)


async def propose(
    tx: Connection, actor: Actor, case_id: str, outcome: Outcome, reason: str, *, clock: Clock
) -> Proposal:
    """Propose to approve or reject an open case whose steps are all done on its current inputs.

    Raises: CaseNotFound; CaseDecided where it is not open; CaseBlocked with the open blockers.
    """
    case = await _lock_case(tx, case_id)
    if case.state != "open":
        raise CaseDecided(
            f"The case is {case.state}; a decision can be proposed for an open case only.", state=case.state
        )
    _refuse_blocked(await list_blockers(tx, case), outcome)
    now = clock()
    snapshot = await take_snapshot(tx, case)
    proposal = Proposal(
        id=new_id("prop"),
        case_id=case_id,
        round=case.round,
        outcome=outcome,
        reason=reason,
        proposed_by=Person(actor.id, actor.name),
        proposed_at=now,
        inputs_version=case.inputs_version,
        snapshot=snapshot,
        snapshot_sha256=snapshot_hash(snapshot),
        state="waiting",
        review=None,
    )
    await store.insert_proposal(tx, proposal)
    await store.update_case(tx, case_id, state="proposed", revision=case.revision + 1)
    await store.insert_task(tx, new_id("task"), case_id, "second_review", "Second review of the proposal", now=now)
    await _record_and_publish(tx, actor, proposal, "proposal.make", "decision.proposed", reason)
    await refresh_summary(tx, case_id, now=now)
    return proposal


async def review(
    tx: Connection, actor: Actor, proposal_id: str, outcome: ReviewOutcome, reason: str, *, clock: Clock
) -> Proposal:
    """Agree to a proposal, which decides the case, or return it to the analyst with a reason.

    Raises: ProposalNotFound; CaseDecided where it no longer waits; MakerReviews and NoPersonReviews (see `makers.py`);
        CaseChanged on agreeing to a case that has changed since it was proposed (returning is always possible).
    """
    proposal = await store.get_proposal(tx, proposal_id)
    case = await _lock_case(tx, proposal.case_id)
    proposal = await store.get_proposal(tx, proposal_id)  # again, under the case's lock: two reviewers may race
    if proposal.state != "waiting":
        raise CaseDecided(f"The proposal was already {proposal.state}.", state=proposal.state)
    await refuse_maker(tx, actor, case)
    if outcome == "agree":
        await _refuse_changed(tx, case, proposal)
    now = clock()
    agreed = outcome == "agree"
    given = Review(outcome, reason, Person(actor.id, actor.name), now)
    await store.store_review(tx, proposal_id, "agreed" if agreed else "returned", given)
    state = {"approve": "approved", "reject": "rejected"}[proposal.outcome] if agreed else "open"
    ordinal = await outbox.last_ordinal(tx, case.id)
    await store.set_decided(tx, case.id, state, ordinal=ordinal, now=now)
    await store.close_tasks(tx, case.id, "second_review", by=actor.id, now=now)
    topic = "decision.made" if agreed else "decision.returned"
    await _record_and_publish(
        tx, actor, proposal, "proposal.review", topic, reason, review_outcome=outcome, state=state
    )
    await refresh_summary(tx, case.id, now=now)
    return await store.get_proposal(tx, proposal_id)


async def _refuse_changed(tx: Connection, case: CaseSummary, proposal: Proposal) -> None:
    """Raise CaseChanged, naming what changed, where the case is not the one that was proposed.

    The version covers changes whose effect on the case is not computed yet; the snapshot covers everything else that the
    decision would be stored with.
    """
    changed = differences(proposal.snapshot, await take_snapshot(tx, case))
    if case.inputs_version == proposal.inputs_version and not changed:
        return
    acts = await changed_since(tx, proposal)
    raise CaseChanged(
        "The case has changed since it was proposed: return it, so that it can be proposed again. "
        + " ".join([*acts, *changed][:_CHANGES_NAMED]),
        changed=[*acts, *changed],
    )


async def changed_since(tx: Connection, proposal: Proposal | None) -> list[str]:
    """Acts on the inputs of a case after it was proposed, as sentences; none for a proposal that no longer waits."""
    if proposal is None or proposal.state != "waiting":
        return []
    return await timeline.list_since(
        tx, proposal.case_id, proposal.proposed_at, lambda entry: entry.action.startswith(INPUT_ACTIONS)
    )


async def _record_and_publish(
    tx: Connection, actor: Actor, proposal: Proposal, action: str, topic: str, reason: str, **more: str
) -> None:
    """Write the audit entry and the event of one act on a proposal."""
    details = {
        "outcome": proposal.outcome,
        "inputs_version": proposal.inputs_version,
        "snapshot_sha256": proposal.snapshot_sha256,
        **more,
    }
    await audit.record(
        tx,
        actor,
        action,
        object_kind="proposal",
        object_id=proposal.id,
        stream=proposal.case_id,
        reason=reason,
        details=details,
    )
    event = {"case_id": proposal.case_id, "proposal_id": proposal.id, "outcome": proposal.outcome, **more}
    await outbox.publish(tx, topic, event, stream=proposal.case_id)
