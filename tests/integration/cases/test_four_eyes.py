"""Four eyes: a person who worked on a case cannot review it, whether they acted by session or by API key."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ascertain.entrypoints.roles import PERMISSIONS
from ascertain.kernel import audit, auth, outbox
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import Connection
from ascertain.kernel.tenancy import Actor, system_actor
from ascertain.kyc import cases, documents, entities, screening
from ascertain.kyc.cases import CaseBlocked, CaseDecided, CaseNotFound, MakerReviews, NoPersonReviews
from ascertain.kyc.cases.case_commands import complete_task
from ascertain.kyc.ownership import declarations
from ascertain.kyc.ownership.imports import import_statements, read_import
from tests.servers.accounts import add_account, add_key
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


async def _import_owners(desk: Desk, tx: Connection, actor: Actor) -> object:
    party = {"id": "o1", "schema": "Person", "properties": {"name": ["Ilse Varga"]}}
    return await import_statements(tx, actor, read_import(desk.case_id, "owners.jsonl", json.dumps(party)))


async def _record_a_status(desk: Desk, tx: Connection, actor: Actor) -> object:
    party = next(one for one in await entities.list_parties(tx, desk.case_id) if one.schema == "Company")
    return await declarations.add_status(tx, actor, desk.case_id, party.id, "insurer", "the register")


async def _upload(desk: Desk, tx: Connection, actor: Actor) -> object:
    details = {"filename": "more.pdf"}  # as `Intake.upload` records it, which opens a transaction of its own
    return await audit.record(
        tx, actor, "document.upload", object_kind="document", object_id="doc_x", stream=desk.case_id, details=details
    )


ACTS = [
    _accept_a_fact,
    _adjudicate_a_hit,
    _withdraw_an_adjudication,
    _judge_a_pair,
    _import_owners,
    _record_a_status,
    _upload,
]


@pytest.mark.parametrize("act", ACTS)
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


async def test_who_opened_an_account_answers_for_it_until_it_is_confirmed(desk: Desk) -> None:
    issuer = desk.person("Issuer")
    opened = desk.person("Opened")
    opened = replace(opened, persons=(opened.id, issuer.id))
    async with desk.db.transaction(desk.tenant) as tx:
        proposal = await cases.propose(tx, opened, desk.case_id, "reject", "read", clock=utc_now)
    with pytest.raises(MakerReviews):
        await _review(desk, proposal, issuer)
    assert (await _review(desk, proposal, desk.person("Reviewer"))).state == "agreed"


async def _keys(desk: Desk, owner: Actor, permissions: list[str], links: int = 3) -> list[Actor]:
    """Keys of which each made the next, as the actors that their calls have."""
    settings = desk.context.settings.auth
    signing = auth.load_signing_key(desk.context.signing_key_file)
    authenticator = auth.Authenticator(desk.db, signing, auth.PasswordHasher(memory_kib=8), settings, clock=utc_now)
    chain = [owner]
    for _ in range(links):
        async with desk.db.transaction(desk.tenant) as tx:
            _, secret = await add_key(tx, chain[-1], permissions)
        chain.append(await authenticator.actor_of(secret))
    return chain[1:]


async def test_nobody_reviews_through_a_key_of_a_key_what_they_proposed(desk: Desk) -> None:
    owner = desk.person("Owner")
    keys = await _keys(desk, owner, ["proposal.make", "proposal.review"])
    proposal = await _propose(desk, by="Owner")
    for key in keys:
        with pytest.raises(MakerReviews):
            await _review(desk, proposal, key)
    assert (await _review(desk, proposal, desk.person("Reviewer"), "return")).state == "returned"


async def test_acts_of_any_key_count_as_acts_of_the_person_behind_it(desk: Desk) -> None:
    owner = desk.person("Owner")
    *_, last = await _keys(desk, owner, ["proposal.make", "proposal.review"])
    async with desk.db.transaction(desk.tenant) as tx:
        proposal = await cases.propose(tx, last, desk.case_id, "reject", "by a program", clock=utc_now)
    for reviewer in (owner, *await _keys(desk, owner, ["proposal.review"], links=2)):
        with pytest.raises(MakerReviews):
            await _review(desk, proposal, reviewer)
    assert {maker.name for maker in (await desk.overview()).makers} >= {"v1", "Owner"}
    reviewer, *_ = await _keys(desk, desk.person("Reviewer"), ["proposal.review"], links=1)
    assert (await _review(desk, proposal, reviewer)).state == "agreed"


async def test_a_key_without_a_person_does_not_review(desk: Desk) -> None:
    proposal = await _propose(desk)
    unknown = Actor(desk.tenant, "api_key", "key_of_nobody", "old", frozenset({"proposal.review"}))
    program = Actor(desk.tenant, "api_key", "key_svc", "program", frozenset({"proposal.review"}), persons=("usr_x",))
    for reviewer in (unknown, program, system_actor(desk.tenant, "command line")):
        with pytest.raises(NoPersonReviews):
            await _review(desk, proposal, reviewer)


async def test_who_holds_the_key_of_a_service_account_does_not_review_its_acts(desk: Desk) -> None:
    made_by, responsible = desk.person("Key maker"), desk.person("Responsible")
    program = Actor(
        desk.tenant, "api_key", "key_svc", "program", frozenset({"proposal.make"}), persons=(made_by.id, responsible.id)
    )
    async with desk.db.transaction(desk.tenant) as tx:
        proposal = await cases.propose(tx, program, desk.case_id, "reject", "by a program", clock=utc_now)
    for reviewer in (made_by, responsible):
        with pytest.raises(MakerReviews):
            await _review(desk, proposal, reviewer)
    assert (await _review(desk, proposal, desk.person("Reviewer"))).state == "agreed"


async def test_no_change_of_the_responsible_person_frees_whoever_held_the_key(desk: Desk) -> None:
    holder, next_one, admin = desk.person("Holder"), desk.person("Next"), desk.person("Admin")
    async with desk.db.transaction(desk.tenant) as tx:
        for person in (holder, next_one, admin):
            await add_account(tx, person, ["proposal.make"])
        account = await auth.create_service_account(
            tx, admin, name="program", roles=[f"of {holder.id}"], responsible_id=holder.id, limited_to=PERMISSIONS
        )
        _, secret = await auth.create_api_key(
            tx,
            holder,
            name="k",
            permissions=["proposal.make"],
            lifetime=timedelta(days=1),
            owner_id=account.id,
            clock=utc_now,
        )
    signing = auth.load_signing_key(desk.context.signing_key_file)
    hasher = auth.PasswordHasher(memory_kib=8)
    program = await auth.Authenticator(desk.db, signing, hasher, desk.context.settings.auth, clock=utc_now).actor_of(
        secret
    )
    async with desk.db.transaction(desk.tenant) as tx:
        proposal = await cases.propose(tx, program, desk.case_id, "reject", "by a program", clock=utc_now)
    for responsible in (next_one, admin, next_one):  # also to the one who changes it, and away again
        async with desk.db.transaction(desk.tenant) as tx:
            await auth.change_service_account(tx, admin, account.id, responsible_id=responsible.id)
        with pytest.raises(MakerReviews):
            await _review(desk, proposal, holder)
    # Who answers for the program now did not make what it did before: an administrator cannot choose who may not review.
    assert (await _review(desk, proposal, next_one)).state == "agreed"


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


async def test_completing_a_task_waits_for_the_case_before_it_locks_the_task(desk: Desk) -> None:
    proposal = await _propose(desk)
    task = next(task for task in (await desk.overview()).tasks if task.kind == "second_review")

    async def complete() -> None:
        async with desk.db.transaction(desk.tenant) as tx:
            await complete_task(tx, desk.person("A. Beck"), task.id, clock=utc_now)

    async with desk.db.transaction(desk.tenant) as reviewing:
        # As a review begins; the rest of it closes the task.
        await reviewing.execute("select from cases_cases where id = $1 for update", desk.case_id)
        await outbox.lock_stream(reviewing, desk.case_id)
        completing = asyncio.create_task(complete())
        await asyncio.sleep(0.2)  # until it waits; what it had locked by then would be waited for below
        reviewer = desk.person("Reviewer")
        agreed = await cases.review(reviewing, reviewer, proposal.id, "agree", "read again", clock=utc_now)
    await completing
    assert agreed.state == "agreed"
