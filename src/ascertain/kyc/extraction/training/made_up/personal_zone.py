"""Machine-readable zones of made-up passports, cards and visas (ICAO Doc 9303), with valid check digits."""

import unicodedata
from datetime import date

import pycountry

_WEIGHTS = (7, 3, 1)
# Codes of the zone that are not ISO 3166 alpha-3.
_OWN_CODES = {"de": "D<<", "hk": "CHN"}


def _check(text: str) -> str:
    """The check digit of a field: weights 7, 3, 1; letters count from 10, fillers 0."""
    return str(sum((0 if char == "<" else int(char, 36)) * _WEIGHTS[at % 3] for at, char in enumerate(text)) % 10)


def state_code(country: str) -> str:
    """The state's three letters in the zone, with fillers."""
    found = pycountry.countries.get(alpha_2=country.upper())
    return _OWN_CODES.get(country) or (found.alpha_3 if found else "UTO")


def _letters(name: str) -> str:
    plain = name.upper().replace("Ø", "O").replace("Æ", "AE").replace("ß", "SS").replace("Ł", "L").replace("Đ", "D")
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    plain = plain.replace("'", "").replace(",", "")
    return "<".join("".join(char if char.isalpha() else "<" for char in plain).split())


def _names(last: str, first: str, length: int) -> str:
    return f"{_letters(last)}<<{_letters(first)}".ljust(length, "<")[:length]


def _plain(number: str, length: int = 9) -> str:
    return "".join(char for char in number.upper() if char.isalnum() and char.isascii())[:length].ljust(length, "<")


def zone(
    kind: str,
    code: str,
    issuer: str,
    last: str,
    first: str,
    number: str,
    nationality: str,
    birth: date,
    sex: str,
    expiry: date,
) -> list[str]:
    """The lines of a zone of kind "TD3", "TD2", "TD1" or "MRV"; `code` is the document code, such as "P" or "ID".

    Raises:
        ValueError: the kind is none of these.
    """
    field = _plain(number)
    field += _check(field)
    born, until = f"{birth:%y%m%d}", f"{expiry:%y%m%d}"
    born, until = born + _check(born), until + _check(until)
    head, people = f"{code.ljust(2, '<')}{state_code(issuer)}", state_code(nationality)
    if kind == "TD1":
        first_line = f"{head}{field}".ljust(30, "<")
        body = f"{born}{sex}{until}{people}".ljust(29, "<")
        composite = _check(first_line[5:30] + body[0:7] + body[8:15] + body[18:29])
        return [first_line, body + composite, _names(last, first, 30)]
    length = {"TD3": 44, "TD2": 36, "MRV": 44}.get(kind)
    if not length:
        raise ValueError(f"a zone is TD1, TD2, TD3 or MRV, not {kind!r}")
    top = head + _names(last, first, length - 5)
    body = f"{field}{people}{born}{sex}{until}"
    if kind == "MRV":
        return [top, body.ljust(length, "<")]
    body = body.ljust(length - 2, "<") + "<" if kind == "TD3" else body.ljust(length - 1, "<")
    return [top, body + _check(body[0:10] + body[13:20] + body[21:])]
