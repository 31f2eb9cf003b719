"""Published statements imported into a case: stored verbatim, and parsed again for each computation.

Their parties become records of the case, so that they are resolved together with those of its documents.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ascertain.kernel import audit, outbox
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import TooLarge
from ascertain.kernel.ids import new_id
from ascertain.kernel.processor_shares import paced
from ascertain.kernel.tenancy import Actor
from ascertain.kernel.threads import run_in_thread
from ascertain.kyc.entities import PropertyValue, Record
from ascertain.kyc.ownership import bods, ftm, store
from ascertain.kyc.ownership.checks import PartyFacts
from ascertain.kyc.ownership.exemptions import RegulatoryStatus
from ascertain.kyc.ownership.files import UnreadableStatements, read_text
from ascertain.kyc.ownership.interests import Import, Interest, statement_id
from ascertain.kyc.ownership.mapping import PARTIES
from ascertain.kyc.ownership.model import Edge, Graph
from ascertain.kyc.ownership.sources import OWN_WORD

# An as-of date after every statement: records are needed for all parties that a file ever names.
_EVERY_DAY = date(9999, 12, 31)
# Of all files of a case: each step parses them again, some 10 s of processor time for so many.
MOST_STATEMENTS = 50_000


class TooManyStatements(TooLarge):
    """The files imported into a case would hold more statements than its steps can work on."""

    code = "ownership.too_many_statements"


def read_import(case_id: str, filename: str, content: str) -> Import:
    """A file of BODS or FollowTheMoney for a case, checked as a whole: seconds for a large one, so in a thread.

    Raises: InvalidBods, InvalidFtm with the places that are wrong; UnreadableStatements.
    """
    if not content.lstrip("\ufeff \r\n\t").startswith(("[", "{")):
        # A table has no ids that could serve as evidence.
        raise UnreadableStatements("Only statements in JSON can be imported into a case: BODS 0.4 or FollowTheMoney.")
    is_bods = '"statementId"' in content
    count = len(bods.read(content).statements) if is_bods else len(ftm.read(content))
    read_text(content, _EVERY_DAY)  # a file whose graph cannot be built is refused now, not at the next computation
    return Import(new_id("imp"), case_id, filename, "bods" if is_bods else "ftm", content, count)


def count_roughly(content: str) -> int:
    """How many statements a file has at least, without parsing it, which takes seconds for a large one."""
    # A key that each has, of BODS and of FollowTheMoney.
    return content.count('"statementId"') or content.count('"schema"')


async def require_room(tx: Connection, case_id: str, statements: int) -> None:
    """Nothing where a case can take so many more statements. Raises TooManyStatements."""
    already = await store.count_statements(tx, case_id)
    if already + statements > MOST_STATEMENTS:
        raise TooManyStatements(
            f"The imported files of a case may hold at most {MOST_STATEMENTS} statements. This case has {already}, and "
            f"the file at least {statements}."
        )


async def import_statements(tx: Connection, actor: Actor, imported: Import) -> Import:
    """Store a file that was read; the steps of the case run again. Raises TooManyStatements."""
    case_id = imported.case_id
    # Two imports at once must not pass the limit together.
    await store.lock_imports(tx, case_id)
    await require_room(tx, case_id, imported.statements)
    await store.insert_import(tx, imported, imported_by=actor.id)
    details = {"filename": imported.filename, "format": imported.format, "statements": imported.statements}
    await audit.record(
        tx, actor, "ownership.import", object_kind="case", object_id=case_id, stream=case_id, details=details
    )
    await outbox.publish(tx, "ownership.imported", {"case_id": case_id, **details}, stream=case_id)
    return imported


async def imported_records(db: Database, tenant_id: str, case_id: str) -> list[Record]:
    """A record for each party of the files that were imported into a case."""
    async with db.transaction(tenant_id) as tx:
        files = await store.list_imports(tx, case_id)
    return await run_in_thread(_records_of, files) if files else []


def _records_of(files: Iterable[Import]) -> list[Record]:
    found = []
    for file in files:
        graph, party_facts, _ = read_text(file.content, _EVERY_DAY)
        found += [
            _record(file, graph, party_facts, party)
            for party in paced(graph.names)
            if graph.kind(party) != "unknown_person"
        ]
    return found


def _record(file: Import, graph: Graph, party_facts: PartyFacts, party: str) -> Record:
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
        name: (PropertyValue(value, None, file.id),) for name, value in values.items() if value
    }
    # Records of a case are persons or companies; the legal form carries what else a party is.
    schema = words.schema if words.schema in ("Person", "Company") else "Company"
    return Record(f"rec_{statement_id(file.id, party)[4:]}", file.id, party, schema, properties, file.filename)


@dataclass(frozen=True, slots=True)
class Imported:
    """The contents of the files of a case on a day: interests, names of parties without a record, regulatory statuses."""

    interests: tuple[Interest, ...]
    unidentified: dict[tuple[str, str], str]
    exemptions: dict[tuple[str, str], tuple[RegulatoryStatus, ...]]


def stated_by(files: Iterable[Import], as_of: date) -> Imported:
    """The contents of files on a day. A file counts as one register, dated by its latest statement up to that day."""
    interests: list[Interest] = []
    unidentified: dict[tuple[str, str], str] = {}
    exemptions: dict[tuple[str, str], tuple[RegulatoryStatus, ...]] = {}
    for file in files:
        graph, party_facts, _ = read_text(file.content, as_of)
        package = bods.read(file.content) if file.format == "bods" else None
        day = package.latest_date(as_of) if package else None
        ranks = package.source_ranks() if package else {}
        unknown = (party for party in graph.names if graph.kind(party) == "unknown_person")
        unidentified |= {(file.id, party): graph.names[party] for party in unknown}
        exemptions |= {(file.id, party): tuple(found) for party, found in party_facts.exemptions.items()}
        interests += [
            _interest(file, edge, number, day, ranks.get(edge.document_id or "", OWN_WORD))
            for number, edge in enumerate(graph.edges)
        ]
    return Imported(tuple(interests), unidentified, exemptions)


def _interest(file: Import, edge: Edge, number: int, day: str | None, rank: int) -> Interest:
    return Interest(
        id=statement_id(file.id, f"{number}\n{edge.owner}\n{edge.asset}\n{edge.interest}"),
        document_id=file.id,
        owner_subject=edge.owner,
        asset_subject=edge.asset,
        interest_type=edge.interest,
        share=edge.share,
        statement_date=day,
        # The file was read as of the day, so interests that had not begun or had ended are already left out.
        start_date=None,
        fact_ids=(f"{file.id}:{edge.document_id}",) if edge.document_id else (),
        details=edge.details,
        declared=edge.declared,
        rank=rank,
        source=file.filename,
    )


@dataclass(frozen=True, slots=True)
class ImportedStatement:
    """A statement of an imported file, verbatim."""

    case_id: str
    filename: str
    format: str
    statement_id: str
    text: str


async def find_statement(tx: Connection, evidence_id: str) -> ImportedStatement | None:
    """The statement that is the evidence of an interest, by `imp_...:<statement id>`."""
    import_id, _, statement = evidence_id.partition(":")
    file = await store.find_import(tx, import_id)
    text = verbatim(file, statement) if file else None
    return ImportedStatement(file.case_id, file.filename, file.format, statement, text) if file and text else None


def verbatim(file: Import, statement: str) -> str | None:
    """The text of a statement as it is written in its file; None where the file has no such statement.

    The file is scanned object by object: parsing and writing it again would lose its spacing and its numbers.
    """
    key = "statementId" if file.format == "bods" else "id"
    decoder = json.JSONDecoder()
    at = file.content.find("{")
    while at >= 0:
        found, end = decoder.raw_decode(file.content, at)
        if str(found.get(key)) == statement:
            return file.content[at:end]
        at = file.content.find("{", end)
    return None
