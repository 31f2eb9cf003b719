"""Versions of a case's inputs: what raises them, which results become stale, and what reopens a decided case."""

import json
from typing import Any

import pytest

from ascertain.kernel import jobs
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import Connection
from ascertain.kyc import cases, documents, entities, risk, screening
from ascertain.kyc.cases import Step, pipeline
from ascertain.kyc.risk.model import PolicyNotFound
from tests.servers.worked_case import LISTED, Desk


async def _decide(desk: Desk, outcome: str = "reject") -> None:
    """The case decided by two people."""
    async with desk.db.transaction(desk.tenant) as tx:
        proposal = await cases.propose(tx, desk.person("Proposer"), desk.case_id, outcome, "seen", clock=utc_now)  # type: ignore[arg-type]
    async with desk.db.transaction(desk.tenant) as tx:
        await cases.review(tx, desk.person("Reviewer"), proposal.id, "agree", "seen too", clock=utc_now)
    await desk.run_jobs()


async def test_a_new_case_starts_its_steps_on_the_declared_customer(desk: Desk) -> None:
    new = cases.NewCase("Ilse Varga", "person", "hu", "1971-04-13")
    async with desk.db.transaction(desk.tenant) as tx:
        case = await cases.open_case(tx, desk.person("A. Beck"), new, clock=utc_now)
    assert (case.reference, case.inputs_version, case.state, case.round) == ("C-0002", 1, "open", 1)
    await desk.run_jobs()
    async with desk.db.transaction(desk.tenant) as tx:
        seen = await cases.get_overview(tx, case.id)
    assert [step.state for step in seen.steps[4:]] == ["done"] * 4
    assert [blocker.code for blocker in seen.blockers] == ["documents.none", "hits.open"]
    assert seen.case.hits_to_judge == 1 and seen.case.score is not None and seen.assessment is not None


async def test_each_change_by_a_person_raises_the_version_once_and_the_steps_follow(desk: Desk) -> None:
    before = await desk.case()
    fact = next(fact for fact in await desk.facts() if fact.property == "name" and fact.confidence > 0.9)
    async with desk.db.transaction(desk.tenant) as tx:
        await documents.review_fact(tx, desk.person("A. Beck"), fact.id, verdict="accept", clock=utc_now)
    await desk.run_jobs()
    hit = (await desk.hits())[0]
    async with desk.db.transaction(desk.tenant) as tx:
        await screening.adjudicate(
            tx, desk.person("A. Beck"), hit.id, "different", reason="born in 1971", clock=utc_now
        )
    await desk.run_jobs()
    seen = await desk.overview()
    assert seen.case.inputs_version == before.inputs_version + 2
    assert {step.inputs_version for step in seen.steps[4:]} == {seen.case.inputs_version}
    assert not seen.case.provisional


async def test_a_job_of_an_older_version_changes_nothing(desk: Desk) -> None:
    version = (await desk.case()).inputs_version
    before = {table: await desk.count(table) for table in ("risk_assessments", "audit_entries", "outbox_events")}
    async with desk.db.transaction(desk.tenant) as tx:
        for step in Step:
            payload = {"case_id": desk.case_id, "inputs_version": version - 1}
            await jobs.enqueue(tx, pipeline.job_kind(step), payload)
    await desk.run_jobs()
    assert {table: await desk.count(table) for table in before} == before
    assert (await desk.case()).inputs_version == version


async def test_a_finished_step_is_not_repeated(desk: Desk) -> None:
    version = (await desk.case()).inputs_version
    before = await desk.count("risk_assessments")
    async with desk.db.transaction(desk.tenant) as tx:
        await jobs.enqueue(tx, "case.score", {"case_id": desk.case_id, "inputs_version": version})
    await desk.run_jobs()
    assert await desk.count("risk_assessments") == before


async def test_a_result_computed_on_older_inputs_is_discarded(desk: Desk) -> None:
    async def change_and_check(tx: Connection) -> None:
        """Change the inputs between computing and writing."""
        async with desk.db.transaction(desk.tenant) as other:
            await cases.inputs_changed(other, desk.person("A. Beck"), desk.case_id, because="test", clock=utc_now)
        await pipeline.fence(desk.case_id, Step.SCORE, version, clock=utc_now)(tx)

    version = (await desk.case()).inputs_version
    before = await desk.count("risk_assessments")
    with pytest.raises(cases.StaleStep):
        await risk.assess_case(desk.db, desk.tenant, desk.case_id, fence=change_and_check)
    assert await desk.count("risk_assessments") == before
    await desk.run_jobs()
    assert await desk.count("risk_assessments") == before + 1


async def test_a_conflict_between_documents_blocks_the_case_until_it_is_settled(desk: Desk) -> None:
    numbers = [fact for fact in await desk.facts() if fact.property == "registrationNumber"]
    by_document = {fact.document_name: fact for fact in numbers}
    ours, theirs = by_document["certificate.pdf"], by_document["register.pdf"]
    clerk = desk.person("A. Beck")
    async with desk.db.transaction(desk.tenant) as tx:
        await documents.review_fact(tx, clerk, ours.id, verdict="accept", clock=utc_now)
        wrong = await documents.review_fact(tx, clerk, theirs.id, verdict="correct", value="99999999", clock=utc_now)
        parties = await entities.list_parties(tx, desk.case_id)
        records = {record.document_name: record.id for record in parties[0].records}
        await entities.judge(
            tx, clerk, records["certificate.pdf"], records["register.pdf"], "same", reason="one address"
        )
    await desk.run_jobs()
    async with desk.db.transaction(desk.tenant) as tx:
        (conflict,) = await entities.list_conflicts(tx, desk.case_id)
    assert conflict.property == "registrationNumber" and set(conflict.fact_ids) == {ours.id, wrong.id}
    seen = await desk.overview()
    assert "facts.conflict" in [blocker.code for blocker in seen.blockers]
    assert "conflict" in [factor.code for factor in seen.assessment.factors] if seen.assessment else False
    async with desk.db.transaction(desk.tenant) as tx:
        await documents.review_fact(tx, clerk, wrong.id, verdict="reject", clock=utc_now)
    await desk.run_jobs()
    seen = await desk.overview()
    assert "facts.conflict" not in [blocker.code for blocker in seen.blockers]


async def test_a_hit_of_a_list_update_reopens_a_decided_case(desk: Desk) -> None:
    await _decide(desk)
    decided = await desk.case()
    assert decided.state == "rejected" and decided.waiting_on == "nothing: rejected"
    more = [LISTED, screening.Entry("L2", "Company", ("Calder Holdings BV",), topics=("sanction",))]
    await screening.load_shared_list(desk.db, "list", "A list", "test", more, now=utc_now())
    await desk.run_jobs()
    seen = await desk.overview()
    assert (seen.case.state, seen.case.round, seen.case.hits_to_judge) == ("open", 2, 2)
    assert seen.case.inputs_version == decided.inputs_version + 1 and not seen.case.provisional
    assert [task.kind for task in seen.tasks if task.state == "open"] == ["reopened"]
    # A rejection approved of nothing: who made what it rejected does not review it now.
    assert {maker.name for maker in seen.makers} == {"Proposer", "A. Beck"}


async def test_a_list_update_after_the_proposal_prevents_agreement(desk: Desk) -> None:
    async with desk.db.transaction(desk.tenant) as tx:
        proposal = await cases.propose(tx, desk.person("Proposer"), desk.case_id, "reject", "seen", clock=utc_now)
    more = [LISTED, screening.Entry("L2", "Company", ("Calder Holdings BV",), topics=("sanction",))]
    await screening.load_shared_list(desk.db, "list", "A list", "test", more, now=utc_now())
    await desk.run_jobs()
    seen = await desk.overview()
    assert seen.case.hits_to_judge == 2 and not seen.case.provisional
    async with desk.db.transaction(desk.tenant) as tx:
        with pytest.raises(cases.CaseChanged):
            await cases.review(tx, desk.person("Reviewer"), proposal.id, "agree", "seen", clock=utc_now)


async def test_a_change_by_a_person_reopens_a_decided_case(desk: Desk) -> None:
    await _decide(desk)
    hit = (await desk.hits())[0]
    async with desk.db.transaction(desk.tenant) as tx:
        await screening.adjudicate(tx, desk.person("A. Beck"), hit.id, "same", reason="it is her", clock=utc_now)
    await desk.run_jobs()
    seen = await desk.overview()
    assert (seen.case.state, seen.case.round, seen.case.band) == ("open", 2, "prohibited")
    assert {maker.name for maker in seen.makers} == {"Proposer", "A. Beck"}


async def test_a_new_policy_restarts_open_cases_and_not_decided_ones(desk: Desk) -> None:
    async def policy_changes() -> tuple[int, int]:
        before = await desk.case()
        async with desk.db.transaction(desk.tenant) as tx:
            await jobs.enqueue(tx, "case.policy_changed", {"after": ""})
        await desk.run_jobs()
        return before.inputs_version, (await desk.case()).inputs_version

    before, after = await policy_changes()
    assert after == before + 1
    await _decide(desk)
    before, after = await policy_changes()
    assert after == before and (await desk.case()).state == "rejected"


async def test_a_failed_step_is_shown_on_the_case(desk: Desk) -> None:
    async with desk.db.transaction(desk.tenant) as tx:
        await tx.execute("update risk_policies set state = 'retired'")
        await cases.inputs_changed(tx, desk.person("A. Beck"), desk.case_id, because="test", clock=utc_now)
    with pytest.raises(PolicyNotFound):
        await desk.run_jobs(attempt=4)
    seen = await desk.overview()
    failed = [blocker for blocker in seen.blockers if blocker.code == "step.failed"]
    assert failed and failed[0].stops_rejection and "policy" in failed[0].sentence.lower()
    assert seen.case.waiting_on.endswith("1 hit to judge") and seen.case.provisional
    states: dict[str, Any] = {step.step: step.state for step in seen.steps[4:]}
    assert json.dumps(states) == '{"resolve": "done", "own": "failed", "screen": "waiting", "score": "waiting"}'
