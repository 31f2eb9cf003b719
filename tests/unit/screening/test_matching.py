"""Names against a list in the process: what is found, what is not, and that skipping work changes no score."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascertain.kyc.screening import Entry, Index, Query
from ascertain.kyc.screening.scoring import ListName, ScreenedName, name_score, score_entry
from ascertain.kyc.values import search_words

ENTRIES = [
    Entry("1", "Person", ("Abd al-Rahman Muhammad Zafir", "عبد الرحمن محمد ظافر"), ("1971-04-13",), ("af",)),
    Entry("2", "Person", ("Zaki Ezat Zaki Ahmed",), ("1966",), ("eg",)),
    Entry("3", "Person", ("Chang Chang Ha",)),
    Entry("4", "Person", ("Ilse Varga", "Varga, Ilse"), ("1971-03-02",), ("hu",)),
    Entry("5", "Organization", ("Meridian Freight Holdings Limited",), (), ("gb",)),
    Entry("6", "Person", ("Ahmad Salim",), ("1980",)),
]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index([("list", ENTRIES)])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ilse Varga", "4"),
        ("VARGA ILSE", "4"),
        ("Ilse Vargas", "4"),
        ("Abd Alrahman Mohammed Zafir", "1"),
        ("عبد الرحمن محمد ظافر", "1"),
        ("ZAKI EZAT ZAKI AHMED", "2"),
        ("Chang Chang-Ha", "3"),
        ("Meridian Freight Holdings Ltd.", "5"),
    ],
)
def test_a_listed_name_is_found_in_every_spelling(index: Index, name: str, expected: str) -> None:
    matches = index.match(Query(name))
    assert matches
    assert matches[0].entry.id == expected


def test_a_repeated_word_of_a_name_counts_twice(index: Index) -> None:
    [match] = index.match(Query("Zaki Ezat Zaki Ahmed"), limit=1)
    assert match.matched_words.count(("zaki", "zaki")) == 2
    assert match.score > 0.95


@pytest.mark.parametrize("name", ["Anna Kovacs", "Meridian", "Zafir Varga", "  ", "!!"])
def test_a_name_that_shares_too_little_is_no_match(index: Index, name: str) -> None:
    assert index.match(Query(name)) == []


def test_a_different_birth_year_and_country_prevent_a_match(index: Index) -> None:
    assert index.match(Query("Ilse Varga", "Person", "1971-03-02", ("hu",)))
    assert not index.match(Query("Ilse Varga", "Person", "1999-08-30", ("br",)))


_words = st.sampled_from(
    "zaki ezat ahmed ilse ilsa varga vargas chang ha abd al abdal rahman muhammad salim freight".split()
)


@given(st.lists(_words, min_size=1, max_size=5), st.floats(0.05, 0.95))
@settings(max_examples=60, deadline=None)
def test_entries_skipped_for_the_cutoff_would_not_have_reached_it(words: list[str], cutoff: float) -> None:
    index = Index([("list", ENTRIES)])
    ours = search_words(" ".join(words))
    rarity = dict.fromkeys([word for entry in ENTRIES for name in entry.names for word in search_words(name)], 2.0)
    for _, entry in index.entries:
        names = [ListName(search_words(name), rarity) for name in entry.names]
        screened = ScreenedName(ours, rarity)
        screened.compare({word for name in names for word in name.words})
        best = max(name_score(screened, name)[0] for name in names)
        assert all(
            name_score(screened, name, above=best - 1e-6)[0] in (0.0, name_score(screened, name)[0]) for name in names
        )
        asked = {"schema": "Person", "birth_date": "1971", "countries": ("hu",)}
        whole = score_entry(screened, entry, names, **asked)  # type: ignore[arg-type]
        bounded = score_entry(screened, entry, names, cutoff=cutoff, **asked)  # type: ignore[arg-type]
        assert whole is not None
        assert bounded == whole if whole[0] >= cutoff else bounded is None or bounded[0] < cutoff


def test_a_name_that_leaves_its_bearer_open_is_scored_as_no_other_kind() -> None:
    entries = [Entry("p", "Person", ("Kim Se",)), Entry("o", "Organization", ("Kim Se",))]
    index = Index([("list", entries)])
    scores = {match.entry.id: match.score for match in index.match(Query("KIM SE", "LegalEntity"))}
    assert scores["p"] == scores["o"]
    as_person = {match.entry.id: match.score for match in index.match(Query("KIM SE", "Person"), cutoff=0.0)}
    assert as_person["o"] < as_person["p"]


def test_a_note_counts_words_in_plain_english(index: Index) -> None:
    [match] = index.match(Query("Ilse Vargas"), limit=1)
    assert match.parts[0].note == "1 of 2 words identical, 1 similar"
