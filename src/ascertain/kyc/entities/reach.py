"""How alike the records within reach of a change are, pair by pair."""

from collections.abc import Collection, Mapping, Sequence

from ascertain.kyc.entities.comparison import NAME_ONLY_BITS, Models, compare_kind, in_words
from ascertain.kyc.entities.engine.comparison_fields import SEPARATOR, FieldValues
from ascertain.kyc.entities.engine.pairwise import PairScorer
from ascertain.kyc.entities.engine.schemas import SCHEMAS
from ascertain.kyc.entities.live_store import Stored, Term
from ascertain.kyc.entities.model import Comparison

KINDS = ("company", "person")  # two legal entities are compared as companies
_FEW = 24  # records; among more the arrays are quicker
_UNCOMPARED = float("-inf")


def terms_of(field_values: Mapping[str, FieldValues]) -> list[Term]:
    """What of a record is counted, as (kind, field, term); (kind, '', '') counts the record itself."""
    found = []
    for kind, one in field_values.items():
        found.append((kind, "", ""))
        found += [(kind, f.name, one[f.name]) for f in SCHEMAS[kind] if f.rarity and f.name in one]
    return found


class Comparer:
    """Log2 odds of pairs of records by a tenant's weights and the counts of its terms, those of `own` one higher."""

    def __init__(self, models: Models, counts: Mapping[Term, int], own: Collection[Term] = ()) -> None:
        self._models = models
        self._terms: dict[str, dict[tuple[str, str], int]] = {kind: {} for kind in KINDS}
        for (kind, name, term), records in counts.items():
            self._terms[kind][name, term] = records
        for kind, name, term in own:
            self._terms[kind][name, term] = self._terms[kind].get((name, term), 0) + 1
        self._scorers: dict[str, PairScorer] = {}

    def _scorer(self, kind: str) -> PairScorer:
        if kind not in self._scorers:
            self._scorers[kind] = PairScorer(self._models[kind], self._terms[kind])
        return self._scorers[kind]

    def odds(self, a: Stored, b: Stored) -> float:
        """Log2 odds of one pair; minus infinity where one is a person, the other a company."""
        kind = _shared(a, b)
        return (
            _UNCOMPARED
            if kind is None
            else self._scorer(kind).odds(a.field_values[kind], b.field_values[kind], NAME_ONLY_BITS)
        )

    def among(self, members: Sequence[Stored]) -> dict[tuple[int, int], float]:
        """Odds of all pairs of places."""
        # Arrays cost some microseconds each, however few the pairs; single pairs cost that much each.
        if len(members) > _FEW:
            return self._in_arrays(members)
        return {
            (at, other): odds
            for at, a in enumerate(members)
            for other in range(at + 1, len(members))
            if (odds := self.odds(a, members[other])) > _UNCOMPARED
        }

    def _in_arrays(self, members: Sequence[Stored]) -> dict[tuple[int, int], float]:
        odds: dict[tuple[int, int], float] = {}
        for kind in KINDS:
            if sum(kind in stored.field_values for stored in members) < 2:
                continue
            compared = compare_kind(
                kind,
                [stored.field_values.get(kind) for stored in members],
                model=self._models[kind],
                records=max(self._terms[kind].get(("", ""), 0), 2),
                ceiling=NAME_ONLY_BITS,
                terms=self._terms[kind],
            )
            pairs = zip(compared.left.tolist(), compared.right.tolist(), strict=True)
            for pair, bits in zip(pairs, compared.odds.tolist(), strict=True):
                odds.setdefault(pair, bits)
        return odds

    def in_words(self, a: Stored, b: Stored) -> Comparison:
        """A pair of one kind explained."""
        kind = _shared(a, b)
        assert kind is not None
        one, other = a.field_values[kind], b.field_values[kind]
        pair = self._scorer(kind).explain(one, other)

        def texts(name: str) -> tuple[str, str]:
            return one.get(name, "").replace(SEPARATOR, " / "), other.get(name, "").replace(SEPARATOR, " / ")

        return in_words(self._models[kind], pair.levels, pair.parts, self.odds(a, b), texts)


def _shared(a: Stored, b: Stored) -> str | None:
    return next((kind for kind in KINDS if kind in a.field_values and kind in b.field_values), None)
