"""From probabilities of pairs to accepted ones: the best first, where nothing better is in the same words."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ascertain.kyc.extraction.learned.candidates import Candidate
from ascertain.kyc.extraction.learned.features import Pairs
from ascertain.kyc.extraction.learned.keys import keys
from ascertain.kyc.extraction.learned.typed_spans import folded

# Properties that a document states once.
_ONCE = frozenset(
    """company.capital company.incorporationDate document.date company.jurisdiction company.sharesIssued company.legalForm
    company.status identity.startDate identity.endDate identity.number identity.authority identity.country person.gender
    document.netIncome document.netAssets document.totalAssets document.turnover payment.amount payment.grossAmount
    document.publisher currency subject account.balance account.iban account.bic account.bankName person.height
    document.startDate document.endDate payment.date identity.type""".split()
)
ROLES = ("subject", "owner", "director", "agent")
# Keys that the same words may state together.
_TOGETHER = (
    frozenset(
        """company.registrationNumber company.taxNumber company.vatCode person.idNumber person.taxNumber identity.number
        person.passportNumber person.ssnCode""".split()
    ),
    frozenset(
        [
            *ROLES,
            "company.name",
            "person.name",
            "document.publisher",
            "account.bankName",
            "document.notary",
            "document.authority",
            "identity.authority",
        ]
    ),
    frozenset("company.jurisdiction person.nationality person.country identity.country company.country".split()),
    frozenset("document.date identity.startDate link.startDate company.incorporationDate".split()),
    frozenset(["company.legalForm", "company.name", "subject", "owner"]),
    frozenset(["link.role", "person.position"]),
    frozenset(["link.percentage", "link.votingPercentage"]),
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A candidate that states a key, with its probability."""

    key: str
    candidate: Candidate
    probability: float


def accept(
    pairs: Pairs, probabilities: NDArray[np.float64], thresholds: Mapping[str, float], default: float
) -> list[Accepted]:
    """The accepted pairs of a document, the most probable first. A key's threshold replaces the default one."""
    taken: set[tuple[str, str, int]] = set()
    once: set[str] = set()
    spans: dict[int, list[Accepted]] = defaultdict(list)
    found: list[Accepted] = []
    names = [key.name for key in keys()]
    for index in np.argsort(-probabilities, kind="stable"):
        probability = float(probabilities[index])
        if probability < min(default, *thresholds.values()) if thresholds else probability < default:
            break
        key, candidate = names[int(pairs.keys[index])], pairs.candidates[int(pairs.rows[index])]
        if probability < thresholds.get(key, default) or key in once:
            continue
        # Values of links may be equal for several owners: each place counts.
        mark = (key, folded(candidate.value), id(candidate.cell) if key.startswith("link.") else 0)
        if mark in taken or _clashes(key, candidate, spans):
            continue
        taken.add(mark)
        if key in _ONCE:
            once.add(key)
        one = Accepted(key, candidate, probability)
        for cell in (candidate.cell, *candidate.more_cells):
            spans[id(cell)].append(one)
        found.append(one)
    return found


def _clashes(key: str, candidate: Candidate, spans: Mapping[int, list[Accepted]]) -> bool:
    """Whether a better pair already uses the words."""
    if candidate.how == "document":
        return False
    for cell in (candidate.cell, *candidate.more_cells):
        for other in spans.get(id(cell), ()):
            if _overlaps(candidate, other.candidate, cell) and not _agree(key, candidate, other):
                return True
    return False


def _overlaps(one: Candidate, other: Candidate, cell: object) -> bool:
    """Whether two candidates share words of a cell; a cell that a value goes on over belongs to it whole."""
    if other.how == "document":
        return False
    first = (one.start, one.end) if one.cell is cell else (0, 10_000)
    second = (other.start, other.end) if other.cell is cell else (0, 10_000)
    return first[0] < second[1] and second[0] < first[1]


def _agree(key: str, candidate: Candidate, other: Accepted) -> bool:
    if "currency" in (candidate.kind, other.candidate.kind) and candidate.kind != other.candidate.kind:
        return True
    together = key != other.key and any(key in group and other.key in group for group in _TOGETHER)
    if not together:
        return False
    one, two = folded(candidate.value), folded(other.candidate.value)
    return one == two or {key, other.key} <= {"company.legalForm", "company.name", "subject", "owner"}
