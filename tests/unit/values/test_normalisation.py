"""The same words always give the same value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascertain.kyc.values import (
    Context,
    NameParts,
    address_parts,
    check,
    day_first_of,
    name_parts,
    normalise_amount,
    normalise_count,
    normalise_country,
    normalise_currency,
    normalise_date,
    normalise_name,
    normalise_percentage,
    read_date,
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
        ("7. Mai 2014", "2014-05-07"),
        ("02 Juillet 2015", "2015-07-02"),
        ("3rd day of May, 2011", "2011-05-03"),
        ("12 de octubre de 2012", "2012-10-12"),
        ("1 stycznia 2021 r.", "2021-01-01"),
        ("2019. május 4.", "2019-05-04"),
        ("12 марта 2019 г.", "2019-03-12"),
        ("5 травня 2020", "2020-05-05"),
        ("15 Μαρτίου 2020", "2020-03-15"),
        ("١٢ مارس ٢٠٢٠", "2020-03-12"),
        ("٢٠٢٠/٠٥/١٧", "2020-05-17"),
        ("15 رمضان 1445 هـ", "2024-03-25"),
        ("1 Muharram 1446 AH", "2024-07-08"),
        ("Ordinary", None),
    ],
)
def test_dates_in_usual_forms_become_iso_and_impossible_ones_nothing(words: str, value: str | None) -> None:
    assert normalise_date(words) == value


def test_names_lose_the_order_and_capitals_of_a_register() -> None:
    assert normalise_name("Varga, Ilse") == "Ilse Varga"
    assert normalise_name("Calder Holdings BV") == "Calder Holdings BV"


def test_numbers_lose_their_separators() -> None:
    assert normalise_count("1,000") == "1000"
    assert normalise_count("–") is None
    assert normalise_amount("£48,310.22") == "48310.22"
    assert normalise_amount("1.234,50") == "1234.50"
    for text, value in [("1 234,56 €", "1234.56"), ("(123.45)", "-123.45"), ("€ 2.321,00", "2321.00"), ("1,23,456.00", "123456.00"),
                        ("١٬٢٣٤٫٥٠", "1234.50"), ("500,-", "500"), ("214.90-", "-214.90")]:  # fmt: skip
        assert normalise_amount(text) == value
    assert [normalise_currency(text) for text in ("US$ 4", "12 zł", "1.200 Euro", "12")] == ["USD", "PLN", "EUR", None]
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


def test_a_document_says_whether_the_day_comes_first() -> None:
    assert day_first_of(["03/20/2023", "04/04/2023"]) is False
    assert day_first_of(["20.03.2023", "04.04.2023"]) is True
    assert day_first_of(["04/04/2023", "01/02/2023"]) is None
    assert normalise_date("04/03/2023", Context(day_first=False)) == "2023-04-03"
    found = read_date("04/03/2023")
    assert found is not None and found.order_open and not found.hijri


@pytest.mark.parametrize(
    ("format_name", "value", "country", "says"),
    [
        ("lei", "5493001KJTIIGC8Y1R12", None, "checksum ok"),
        ("lei", "5493001KJTIIGC8Y1R13", None, "invalid"),
        ("isin", "US0378331005", None, "checksum ok"),
        ("vat", "NL810433941B01", None, "checksum ok"),
        ("vat", "DE232446241", None, "invalid"),
        ("bic", "INGBNL2A", None, "format ok"),
        ("registration", "421938861", "fr", "checksum ok"),
        ("registration", "08112734", "gb", "format ok"),
        ("registration", "HRB 77210", "de", "format ok"),
        ("registration", "UNKNOWN", "gb", None),
    ],
)
def test_an_identifier_is_vouched_for_by_its_checksum_or_else_by_its_form(
    format_name: str, value: str, country: str | None, says: str | None
) -> None:
    assert check(format_name, value, Context(country=country)) == says


def test_names_and_addresses_come_apart() -> None:
    assert name_parts("Dr. Pieter de Groot") == NameParts(given="Pieter", surname="de Groot")
    assert name_parts("Lindenhof GmbH") is None
    parts = address_parts("Weena 664, 3012 CN Rotterdam, Nederland")
    assert (parts.street, parts.postal_code, parts.city, parts.country) == ("Weena 664", "3012 CN", "Rotterdam", "nl")


@given(st.text(max_size=60))
def test_no_text_breaks_a_normaliser(text: str) -> None:
    for normalise in (normalise_date, normalise_name, normalise_count, normalise_amount, normalise_country):
        assert normalise(text) == normalise(text)
    normalise_percentage(text)
