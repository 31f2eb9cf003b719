"""The interface of extraction methods: a task in, facts out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ascertain.ai.text import Page
from ascertain.kyc.extraction.layout import Segment
from ascertain.kyc.extraction.model import ConfirmedMapping, FactMethod, FoundFact
from ascertain.kyc.extraction.types import DocumentType, Field
from ascertain.kyc.values import Context, normalise


@dataclass(frozen=True, slots=True)
class Task:
    """A document to extract from: its type, its pages, the context in which values are read, and confirmed layouts of tables."""

    kind: DocumentType
    pages: Sequence[Page]
    context: Context = field(default_factory=Context)
    mappings: Sequence[ConfirmedMapping] = ()


Method = Callable[[Task], list[FoundFact]]

# Upper limits of confidence: free text is right less often than values with a format. Calibration refines these figures.
_MAX_CONFIDENCE = {"address": 0.92, "phrase": 0.9, "text": 0.92}


def read_value(
    task: Task, wanted: Field, segments: Sequence[Segment], method: FactMethod, *, base_confidence: float = 0.97
) -> FoundFact | None:
    """The value of a field in these words, or None if they are not one."""
    text = " ".join(segment.text for segment in segments)
    joined = ", ".join(segment.text.strip(" ,") for segment in segments) if wanted.format == "address" else text
    value = normalise(wanted.format, joined, task.context)
    if not value:
        return None
    confidence = min(base_confidence, _MAX_CONFIDENCE.get(wanted.format, 1.0)) * min(
        1.0, min(s.confidence for s in segments) + 0.02
    )
    schema = task.kind.schema_of(wanted.subject)
    boxes = tuple(segment.box for segment in segments)
    page = segments[0].page_number
    return FoundFact(wanted.subject, schema, wanted.property, value, text, page, boxes, method, round(confidence, 4))


def with_confidence(fact: FoundFact, confidence: float) -> FoundFact:
    """The fact with another confidence, which is never 0 or 1."""
    return replace(fact, confidence=round(min(max(confidence, 0.01), 0.999), 4))
