"""Parts of a document and the facts found in it."""

from dataclasses import dataclass
from typing import Literal

from ascertain.ai.text import Box

FactMethod = Literal["rule", "label", "table", "form", "mrz", "model", "llm", "person"]


@dataclass(frozen=True, slots=True)
class Part:
    """A range of pages of a document that is one thing: its type (a name of the catalogue) and the confidence in it."""

    document_type: str
    confidence: float
    first_page: int
    last_page: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another value that a method read for the same property; the one in force says no more than that it was surer."""

    value: str
    quote: str
    page_number: int
    method: FactMethod
    confidence: float


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact as an extractor finds it; `subject` is a key local to the document.

    `validation` is what a checksum or format says of the value ("checksum ok", "format ok", "invalid"), `notes` what a reader of
    the value has to know (a day and month that could be exchanged), `parts` its pieces by FollowTheMoney property,
    `agreed` the further methods that read the same, `alternatives` what others read instead.
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
