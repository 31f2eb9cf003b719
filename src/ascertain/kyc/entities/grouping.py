"""The records of one case, or a handful given by a program, to clusters."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ascertain.kernel.processor_shares import paced
from ascertain.kyc.entities.comparison import (
    MATCH_BITS,
    NAME_ONLY_BITS_IN_CASE,
    REVIEW_BITS,
    Models,
    compare_kind,
    default_models,
    fields_by_kind,
)
from ascertain.kyc.entities.engine.blocking import block
from ascertain.kyc.entities.engine.clustering import Rule, average_link
from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.comparison_fields import FieldValues
from ascertain.kyc.entities.model import Comparison, Record, Verdict

AVERAGE_BITS = -3.0
_COMPARED_IN_FULL = 200  # records; among more only those that share a key are compared
_SHOWN_BITS = -12.0  # weaker pairs are not listed
VERDICT_BITS = {"same": 60.0, "different": -1000.0}
Places = npt.NDArray[np.int64]
Judged = dict[tuple[str, str], tuple[Comparison, Verdict]]


def group(
    records: Iterable[Record],
    person_verdicts: Mapping[tuple[str, str], Verdict] | None = None,
    models: Models | None = None,
) -> tuple[list[list[Record]], Judged]:
    """Clusters of records that are one, and the pairs that were worth comparing with the machine's verdict of each.

    Args:
        person_verdicts: by pair of record ids, the smaller id first; they outweigh every comparison.
    """
    listed = sorted(records, key=lambda record: record.id)
    models = models or default_models()
    field_values = [fields_by_kind(record) for record in paced(listed)]
    odds: dict[tuple[int, int], float] = {}
    judged: Judged = {}
    for kind in ("company", "person"):
        compared = compare_kind(
            kind,
            [one.get(kind) for one in field_values],
            model=models[kind],
            records=max(sum(kind in one for one in field_values), 2),  # a company is no candidate for a person
            ceiling=NAME_ONLY_BITS_IN_CASE,
            pairs=_candidates(kind, field_values) if len(listed) > _COMPARED_IN_FULL else None,
        )
        for at, (a, b) in enumerate(paced(zip(compared.left.tolist(), compared.right.tolist(), strict=True))):
            if (a, b) in odds:
                continue  # two legal entities were compared as companies
            odds[a, b] = float(compared.odds[at])
            if odds[a, b] > _SHOWN_BITS:
                judged[listed[a].id, listed[b].id] = (compared.comparison(at), _verdict(odds[a, b]))
    places = {record.id: at for at, record in enumerate(listed)}
    for (one, other), verdict in (person_verdicts or {}).items():
        if verdict != "unsure" and one in places and other in places:
            odds[tuple(sorted((places[one], places[other])))] = VERDICT_BITS[verdict]  # type: ignore[index]
    return _clusters(listed, odds), judged


def _candidates(kind: str, field_values: Sequence[Mapping[str, FieldValues]]) -> tuple[Places, Places]:
    """Pairs of places that share a key: an imported file may bring thousands of records."""
    places = np.array([at for at, one in enumerate(field_values) if kind in one], np.int64)
    pairs = block(Columns.of(kind, [one[kind] for one in field_values if kind in one]))
    return places[pairs >> 32], places[pairs & 0xFFFFFFFF]


def _verdict(odds: float) -> Verdict:
    return "same" if odds >= MATCH_BITS else "unsure" if odds >= REVIEW_BITS else "different"


def _clusters(listed: list[Record], odds: Mapping[tuple[int, int], float]) -> list[list[Record]]:
    keys = sorted(odds)
    pairs = np.array([a << 32 | b for a, b in keys], np.int64)
    bits = np.array([odds[key] for key in keys])
    labels = average_link(len(listed), pairs, bits, Rule(at_least=AVERAGE_BITS, missing=-8.0, strongest=MATCH_BITS))
    groups: dict[int, list[Record]] = {}
    for at, label in enumerate(labels.tolist()):
        groups.setdefault(label, []).append(listed[at])
    return list(groups.values())
