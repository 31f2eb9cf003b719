"""The ownership step of a case."""

from collections.abc import Awaitable, Callable
from datetime import date

from ascertain.kernel import audit, outbox
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc import documents, entities
from ascertain.kyc.entities import Party
from ascertain.kyc.ownership import store
from ascertain.kyc.ownership.analysis import analyse, percent
from ascertain.kyc.ownership.as_of import edges_as_of
from ascertain.kyc.ownership.interests import Interest, interests_of
from ascertain.kyc.ownership.model import Edge, Flag, Graph, OwnershipResult, OwnershipRule
from ascertain.kyc.ownership.regimes import regime_for

Fence = Callable[[Connection], Awaitable[None]]


def _graph(
    parties: list[Party], interests: list[Interest], as_of: date
) -> tuple[Graph, list[Flag], list[tuple[Interest, str, str]]]:
    """The graph of the latest statements between parties, flags for those that differ, and statements by record."""
    place = {(record.document_id, record.subject): (party, record) for party in parties for record in party.records}
    dated: list[tuple[Edge, Interest]] = []
    by_record: list[tuple[Interest, str, str]] = []
    for interest in interests:
        owner = place.get((interest.document_id, interest.owner_subject))
        asset = place.get((interest.document_id, interest.asset_subject))
        if owner and asset and owner[0].id != asset[0].id:
            edge = Edge(owner[0].id, asset[0].id, interest.share, interest.fact_ids, interest.document_id)
            dated.append((edge, interest))
            by_record.append((interest, owner[1].id, asset[1].id))
    names = {party.id: party.name for party in parties}
    edges, differing = edges_as_of(dated, as_of)
    flags = [
        Flag(
            "statements_differ",
            f"Two documents of one date give {names[kept.owner]} different shares of {names[kept.asset]}: "
            f"{percent(kept.share)} and {percent(other.share)}.",
            "warning",
        )
        for kept, other in differing
    ]
    persons = frozenset(party.id for party in parties if party.schema == "Person")
    countries = {party.id: party.first("jurisdiction", "nationality", "country") for party in parties}
    return Graph(names, persons, tuple(edges), countries), flags, by_record


def _nothing(rule: OwnershipRule) -> OwnershipResult:
    """A person has no owners."""
    regime = regime_for(rule.regime, rule.as_of)
    why = Flag("natural_person", "A natural person has no owners; there is nothing to compute.", "info")
    return OwnershipResult(
        None, rule.regime, regime.label, rule.threshold, rule.as_of.isoformat(), 0.0, 0, flags=(why,)
    )


async def compute_case(db: Database, tenant_id: str, case_id: str, *, rule: OwnershipRule, fence: Fence) -> None:
    """Compute the owners of a case's customer anew; owners become parties with a role.

    Args:
        fence: called first inside the write transaction; raises where the case's inputs moved on.
    """
    async with db.transaction(tenant_id) as tx:
        facts = await documents.effective_facts(tx, case_id)
        parties = await entities.list_parties(tx, case_id)
    graph, flags, by_record = _graph(parties, interests_of(facts), rule.as_of)
    customer = next((party for party in parties if "customer" in party.roles), None)
    is_company = customer is not None and customer.schema != "Person"
    result = analyse(graph, customer.id, rule, flags) if customer and is_company else _nothing(rule)
    async with db.transaction(tenant_id) as tx:
        await fence(tx)
        await store.replace_statements(tx, case_id, by_record)
        await store.store_result(tx, case_id, result)
        found = [owner for owner in result.owners if owner.is_beneficial_owner]
        for owner in found:
            await entities.add_role(tx, case_id, owner.party_id, "beneficial_owner")
        actor = system_actor(tenant_id, "ownership")
        details = {"owners": len(found), "unknown_fraction": result.unknown_fraction, "regime": result.regime_label}
        await audit.record(
            tx, actor, "ownership.compute", object_kind="case", object_id=case_id, stream=case_id, details=details
        )
        await outbox.publish(tx, "owner.computed", {"case_id": case_id, **details}, stream=case_id)


async def compute_for(tx: Connection, case_id: str, party_id: str, rule: OwnershipRule) -> OwnershipResult:
    """The owners of any party of a case under another rule; nothing is kept."""
    parties = await entities.list_parties(tx, case_id)
    if any(party.id == party_id and party.schema == "Person" for party in parties):
        return _nothing(rule)
    graph, flags, _ = _graph(parties, interests_of(await documents.effective_facts(tx, case_id)), rule.as_of)
    return analyse(graph, party_id, rule, flags)
