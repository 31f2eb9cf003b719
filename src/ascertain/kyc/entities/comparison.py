"""How alike two records are: named levels with weights in bits, after Fellegi and Sunter.

A weight is log2 of how much likelier a level is where both are the same than where they are not. Strength (the sum) and
match probability (with a prior) are told apart: a bare name is strong evidence inside a case and weak evidence outside it.
"""

import re

from rapidfuzz.distance import JaroWinkler

from ascertain.kyc.entities.model import Comparison, Reason, Record
from ascertain.kyc.entities.names import latin, name_tokens, without_legal_form

PRIOR_IN_CASE_BITS = -2.0
PRIOR_IN_TENANT_BITS = -12.0
MATCH_BITS = 3.0  # with the prior: at least 8 in 9
REVIEW_BITS = -2.0  # below a match but above this, a person is asked

_PERSONAL = frozenset({"Person"})
_CORPORATE = frozenset({"Company", "Organization"})


def compare(a: Record, b: Record, *, prior_bits: float = PRIOR_IN_CASE_BITS) -> Comparison:
    """Compare two records; symmetric.

    Returns: bits and probability; the reasons add up to the bits.
    """
    reasons = [
        reason
        for reason in (
            _schema(a, b), _name(a, b), _birth_date(a, b), _identifier(a, b, "registrationNumber"),
            _identifier(a, b, "passportNumber"), _country(a, b),
        )
        if reason is not None
    ]  # fmt: skip
    bits = round(sum(reason.bits for reason in reasons), 2)
    return Comparison(bits, _probability(bits + prior_bits), tuple(reasons))


def _probability(bits: float) -> float:
    return round(1 / (1 + 2 ** -max(min(bits, 60.0), -60.0)), 6)


def _schema(a: Record, b: Record) -> Reason | None:
    schemas = {a.schema, b.schema}
    if schemas & _PERSONAL and schemas & _CORPORATE:
        return Reason("kind", a.schema, b.schema, -40.0, "one is a person, the other a company")
    return None


def _name(a: Record, b: Record) -> Reason | None:
    best: Reason | None = None
    for ours in a.values("name"):
        for theirs in b.values("name"):
            reason = _names(ours, theirs)
            best = reason if best is None or reason.bits > best.bits else best
    return best


def _names(ours: str, theirs: str) -> Reason:
    left, right = name_tokens(ours), name_tokens(theirs)
    if sorted(left) == sorted(right):
        bits, sentence = 8.0, "same name"
    elif sorted(without_legal_form(left)) == sorted(without_legal_form(right)):
        bits, sentence = 6.0, "same name but for the legal form"
    elif JaroWinkler.similarity(" ".join(sorted(left)), " ".join(sorted(right))) >= 0.94:
        bits, sentence = 4.0, "names differ by a letter or two"
    elif len(left) > 1 < len(right) and (set(left) <= set(right) or set(right) <= set(left)):
        bits, sentence = 3.0, "one name holds all words of the other"
    else:
        bits, sentence = -12.0, "different names"
    return Reason("name", ours, theirs, bits, sentence)


def _birth_date(a: Record, b: Record) -> Reason | None:
    best: Reason | None = None
    for ours in a.values("birthDate"):
        for theirs in b.values("birthDate"):
            bits, sentence = _dates(ours, theirs)
            if best is None or bits > best.bits:
                best = Reason("birth date", ours, theirs, bits, sentence)
    return best


def _dates(ours: str, theirs: str) -> tuple[float, str]:
    if ours == theirs and len(ours) == 10:
        return 12.0, "same birth date, about 1 in 25,000"
    if ours.startswith(theirs) or theirs.startswith(ours):
        return 5.0, "birth dates agree as far as they are given"
    if ours[:4] != theirs[:4]:
        return -9.0, "born in different years"
    if sum(x != y for x, y in zip(ours, theirs, strict=False)) <= 2 or ours[5:7] == theirs[8:10]:
        return -1.0, "birth dates differ by a digit or two in the same year"
    return -5.0, "different birth dates in the same year"


def _identifier(a: Record, b: Record, name: str) -> Reason | None:
    left, right = {_plain(v): v for v in a.values(name)}, {_plain(v): v for v in b.values(name)}
    if not left or not right:
        return None
    shared = left.keys() & right.keys()
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    if shared:
        key = sorted(shared)[0]
        return Reason(words, left[key], right[key], 16.0, f"same {words}")
    return Reason(words, next(iter(left.values())), next(iter(right.values())), -10.0, f"different {words}s")


def _plain(identifier: str) -> str:
    return latin(identifier).replace(" ", "").lstrip("0")


def _country(a: Record, b: Record) -> Reason | None:
    names = ("jurisdiction", "nationality", "country")
    ours = next((a.first(name) for name in names if a.first(name)), None)
    theirs = next((b.first(name) for name in names if b.first(name)), None)
    if ours is None or theirs is None:
        return None
    same = ours == theirs
    return Reason("country", ours, theirs, 1.5 if same else -2.0, "same country" if same else "different countries")
