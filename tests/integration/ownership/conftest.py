"""The graph of two cases, and both engines that answer for it."""

from collections.abc import AsyncIterator
from fractions import Fraction

import pytest

from ascertain.kernel import outbox
from ascertain.kernel.database import Database
from ascertain.kyc.ownership.graph import GraphEngine, GraphLink, GraphNode, PostgresGraph, Shared, store
from ascertain.kyc.ownership.graph.following import FollowedGraph
from ascertain.kyc.ownership.graph.mirroring import catch_up
from ascertain.kyc.ownership.graph.neo4j import Neo4jGraph, connect
from ascertain.kyc.ownership.graph.projection import CHANGED, STREAM
from ascertain.kyc.ownership.graph.rows import CaseRows
from ascertain.kyc.ownership.interests import share_to_json
from tests.servers.neo4j.starting import neo4j_url

__all__ = ["neo4j_url"]

_PEOPLE = ("ann", "bob", "cy", "dan")


def link(
    case: str, source: str, target: str, percent: int, *, interest: str = "shareholding", current: bool = True
) -> GraphLink:
    """A statement of a share."""
    share = share_to_json(Fraction(percent, 100))
    return GraphLink(
        f"{source}-{target}-{interest}-{percent}", case, source, target, interest, f"{percent} %", share, "2026-01-01",
        is_current=current, fact_ids=(f"fact-{source}",),
    )  # fmt: skip


def case_rows(case: str, links: list[GraphLink], shared: list[Shared] | None = None) -> CaseRows:
    """The rows of a case from its links."""
    ids = dict.fromkeys(end for one in links for end in (one.source, one.target))
    ids |= dict.fromkeys(one.entity_id for one in shared or [])
    nodes = tuple(GraphNode(i, i.title(), "person" if i in _PEOPLE else "company", "gb") for i in ids)
    return CaseRows(case, nodes, tuple(links), tuple(shared or ()))


CASES = [
    case_rows(
        "case_1",
        [link("case_1", "ann", "alpha", 60), link("case_1", "alpha", "meridian", 35), link("case_1", "bob", "meridian", 61),
         link("case_1", "bob", "meridian", 20, current=False)],
        [Shared("meridian", "address", "1 quay street"), Shared("ann", "phone", "441234567")],
    ),
    case_rows(
        "case_2",
        [link("case_2", "alpha", "beta", 50), link("case_2", "beta", "alpha", 10), link("case_2", "cy", "beta", 40)],
        [Shared("beta", "address", "1 quay street"), Shared("cy", "phone", "441234567"), Shared("cy", "email", "c@x.example")],
    ),
    case_rows(
        "case_3",
        [link("case_3", "dan", "gamma", 100), link("case_3", "dan", "gamma", 0, interest="boardMember")],
        [Shared("gamma", "address", "1 quay street"), Shared("dan", "email", "c@x.example")],
    ),
]  # fmt: skip


async def change_case(db: Database, tenant: str, rows: CaseRows) -> None:
    """Put a case's rows, as the ownership step does: rows and event in one transaction."""
    async with db.transaction(tenant) as tx:
        await store.replace_case(tx, rows)
        await outbox.publish(tx, CHANGED, {"case_id": rows.case_id}, stream=STREAM)


@pytest.fixture
async def graph_db(db: Database, tenant: str, other_tenant: str) -> Database:
    """A database that holds the three cases, and one of another tenant with the same ids."""
    for rows in CASES:
        await change_case(db, tenant, rows)
    await change_case(db, other_tenant, case_rows("case_1", [link("case_1", "dan", "meridian", 99)]))
    return db


@pytest.fixture
async def mirror(neo4j_url: str) -> AsyncIterator[Neo4jGraph]:
    """Neo4j, emptied."""
    graph = connect(neo4j_url)
    await graph.run("MATCH (n) DETACH DELETE n")
    yield graph
    await graph.close()


@pytest.fixture(params=["postgres", "neo4j", "followed"])
async def engine(
    request: pytest.FixtureRequest, graph_db: Database, tenant: str, other_tenant: str
) -> AsyncIterator[GraphEngine]:
    """Each engine with the same contents."""
    if request.param == "postgres":
        yield PostgresGraph(graph_db)
        return
    graph = connect(request.getfixturevalue("neo4j_url"))
    await graph.run("MATCH (n) DETACH DELETE n")
    await catch_up(graph_db, graph, tenant)
    await catch_up(graph_db, graph, other_tenant)
    yield graph if request.param == "neo4j" else FollowedGraph(graph_db, graph)
    await graph.close()
