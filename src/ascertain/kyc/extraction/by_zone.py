"""Extraction from machine-readable zones, on documents of any type: the holder and the document, compared with the print.

The zone's value is looked for in the print. Where it stands there, the printed form counts, because a zone has no accents; two
independent readings of one value are almost certain.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ascertain.kyc.extraction.layout import Segment
from ascertain.kyc.extraction.method import Task
from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.extraction.mrz import Mrz, country, find_zones
from ascertain.kyc.extraction.mrz_print import Print
from ascertain.kyc.extraction.types import DocumentType
from ascertain.kyc.values import normalise_given_name, normalise_identifier

# Confidence of a value by its evidence.
_AGREED = 0.97  # the print states it as well; two methods that agree raise it further
_PRINTED_TOO = 0.95  # of that print
_VERIFIED = 0.97  # verified by the zone alone, see mrz.py
_CHECKED = 0.9  # its check digit holds, but it is not verified
_REPAIRED = 0.75  # its check digit holds after an exchange that was searched for
_UNCHECKED = 0.85  # a name, state or sex of a zone whose composite digit holds
_CLEAN = 0.9  # the same, of a zone that needed no repair
_FAILED = 0.5  # the check digit of the value or of the zone fails
_GENDERS = {"F": "female", "M": "male", "X": "other"}
_DOCUMENT_SCHEMAS = ("Passport", "Identification")
_NOT_BESIDE = frozenset({"nationality", "country", "gender"})  # codes and letters that stand everywhere on a card


@dataclass(frozen=True, slots=True)
class _Subjects:
    """The names and schemas of the holder and the document."""

    holder: str
    document: str
    schema: str


_HOLDER_FIELDS = ("lastName", "firstName", "birthDate", "nationality", "gender")
_FIELDS = {
    "lastName": "last_name",
    "firstName": "first_name",
    "birthDate": "birth_date",
    "nationality": "nationality",
    "gender": "gender",
    "number": "number",
    "endDate": "expiry_date",
    "country": "country",
}


def extract_by_zone(task: Task) -> list[FoundFact]:
    """The facts of each zone on the pages; a second zone is that of a second holder, with subjects numbered 2."""
    zones = _distinct(find_zones(task.pages))
    if not zones:
        return []
    printed = Print(task.pages, zones)
    facts: list[FoundFact] = []
    for number, zone in enumerate(zones, 1):
        facts += _facts(zone, printed, _subjects(task.kind, zone, number), task.context.today)
    return facts


def _distinct(zones: Sequence[Mrz]) -> list[Mrz]:
    """One zone per document: a card that was scanned twice, or a copy beside its original, is one."""
    found: dict[str, Mrz] = {}
    for zone in zones:
        key = zone.fields["number"].value
        if key not in found or zone.holding > found[key].holding:
            found[key] = zone
    return list(found.values())


def _subjects(kind: DocumentType, zone: Mrz, number: int) -> _Subjects:
    """The type's own holder and document if it has them; other types get subjects of the zone's own."""
    named = {subject.name: subject.schema for subject in kind.subjects}
    document = next((name for name, schema in named.items() if schema in _DOCUMENT_SCHEMAS), None)
    after = f"-{number}" if number > 1 else ""
    if document and named.get("holder") == "Person":
        return _Subjects(f"holder{after}", f"{document}{after}", named[document])
    is_passport = zone.begins == "P"
    own = "passport" if is_passport else "visa" if zone.begins == "V" else "card"
    before = "zone_" if named else ""
    return _Subjects(f"{before}holder{after}", f"{before}{own}{after}", "Passport" if is_passport else "Identification")


def _facts(zone: Mrz, printed: Print, subjects: _Subjects, today: date | None) -> Iterator[FoundFact]:
    names: list[tuple[FoundFact, Segment | None]] = []
    place: FoundFact | None = None
    zone = _as_printed(zone, printed)
    for name in _FIELDS:
        value = _value(zone, name, today)
        if not value:
            continue
        beside = _beside(zone, printed, name, value)
        subject, schema = (
            (subjects.holder, "Person") if name in _HOLDER_FIELDS else (subjects.document, subjects.schema)
        )
        fact = _fact(zone, subject, schema, name, value, beside)
        yield fact
        if beside:
            yield _printed(fact, beside)
        if name in ("lastName", "firstName"):
            names.append((fact, beside))
        place = place or fact
    if names:
        yield from _full_name(names)
    yield from _personal_number(zone, printed, subjects.holder)
    if place:
        link = (subjects.document, subjects.schema, "holder", subjects.holder)
        yield FoundFact(*link, place.quote, place.page_number, place.boxes, "mrz", place.confidence)


def _as_printed(zone: Mrz, printed: Print) -> Mrz:
    """The zone with its number as it was read, if a look-alike was exchanged in it and the print states what was read.

    Then the number is right and its check digit is wrong.
    """
    field = zone.fields["number"]
    read = zone.fitted[field.line].text[field.start : field.end].rstrip("<")
    if field.proof != "repaired" or not printed.number(read, exact=True):
        return zone
    return replace(zone, fields=zone.fields | {"number": replace(field, value=read, proof="failed")})


def _value(zone: Mrz, name: str, today: date | None) -> str | None:
    field = zone.fields[_FIELDS[name]]
    if not field.value:
        return None
    if name == "birthDate":
        return zone.birth_date(today)
    if name == "endDate":
        return zone.expiry_date(today)
    if name in ("nationality", "country"):
        return country(field)
    if name == "gender":
        return _GENDERS.get(field.value)
    return normalise_identifier(field.value) if name == "number" else normalise_given_name(field.value)


def _beside(zone: Mrz, printed: Print, name: str, value: str) -> Segment | None:
    """Where the print states the value."""
    if name in _NOT_BESIDE:
        return None
    if name == "number":
        return printed.number(value)
    if name in ("birthDate", "endDate"):
        return printed.date(value)
    return printed.name(zone.fields[_FIELDS[name]].value, cut=zone.names_cut and name == "firstName")


def _fact(zone: Mrz, subject: str, schema: str, name: str, value: str, beside: Segment | None) -> FoundFact:
    place = zone.place(_FIELDS[name])
    confidence = _AGREED if beside else _confidence(zone, name) * min(1.0, place.confidence + 0.02)
    proof = zone.fields[_FIELDS[name]].proof
    validation = {"checked": "checksum ok", "failed": "invalid"}.get(proof)
    notes = ("Its check digit in the machine-readable zone does not hold",) if proof == "failed" else ()
    if beside and name in ("lastName", "firstName"):
        value = normalise_given_name(beside.text) or value
    where = (place.text, place.page_number, (place.box,))
    return FoundFact(subject, schema, name, value, *where, "mrz", round(confidence, 4), validation, notes)


def _printed(fact: FoundFact, beside: Segment) -> FoundFact:
    """The same value as a fact of the print."""
    confidence = round(_PRINTED_TOO * min(1.0, beside.confidence + 0.02), 4)
    where = (beside.text, beside.page_number, (beside.box,), "rule")
    return FoundFact(fact.subject, fact.schema, fact.property, fact.value, *where, confidence)  # type: ignore[arg-type]


def _confidence(zone: Mrz, name: str) -> float:
    """The confidence of a value without the print. Names, states and the sex have no check digit."""
    field = zone.fields[_FIELDS[name]]
    if field.proof == "none":
        if zone.composite_ok is False:
            return _FAILED
        return _CLEAN if zone.repairs == 0 and zone.holding >= 3 else _UNCHECKED
    if field.proof == "checked":
        return _VERIFIED if field.verified else _CHECKED
    return _REPAIRED if field.proof == "repaired" else _FAILED


def _full_name(names: Sequence[tuple[FoundFact, Segment | None]]) -> Iterator[FoundFact]:
    """The full name of the holder, given names first; its evidence is both names. Some people have only one."""
    ordered = sorted(names, key=lambda pair: pair[0].property)
    facts = [fact for fact, _ in ordered]
    value, quote = (" ".join(words) for words in zip(*((fact.value, fact.quote) for fact in facts), strict=True))
    boxes = tuple(box for fact in facts for box in fact.boxes)
    confidence = min(fact.confidence for fact in facts)
    first = facts[0]
    yield FoundFact(first.subject, "Person", "name", value, quote, first.page_number, boxes, "mrz", confidence)
    places = [beside for _, beside in ordered if beside]
    if len(places) == len(facts) and len({place.page_number for place in places}) == 1:
        whole = Segment(tuple(word for place in places for word in place.words), places[0].page_number)
        printed = _printed(FoundFact(first.subject, "Person", "name", value, "", 1, (), "rule", 0.0), whole)
        yield FoundFact(
            printed.subject, "Person", "name", value, whole.text, whole.page_number,
            tuple(place.box for place in places), "rule", printed.confidence,
        )  # fmt: skip


def _personal_number(zone: Mrz, printed: Print, holder: str) -> Iterator[FoundFact]:
    """The optional data as the holder's number, where the print has the same: states put other things there as well."""
    for name in ("optional", "optional_2"):
        value = zone.fields[name].value.strip("<") if name in zone.fields else ""
        if not value or "<" in value or value.lstrip("<") == zone.fields["number"].value:
            continue
        place = printed.number(value) or printed.number(value[:-1])
        if place and sum(char.isdigit() for char in value) >= 5:
            zone_place = zone.place(name)
            fact = FoundFact(
                holder, "Person", "idNumber", normalise_identifier(place.text), zone_place.text, zone_place.page_number,
                (zone_place.box,), "mrz", _AGREED,
            )  # fmt: skip
            yield fact
            yield _printed(fact, place)
