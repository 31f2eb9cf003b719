"""Commands that find owners and maintain the graph database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import Progress, TaskID

from ascertain.entrypoints.cli.administration import opened, tenant_ids
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
        raise InvalidInput(f"{as_of!r} is not an ISO date.") from error


def _find(graph: Graph, wanted: str | None) -> str:
    """A party by id, or by a name that only one party has; by default the one company that owns no other."""
    if wanted is None:
        owned = {edge.asset for edge in graph.edges}
        # Shares in itself do not make a company the owner of another.
        owning = {edge.owner for edge in graph.edges if edge.owner != edge.asset}
        subjects = sorted(owned - owning)
        if len(subjects) != 1:
            found = f"The file is about {', '.join(subjects[:10])}" if subjects else "The file has no owned company"
            raise InvalidInput(f"{found}. Choose the company with --of.")
        return subjects[0]
    if wanted in graph.names:
        return wanted
    named = [party for party, name in graph.names.items() if name.casefold() == wanted.casefold()]
    if len(named) != 1:
        raise NotFound(f"Several parties are called {wanted}." if named else f"No party is called {wanted}.")
    return named[0]


def owners_of(
    source: str, of: str | None, regime: str, threshold: float, as_of: str | None, tenant: str | None
) -> OwnershipResult:
    """The owners of a company in a file, or of an entity of a tenant."""
    rule = OwnershipRule(regime, threshold, _day(as_of))
    # A file with such a name takes precedence.
    if not Path(source).exists() and source.startswith("ent_"):
        return asyncio.run(_owners_of_entity(source, rule, tenant))
    if not Path(source).exists():
        raise NotFound(f"There is no file {source}.")
    graph, party_facts, subject = ownership.read_file(source, rule.as_of)
    company = _find(graph, of or (subject if subject in graph.names else None))
    return ownership.analyse(graph, company, rule, party_facts=party_facts)


async def _owners_of_entity(entity_id: str, rule: OwnershipRule, tenant: str | None) -> OwnershipResult:
    if tenant is None:
        raise InvalidInput("Choose the tenant of the entity with --tenant.")
    async with opened() as context, _mirror(context) as mirror:
        async with context.db.transaction(tenant) as tx:
            entity = await entities.find_entity(tx, entity_id)
        if entity is None:
            raise NotFound(f"There is no entity {entity_id}.")
        # Neo4j if it is configured, otherwise Postgres.
        engine = ownership.graph_engine(context.db, mirror)
        graph = await ownership.entity_graph(engine, tenant, entity.id, entity.name, entity.schema, rule.as_of)
        return ownership.analyse(graph, entity_id, rule)


def write_statements(source: str, of: str | None, as_of: str | None, format_name: str) -> str:
    """The statements of a file in another format."""
    day = _day(as_of)
    graph, _, subject = ownership.read_file(source, day)
    company = of or (subject if subject in graph.names else None) or next(iter(graph.names), "")
    return ownership.write_graph(graph, company, day, format_name)


@asynccontextmanager
async def _mirror(context: AppContext) -> AsyncIterator[Any]:
    mirror = ownership.open_mirror(context.settings.ownership)
    try:
        yield mirror
    finally:
        if mirror is not None:
            await mirror.close()


async def rebuild_graph(console: Console) -> list[tuple[str, int]]:
    """Rebuild the projections of all tenants; returns each tenant and its number of cases."""
    from ascertain.kyc.ownership.jobs import rebuild

    async with opened() as context, _mirror(context) as mirror:
        if mirror is None:
            raise InvalidInput("GRAPH_URL is not set: Postgres answers graph queries, and there is nothing to rebuild.")
        rebuilt = []
        with Progress(console=console, transient=True) as bar:
            for tenant in await tenant_ids(context):
                task = bar.add_task(f"Rebuilding the graph of {tenant}", total=None)

                def report(done: int, total: int, task: TaskID = task) -> None:
                    bar.update(task, completed=done, total=total)

                count = await rebuild(context.db, mirror, tenant, report)
                rebuilt.append((tenant, count))
        return rebuilt


async def projections(context: AppContext, mirror: "Neo4jGraph") -> "dict[str, ProjectionState]":
    """By how much each tenant's projection in Neo4j lags behind Postgres."""
    from ascertain.kyc.ownership.jobs import projection_state

    return {tenant: await projection_state(context.db, mirror, tenant) for tenant in await tenant_ids(context)}


async def check_graph() -> list[dict[str, Any]]:
    """One row per tenant and kind of object."""
    from ascertain.kyc.ownership.jobs import reconcile

    async with opened() as context, _mirror(context) as mirror:
        if mirror is None:
            raise InvalidInput("GRAPH_URL is not set: there is nothing to compare.")
        rows = []
        for tenant in await tenant_ids(context):
            for found in await reconcile(context.db, mirror, tenant):
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
