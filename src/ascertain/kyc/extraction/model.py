"""Parts of a document and the facts found in it."""

from dataclasses import dataclass
from typing import Literal

from ascertain.ai.text import Box

FactMethod = Literal["rule", "label", "table", "form", "mrz", "barcode", "model", "llm", "person"]


@dataclass(frozen=True, slots=True)
class Part:
    """A range of pages that is one document: its type (a name in the catalogue) and the confidence in it."""

    document_type: str
    confidence: float
    first_page: int
    last_page: int


@dataclass(frozen=True, slots=True)
class ConfirmedMapping:
    """What a person has said the columns of a layout are.

    Attributes:
        layout: the key of the layout; see `table_rows.layout_of`.
        document_type, table: a table of a type file.
        columns: for each column of the layout the name of the table's column, None for one that is not wanted.
    """

    layout: str
    document_type: str
    table: str
    columns: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """A different value for the same property, read with lower confidence than the one in force."""

    value: str
    quote: str
    page_number: int
    method: FactMethod
    confidence: float


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact as a method finds it.

    Attributes:
        subject: a key that is local to the document.
        validation: the result of checking the value: "checksum ok", "format ok", "invalid", or None if it has no check.
        notes: what a reader of the value has to know, such as a day and month that could be exchanged.
        parts: the components of the value, by FollowTheMoney property.
        agreed: the other methods that read the same value.
        alternatives: different values that other methods read.
    """

    subject: str
    schema: str
    property: str
    value: str
    quote: str
    page_number: int
    boxes: tuple[Box, ...]
    method: FactMethod
    confidence: float
    validation: str | None = None
    notes: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    agreed: tuple[FactMethod, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
