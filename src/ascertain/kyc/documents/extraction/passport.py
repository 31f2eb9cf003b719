"""Passports: the printed fields beside the machine-readable zone; where both agree, the value is as good as certain."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ascertain.ai.text import Page
from ascertain.kyc.documents.extraction.layout import Form, Segment, fact
from ascertain.kyc.documents.extraction.mrz import Mrz, expand_date, find_mrz
from ascertain.kyc.documents.model import FoundFact
from ascertain.kyc.documents.normalisation import (
    normalise_country,
    normalise_date,
    normalise_identifier,
    normalise_name,
)

_AGREED, _CHECKED, _UNCHECKED, _PRINTED, _DIFFERS = 0.995, 0.97, 0.85, 0.86, 0.5
_GENDERS = {"F": "female", "M": "male", "X": "other"}
_OTHER_LABELS = ("type", "date of issue", "place of birth", "authority")


def _name(text: str) -> str | None:
    return normalise_name(text.upper()) or None


def _gender(text: str) -> str | None:
    return _GENDERS.get(text.strip().upper()[:1])


@dataclass(frozen=True, slots=True)
class _Field:
    """Where a property stands in print and in the zone, and how both become a value."""

    property: str
    subject: str
    labels: tuple[str, ...]
    zone: str
    normalise: Callable[[str], str | None]


_FIELDS = (
    _Field("lastName", "holder", ("surname", "last name", "family name"), "last_name", _name),
    _Field("firstName", "holder", ("given names", "given name", "first names"), "first_name", _name),
    _Field("birthDate", "holder", ("date of birth",), "birth_date", normalise_date),
    _Field("nationality", "holder", ("nationality",), "nationality", normalise_country),
    _Field("gender", "holder", ("sex",), "gender", _gender),
    _Field("number", "passport", ("passport no", "passport number"), "number", normalise_identifier),
    _Field("endDate", "passport", ("date of expiry", "expiry date"), "expiry_date", normalise_date),
    _Field("country", "passport", ("code of state", "issuing state", "country code"), "country", normalise_country),
)


def extract_passport(pages: Sequence[Page]) -> list[FoundFact]:
    """The holder and the passport; each property once, from print and zone together."""
    labels = [label for field in _FIELDS for label in field.labels]
    form, mrz = Form.of(pages, [*labels, *_OTHER_LABELS]), find_mrz(pages)
    facts = [found for field in _FIELDS for found in _read(field, form, mrz)]
    facts += _full_name(facts)
    holder = next((found for found in facts if found.subject == "holder"), None)
    if holder:
        facts.append(_holder_link(holder))
    return facts


def _read(field: _Field, form: Form, mrz: Mrz | None) -> list[FoundFact]:
    schema = "Person" if field.subject == "holder" else "Passport"
    printed = form.find(*field.labels)
    printed_value = field.normalise(printed.text) if printed else None
    value, place, checked = _from_zone(mrz, field)
    if printed_value and printed_value == value:
        return fact(field.subject, schema, field.property, printed_value, printed, confidence=_AGREED)
    facts: list[FoundFact] = []
    if value:
        vouched = checked or (checked is None and mrz is not None and mrz.composite_ok)
        sure = _CHECKED if vouched else _DIFFERS if checked is False else _UNCHECKED
        facts += fact(field.subject, schema, field.property, value, place, confidence=sure, method="mrz")
    if printed_value:
        # A zone whose own check digit fails says nothing against the print.
        sure = _DIFFERS if value and checked is not False else _PRINTED
        facts += fact(field.subject, schema, field.property, printed_value, printed, confidence=sure)
    return facts


def _from_zone(mrz: Mrz | None, field: _Field) -> tuple[str | None, Segment | None, bool | None]:
    """A field's value, its place, and whether its check digit holds."""
    if mrz is None or not mrz.fields[field.zone].value:
        return None, None, None
    found = mrz.fields[field.zone]
    if field.zone.endswith("_date"):
        value = expand_date(found.value, future=field.zone == "expiry_date")
    else:
        value = field.normalise(found.value)
    return value, mrz.place(field.zone), found.checked


def _full_name(facts: list[FoundFact]) -> list[FoundFact]:
    """The holder's name of its two parts, resting on the words of both."""
    best: dict[str, FoundFact] = {}
    for found in facts:
        if found.property in ("firstName", "lastName"):
            known = best.get(found.property)
            best[found.property] = found if known is None or found.confidence > known.confidence else known
    if len(best) < 2:
        return []
    first, last = best["firstName"], best["lastName"]
    name, quote = f"{first.value} {last.value}", f"{first.quote} {last.quote}"
    confidence = min(first.confidence, last.confidence)
    boxes = (*first.boxes, *last.boxes)
    return [FoundFact("holder", "Person", "name", name, quote, first.page_number, boxes, first.method, confidence)]


def _holder_link(place: FoundFact) -> FoundFact:
    link = ("passport", "Passport", "holder", "holder")
    return FoundFact(*link, place.quote, place.page_number, place.boxes, "rule", place.confidence)
