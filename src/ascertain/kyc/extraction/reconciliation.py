"""Facts of several methods made one: who agrees raises confidence, who does not lowers it and is shown beside."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from ascertain.kyc.extraction.method import Task, with_confidence
from ascertain.kyc.extraction.model import Alternative, FoundFact
from ascertain.kyc.values import Context, address_parts, check, name_parts, read_date

_NEVER_MERGED = frozenset(
    {"mrz"}
)  # what a zone and the print say differently is a conflict for a person, not a matter of confidence
_AGREED, _DIFFERS, _INVALID, _ORDER_OPEN, _HIJRI = 0.6, 0.75, 0.6, 0.8, 0.9


def reconcile(task: Task, facts: Iterable[FoundFact]) -> list[FoundFact]:
    """One fact for each value of each property, in the order found; what a checksum says of it counted in."""
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
        result += _one(described, keep_all=place in many)
    return result


def _formats(task: Task) -> dict[tuple[str, str], str]:
    formats = {(one.subject, one.property): one.format for one in task.kind.fields}
    return formats | {
        (c.subject, c.property): c.format for table in task.kind.tables for c in table.columns if c.subject
    }


def _country(groups: dict[tuple[str, str], list[FoundFact]]) -> str | None:
    """The country whose register's numbers are looked for: where the document says that the company is."""
    return next((found[0].value for (_, name), found in groups.items() if name == "jurisdiction"), None)


def _one(found: list[FoundFact], *, keep_all: bool) -> list[FoundFact]:
    by_value: dict[str, list[FoundFact]] = defaultdict(list)
    for fact in found:
        by_value[fact.value.casefold()].append(fact)
    agreed = [_agreed(same) for same in by_value.values()]
    if len(agreed) == 1 or keep_all:
        return agreed
    best = max(agreed, key=lambda fact: fact.confidence)
    if any(fact.method in _NEVER_MERGED for fact in agreed):
        return agreed
    others = tuple(
        Alternative(fact.value, fact.quote, fact.page_number, fact.method, fact.confidence)
        for fact in agreed
        if fact is not best
    )
    vouched = best.validation == "checksum ok"
    return [replace(best if vouched else with_confidence(best, best.confidence * _DIFFERS), alternatives=others)]


def _agreed(same: list[FoundFact]) -> FoundFact:
    """The surest of those that say the same; each further method takes away a part of the doubt."""
    best = max(same, key=lambda fact: fact.confidence)
    methods = tuple(dict.fromkeys(fact.method for fact in same if fact.method != best.method))
    doubt = (1 - best.confidence) * (1 - _AGREED) ** len(methods)
    return replace(with_confidence(best, 1 - doubt) if methods else best, agreed=methods)


def _described(fact: FoundFact, format_name: str | None, context: Context) -> FoundFact:
    """The fact with what its checksum says, what is to be known of it, and its parts."""
    if format_name is None:
        return fact
    validation = check(format_name, fact.value, context)
    if validation == "invalid":
        fact = with_confidence(fact, fact.confidence * _INVALID)
    elif validation == "checksum ok":
        fact = with_confidence(fact, max(fact.confidence, 0.99))
    if format_name == "date":
        fact = _dated(fact, context)
    return replace(fact, validation=validation, parts=_parts(fact, format_name))


def _dated(fact: FoundFact, context: Context) -> FoundFact:
    found = read_date(fact.quote, context)
    if found and found.hijri:
        return replace(
            with_confidence(fact, fact.confidence * _HIJRI), notes=("Hijri date, converted; may be a day off",)
        )
    if found and found.order_open:
        order = "day before month" if context.day_first else "month before day"
        sure = fact.confidence if context.order_known else fact.confidence * _ORDER_OPEN
        return replace(with_confidence(fact, sure), notes=(f"read as {order}",))
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
