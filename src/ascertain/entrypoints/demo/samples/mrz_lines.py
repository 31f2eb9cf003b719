"""The two machine-readable lines of a passport (ICAO 9303 part 4), with correct check digits."""

import unicodedata
from typing import Any

_WEIGHTS = (7, 3, 1)
_ALPHA3 = {"gb": "GBR", "nl": "NLD", "de": "DEU", "no": "NOR", "hu": "HUN", "ie": "IRL", "fr": "FRA", "se": "SWE"}


def check_digit(text: str) -> str:
    """The check digit of a field: weights 7, 3, 1; letters count from 10, fillers 0."""
    total = sum((0 if c == "<" else int(c, 36)) * _WEIGHTS[i % 3] for i, c in enumerate(text))
    return str(total % 10)


def _letters(name: str) -> str:
    # The zone has letters A to Z only.
    plain = unicodedata.normalize("NFKD", name.upper()).encode("ascii", "ignore").decode()
    return "".join(c if c.isalpha() else "<" for c in plain)


def td3_lines(content: dict[str, Any]) -> tuple[str, str]:
    """Both lines, of 44 characters each, for the content of a passport."""
    state = _ALPHA3[content["country"]]
    nationality = _ALPHA3[content["nationality"]]
    names = f"{_letters(content['last_name'])}<<{_letters(content['first_name'])}"
    first = f"P<{state}{names}".ljust(44, "<")[:44]
    # Fields have fixed widths and are filled with <.
    number = content["number"].ljust(9, "<")
    birth = content["birth_date"].replace("-", "")[2:]
    expiry = content["expiry_date"].replace("-", "")[2:]
    # Optional data is empty; its check digit may then be a filler.
    personal = "<" * 14
    body = (
        number + check_digit(number) + nationality + birth + check_digit(birth) + content["gender"]
        + expiry + check_digit(expiry) + personal + "<"
    )  # fmt: skip
    # Over number, birth date, expiry date and optional data, each with its check digit, but not nationality and sex.
    composite = check_digit(body[0:10] + body[13:20] + body[21:43])
    return first, body + composite
