"""Which acts belong to which round of a case: the order of commits decides, whatever runs at once and whatever the time."""

import asyncio

import pytest

from ascertain.kernel import audit, outbox
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import Connection
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import cases
from ascertain.kyc.cases import CaseChanged, MakerReviews
from ascertain.kyc.cases.model import Outcome
from tests.servers.worked_case import Desk


async def _propose(desk: Desk, by: str, outcome: Outcome = "reject") -> cases.Proposal:
    async with desk.db.transaction(desk.tenant) as tx:
        return await cases.propose(tx, desk.person(by), desk.case_id, outcome, "all read", clock=utc_now)


async def _agree(desk: Desk, proposal: cases.Proposal, by: str) -> cases.Proposal:
    async with desk.db.transaction(desk.tenant) as tx:
        return await cases.review(tx, desk.person(by), proposal.id, "agree", "read again", clock=utc_now)


async def _approve(desk: Desk) -> None:
    await desk.settle(desk.person("Proposer"))
    await _agree(desk, await _propose(desk, "Proposer", "approve"), "Reviewer")


async def _record_act(desk: Desk, tx: Connection, actor: Actor) -> None:
    await audit.record(tx, actor, "fact.accept", object_kind="fact", object_id="fact_x", stream=desk.case_id)


async def _publish_act(desk: Desk, tx: Connection) -> None:
    await outbox.publish(tx, "fact.reviewed", {"case_id": desk.case_id, "fact_id": "fact_x"}, stream=desk.case_id)


async def _makers(desk: Desk) -> set[str]:
    return {maker.name for maker in (await desk.overview()).makers}


async def test_an_act_that_is_recorded_and_not_yet_told_belongs_to_the_decision_before_it(desk: Desk) -> None:
    proposal = await _propose(desk, "Proposer")
    maker = desk.person("Maker")
    async with desk.db.transaction(desk.tenant) as acting:
        await _record_act(desk, acting, maker)
        reviewing = asyncio.create_task(_agree(desk, proposal, "Reviewer"))
        await asyncio.sleep(
            0.3
        )  # until it waits; a review that did not would decide without the act, and not count its maker later
        await _publish_act(desk, acting)
    with pytest.raises(CaseChanged):
        await reviewing


async def test_the_round_that_an_act_opens_counts_it_even_where_the_clock_was_set_back(desk: Desk) -> None:
    await _approve(desk)
    async with desk.db.transaction(desk.tenant) as tx:
        # As decided by a clock that was a day ahead.
        await tx.execute("update cases_cases set decided_at = decided_at + interval '1 day'")
    async with desk.db.transaction(desk.tenant) as tx:
        await _record_act(desk, tx, desk.person("Maker"))
        await _publish_act(desk, tx)
    await desk.run_jobs()
    assert ((await desk.case()).round, await _makers(desk)) == (2, {"Maker"})
    again = await _propose(desk, "Second proposer")
    with pytest.raises(MakerReviews):
        await _agree(desk, again, "Maker")
    # A maker of the round before may review this one.
    assert (await _agree(desk, again, "Proposer")).state == "agreed"


async def test_who_made_what_was_rejected_remains_a_maker(desk: Desk) -> None:
    await desk.settle(desk.person("Maker"))
    await _agree(desk, await _propose(desk, "Proposer"), "Reviewer")
    # Anybody's act reopens the case. What the first one accepted is still in it, and nobody has approved of it.
    async with desk.db.transaction(desk.tenant) as tx:
        await _record_act(desk, tx, desk.person("Second maker"))
        await _publish_act(desk, tx)
    await desk.run_jobs()
    assert ((await desk.case()).round, await _makers(desk)) == (2, {"A. Beck", "Maker", "Proposer", "Second maker"})
    again = await _propose(desk, "Proposer", "approve")
    for maker in ("Maker", "Second maker"):
        with pytest.raises(MakerReviews):
            await _agree(desk, again, maker)
    assert (await _agree(desk, again, "Reviewer")).state == "agreed"


async def test_a_round_that_began_before_entries_had_ordinals_goes_by_the_moment(desk: Desk) -> None:
    await _approve(desk)
    async with desk.db.transaction(desk.tenant) as tx:
        await tx.execute("update cases_cases set decided_ordinal = null")
    async with desk.db.transaction(desk.tenant) as tx:
        await _record_act(desk, tx, desk.person("Maker"))
        await _publish_act(desk, tx)
    await desk.run_jobs()
    assert ((await desk.case()).round, await _makers(desk)) == (2, {"Maker"})


async def test_two_changes_at_once_open_one_round(desk: Desk) -> None:
    await _agree(desk, await _propose(desk, "Proposer"), "Reviewer")

    async def change(by: str) -> None:
        async with desk.db.transaction(desk.tenant) as tx:
            await cases.inputs_changed(tx, desk.person(by), desk.case_id, because="fact.reviewed", clock=utc_now)

    await asyncio.gather(*(change(f"Analyst {number}") for number in range(4)))
    seen = await desk.overview()
    assert (seen.case.state, seen.case.round) == ("open", 2)
    assert len([task for task in seen.tasks if task.kind == "reopened"]) == 1


async def test_a_proposal_and_a_change_at_once_are_one_after_the_other(desk: Desk) -> None:
    async def change() -> None:
        async with desk.db.transaction(desk.tenant) as tx:
            await _record_act(desk, tx, desk.person("Maker"))
            await asyncio.sleep(0.1)
            await _publish_act(desk, tx)

    proposed, _ = await asyncio.gather(_propose(desk, "Proposer"), change(), return_exceptions=True)
    if isinstance(
        proposed, cases.Proposal
    ):  # it was first, so that the change came after it and prevents the agreement
        with pytest.raises(CaseChanged):
            await _agree(desk, proposed, "Reviewer")
    else:
        assert isinstance(proposed, cases.CaseBlocked)
