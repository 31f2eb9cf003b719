"""Pages on which there is hardly anything to read: every method of every document type must come to an end without an error."""

import os
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ascertain.ai.retrieval import chunk_pages
from ascertain.ai.text import Box, FormField, Join, Page, Word
from ascertain.kyc.documents.flags import find_flags
from ascertain.kyc.documents.prompt_injection_flags import find_prompt_injections
from ascertain.kyc.extraction import builtin_catalogue, classify_parts, extract, extract_parts
from ascertain.kyc.extraction.engine import METHODS, task_of

# `make proof-faults` looks further.
EXAMPLES = int(os.environ.get("ASCERTAIN_FAULT_EXAMPLES", "4"))
DAY = date(2026, 9, 30)
CATALOGUE = builtin_catalogue()
# Labels, headings and titles of all types: a random word alone would hardly ever reach the code behind a label.
KNOWN_WORDS = sorted(
    {
        text
        for kind in CATALOGUE
        for text in [
            *kind.titles,
            *(label for one in kind.fields for label in one.labels),
            *(heading for table in kind.tables for column in table.columns for heading in column.headings),
        ]
    }
)
SHARES = st.sampled_from([0.0, 0.001, 0.1, 0.3, 0.5, 0.9, 1.0])
TEXTS = st.one_of(
    st.sampled_from(KNOWN_WORDS),
    st.sampled_from([
        ":", "/", "(", "-", "☑", "x", "1", "100%", "99", "0", "12/04/1971", "31.02.2020", "00/00/0000", "P<", "<" * 44,
        "P<UTO<<" + "<" * 37, "I<" + "<" * 28, "1.", "a)", "\u200b", "\ufffd", "\u0661", "ﷲ", "\U0001f4a9", "½", "²", "$", "€-",
    ]),
    st.text(min_size=1, max_size=8).filter(str.strip),
)  # fmt: skip
SIZES = st.sampled_from([0.0, 0.24, 1.0, 595.0, 14400.0])


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x0, x1 = sorted([draw(SHARES), draw(SHARES)])
    y0, y1 = sorted([draw(SHARES), draw(SHARES)])
    return Box(x0, y0, x1, y1)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    words = draw(st.lists(st.builds(Word, TEXTS, boxes(), st.sampled_from([0.0, 0.5, 1.0])), max_size=6))
    fields = draw(
        st.lists(
            st.builds(
                FormField, TEXTS, st.sampled_from(["text", "box", "choice"]), st.one_of(st.just(""), TEXTS), boxes()
            ),
            max_size=2,
        )
    )
    joins = draw(st.lists(st.builds(Join, boxes(), boxes(), st.tuples(boxes())), max_size=2))
    size = draw(SIZES), draw(SIZES)
    method = draw(st.sampled_from(["text", "ocr"]))
    return Page(1, *size, tuple(words), method, tuple(fields), draw(SHARES), (), tuple(joins))


def documents() -> st.SearchStrategy[list[Page]]:
    def numbered(found: list[Page]) -> list[Page]:
        return [
            Page(n, p.width_pt, p.height_pt, p.words, p.method, p.fields, p.quality, p.notes, p.joins)
            for n, p in enumerate(found, 1)
        ]

    return st.lists(pages(), max_size=3).map(numbered)


BLANK = Page(1, 595, 842, (), "ocr", notes=("the page is blank",))
ONE_WORD = Page(1, 0, 0, (Word("Passport", Box(0, 0, 0, 0)),), "text")


@pytest.mark.parametrize("kind", [kind.name for kind in CATALOGUE])
@settings(max_examples=EXAMPLES)
@given(found=documents())
@example(found=[])
@example(found=[BLANK])
@example(found=[ONE_WORD])
def test_every_type_comes_to_an_end(kind: str, found: list[Page]) -> None:
    facts = extract(kind, found, today=DAY)
    find_flags(facts, found, [], as_of=DAY)


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=EXAMPLES)
@given(found=documents(), kind=st.sampled_from([kind.name for kind in CATALOGUE]))
def test_every_method_comes_to_an_end(method: str, found: list[Page], kind: str) -> None:
    METHODS[method](task_of(kind, found, today=DAY))


@settings(max_examples=2 * EXAMPLES)
@given(found=documents())
def test_any_pages_are_classified_and_indexed(found: list[Page]) -> None:
    parts = classify_parts(found)
    extract_parts(parts, found, today=DAY)
    find_prompt_injections(chunk_pages(found, "file"))


def test_a_document_without_words_has_no_type_and_a_flag() -> None:
    for found in ([BLANK], [ONE_WORD], [BLANK, ONE_WORD]):
        assert [part.document_type for part in classify_parts(found)] == ["unknown"]
        (flag,) = find_flags([], found, [], as_of=DAY)
        assert (flag.code, flag.severity) == ("document.unread", "high")
