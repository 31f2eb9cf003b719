"""Which learned facts are added to those that the rules of a type have read: not what the same words already state."""

from collections.abc import Sequence

from ascertain.ai.text import Box
from ascertain.kyc.extraction.learned.typed_spans import folded
from ascertain.kyc.extraction.model import FoundFact

_BEARERS = {"Ownership": "owner", "Directorship": "director", "Representation": "agent"}
_ENDS = frozenset({"owner", "asset", "director", "organization", "agent", "client"})
_PARTIES = frozenset({"Person", "Company", "LegalEntity", "Organization"})
_SAME_PLACE = 0.5  # share of the smaller box
_ALL_SHARES = 99.5  # per cent; shares are rounded
_LIKELY, _POSSIBLE = 0.4, 0.3  # least probability of a bare name beside rules, and on documents that no rule has read


def comparable(value: str) -> str:
    """A value as it is compared: words in any order; figures without what divides them ("S0418-40408", "S041840408")."""
    words = folded(value).split()
    letters = "".join(words)
    is_figures = 2 * sum(map(str.isdigit, letters)) > len(letters)
    return letters if is_figures else " ".join(sorted(words))


def is_other_cut(one: FoundFact, other: FoundFact) -> bool:
    """Whether two facts are different cuts of the same words: all words of one are in the other, at the same place."""
    words, others = set(folded(one.value).split()), set(folded(other.value).split())
    return words != others and (words <= others or others <= words) and is_same_place(one, other)


def is_same_place(one: FoundFact, other: FoundFact) -> bool:
    """Whether two facts are read from the same words of a page."""
    return one.page_number == other.page_number and any(_overlap(a, b) for a in one.boxes for b in other.boxes)


def beside_rules(learned: Sequence[FoundFact], ruled: Sequence[FoundFact]) -> list[FoundFact]:
    """The learned facts without those that the rules' facts exclude.

    Args:
        learned: facts of the learned reader under the subjects of the rules, where they are the same parties.
        ruled: facts of the rules; none on documents of an unknown type.
    """
    left = [fact for fact in learned if not _is_stated_otherwise(fact, ruled)]
    left = _without_links(left, _excluded_links(left, ruled))
    # A row that a type or a person's mapping has read states its columns, and no more.
    rows = {one.subject for one in ruled if one.method == "table" and one.schema in _BEARERS}
    left = [fact for fact in left if fact.subject not in rows]
    return _without_bare_names(left, ruled)


def _is_stated_otherwise(fact: FoundFact, ruled: Sequence[FoundFact]) -> bool:
    """Whether a rule has read the same words as another property, and is at least as sure: words state one thing."""
    if fact.property in _ENDS:
        return False
    value = comparable(fact.value)
    same = [one for one in ruled if comparable(one.value) == value and is_same_place(fact, one)]
    return (
        bool(same)
        and all(one.property != fact.property for one in same)
        and any(one.confidence >= fact.confidence for one in same)
    )


def _excluded_links(learned: Sequence[FoundFact], ruled: Sequence[FoundFact]) -> set[str]:
    """Subjects of learned links that contradict those of the rules: another role for the party of a row or line, or a further owner
    where the rows account for all shares.
    """
    linked = {(one.schema, one.value) for one in ruled if one.property == _BEARERS.get(one.schema)}
    known = {one.subject for one in ruled}
    ends = {one.value for one in ruled if one.property in _ENDS}
    rows = [one for one in ruled if one.property == "name" and (one.method == "table" or one.subject in ends)]
    all_owners = _has_all_owners(ruled)
    excluded = set()
    for fact in learned:
        if fact.property != _BEARERS.get(fact.schema) or (fact.schema, fact.value) in linked or fact.subject in known:
            continue
        of_row = any(is_same_place(row, fact) for row in rows)
        if of_row or (fact.schema == "Ownership" and all_owners):
            excluded.add(fact.subject)
    return excluded


def _has_all_owners(ruled: Sequence[FoundFact]) -> bool:
    """Whether the rules' owners have all shares: their percentages, or their numbers of shares, reach the whole."""

    def total(schema: str, name: str) -> float:
        stated = [one.value for one in ruled if one.schema == schema and one.property == name]
        return sum(float(value) for value in stated if value.replace(".", "", 1).isdigit())

    issued = total("Company", "sharesIssued")
    percentages = total("Ownership", "percentage")
    return percentages >= _ALL_SHARES or 0 < issued <= total("Ownership", "sharesCount")


def _without_links(learned: Sequence[FoundFact], excluded: set[str]) -> list[FoundFact]:
    return [fact for fact in learned if fact.subject not in excluded or fact.schema not in _BEARERS]


def _without_bare_names(learned: Sequence[FoundFact], ruled: Sequence[FoundFact]) -> list[FoundFact]:
    """Without parties of which nothing but an unlikely name was read: who signs or prints a document, or words that are no name."""
    known = {fact.subject for fact in ruled}
    stated = {fact.subject for fact in learned if fact.property != "name"}
    stated |= {fact.value for fact in learned if fact.schema in _BEARERS}
    least = _LIKELY if ruled else _POSSIBLE
    return [
        fact
        for fact in learned
        if fact.property != "name"
        or fact.schema not in _PARTIES
        or fact.confidence >= least
        or fact.subject in known
        or fact.subject in stated
    ]


def _overlap(one: Box, other: Box) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    smaller = min((box.x1 - box.x0) * box.height for box in (one, other))
    return wide > 0 and high > 0 and wide * high >= _SAME_PLACE * smaller
