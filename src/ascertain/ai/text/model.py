"""Words, pages and passages with their positions."""

from dataclasses import dataclass
from typing import Literal

# A note of a page that begins with this is a sentence about its content, such as what of it is not read, and not a defect.
CONTENT_NOTE = "note: "


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions (0..1) of the page as displayed, origin at the top left."""

    x0: float
    y0: float
    x1: float
    y1: float

    def union(self, other: "Box") -> "Box":
        """The smallest box that contains both."""
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    @property
    def center_y(self) -> float:
        """The vertical centre as a fraction of the page's height."""
        return (self.y0 + self.y1) / 2

    @property
    def height(self) -> float:
        """The height as a fraction of the page's height."""
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Word:
    """One word on a page; confidence is 1 for digital text and that of the OCR engine for recognised text."""

    text: str
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a fillable form with its position; an unticked box has an empty value."""

    name: str
    kind: Literal["text", "box", "choice"]
    value: str
    box: Box


@dataclass(frozen=True, slots=True)
class Join:
    """A drawn line from one text box to another below it; its label is next to one of `places`."""

    upper: Box
    lower: Box
    places: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Barcode:
    """A two-dimensional code on a page: its format ("pdf417", "qr", "data_matrix", "aztec"), its text as encoded, and its place."""

    format: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """A page as displayed (rotation applied): its words in reading order; sizes in points (1/72 inch).

    `quality` (0 to 1) and `notes` describe the legibility of a scan and its defects, and what is not read (see
    `CONTENT_NOTE`); `joins` are the lines of a drawn chart; `portraits` are places of photographs, the largest first.
    """

    number: int
    width_pt: float
    height_pt: float
    words: tuple[Word, ...]
    method: Literal["text", "ocr"]
    fields: tuple[FormField, ...] = ()
    quality: float = 1.0
    notes: tuple[str, ...] = ()
    joins: tuple[Join, ...] = ()
    barcodes: tuple[Barcode, ...] = ()
    portraits: tuple[Box, ...] = ()

    @property
    def defects(self) -> tuple[str, ...]:
        """The notes about legibility."""
        return tuple(note for note in self.notes if not note.startswith(CONTENT_NOTE))

    @property
    def content_notes(self) -> tuple[str, ...]:
        """The notes about content, as sentences."""
        return tuple(note.removeprefix(CONTENT_NOTE) for note in self.notes if note.startswith(CONTENT_NOTE))

    @property
    def text(self) -> str:
        """The words joined by blanks."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a source that can be given to a model and cited; page_number is None for sources without pages.

    `rule`: the passage states a requirement (a policy) and nothing about the particular case.
    """

    id: str
    source_id: str
    version: str
    page_number: int | None
    text: str
    boxes: tuple[Box, ...]
    title: str
    rule: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """The evidence for an answer: a quote and its position."""

    source_id: str
    version: str
    page_number: int | None
    boxes: tuple[Box, ...]
    quote: str
