"""Whatever changes what a decision rests on stops an agreement to it, before any worker has seen the change."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from ascertain.ai.reading import ReaderPool
from ascertain.entrypoints.demo.samples import applications
from ascertain.entrypoints.wiring import make_intake
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import Connection
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import cases, documents, entities, ownership, risk, screening
from ascertain.kyc.cases import CaseBlocked, CaseChanged
from ascertain.kyc.cases.inputs import CHANGES
from ascertain.kyc.documents import flag_store, flags, reclassification
from ascertain.kyc.documents import store as documents_store
from ascertain.kyc.documents.model import FoundFlag
from ascertain.kyc.entities import judging
from ascertain.kyc.extraction import Part, builtin_catalogue
from ascertain.kyc.ownership import declarations
from tests.servers.worked_case import Desk

Act = Callable[[Desk, Connection, Actor], Awaitable[object]]
_FTM = '{"id": "p1", "schema": "Person", "properties": {"name": ["Ida Roth"]}}\n'


async def _review_fact(desk: Desk, tx: Connection, who: Actor, verdict: str) -> object:
    fact = next(fact for fact in await documents.list_facts(tx, desk.case_id) if fact.property == "name")
    value = "Calder Lindenhof B.V." if verdict == "correct" else None
    return await documents.review_fact(tx, who, fact.id, verdict=verdict, value=value, clock=utc_now)  # type: ignore[arg-type]


async def _accept(desk: Desk, tx: Connection, who: Actor) -> object:
    return await _review_fact(desk, tx, who, "accept")


async def _correct(desk: Desk, tx: Connection, who: Actor) -> object:
    return await _review_fact(desk, tx, who, "correct")


async def _reject(desk: Desk, tx: Connection, who: Actor) -> object:
    return await _review_fact(desk, tx, who, "reject")


async def _retype(desk: Desk, tx: Connection, who: Actor) -> object:
    document = (await documents.list_documents(tx, desk.case_id))[0]
    parts = [Part("unknown", 1.0, 1, document.pages_total or 1)]
    return await reclassification.set_parts(tx, who, document.id, parts, catalogue=builtin_catalogue())


async def _flag(desk: Desk, tx: Connection, who: Actor) -> object:
    document = (await documents.list_documents(tx, desk.case_id))[0]
    flag = FoundFlag("page.poor", "note", "Page 1 is of poor quality.", 1)
    return await flag_store.replace_flags(tx, document.id, desk.case_id, [flag], [], utc_now())


async def _dismiss_flag(desk: Desk, tx: Connection, who: Actor) -> object:
    flag = (await documents.list_open_flags(tx, desk.case_id))[0]
    return await flags.dismiss_flag(tx, who, flag.id, "readable enough")


async def _adjudicate(desk: Desk, tx: Connection, who: Actor) -> object:
    hit = (await screening.list_hits(tx, desk.case_id))[0]
    return await screening.adjudicate(tx, who, hit.id, "different", reason="another birth date", clock=utc_now)


async def _undo(desk: Desk, tx: Connection, who: Actor) -> object:
    hit = (await screening.list_hits(tx, desk.case_id))[0]
    return await screening.adjudicate(tx, who, hit.id, None, reason=None, clock=utc_now)


async def _judge(desk: Desk, tx: Connection, who: Actor) -> object:
    first, second, *_ = [r for party in await entities.list_parties(tx, desk.case_id) for r in party.records]
    return await entities.judge(tx, who, first.id, second.id, "different")


async def _revoke(desk: Desk, tx: Connection, who: Actor) -> object:
    judged = await judging.judged_pairs(tx, limit=1)
    return await entities.revoke(tx, who, judged[0].judgement_id or "")


async def _import(desk: Desk, tx: Connection, who: Actor) -> object:
    return await ownership.import_statements(tx, who, ownership.read_import(desk.case_id, "owners.ftm.json", _FTM))


async def _add_status(desk: Desk, tx: Connection, who: Actor) -> object:
    company = next(party for party in await entities.list_parties(tx, desk.case_id) if party.schema != "Person")
    return await declarations.add_status(
        tx, who, desk.case_id, company.id, "regulated_market", "register of the exchange"
    )


async def _publish_policy(desk: Desk, tx: Connection, who: Actor) -> object:
    author = desk.person("Author of the policy")
    draft = await risk.draft_policy(tx, author, "Stricter", risk.standard_content(), clock=utc_now)
    return await risk.publish_policy(tx, who, draft.id, clock=utc_now)


async def _upload(desk: Desk, _: Connection, who: Actor) -> object:
    file = next(file for file in applications()[1].files if file.filename == "register-calder.pdf")
    readers = ReaderPool(desk.context.settings.documents)
    try:
        intake = make_intake(desk.context, readers)
        return await intake.upload(who, documents.Place(case_id=desk.case_id), file.filename, file.data())
    finally:
        await readers.close()


async def _fail_a_document(desk: Desk, tx: Connection, who: Actor) -> object:
    """A change without any event, as by the owner of the database."""
    document = (await documents.list_documents(tx, desk.case_id))[0]
    return await documents_store.update_document(tx, document.id, state="failed", error_code="x", error_detail="x")


async def _change_a_value(desk: Desk, tx: Connection, who: Actor) -> object:
    return await tx.execute("update documents_facts set value = value || ' Ltd' where property = 'name'")


# What is done, what has to be done before the proposal so that it can be, and whether it raises the version at once.
_ACTS: list[tuple[Act, Act | None, bool]] = [
    (_accept, None, True),
    (_correct, None, True),
    (_reject, None, True),
    (_retype, None, True),
    (_dismiss_flag, _flag, True),
    (_adjudicate, None, True),
    (_undo, _adjudicate, True),
    (_judge, None, True),
    (_revoke, _judge, True),
    (_import, None, True),
    (_add_status, None, True),
    (_upload, None, True),
    (_publish_policy, None, False),
    (_fail_a_document, None, False),
    (_change_a_value, None, False),
]


async def _do(desk: Desk, act: Act, who: str = "Colleague") -> None:
    async with desk.db.transaction(desk.tenant) as tx:
        await act(desk, tx, desk.person(who))


async def _propose(desk: Desk) -> cases.Proposal:
    async with desk.db.transaction(desk.tenant) as tx:
        return await cases.propose(tx, desk.person("Proposer"), desk.case_id, "reject", "read", clock=utc_now)


async def _review(desk: Desk, proposal: cases.Proposal, outcome: str = "agree") -> cases.Proposal:
    async with desk.db.transaction(desk.tenant) as tx:
        return await cases.review(tx, desk.person("Reviewer"), proposal.id, outcome, "read again", clock=utc_now)  # type: ignore[arg-type]


@pytest.mark.parametrize(("act", "before", "raises_version"), _ACTS, ids=lambda value: getattr(value, "__name__", ""))
async def test_a_change_after_the_proposal_stops_the_agreement_before_any_worker_runs(
    desk: Desk, act: Act, before: Act | None, raises_version: bool
) -> None:
    if before:
        await _do(desk, before)
        await desk.run_jobs()
    proposal = await _propose(desk)
    await _do(desk, act)
    assert ((await desk.case()).inputs_version > proposal.inputs_version) == raises_version
    with pytest.raises(CaseChanged) as refused:
        await _review(desk, proposal)
    assert refused.value.details["changed"] and refused.value.details["changed"][0] in refused.value.message
    assert (await desk.case()).state == "proposed" and await desk.count("cases_proposals where state = 'agreed'") == 0
    assert (await _review(desk, proposal, "return")).state == "returned"


async def test_a_change_before_the_proposal_blocks_it_until_the_steps_have_run_on_it(desk: Desk) -> None:
    for act in (_correct, _publish_policy):
        await _do(desk, act)
        with pytest.raises(CaseBlocked, match=r"has not (run|been scored)"):
            await _propose(desk)
        await desk.run_jobs()
    assert (await _propose(desk)).state == "waiting"


async def test_the_version_counts_a_change_once_before_and_after_its_delivery(desk: Desk) -> None:
    version = (await desk.case()).inputs_version
    await _do(desk, _accept)
    await _do(desk, _adjudicate)
    assert (await desk.case()).inputs_version == version + 2
    await desk.run_jobs()
    assert (await desk.case()).inputs_version == version + 2
    seen = await desk.overview()
    assert {step.inputs_version for step in seen.steps[4:]} == {version + 2}


async def test_an_unchanged_case_is_decided_however_often_its_lists_are_loaded_again(desk: Desk) -> None:
    proposal = await _propose(desk)
    async with desk.db.transaction(desk.tenant) as tx:
        await tx.execute("update screening_hits set list_version = 'newer'")
    assert (await _review(desk, proposal)).state == "agreed"


async def test_a_change_that_races_with_the_agreement_is_refused_or_reopens_the_case(desk: Desk) -> None:
    for _ in range(3):
        proposal = await _propose(desk)
        changed, agreed = await asyncio.gather(_do(desk, _accept), _review(desk, proposal), return_exceptions=True)
        assert changed is None
        state = "approved" if isinstance(agreed, cases.Proposal) else "proposed"
        if state == "proposed":
            assert isinstance(agreed, CaseChanged)
            await _review(desk, proposal, "return")
        await desk.run_jobs()
        assert (await desk.case()).state == "open"  # returned, or opened for another round


async def test_a_change_that_is_not_committed_yet_is_waited_for(desk: Desk) -> None:
    proposal = await _propose(desk)
    async with desk.db.transaction(desk.tenant) as tx:
        await _accept(desk, tx, desk.person("Colleague"))
        agreeing = asyncio.create_task(_review(desk, proposal))
        waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
        while not await tx.fetchval(waiting) and not agreeing.done():
            await asyncio.sleep(0.02)
            # What other connections do is read once in a transaction and remembered.
            await tx.execute("select pg_stat_clear_snapshot()")
    with pytest.raises(CaseChanged):
        await agreeing
    assert (await desk.case()).state == "proposed"


def test_every_topic_of_an_input_is_a_case_of_this_file() -> None:
    tried = {
        "document.uploaded", "document.extracted", "document.classified", "fact.reviewed", "judgement.made",
        "hit.adjudicated", "ownership.imported", "ownership.said", "hit.found", "hit.gone",
    }  # fmt: skip
    assert set(CHANGES) == tried  # list updates: tests/integration/screening/test_lists.py
