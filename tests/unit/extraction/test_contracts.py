"""Header fields of a contract: found with their words, computed from periods, or left out."""

import time

import pytest

from ascertain.ai.text import Box, Page, Word
from ascertain.kyc.extraction.contracts import extract_contract
from ascertain.kyc.extraction.contracts.dates import add_months, find_dates, find_periods
from ascertain.kyc.extraction.contracts.header import extract_header
from ascertain.kyc.extraction.contracts.laws import law_of
from ascertain.kyc.extraction.contracts.text import ContractText, Span

_LINES = """DISTRIBUTION AGREEMENT

This Distribution Agreement (the "Agreement") is made and entered into as of March 14, 2016 (the "Effective
Date") by and between Northern Harbour Foods, Inc., a Delaware corporation with offices at 12 Quay Street
("Supplier"), and Calder Retail Limited, a company incorporated in England ("Distributor").
WHEREAS, Supplier makes certain products and Distributor wishes to sell them;
1. Term. The term of this Agreement shall commence on the Effective Date and shall continue for a period of
three (3) years, unless earlier terminated in accordance with Section 9 (the "Term").
2. Confidentiality. The duties of this Section shall survive for five (5) years after termination.
3. Governing Law. This Agreement shall be governed by and construed in accordance with the laws of the State
of New York, without regard to its conflict of laws principles.
IN WITNESS WHEREOF, the parties have executed this Agreement.
NORTHERN HARBOUR FOODS, INC.
By: ______________
CALDER RETAIL LIMITED
By: ______________""".split("\n")


def page() -> Page:
    words = []
    for row, line in enumerate(_LINES):
        x = 0.1
        for part in line.split():
            words.append(Word(part, Box(x, 0.05 + 0.02 * row, x + 0.007 * len(part), 0.064 + 0.02 * row)))
            x += 0.007 * (len(part) + 1)
    return Page(1, 595, 842, tuple(words), "text")


@pytest.fixture(scope="module")
def facts() -> dict[tuple[str, str], list]:
    found: dict[tuple[str, str], list] = {}
    for fact in extract_contract([page()]):
        found.setdefault((fact.schema, fact.property), []).append(fact)
    return found


def test_a_contract_states_title_parties_dates_and_law(facts) -> None:
    assert facts["Contract", "title"][0].value.upper() == "DISTRIBUTION AGREEMENT"
    names = {fact.value.rstrip(".") for fact in facts["Company", "name"]}
    assert names == {"Northern Harbour Foods, Inc", "Calder Retail Limited"}
    assert facts["Contract", "contractDate"][0].value == "2016-03-14"
    assert facts["Contract", "startDate"][0].value == "2016-03-14"
    assert facts["Contract", "governingLaw"][0].value == "New York"


def test_a_computed_end_date_quotes_the_period(facts) -> None:
    end = facts["Contract", "endDate"][0]
    assert end.value == "2019-03-14"
    assert "three (3) years" in end.quote


def test_the_quote_of_every_fact_is_the_words_in_its_boxes(facts) -> None:
    words = page().words
    for fact in (fact for group in facts.values() for fact in group):
        inside = [
            word.text
            for word in words
            if any(
                b.x0 <= word.box.x0 and word.box.x1 <= b.x1 and b.y0 <= word.box.center_y <= b.y1 for b in fact.boxes
            )
        ]
        assert " ".join(inside) == fact.quote
        assert 0 < fact.confidence < 1


def test_a_text_that_is_not_a_contract_has_no_governing_law_and_no_end_date() -> None:
    words = tuple(
        Word(w, Box(0.01 * i, 0.1, 0.01 * i + 0.009, 0.11)) for i, w in enumerate("Thank you for lunch in Ohio".split())
    )
    found = {fact.property for fact in extract_contract([Page(1, 595, 842, words, "text")])}
    assert not found & {"governingLaw", "endDate", "term"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("this 20t h day of August, 2010", "2010-08-20"),
        ("as of1 August 2010", "2010-08-01"),
        ("the first day of January 2009", "2009-01-01"),
        ("___ day of March, 2000", "2000-03"),
        ("as of [   ], 2000", "2000"),
        ("on 9/28/2004", "2004-09-28"),
        ("effective 1.4.2011", "2011-04-01"),
    ],
)
def test_dates_are_read_in_the_forms_that_contracts_use(text: str, value: str) -> None:
    assert [mention.value for mention in find_dates(text)] == [value]


def test_terms_are_computed_from_their_start() -> None:
    assert [period.months for period in find_periods("for eighteen (18) months and the second anniversary")] == [18, 24]
    assert add_months("2016-03-14", months=36, days=-1) == "2019-03-13"
    assert add_months("2000-03", months=24) == "2002-03" and add_months("2000", months=18) is None


def test_a_state_is_preferred_to_its_country_and_england_includes_wales() -> None:
    assert law_of("Ontario, Canada") == "ontario"
    assert law_of("England; Wales") == "england"
    assert law_of("People's Republic of China") == "china"


def test_a_span_of_text_maps_back_to_its_words() -> None:
    text = ContractText.of_pages([page()])
    start = text.text.index("Calder Retail Limited")
    assert text.quote(Span(start, start + 21)) == "Calder Retail Limited,"
    assert text.place(Span(start, start + 21)) is not None


@pytest.mark.parametrize(
    "run", ["_", "_ ", ". ", ".", "- ", "[ ] ", '("', "ACME and ", "in force until ", "agreement between A and B "]
)
def test_no_repeated_text_makes_a_pattern_slow(run: str) -> None:
    # Processor time, so that a loaded machine does not fail the test; a quadratic pattern takes minutes.
    begun = time.process_time()
    extract_header(ContractText.of_plain(run * (40_000 // len(run))))
    assert time.process_time() - begun < 3
