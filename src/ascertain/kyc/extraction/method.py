"""What every method of extraction is given and gives back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ascertain.ai.text import Page
from ascertain.kyc.extraction.layout import Segment
from ascertain.kyc.extraction.model import FactMethod, FoundFact
from ascertain.kyc.extraction.types import DocumentType, Field
from ascertain.kyc.values import Context, normalise


@dataclass(frozen=True, slots=True)
class Task:
    """A document to extract from: its type, its pages, and how its values are to be read."""

    kind: DocumentType
    pages: Sequence[Page]
    context: Context = field(default_factory=Context)


Method = Callable[[Task], list[FoundFact]]

# Of the words of a value when nothing else is known; the calibration of the engine sets the figures right.
_OF_FORMAT = {"address": 0.92, "phrase": 0.9, "text": 0.92}


def read_value(
    task: Task, wanted: Field, segments: Sequence[Segment], method: FactMethod, *, base_confidence: float = 0.97
) -> FoundFact | None:
    """A field's value in these words, or None where they are none."""
    text = " ".join(segment.text for segment in segments)
    joined = ", ".join(segment.text.strip(" ,") for segment in segments) if wanted.format == "address" else text
    value = normalise(wanted.format, joined, task.context)
    if not value:
        return None
    confidence = min(base_confidence, _OF_FORMAT.get(wanted.format, 1.0)) * min(
        1.0, min(s.confidence for s in segments) + 0.02
    )
    schema = task.kind.schema_of(wanted.subject)
    boxes = tuple(segment.box for segment in segments)
    page = segments[0].page_number
    return FoundFact(wanted.subject, schema, wanted.property, value, text, page, boxes, method, round(confidence, 4))


def with_confidence(fact: FoundFact, confidence: float) -> FoundFact:
    """The fact, surer or less sure."""
    return replace(fact, confidence=round(min(max(confidence, 0.01), 0.999), 4))
