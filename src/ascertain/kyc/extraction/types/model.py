"""The contents of a type file, validated."""

import re
from dataclasses import dataclass, field

UNKNOWN = "unknown"
# The methods that a type file may name; `extraction.engine` implements each.
METHOD_NAMES = frozenset({"barcode", "card", "contract", "drawing", "form", "labels", "mrz", "patterns", "tables"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A regular expression over the lower-case text, and the log-odds that a match adds to its type."""

    pattern: re.Pattern[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of a document with its FollowTheMoney schema; `bods` is the kind of BODS statement that it contributes to."""

    name: str
    schema: str
    bods: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A property of a subject: how its words are found and become a value.

    Attributes:
        form_fields: names of PDF form fields; the values of a tuple are joined in its order.
        form_choices: names of ticked form fields, with the value of each.
        ticks: printed words after a tick, with the value of each.
        last: of several matches of a label the last counts, as for totals.
    """

    subject: str
    property: str
    format: str
    labels: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()
    form_fields: tuple[tuple[str, ...], ...] = ()
    form_choices: tuple[tuple[str, str], ...] = ()
    ticks: tuple[tuple[str, str], ...] = ()
    block: str | None = None
    multiline: bool = False
    many: bool = False
    last: bool = False
    where: str = ""
    bods: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its headings, and the property of a row's subject that it states.

    Attributes:
        code: the property of a code in brackets or asterisks before the words of the cell.
        unit: the property of the unit after the number of the cell.
    """

    name: str
    headings: tuple[str, ...]
    subject: str
    property: str
    format: str
    code: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A property of a subject whose value is another subject, of the same row or of the document."""

    subject: str
    property: str
    to: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows are subjects. A row counts if its key column and one of `any_of` can be read.

    Attributes:
        total: a column, and the (subject, property) of the document that the line of totals states for it.
        sums: the columns are properties of the document, and the last row counts: the taxes of an invoice, one line per rate and
            the total below.
    """

    name: str
    key: str
    any_of: tuple[str, ...]
    subjects: tuple[Subject, ...]
    columns: tuple[Column, ...]
    links: tuple[Link, ...] = ()
    total: tuple[str, str, str] | None = None
    sums: bool = False


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document: how it is recognised and what it states."""

    name: str
    title: str
    about: str
    where: str
    methods: tuple[str, ...]
    titles: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()
    examples: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    other_labels: tuple[str, ...] = ()
    digest: str = field(default="", compare=False)

    def schema_of(self, subject: str) -> str:
        """The FollowTheMoney schema of a subject of the document."""
        return next(one.schema for one in self.subjects if one.name == subject)
