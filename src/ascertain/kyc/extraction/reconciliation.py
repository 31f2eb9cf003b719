"""Reconciliation of the facts of several methods: agreement raises confidence, disagreement lowers it and is shown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ascertain.kyc.extraction.method import Task, with_confidence
from ascertain.kyc.extraction.model import Alternative, FoundFact
from ascertain.kyc.extraction.mrz_agreement import agree, differ
from ascertain.kyc.values import (
    IMPLAUSIBLE_CONFIDENCE,
    Context,
    address_parts,
    birth_centuries,
    check,
    ends_before_start,
    has_short_year,
    implausibility,
    name_parts,
    read_date,
)

# Where two sources of one card differ, both values stay: a person decides, not the confidence.
_NEVER_MERGED = frozenset({"mrz", "barcode"})
_WORDED = frozenset({"firstName", "lastName", "name"})  # a zone has them without accents, hyphens and lower case
_AGREED = 0.6  # share of the remaining doubt that each agreeing method removes
# Factors on the confidence of a value.
_DIFFERS = 0.75  # another method read something else
_INVALID = 0.6  # its checksum or format does not hold
_ORDER_OPEN = 0.8  # day and month could be exchanged, and no other date of the document settles their order
_HIJRI = 0.9  # converted from the Hijri calendar, whose months differ between countries by a day
_CHECKED = 0.99  # least confidence of a value whose checksum holds


def reconcile(task: Task, facts: Iterable[FoundFact]) -> list[FoundFact]:
    """One fact per property, or one per value if the property has many, in the order found. Checksums are taken into account."""
    groups: dict[tuple[str, str], list[FoundFact]] = defaultdict(list)
    for fact in facts:
        groups[fact.subject, fact.property].append(fact)
    many = {(one.subject, one.property) for one in task.kind.fields if one.many}
    formats = _formats(task)
    country = _country(groups)
    result: list[FoundFact] = []
    for place, found in groups.items():
        format_name = formats.get((place[0].rpartition("-")[0] or place[0], place[1])) or formats.get(place)
        described = [_described(fact, format_name, replace(task.context, country=country)) for fact in found]
        result += _one(described, has_many=place in many)
    return result


def _formats(task: Task) -> dict[tuple[str, str], str]:
    formats = {(one.subject, one.property): one.format for one in task.kind.fields}
    return formats | {
        (c.subject, c.property): c.format for table in task.kind.tables for c in table.columns if c.subject
    }


def _country(groups: dict[tuple[str, str], list[FoundFact]]) -> str | None:
    """The stated jurisdiction of the company: registration numbers are checked by the rules of its register."""
    return next((found[0].value for (_, name), found in groups.items() if name == "jurisdiction"), None)


def _one(found: list[FoundFact], *, has_many: bool) -> list[FoundFact]:
    by_value: dict[str, list[FoundFact]] = defaultdict(list)
    for fact in _in_one_form(found):
        by_value[fact.value.casefold()].append(fact)
    agreed = [_agreed(same) for same in by_value.values()]
    if len(agreed) == 1 or has_many:
        return agreed
    best = max(agreed, key=lambda fact: fact.confidence)
    rival = _contradicting(agreed)
    if rival:
        return rival
    others = tuple(
        Alternative(fact.value, fact.quote, fact.page_number, fact.method, fact.confidence)
        for fact in agreed
        if fact is not best
    )
    # A checksum outweighs the disagreement, and so does a zone or a barcode that another reading of the card confirms.
    proven = best.validation == "checksum ok" or any(method in _NEVER_MERGED for method in (best.method, *best.agreed))
    return [replace(best if proven else with_confidence(best, best.confidence * _DIFFERS), alternatives=others)]


def _in_one_form(found: Sequence[FoundFact]) -> list[FoundFact]:
    """The facts, those that state the same as the zone or the barcode with the same words: printed ones, if there are any."""
    coded = next((fact for fact in found if fact.method in _NEVER_MERGED), None)
    if coded is None:
        return list(found)
    printed = next((fact for fact in found if fact.method == "rule" and fact.value == coded.value), None)
    same = [fact for fact in found if fact is not coded and agree(coded.property, coded, fact)]
    best = printed or max(same, key=lambda fact: fact.confidence, default=coded)
    value = best.value if coded.property in _WORDED else coded.value
    return [replace(fact, value=value) if fact is coded or fact in same else fact for fact in found]


def _contradicting(facts: Sequence[FoundFact]) -> list[FoundFact]:
    """A value of the machine-readable zone or the barcode and one of the print that differs from it; empty if none does.

    A value that the print states somewhere is not contradicted by what else is read there: then a label was given other words.
    """
    for coded in facts:
        if coded.method in _NEVER_MERGED and not coded.agreed:
            for other in sorted(facts, key=lambda fact: -fact.confidence):
                if other.method not in _NEVER_MERGED and not other.agreed and differ(coded.property, coded, other):
                    return [coded, other]
    return []


def _agreed(same: list[FoundFact]) -> FoundFact:
    """The most confident of equal facts; each other method that agrees removes a part of the doubt."""
    best = max(same, key=lambda fact: fact.confidence)
    methods = tuple(dict.fromkeys(fact.method for fact in same if fact.method != best.method))
    doubt = (1 - best.confidence) * (1 - _AGREED) ** len(methods)
    return replace(with_confidence(best, 1 - doubt) if methods else best, agreed=methods)


def _described(fact: FoundFact, format_name: str | None, context: Context) -> FoundFact:
    """The fact with the result of its checksum, notes on its reading, and its parts."""
    if format_name is None:
        return fact
    # A zone has its own check digits; they say more than the form of the value.
    coded = fact.validation if fact.method in _NEVER_MERGED else None
    validation = coded or check(format_name, fact.value, context)
    if coded is None and validation == "invalid":
        fact = with_confidence(fact, fact.confidence * _INVALID)
    elif coded is None and validation == "checksum ok":
        fact = with_confidence(fact, max(fact.confidence, _CHECKED))
    if format_name == "date":
        fact = _dated(_in_century(fact, context), context)
    return replace(fact, validation=validation, parts=_parts(fact, format_name))


def _in_century(fact: FoundFact, context: Context) -> FoundFact:
    """A birth date with a two-digit year, in the century that fits; in the later one if both do."""
    if fact.property != "birthDate" or fact.method == "mrz" or not has_short_year(fact.quote):
        return fact
    fitting = birth_centuries(fact.value, today=context.today)
    return replace(fact, value=fitting[0]) if fitting else fact


def with_plausibility(facts: Sequence[FoundFact], context: Context) -> list[FoundFact]:
    """The facts, with a note and a low confidence on those with an implausible value.

    Applied after calibration, which would raise the confidence again.
    """
    stated = {(fact.subject, fact.property): fact.value for fact in facts}
    return [_with_doubt(fact, _doubt(fact, stated, context)) for fact in facts]


def _doubt(fact: FoundFact, stated: Mapping[tuple[str, str], str], context: Context) -> str | None:
    if fact.property in ("startDate", "endDate"):
        start, end = stated.get((fact.subject, "startDate")), stated.get((fact.subject, "endDate"))
        return "The end is before the start" if start and end and ends_before_start(start, end) else None
    if fact.property == "birthDate" and fact.method != "mrz" and has_short_year(fact.quote):
        fitting = birth_centuries(fact.value, today=context.today)
        if len(fitting) > 1:
            return f"The year is printed with two digits: {' or '.join(one[:4] for one in fitting)}"
    return implausibility(fact.property, fact.value, today=context.today)


def _with_doubt(fact: FoundFact, doubt: str | None) -> FoundFact:
    if doubt is None:
        return fact
    lowered = with_confidence(fact, min(fact.confidence, IMPLAUSIBLE_CONFIDENCE))
    return replace(lowered, notes=(*fact.notes, doubt))


def _dated(fact: FoundFact, context: Context) -> FoundFact:
    found = read_date(fact.quote, context)
    if found and found.hijri:
        return replace(
            with_confidence(fact, fact.confidence * _HIJRI),
            notes=("Converted from a Hijri date; may be off by one day",),
        )
    if found and found.order_open:
        order = "day before month" if context.day_first else "month before day"
        confidence = fact.confidence if context.order_known else fact.confidence * _ORDER_OPEN
        return replace(with_confidence(fact, confidence), notes=(f"Read as {order}",))
    return fact


def _parts(fact: FoundFact, format_name: str) -> tuple[tuple[str, str], ...]:
    if format_name == "name" and fact.schema in ("Person", "LegalEntity"):
        name = name_parts(fact.value)
        return (("firstName", name.given), ("lastName", name.surname)) if name else ()
    if format_name == "address":
        found = address_parts(fact.value)
        parts = (
            ("street", found.street),
            ("postalCode", found.postal_code),
            ("city", found.city),
            ("country", found.country),
        )
        return tuple((name, value) for name, value in parts if value)
    return ()
