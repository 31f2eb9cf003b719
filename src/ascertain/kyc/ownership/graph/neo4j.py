"""Graph queries by Neo4j over Bolt; its contents are projected from Postgres (`mirroring`, `neo4j_rows`).

Nodes are `Entity`, `Case` and `Thing` (an attribute that entities share); relationships are INTEREST (a statement), HAS (an
attribute of an entity) and STANDS_IN (the case of an entity). Everything carries the tenant, and the key of an entity begins with
it, so that no query can leave the tenant. The properties of INTEREST are those of GraphLink, with the share as JSON text.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from neo4j import AsyncDriver, AsyncGraphDatabase
from neo4j.exceptions import AuthError, DriverError, TransientError

from ascertain.kernel.errors import Unavailable
from ascertain.kyc.ownership.graph.model import (
    MOST_SHARING,
    MOST_TOUCHING,
    CaseTouched,
    GraphContents,
    GraphCounts,
    GraphLink,
    GraphNode,
    HiddenLink,
    Position,
    Subgraph,
    latest_links,
)
from ascertain.kyc.ownership.graph.neo4j_rows import key_of
from ascertain.kyc.ownership.graph.postgres import hidden_from, nearest_cases
from ascertain.kyc.ownership.sources import OWN_WORD

# The limits of the HTTP routes, enforced again here, since the path length becomes part of the query text.
_MOST_DEPTH, _MOST_LONG = 6, 12
_INDEXES = (
    "CREATE CONSTRAINT entity_key IF NOT EXISTS FOR (e:Entity) REQUIRE e.key IS UNIQUE",
    "CREATE CONSTRAINT thing_key IF NOT EXISTS FOR (t:Thing) REQUIRE t.key IS UNIQUE",
    "CREATE CONSTRAINT case_key IF NOT EXISTS FOR (c:Case) REQUIRE c.key IS UNIQUE",
    "CREATE CONSTRAINT position_tenant IF NOT EXISTS FOR (p:Position) REQUIRE p.tenant IS UNIQUE",
    "CALL db.awaitIndexes(60)",
)
_IN_CASES = "UNWIND $keys AS key MATCH (c:Case {key: key})<-[:STANDS_IN]-(e)"
_CONTENTS = (
    f"{_IN_CASES} RETURN c.id + ' ' + e.id + ' ' + e.kind + ' ' + e.name AS id",
    f"""{_IN_CASES}-[r:INTEREST {{case_id: c.id}}]->(b)
        RETURN c.id + ' ' + r.id + ' ' + e.id + ' ' + b.id + ' ' + r.label + ' ' + toString(r.is_current) AS id""",
    f"{_IN_CASES}-[:HAS {{case_id: c.id}}]->(t) RETURN c.id + ' ' + e.id + ' ' + t.kind + ' ' + t.value AS id",
)


class GraphUnavailable(Unavailable):
    """The graph database does not answer."""

    code = "ownership.graph_unavailable"


def connect(url: str, database: str = "neo4j") -> "Neo4jGraph":
    """A graph at `bolt://[user:password@]host:port`; the first query opens the connection."""
    scheme, _, rest = url.partition("://")
    credentials, at, host = rest.rpartition("@")
    user, _, password = credentials.partition(":")
    auth = (user, password) if at else None
    # A graph without shared attributes has no HAS yet, and the server would log a warning for every query that names it. The short
    # timeouts hand a query to Postgres (`following`) instead of letting a request wait for a server that is down.
    driver = AsyncGraphDatabase.driver(
        f"{scheme}://{host}",
        auth=auth,
        notifications_min_severity="OFF",
        connection_timeout=5,
        connection_acquisition_timeout=10,
        max_transaction_retry_time=5,
    )
    return Neo4jGraph(driver, database)


def _node(entity: Any) -> GraphNode:
    return GraphNode(entity["id"], entity["name"], entity["kind"], entity.get("country"))


def _link(relationship: Any, source: str, target: str) -> GraphLink:
    share = relationship.get("share")
    return GraphLink(
        id=relationship["id"],
        case_id=relationship["case_id"],
        source=source,
        target=target,
        interest=relationship["interest"],
        label=relationship["label"],
        share=json.loads(share) if share else None,
        stated_on=relationship.get("stated_on"),
        start_date=relationship.get("start_date"),
        end_date=relationship.get("end_date"),
        is_current=relationship["is_current"],
        document_id=relationship.get("document_id"),
        fact_ids=tuple(relationship.get("fact_ids") or ()),
        source_rank=relationship.get("source_rank", OWN_WORD),
    )


class Neo4jGraph:
    """The engine for long paths over large graphs; it has only the rows that were projected to it."""

    def __init__(self, driver: AsyncDriver, database: str = "neo4j") -> None:
        self.driver = driver
        self.database = database
        self._has_indexes = False

    async def run(self, query: str, **values: Any) -> list[dict[str, Any]]:
        """The rows of one query in a transaction of its own. Raises GraphUnavailable."""
        try:
            found = await self.driver.execute_query(query, values, database_=self.database)
        except (DriverError, AuthError, TransientError) as error:
            raise GraphUnavailable("The graph database at GRAPH_URL does not answer.") from error
        return [dict(record) for record in found.records]

    async def ensure_indexes(self) -> None:
        """Create the constraints that every write relies on, once per process."""
        if not self._has_indexes:
            for statement in _INDEXES:
                await self.run(statement)
            self._has_indexes = True

    async def close(self) -> None:
        """Close the connections."""
        await self.driver.close()

    async def position(self, tenant_id: str) -> Position:
        """The state of the projection of the tenant, from 0 where nothing was projected yet."""
        rows = await self.run(
            """OPTIONAL MATCH (p:Position {tenant: $tenant})
               RETURN coalesce(p.ordinal, 0) AS ordinal, p.filled AS filled, p.rebuild IS NULL AS is_complete""",
            tenant=tenant_id,
        )
        return Position(**rows[0])

    async def find_node(self, tenant_id: str, entity_id: str) -> GraphNode | None:
        """See GraphEngine."""
        rows = await self.run("MATCH (e:Entity {key: $key}) RETURN e", key=key_of(tenant_id, entity_id))
        return _node(rows[0]["e"]) if rows else None

    async def neighbours(self, tenant_id: str, entity_id: str, *, depth: int = 1, limit: int = 200) -> Subgraph:
        """See GraphEngine."""
        levels, cut = await self._levels(tenant_id, entity_id, min(depth, _MOST_DEPTH), limit)
        rows = await self.run(
            """UNWIND $keys AS key MATCH (a:Entity {key: key})
               OPTIONAL MATCH (a)-[r:INTEREST]->(b:Entity) WHERE r.is_current AND b.key IN $keys
               RETURN a, collect([r, b.id]) AS held""",
            keys=[key_of(tenant_id, entity) for entity in levels],
        )
        nodes = sorted((_node(row["a"]) for row in rows), key=lambda node: (levels[node.id], node.id))
        links = [_link(r, row["a"]["id"], target) for row in rows for r, target in row["held"] if r is not None]
        return Subgraph(tuple(nodes), latest_links(links), cut)

    async def _levels(self, tenant_id: str, entity_id: str, depth: int, limit: int) -> tuple[dict[str, int], bool]:
        levels = {entity_id: 0}
        waiting = [entity_id]
        for distance in range(1, depth + 1):
            rows = await self.run(
                """UNWIND $keys AS key MATCH (a:Entity {key: key})-[r:INTEREST]-(b:Entity) WHERE r.is_current
                   RETURN DISTINCT b.id AS id""",
                keys=[key_of(tenant_id, entity) for entity in waiting],
            )
            new = sorted({row["id"] for row in rows} - levels.keys())
            waiting = new[: max(limit - len(levels), 0)]
            levels |= dict.fromkeys(waiting, distance)
            if len(waiting) < len(new):
                return levels, True
            if not waiting:
                break
        return levels, False

    async def above(self, tenant_id: str, entity_id: str, *, limit: int = 20_000) -> Subgraph:
        """See GraphEngine."""
        found: dict[str, GraphLink] = {}
        seen, waiting = {entity_id}, {entity_id}
        nodes: dict[str, GraphNode] = {}
        start = await self.find_node(tenant_id, entity_id)
        if start:
            nodes[start.id] = start
        while waiting and len(found) < limit:
            rows = await self.run(
                """UNWIND $keys AS key MATCH (b:Entity {key: key})<-[r:INTEREST]-(a:Entity)
                   RETURN a, r, b.id AS target LIMIT $limit""",
                keys=[key_of(tenant_id, entity) for entity in waiting],
                limit=limit - len(found),
            )
            for row in rows:
                link = _link(row["r"], row["a"]["id"], row["target"])
                found[f"{link.case_id} {link.id}"] = link
                nodes[row["a"]["id"]] = _node(row["a"])
            waiting = {row["a"]["id"] for row in rows} - seen
            seen |= waiting
        # At exactly the limit the answer may be complete, which cannot be distinguished: it is reported as cut.
        return Subgraph(tuple(nodes.values()), tuple(found.values()), len(found) >= limit)

    async def shortest_link(self, tenant_id: str, source: str, target: str, *, longest: int = 6) -> Subgraph | None:
        """See GraphEngine."""
        if source == target:
            node = await self.find_node(tenant_id, source)
            return Subgraph((node,) if node else (), ())
        rows = await self.run(
            f"""MATCH (a:Entity {{key: $source}}), (b:Entity {{key: $target}})
                MATCH p = shortestPath((a)-[:INTEREST|HAS*..{min(longest, _MOST_LONG)}]-(b))
                WHERE all(r IN relationships(p) WHERE coalesce(r.is_current, true))
                  AND all(n IN nodes(p) WHERE n:Entity OR COUNT {{ (n)<-[:HAS]-() }} <= $most)
                RETURN nodes(p) AS nodes""",
            source=key_of(tenant_id, source),
            target=key_of(tenant_id, target),
            most=MOST_SHARING,
        )
        if not rows:
            return None
        path = rows[0]["nodes"]
        links: list[GraphLink] = []
        for one, other in pairwise(path):
            links += await self._between(one, other)
        return Subgraph(tuple(_shown(node) for node in path), tuple(links))

    async def _between(self, one: Any, other: Any) -> Iterable[GraphLink]:
        thing = next((node for node in (one, other) if "Thing" in node.labels), None)
        if thing is not None:
            entity = other if thing is one else one
            shown = _shown(thing)
            same = f"same {shown.kind}"
            return [GraphLink(f"{entity['id']} {shown.id}", "", entity["id"], shown.id, same, same)]
        rows = await self.run(
            """MATCH (a:Entity {key: $one})-[r:INTEREST]-(b:Entity {key: $other}) WHERE r.is_current
               RETURN r, startNode(r).id AS source, endNode(r).id AS target""",
            one=one["key"],
            other=other["key"],
        )
        return latest_links(_link(row["r"], row["source"], row["target"]) for row in rows)

    async def cases_touched(self, tenant_id: str, entity_id: str, *, depth: int = 1) -> list[CaseTouched]:
        """See GraphEngine."""
        levels, _ = await self._levels(tenant_id, entity_id, min(depth, _MOST_DEPTH), MOST_TOUCHING)
        rows = await self.run(
            """UNWIND $keys AS key MATCH (e:Entity {key: key})-[:STANDS_IN]->(c:Case)
               RETURN c.id AS case_id, e.id AS id, e.name AS name""",
            keys=[key_of(tenant_id, entity) for entity in levels],
        )
        return nearest_cases([(row["case_id"], row["id"], levels[row["id"]], row["name"]) for row in rows])

    async def hidden_links(self, tenant_id: str, entity_id: str, *, limit: int = 50) -> list[HiddenLink]:
        """See GraphEngine."""
        rows = await self.run(
            """MATCH (e:Entity {key: $key})-[:HAS]->(t:Thing)
               WITH DISTINCT e, t, COUNT { MATCH (t)<-[:HAS]-(x:Entity) RETURN DISTINCT x } AS sharing WHERE sharing > 1
               MATCH (t)<-[:HAS]-(o:Entity) WHERE o <> e
               RETURN DISTINCT o, t.kind AS kind, t.value AS value, sharing""",
            key=key_of(tenant_id, entity_id),
        )
        return hidden_from([(_node(row["o"]), row["kind"], row["value"], row["sharing"]) for row in rows], limit)

    async def list_case_ids(self, tenant_id: str) -> list[str]:
        """See GraphEngine."""
        rows = await self.run(
            "MATCH (c:Case) WHERE c.key STARTS WITH $prefix RETURN c.id AS id ORDER BY id", prefix=key_of(tenant_id, "")
        )
        return [row["id"] for row in rows]

    async def counts(self, tenant_id: str) -> GraphCounts:
        """See GraphEngine."""
        (row,) = await self.run(
            """CALL () { MATCH (c:Case)<-[:STANDS_IN]-() WHERE c.key STARTS WITH $prefix RETURN count(*) AS nodes }
               CALL () { MATCH (e:Entity)-[:INTEREST]->() WHERE e.key STARTS WITH $prefix RETURN count(*) AS links }
               CALL () { MATCH (e:Entity)-[:HAS]->() WHERE e.key STARTS WITH $prefix RETURN count(*) AS keys }
               RETURN nodes, links, keys""",
            prefix=key_of(tenant_id, ""),
        )
        return GraphCounts(row["nodes"], row["links"], row["keys"])

    async def contents(self, tenant_id: str, case_ids: Sequence[str]) -> GraphContents:
        """See GraphEngine."""
        found = [await self.run(query, keys=[key_of(tenant_id, case) for case in case_ids]) for query in _CONTENTS]
        return GraphContents(*(frozenset(row["id"] for row in rows) for rows in found))


def _shown(node: Any) -> GraphNode:
    if "Thing" in node.labels:
        return GraphNode(f"key {node['kind']} {node['value']}", node["value"], node["kind"])
    return _node(node)
