"""What a date cannot be, by its property; the century of two digits; years since a date that leaves parts open."""

from datetime import date

import pytest

from ascertain.kyc.values import (
    birth_centuries,
    ends_before_start,
    has_short_year,
    implausibility,
    is_partial_date,
    years_since,
)

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("property_name", "value", "reason"),
    [
        ("birthDate", "1899-12-31", "The birth date is before 1900"),
        ("birthDate", "1900-01-01", None),
        ("birthDate", "2026-12-01", "The birth date is in the future"),
        ("birthDate", "2026-11-30", None),
        ("birthDate", "2026", None),
        ("birthDate", "2027", "The birth date is in the future"),
        ("birthDate", "2026-12", "The birth date is in the future"),
        ("incorporationDate", "1600-12-31", None),
        ("incorporationDate", "2031-01-01", "The date of incorporation is in the future"),
        ("endDate", "2031-01-01", None),
        ("name", "2031", None),
        ("birthDate", "unknown", None),
    ],
)
def test_a_date_is_doubted_by_its_property(property_name: str, value: str, reason: str | None) -> None:
    assert implausibility(property_name, value, today=TODAY) == reason


def test_without_a_day_of_reading_nothing_is_compared_with_the_present() -> None:
    assert implausibility("birthDate", "2999-01-01", today=None) is None
    assert implausibility("birthDate", "1850-01-01", today=None) == "The birth date is before 1900"


@pytest.mark.parametrize(
    ("value", "fitting"),
    [
        ("2045-03-12", ["1945-03-12"]),
        ("2020-03-12", ["2020-03-12", "1920-03-12"]),
        ("1971-03-12", ["1971-03-12"]),
        ("2000-02-29", ["2000-02-29"]),  # 1900 had no such day
    ],
)
def test_two_digits_of_a_birth_year_mean_the_centuries_that_fit(value: str, fitting: list[str]) -> None:
    assert birth_centuries(value, today=TODAY) == fitting


@pytest.mark.parametrize(
    ("quote", "short"),
    [
        ("12/03/45", True),
        ("12.03.45", True),
        ("12 MAR 45", True),
        ("12-Mar-'45", True),
        ("12/03/1945", False),
        ("1945-03-12", False),
        ("12 March 1945", False),
        ("March 1945", False),
    ],
)
def test_a_year_of_two_digits_is_seen(quote: str, short: bool) -> None:
    assert has_short_year(quote) is short


def test_an_end_before_the_start_is_seen_as_far_as_both_are_given() -> None:
    assert ends_before_start("2020-05-01", "2019-05-01")
    assert not ends_before_start("2020-05-01", "2020-05-01")
    assert not ends_before_start("2020-05-01", "2020")
    assert not ends_before_start("2020-05-01", "perpetual")


def test_a_year_alone_is_a_year_and_not_age_zero() -> None:
    assert years_since("2012", TODAY) == pytest.approx(14.4, abs=0.05)
    assert years_since("2012-07", TODAY) == pytest.approx(14.4, abs=0.05)
    assert years_since("2026", TODAY) == pytest.approx(0.4, abs=0.05)
    assert years_since("2030-01-01", TODAY) == 0
    assert years_since("long ago", TODAY) is None


@pytest.mark.parametrize("value", ["2024-99-99", "2023-02-30", "1974-13"])
def test_a_day_that_does_not_exist_is_no_birth_date(value: str) -> None:
    assert implausibility("birthDate", value, today=None) == "The birth date is not in the calendar"
    assert not is_partial_date(value)
    assert is_partial_date("1971") and is_partial_date("1971-03") and is_partial_date("2024-02-29")
