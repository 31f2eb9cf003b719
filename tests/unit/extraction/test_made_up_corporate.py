"""Made-up company documents state only what they print, and print it inside their pages."""

import random
import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.corporate import CORPORATE
from ascertain.kyc.extraction.training.made_up.vocabulary_countries import COUNTRIES
from ascertain.kyc.extraction.training.made_up.vocabulary_identifiers import COMPANY_NUMBERS
from ascertain.kyc.extraction.training.made_up.vocabulary_labels import LABELS
from ascertain.kyc.extraction.training.made_up.vocabulary_people import NAMES
from ascertain.kyc.extraction.training.made_up.vocabulary_places import PLACES, an_address

# Kinds of values that are printed letter by letter; dates, amounts and countries are stated in a form of their own.
LITERAL = set(
    "name firstName lastName middleName alias previousName registrationNumber taxNumber vatCode legalForm status address idNumber "
    "passportNumber leiCode email website birthPlace title fatherName motherName number publisher role shareClass".split()
)


def _plain(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def _literal(document: MadeUpDocument) -> Iterator[tuple[str, str]]:
    for facts in [*(subject["facts"] for subject in document.subjects), *document.links]:
        for prop, value in facts.items():
            if prop in LITERAL:
                for one in value if isinstance(value, list) else [value]:
                    yield prop, one


def a_corporate_document(seed: int) -> MadeUpDocument:
    """A document of a kind chosen by weight."""
    rng = random.Random(seed)
    weights, makers = zip(*CORPORATE, strict=True)
    return rng.choices(makers, weights)[0](rng)


@pytest.fixture(scope="module")
def documents() -> list[MadeUpDocument]:
    return [a_corporate_document(seed) for seed in range(200)]


def test_what_is_stated_is_printed(documents):
    found = missing = 0
    for document in documents:
        if document.pages[0].method == "ocr":
            continue
        words = {_plain(word.text) for page in document.pages for word in page.words}
        text = "".join(_plain(word.text) for page in document.pages for word in page.words)
        for _, value in _literal(document):
            # Words that are read from the right lie in the order of the page, so they are looked up one by one.
            there = _plain(value) in text or all(_plain(part) in words for part in value.split())
            found, missing = found + there, missing + (not there)
    assert found > 1000
    assert found / (found + missing) >= 0.97


def test_no_word_lies_outside_its_page(documents):
    for document in documents:
        for page in document.pages:
            for word in page.words:
                assert -0.01 <= word.box.x0 < word.box.x1 <= 1.01, (document.kind, word)
                assert -0.01 <= word.box.y0 < word.box.y1 <= 1.01, (document.kind, word)


def test_a_seed_gives_the_same_document():
    assert all(a_corporate_document(seed) == a_corporate_document(seed) for seed in range(20))


@pytest.mark.parametrize("maker", [maker for _, maker in CORPORATE], ids=lambda maker: maker.__name__)
def test_every_kind_is_made(maker):
    for seed in range(6):
        document = maker(random.Random(seed))
        assert sum(len(page.words) for page in document.pages) > 15
        assert any(subject["id"] == "company" and subject["facts"].get("name") for subject in document.subjects)


def test_ends_of_links_are_subjects(documents):
    schemas = Counter()
    for document in documents:
        there = {subject["id"] for subject in document.subjects}
        for link in document.links:
            schemas[link["schema"]] += 1
            ends = {
                link[end] for end in ("owner", "asset", "director", "organization", "agent", "client") if end in link
            }
            assert len(ends) == 2
            assert ends <= there
    assert set(schemas) == {"Ownership", "Directorship", "Representation"}


def test_documents_vary_and_some_are_scans(documents):
    scans = sum(document.pages[0].method == "ocr" for document in documents)
    assert 30 <= scans <= 90
    assert len({document.language for document in documents}) >= 20
    assert len({document.kind for document in documents}) >= 18


def test_tables_know_every_country_and_language():
    for country in COUNTRIES.values():
        assert country.code in PLACES
        assert country.code in COMPANY_NUMBERS
        assert set(country.languages) <= set(LABELS)
        assert set(country.cultures) <= set(NAMES)
        for seed in range(30):
            lines = an_address(random.Random(seed), country.code)
            assert not any(mark in line for line in lines for mark in "{}\1\2\3")
            assert "##" not in " ".join(lines)
