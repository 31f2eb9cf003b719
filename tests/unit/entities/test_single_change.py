"""One record or pair in plain Python: the same keys, levels and bits as the arrays give for a whole set."""

from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ascertain.kyc.entities.comparison import compare_kind
from ascertain.kyc.entities.engine.blocking import row_keys
from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.comparison_fields import FieldValues, fields_of
from ascertain.kyc.entities.engine.levels import Aliases, compare_rows
from ascertain.kyc.entities.engine.pairwise import PairScorer, levels_of
from ascertain.kyc.entities.engine.schemas import LEVELS, SCHEMAS
from ascertain.kyc.entities.engine.single_record_keys import single_record_keys
from ascertain.kyc.entities.engine.weights import default_model

_WORDS = ["ilse", "ilsa", "varga", "wargha", "bill", "william", "j", "jo", "anna maria", "Виктор", "groot", "katharina"]
# Made of few letters, so that they differ by a slip and reach a likeness of exactly 0.8 or 0.9 (tom, tpm; pieter, pete).
_word = st.one_of(st.sampled_from(_WORDS), st.text("eiopt", min_size=1, max_size=9))
_name = st.lists(_word, min_size=1, max_size=4).map(" ".join)
_date = st.sampled_from(
    ["1971-03-14", "1971-04-13", "1971-04", "1971", "1972-03-14", "1971-01-01", "1965-08-30", "1982-03-14", "1990-01-01"]
)  # fmt: skip
_code = st.sampled_from(["SW1A 1AA", "SW1A 1AB", "SW1A 2BC", "SW9 9ZZ", "B1", "B2", "80331", "80339"])
_city = st.one_of(st.sampled_from(["Budapest", "Budapset", "Buda", "Bonn", "Bad Bonn", "Szeged"]), _word)
_number = st.sampled_from(["A1234567", "A1234568", "B9", "B8", "99000111"])
_firm = st.sampled_from(
    ["Calder Holdings BV", "Holdings Calder BV", "Calder Holding BV", "Calder", "Calder Holdings Netherlands BV", "Lindenhof GmbH"]
)  # fmt: skip


def test_every_level_of_every_kind_is_reached_by_the_same_values_in_both_engines() -> None:
    """The random records below would pass over a level that no sampled value reaches."""
    reached = {kind: set[int]() for kind in LEVELS}
    for kind, texts in _SAMPLES.items():
        schema, field = next((s, f) for s, fields in SCHEMAS.items() for f in fields if f.kind == kind)
        for a, b in product(texts, texts):
            pair = [{field.name: a}, {field.name: b}]
            arrays = compare_rows(Columns.of(schema, pair), np.array([0]), np.array([1]), Aliases(()))[0].tolist()
            assert levels_of(schema, *pair) == arrays
            reached[kind].add(arrays[[f.name for f in SCHEMAS[schema]].index(field.name)])
    unreached = {(kind, name) for kind in LEVELS for at, name in enumerate(LEVELS[kind]) if at not in reached[kind]}
    assert unreached == {("name", "found elsewhere in the name"), ("company", "rare words in common")}


_SAMPLES = {
    "name": ["william", "bill", "willian", "wylliam", "w", "walliams", "groot", "philip", "filip"],
    "date": [
        "1971-03-04", "1971", "1971-01-01", "1972-03-04", "1971-03-05", "1971-04-03", "1972-03-05", "1865-03-04",
        "1971-11-29", "1979-11-29",
    ],
    "code": ["SW1A1AA", "SW1A1AB", "SW1A1CC", "SW1A2BC", "SW99ZZ", "B1"],
    "place": ["budapest", "budapset", "budapester", "bad bonn", "bonn", "szeged"],
    "text": ["1 dock street", "dock street 1", "1 dock streets", "12 dock road", "street", "12 hill lane", "13 hill lame"],
    "words": ["anna maria", "maria anna", "anna", "a", "ilse"],
    "company": [
        "calder holdings", "holdings calder", "calder holding", "calder", "calder holdings group",
        "caldera holdings nv", "calder trading",
        "lindenhof",
    ],
    "identifier": ["A1234567", "A1234568", "B9"],
    "category": ["m", "f"],
}  # fmt: skip


def _some(values: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(values, min_size=0, max_size=2)


_person = st.fixed_dictionaries(
    {"name": st.lists(_name, min_size=1, max_size=2)},
    optional={
        "birthDate": _some(_date), "postalCode": _some(_code), "city": _some(_city), "gender": _some(st.sampled_from("mf")),
        "passportNumber": _some(_number), "address": _some(st.sampled_from(["1 Dock Street", "Dock Street 1", "2 High Road"])),
        "position": _some(st.sampled_from(["sailor", "sailors", "poet"])), "middleName": _some(st.sampled_from(["ilse", "k"])),
    },
).map(lambda properties: fields_of("person", properties))  # fmt: skip
_company = st.fixed_dictionaries(
    {"name": st.lists(_firm, min_size=1, max_size=2)},
    optional={
        "incorporationDate": _some(_date),
        "jurisdiction": _some(st.sampled_from(["nl", "de"])),
        "registrationNumber": _some(_number),
        "postalCode": _some(_code),
    },
).map(lambda properties: fields_of("company", properties))
_pairs = st.one_of(
    st.tuples(st.just("person"), _person, _person, st.lists(_person, max_size=3)),
    st.tuples(st.just("company"), _company, _company, st.lists(_company, max_size=3)),
)


@settings(max_examples=600)
@example(("person", {"given": "tom"}, {"given": "tpm"}, []))
@example(("person", {"given": "pieter"}, {"given": "pete"}, []))
@given(_pairs)
def test_a_pair_alone_has_the_levels_of_the_arrays(
    given: tuple[str, FieldValues, FieldValues, list[FieldValues]],
) -> None:
    kind, a, b, others = given
    columns = Columns.of(kind, [a, b, *others])
    together = compare_rows(columns, np.array([0]), np.array([1]), Aliases(()))[0].tolist()
    assert levels_of(kind, a, b) == together


@settings(max_examples=150)
@given(_pairs, st.integers(2, 10**6), st.integers(1, 5000))
def test_a_pair_alone_has_the_odds_of_the_arrays(
    given: tuple[str, FieldValues, FieldValues, list[FieldValues]], records: int, count: int
) -> None:
    kind, a, b, _ = given
    model = default_model(kind)
    terms = {(field, value): min(count, records) for field, value in a.items()} | {("", ""): records}
    compared = compare_kind(kind, [a, b], model=model, records=records, ceiling=1.0, terms=terms)
    scorer = PairScorer(model, terms)
    assert scorer.odds(a, b, 1.0) == pytest.approx(float(compared.odds[0]), abs=1e-9)
    assert scorer.explain(a, b).strength == pytest.approx(float(compared.strength[0]), abs=1e-9)


@settings(max_examples=150)
@given(_pairs)
def test_a_record_alone_has_the_keys_of_the_arrays(
    given: tuple[str, FieldValues, FieldValues, list[FieldValues]],
) -> None:
    kind, a, _, _ = given
    assert single_record_keys(kind, a) == {
        int(key) for _, _, keys in row_keys(Columns.of(kind, [a])) for key in keys.view(np.int64)
    }
