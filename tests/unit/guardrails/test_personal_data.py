"""Personal data is found by its form and context, and is shown only if the sources contain it."""

import pytest

from ascertain.ai.guardrails import find_personal_data, safe_length, withhold
from ascertain.ai.guardrails.personal_data import KnownValues

NONE_KNOWN = KnownValues([])


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Anna Berg was born on 12 March 1985.", "birth date", "12 March 1985"),
        ("Her date of birth (DOB) is 1985-03-12.", "birth date", "1985-03-12"),
        ("Date of birth: 03/12/1985", "birth date", "03/12/1985"),
        ("Write to anna.berg@example.com about it.", "e-mail address", "anna.berg@example.com"),
        ("The account is GB82 WEST 1234 5698 7654 32.", "account number", "GB82 WEST 1234 5698 7654 32"),
        ("Paid to DE89370400440532013000 yesterday.", "account number", "DE89370400440532013000"),
        ("Her passport number is C01X00T47.", "identity number", "C01X00T47"),
        ("The passport of Anna Berg is numbered, SSN 460-89-9847.", "identity number", "460-89-9847"),
        ("National insurance AB 12 34 56 C", "identity number", "12 34 56"),
        ("Call her on +44 20 7946 0958 today.", "telephone number", "+44 20 7946 0958"),
        ("She pays by card 4111 1111 1111 1111.", "card number", "4111 1111 1111 1111"),
        ("Anna Berg lives at 14 Crown Street, Leeds.", "address", "14 Crown Street, Leeds"),
        ("Mr Berg: Lindenstraße 12, Wien", "address", "Lindenstraße 12"),
    ],
)
def test_personal_data_is_found(text: str, kind: str, value: str) -> None:
    found = [(one.kind, text[one.start : one.end].strip(" .,")) for one in find_personal_data(text)]
    assert any(one == kind and value in text for one, text in found)
    assert value not in withhold(text, NONE_KNOWN)[0]


@pytest.mark.parametrize(
    "text",
    [
        "Ilse Varga holds 610 of 1,000 ordinary shares of Meridian [1].",
        "The agreement of 12 March 2019 is governed by the laws of Nevada.",
        "A relevant person must keep records for six years under Rule 14.3.2(b).",
        "Write to compliance@bank.example or whistleblowing@bank.example.",
        "The total is 1 234 567.89 EUR, that is 12.5 % of 9,876,543.",
        "Section 4111 1111 of the Act; invoice 2023-0045-7781.",
        "The registered office is at 5 Harbour Road.",
        "Meridian Freight Ltd was incorporated on 4 May 2009 under number 06894523.",
        "See page 12, paragraphs 3-7, and Articles 51 to 63.",
    ],
)
def test_text_without_personal_data_is_unchanged(text: str) -> None:
    assert withhold(text, NONE_KNOWN) == (text, [])


def test_known_values_are_shown_in_any_notation() -> None:
    known = KnownValues(
        ["Born 1985-03-12, IBAN GB82WEST12345698765432", "Tel. +44 (0)20 7946 0958; 14 Crown Street, Leeds"]
    )
    text = "She was born on 12 March 1985 and lives at 14 Crown Street, Leeds; account GB82 WEST 1234 5698 7654 32."
    assert withhold(text, known) == (text, [])
    other, kinds = withhold(text.replace("1985", "1986"), known)
    assert kinds == ["birth date"] and "1986" not in other and "GB82 WEST" in other


def test_an_unfinished_sentence_shows_nothing_that_may_become_personal_data() -> None:
    text = "Anna Berg was born on 12 March 1985 in Wien [1]."
    longest = max(safe_length(text[:at], NONE_KNOWN) for at in range(len(text)))
    assert text[:longest] == "Anna Berg was born on "
    mail = "Write to anna.berg@example.com today."
    assert all("anna" not in mail[: safe_length(mail[:at], NONE_KNOWN)] for at in range(len(mail)))
    home = "Anna Berg lives at 14 Crown Street, Leeds [2]."
    assert max(safe_length(home[:at], NONE_KNOWN) for at in range(len(home))) == len("Anna Berg lives")
    account = "It is GB82 WEST 1234 5698 7654 32 today."
    assert max(safe_length(account[:at], NONE_KNOWN) for at in range(len(account))) == len("It is ")
    american = "She was born March 12, 1985, in Wien."
    assert max(safe_length(american[:at], NONE_KNOWN) for at in range(len(american))) == len("She was born ")
    model = "Model word1999 of the series is new "
    assert safe_length(model, NONE_KNOWN) == len(model)
    known = KnownValues(["Ilse Varga holds 1,000 shares; born 1971-03-12."])
    plain = "Ilse Varga holds 1,000 shares since 12 March 1971 "
    assert safe_length(plain, known) == len(plain)
