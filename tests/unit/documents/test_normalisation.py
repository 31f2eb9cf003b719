"""The same words always give the same value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascertain.kyc.documents.values import (
    is_company,
    normalise_amount,
    normalise_count,
    normalise_country,
    normalise_date,
    normalise_name,
    normalise_percentage,
    validity,
)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("14 March 1971", "1971-03-14"),
        ("26th February 2019", "2019-02-26"),
        ("12 AUG 1974", "1974-08-12"),
        ("03/07/2024", "2024-07-03"),
        ("3.7.2024", "2024-07-03"),
        ("2024-07-03", "2024-07-03"),
        ("March 5, 2020", "2020-03-05"),
        ("31 February 2020", None),
        ("Ordinary", None),
    ],
)
def test_dates_in_usual_forms_become_iso_and_impossible_ones_nothing(words: str, value: str | None) -> None:
    assert normalise_date(words) == value


def test_names_lose_the_order_and_capitals_of_a_register() -> None:
    assert normalise_name("Varga, Ilse") == "Ilse Varga"
    assert normalise_name("VARGA") == "Varga"
    assert normalise_name("Calder Holdings BV") == "Calder Holdings BV"
    assert is_company("Lindenhof GmbH")
    assert not is_company("Pieter de Groot")


def test_numbers_lose_their_separators() -> None:
    assert normalise_count("1,000") == "1000"
    assert normalise_count("–") is None
    assert normalise_amount("£48,310.22") == "48310.22"
    assert normalise_amount("1.234,50") == "1234.50"
    assert normalise_percentage("12.50 %") == "12.5"
    assert normalise_percentage("430") is None


def test_countries_are_known_by_code_name_and_nationality() -> None:
    assert [normalise_country(text) for text in ("GBR", "United Kingdom", "HUNGARIAN", "NL", "Atlantis")] == [
        "gb",
        "gb",
        "hu",
        "nl",
        None,
    ]


def test_a_checksum_tells_a_good_iban_from_a_mistyped_one() -> None:
    assert validity("iban", "GB29NWBK60161331926819") == "checksum ok"
    assert validity("iban", "GB29NWBK60161331926818") == "invalid"
    assert validity("name", "anything") is None


@given(st.text(max_size=60))
def test_no_text_breaks_a_normaliser(text: str) -> None:
    for normalise in (normalise_date, normalise_name, normalise_count, normalise_amount, normalise_country):
        assert normalise(text) == normalise(text)
    normalise_percentage(text)
