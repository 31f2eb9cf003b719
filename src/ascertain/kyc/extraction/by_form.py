"""Extraction from form fields: a value is found by the name of its field, and its box is that of the field."""

from collections.abc import Sequence

from ascertain.ai.text import FormField
from ascertain.kyc.extraction.method import Task
from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.extraction.types import Field
from ascertain.kyc.values import normalise

_BASE_CONFIDENCE = 0.985  # nothing is read by OCR or by layout; only the field may be filled in wrongly


def extract_by_form(task: Task) -> list[FoundFact]:
    """The facts in the fields of a filled form."""
    filled = [(page.number, one) for page in task.pages for one in page.fields if one.value]
    if not filled:
        return []
    return [fact for wanted in task.kind.fields for fact in _of_field(task, wanted, filled)]


def _of_field(task: Task, wanted: Field, filled: Sequence[tuple[int, FormField]]) -> list[FoundFact]:
    for names in wanted.form_fields:
        parts = [place for name in names for place in filled if _is(name, place[1])]
        if parts and (len(names) == 1 or len({page for page, _ in parts}) == 1):
            joiner = ", " if wanted.format == "address" else " " if len(names) > 1 else ""
            return _fact(task, wanted, parts, joiner.join(part.value for _, part in parts))
    for name, value in wanted.form_choices:
        ticked = [place for place in filled if _is(name, place[1]) and place[1].kind == "box"]
        if ticked:
            return _fact(task, wanted, ticked, value)
    return []


def _is(name: str, one: FormField) -> bool:
    """Whether a form field has this name, in full or as the last part of its full name."""
    return one.name == name or one.name.endswith(f".{name}")


def _fact(task: Task, wanted: Field, parts: list[tuple[int, FormField]], text: str) -> list[FoundFact]:
    value = normalise(wanted.format, text, task.context)
    if not value:
        return []
    schema = task.kind.schema_of(wanted.subject)
    quote = " ".join(part.value for _, part in parts)
    boxes = tuple(part.box for _, part in parts)
    return [
        FoundFact(wanted.subject, schema, wanted.property, value, quote, parts[0][0], boxes, "form", _BASE_CONFIDENCE)
    ]
