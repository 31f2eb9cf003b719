"""Extraction from passports: the printed fields and the machine-readable zone. If both agree, the value is almost certain."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ascertain.ai.text import Page
from ascertain.kyc.extraction.labels import LabelIndex
from ascertain.kyc.extraction.layout import Segment
from ascertain.kyc.extraction.model import FactMethod, FoundFact
from ascertain.kyc.extraction.mrz import Mrz, country, find_mrz
from ascertain.kyc.values import (
    birth_centuries,
    has_short_year,
    normalise_country,
    normalise_date,
    normalise_given_name,
    normalise_identifier,
)

# Confidence of a value by its evidence.
_AGREED = 0.995  # print and zone agree
_VERIFIED = 0.97  # verified by the zone alone, see mrz.py
_CHECKED = 0.9  # its check digit holds, but it is not verified
_REPAIRED = 0.75  # its check digit holds after an exchange that was searched for
_UNCHECKED = 0.85  # a name, state or sex of a zone whose composite digit holds
_PRINTED = 0.86  # the print alone
_DIFFERS = 0.5  # print and zone differ, or the check digit fails
_GENDERS = {"F": "female", "M": "male", "X": "other"}
_OTHER_LABELS = ("type", "date of issue", "place of birth", "authority")


def _name(text: str) -> str | None:
    return normalise_given_name(text.upper())


def _gender(text: str) -> str | None:
    return _GENDERS.get(text.strip().upper()[:1])


@dataclass(frozen=True, slots=True)
class _Field:
    """A property: its labels in print, its field in the zone, and how both become a value."""

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


def extract_passport(pages: Sequence[Page], *, today: date | None = None) -> list[FoundFact]:
    """The facts of the holder and of the passport, from print and zone together."""
    labels = [label for field in _FIELDS for label in field.labels]
    form, mrz = LabelIndex.of(pages, [*labels, *_OTHER_LABELS]), find_mrz(pages)
    facts = [found for field in _FIELDS for found in _read(field, form, mrz, today)]
    facts += _full_name(facts)
    holder = next((found for found in facts if found.subject == "holder"), None)
    if holder:
        facts.append(_holder_link(holder))
    return facts


def _read(field: _Field, form: LabelIndex, mrz: Mrz | None, today: date | None) -> list[FoundFact]:
    schema = "Person" if field.subject == "holder" else "Passport"
    printed, printed_value = _printed(field, form)
    value, place = _from_zone(mrz, field, today)
    if printed and printed_value and field.zone == "birth_date" and has_short_year(printed.text):
        # The expiry in the zone determines the century. Without a zone, reconciliation chooses the century of the print.
        printed_value = value if value in birth_centuries(printed_value, today=today) else printed_value
    if printed_value and _agree(field, printed_value, value, mrz):
        return _fact(field.subject, schema, field.property, printed_value, printed, confidence=_AGREED)
    facts: list[FoundFact] = []
    confidence = _zone_confidence(mrz, field)
    if value:
        facts += _fact(field.subject, schema, field.property, value, place, confidence=confidence, method="mrz")
    if printed_value:
        # A zone whose check digit fails is no evidence against the print.
        confidence = _DIFFERS if value and confidence > _DIFFERS else _PRINTED
        facts += _fact(field.subject, schema, field.property, printed_value, printed, confidence=confidence)
    return facts


def _printed(field: _Field, form: LabelIndex) -> tuple[Segment | None, str | None]:
    """The first words at a label that are a value. A letter of a watermark may be closer to the label."""
    for place in form.candidates(*field.labels):
        value = field.normalise(place.text)
        if value:
            return place, value
    return None, None


def _agree(field: _Field, printed: str, value: str | None, mrz: Mrz | None) -> bool:
    """Whether print and zone agree: they are equal, or the zone had no room for the whole name and the print continues it."""
    if mrz and mrz.names_cut and field.zone == "first_name" and value:
        return printed.startswith(value)
    return printed == value


def _zone_confidence(mrz: Mrz | None, field: _Field) -> float:
    """The confidence of a value of the zone without the print. Names, states and the sex have no check digit."""
    if mrz is None:
        return 0.0
    found = mrz.fields[field.zone]
    if found.proof == "none":
        return _UNCHECKED if mrz.composite_ok is not False else _DIFFERS
    if found.proof == "checked":
        return _VERIFIED if found.verified else _CHECKED
    return _REPAIRED if found.proof == "repaired" else _DIFFERS


def _from_zone(mrz: Mrz | None, field: _Field, today: date | None) -> tuple[str | None, Segment | None]:
    """The value of a field in the zone, and its words."""
    if mrz is None or not mrz.fields[field.zone].value:
        return None, None
    found = mrz.fields[field.zone]
    if field.zone == "birth_date":
        value = mrz.birth_date(today)
    elif field.zone == "expiry_date":
        value = mrz.expiry_date(today)
    else:
        value = country(found) if field.zone in ("country", "nationality") else field.normalise(found.value)
    return value, mrz.place(field.zone)


def _full_name(facts: list[FoundFact]) -> list[FoundFact]:
    """The full name of the holder; its evidence is the first and the last name."""
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


def _fact(
    subject: str,
    schema: str,
    property_name: str,
    value: str | None,
    source: Segment | None,
    *,
    confidence: float = 0.97,
    method: FactMethod = "rule",
) -> list[FoundFact]:
    """The fact as a list of one, or an empty list if the value or its words were not found."""
    if not value or source is None:
        return []
    found = round(confidence * min(1.0, source.confidence + 0.02), 4)
    return [
        FoundFact(subject, schema, property_name, value, source.text, source.page_number, (source.box,), method, found)
    ]
