"""Owners at the prompt, and the care of the graph database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import Progress, TaskID

from ascertain.entrypoints.cli.administration import opened
from ascertain.entrypoints.wiring import AppContext
from ascertain.kernel.clock import utc_now
from ascertain.kernel.errors import InvalidInput, NotFound
from ascertain.kyc import entities, ownership
from ascertain.kyc.ownership import Graph, OwnershipResult, OwnershipRule

if TYPE_CHECKING:
    from ascertain.kyc.ownership.jobs import Neo4jGraph, ProjectionState


def _day(as_of: str | None) -> date:
    if as_of is None:
        return utc_now().date()
    try:
        return date.fromisoformat(as_of)
    except ValueError as error:
        raise InvalidInput(f"{as_of!r} is no ISO date.") from error


def _find(graph: Graph, wanted: str | None) -> str:
    """A party by id, or by its name where one party has it; without either, the one company that nobody else is above."""
    if wanted is None:
        owned = {edge.asset for edge in graph.edges}
        owning = {edge.owner for edge in graph.edges if edge.owner != edge.asset}
        ends = sorted(owned - owning)
        if len(ends) != 1:
            raise InvalidInput(
                "Say whose owners with --of: the file is about " + (", ".join(ends[:10]) or "nobody") + "."
            )
        return ends[0]
    if wanted in graph.names:
        return wanted
    named = [party for party, name in graph.names.items() if name.casefold() == wanted.casefold()]
    if len(named) != 1:
        raise NotFound(f"{'Several parties are' if named else 'Nobody is'} called {wanted}.")
    return named[0]


def owners_of(
    source: str, of: str | None, regime: str, threshold: float, as_of: str | None, tenant: str | None
) -> OwnershipResult:
    """The owners by a file, or of an entity of a tenant."""
    rule = OwnershipRule(regime, threshold, _day(as_of))
    if not Path(source).exists() and source.startswith("ent_"):
        return asyncio.run(_owners_of_entity(source, rule, tenant))
    if not Path(source).exists():
        raise NotFound(f"There is no file {source}.")
    graph, party_facts, subject = ownership.read_file(source, rule.as_of)
    company = _find(graph, of or (subject if subject in graph.names else None))
    return ownership.analyse(graph, company, rule, party_facts=party_facts)


async def _owners_of_entity(entity_id: str, rule: OwnershipRule, tenant: str | None) -> OwnershipResult:
    if tenant is None:
        raise InvalidInput("Say whose entity it is with --tenant.")
    async with opened() as base, _mirror(base) as mirror:
        async with base.db.transaction(tenant) as tx:
            entity = await entities.find_entity(tx, entity_id)
        if entity is None:
            raise NotFound(f"There is no entity {entity_id}.")
        engine = ownership.graph_engine(base.db, mirror)
        graph = await ownership.entity_graph(engine, tenant, entity.id, entity.name, entity.schema, rule.as_of)
        return ownership.analyse(graph, entity_id, rule)


def write_statements(source: str, of: str | None, as_of: str | None, format_name: str) -> str:
    """A file's statements in another format."""
    day = _day(as_of)
    graph, _, subject = ownership.read_file(source, day)
    company = of or (subject if subject in graph.names else None) or next(iter(graph.names), "")
    return ownership.write_graph(graph, company, day, format_name)


@asynccontextmanager
async def _mirror(base: AppContext) -> AsyncIterator[Any]:
    mirror = ownership.open_mirror(base.settings.ownership)
    try:
        yield mirror
    finally:
        if mirror is not None:
            await mirror.close()


async def _tenants(base: AppContext) -> list[str]:
    async with base.db.untenanted() as tx:
        return [row["tenant_id"] for row in await tx.fetch("select tenant_id from list_tenant_ids()")]


async def rebuild_graph(console: Console) -> list[tuple[str, int]]:
    """Tenant and number of cases."""
    from ascertain.kyc.ownership.jobs import rebuild

    async with opened() as base, _mirror(base) as mirror:
        if mirror is None:
            raise InvalidInput("GRAPH_URL is not set: Postgres answers the graph's questions, nothing is projected.")
        filled = []
        with Progress(console=console, transient=True) as bar:
            for tenant in await _tenants(base):
                task = bar.add_task(f"Filling the graph of {tenant}", total=None)

                def told(done: int, total: int, task: TaskID = task) -> None:
                    bar.update(task, completed=done, total=total)

                count = await rebuild(base.db, mirror, tenant, told)
                filled.append((tenant, count))
        return filled


async def projections(base: AppContext, mirror: "Neo4jGraph") -> "dict[str, ProjectionState]":
    """How far each tenant's projection in Neo4j is behind Postgres."""
    from ascertain.kyc.ownership.jobs import projection_state

    return {tenant: await projection_state(base.db, mirror, tenant) for tenant in await _tenants(base)}


async def check_graph() -> list[dict[str, Any]]:
    """One row a tenant and kind of thing."""
    from ascertain.kyc.ownership.jobs import reconcile

    async with opened() as base, _mirror(base) as mirror:
        if mirror is None:
            raise InvalidInput("GRAPH_URL is not set: there is nothing to compare.")
        rows = []
        for tenant in await _tenants(base):
            for found in await reconcile(base.db, mirror, tenant):
                rows.append(
                    {
                        "tenant": tenant,
                        "what": found.kind,
                        "in postgres": found.in_postgres,
                        "in neo4j": found.in_neo4j,
                        "missing": "; ".join(found.missing[:3]),
                        "extra": "; ".join(found.extra[:3]),
                        "agrees": found.agrees,
                    }
                )
        return rows
