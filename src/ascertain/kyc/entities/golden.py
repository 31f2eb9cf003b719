"""The golden record of an entity: for each property the best value, where it comes from, and the rule that chose it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ascertain.kyc.entities.live import best_name
from ascertain.kyc.entities.model import EntityRecord, PropertyValue

_DATES = frozenset({"birthDate", "incorporationDate"})
_SEVERAL = frozenset(
    {"nationality", "country", "alias", "address", "phone", "email", "idNumber", "taxNumber", "passportNumber"}
)


@dataclass(frozen=True, slots=True)
class GoldenValue:
    """A value of an entity.

    rule: the sentence that explains the choice. records: ids of the records that give it. others: values given elsewhere.
    """

    property: str
    value: str
    rule: str
    source: PropertyValue
    records: tuple[str, ...]
    others: tuple[str, ...]


def golden_record(held: Sequence[EntityRecord]) -> list[GoldenValue]:
    """One value for each property, several for those that a person or company may have many of; the name first."""
    given: dict[str, list[tuple[PropertyValue, str]]] = {}
    for one in held:
        for name, values in one.record.properties.items():
            given.setdefault(name, []).extend((value, one.record.id) for value in values)
    ordered = sorted(given, key=lambda name: (name != "name", name))
    return [value for name in ordered for value in _choose(name, given[name])]


def _choose(name: str, given: list[tuple[PropertyValue, str]]) -> list[GoldenValue]:
    counts = Counter(value.value for value, _ in given)
    if name == "name":
        best = best_name(value.value for value, _ in given)
        return [_golden(name, best, _count_rule("the name that most records give", counts[best], given), given)]
    if name in _SEVERAL:
        return [
            _golden(name, value, "all values are listed", given, only_value=True) for value, _ in counts.most_common()
        ]
    # Of dates the most precise among the most frequent: "1971" and "1971-03-14" do not contradict each other.
    support = {
        value: sum(n for other, n in counts.items() if value.startswith(other)) if name in _DATES else counts[value]
        for value in counts
    }
    best = max(counts, key=lambda value: (support[value], len(value) if name in _DATES else 0, value))
    what = (
        "the most precise date that most records agree with" if name in _DATES else "the value that most records give"
    )
    return [_golden(name, best, _count_rule(what, support[best], given), given)]


def _count_rule(what: str, count: int, given: list[tuple[PropertyValue, str]]) -> str:
    return "the only record with a value" if len(given) == 1 else f"{what}: {count} of {len(given)}"


def _golden(
    name: str, best: str, rule: str, given: list[tuple[PropertyValue, str]], *, only_value: bool = False
) -> GoldenValue:
    # A value that a document proves before one that was declared.
    sources = sorted(
        (item for item in given if item[0].value == best), key=lambda item: (item[0].fact_id is None, item[1])
    )
    others = () if only_value else tuple(sorted({value.value for value, _ in given} - {best}))
    return GoldenValue(name, best, rule, sources[0][0], tuple(dict.fromkeys(record for _, record in sources)), others)
