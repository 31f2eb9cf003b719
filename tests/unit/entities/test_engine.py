"""The engine: what is compared, what is found, and what holds a cluster together."""

import json
from pathlib import Path

import numpy as np
import pytest

from ascertain.kernel.errors import InvalidInput
from ascertain.kyc import entities
from ascertain.kyc.entities.engine.blocking import block, row_keys
from ascertain.kyc.entities.engine.clustering import Rule, average_link, expand
from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.comparison_fields import fields_of
from ascertain.kyc.entities.engine.levels import Aliases, compare_rows
from ascertain.kyc.entities.engine.schemas import MISSING, SCHEMAS
from ascertain.kyc.entities.engine.single_record_keys import single_record_keys
from ascertain.kyc.entities.engine.weights import Model, default_model
from ascertain.kyc.values.comparable_names import name_tokens, person_parts

RULE = Rule(at_least=0.0, missing=-8.0, strongest=3.0)


def level(field: str, one: dict[str, str], other: dict[str, str], kind: str = "person") -> str | None:
    columns = Columns.of(kind, [fields_of(kind, {k: [v] for k, v in given.items()}) for given in (one, other)])
    at = next(k for k, f in enumerate(SCHEMAS[kind]) if f.name == field)
    code = int(compare_rows(columns, np.array([0]), np.array([1]), Aliases(()))[0, at])
    return None if code == MISSING else SCHEMAS[kind][at].levels[code]


@pytest.mark.parametrize(
    ("field", "one", "other", "expected"),
    [
        ("given", {"name": "William Shaw"}, {"name": "Bill Shaw"}, "alias"),
        ("given", {"name": "Katharina Shaw"}, {"name": "Katharine Shaw"}, "one slip"),
        ("given", {"name": "J. Shaw"}, {"name": "Jonas Shaw"}, "initial"),
        ("given", {"name": "Li Wei"}, {"name": "Wei Li"}, "found elsewhere in the name"),
        ("surname", {"name": "Виктор Иванов"}, {"name": "Viktor Ivanov"}, "exact"),
        ("surname", {"name": "Γιώργος Παπαδόπουλος"}, {"name": "Giorgos Papadopoulos"}, "exact"),
        ("surname", {"name": "李小龙"}, {"name": "Li, Xiaolong"}, "exact"),
        ("given", {"name": "محمد علي"}, {"name": "Mohammed Ali"}, "alias"),
        ("surname", {"name": "Varga"}, {"name": "Ilse Varga"}, "exact"),
        ("birth_date", {"name": "A", "birthDate": "1971-03-14"}, {"name": "A", "birthDate": "1971-03"}, "agrees as far as given"),
        ("birth_date", {"name": "A", "birthDate": "1971-03-12"}, {"name": "A", "birthDate": "1971-12-03"}, "day and month swapped"),
        ("birth_date", {"name": "A", "birthDate": "1971-01-01"}, {"name": "A", "birthDate": "1971-01-01"}, "same first of January"),
        ("birth_date", {"name": "A"}, {"name": "A", "birthDate": "1971-01-01"}, None),
        ("postcode", {"name": "A", "postalCode": "SW1A 1AA"}, {"name": "A", "postalCode": "sw1a1aa"}, "exact"),
        ("postcode", {"name": "A", "postalCode": "SW1A 1AA"}, {"name": "A", "postalCode": "SW1A 2BC"}, "same district"),
    ],
)  # fmt: skip
def test_people_are_compared_by_named_levels(
    field: str, one: dict[str, str], other: dict[str, str], expected: str | None
) -> None:
    assert level(field, one, other) == expected
    assert level(field, other, one) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Harrow & Finch Ltd", "Harrow and Finch Limited", "exact"),
        ("Finch Harrow Ltd", "Harrow Finch Ltd", "same words in another order"),
        ("ООО Ромашка", "Romashka LLC", "one slip"),
        ("Calder Holdings BV", "Calder Holdings Netherlands BV", "one name inside the other"),
        ("Calder Holdings BV", "Lindenhof GmbH", "different"),
    ],
)
def test_companies_are_compared_without_their_legal_form(one: str, other: str, expected: str) -> None:
    assert level("company_name", {"name": one}, {"name": other}, "company") == expected


def test_legal_forms_of_several_words_are_folded() -> None:
    assert name_tokens("Żabka Polska Spółka z ograniczoną odpowiedzialnością")[-1] == "spzoo"


def test_a_title_behind_a_comma_is_no_given_name() -> None:
    assert person_parts("Sir Henry Thompson, 1st Baron Knaresborough").given == "henry"


def test_several_values_are_compared_by_the_best_pair() -> None:
    names = {"name": ["Ilse Varga", "Ilse Kovacs"]}
    columns = Columns.of("person", [fields_of("person", names), fields_of("person", {"name": ["Ilse Kovács"]})])
    at = next(k for k, f in enumerate(SCHEMAS["person"]) if f.name == "surname")
    assert compare_rows(columns, np.array([0]), np.array([1]), Aliases(()))[0, at] == 0


def test_no_key_blows_up() -> None:
    """Two hundred records of one name and day: every pair shares keys, and none of them is followed."""
    field_values = [fields_of("person", {"name": ["John Smith"], "birthDate": ["1980-05-05"]}) for _ in range(200)]
    assert len(block(Columns.of("person", field_values))) == 0
    assert len(block(Columns.of("person", field_values[:50]))) == 50 * 49 // 2


def test_keys_are_the_same_in_a_batch_and_alone() -> None:
    field_values = [
        fields_of("person", {"name": [name], "birthDate": ["1980-05-05"], "city": ["Bonn"]})
        for name in ("Ann Lee", "Bo Ek")
    ]
    together = Columns.of("person", field_values)
    alone = {key for one in field_values for key in single_record_keys("person", one)}
    assert {int(key) for _, _, keys in row_keys(together) for key in keys.view(np.int64)} == alone


def pairs(*weights: tuple[int, int, float]) -> tuple[np.ndarray, np.ndarray]:
    listed = sorted(weights)
    return np.array([a << 32 | b for a, b, _ in listed], np.int64), np.array([w for _, _, w in listed])


def test_one_bridge_holds_no_crowd_together() -> None:
    within = [(a, b, 10.0) for group in ((0, 1, 2), (3, 4, 5)) for a in group for b in group if a < b]
    assert average_link(6, *pairs(*within, (2, 3, 9.5)), RULE).tolist() == [0, 0, 0, 3, 3, 3]
    assert average_link(2, *pairs((0, 1, 9.5)), RULE).tolist() == [0, 0]


def test_many_weak_likenesses_are_no_match() -> None:
    everyone = [(a, b, 2.0) for a in range(4) for b in range(a + 1, 4)]
    assert average_link(4, *pairs(*everyone), RULE).tolist() == [0, 1, 2, 3]


def test_what_blocking_missed_is_looked_for_between_near_clusters() -> None:
    found = expand(np.array([0, 0, 2, 2]), *pairs((0, 1, 9.0), (2, 3, 9.0), (1, 2, 4.0)), over=2.0, max_rows=10)
    assert {(int(p) >> 32, int(p) & 0xFFFFFFFF) for p in found} == {(0, 2), (0, 3), (1, 3)}


def test_the_shipped_models_are_readable_and_round_trip() -> None:
    for kind in SCHEMAS:
        model = default_model(kind)
        again = Model.from_json(model.to_json())
        assert again.fields.keys() == model.fields.keys() >= {f.name for f in SCHEMAS[kind]}
        for weights in model.fields.values():
            assert sum(weights.m) == pytest.approx(1, abs=0.02)
            assert sum(weights.u) == pytest.approx(1, abs=0.02)


def test_a_model_with_a_level_of_another_schema_is_refused() -> None:
    document = default_model("person").to_document()
    document["fields"]["gender"] = {"same": [1, 1, 0]}
    with pytest.raises(InvalidInput, match="levels of gender"):
        Model.from_json(json.dumps(document))


def test_reasons_state_how_rare_an_agreement_is() -> None:
    born = (entities.PropertyValue("1971-03-14"),)
    named = (entities.PropertyValue("Ilse Varga"),)
    records = [entities.Record(k, None, k, "Person", {"name": named, "birthDate": born}) for k in "ab"]
    compared = entities.compare(*records, among=1000)
    sentence = next(reason.sentence for reason in compared.reasons if reason.feature == "birth date")
    assert sentence.startswith("same birth date, 1 in ")
    assert 10_000 < int(sentence.rsplit(" ", 1)[1].replace(",", "")) < 60_000
    assert compared.bits == pytest.approx(sum(reason.bits for reason in compared.reasons), abs=0.05)


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "ftm.json"])
def test_files_are_resolved_without_a_server(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"people.{suffix}"
    rows = [
        ("1", "Ilse Varga", "1971-03-14"),
        ("2", "Varga, Ilse", "1971-03-14"),
        ("3", "Pieter de Groot", "1965-08-30"),
    ]
    if suffix == "csv":
        path.write_text("id,full_name,dob\n" + "\n".join(f'{i},"{n}",{d}' for i, n, d in rows))
    elif suffix == "jsonl":
        path.write_text("\n".join(json.dumps({"id": i, "name": n, "birthDate": d}) for i, n, d in rows))
    else:
        path.write_text(
            "\n".join(
                json.dumps({"id": i, "schema": "Person", "properties": {"name": [n], "birthDate": [d]}})
                for i, n, d in rows
            )
        )
    assert entities.resolve_file(path, schema="Person").groups() == [["1", "2"], ["3"]]


def test_a_file_without_names_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("id,colour\n1,red\n")
    with pytest.raises(InvalidInput, match="no column with names"):
        entities.resolve_file(path)
