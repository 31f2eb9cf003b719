"""Reads a file of statements without a server: BODS, FollowTheMoney, or a table of shares."""

import csv
import io
from datetime import date
from fractions import Fraction
from pathlib import Path

from ascertain.kernel.errors import InvalidInput
from ascertain.kyc.ownership import bods, ftm
from ascertain.kyc.ownership.checks import PartyFacts
from ascertain.kyc.ownership.interests import share_from_text
from ascertain.kyc.ownership.model import Edge, Graph

_COLUMNS = {"owner", "asset", "percent"}


class UnreadableStatements(InvalidInput):
    """The file is neither BODS nor FollowTheMoney nor a table of shares."""

    code = "ownership.unreadable_statements"


def read_text(text: str, as_of: date) -> tuple[Graph, PartyFacts, str | None]:
    """The graph of a text on a day, facts about its parties, and the company that it is about, where it names one.

    BODS is a JSON array of statements or JSON lines of them; FollowTheMoney JSON lines of entities with a schema; a table is CSV
    with the columns owner, asset, percent ("25-50" for a range) and optionally person (yes where the owner is natural).
    Raises: InvalidBods, InvalidFtm, UnreadableStatements.
    """
    # Excel writes a byte order mark in front of CSV, and some publishers do in front of JSON.
    start = text.lstrip("\ufeff \r\n\t")
    if start.startswith(("[", "{")):
        # Both formats are JSON objects with an id; these two keys exist in BODS only.
        if '"statementId"' in start or '"recordType"' in start:
            package = bods.read(text)
            return *package.graph(as_of), package.subject()
        return *ftm.graph_of(ftm.read(text), as_of), None
    return *_table(text), None


def read_file(path: Path | str, as_of: date) -> tuple[Graph, PartyFacts, str | None]:
    """See `read_text`."""
    try:
        return read_text(Path(path).read_text(encoding="utf-8"), as_of)
    except UnicodeDecodeError as error:
        raise UnreadableStatements(f"{path} is not text in UTF-8.") from error


def _table(text: str) -> tuple[Graph, PartyFacts]:
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    if not set(reader.fieldnames or ()) >= _COLUMNS:
        raise UnreadableStatements("The file is neither JSON nor a table with the columns owner, asset and percent.")
    edges, persons = [], set()
    for number, row in enumerate(reader, 2):  # line 1 is the heading
        share = share_from_text(row["percent"] or "")
        if share is None or (isinstance(share, Fraction) and not 0 <= share <= 1):
            raise UnreadableStatements(f"Line {number}: {row['percent']!r} is not a percentage from 0 to 100.")
        edges.append(Edge(row["owner"].strip(), row["asset"].strip(), share))
        if (row.get("person") or "").strip().lower() in ("yes", "true", "1", "person"):
            persons.add(row["owner"].strip())
    names = {end: end for edge in edges for end in (edge.owner, edge.asset)}
    # Without a person column, owners of whom nothing is held are taken as natural persons.
    if not persons:
        held = {edge.asset for edge in edges}
        persons = {edge.owner for edge in edges} - held
    return Graph(names, frozenset(persons), tuple(edges)), PartyFacts()
