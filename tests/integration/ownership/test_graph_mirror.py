"""Neo4j follows Postgres: in order, once, from any point, and a comparison that sees what differs."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from ascertain.kernel.database import Database
from ascertain.kyc.ownership.graph import PostgresGraph, Shared, Subgraph, store
from ascertain.kyc.ownership.graph.following import FollowedGraph, projection_state
from ascertain.kyc.ownership.graph.mirroring import RebuildRunning, catch_up, rebuild, reconcile
from ascertain.kyc.ownership.graph.model import ProjectionState
from ascertain.kyc.ownership.graph.neo4j import GraphUnavailable, Neo4jGraph, connect
from tests.integration.ownership.conftest import CASES, case_rows, change_case, link


async def agrees(db: Database, mirror: Neo4jGraph, tenant: str) -> bool:
    return all(found.agrees for found in await reconcile(db, mirror, tenant))


async def test_each_event_takes_effect_once_and_a_second_run_does_nothing(
    graph_db: Database, mirror: Neo4jGraph, tenant: str
) -> None:
    assert await catch_up(graph_db, mirror, tenant) == 3
    assert await catch_up(graph_db, mirror, tenant) == 0
    assert await agrees(graph_db, mirror, tenant)


async def test_a_change_replaces_the_rows_of_the_case_and_removes_entities_without_a_case(
    graph_db: Database, mirror: Neo4jGraph, tenant: str
) -> None:
    await catch_up(graph_db, mirror, tenant)
    await change_case(graph_db, tenant, case_rows("case_1", [link("case_1", "bob", "meridian", 100)]))
    assert await catch_up(graph_db, mirror, tenant) == 1
    assert await mirror.find_node(tenant, "ann") is None
    assert await mirror.find_node(tenant, "alpha") is not None  # it is in case 2 too
    assert await agrees(graph_db, mirror, tenant)


async def test_projectors_at_once_apply_each_event_once(graph_db: Database, mirror: Neo4jGraph, tenant: str) -> None:
    for number in range(20):
        await change_case(
            graph_db, tenant, case_rows(f"case_x{number}", [link(f"case_x{number}", "ann", "alpha", number)])
        )
    applied = await asyncio.gather(*(catch_up(graph_db, mirror, tenant) for _ in range(4)))
    assert sum(applied) == 23
    assert await agrees(graph_db, mirror, tenant)


async def test_changes_in_any_order_end_in_agreement(graph_db: Database, mirror: Neo4jGraph, tenant: str) -> None:
    order = random.Random(7)
    names = ["ann", "bob", "alpha", "beta", "gamma", "meridian"]
    for _ in range(15):
        case = f"case_{order.randint(1, 4)}"
        ends = [order.sample(names, 2) for _ in range(order.randint(0, 4))]
        links = {f"{a}-{b}": link(case, a, b, order.randint(1, 99)) for a, b in ends}
        shared = [Shared(order.choice(names), "phone", str(order.randint(1000000, 1000003)))]
        await change_case(graph_db, tenant, case_rows(case, list(links.values()), shared))
        if order.random() < 0.4:
            await catch_up(graph_db, mirror, tenant)
    await catch_up(graph_db, mirror, tenant)
    assert await agrees(graph_db, mirror, tenant)


async def test_differences_are_counted_and_named_and_a_rebuild_repairs_them(
    graph_db: Database, mirror: Neo4jGraph, tenant: str, other_tenant: str
) -> None:
    await catch_up(graph_db, mirror, tenant)
    await catch_up(graph_db, mirror, other_tenant)
    await mirror.run("MATCH (:Entity {key: $key})-[r:INTEREST]->() DELETE r", key=f"{tenant}/cy")
    found = {one.kind: one for one in await reconcile(graph_db, mirror, tenant)}
    assert (found["links"].in_postgres, found["links"].in_neo4j) == (9, 8)
    assert found["links"].missing == ("case_2 cy-beta-shareholding-40 cy beta 40 % true",)
    assert await rebuild(graph_db, mirror, tenant) == len(CASES)
    assert await agrees(graph_db, mirror, tenant)
    assert await agrees(graph_db, mirror, other_tenant)
    assert await catch_up(graph_db, mirror, tenant) == 0


async def test_an_entity_has_the_name_of_its_last_case_in_both_engines(
    graph_db: Database, mirror: Neo4jGraph, tenant: str
) -> None:
    engines = (PostgresGraph(graph_db), mirror)

    async def called() -> list[str | None]:
        await catch_up(graph_db, mirror, tenant)
        return [node and node.name for node in [await engine.find_node(tenant, "alpha") for engine in engines]]

    first = CASES[0]
    renamed = replace(first, nodes=tuple(replace(n, name=f"{n.name} of the first") for n in first.nodes))
    await change_case(graph_db, tenant, renamed)  # the older case is projected last, and the newer one still names it
    assert await called() == ["Alpha", "Alpha"]
    await change_case(graph_db, tenant, case_rows("case_2", [link("case_2", "cy", "beta", 40)]))
    assert await called() == ["Alpha of the first", "Alpha of the first"]


async def test_during_a_refill_no_other_process_writes_to_the_graph(
    graph_db: Database, mirror: Neo4jGraph, tenant: str
) -> None:
    async with graph_db.transaction(tenant) as filling:
        assert await store.lock_filling(filling)
        assert await catch_up(graph_db, mirror, tenant) == 0
        with pytest.raises(RebuildRunning):
            await rebuild(graph_db, mirror, tenant)
    assert await mirror.find_node(tenant, "ann") is None
    assert await rebuild(graph_db, mirror, tenant) == len(CASES)  # the process with the lock has ended


async def test_after_a_killed_refill_the_graph_is_rebuilt_from_the_first_event(
    graph_db: Database, mirror: Neo4jGraph, tenant: str
) -> None:
    await catch_up(graph_db, mirror, tenant)
    await mirror.run("MATCH (e:Entity {key: $key}) DETACH DELETE e", key=f"{tenant}/alpha")
    await mirror.run("MATCH (p:Position {tenant: $tenant}) SET p.rebuild = 'dead'", tenant=tenant)
    assert await projection_state(graph_db, mirror, tenant) == ProjectionState(3, False, False)
    assert await catch_up(graph_db, mirror, tenant) == 3
    assert await projection_state(graph_db, mirror, tenant) == ProjectionState(0, False, True)
    assert await agrees(graph_db, mirror, tenant)


class CountingGraph(Neo4jGraph):
    """Neo4j that counts queries for neighbours, and can run something between query and answer."""

    queries = 0
    meanwhile: Callable[[], Awaitable[None]] | None = None

    async def neighbours(self, tenant_id: str, entity_id: str, *, depth: int = 1, limit: int = 200) -> Subgraph:
        self.queries += 1
        if self.meanwhile:
            await self.meanwhile()
        return await super().neighbours(tenant_id, entity_id, depth=depth, limit=limit)


async def test_queries_go_to_postgres_until_the_projection_has_caught_up(
    graph_db: Database, mirror: Neo4jGraph, tenant: str
) -> None:
    counting = CountingGraph(mirror.driver, mirror.database)
    engine = FollowedGraph(graph_db, counting)
    whole = await PostgresGraph(graph_db).neighbours(tenant, "alpha")
    assert await engine.neighbours(tenant, "alpha") == whole and counting.queries == 0  # nothing was projected yet
    await catch_up(graph_db, mirror, tenant)
    assert await engine.neighbours(tenant, "alpha") == whole and counting.queries == 1
    await change_case(graph_db, tenant, case_rows("case_1", [link("case_1", "bob", "alpha", 100)]))
    changed = await engine.neighbours(tenant, "alpha")
    assert "bob" in {node.id for node in changed.nodes} and counting.queries == 1  # one event behind
    assert (await projection_state(graph_db, mirror, tenant)).behind == 1


async def test_a_query_during_which_a_refill_began_is_repeated_in_postgres(
    graph_db: Database, mirror: Neo4jGraph, tenant: str
) -> None:
    await catch_up(graph_db, mirror, tenant)
    whole = await PostgresGraph(graph_db).neighbours(tenant, "alpha")
    counting = CountingGraph(mirror.driver, mirror.database)

    async def emptied() -> None:
        await mirror.run(
            "MATCH (p:Position {tenant: $tenant}) SET p.rebuild = 'begun', p.filled = 'begun'", tenant=tenant
        )
        await mirror.run("MATCH (e:Entity) WHERE e.tenant = $tenant DETACH DELETE e", tenant=tenant)

    counting.meanwhile = emptied
    assert await FollowedGraph(graph_db, counting).neighbours(tenant, "alpha") == whole
    assert counting.queries == 1


async def test_postgres_answers_while_neo4j_is_unavailable(graph_db: Database, tenant: str) -> None:
    gone = connect("bolt://127.0.0.1:9")
    engine = FollowedGraph(graph_db, gone)
    assert await engine.find_node(tenant, "ann") is not None
    assert await engine.state(tenant) is None
    await gone.close()


async def test_a_statement_without_a_case_is_counted(graph_db: Database, mirror: Neo4jGraph, tenant: str) -> None:
    await catch_up(graph_db, mirror, tenant)
    stray = "MATCH (a:Entity {key: $a}), (b:Entity {key: $b}) CREATE (a)-[:INTEREST {case_id: 'gone', is_current: true}]->(b)"
    await mirror.run(stray, a=f"{tenant}/ann", b=f"{tenant}/gamma")
    assert not await agrees(graph_db, mirror, tenant)


async def test_an_unavailable_server_is_reported_in_a_sentence() -> None:
    graph = connect("bolt://127.0.0.1:9")
    with pytest.raises(GraphUnavailable, match="does not answer"):
        await graph.find_node("tenant", "ann")
    await graph.close()
