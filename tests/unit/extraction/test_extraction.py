"""Document types and facts from words with boxes, without a file."""

from dataclasses import replace

import pytest

from ascertain.ai.text import Box, Page, Word
from ascertain.kyc.extraction import builtin_catalogue, extract
from ascertain.kyc.extraction.calibration import calibrated, interpolate, shipped_points
from ascertain.kyc.extraction.classification import classify
from ascertain.kyc.extraction.layout import lines_of

_LETTER, _HEIGHT, _SPACE = 0.011, 0.014, 0.005  # shares of the page


def page_of(*cells: tuple[float, float, str], confidence: float = 1.0) -> Page:
    """A page with texts at (x, y), in letters of equal width."""
    words = []
    for x, y, text in cells:
        at = x
        for part in text.split():
            words.append(Word(part, Box(at, y, at + _LETTER * len(part), y + _HEIGHT), confidence))
            at += _LETTER * len(part) + _SPACE
    return Page(1, 595, 842, tuple(words), "text")


REGISTER = page_of(
    (0.1, 0.05, "REGISTER OF MEMBERS"),
    (0.1, 0.09, "Company: Meridian Freight Ltd"),
    (0.6, 0.09, "No. 08112734"),
    (0.1, 0.12, "As at 30 September 2026"),
    (0.1, 0.20, "Name of member"),
    (0.4, 0.20, "Born"),
    (0.6, 0.20, "Shares"),
    (0.8, 0.20, "Entered"),
    (0.1, 0.23, "Varga, Ilse"),
    (0.4, 0.23, "13 Apr 1971"),
    (0.6, 0.23, "610"),
    (0.8, 0.23, "04/05/2019"),
    (0.1, 0.26, "Calder Holdings BV"),
    (0.4, 0.26, "–"),
    (0.6, 0.26, "350"),
    (0.8, 0.26, "04/05/2019"),
    (0.1, 0.29, "Total issued"),
    (0.6, 0.29, "1,000"),
)


def _values(page: Page, kind: str) -> dict[tuple[str, str], str]:
    return {(fact.subject, fact.property): fact.value for fact in extract(kind, [page])}


def test_a_register_is_recognised_and_read_row_by_row() -> None:
    assert classify([REGISTER])[0] == "shareholder_register"
    values = _values(REGISTER, "shareholder_register")
    assert values["member-1", "name"] == "Ilse Varga"
    assert values["member-1", "birthDate"] == "1971-04-13"
    assert values["holding-1", "owner"] == "member-1"
    assert values["holding-2", "sharesCount"] == "350"
    assert values["company", "sharesIssued"] == "1000"
    assert ("member-3", "name") not in values


def test_the_boxes_of_every_fact_contain_exactly_the_words_of_its_quote() -> None:
    for fact in extract("shareholder_register", [REGISTER]):
        inside = [
            word.text
            for word in REGISTER.words
            if any(
                b.x0 <= word.box.x0 and word.box.x1 <= b.x1 and b.y0 <= word.box.center_y <= b.y1 for b in fact.boxes
            )
        ]
        assert " ".join(inside) == fact.quote


def test_cells_joined_by_ocr_are_split_by_their_headings() -> None:
    # OCR drops narrow spaces between columns, so that two cells arrive as one segment.
    scanned = page_of(
        (0.1, 0.20, "Name of member"),
        (0.4, 0.20, "Class"),
        (0.6, 0.20, "Shares Entered"),
        (0.1, 0.23, "Bluebridge Freight B.V."),
        (0.4, 0.23, "Ordinary"),
        (0.62, 0.23, "700 22/06/2015"),
        confidence=0.98,
    )
    values = _values(scanned, "shareholder_register")
    assert values["holding-1", "sharesCount"] == "700"
    assert values["holding-1", "startDate"] == "2015-06-22"


def test_a_letter_without_cues_is_unknown_and_has_no_facts() -> None:
    letter = page_of((0.1, 0.1, "Dear Sir, thank you for lunch. The weather was fine and the soup warm."))
    kind, confidence = classify([letter])
    assert kind == "unknown"
    assert 0 < confidence < 1
    assert extract(kind, [letter]) == []


def test_lines_are_split_only_at_wide_gaps() -> None:
    lines = lines_of(page_of((0.1, 0.1, "Account holder:"), (0.5, 0.101, "Ilse Varga"), (0.1, 0.2, "IBAN")))
    assert [[segment.text for segment in line] for line in lines] == [["Account holder:", "Ilse Varga"], ["IBAN"]]


def test_a_label_in_two_languages_is_one_label() -> None:
    page = page_of(
        (0.1, 0.05, "PASSPORT / PASSEPORT"),
        (0.1, 0.10, "1. Surname / Nom"),
        (0.1, 0.12, "VARGA"),
        (0.1, 0.16, "2. Given names / Prénoms"),
        (0.1, 0.18, "ILSE"),
        (0.1, 0.22, "6. Passport No. / No. du passeport"),
        (0.1, 0.24, "BE4417203"),
    )
    values = _values(page, "passport")
    assert values["holder", "lastName"] == "Varga"
    assert values["holder", "firstName"] == "Ilse"
    assert values["passport", "number"] == "BE4417203"


def test_the_words_company_named_below_are_not_a_company_name() -> None:
    page = page_of(
        (0.1, 0.05, "CERTIFICATE OF INCORPORATION"),
        (0.1, 0.10, "I certify that the company named below was duly entered in the register"),
        (0.1, 0.14, "Company name: Meridian Freight Ltd"),
    )
    names = [fact for fact in extract("certificate_of_incorporation", [page]) if fact.property == "name"]
    assert [fact.value for fact in names] == ["Meridian Freight Ltd"]
    assert names[0].confidence > 0.8


INVOICE = page_of(
    (0.10, 0.05, "Kestrel Tools"),
    (0.10, 0.07, "14 Dock Street"),
    (0.10, 0.09, "Portland OR 97201"),
    (0.60, 0.05, "Bill to"),
    (0.60, 0.07, "Harbour Works Ltd"),
    (0.60, 0.09, "2 Quay Road"),
    (0.60, 0.11, "Leeds LS1 4AP"),
    (0.10, 0.18, "Invoice number: K-2044"),
    (0.10, 0.25, "Description"),
    (0.45, 0.25, "Qty"),
    (0.60, 0.25, "Price"),
    (0.80, 0.25, "Amount"),
    (0.10, 0.28, "[KT-7] Torque wrench"),
    (0.45, 0.28, "2 pcs"),
    (0.60, 0.28, "40.00"),
    (0.80, 0.28, "80.00"),
    (0.10, 0.31, "Delivery by courier"),
    (0.45, 0.325, "1"),
    (0.60, 0.325, "20.00"),
    (0.80, 0.325, "20.00"),
    (0.45, 0.45, "Net amount"),
    (0.60, 0.45, "VAT amount"),
    (0.80, 0.45, "Gross amount"),
    (0.10, 0.47, "Standard rate"),
    (0.45, 0.47, "80.00"),
    (0.60, 0.47, "16.00"),
    (0.80, 0.47, "96.00"),
    (0.10, 0.49, "All rates"),
    (0.45, 0.49, "100.00"),
    (0.60, 0.49, "20.00"),
    (0.80, 0.49, "120.00"),
    (0.10, 0.90, "accounts@kestreltools.example  www.kestreltools.example"),
)


def test_the_issuer_of_an_invoice_is_found_by_the_evidence_around_its_name_and_is_not_the_buyer() -> None:
    values = _values(INVOICE, "invoice")
    assert values["seller", "name"] == "Kestrel Tools"  # no legal form, but the web address contains the name
    assert values["buyer", "name"] == "Harbour Works Ltd"
    address = next(f for f in extract("invoice", [INVOICE]) if (f.subject, f.property) == ("seller", "address"))
    assert dict(address.parts) == {"street": "14 Dock Street", "postalCode": "97201", "city": "Portland"}


def test_the_last_line_of_a_tax_table_is_the_total_and_not_a_line_of_goods() -> None:
    values = _values(INVOICE, "invoice")
    stated = [values["invoice", name] for name in ("amountNet", "amountTax", "amount")]
    assert stated == ["100.00", "20.00", "120.00"]
    assert ("line-3", "name") not in values


def test_a_line_of_goods_is_split_into_code_name_and_unit_and_may_have_its_numbers_below_its_name() -> None:
    values = _values(INVOICE, "invoice")
    first = [values["line-1", name] for name in ("code", "name", "quantity", "unit", "amount")]
    assert first == ["KT-7", "Torque wrench", "2", "pcs", "80.00"]
    assert (values["line-2", "name"], values["line-2", "amount"]) == ("Delivery by courier", "20.00")


def test_a_letter_of_a_watermark_beside_a_label_does_not_hide_the_printed_date() -> None:
    page = page_of(
        (0.1, 0.1, "PASSPORT"),
        (0.1, 0.2, "Surname"),
        (0.1, 0.22, "VARGA"),
        (0.5, 0.2, "Given names"),
        (0.5, 0.22, "ILSE"),
        (0.1, 0.3, "Date of birth EN"),
        (0.1, 0.32, "13 APR 1971"),
        (0.05, 0.8, "P<DEUVARGA<<ILSE<<<<<<<<<<<<<<<<<<<<<<<<<<<<"),
        (0.05, 0.83, "C01X00T478DEU8001025F2702283<<<<<<<<<<<<<<<4"),
    )
    born = {fact.method: fact.value for fact in extract("passport", [page]) if fact.property == "birthDate"}
    assert born == {"mrz": "1980-01-02", "label": "1971-04-13"}


def test_a_value_centred_in_a_wide_box_belongs_to_the_only_label_of_the_line_above() -> None:
    cells = [(0.1, 0.05, "Form W-9"), (0.1, 0.3, "7 List account number(s) here (optional)")]
    values = _values(page_of(*cells, (0.48, 0.316, "157398049")), "tax_form_w9")
    assert values["form", "accountNumbers"] == "157398049"
    beside = (0.8, 0.316, "Requester")  # two texts on the next line: ambiguous
    assert ("form", "accountNumbers") not in _values(page_of(*cells, (0.48, 0.316, "157398049"), beside), "tax_form_w9")


def test_confidence_of_rules_is_calibrated_and_that_of_check_digits_is_not() -> None:
    calibration_points = ((0.5, 0.4), (0.6, 0.8), (0.9, 0.96))
    curve = [interpolate(calibration_points, x / 100) for x in range(101)]
    assert curve == sorted(curve) and curve[0] == 0.0 and curve[100] == curve[90] == 0.96
    assert interpolate(calibration_points, 0.55) == pytest.approx(0.6) and interpolate((), 0.55) == 0.55
    fact = extract("shareholder_register", [REGISTER], calibration_points=())[0]
    zone = replace(fact, method="mrz", confidence=0.55)
    assert [one.confidence for one in calibrated([replace(fact, confidence=0.55), zone], calibration_points)] == [
        0.6,
        0.55,
    ]


def test_the_shipped_calibration_is_monotone() -> None:
    # Otherwise a fact with more evidence could end with less confidence.
    calibration_points = [(0.0, 0.0), *shipped_points(), (1.0, 1.0)]
    assert calibration_points == sorted(calibration_points) and [y for _, y in calibration_points] == sorted(
        y for _, y in calibration_points
    )


def test_the_title_of_a_bank_reference_is_not_the_name_of_the_bank() -> None:
    page = page_of(
        (0.1, 0.05, "Bank Reference"), (0.1, 0.1, "Union Provincial Bank"), (0.1, 0.2, "To whom it may concern")
    )
    assert _values(page, "bank_reference")["account", "bankName"] == "Union Provincial Bank"


def test_a_heading_of_a_table_is_not_the_label_of_a_field() -> None:
    page = page_of(
        (0.1, 0.05, "OWNERSHIP STRUCTURE"),
        (0.1, 0.2, "Owner"),
        (0.4, 0.2, "Company"),
        (0.7, 0.2, "Share"),
        (0.1, 0.23, "Ilse Varga"),
        (0.4, 0.23, "Calder Holdings BV"),
        (0.7, 0.23, "61 %"),
    )
    values = _values(page, "ownership_chart")
    assert ("company", "name") not in values
    assert (values["owner-1", "name"], values["asset-1", "name"]) == ("Ilse Varga", "Calder Holdings BV")


@pytest.mark.parametrize("document_type", sorted(builtin_catalogue().types))
def test_a_page_without_words_has_no_facts_and_no_failure(document_type: str) -> None:
    assert extract(document_type, [page_of()]) == []
