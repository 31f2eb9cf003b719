"""The learned reader: candidates, meanings, registers, and facts of documents whose layout no rule knows."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascertain.ai.text import Box, Page, Word
from ascertain.kyc.extraction import UNKNOWN, extract
from ascertain.kyc.extraction.learned.candidates import candidates_of
from ascertain.kyc.extraction.learned.cells import cells_of
from ascertain.kyc.extraction.learned.keys import key_index, keys
from ascertain.kyc.extraction.learned.meaning import clean_label, meanings
from ascertain.kyc.extraction.learned.ranker import reader
from ascertain.kyc.extraction.learned.typed_spans import country_of, typed_spans
from ascertain.kyc.extraction.training.labelled import is_same
from ascertain.kyc.extraction.training.made_up.canvas import Canvas
from ascertain.kyc.extraction.training.recipe import made_up_document


def page_of(lines: list[list[tuple[float, str]]], *, size: float = 10.0, top: float = 80.0) -> tuple[Page, ...]:
    """A page with lines of texts at positions from the left."""
    canvas = Canvas(random.Random(1))
    for number, line in enumerate(lines):
        for x, text in line:
            canvas.put(text, x, top + 1.7 * size * number, size)
    return canvas.finish()


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("geboren am 30.09.1977 in Wedel", "date", "1977-09-30"),
        ("30/04/2020-31/12/2023", "date", "2023-12-31"),
        ("令和3年4月1日", "date", "2021-04-01"),
        ("°06/1963", "date", "1963-06"),
        ("2021 m. kovo 5", "date", "2021-03-05"),
        ("EUR 1.200,50", "amount", "1200.50"),
        ("CHF 100'000.00", "currency", "CHF"),
        ("more than 25% but not more than 50%", "percent", "25-50"),
        ("38,55 %", "percent", "38.55"),
        ("1/3", "percent", "33.33"),
        ("901 878 017 R.C.S. Lyon", "ident", "901 878 017"),
        ("19870412-****", "date", "1987-04-12"),
    ],
)
def test_values_with_a_form_of_their_own(text: str, kind: str, value: str) -> None:
    assert (kind, value) in {(span.kind, span.value) for span in typed_spans(text, month_first=False)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Österreich", "at"),
        ("polnische", "pl"),
        ("Великобритания", "gb"),
        ("日本", "jp"),
        ("IRL", "ie"),
        ("Nobody", None),
    ],
)
def test_countries_by_name_adjective_and_code(text: str, code: str | None) -> None:
    assert country_of(text)[0] == code


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Registered office", "company.address"),
        ("Siedziba", "company.address"),
        ("Geburtsdatum:", "person.birthDate"),
        ("3. Date of birth", "person.birthDate"),
        ("NAZIONALITÀ", "person.nationality"),
        ("發行股份數目", "company.sharesIssued"),
        ("Aandeelhouder", "owner"),
        ("N. azioni", "link.sharesCount"),
    ],
)
def test_labels_mean_their_keys_in_many_languages(label: str, key: str) -> None:
    cleaned = clean_label(label)
    at, table = meanings().rows([cleaned])
    best = table[at[cleaned]].max(0)[: len(keys())]
    assert best[key_index()[key]] >= best.max() - 0.06


def test_a_value_may_be_a_part_of_a_cell_or_go_on_over_lines() -> None:
    pages = page_of(
        [
            [(60, "Geschäftsführer: Thiessen, Hauke, Wedel, *12.04.1958")],
            [(60, "Anschrift:"), (160, "Kajen 14,")],
            [(160, "20459 Hamburg")],
        ]
    )
    values = {candidate.value for candidate in candidates_of(pages).found}
    assert {"Thiessen, Hauke", "1958-04-12", "Kajen 14, 20459 Hamburg"} <= values


def test_cells_know_their_neighbours() -> None:
    cells = cells_of(page_of([[(60, "Name"), (200, "Born")], [(60, "Ann Bell"), (200, "1 May 1980")]])[0])
    by_text = {cell.text: cell for cell in cells}
    assert by_text["Ann Bell"].right is by_text["1 May 1980"]
    assert by_text["1 May 1980"].upper is by_text["Born"]


def test_a_register_of_an_unknown_layout_gives_every_holder() -> None:
    rows = [
        ("Anna Kowalska", "1.250", "50,00 %"),
        ("Nordwind Holding GmbH", "750", "30,00 %"),
        ("Luc Garnier", "500", "20,00 %"),
    ]
    lines = [[(200, "LISTE DER GESELLSCHAFTER")], [(60, "Firma: Silbersee Bau GmbH")], []]
    lines.append([(60, "Gesellschafter"), (280, "Anzahl Anteile"), (420, "Beteiligung in %")])
    lines += [[(60, name), (300, count), (440, share)] for name, count, share in rows]
    facts = extract(UNKNOWN, page_of(lines))
    names = {fact.subject: fact.value for fact in facts if fact.property == "name"}
    owners = {fact.subject: names[fact.value] for fact in facts if fact.property == "owner"}
    counts = {owners[f.subject]: f.value for f in facts if f.property == "sharesCount" and f.subject in owners}
    assert counts == {"Anna Kowalska": "1250", "Nordwind Holding GmbH": "750", "Luc Garnier": "500"}


def test_facts_of_an_unknown_document_have_places_and_no_certainty() -> None:
    lines = [
        [(60, "Company name"), (240, "Blue Harbour Trading Limited")],
        [(60, "Company number"), (240, "07496944")],
        [(60, "Date of incorporation"), (240, "12 March 2014")],
        [(60, "Registered office"), (240, "14 Quay Street, Norwich NR1 3QP")],
    ]
    facts = extract(UNKNOWN, page_of(lines))
    values = {fact.property: fact.value for fact in facts}
    assert values["name"] == "Blue Harbour Trading Limited"
    assert values["registrationNumber"] == "07496944"
    assert values["incorporationDate"] == "2014-03-12"
    assert all(fact.boxes and fact.quote and 0 < fact.confidence < 1 for fact in facts)


def test_a_blank_page_and_a_page_of_one_word_state_nothing() -> None:
    assert extract(UNKNOWN, [Page(1, 595, 842, (), "text")]) == []
    assert extract(UNKNOWN, [Page(1, 595, 842, (Word("x", Box(0.1, 0.1, 0.2, 0.2)),), "ocr")]) == []


_WORDS = st.builds(
    lambda text, x, y, w, h: Word(text, Box(x, y, min(x + w, 1.0), min(y + h, 1.0))),
    st.text(min_size=1, max_size=12).filter(str.strip),
    st.floats(0, 0.95),
    st.floats(0, 0.95),
    st.floats(0, 0.5),
    st.floats(0, 0.3),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(_WORDS, max_size=40), st.floats(0, 2000), st.floats(0, 2000))
def test_no_page_breaks_the_reader(words: list[Word], wide: float, high: float) -> None:
    reading = reader().read([Page(1, wide, high, tuple(words), "text")])
    assert len(reading.proposed) == len(reading.probabilities)


def test_made_up_documents_are_read_from_their_words() -> None:
    right = stated = 0
    for seed in range(9_000, 9_010):  # beyond the seeds of the training
        document = made_up_document(seed)
        found = extract(UNKNOWN, document.pages)
        for key, accepted in document.targets:
            if key.startswith(("person.", "company.")) and not key.endswith("address"):
                stated += 1
                name = key.rpartition(".")[2]
                right += any(
                    fact.property == name and any(is_same(key, fact.value, one) for one in accepted) for fact in found
                )
    assert stated > 60
    assert right / stated > 0.5
