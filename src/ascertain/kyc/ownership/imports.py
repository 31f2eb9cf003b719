"""Statements that others publish, given to a case: kept word for word, read anew at every computing.

Their parties become records of the case, so that they are resolved with those of its documents; their interests hang on these.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ascertain.kernel import audit, outbox
from ascertain.kernel.database import Connection
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.entities import PropertyValue, Record
from ascertain.kyc.ownership import bods, ftm, store
from ascertain.kyc.ownership.checks import PartyFacts
from ascertain.kyc.ownership.exemptions import RegulatoryStatus
from ascertain.kyc.ownership.files import read_text
from ascertain.kyc.ownership.interests import Import, Interest, statement_id
from ascertain.kyc.ownership.mapping import PARTIES
from ascertain.kyc.ownership.model import Edge, Graph
from ascertain.kyc.ownership.sources import OWN_WORD

_EVERY_DAY = date(9999, 12, 31)


async def import_statements(tx: Connection, actor: Actor, case_id: str, filename: str, content: str) -> Import:
    """Keep a file of BODS or FollowTheMoney for a case; the case's steps run anew on it.

    Raises: InvalidBods, InvalidFtm with the places that are wrong; nothing is kept then.
    """
    is_bods = '"statementId"' in content
    count = len(bods.read(content).statements) if is_bods else len(ftm.read(content))
    read_text(content, _EVERY_DAY)
    kept = Import(new_id("imp"), case_id, filename, "bods" if is_bods else "ftm", content, count)
    await store.insert_import(tx, kept, imported_by=actor.id)
    details = {"filename": filename, "format": kept.format, "statements": count}
    await audit.record(
        tx, actor, "ownership.import", object_kind="case", object_id=case_id, stream=case_id, details=details
    )
    await outbox.publish(tx, "ownership.imported", {"case_id": case_id, **details}, stream=case_id)
    return kept


async def imported_records(tx: Connection, case_id: str) -> list[Record]:
    """A record for each party of the files given to a case."""
    found = []
    for kept in await store.list_imports(tx, case_id):
        graph, party_facts, _ = read_text(kept.content, _EVERY_DAY)
        found += [
            _record(kept, graph, party_facts, party) for party in graph.names if graph.kind(party) != "unknown_person"
        ]
    return found


def _record(kept: Import, graph: Graph, party_facts: PartyFacts, party: str) -> Record:
    kind = graph.kind(party)
    words = PARTIES[kind]
    person = words.schema == "Person"
    values = {
        "name": graph.names[party],
        "nationality" if person else "jurisdiction": (graph.countries.get(party) or "").lower(),
        "birthDate" if person else "incorporationDate": party_facts.began.get(party, ""),
        "deathDate" if person else "dissolutionDate": party_facts.ended.get(party, ""),
        "legalForm": words.legal_form or ("trust" if kind == "trust" else ""),
        "idNumber" if person else "registrationNumber": party_facts.identifiers.get(party, ""),
    }
    properties: dict[str, tuple[PropertyValue, ...]] = {
        name: (PropertyValue(value, None, kept.id),) for name, value in values.items() if value
    }
    schema = words.schema if words.schema in ("Person", "Company") else "Company"
    return Record(f"rec_{statement_id(kept.id, party)[4:]}", kept.id, party, schema, properties, kept.filename)


@dataclass(frozen=True, slots=True)
class Imported:
    """What the files of a case state on a day: interests, the names of parties that are nobody's record, exemptions of parties."""

    interests: tuple[Interest, ...]
    unidentified: dict[tuple[str, str], str]
    exemptions: dict[tuple[str, str], tuple[RegulatoryStatus, ...]]


def stated_by(files: Iterable[Import], as_of: date) -> Imported:
    """What files state on a day. A file speaks as one register, dated by its latest statement of that day or before."""
    interests: list[Interest] = []
    unidentified: dict[tuple[str, str], str] = {}
    exemptions: dict[tuple[str, str], tuple[RegulatoryStatus, ...]] = {}
    for kept in files:
        graph, party_facts, _ = read_text(kept.content, as_of)
        package = bods.read(kept.content) if kept.format == "bods" else None
        day = package.latest_date(as_of) if package else None
        ranks = package.source_ranks() if package else {}
        unknown = (party for party in graph.names if graph.kind(party) == "unknown_person")
        unidentified |= {(kept.id, party): graph.names[party] for party in unknown}
        exemptions |= {(kept.id, party): tuple(found) for party, found in party_facts.exemptions.items()}
        interests += [
            _interest(kept, edge, number, day, ranks.get(edge.document_id or "", OWN_WORD))
            for number, edge in enumerate(graph.edges)
        ]
    return Imported(tuple(interests), unidentified, exemptions)


def _interest(kept: Import, edge: Edge, number: int, day: str | None, rank: int) -> Interest:
    return Interest(
        id=statement_id(kept.id, f"{number}\n{edge.owner}\n{edge.asset}\n{edge.interest}"),
        document_id=kept.id,
        owner_subject=edge.owner,
        asset_subject=edge.asset,
        interest_type=edge.interest,
        share=edge.share,
        statement_date=day,
        start_date=None,
        fact_ids=(f"{kept.id}:{edge.document_id}",) if edge.document_id else (),
        details=edge.details,
        declared=edge.declared,
        rank=rank,
        source=kept.filename,
    )


@dataclass(frozen=True, slots=True)
class ImportedStatement:
    """A statement of a file that was given to a case, word for word."""

    case_id: str
    filename: str
    format: str
    statement_id: str
    text: str


async def find_statement(tx: Connection, evidence_id: str) -> ImportedStatement | None:
    """The statement that an interest of a file rests on, by `imp_...:<statement id>`."""
    import_id, _, statement = evidence_id.partition(":")
    kept = await store.find_import(tx, import_id)
    text = verbatim(kept, statement) if kept else None
    return ImportedStatement(kept.case_id, kept.filename, kept.format, statement, text) if kept and text else None


def verbatim(kept: Import, statement: str) -> str | None:
    """A statement of a file as it stands there."""
    key = "statementId" if kept.format == "bods" else "id"
    decoder = json.JSONDecoder()
    at = kept.content.find("{")
    while at >= 0:
        found, end = decoder.raw_decode(kept.content, at)
        if str(found.get(key)) == statement:
            return kept.content[at:end]
        at = kept.content.find("{", end)
    return None
