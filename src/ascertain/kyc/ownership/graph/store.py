"""All SQL of the graph's tables."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

import asyncpg

from ascertain.kernel.database import Connection
from ascertain.kyc.ownership.graph.model import GraphLink, GraphNode, Shared
from ascertain.kyc.ownership.graph.rows import CaseRows

_LINK = """case_id, id, source, target, interest, label, share, stated_on, start_date, end_date, is_current, document_id,
    fact_ids"""


def to_link(row: asyncpg.Record) -> GraphLink:
    """A row as a link."""
    return GraphLink(**{**dict(row), "fact_ids": tuple(row["fact_ids"])})


async def lock_case(tx: Connection, case_id: str) -> None:
    """One writer of a case's rows at a time, until the transaction ends; a second sees what the first wrote."""
    key = "'graph ' || current_setting('app.tenant') || $1"
    await tx.execute(f"select pg_advisory_xact_lock(hashtextextended({key}, 0))", case_id)


async def replace_case(tx: Connection, rows: CaseRows) -> None:
    """Put the rows of a case in place of those it had."""
    for table in ("nodes", "links", "keys"):
        await tx.execute(f"delete from ownership_graph_{table} where case_id = $1", rows.case_id)
    await insert_rows(tx, [rows])


async def insert_rows(tx: Connection, cases: Iterable[CaseRows]) -> None:
    """Add the rows of cases that have none."""
    cases = list(cases)
    await tx.executemany(
        "insert into ownership_graph_nodes (case_id, entity_id, name, kind, country) values ($1, $2, $3, $4, $5)",
        [(c.case_id, n.id, n.name, n.kind, n.country) for c in cases for n in c.nodes],
    )
    await tx.executemany(
        f"""insert into ownership_graph_links ({_LINK})
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)""",
        [
            (
                li.case_id, li.id, li.source, li.target, li.interest, li.label, li.share, li.stated_on, li.start_date,
                li.end_date, li.is_current, li.document_id, list(li.fact_ids),
            )
            for c in cases
            for li in c.links
        ],
    )  # fmt: skip
    await tx.executemany(
        "insert into ownership_graph_keys (case_id, entity_id, kind, value) values ($1, $2, $3, $4)",
        [(c.case_id, s.entity_id, s.kind, s.value) for c in cases for s in c.shared],
    )


async def case_rows(tx: Connection, case_id: str) -> CaseRows:
    """The rows of a case as they stand."""
    nodes = await tx.fetch(
        "select entity_id, name, kind, country from ownership_graph_nodes where case_id = $1 order by entity_id",
        case_id,
    )
    links = await tx.fetch(f"select {_LINK} from ownership_graph_links where case_id = $1 order by id", case_id)
    keys = await tx.fetch(
        "select entity_id, kind, value from ownership_graph_keys where case_id = $1 order by entity_id, kind, value",
        case_id,
    )
    return CaseRows(
        case_id,
        tuple(GraphNode(row["entity_id"], row["name"], row["kind"], row["country"]) for row in nodes),
        tuple(to_link(row) for row in links),
        tuple(Shared(row["entity_id"], row["kind"], row["value"]) for row in keys),
    )


async def list_case_ids(tx: Connection) -> list[str]:
    """Cases that have rows."""
    rows = await tx.fetch("select distinct case_id from ownership_graph_nodes order by 1")
    return [row["case_id"] for row in rows]


async def each_case(tx: Connection) -> AsyncIterator[CaseRows]:
    """The rows of every case."""
    for case_id in await list_case_ids(tx):
        yield await case_rows(tx, case_id)


async def nodes_by_id(tx: Connection, ids: Iterable[str]) -> dict[str, GraphNode]:
    """Entities as nodes; of several cases the one computed last in the order of case ids."""
    rows = await tx.fetch(
        """select distinct on (entity_id) entity_id, name, kind, country from ownership_graph_nodes
           where entity_id = any($1) order by entity_id, case_id desc""",
        list(ids),
    )
    return {row["entity_id"]: GraphNode(row["entity_id"], row["name"], row["kind"], row["country"]) for row in rows}


async def links_at(tx: Connection, ids: Iterable[str], *, limit: int) -> list[GraphLink]:
    """Current links of any of these entities, in both directions."""
    wanted = list(ids)
    rows = await tx.fetch(
        f"""select {_LINK} from ownership_graph_links where is_current and source = any($1)
            union select {_LINK} from ownership_graph_links where is_current and target = any($1) limit $2""",
        wanted,
        limit,
    )
    return [to_link(row) for row in rows]


async def links_to(tx: Connection, ids: Iterable[str], *, limit: int) -> list[GraphLink]:
    """Every statement about these entities."""
    rows = await tx.fetch(
        f"select {_LINK} from ownership_graph_links where target = any($1) limit $2", list(ids), limit
    )
    return [to_link(row) for row in rows]


async def shared_by(tx: Connection, ids: Iterable[str]) -> list[tuple[str, str, str, int]]:
    """Entity, kind, value and how many entities have it, for what these have and at least one other has too."""
    rows = await tx.fetch(
        """with ours as (select distinct entity_id, kind, value from ownership_graph_keys where entity_id = any($1)),
                counted as (
                    select o.kind, o.value, count(distinct k.entity_id) as sharing
                    from (select distinct kind, value from ours) o
                    join ownership_graph_keys k on k.kind = o.kind and k.value = o.value group by o.kind, o.value)
           select o.entity_id, o.kind, o.value, c.sharing from ours o join counted c using (kind, value)
           where c.sharing > 1 order by o.entity_id, o.kind, o.value""",
        list(ids),
    )
    return [(row["entity_id"], row["kind"], row["value"], row["sharing"]) for row in rows]


async def sharing(tx: Connection, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """Who has each of these things."""
    wanted = list(keys)
    rows = await tx.fetch(
        """select distinct kind, value, entity_id from ownership_graph_keys
           where (kind, value) in (select * from unnest($1::text[], $2::text[])) order by 1, 2, 3""",
        [kind for kind, _ in wanted],
        [value for _, value in wanted],
    )
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        found.setdefault((row["kind"], row["value"]), []).append(row["entity_id"])
    return found


async def cases_of(tx: Connection, ids: Iterable[str]) -> list[tuple[str, str]]:
    """Case and entity for every case these entities stand in."""
    rows = await tx.fetch(
        "select case_id, entity_id from ownership_graph_nodes where entity_id = any($1) order by 1, 2", list(ids)
    )
    return [(row["case_id"], row["entity_id"]) for row in rows]


async def all_ids(tx: Connection) -> dict[str, list[Any]]:
    """Ids of everything, as texts by which engines are compared."""
    nodes = await tx.fetch("select distinct case_id || ' ' || entity_id as id from ownership_graph_nodes")
    links = await tx.fetch(
        """select case_id || ' ' || id || ' ' || source || ' ' || target || ' ' || label || ' ' || is_current as id
           from ownership_graph_links"""
    )
    keys = await tx.fetch(
        "select distinct case_id || ' ' || entity_id || ' ' || kind || ' ' || value as id from ownership_graph_keys"
    )
    return {name: [row["id"] for row in rows] for name, rows in (("nodes", nodes), ("links", links), ("keys", keys))}
