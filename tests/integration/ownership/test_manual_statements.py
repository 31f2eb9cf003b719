"""Statements that people enter: the choice between two sources, and regulatory statuses; from documents to owners."""

import json

import pytest

from ascertain.kyc import cases, documents, ownership
from ascertain.kyc.ownership.declarations import NoSuchConflict, add_status, choose_source, withdraw_status
from ascertain.kyc.ownership.imports import import_statements, read_import
from ascertain.kyc.ownership.store import find_result
from tests.integration.ownership.test_owners_from_documents import TIDEWATER, add, document, give, members, owners
from tests.servers.worked_case import Desk

OLD, NEW = ("Ben Coyle", 600), ("Ann Birch", 400)


def chart(company: str, number: str, day: str, *held: tuple[str, int]) -> bytes:
    rows = [[name, company, f"{share} %"] for name, share in held]
    return document("Ownership structure chart", company, number, day, ["Owner", "Company", "Share"], rows)


async def shares(desk: Desk, case: str) -> dict[str, float]:
    return {owner.name: owner.total_fraction for owner in (await owners(desk, case)).owners if owner.total_fraction}


async def test_a_later_chart_conflicts_with_the_register_and_counts_once_a_person_chooses_it(desk: Desk) -> None:
    register = members(*TIDEWATER, "30 September 2024", OLD, NEW)
    case = await give(desk, TIDEWATER, register, chart(*TIDEWATER, "1 November 2026", ("Zoe Marsh", 100)))
    found = await owners(desk, case)
    assert await shares(desk, case) == {"Ben Coyle": 0.6, "Ann Birch": 0.4}
    (conflict,) = found.conflicts
    assert [(one.name, one.share) for one in conflict.kept.holders] == [("Ben Coyle", "60 %"), ("Ann Birch", "40 %")]
    assert [(one.name, one.share) for one in conflict.other.holders] == [("Zoe Marsh", "100 %")]
    assert (conflict.kept.rank, conflict.other.rank) == ("register or official extract", "own statement")
    assert [flag.severity for flag in found.flags if flag.code == "sources_differ"] == ["warning"]
    async with desk.db.transaction(desk.tenant) as tx:
        known = {fact.id for fact in await documents.effective_facts(tx, case)}
    evidence = [fact_id for side in (conflict.kept, conflict.other) for one in side.holders for fact_id in one.fact_ids]
    assert evidence and set(evidence) <= known

    other = conflict.other
    where = {"document_id": other.document_id, "subject": other.subject, "interest": conflict.interest}
    beck = desk.person("beck")
    async with desk.db.transaction(desk.tenant) as tx:
        await choose_source(tx, beck, case, **where, reason="the shares were sold in October")
    await desk.run_jobs()
    assert await shares(desk, case) == {"Zoe Marsh": 1.0}
    async with desk.db.transaction(desk.tenant) as tx:
        stored = await find_result(tx, case)
        assert beck.id in {maker.id for maker in await cases.list_makers(tx, await cases.get_case(tx, case))}
    assert stored and [(c.reason, c.chosen_by) for c in stored.conflicts] == [
        ("the shares were sold in October", beck.name)
    ]
    with pytest.raises(NoSuchConflict):
        async with desk.db.transaction(desk.tenant) as tx:
            await choose_source(tx, beck, case, **where, reason="again")

    back = stored.conflicts[0].other
    async with desk.db.transaction(desk.tenant) as tx:
        await choose_source(
            tx,
            beck,
            case,
            document_id=back.document_id,
            subject=back.subject,
            interest="shareholding",
            reason="no sale",
        )
    await desk.run_jobs()
    assert await shares(desk, case) == {"Ben Coyle": 0.6, "Ann Birch": 0.4}


async def test_a_choice_ends_with_a_newer_register(desk: Desk) -> None:
    register = members(*TIDEWATER, "30 September 2024", OLD, NEW)
    case = await give(desk, TIDEWATER, register, chart(*TIDEWATER, "1 November 2026", ("Zoe Marsh", 100)))
    (conflict,) = (await owners(desk, case)).conflicts
    other = conflict.other
    async with desk.db.transaction(desk.tenant) as tx:
        await choose_source(
            tx, desk.person("beck"), case, document_id=other.document_id, subject=other.subject,
            interest=conflict.interest, reason="the shares were sold",
        )  # fmt: skip
    await desk.run_jobs()
    assert await shares(desk, case) == {"Zoe Marsh": 1.0}
    await add(desk, case, members(*TIDEWATER, "15 October 2026", ("Ann Birch", 1000)))
    assert await shares(desk, case) == {"Ann Birch": 1.0}
    (again,) = (await owners(desk, case)).conflicts
    assert (again.reason, [one.name for one in again.kept.holders]) == (None, ["Ann Birch"])


async def test_a_status_that_a_person_enters_excludes_the_customer_until_it_is_withdrawn(desk: Desk) -> None:
    case = await give(desk, TIDEWATER, members(*TIDEWATER, "30 September 2026", OLD, NEW))
    found = await owners(desk, case, regime="us")
    assert [owner.name for owner in found.owners if owner.is_beneficial_owner] == ["Ben Coyle", "Ann Birch"]
    company = found.company_party_id or ""
    async with desk.db.transaction(desk.tenant) as tx:
        status = await add_status(tx, desk.person("beck"), case, company, "insurer", "the State's list of insurers")
    await desk.run_jobs()
    found = await owners(desk, case, regime="us")
    assert [(one.effect, one.article) for one in found.exclusions] == [("excluded", "31 CFR 1010.230(e)(2)(xii)")]
    assert found.exclusions[0].source.startswith("the State's list of insurers (entered by ")
    assert not [owner for owner in found.owners if owner.is_beneficial_owner]
    assert (
        len([owner for owner in (await owners(desk, case)).owners if owner.is_beneficial_owner]) == 2
    )  # the EU asks on
    async with desk.db.transaction(desk.tenant) as tx:
        await withdraw_status(tx, desk.person("beck"), case, status.id or "")
    assert (await owners(desk, case, regime="us")).exclusions == ()


async def test_the_evidence_of_an_imported_holding_is_its_statement(desk: Desk) -> None:
    case = await give(desk, TIDEWATER)
    link = {"id": "own-1", "schema": "Ownership", "properties": {"owner": ["p"], "asset": ["t"], "percentage": ["60"]}}
    person = {"id": "p", "schema": "Person", "properties": {"name": ["Nora Quill"]}}
    company = {"id": "t", "schema": "Company", "properties": {"name": [TIDEWATER[0]]}}
    text = "\n".join(json.dumps(one) for one in (person, company, link))
    async with desk.db.transaction(desk.tenant) as tx:
        stored = await import_statements(tx, desk.person("beck"), read_import(case, "owners.jsonl", text))
    await desk.run_jobs()
    (nora,) = (await owners(desk, case)).owners
    (evidence,) = nora.paths[0].steps[0].fact_ids
    async with desk.db.transaction(desk.tenant) as tx:
        statement = await ownership.find_statement(tx, evidence)
        assert await ownership.find_statement(tx, f"{stored.id}:nothing") is None
    assert statement and (statement.filename, statement.statement_id) == ("owners.jsonl", "own-1")
    assert json.loads(statement.text) == link
