"""An implausible value is shown with the reason and with a confidence that asks for a review."""

from datetime import date

from ascertain.kyc.extraction import FoundFact, extract
from tests.unit.extraction.test_extraction import page_of

TODAY = date(2026, 11, 30)


def _facts(*cells: tuple[float, float, str], kind: str = "identity_card") -> dict[str, FoundFact]:
    page = page_of((0.1, 0.1, "IDENTITY CARD"), *cells)
    return {fact.property: fact for fact in extract(kind, [page], today=TODAY)}


def _born(text: str) -> FoundFact:
    return _facts((0.1, 0.2, "Date of birth"), (0.1, 0.22, text))["birthDate"]


def test_two_digits_of_a_birth_year_are_read_in_the_century_that_fits() -> None:
    assert _born("12/03/45").value == "1945-03-12"
    assert "two digits" not in " ".join(_born("12/03/45").notes)


def test_a_birth_year_that_fits_two_centuries_has_low_confidence() -> None:
    fact = _born("12/03/20")
    assert fact.value == "2020-03-12"
    assert fact.confidence <= 0.5
    assert "The year is printed with two digits: 2020 or 1920" in fact.notes


def test_an_implausible_birth_date_is_shown_with_low_confidence() -> None:
    for text, reason in [("12 March 1845", "before 1900"), ("12 March 2031", "in the future")]:
        fact = _born(text)
        assert fact.confidence <= 0.5
        assert any(reason in note for note in fact.notes)
    assert _born("12 March 1971").confidence > 0.8


def test_an_expiry_before_the_issue_lowers_the_confidence_of_both() -> None:
    cells = [
        (0.1, 0.3, "Date of issue"),
        (0.1, 0.32, "01 May 2024"),
        (0.5, 0.3, "Date of expiry"),
        (0.5, 0.32, "01 May 2014"),
    ]
    facts = _facts(*cells)
    assert facts["startDate"].confidence <= 0.5
    assert facts["endDate"].notes == ("The end is before the start",)
