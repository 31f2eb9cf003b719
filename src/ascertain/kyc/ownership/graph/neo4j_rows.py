"""Writes and removes cases in Neo4j, in batches: thousands of rows per statement, each found by the index of its key.

The name of an entity in each case is a property of its STANDS_IN relationship. The entity itself shows the name of its last
case, as in Postgres.
"""

import json
from collections.abc import Iterable
from typing import Any

from neo4j import AsyncManagedTransaction

from ascertain.kyc.ownership.graph.model import GraphLink
from ascertain.kyc.ownership.graph.rows import CaseRows

_ENTITIES = """
    UNWIND $rows AS r
    MERGE (e:Entity {key: r[0]}) SET e.tenant = $tenant, e.id = r[1], e.name = r[2], e.kind = r[3], e.country = r[4]
    WITH e, r MATCH (c:Case {key: r[5]}) CREATE (e)-[:STANDS_IN {name: r[2], kind: r[3], country: r[4]}]->(c)"""
# Properties in the CREATE itself: with SET from a map afterwards, the plan gets an eager step that collects all rows first.
_INTERESTS = """
    UNWIND $rows AS r MATCH (a:Entity {key: r[0]}) MATCH (b:Entity {key: r[1]})
    CREATE (a)-[:INTEREST {id: r[2], case_id: r[3], interest: r[4], label: r[5], share: r[6], stated_on: r[7], start_date: r[8],
        end_date: r[9], is_current: r[10], document_id: r[11], fact_ids: r[12], source_rank: r[13]}]->(b)"""
_SHARED = """
    UNWIND $rows AS r MATCH (e:Entity {key: r[0]})
    MERGE (t:Thing {key: r[1]}) SET t.tenant = $tenant, t.kind = r[2], t.value = r[3]
    CREATE (e)-[:HAS {case_id: r[4]}]->(t)"""
_REMOVED_THINGS = """
    MATCH (:Case {key: $key})<-[:STANDS_IN]-(e)-[h:HAS {case_id: $case_id}]->(t)
    DELETE h WITH DISTINCT t WHERE NOT EXISTS { (t)<-[:HAS]-() } DELETE t"""
_REMOVED_INTERESTS = "MATCH (:Case {key: $key})<-[:STANDS_IN]-(e)-[r:INTEREST {case_id: $case_id}]->() DELETE r"
_REMOVED_ENTITIES = """
    MATCH (:Case {key: $key})<-[s:STANDS_IN]-(e) DELETE s
    WITH e, e.key AS key, EXISTS { (e)-[:STANDS_IN]->() } AS remains
    FOREACH (entity IN CASE WHEN remains THEN [] ELSE [e] END | DETACH DELETE entity)
    RETURN collect(CASE WHEN remains THEN key END) AS keys"""
_LATEST_PROPERTIES = """
    UNWIND $keys AS key MATCH (e:Entity {key: key})-[s:STANDS_IN]->(c:Case)
    WITH e, s ORDER BY c.id DESC WITH e, head(collect(s)) AS last
    SET e.name = last.name, e.kind = last.kind, e.country = last.country"""


def key_of(tenant_id: str, entity_id: str) -> str:
    """The key of an entity, or of a case."""
    return f"{tenant_id}/{entity_id}"


async def replace_case(tx: AsyncManagedTransaction, tenant_id: str, rows: CaseRows) -> None:
    """Replace the rows of a case; entities that are then in no case are removed."""
    parameters = {"key": key_of(tenant_id, rows.case_id), "case_id": rows.case_id}
    for statement in (_REMOVED_THINGS, _REMOVED_INTERESTS):
        await (await tx.run(statement, parameters)).consume()
    remaining = await (await tx.run(_REMOVED_ENTITIES, parameters)).single(strict=True)
    await (await tx.run("MATCH (c:Case {key: $key}) DELETE c", parameters)).consume()
    if rows.nodes:
        await write_cases(tx, tenant_id, [rows])
    # An entity that lost this case takes its name from the last of its other cases.
    keys = {*remaining["keys"], *(key_of(tenant_id, node.id) for node in rows.nodes)}
    await (await tx.run(_LATEST_PROPERTIES, keys=sorted(keys))).consume()


async def write_cases(tx: AsyncManagedTransaction, tenant_id: str, cases: Iterable[CaseRows]) -> None:
    """Insert cases without rows, in the order of their ids: entities by key, then statements and shared attributes."""
    cases = list(cases)
    case_rows = [[key_of(tenant_id, case.case_id), case.case_id] for case in cases]
    statement = "UNWIND $rows AS r MERGE (c:Case {key: r[0]}) SET c.tenant = $tenant, c.id = r[1]"
    await (await tx.run(statement, tenant=tenant_id, rows=case_rows)).consume()
    entities = [
        [key_of(tenant_id, n.id), n.id, n.name, n.kind, n.country, key_of(tenant_id, case.case_id)]
        for case in cases
        for n in case.nodes
    ]
    links = [_link_row(tenant_id, link) for case in cases for link in case.links]
    shared = [
        [key_of(tenant_id, s.entity_id), f"{tenant_id}/{s.kind}/{s.value}", s.kind, s.value, case.case_id]
        for case in cases
        for s in case.shared
    ]
    for statement, rows in ((_ENTITIES, entities), (_INTERESTS, links), (_SHARED, shared)):
        if rows:
            await (await tx.run(statement, tenant=tenant_id, rows=rows)).consume()


def _link_row(tenant_id: str, link: GraphLink) -> list[Any]:
    return [
        key_of(tenant_id, link.source), key_of(tenant_id, link.target), link.id, link.case_id, link.interest, link.label,
        json.dumps(link.share) if link.share else None, link.stated_on, link.start_date, link.end_date, link.is_current,
        link.document_id, list(link.fact_ids), link.source_rank,
    ]  # fmt: skip
