"""Documents in languages other than English: their types, and values beside labels that wrap."""

import pytest

from ascertain.kyc.extraction import extract
from ascertain.kyc.extraction.classification import classify
from ascertain.kyc.extraction.classification.cues import TextProfile, english_share
from ascertain.kyc.values import normalise_registration
from tests.unit.extraction.test_extraction import page_of

# Labels on the left and values on the right; the first of each is set over two lines.
EXTRACT = page_of(
    (0.1, 0.05, "Выписка из единого государственного реестра"),
    (0.3, 0.075, "юридических лиц"),
    (0.1, 0.160, "Полное наименование на"),
    (0.5, 0.160, "Общество «Северный"),
    (0.1, 0.178, "русском языке"),
    (0.5, 0.178, "Порт»"),
    (0.1, 0.22, "ОГРН"),
    (0.5, 0.22, "1027700132195"),
    (0.1, 0.25, "Дата присвоения ОГРН"),
    (0.5, 0.25, "14 марта 2009 г."),
    (0.1, 0.28, "Адрес юридического лица"),
    (0.5, 0.28, "г. Мурманск, ул. Портовая, д. 3"),
    (0.1, 0.31, "Размер уставного капитала"),
    (0.5, 0.31, "10 000"),
)


def test_titles_and_cells_over_two_lines_are_read_completely() -> None:
    assert classify([EXTRACT])[0] == "company_registry_extract"
    facts = {fact.property: fact.value for fact in extract("company_registry_extract", [EXTRACT])}
    assert facts["name"] == "Общество «Северный Порт»"
    assert facts["address"] == "г. Мурманск, ул. Портовая, д. 3"  # and not the label below
    assert facts["registrationNumber"] == "1027700132195" and facts["incorporationDate"] == "2009-03-14"


def test_the_trained_model_is_ignored_in_languages_that_it_was_not_trained_on() -> None:
    english = page_of((0.1, 0.1, "This is to certify that the company has been registered for the purposes of the Act"))
    german = page_of((0.1, 0.1, "Hiermit wird bescheinigt, dass die Firma der Gesellschaft für das Jahr gilt"))
    shares = [english_share(TextProfile.of([page])) for page in (english, german, EXTRACT)]
    assert shares[0] == 1.0 and shares[1] < 0.3 and shares[2] < 0.1


def test_a_title_in_capitals_without_accents_is_recognised() -> None:
    capitals = page_of((0.1, 0.05, "ΛΟΓΑΡΙΑΣΜΟΣ ΡΕΥΜΑΤΟΣ"), (0.1, 0.2, "ΚΑΤΑΝΑΛΩΣΗ"), (0.5, 0.2, "312 kWh"))
    assert classify([capitals])[0] == "utility_bill"


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("552 100 554 R.C.S. Nanterre", "552 100 554"),
        ("552100554 RCS PARIS", "552100554"),
        ("HRB 123456", "HRB 123456"),
        ("RCS 123", "RCS 123"),
    ],
)
def test_the_town_of_a_french_register_is_not_part_of_the_number(printed: str, number: str) -> None:
    assert normalise_registration(printed) == number
