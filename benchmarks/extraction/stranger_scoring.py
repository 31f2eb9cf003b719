"""What a labelled document states against what was read from it: values by property, owners and offices by name and share.

Values are matched within a document by property and value, whatever the subjects are called. A value that differs from the stated
one is wrong; one of a property that the truth does not have is extra and counted apart, as nobody listed everything on a page.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ascertain.kyc.documents import FoundFact

SURE = 0.9
_SAME_NUMBER, _MOST_WORDS = 0.005, 0.9
_NAMES = frozenset({"name", "firstName", "lastName", "alias", "previousName"})
_BY_WORDS = frozenset({"summary", "sector", "description", "purpose"})
_LINKS = frozenset({"Ownership", "Directorship", "Representation", "UnknownLink", "Employment", "Membership"})
_BEARERS, _TARGETS = ("owner", "director", "agent"), ("asset", "organization", "client")
_OF_LINKS = frozenset({*_BEARERS, *_TARGETS, "holder", "role", "subject", "object"})
# Properties under which a truth file and a reader may state the same value.
ALIKE = {"legalName": "name", "companyNumber": "registrationNumber", "dateOfBirth": "birthDate"}

Truth = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """A fact whose property the truth states: whether its value is right."""

    fact: FoundFact
    right: bool


@dataclass(frozen=True, slots=True)
class Link:
    """Who owns, directs or represents whom: folded names of both ends ("" if not read), shares as printed, office."""

    schema: str
    bearer: str
    target: str
    shares: frozenset[str]
    role: str


@dataclass(slots=True)
class Score:
    """Counts of one document or of several.

    Attributes:
        counts: right, wrong, extra and missing values; documents; typed (of the right type); decoys and hidden (facts of texts that
            are somebody else's or not displayed).
        links: by schema: stated, found (both ends right), exact (share or office right as well), wrong; and of documents that
            state such links `documents` and `complete`, those with all of them exact and none wrong.
        judged: every right and wrong value with its fact.
        stated: number of stated values by property.
    """

    counts: Counter[str] = field(default_factory=Counter)
    links: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    judged: list[Judged] = field(default_factory=list)
    stated: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Score") -> None:
        """Add the counts of more documents."""
        self.counts.update(other.counts)
        for schema, counts in other.links.items():
            self.links[schema].update(counts)
        self.judged += other.judged
        self.stated.update(other.stated)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return (
            2 * self.counts["right"] / max(2 * self.counts["right"] + self.counts["wrong"] + self.counts["missing"], 1)
        )


def folded(text: str) -> str:
    """Words without case, accents and punctuation."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", plain.casefold()))


def is_same(name: str, ours: str, theirs: str) -> bool:
    """Whether two values of a property mean the same: names in any order, numbers by value, addresses by nine words of ten."""
    one, other = folded(ours), folded(theirs)
    if not one or not other:
        return False
    if one == other:
        return True
    numbers = _number(ours), _number(theirs)
    if numbers[0] is not None and numbers[1] is not None:
        return abs(numbers[0] - numbers[1]) < _SAME_NUMBER
    if name in _NAMES:
        return sorted(one.split()) == sorted(other.split())
    if "address" in name.lower() or name in _BY_WORDS:
        words = set(one.split()), set(other.split())
        return len(words[0] & words[1]) >= _MOST_WORDS * max(map(len, words))
    return one.replace(" ", "") == other.replace(" ", "")


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def _several(value: Any) -> list[Any]:
    return [one for one in (value if isinstance(value, list) else [value]) if one not in (None, "")]


def stated_values(truth: Truth) -> list[tuple[str, list[str]]]:
    """(property, accepted values) of every value that a document states."""
    return [
        (ALIKE.get(name, name), [str(value), *map(str, _also_accepted(truth, name, value))])
        for subject in truth["subjects"]
        for name, values in subject["facts"].items()
        for value in _several(values)
    ]


def _also_accepted(truth: Truth, name: str, value: Any) -> list[Any]:
    also = truth.get("accept") or {}
    if not isinstance(also, dict):
        return []
    found = next((ours for key, ours in also.items() if key.split(".")[-1] == name or key == str(value)), [])
    return found if isinstance(found, list) else [found]


def accepted_types(truth: Truth) -> set[str]:
    """Names of the types that are right for a document."""
    return {truth["type"], *(truth.get("also_acceptable") or []), *((truth.get("accept") or {}).get("type") or [])}


def stated_links(truth: Truth) -> list[Link]:
    """The owners, offices and mandates that a document states; joint owners are one link each."""
    names = {}
    for subject in truth["subjects"]:
        facts = subject["facts"]
        name = facts.get("name") or " ".join(str(facts.get(part, "")) for part in ("firstName", "lastName"))
        names[subject["id"]] = str((_several(name) or [""])[0])
    found = []
    for link in truth.get("links") or []:
        if "schema" in link:
            target = _first(link, _TARGETS)
            for bearer in _several(_first(link, _BEARERS)) or [""]:
                ends = folded(names.get(bearer, str(bearer))), folded(names.get(target, str(target)))
                found.append(Link(link["schema"], *ends, _shares(link), str(link.get("role") or "")))
    return found


def read_links(facts: Sequence[FoundFact]) -> list[Link]:
    """The links among facts; an end whose subject has no name is ""."""
    by_subject: dict[str, dict[str, str]] = defaultdict(dict)
    schemas: dict[str, str] = {}
    for fact in facts:
        by_subject[fact.subject].setdefault(fact.property, fact.value)
        schemas[fact.subject] = fact.schema
    names = {
        subject: values.get("name") or " ".join(filter(None, (values.get("firstName"), values.get("lastName"))))
        for subject, values in by_subject.items()
    }
    found = []
    for subject, values in by_subject.items():
        if schemas[subject] in _LINKS:
            bearer, target = _first(values, _BEARERS), _first(values, _TARGETS)
            ends = folded(names.get(bearer, bearer)), folded(names.get(target, target))
            found.append(Link(schemas[subject], *ends, _shares(values), values.get("role", "")))
    return found


def _first(values: dict[str, Any], names: Iterable[str]) -> Any:
    return next((values[name] for name in names if values.get(name)), "")


def _shares(values: dict[str, Any]) -> frozenset[str]:
    stated = (str(values[name]) for name in ("sharesCount", "percentage") if values.get(name))
    return frozenset(one.split()[0].rstrip("%") for one in stated if one.split())


def score(facts: Sequence[FoundFact], document_type: str, truth: Truth) -> Score:
    """One document: its values, its links and its type."""
    found = Score()
    found.counts.update(documents=1, typed=int(document_type in accepted_types(truth)))
    _score_values(facts, truth, found)
    _score_links(read_links(facts), stated_links(truth), found)
    decoys, hidden = (list(map(str, truth.get(name) or [])) for name in ("decoys", "hidden"))
    for fact in facts:
        found.counts["decoys"] += any(is_same(fact.property, fact.value, one) for one in decoys)
        found.counts["hidden"] += any(is_same(fact.property, fact.value, one) for one in hidden)
    return found


def _score_values(facts: Sequence[FoundFact], truth: Truth, found: Score) -> None:
    stated = stated_values(truth)
    known, left = {name for name, _ in stated}, list(stated)
    found.stated.update(name for name, _ in stated)
    for fact in facts:
        if fact.schema in _LINKS and fact.property in _OF_LINKS:
            continue
        name = ALIKE.get(fact.property, fact.property)
        same = [one for one in stated if one[0] == name and any(is_same(name, fact.value, value) for value in one[1])]
        hit = next((one for one in same if one in left), None)
        if hit is not None:
            left.remove(hit)
        elif same:
            continue  # said before
        elif name not in known:
            found.counts["extra"] += 1
            continue
        found.counts["right" if hit else "wrong"] += 1
        found.judged.append(Judged(fact, hit is not None))
    found.counts["missing"] += len(left)


def _score_links(ours: Sequence[Link], theirs: Sequence[Link], found: Score) -> None:
    left = list(theirs)
    for link in theirs:
        found.links[link.schema]["stated"] += 1
    for link in ours:
        hit = _hit(link, left)
        counts = found.links[link.schema]
        if hit is None:
            counts["wrong"] += 1
            continue
        left.remove(hit)
        counts["found"] += 1
        counts["exact"] += _is_exact(link, hit)
    for counts in found.links.values():
        if counts["stated"]:
            counts["documents"] += 1
            counts["complete"] += counts["exact"] == counts["stated"] and not counts["wrong"]


def _hit(link: Link, left: Sequence[Link]) -> Link | None:
    """The first stated link between the same parties."""
    return next(
        (
            one
            for one in left
            if one.schema == link.schema
            and link.bearer
            and sorted(one.bearer.split()) == sorted(link.bearer.split())
            and (not link.target or not one.target or sorted(one.target.split()) == sorted(link.target.split()))
        ),
        None,
    )


def _is_exact(ours: Link, theirs: Link) -> bool:
    """Whether the share is right, and of a link without one the office."""
    if theirs.shares:
        return bool(theirs.shares & ours.shares)
    return not theirs.role or theirs.schema == "Ownership" or folded(theirs.role) == folded(ours.role)
