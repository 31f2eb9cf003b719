"""From documents to Neo4j with real workers, the outbox and a real server: a worker that is killed loses and doubles nothing."""

import asyncio
import os
import signal
import subprocess
import sys
from typing import Any

import pytest

from ascertain.entrypoints.wiring import app_context
from ascertain.kernel import outbox
from ascertain.kernel.clock import utc_now
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import documents, entities
from ascertain.kyc.ownership import graph_engine
from ascertain.kyc.ownership.graph.mirroring import reconcile
from ascertain.kyc.ownership.graph.neo4j import Neo4jGraph, connect
from ascertain.kyc.ownership.graph.projection import STREAM
from tests.servers.mortal_workers import MortalWorkers
from tests.servers.worked_case import CaseDatabase, administer

_LINKS = """MATCH (a:Entity)-[r:INTEREST]->(b:Entity) RETURN a.name AS owner, b.name AS asset, r.label AS label
            ORDER BY owner, label"""


@pytest.fixture
def emptied(neo4j_url: str) -> str:
    async def empty() -> None:
        graph = connect(neo4j_url)
        await graph.run("MATCH (n) DETACH DELETE n")
        await graph.close()

    asyncio.run(empty())
    return neo4j_url


def environment(case: CaseDatabase, url: str, fault_point: str = "") -> dict[str, str]:
    return {**case.environment(fault_point), "GRAPH_URL": url}


async def _mirrored(case: CaseDatabase, url: str) -> tuple[list[dict[str, Any]], bool, bool]:
    graph = connect(url)
    async with app_context(case.settings) as context:
        links = await graph.run(_LINKS)
        agrees = all(found.agrees for found in await reconcile(context.db, graph, case.tenant))
        async with context.db.transaction(case.tenant) as tx:
            last = await outbox.last_ordinal(tx, STREAM)
    at = await _position(graph, case.tenant)
    await graph.close()
    return links, agrees, at == last


async def _position(graph: Neo4jGraph, tenant: str) -> int:
    (row,) = await graph.run("MATCH (p:Position {tenant: $tenant}) RETURN p.ordinal AS ordinal", tenant=tenant)
    return int(row["ordinal"])


def mirrored(case: CaseDatabase, url: str) -> list[tuple[str, str, str]]:
    """Owner, company and label of every statement in Neo4j, equal to Postgres, at the last event."""
    links, agrees, is_last = asyncio.run(_mirrored(case, url))
    assert agrees and is_last
    return [(link["owner"], link["asset"], link["label"]) for link in links]


REGISTER = [
    ("Calder Holdings BV", "Meridian Freight Ltd", "35 %"),
    ("Ilse Varga", "Meridian Freight Ltd", "61 %"),
    ("Nominee Services Ltd", "Meridian Freight Ltd", "4 %"),
]


async def _correct(case: CaseDatabase, shares: str) -> None:
    """What `POST /facts/{id}/review` does: Varga's number of shares is corrected."""
    actor = Actor(case.tenant, "person", "usr_beck", "A. Beck", frozenset())
    async with app_context(case.settings) as context, context.db.transaction(case.tenant) as tx:
        facts = await documents.effective_facts(tx, case.case_id)
        fact = next(fact for fact in facts if fact.property == "sharesCount" and fact.value == "610")
        await documents.review_fact(
            tx, actor, fact.id, verdict="correct", value=shares, reason="misread", clock=utc_now
        )


@pytest.mark.parametrize("place", ["graph.projecting", "graph.projected"])
def test_a_worker_killed_around_its_commit_in_neo4j_leaves_each_statement_once(
    waiting_case: CaseDatabase, mortal_workers: MortalWorkers, emptied: str, place: str
) -> None:
    clone = waiting_case.clone()
    assert mortal_workers.run(environment(clone, emptied, place)) == -signal.SIGKILL
    assert mortal_workers.run(environment(clone, emptied)) == 0
    assert mirrored(clone, emptied) == REGISTER
    asyncio.run(_correct(clone, "500"))
    assert mortal_workers.run(environment(clone, emptied, place)) == -signal.SIGKILL
    administer(clone.server, "delete from jobs_runs", clone.name)
    assert mortal_workers.run(environment(clone, emptied)) == 0
    assert mirrored(clone, emptied) == [REGISTER[0], ("Ilse Varga", "Meridian Freight Ltd", "50 %"), REGISTER[2]]


def command(case: CaseDatabase, url: str, name: str, fault_point: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "ascertain.entrypoints", "graph", name],
        env={**os.environ, **environment(case, url, fault_point)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_one_command_compares_and_one_refills_even_after_it_was_killed(
    worked_case: CaseDatabase, mortal_workers: MortalWorkers, emptied: str
) -> None:
    clone = worked_case.clone()
    checked = command(clone, emptied, "check")
    assert checked.returncode == 1 and "no" in checked.stdout.lower(), checked.stderr
    assert command(clone, emptied, "rebuild", "graph.filled").returncode == -signal.SIGKILL
    assert asyncio.run(_answered(clone, emptied)) == asyncio.run(
        _answered(clone, None)
    )  # by Postgres, and not by half a graph
    filled = command(clone, emptied, "rebuild")
    assert (filled.returncode, filled.stdout.split()[-2:]) == (0, ["1", "case"]), filled.stderr
    assert mirrored(clone, emptied) == REGISTER
    assert command(clone, emptied, "check").returncode == 0


async def _answered(case: CaseDatabase, url: str | None) -> set[str]:
    """Who is near the customer, by the engine that an API process would ask."""
    graph = connect(url) if url else None
    async with app_context(case.settings) as context:
        async with context.db.transaction(case.tenant) as tx:
            customer = next(p for p in await entities.list_parties(tx, case.case_id) if "customer" in p.roles)
        near = await graph_engine(context.db, graph).neighbours(case.tenant, customer.entity_id, depth=2)
    if graph:
        await graph.close()
    assert near.nodes
    return {node.name for node in near.nodes}
