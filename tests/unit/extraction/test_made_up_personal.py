"""Made-up personal documents: what they state is printed on their pages, and the same seed gives the same document."""

import random
import re
import unicodedata

import pytest

from ascertain.kyc.extraction.mrz import find_mrz
from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.personal import PERSONAL_FAMILIES
from ascertain.kyc.extraction.training.made_up.personal_identity import passport

# Dates, codes of countries and currencies, amounts and sexes are stated in a form of their own.
_NOT_LITERAL = {"nationality", "country", "gender", "currency", "jurisdiction"}


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def _is_literal(prop: str, value: str) -> bool:
    return prop not in _NOT_LITERAL and not re.fullmatch(r"\d{4}-\d\d(-\d\d)?", value)


def _printed(document: MadeUpDocument, value: str) -> bool:
    """Whether each word of the value is on a page; words of scripts without blanks may be divided by the end of a line."""
    words = [_letters(word.text) for page in document.pages for word in page.words]
    known, run = set(words), "".join(words)
    digits = re.sub(r"\D", "", run)
    return all(
        word in known
        or (len(word) > 2 and word in run)
        or (not word.isascii() and all(char in run for char in word))
        or word in digits
        for word in (_letters(part) for part in value.split())
        if word
    )


def _documents() -> list[MadeUpDocument]:
    rng = random.Random(20260)
    families = [family for _, family in PERSONAL_FAMILIES]
    weights = [weight for weight, _ in PERSONAL_FAMILIES]
    return [rng.choices(families, weights)[0](random.Random(seed)) for seed in range(200)]


def test_what_is_stated_is_printed():
    found = missing = 0
    lost = []
    for document in _documents():
        if document.pages[0].method == "ocr":
            continue
        for subject in document.subjects:
            for prop, value in subject["facts"].items():
                for one in value if isinstance(value, list) else [value]:
                    if not _is_literal(prop, one):
                        continue
                    if _printed(document, one):
                        found += 1
                    else:
                        missing += 1
                        lost.append((document.kind, prop, one))
    assert found > 700
    assert found / (found + missing) >= 0.97, lost[:20]


def test_no_word_leaves_its_page_and_links_have_ends():
    for document in _documents():
        assert any(page.words for page in document.pages)
        for page in document.pages:
            for word in page.words:
                assert word.text and 0 <= word.box.x0 <= word.box.x1 <= 1, (document.kind, word)
                assert 0 <= word.box.y0 <= word.box.y1 <= 1, (document.kind, word)
        known = {subject["id"] for subject in document.subjects}
        ends = {
            value
            for link in document.links
            for key, value in link.items()
            if key in ("owner", "asset", "director", "organization", "agent", "client")
        }
        assert ends <= known


@pytest.mark.parametrize("family", [family for _, family in PERSONAL_FAMILIES], ids=lambda family: family.__name__)
def test_a_family_runs_and_repeats_itself(family):
    for seed in range(12):
        first, second = family(random.Random(seed)), family(random.Random(seed))
        assert first == second
        assert first.subjects


def test_a_third_of_the_documents_is_scanned():
    scanned = sum(document.pages[0].method == "ocr" for document in _documents())
    assert 40 <= scanned <= 80


def test_the_zone_of_a_made_up_passport_is_one_that_the_reader_accepts():
    read = made = 0
    for seed in range(40):
        document = passport(random.Random(seed))
        printed = any("<<" in word.text for page in document.pages for word in page.words)
        if document.pages[0].method == "ocr" or not printed:
            continue
        made += 1
        found = find_mrz(document.pages)
        number = next(subject["facts"]["number"] for subject in document.subjects if subject["id"] == "passport")
        read += found is not None and _letters(found.fields["number"].value) == _letters(number)[:9]
    assert made > 15
    assert read == made
