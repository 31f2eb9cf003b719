"""The exported SQL, run by DuckDB, gives two records the levels that the engine gives them."""

import duckdb
import numpy as np

from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.comparison_fields import fields_of
from ascertain.kyc.entities.engine.levels import Aliases, compare_rows
from ascertain.kyc.entities.engine.schemas import LEVELS, MISSING, PERSON
from ascertain.kyc.entities.engine.weights import default_model
from ascertain.kyc.entities.splink_export import splink_rows, splink_settings
from benchmarks.entities.generator import make_people

_FIELDS = ("given", "surname", "birth_date", "postcode", "place", "country", "passport")


def _level_of(field: str, comparisons: dict[str, list[dict[str, str]]]) -> str:
    """A case expression that gives the label of the first level that holds."""
    cases = []
    for level in comparisons[field]:
        label = level["label_for_charts"].split(": ")[-1].replace("'", "''")
        condition = "true" if level["sql_condition"] == "ELSE" else level["sql_condition"]
        cases.append(f"when {condition} then '{label}'")
    return f"case {' '.join(cases)} end as {field}"


def test_the_exported_sql_gives_the_levels_of_the_engine() -> None:
    model = default_model("person")
    field_values = [fields_of("person", one.properties) for one in make_people(300, seed=5)]
    rows = splink_rows([str(at) for at in range(len(field_values))], field_values, model)
    # Pairs within reach of one another by position: the generator puts the records of one person side by side.
    left, right = np.array([(a, b) for a in range(len(rows)) for b in range(a + 1, min(a + 12, len(rows)))]).T
    settings = splink_settings(model, len(rows))
    comparisons = {one["output_column_name"]: one["comparison_levels"] for one in settings["comparisons"]}
    names = [name for name in rows[0] if name not in ("keys", "unique_id")]
    types = {name: "varchar[]" if name.endswith("_aliases") else "varchar" for name in names}
    connection = duckdb.connect()
    connection.execute("create macro jaro_winkler(a, b) as jaro_winkler_similarity(a, b)")
    sides = [f"{name}_{side} {types[name]}" for side in "lr" for name in names]
    connection.execute(f"create table pairs (place_of_pair integer, {', '.join(sides)})")
    connection.executemany(
        f"insert into pairs values ({', '.join('?' * (2 * len(names) + 1))})",
        [
            [at, *(rows[a][name] for name in names), *(rows[b][name] for name in names)]
            for at, (a, b) in enumerate(zip(left.tolist(), right.tolist(), strict=True))
        ],
    )
    selected = ", ".join(_level_of(field, comparisons) for field in _FIELDS)
    found = connection.execute(f"select {selected} from pairs order by place_of_pair").fetchall()
    levels = compare_rows(Columns.of("person", field_values), left, right, Aliases(model.aliases))
    for column, field in enumerate(PERSON):
        if field.name not in _FIELDS:
            continue
        ours = ["missing" if code == MISSING else LEVELS[field.kind][code] for code in levels[:, column]]
        theirs = [row[_FIELDS.index(field.name)] for row in found]
        agreeing = [a == b for a, b in zip(ours, theirs, strict=True)]
        # The module names what differs by design: transpositions, lone words, one of several values.
        assert np.mean(agreeing) > 0.98, (field.name, np.mean(agreeing))
        assert len(set(theirs)) > (1 if field.kind == "category" else 3), field.name
