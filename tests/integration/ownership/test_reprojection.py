"""The graph rows of a case come from its stored statements: after a merge or split they are projected again."""

import asyncio
import json
from datetime import date

import pytest

from ascertain.kernel.clock import FixedClock
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.jobs import Job
from ascertain.kernel.outbox import Event
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import entities, ownership
from ascertain.kyc.ownership import imports, jobs
from ascertain.kyc.ownership.computing import reproject
from ascertain.kyc.ownership.graph import PostgresGraph, store

_STATEMENTS = [
    {"statementId": "a" * 32, "declarationSubject": "a", "statementDate": "2026-01-01", "recordId": "a", "recordType": "entity",
     "recordDetails": {"isComponent": False, "entityType": {"type": "registeredEntity"}, "name": "Alpha Ltd"}},
    {"statementId": "p" * 32, "declarationSubject": "a", "statementDate": "2026-01-01", "recordId": "p", "recordType": "person",
     "recordDetails": {"isComponent": False, "personType": "knownPerson", "names": [{"fullName": "Ann Poe"}]}},
    {"statementId": "r" * 32, "declarationSubject": "a", "statementDate": "2026-01-01", "recordId": "r",
     "recordType": "relationship", "recordDetails": {"isComponent": False, "subject": "a", "interestedParty": "p",
     "interests": [{"type": "shareholding", "directOrIndirect": "direct", "share": {"exact": 60}}]}},
]  # fmt: skip


async def nothing(tx: Connection) -> None:
    """No fence."""


async def test_a_merge_elsewhere_projects_the_case_again(
    db: Database, tenant: str, actor: Actor, clock: FixedClock
) -> None:
    async with db.transaction(tenant) as tx:
        await ownership.import_statements(
            tx, actor, ownership.read_import("case_1", "alpha.json", json.dumps(_STATEMENTS))
        )
    records = await ownership.imported_records(db, tenant, "case_1")
    customer = entities.DeclaredCustomer("Alpha Ltd", "company")
    await entities.resolve_case(db, tenant, "case_1", customer=customer, fence=nothing, imported=records)
    rule = ownership.OwnershipRule("eu", 0.25, date(2026, 11, 21))
    await ownership.compute_case(db, tenant, "case_1", rule=rule, fence=nothing)
    engine = PostgresGraph(db)
    before = await engine.contents(tenant, ["case_1"])
    assert (len(before.nodes), len(before.links)) == (2, 1)
    async with db.transaction(tenant) as tx:
        entity = next(node.split(" ")[1] for node in before.nodes)
        await tx.execute("delete from ownership_graph_links")
        event = Event("evt_1", tenant, entity, 1, "entity.merged", {"entity_id": entity, "from": "ent_gone"}, clock())
        handler = next(act for topic, _, act in jobs.subscriptions(mirrored=False) if topic == "entity.merged")
        await handler(tx, event)
        assert await tx.fetchval("select count(*) from queue.pgqueuer where entrypoint = $1", jobs.REPROJECT_JOB) == 1
        await tx.execute("delete from ownership_graph_nodes")
    (spec,) = jobs.job_specs(db, clock=clock)
    await spec.run(Job("1", tenant, jobs.REPROJECT_JOB, {"case_id": "case_1"}, 1))
    assert await engine.contents(tenant, ["case_1"]) == before
    async with db.transaction(tenant) as tx:
        (projected,) = (await store.case_rows(tx, ["case_1"]))[0].links
    assert (projected.share, projected.label) == ({"low": "3/5", "high": "3/5"}, "60 %")


async def test_two_imports_at_once_do_not_pass_the_limit_together(
    db: Database, tenant: str, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "MOST_STATEMENTS", 5)
    content = json.dumps(_STATEMENTS)

    async def bring(number: int) -> None:
        async with db.transaction(tenant) as tx:
            await ownership.import_statements(
                tx, actor, ownership.read_import("case_1", f"alpha-{number}.json", content)
            )
            await asyncio.sleep(0.1)

    ended = await asyncio.gather(*(bring(number) for number in range(3)), return_exceptions=True)
    refused = [one for one in ended if isinstance(one, imports.TooManyStatements)]
    assert len(refused) == 2 and "at most 5 statements. This case has 3, and the file at least 3" in str(refused[0])
    async with db.transaction(tenant) as tx:
        assert await tx.fetchval("select count(*) from ownership_imports where case_id = 'case_1'") == 1


async def test_a_second_writer_of_a_case_waits_for_the_first(
    db: Database, tenant: str, actor: Actor, clock: FixedClock
) -> None:
    async with db.transaction(tenant) as tx:
        await ownership.import_statements(
            tx, actor, ownership.read_import("case_1", "alpha.json", json.dumps(_STATEMENTS))
        )
    records = await ownership.imported_records(db, tenant, "case_1")
    customer = entities.DeclaredCustomer("Alpha Ltd", "company")
    await entities.resolve_case(db, tenant, "case_1", customer=customer, fence=nothing, imported=records)
    await ownership.compute_case(
        db, tenant, "case_1", rule=ownership.OwnershipRule("eu", 0.25, date(2026, 11, 21)), fence=nothing
    )
    async with db.transaction(tenant) as tx:
        for table in ("links", "keys", "nodes"):
            await tx.execute(f"delete from ownership_graph_{table}")
    (spec,) = jobs.job_specs(db, clock=clock)
    async with db.transaction(tenant) as tx:
        await reproject(tx, "case_1", date(2026, 11, 21))
        second = asyncio.ensure_future(spec.run(Job("1", tenant, jobs.REPROJECT_JOB, {"case_id": "case_1"}, 1)))
        done, _ = await asyncio.wait([second], timeout=0.5)
        assert not done
    await second
