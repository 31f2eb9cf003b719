"""Cases written to Neo4j and taken out of it, in batches: thousands of rows a statement, each found by the index of its key.

What an entity is called stands on its STANDS_IN of each case; the entity shows what the last of its cases says, as in Postgres.
"""

import json
from collections.abc import Iterable
from typing import Any

from neo4j import AsyncManagedTransaction

from ascertain.kyc.ownership.graph.model import GraphLink
from ascertain.kyc.ownership.graph.rows import CaseRows

_STANDS = """
    UNWIND $rows AS r
    MERGE (e:Entity {key: r[0]}) SET e.tenant = $tenant, e.id = r[1], e.name = r[2], e.kind = r[3], e.country = r[4]
    WITH e, r MATCH (c:Case {key: r[5]}) CREATE (e)-[:STANDS_IN {name: r[2], kind: r[3], country: r[4]}]->(c)"""
# Properties in the CREATE itself: set from a map afterwards, every row waits until all have been matched.
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
    WITH e, e.key AS key, EXISTS { (e)-[:STANDS_IN]->() } AS stays
    FOREACH (alone IN CASE WHEN stays THEN [] ELSE [e] END | DETACH DELETE alone)
    RETURN collect(CASE WHEN stays THEN key END) AS keys"""
_LATEST_PROPERTIES = """
    UNWIND $keys AS key MATCH (e:Entity {key: key})-[s:STANDS_IN]->(c:Case)
    WITH e, s ORDER BY c.id DESC WITH e, head(collect(s)) AS said
    SET e.name = said.name, e.kind = said.kind, e.country = said.country"""


def key_of(tenant_id: str, entity_id: str) -> str:
    """The key of an entity, or of a case."""
    return f"{tenant_id}/{entity_id}"


async def replace_case(tx: AsyncManagedTransaction, tenant_id: str, rows: CaseRows) -> None:
    """Put a case's rows in place of those it had; what then stands in no case goes."""
    told = {"key": key_of(tenant_id, rows.case_id), "case_id": rows.case_id}
    for statement in (_REMOVED_THINGS, _REMOVED_INTERESTS):
        await (await tx.run(statement, told)).consume()
    stayed = await (await tx.run(_REMOVED_ENTITIES, told)).single(strict=True)
    await (await tx.run("MATCH (c:Case {key: $key}) DELETE c", told)).consume()
    if rows.nodes:
        await write_cases(tx, tenant_id, [rows])
    keys = {*stayed["keys"], *(key_of(tenant_id, node.id) for node in rows.nodes)}
    await (await tx.run(_LATEST_PROPERTIES, keys=sorted(keys))).consume()


async def write_cases(tx: AsyncManagedTransaction, tenant_id: str, cases: Iterable[CaseRows]) -> None:
    """Bring in cases that have nothing there, in the order of their ids: entities by key, then statements and what they have."""
    cases = list(cases)
    told = [[key_of(tenant_id, case.case_id), case.case_id] for case in cases]
    statement = "UNWIND $rows AS r MERGE (c:Case {key: r[0]}) SET c.tenant = $tenant, c.id = r[1]"
    await (await tx.run(statement, tenant=tenant_id, rows=told)).consume()
    stands = [
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
    for statement, rows in ((_STANDS, stands), (_INTERESTS, links), (_SHARED, shared)):
        if rows:
            await (await tx.run(statement, tenant=tenant_id, rows=rows)).consume()


def _link_row(tenant_id: str, link: GraphLink) -> list[Any]:
    return [
        key_of(tenant_id, link.source), key_of(tenant_id, link.target), link.id, link.case_id, link.interest, link.label,
        json.dumps(link.share) if link.share else None, link.stated_on, link.start_date, link.end_date, link.is_current,
        link.document_id, list(link.fact_ids), link.source_rank,
    ]  # fmt: skip
