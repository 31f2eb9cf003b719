"""The graph engines on the same graph: neighbours, shortest links, owners; Postgres compared with a real Neo4j."""

import json
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import asyncpg

from ascertain.kernel.database import Database
from ascertain.kernel.ids import new_id
from ascertain.kyc.ownership import GraphEngine, Network, beneficial_owners, entity_graph
from ascertain.kyc.ownership.graph import GraphLink, GraphNode, PostgresGraph
from ascertain.kyc.ownership.graph.mirroring import rebuild, reconcile
from ascertain.kyc.ownership.graph.neo4j import Neo4jGraph, connect
from ascertain.kyc.ownership.graph.rows import CaseRows
from benchmarks.ownership.networks import Model, generate
from benchmarks.results import Cell

# A case of this size is far above a usual one, so that a million statements are a manageable number of cases.
_IN_A_CASE = 2_000
QUERIES = 30
# Not measured: the first queries fill the caches of the server.
_WARM_UP = 10
ENGINES = ("Postgres", "Neo4j")
# Small groups of companies, as in an onboarding graph, where a query about one entity concerns a small part.
FAMILIES = Model(persons=0.75, back=0.05, span=30)


def cases_of(network: Network) -> list[CaseRows]:
    """The network as cases of `_IN_A_CASE` statements each."""
    found = []
    for start in range(0, len(network.owner), _IN_A_CASE):
        case = f"case_{start // _IN_A_CASE}"
        links, ids = [], {}
        for n in range(start, min(start + _IN_A_CASE, len(network.owner))):
            owner, asset = int(network.owner[n]), int(network.asset[n])
            ids[owner] = ids[asset] = None
            share = str(Fraction(int(network.numerator[n]), int(network.denominator[n])))
            links.append(
                GraphLink(
                    f"s{n}",
                    case,
                    f"e{owner}",
                    f"e{asset}",
                    "shareholding",
                    "share",
                    {"low": share, "high": share},
                    "2026-01-01",
                )
            )
        nodes = tuple(GraphNode(f"e{i}", f"Party {i}", "person" if network.is_person[i] else "company") for i in ids)
        found.append(CaseRows(case, nodes, tuple(links), ()))
    return found


async def load_postgres(owner_url: str, tenant: str, cases: list[CaseRows]) -> float:
    """Copy the rows as the owner of the tables, past row level security; returns seconds."""
    connection = await asyncpg.connect(owner_url)
    start = time.perf_counter()
    await connection.copy_records_to_table(
        "ownership_graph_nodes", columns=["tenant_id", "case_id", "entity_id", "name", "kind"],
        records=((tenant, c.case_id, n.id, n.name, n.kind) for c in cases for n in c.nodes),
    )  # fmt: skip
    await connection.copy_records_to_table(
        "ownership_graph_links",
        columns=[
            "tenant_id", "case_id", "id", "source", "target", "interest", "label", "share", "stated_on", "is_current",
            "fact_ids",
        ],
        records=(
            (tenant, li.case_id, li.id, li.source, li.target, li.interest, li.label, json.dumps(li.share), li.stated_on,
             True, [])
            for c in cases for li in c.links
        ),
    )  # fmt: skip
    await connection.execute("analyze ownership_graph_nodes; analyze ownership_graph_links")
    await connection.close()
    return time.perf_counter() - start


async def load_neo4j(db: Database, graph: Neo4jGraph, tenant: str) -> float:
    """Fill Neo4j by the function of the rebuild command; returns seconds."""
    start = time.perf_counter()
    await rebuild(db, graph, tenant)
    return time.perf_counter() - start


async def _median_ms(values: list[Any], query: Callable[[Any], Awaitable[object]]) -> tuple[float, float]:
    for one in values[:_WARM_UP]:
        await query(one)
    taken = []
    for one in values:
        start = time.perf_counter()
        await query(one)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), sorted(taken)[int(len(taken) * 0.95)]


async def measure(engine: GraphEngine, tenant: str, network: Network, name: str) -> dict[str, tuple[float, float]]:
    """Median and 95th percentile of each query, in milliseconds."""
    chance = random.Random(3)
    companies = int((~network.is_person).sum())
    some = [f"e{chance.randrange(companies)}" for _ in range(QUERIES)]
    pairs = []
    for _ in range(QUERIES):
        start = chance.randrange(companies)
        pairs.append((f"e{start}", f"e{min(start + chance.randint(20, 60), companies - 1)}"))

    async def owners(entity: str) -> object:
        graph = await entity_graph(engine, tenant, entity, entity, "Company", date(2026, 11, 21))
        return beneficial_owners(graph, entity, threshold=0.25)

    return {
        "neighbours, 1 link": await _median_ms(some, lambda e: engine.neighbours(tenant, e, depth=1)),
        "neighbours, 3 links": await _median_ms(some, lambda e: engine.neighbours(tenant, e, depth=3, limit=2000)),
        "shortest link, up to 8": await _median_ms(pairs, lambda p: engine.shortest_link(tenant, *p, longest=8)),
        "cases touched, 2 links": await _median_ms(some, lambda e: engine.cases_touched(tenant, e, depth=2)),
        "owners": await _median_ms(some, owners),
    }


@dataclass(frozen=True, slots=True)
class Compared:
    """The engines that were measured, and the rows of their table."""

    engines: tuple[str, ...]
    rows: list[list[Cell]]


async def compare(size: int, app_url: str, owner_url: str, neo4j_url: str | None) -> Compared:
    """Load both engines and print their times in one table; returns its rows."""
    checked: Cell = None
    network = generate(size, seed=5, model=FAMILIES)
    tenant = new_id("tenant")
    cases = cases_of(network)
    db = await Database.connect(app_url)
    loaded = {"Postgres": await load_postgres(owner_url, tenant, cases)}
    found = {"Postgres": await measure(PostgresGraph(db), tenant, network, "Postgres")}
    if neo4j_url:
        graph = connect(neo4j_url)
        loaded["Neo4j"] = await load_neo4j(db, graph, tenant)
        start = time.perf_counter()
        agrees = all(found.agrees for found in await reconcile(db, graph, tenant))
        checked = f"{'equal' if agrees else 'NOT equal'}, compared in {time.perf_counter() - start:.0f} s"
        print(checked, flush=True)
        found["Neo4j"] = await measure(graph, tenant, network, "Neo4j")
        await graph.close()
    await db.close()
    print(f"\n{len(network.owner):,} statements; loaded in " + ", ".join(f"{s:.0f} s ({n})" for n, s in loaded.items()))
    print("| question, ms (median / p95) | " + " | ".join(found) + " |")
    for question in found["Postgres"]:
        cells = (f"{engine[question][0]:.1f} / {engine[question][1]:.1f}" for engine in found.values())
        print(f"| {question} | " + " | ".join(cells) + " |")
    statements = len(network.owner)
    rows: list[list[Cell]] = [
        [
            statements,
            "loaded (COPY; `graph rebuild`)",
            *(f"{loaded[e]:.0f} s" if e in loaded else None for e in ENGINES),
        ],
        [statements, "compared (`graph check`)", None, checked],
    ]
    rows += [
        [
            statements,
            question,
            *("{:.1f} / {:.1f}".format(*found[e][question]) if e in found else None for e in ENGINES),
        ]
        for question in found["Postgres"]
    ]
    return Compared(tuple(found), rows)
