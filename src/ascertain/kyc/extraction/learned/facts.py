"""Accepted pairs of a document as proposed facts: one a property and value, with all that speaks for and against it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ascertain.kyc.extraction.learned.decoding import ROLES, Accepted
from ascertain.kyc.extraction.learned.features import HOWS, KINDS, Matrix, shape_of
from ascertain.kyc.extraction.learned.keys import key_index, keys
from ascertain.kyc.extraction.learned.typed_spans import folded

_NAME_KEYS = frozenset([*ROLES, "company.name", "person.name"])
_OTHER_NAMES = frozenset(["document.publisher", "account.bankName", "document.notary", "document.authority"])


@dataclass(slots=True)
class Proposed:
    """A value of a property, with the places that state it; a name in several roles is one.

    Attributes:
        places: the accepted pairs, the most probable first.
    """

    property_name: str
    value: str
    places: list[Accepted] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The key of its most probable place."""
        return self.places[0].key


def property_of(key: str) -> str:
    """The property that a key states: roles are names."""
    return "name" if key in _NAME_KEYS else key if key.startswith("link.") else key.rpartition(".")[2]


def propose(accepted: Sequence[Accepted]) -> list[Proposed]:
    """The proposed facts of a document, without values of links."""
    found: dict[tuple[str, str], Proposed] = {}
    for one in accepted:
        if one.key.startswith("link."):
            continue
        name = property_of(one.key)
        mark = (name, folded(one.candidate.value))
        found.setdefault(mark, Proposed(name, one.candidate.value)).places.append(one)
    return list(found.values())


def fact_features(proposed: Sequence[Proposed], *, scanned: bool) -> Matrix:
    """One row a proposed fact."""
    by_property: dict[str, list[float]] = defaultdict(list)
    by_key: dict[str, list[float]] = defaultdict(list)
    values: dict[str, float] = defaultdict(float)
    for one in proposed:
        by_property[one.property_name].append(one.places[0].probability)
        for place in one.places:
            by_key[place.key].append(place.probability)
            value = folded(place.candidate.value)
            values[value] = max(values[value], place.probability)
    names = [folded(one.value) for one in proposed if one.property_name == "name"]
    kinds = {key.name: key.kind for key in keys()}
    all_kinds = sorted(set(kinds.values()))
    out = []
    for one in proposed:
        best = one.places[0]
        p, c = best.probability, best.candidate
        of_role = [max((q.probability for q in one.places if q.key == role), default=0.0) for role in ROLES]
        ranked = by_property[one.property_name]
        value = folded(one.value)
        out.append(
            [
                p,
                1 - float(np.prod([1 - q.probability for q in one.places])),
                sum(q.probability for q in one.places),
                len(one.places),
                key_index()[best.key],
                all_kinds.index(kinds[best.key]),
                *of_role,
                max((q.probability for q in one.places if q.key.endswith(".name")), default=0.0),
                sum(q > p for q in ranked),
                len(ranked),
                max(ranked),
                sum(ranked),
                sum(by_key[best.key]),
                sum(value != other and value in other for other in names),
                sum(value != other and other in value for other in names),
                scanned,
                KINDS.index(c.kind),
                HOWS.index(c.how),
                c.rows,
                c.rank,
                c.sureness,
                c.around.y,
                c.cell.page_number,
                c.cell.line_cells,
                *shape_of(c.raw),
            ]
        )
    return np.array(out, np.float32) if out else np.zeros((0, 0), np.float32)
