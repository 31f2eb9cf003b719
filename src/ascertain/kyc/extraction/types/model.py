"""What a type file says, checked and frozen."""

import re
from dataclasses import dataclass, field

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Cue:
    """A regular expression over the lower-case text and the log-odds that it adds to its type where it is found."""

    pattern: re.Pattern[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody or something that a document speaks of, as a FollowTheMoney schema; `bods` is the kind of statement it feeds."""

    name: str
    schema: str
    bods: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A property of a subject: how its words are recognised and become a value.

    `form_fields` are names of a form's own fields, joined in their order; `form_choices` maps names of ticked boxes to values,
    `ticks` the printed words after a tick. `last`: of several places of a label the last counts, as for totals.
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
    """A column of a table: its headings and the property of a row's subject that it states.

    `code` is a property for what stands in brackets or stars before the cell's words, `unit` one for the unit after its number.
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
    """A property of a row's subject that names another subject: of the same row, or of the document."""

    subject: str
    property: str
    to: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that are subjects: a row counts where its key column and one of `any_of` can be read.

    `total` maps a column to a (subject, property) of the document that the line of totals states. In a table of `sums` the columns
    are properties of the document and its last row counts: the taxes of an invoice, one line a rate and the sum below.
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
