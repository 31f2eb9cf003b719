"""All SQL of the graph tables."""

from collections.abc import Iterable, Sequence

import asyncpg

from ascertain.kernel.database import Connection
from ascertain.kyc.ownership.graph.model import GraphLink, GraphNode, Shared
from ascertain.kyc.ownership.graph.rows import CaseRows

_LINK = """case_id, id, source, target, interest, label, share, stated_on, start_date, end_date, is_current, document_id,
    fact_ids, source_rank"""


def to_link(row: asyncpg.Record) -> GraphLink:
    """A link from a row."""
    return GraphLink(**{**dict(row), "fact_ids": tuple(row["fact_ids"])})


async def lock_cases(tx: Connection, case_ids: Sequence[str]) -> None:
    """Lock the rows of cases until the transaction ends: a second transaction waits and then sees what the first one wrote.

    The ids are sorted, so that two transactions with the same cases cannot deadlock.
    """
    key = "'graph ' || current_setting('app.tenant') || case_id"
    await tx.execute(
        f"select pg_advisory_xact_lock(hashtextextended({key}, 0)) from unnest($1::text[]) case_id", sorted(case_ids)
    )


_FILLING = "hashtextextended('graph refill ' || current_setting('app.tenant'), 0)"


async def lock_filling(tx: Connection) -> bool:
    """Take the lock of refilling the projection of the tenant until the transaction ends; False where another process has it.

    An advisory lock ends with its connection, so a process that is killed releases it immediately.
    """
    taken: bool = await tx.fetchval(f"select pg_try_advisory_xact_lock({_FILLING})")
    return taken


async def is_filling(tx: Connection) -> bool:
    """Whether a running process refills the projection of the tenant.

    Read from pg_locks, because trying the lock would take it. Postgres shows a 64-bit key as two halves.
    """
    found: bool = await tx.fetchval(
        f"""select exists (
               select from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
               where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
                     and ((l.classid::bigint << 32) | l.objid::bigint) = {_FILLING})"""
    )
    return found


async def replace_case(tx: Connection, rows: CaseRows) -> None:
    """Replace the rows of a case."""
    for table in ("nodes", "links", "keys"):
        await tx.execute(f"delete from ownership_graph_{table} where case_id = $1", rows.case_id)
    await insert_rows(tx, [rows])


async def insert_rows(tx: Connection, cases: Iterable[CaseRows]) -> None:
    """Insert the rows of cases without rows."""
    cases = list(cases)
    await tx.executemany(
        "insert into ownership_graph_nodes (case_id, entity_id, name, kind, country) values ($1, $2, $3, $4, $5)",
        [(c.case_id, n.id, n.name, n.kind, n.country) for c in cases for n in c.nodes],
    )
    await tx.executemany(
        f"""insert into ownership_graph_links ({_LINK})
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)""",
        [
            (
                li.case_id, li.id, li.source, li.target, li.interest, li.label, li.share, li.stated_on, li.start_date,
                li.end_date, li.is_current, li.document_id, list(li.fact_ids), li.source_rank,
            )
            for c in cases
            for li in c.links
        ],
    )  # fmt: skip
    await tx.executemany(
        "insert into ownership_graph_keys (case_id, entity_id, kind, value) values ($1, $2, $3, $4)",
        [(c.case_id, s.entity_id, s.kind, s.value) for c in cases for s in c.shared],
    )


async def case_rows(tx: Connection, case_ids: Sequence[str]) -> list[CaseRows]:
    """The stored rows of cases, in the order of the ids, empty where a case has none."""
    nodes = await tx.fetch(
        """select case_id, entity_id, name, kind, country from ownership_graph_nodes where case_id = any($1)
           order by case_id, entity_id""",
        case_ids,
    )
    links = await tx.fetch(
        f"select {_LINK} from ownership_graph_links where case_id = any($1) order by case_id, id", case_ids
    )
    keys = await tx.fetch(
        """select case_id, entity_id, kind, value from ownership_graph_keys where case_id = any($1)
           order by case_id, entity_id, kind, value""",
        case_ids,
    )
    found: dict[str, tuple[list[GraphNode], list[GraphLink], list[Shared]]] = {case: ([], [], []) for case in case_ids}
    for row in nodes:
        found[row["case_id"]][0].append(GraphNode(row["entity_id"], row["name"], row["kind"], row["country"]))
    for row in links:
        found[row["case_id"]][1].append(to_link(row))
    for row in keys:
        found[row["case_id"]][2].append(Shared(row["entity_id"], row["kind"], row["value"]))
    return [CaseRows(case, tuple(n), tuple(links), tuple(s)) for case, (n, links, s) in found.items()]


async def case_sizes(tx: Connection) -> list[tuple[str, int]]:
    """Every case with rows and their number, in the order of ids."""
    rows = await tx.fetch(
        """select case_id, count(*) as size from (
               select case_id from ownership_graph_nodes union all select case_id from ownership_graph_links
               union all select case_id from ownership_graph_keys) rows group by case_id order by case_id"""
    )
    return [(row["case_id"], row["size"]) for row in rows]


async def nodes_by_id(tx: Connection, ids: Iterable[str]) -> dict[str, GraphNode]:
    """Entities as nodes; with several cases, the name of the case with the highest id applies."""
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
    """Every statement of an interest in these entities."""
    rows = await tx.fetch(
        f"select {_LINK} from ownership_graph_links where target = any($1) limit $2", list(ids), limit
    )
    return [to_link(row) for row in rows]


async def shared_by(tx: Connection, ids: Iterable[str]) -> list[tuple[str, str, str, int]]:
    """The attributes of these entities that others have too: entity, kind, value and the number of entities with it."""
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
    """The entities with each of these attributes."""
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
    """Case and entity for every case of these entities."""
    rows = await tx.fetch(
        "select case_id, entity_id from ownership_graph_nodes where entity_id = any($1) order by 1, 2", list(ids)
    )
    return [(row["case_id"], row["entity_id"]) for row in rows]


async def counts(tx: Connection) -> tuple[int, int, int]:
    """The numbers of entities in cases, of statements and of attributes."""
    tables = ("ownership_graph_nodes", "ownership_graph_links", "ownership_graph_keys")
    nodes, links, keys = [await tx.fetchval(f"select count(*) from {table}") for table in tables]
    return nodes, links, keys


async def contents(tx: Connection, case_ids: Sequence[str]) -> list[frozenset[str]]:
    """Entities, statements and attributes of some cases, as texts for the comparison of engines."""
    queries = (
        """select n.case_id || ' ' || n.entity_id || ' ' || last.kind || ' ' || last.name as id from ownership_graph_nodes n
           cross join lateral (select kind, name from ownership_graph_nodes l where l.entity_id = n.entity_id
                               order by l.case_id desc limit 1) last where n.case_id = any($1)""",
        """select case_id || ' ' || id || ' ' || source || ' ' || target || ' ' || label || ' ' || is_current as id
           from ownership_graph_links where case_id = any($1)""",
        """select case_id || ' ' || entity_id || ' ' || kind || ' ' || value as id
           from ownership_graph_keys where case_id = any($1)""",
    )
    return [frozenset(row["id"] for row in await tx.fetch(query, case_ids)) for query in queries]
