"""What people are recognised by contains nothing invisible, in any script."""

import pytest

from ascertain.kernel.auth.names import check_address, shown_name
from ascertain.kernel.errors import InvalidInput


@pytest.mark.parametrize(
    "name",
    [
        "R. Okafor",
        "José María O’Brien-Núñez",
        "محمد بن عبد الله",
        "מֹשֶׁה כהן",
        "علی\u200cرضا حسینی",  # Persian, with a non-joiner
        "عَلِی\u200cرِضا",  # with marks of vowels
        "क्\u200dषितिज शर्मा",  # Devanagari, virama and joiner
        "র\u200d্যাচেল",  # Bengali, joiner and virama
        "ශ්\u200dරී ලංකා",  # Sinhala
        "അവന്\u200d",  # Malayalam
        "葛\U000e0100城 太郎",  # Japanese, with a variant of an ideograph
        "王\U0002ebf0",  # an ideograph of Unicode 15.1
        "Nguyễn Thị Ánh",
        "Ольга Ильина",
        "ใจดี มีสุข",
        "Model 3 (import)",
    ],
)
def test_names_of_all_scripts_are_stored_as_they_are(name: str) -> None:
    assert shown_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "R. Okafor\u200b",
        "R.\u200d Okafor",
        "R.\u200c Okafor",
        "\u202erofakO .R",
        "R. \u2066Okafor\u2069",
        "R. Okafor\u200f",
        "R.\ufeffOkafor",
        "R. Oka\u00adfor",
        "R. Okafor\ufe0f",
        "R. Okafor\U000e0041",
        "R. Okafor\u3164",
        "R. Ok\u034fafor",
        "R.\nOkafor",
        "R.\u2028Okafor",
        "R.\x1b[31mOkafor",
        "R. Okafor\ue000",
        "\u200dعلی",
        "علی \u200cرضا",
        " \u00a0 ",
        "\u0301R. Okafor",
    ],
)
def test_names_with_what_is_not_seen_are_refused(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        shown_name(name, field="name")
    assert refused.value.details == {"field": "name"}


def test_a_name_is_stored_in_one_form() -> None:
    assert shown_name("  Jose\u0301\u00a0 Mari\u0301a ") == "José María"
    assert shown_name("山田\u3000太郎") == "山田 太郎"


@pytest.mark.parametrize(
    "email",
    [
        "r.okafor@northgate.example",
        "R.Okafor@Northgate.example",
        "jürgen@bücher.example",
        "用户@例子.example",
        "иван@пример.example",
    ],
)
def test_addresses_are_accepted(email: str) -> None:
    check_address(email)


@pytest.mark.parametrize(
    "email",
    [
        "r.okafor@northgate.example\u200b",
        "r.oka\u200dfor@northgate.example",
        "\u202er.okafor@northgate.example",
        "علی\u200cرضا@northgate.example",
        "r.okafor\u00a0@northgate.example",
        "r.okafor@northgate.example\n",
        "\uff52.okafor@northgate.example",
        "jose\u0301@northgate.example",
        "r.okafor@northgate.example.",
        "r.okаfor@northgate.example",
        "r.okafor@nοrthgate.example",
    ],
)
def test_addresses_with_what_is_not_seen_are_refused(email: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_address(email)
    assert refused.value.details == {"field": "email"}
