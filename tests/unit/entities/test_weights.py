"""Weights without labels: right where matches are rare among the candidates, harmless where there are none."""

import numpy as np

from ascertain.kyc.entities.comparison import default_models
from ascertain.kyc.entities.engine.blocking import block
from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.comparison_fields import fields_of
from ascertain.kyc.entities.engine.estimation import FIT_FROM, fit, refit_from
from ascertain.kyc.entities.engine.levels import Aliases, compare_rows
from ascertain.kyc.entities.engine.resolving import resolve_columns
from ascertain.kyc.entities.engine.schemas import MISSING, SCHEMAS
from benchmarks.entities.generator import Made, make_people


def _columns(made: list[Made]) -> Columns:
    return Columns.of("person", [fields_of("person", one.properties) for one in made])


def test_matches_are_known_as_they_are_where_few_candidates_are_one() -> None:
    """Of 73,000 candidates one in 55 is a match: EM alone overlooks those that moved, and takes one in twenty for none."""
    made = list(make_people(1_500))
    columns, people = _columns(made), np.array([one.entity for one in made])
    pairs = block(columns, max_block=300)
    model = fit(columns, pairs)
    same = pairs[people[pairs >> 32] == people[pairs & 0xFFFFFFFF]]
    at = next(k for k, field in enumerate(SCHEMAS["person"]) if field.name == "place")
    levels = compare_rows(columns, same >> 32, same & 0xFFFFFFFF, Aliases(()))[:, at]
    moved = (levels[levels != MISSING] == len(SCHEMAS["person"][at].levels) - 1).mean()
    assert abs(model.fields["place"].m[-1] / moved - 1) < 0.1
    assert abs(model.matches_per_record - 2 * len(same) / len(made)) < 0.03


def test_where_nobody_is_there_twice_nobody_is_made_one() -> None:
    first = {one.entity: one for one in reversed(list(make_people(3 * FIT_FROM)))}
    alone = list(first.values())[: FIT_FROM + 50]
    found = resolve_columns(_columns(alone))
    assert len(np.unique(found.labels)) == len(alone) > FIT_FROM
    assert found.model.matches_per_record < 0.05


def test_records_of_which_no_two_can_be_compared_teach_nothing() -> None:
    """Such as a thousand persons with a common name and a number of their own, from one imported file."""
    named = ({"name": (f"Person {number} Smith",)} for number in range(1_000))
    columns = Columns.of("person", [fields_of("person", one) for one in named])
    assert len(block(columns)) == 0
    base = default_models()["person"]
    assert refit_from(base, columns, {}, trained_on="1000 records").fields == base.fields
    assert len(np.unique(resolve_columns(columns).labels)) == 1_000
