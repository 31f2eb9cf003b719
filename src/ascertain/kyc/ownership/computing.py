"""The ownership step of a case."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ascertain.kernel import audit, outbox
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.tenancy import system_actor
from ascertain.kernel.threads import run_in_thread
from ascertain.kyc import documents, entities
from ascertain.kyc.entities import Party
from ascertain.kyc.ownership import declaration_store, store
from ascertain.kyc.ownership.analysis import analyse
from ascertain.kyc.ownership.as_of import edges_as_of, with_declared
from ascertain.kyc.ownership.checks import PartyFacts
from ascertain.kyc.ownership.conflicts import conflicts_of, flag_of, with_choices
from ascertain.kyc.ownership.exemptions import RegulatoryStatus
from ascertain.kyc.ownership.graph.projection import project_case
from ascertain.kyc.ownership.graph.rows import rows_of
from ascertain.kyc.ownership.graph.store import lock_cases
from ascertain.kyc.ownership.imports import stated_by
from ascertain.kyc.ownership.interests import Import, Interest, interests_of
from ascertain.kyc.ownership.mapping import kind_of_schema
from ascertain.kyc.ownership.model import Edge, Graph, OwnershipRule, PartyKind
from ascertain.kyc.ownership.regimes import regime_for
from ascertain.kyc.ownership.result import Flag, OwnershipResult, SourceConflict
from ascertain.kyc.ownership.shares import worded
from ascertain.kyc.ownership.sources import Choice
from ascertain.kyc.values import latin, stated_legal_form

Fence = Callable[[Connection], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class CaseGraph:
    """The ownership graph of a case as of a day, as stated by its documents and files."""

    graph: Graph
    flags: list[Flag]
    party_facts: PartyFacts
    by_record: list[tuple[Interest, str, str]]
    conflicts: list[SourceConflict]

    def analysed(self, company_id: str, rule: OwnershipRule) -> OwnershipResult:
        """The owners of a company under a rule, with the conflicts of sources above it."""
        result = analyse(self.graph, company_id, rule, self.flags, self.party_facts)
        shown = {node.id for node in result.nodes}
        conflicts = tuple(one for one in self.conflicts if one.asset_id in shown)
        return replace(result, conflicts=conflicts, flags=(*map(flag_of, conflicts), *result.flags))


_FOUNDATIONS = ("foundation", "stiftung", "anstalt", "stichting")  # ends of words: "Familienstiftung"


def _kind(party: Party) -> PartyKind:
    """What a party is to the law: by its schema, then its stated legal form, then, for a foundation, a word of its name."""
    if party.schema == "Person":
        return "person"
    form = party.first("legalForm") or ""
    stated = stated_legal_form(party.name)
    # "Foundation Engineering Ltd" and a GmbH for Veranstaltungstechnik have owners: the form decides before a word of the name.
    named = "" if form or (stated and stated.kind != "foundation") else party.name
    if any(word.endswith(_FOUNDATIONS) for word in latin(form or named).split()):
        return "foundation"
    return kind_of_schema(party.schema, form) or "company"


Exemptions = Mapping[str, Sequence[RegulatoryStatus]]


@dataclass(frozen=True, slots=True)
class ManualStatements:
    """Statements that people entered: regulatory statuses by record, and choices between sources."""

    exemptions: Exemptions = field(default_factory=dict)
    choices: Sequence[Choice] = ()


def _party_facts(parties: list[Party], stated: list[tuple[Edge, Interest]], exemptions: Exemptions) -> PartyFacts:
    began = {p.id: p.first("birthDate", "incorporationDate") for p in parties}
    ended = {p.id: p.first("deathDate", "dissolutionDate") for p in parties}
    return PartyFacts(
        {party: day for party, day in began.items() if day},
        {party: day for party, day in ended.items() if day},
        {party.id: frozenset(record.schema for record in party.records) for party in parties},
        [(edge, interest.start_date, interest.end_date) for edge, interest in stated],
        {},
        {p.id: tuple(one for r in p.records for one in exemptions.get(r.id, ())) for p in parties},
    )


def case_graph(
    parties: list[Party],
    interests: list[Interest],
    as_of: date,
    unidentified: Mapping[tuple[str, str], str] | None = None,
    manual: ManualStatements | None = None,
) -> CaseGraph:
    """The graph of the statements in force between parties, flags for those that differ, and the statements by record.

    `unidentified` names the holders that a file of statements does not identify, by file and party: they have no record.
    """
    nameless, manual = unidentified or {}, manual or ManualStatements()
    place = {(record.document_id, record.subject): (party, record) for party in parties for record in party.records}
    dated: list[tuple[Edge, Interest]] = []
    for interest in interests:
        ends = (interest.document_id, interest.owner_subject)
        owner, asset = place.get(ends), place.get((interest.document_id, interest.asset_subject))
        owner_id = owner[0].id if owner else " ".join(ends) if ends in nameless else None
        if owner_id and asset and owner_id != asset[0].id:
            edge = Edge(
                owner_id, asset[0].id, interest.share, interest.fact_ids, interest.document_id,
                interest.interest_type, interest.details, interest.declared,
            )  # fmt: skip
            dated.append((edge, interest))
    dated = with_choices(dated, manual.choices, as_of)
    names = {party.id: party.name for party in parties} | {" ".join(ends): name for ends, name in nameless.items()}
    edges, differing = edges_as_of(dated, as_of)
    flags = [
        Flag(
            "statements_differ",
            f"Two documents of the same date state different shares of {names[first.owner]} in {names[first.asset]}: "
            f"{worded(first.bounds)} and {worded(other.bounds)}.",
            "warning",
        )
        for first, other in differing
    ]
    persons = frozenset(party.id for party in parties if party.schema == "Person")
    countries = {party.id: party.first("jurisdiction", "nationality", "country") for party in parties}
    kinds = {party.id: _kind(party) for party in parties}
    kinds |= dict.fromkeys(map(" ".join, nameless), "unknown_person")
    graph = Graph(names, persons, tuple(with_declared(edges)), countries, kinds)
    by_record = [
        (i, place[i.document_id, i.owner_subject][1].id, place[i.document_id, i.asset_subject][1].id)
        for _, i in dated
        if (i.document_id, i.owner_subject) in place
    ]
    conflicts = conflicts_of(dated, manual.choices, as_of, names)
    return CaseGraph(graph, flags, _party_facts(parties, dated, manual.exemptions), by_record, conflicts)


def _nothing(rule: OwnershipRule) -> OwnershipResult:
    """The result for a natural person, who has no owners."""
    regime = regime_for(rule.regime, rule.as_of)
    why = Flag("natural_person", "A natural person has no owners.", "info")
    return OwnershipResult(
        None, rule.regime, regime.label, rule.threshold, rule.as_of.isoformat(), 0.0, 0, flags=(why,)
    )


@dataclass(frozen=True, slots=True)
class OwnershipInputs:
    """Everything from which the ownership of a case is computed."""

    parties: list[Party]
    facts: list[documents.Fact]
    files: list[Import]
    manual: ManualStatements

    def graph(self, as_of: date) -> CaseGraph:
        imported = stated_by(self.files, as_of)
        records = {(r.document_id, r.subject): r.id for party in self.parties for r in party.records}
        exemptions = {record: list(found) for record, found in self.manual.exemptions.items()}
        for place, found in imported.exemptions.items():
            if place in records:
                exemptions.setdefault(records[place], []).extend(found)
        interests = [*interests_of(self.facts), *imported.interests]
        return case_graph(
            self.parties, interests, as_of, imported.unidentified, ManualStatements(exemptions, self.manual.choices)
        )


async def _read_inputs(tx: Connection, case_id: str) -> OwnershipInputs:
    manual = ManualStatements(
        await declaration_store.exemptions_of(tx, case_id), await declaration_store.list_choices(tx, case_id)
    )
    return OwnershipInputs(
        await entities.list_parties(tx, case_id),
        await documents.effective_facts(tx, case_id),
        await store.list_imports(tx, case_id),
        manual,
    )


async def read_inputs(db: Database, tenant_id: str, case_id: str) -> OwnershipInputs:
    """What the ownership of a case is computed from, read in a transaction of its own."""
    async with db.transaction(tenant_id) as tx:
        return await _read_inputs(tx, case_id)


async def graph_of_case(tx: Connection, case_id: str, as_of: date) -> CaseGraph:
    """The ownership graph of a case on a day, as the open transaction sees its documents and files."""
    inputs = await _read_inputs(tx, case_id)
    # In a thread: imported files of many megabytes are parsed.
    return await run_in_thread(inputs.graph, as_of)


async def compute_case(db: Database, tenant_id: str, case_id: str, *, rule: OwnershipRule, fence: Fence) -> None:
    """Compute the owners of the customer of a case; beneficial owners get the role of that name.

    Args:
        fence: called first inside the write transaction; raises where the inputs of the case have changed.
    """
    inputs = await read_inputs(db, tenant_id, case_id)
    # Outside a transaction, which would occupy a connection while a large structure is solved.
    stated = await run_in_thread(inputs.graph, rule.as_of)
    customer = next((party for party in inputs.parties if "customer" in party.roles), None)
    is_company = customer is not None and customer.schema != "Person"
    result = _nothing(rule)
    if customer and is_company:
        result = await run_in_thread(stated.analysed, customer.id, rule)
    rows = await run_in_thread(rows_of, case_id, inputs.parties, stated.graph.kinds, stated.by_record, rule.as_of)
    async with db.transaction(tenant_id) as tx:
        # The fence first: results of stale inputs must not overwrite those of newer ones.
        await fence(tx)
        await store.replace_statements(tx, case_id, stated.by_record)
        await project_case(tx, rows)
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


async def reproject(tx: Connection, case_id: str, as_of: date) -> None:
    """Write the graph rows of a case again from its stored statements, after a merge or split of its entities elsewhere."""
    await lock_cases(tx, [case_id])  # before reading, or rows of an older reading could overwrite newer ones
    parties = await entities.list_parties(tx, case_id)
    kinds = {party.id: _kind(party) for party in parties}
    stated = await store.list_statements(tx, case_id)
    await project_case(tx, await run_in_thread(rows_of, case_id, parties, kinds, stated, as_of))


async def compute_for(
    db: Database, tenant_id: str, case_id: str, party_id: str, rule: OwnershipRule
) -> OwnershipResult:
    """The owners of any party of a case under another rule; nothing is stored."""
    inputs = await read_inputs(db, tenant_id, case_id)
    if any(party.id == party_id and party.schema == "Person" for party in inputs.parties):
        return _nothing(rule)
    return await run_in_thread(lambda: inputs.graph(rule.as_of).analysed(party_id, rule))
