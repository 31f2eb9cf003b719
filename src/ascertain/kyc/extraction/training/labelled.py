"""Documents with known contents, and which candidates state them."""

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ascertain.ai.text import Page
from ascertain.kyc.extraction.learned.keys import key_index
from ascertain.kyc.extraction.learned.typed_spans import folded

_GROUP = {
    "LegalEntity": "company",
    "Company": "company",
    "Organization": "company",
    "PublicBody": "company",
    "Person": "person",
    "Document": "document",
    "Identification": "identity",
    "Passport": "identity",
    "BankAccount": "account",
    "Payment": "payment",
    "Employment": "payment",
    "Contract": "document",
}
_NAME_OF_ROLE = {"Ownership": "owner", "Directorship": "director", "Representation": "agent"}
_OF_LINK = (
    "sharesCount",
    "percentage",
    "votingPercentage",
    "sharesValue",
    "shareClass",
    "role",
    "startDate",
    "endDate",
)
_LINK_ENDS = {
    "Ownership": ("owner", "asset"),
    "Directorship": ("director", "organization"),
    "Representation": ("agent", "client"),
}
_NAMES = frozenset(
    {"name", "firstName", "lastName", "middleName", "alias", "previousName", "subject", "owner", "director", "agent"}
)
_ADDRESS_OVERLAP = 0.9
_SAME_NUMBER = 0.005
_ALIKE = {("documentNumber"): "number", "contractDate": "date", "signedDate": "date", "einCode": "taxNumber"}

Target = tuple[str, tuple[str, ...]]


@dataclass(slots=True)
class LabelledDocument:
    """A document whose contents are known.

    Attributes:
        targets: (key, accepted values) of everything that it states.
        about: country, layout, form, language and type, for groups that are left out and for tables of figures.
    """

    name: str
    pages: tuple[Page, ...]
    targets: list[Target]
    about: dict[str, str] = field(default_factory=dict)
    truth: dict[str, Any] = field(default_factory=dict)


def is_same(key: str, ours: str, theirs: str) -> bool:
    """Whether two values of a key mean the same: names in any order of words, numbers by value, addresses by most words."""
    one, other = _folded(ours), _folded(theirs)
    if not one or not other:
        return False
    if one == other:
        return True
    name = key.rpartition(".")[2]
    numbers = _number(ours), _number(theirs)
    if numbers[0] is not None and numbers[1] is not None:
        return abs(numbers[0] - numbers[1]) < _SAME_NUMBER
    if name in _NAMES:
        return sorted(one.split()) == sorted(other.split())
    if "address" in name.lower():
        ours_words, their_words = set(one.split()), set(other.split())
        return len(ours_words & their_words) >= _ADDRESS_OVERLAP * max(len(ours_words), len(their_words))
    return one.replace(" ", "") == other.replace(" ", "")


@lru_cache(maxsize=200_000)
def _folded(text: str) -> str:
    return folded(text)


@lru_cache(maxsize=200_000)
def _number(text: str) -> float | None:
    plain = text.replace(",", "")
    return float(plain) if re.fullmatch(r"-?\d+(?:\.\d+)?", plain) else None


def _values(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values if one not in (None, "")]


def targets_of(truth: dict[str, Any]) -> list[Target]:
    """What a truth file states, as keys with accepted values. Values of links are keys of their own."""
    known, found = key_index(), list[Target]()
    names: dict[str, list[str]] = {}
    for subject in truth["subjects"]:
        facts = subject["facts"]
        names[subject["id"]] = _values(facts.get("name")) or _values(
            " ".join(str(facts.get(part, "")) for part in ("firstName", "lastName")).strip()
        )
        for name, value in facts.items():
            key = _key(subject.get("schema", ""), _ALIKE.get(name, name), known)
            accepted = _also_accepted(truth, subject["id"], name)
            # Several values of one property are several facts.
            found += [(key, (one, *accepted)) for one in _values(value)] if key else []
    found += [("subject", (one,)) for one in names.get("company", [])]
    for link in truth.get("links", []):
        found += _of_link(link, names)
    return found


def _key(schema: str, name: str, known: dict[str, int]) -> str | None:
    if name == "currency":
        return "currency"
    key = f"{_GROUP.get(schema, 'document')}.{name}"
    if key in known:
        return key
    return next((one for one in known if one.rpartition(".")[2] == name and not one.startswith("link")), None)


def _also_accepted(truth: dict[str, Any], subject: str, name: str) -> tuple[str, ...]:
    also = truth.get("accept") or {}
    found = also.get(f"{subject}.{name}", []) if isinstance(also, dict) else []
    return tuple(_values(found))


def _of_link(link: dict[str, Any], names: dict[str, list[str]]) -> list[Target]:
    schema = link.get("schema", "")
    if schema not in _LINK_ENDS:
        return []
    found: list[Target] = []
    for end in _values(link.get(_LINK_ENDS[schema][0])):
        found += [(_NAME_OF_ROLE[schema], (one,)) for one in names.get(end, [end])]
    for name in _OF_LINK:
        found += [(f"link.{name}", (one,)) for one in _values(link.get(name))]
    low, high = link.get("percentageMin"), link.get("percentageMax")
    if low and high and not link.get("percentage"):
        found.append(("link.percentage", (f"{low}-{high}",)))
    return [(key, values) for key, values in found if key in key_index()]


def read_truth(path: Path) -> dict[str, Any]:
    """The truth file of a document's folder."""
    truth: dict[str, Any] = json.loads(path.read_text())
    return truth


def about_of(truth: dict[str, Any]) -> dict[str, str]:
    """Country, layout, form, language and type of a labelled document."""
    language = truth.get("language") or []
    return {
        "country": str(truth.get("country")),
        "layout": str(truth.get("layout")),
        "form": str(truth.get("form")).split(",")[0],
        "language": str(language[0] if isinstance(language, list) and language else language or "none"),
        "type": str(truth.get("type")),
    }
