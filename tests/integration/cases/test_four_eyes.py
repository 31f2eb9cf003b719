"""Four eyes: a person who worked on a case cannot review it, whether they acted by session or by API key."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from ascertain.kernel import audit, auth
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import Connection
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import cases, documents, entities, screening
from ascertain.kyc.cases import CaseBlocked, CaseDecided, CaseNotFound, MakerReviews
from tests.servers.worked_case import Desk

Act = Callable[[Desk, Connection, Actor], Awaitable[object]]


async def _propose(desk: Desk, by: str = "Proposer", outcome: str = "reject") -> cases.Proposal:
    async with desk.db.transaction(desk.tenant) as tx:
        return await cases.propose(tx, desk.person(by), desk.case_id, outcome, "all read", clock=utc_now)  # type: ignore[arg-type]


async def _review(desk: Desk, proposal: cases.Proposal, by: Actor, outcome: str = "agree") -> cases.Proposal:
    async with desk.db.transaction(desk.tenant) as tx:
        return await cases.review(tx, by, proposal.id, outcome, "read again", clock=utc_now)  # type: ignore[arg-type]


async def test_two_people_approve_a_case_and_its_snapshot_can_be_checked(desk: Desk) -> None:
    await desk.settle(desk.person("Proposer"))
    proposal = await _propose(desk, outcome="approve")
    seen = await desk.overview()
    assert (seen.case.state, seen.case.waiting_on) == ("proposed", "second review")
    assert [task.kind for task in seen.tasks if task.state == "open"] == ["second_review"]
    assert cases.snapshot_hash(proposal.snapshot) == proposal.snapshot_sha256
    assert len(proposal.snapshot["facts"]) == len(await desk.facts())
    answered = await _review(desk, proposal, desk.person("Reviewer"))
    assert answered.state == "agreed" and answered.review and answered.review.by.name == "Reviewer"
    seen = await desk.overview()
    assert seen.case.state == "approved" and not [task for task in seen.tasks if task.state == "open"]
    async with desk.db.transaction(desk.tenant) as tx:
        entries, _ = await audit.list_entries(tx, stream=desk.case_id, action="proposal.", limit=10)
    assert [(entry.actor_name, entry.action) for entry in entries] == [
        ("Reviewer", "proposal.review"),
        ("Proposer", "proposal.make"),
    ]
    assert entries[0].details["snapshot_sha256"] == proposal.snapshot_sha256


async def test_open_blockers_prevent_an_approval_and_allow_a_rejection(desk: Desk) -> None:
    with pytest.raises(CaseBlocked) as refused:
        await _propose(desk, outcome="approve")
    assert "hits.open" in [blocker["code"] for blocker in refused.value.details["blockers"]]
    assert (await desk.case()).state == "open"
    await _propose(desk, outcome="reject")
    with pytest.raises(CaseDecided):
        await _propose(desk, outcome="reject")


async def test_unfinished_steps_prevent_any_proposal(desk: Desk) -> None:
    async with desk.db.transaction(desk.tenant) as tx:
        await cases.inputs_changed(tx, desk.person("A. Beck"), desk.case_id, because="test", clock=utc_now)
    with pytest.raises(CaseBlocked, match="has not run on the latest facts"):
        await _propose(desk, outcome="reject")


async def _accept_a_fact(desk: Desk, tx: Connection, actor: Actor) -> object:
    fact = (await documents.list_facts(tx, desk.case_id))[0]
    return await documents.review_fact(tx, actor, fact.id, verdict="accept", clock=utc_now)


async def _adjudicate_a_hit(desk: Desk, tx: Connection, actor: Actor) -> object:
    hit = (await screening.list_hits(tx, desk.case_id))[0]
    return await screening.adjudicate(tx, actor, hit.id, "unsure", reason="not stated", clock=utc_now)


async def _withdraw_an_adjudication(desk: Desk, tx: Connection, actor: Actor) -> object:
    hit = (await screening.list_hits(tx, desk.case_id))[0]
    return await screening.adjudicate(tx, actor, hit.id, None, reason=None, clock=utc_now)


async def _judge_a_pair(desk: Desk, tx: Connection, actor: Actor) -> object:
    first, second, *_ = [r for party in await entities.list_parties(tx, desk.case_id) for r in party.records]
    return await entities.judge(tx, actor, first.id, second.id, "same")


@pytest.mark.parametrize("act", [_accept_a_fact, _adjudicate_a_hit, _withdraw_an_adjudication, _judge_a_pair])
@pytest.mark.parametrize("kind", ["person", "api_key"])
async def test_a_maker_cannot_review_the_case(desk: Desk, act: Act, kind: str) -> None:
    maker = desk.person("Maker", kind)
    async with desk.db.transaction(desk.tenant) as tx:
        await act(desk, tx, maker)
    await desk.run_jobs()
    proposal = await _propose(desk)
    for outcome in ("agree", "return"):
        with pytest.raises(MakerReviews):
            await _review(desk, proposal, maker, outcome)
    with pytest.raises(MakerReviews):
        await _review(desk, proposal, desk.person("Proposer"))
    assert (await _review(desk, proposal, desk.person("Reviewer"))).state == "agreed"


async def test_acts_of_an_api_key_count_as_acts_of_its_creator(desk: Desk) -> None:
    owner = desk.person("Owner")
    async with desk.db.transaction(desk.tenant) as tx:
        first, _ = await auth.create_api_key(tx, owner, name="first", permissions=["proposal.make"])
        second, _ = await auth.create_api_key(tx, owner, name="second", permissions=["proposal.review"])
        proposal = await cases.propose(
            tx, desk.person("first", "api_key", first.id), desk.case_id, "reject", "by a program", clock=utc_now
        )
    for reviewer in (owner, desk.person("second", "api_key", second.id)):
        with pytest.raises(MakerReviews):
            await _review(desk, proposal, reviewer)
    assert {maker.name for maker in (await desk.overview()).makers} == {"first", "Owner"}


async def test_a_returned_proposal_reopens_the_case_and_its_proposer_remains_a_maker(desk: Desk) -> None:
    proposal = await _propose(desk)
    assert (await _review(desk, proposal, desk.person("Reviewer"), "return")).state == "returned"
    seen = await desk.overview()
    assert seen.case.state == "open" and seen.proposal and seen.proposal.review
    second = await _propose(desk, by="Reviewer")
    with pytest.raises(MakerReviews):
        await _review(desk, second, desk.person("Proposer"))
    assert (await _review(desk, second, desk.person("Third"))).state == "agreed"


async def test_concurrent_reviews_give_one_answer(desk: Desk) -> None:
    proposal = await _propose(desk)
    reviewers = [desk.person(f"Reviewer {number}") for number in range(4)]
    outcomes = ["agree", "return", "agree", "return"]
    answers = await asyncio.gather(
        *(_review(desk, proposal, who, outcome) for who, outcome in zip(reviewers, outcomes, strict=True)),
        return_exceptions=True,
    )
    assert sum(isinstance(answer, cases.Proposal) for answer in answers) == 1
    assert sum(isinstance(answer, CaseDecided) for answer in answers) == 3
    assert await desk.count("audit_entries where action = 'proposal.review'") == 1


async def test_concurrent_proposals_give_one_proposal(desk: Desk) -> None:
    answers = await asyncio.gather(_propose(desk, "One"), _propose(desk, "Two"), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["CaseDecided", "Proposal"]


async def test_a_prohibited_customer_can_only_be_rejected(desk: Desk) -> None:
    await desk.settle(desk.person("A. Beck"))
    hit = (await desk.hits())[0]
    async with desk.db.transaction(desk.tenant) as tx:
        await screening.adjudicate(tx, desk.person("A. Beck"), hit.id, "same", reason="born that day", clock=utc_now)
    await desk.run_jobs()
    assert (await desk.case()).band == "prohibited"
    with pytest.raises(CaseBlocked, match="prohibits"):
        await _propose(desk, outcome="approve")
    await _propose(desk, outcome="reject")


async def test_a_case_of_another_tenant_cannot_be_proposed(desk: Desk) -> None:
    async with desk.db.transaction("tenant_of_somebody_else") as tx:
        with pytest.raises(CaseNotFound):
            await cases.propose(tx, desk.person("X"), desk.case_id, "reject", "mine now", clock=utc_now)
