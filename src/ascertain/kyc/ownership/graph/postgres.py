"""Graph queries by Postgres: level by level, one query per level."""

from collections.abc import Sequence
from itertools import pairwise

from ascertain.kernel.database import Connection, Database
from ascertain.kyc.ownership.graph import store
from ascertain.kyc.ownership.graph.model import (
    MOST_SHARING,
    MOST_TOUCHING,
    CaseTouched,
    GraphContents,
    GraphCounts,
    GraphLink,
    GraphNode,
    HiddenLink,
    SharedCount,
    Subgraph,
    latest_links,
    strength_of,
)

# Links read for one level, so that an entity with hundreds of thousands of links cannot fill the memory of the process.
_MOST_LINKS = 50_000


class PostgresGraph:
    """The engine that needs nothing but the database."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def find_node(self, tenant_id: str, entity_id: str) -> GraphNode | None:
        """See GraphEngine."""
        async with self._db.transaction(tenant_id) as tx:
            return (await store.nodes_by_id(tx, [entity_id])).get(entity_id)

    async def neighbours(self, tenant_id: str, entity_id: str, *, depth: int = 1, limit: int = 200) -> Subgraph:
        """See GraphEngine."""
        async with self._db.transaction(tenant_id) as tx:
            levels, cut = await _levels(tx, entity_id, depth, limit)
            nodes = await store.nodes_by_id(tx, levels)
            links = await store.links_at(tx, levels, limit=_MOST_LINKS)
        inside = (link for link in links if link.source in levels and link.target in levels)
        ordered = sorted(nodes.values(), key=lambda node: (levels[node.id], node.id))
        return Subgraph(tuple(ordered), latest_links(inside), cut)

    async def above(self, tenant_id: str, entity_id: str, *, limit: int = 20_000) -> Subgraph:
        """See GraphEngine."""
        async with self._db.transaction(tenant_id) as tx:
            found: dict[str, GraphLink] = {}
            seen = {entity_id}
            waiting = {entity_id}
            while waiting and len(found) < limit:
                level = await store.links_to(tx, waiting, limit=limit - len(found))
                found |= {f"{link.case_id} {link.id}": link for link in level}
                waiting = {link.source for link in level} - seen
                seen |= waiting
            nodes = await store.nodes_by_id(tx, seen)
        return Subgraph(tuple(nodes.values()), tuple(found.values()), len(found) >= limit)

    async def shortest_link(self, tenant_id: str, source: str, target: str, *, longest: int = 6) -> Subgraph | None:
        """See GraphEngine."""
        async with self._db.transaction(tenant_id) as tx:
            path = await _shortest(tx, source, target, longest)
            if path is None:
                return None
            nodes = await store.nodes_by_id(tx, [step for step in path if not step.startswith("key ")])
            links = await store.links_at(tx, nodes, limit=_MOST_LINKS)
        pairs = {frozenset(pair) for pair in pairwise(path)}
        on_path = [link for link in links if frozenset((link.source, link.target)) in pairs]
        shown = [nodes.get(step) or _key_node(step) for step in path]
        return Subgraph(tuple(shown), (*latest_links(on_path), *_key_links(path)))

    async def cases_touched(self, tenant_id: str, entity_id: str, *, depth: int = 1) -> list[CaseTouched]:
        """See GraphEngine."""
        async with self._db.transaction(tenant_id) as tx:
            levels, _ = await _levels(tx, entity_id, depth, MOST_TOUCHING)
            nodes = await store.nodes_by_id(tx, levels)
            pairs = await store.cases_of(tx, levels)
        return nearest_cases([(case, entity, levels[entity], nodes[entity].name) for case, entity in pairs])

    async def hidden_links(self, tenant_id: str, entity_id: str, *, limit: int = 50) -> list[HiddenLink]:
        """See GraphEngine."""
        async with self._db.transaction(tenant_id) as tx:
            ours = {(kind, value): count for _, kind, value, count in await store.shared_by(tx, [entity_id])}
            others = await store.sharing(tx, ours)
            nodes = await store.nodes_by_id(tx, {other for found in others.values() for other in found})
        rows = [(o, kind, value, ours[kind, value]) for (kind, value), found in others.items() for o in found]
        return hidden_from([(nodes[o], k, v, n) for o, k, v, n in rows if o != entity_id and o in nodes], limit)

    async def list_case_ids(self, tenant_id: str) -> list[str]:
        """See GraphEngine."""
        async with self._db.transaction(tenant_id) as tx:
            return [case_id for case_id, _ in await store.case_sizes(tx)]

    async def counts(self, tenant_id: str) -> GraphCounts:
        """See GraphEngine."""
        async with self._db.transaction(tenant_id) as tx:
            return GraphCounts(*await store.counts(tx))

    async def contents(self, tenant_id: str, case_ids: Sequence[str]) -> GraphContents:
        """See GraphEngine."""
        async with self._db.transaction(tenant_id) as tx:
            return GraphContents(*await store.contents(tx, case_ids))


def nearest_cases(rows: list[tuple[str, str, int, str]]) -> list[CaseTouched]:
    """One entry per case: the entity through which it is nearest."""
    best: dict[str, CaseTouched] = {}
    for case_id, entity_id, distance, name in rows:
        touched = CaseTouched(case_id, distance, entity_id, name)
        known = best.get(case_id)
        if known is None or (distance, entity_id) < (known.distance, known.through_id):
            best[case_id] = touched
    return sorted(best.values(), key=lambda touched: (touched.distance, touched.case_id))


def hidden_from(rows: list[tuple[GraphNode, str, str, int]], limit: int) -> list[HiddenLink]:
    """Other entities with their shared attributes, strongest link first."""
    by_other: dict[str, tuple[GraphNode, list[SharedCount]]] = {}
    for node, kind, value, count in rows:
        by_other.setdefault(node.id, (node, []))[1].append(SharedCount(kind, value, count))
    found = [
        HiddenLink(node.id, node.name, tuple(sorted(shared)), strength_of(sorted(shared)))
        for node, shared in by_other.values()
    ]
    return sorted(found, key=lambda link: (-link.strength, link.other_id))[:limit]


async def _levels(tx: Connection, entity_id: str, depth: int, limit: int) -> tuple[dict[str, int], bool]:
    """Distances of the entities around an entity, by current links in both directions; and whether the limit applied."""
    levels = {entity_id: 0}
    waiting = {entity_id}
    for distance in range(1, depth + 1):
        links = await store.links_at(tx, waiting, limit=_MOST_LINKS)
        new = sorted({end for link in links for end in (link.source, link.target)} - levels.keys())
        added = new[: max(limit - len(levels), 0)]
        levels |= dict.fromkeys(added, distance)
        if len(added) < len(new):
            return levels, True
        waiting = set(added)
        if not waiting:
            break
    return levels, False


async def _shortest(tx: Connection, source: str, target: str, longest: int) -> list[str] | None:
    """A shortest path, searched from both ends, the smaller side first; shared attributes are nodes too.

    Two searches of half the depth visit far fewer nodes than one of the full depth.
    """
    if source == target:
        return [source]
    sides: list[dict[str, str | None]] = [{source: None}, {target: None}]
    fronts = [{source}, {target}]
    for _ in range(longest):
        # Extending the smaller side visits fewer nodes where one end is a hub.
        side = 0 if len(fronts[0]) <= len(fronts[1]) else 1
        neighbours = await _next(tx, fronts[side])
        fronts[side] = set()
        for node, origin in sorted(neighbours.items()):
            if node not in sides[side]:
                sides[side][node] = origin
                fronts[side].add(node)
        met = sorted(fronts[side] & sides[1 - side].keys())
        if met:
            return [*_back(sides[0], met[0])[::-1], *_back(sides[1], met[0])[1:]]
        if not fronts[side]:
            return None
    return None


def _back(side: dict[str, str | None], node: str) -> list[str]:
    path: list[str] = []
    current: str | None = node
    while current is not None:
        path.append(current)
        current = side[current]
    return path


async def _next(tx: Connection, front: set[str]) -> dict[str, str]:
    """The nodes next to a front, each with the node of the front that it was found from."""
    entities = {node for node in front if not node.startswith("key ")}
    keys = [tuple(node.split(" ", 2)[1:]) for node in front if node.startswith("key ")]
    found: dict[str, str] = {}
    for link in await store.links_at(tx, entities, limit=_MOST_LINKS):
        for one, other in ((link.source, link.target), (link.target, link.source)):
            if one in entities:
                found.setdefault(other, one)
    for entity, kind, value, count in await store.shared_by(tx, entities):
        # An address of thousands of companies would link everything with everything.
        if count <= MOST_SHARING:
            found.setdefault(f"key {kind} {value}", entity)
    for (kind, value), sharing in (await store.sharing(tx, [(k, v) for k, v in keys])).items():
        for entity in sharing:
            found.setdefault(entity, f"key {kind} {value}")
    return found


def _key_node(step: str) -> GraphNode:
    _, kind, value = step.split(" ", 2)
    return GraphNode(step, value, kind)


def _key_links(path: list[str]) -> tuple[GraphLink, ...]:
    found = []
    for one, other in pairwise(path):
        key, entity = (one, other) if one.startswith("key ") else (other, one)
        if key.startswith("key "):
            kind = key.split(" ", 2)[1]
            found.append(GraphLink(f"{entity} {key}", "", entity, key, f"same {kind}", f"same {kind}"))
    return tuple(found)
