"""Generated zones for the benchmark: all five formats of ICAO 9303 with correct check digits, and their values."""

import random
from dataclasses import dataclass

LENGTHS = {"TD1": 30, "TD2": 36, "TD3": 44, "MRV-A": 44, "MRV-B": 36}
_SURNAMES = (
    "ERIKSSON NILSEN VAN<DER<MUELEN MENSAH O<BRIEN STEVENSON PAPADOPOULOS NGUYEN IVANOVA DE<LA<CRUZ KOWALSKI OZTURK "
    "SCHMIDT HADDAD BENNETT QUISPE ZHANG WILLIAMS OKAFOR VARGA LINDQVIST FERREIRA<DOS<SANTOS AL<RASHID TAKAHASHI"
).split()
_GIVEN = (
    "ANNA MARIA JAN PIETER KOJO OLGA JOSE LUIS GIULIA SVEN IBRAHIM FATIMA CHLOE ZOE KEIKO OSCAR IDA BEATRIZ".split()
)
_STATES = "D<< GBR NLD FRA USA UTO SWE POL ITA ESP BRA IND CHN JPN NGA ZAF TUR KEN RKS XXA XXB GBD CIV COD".split()


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as printed, and its values; dates are YYMMDD."""

    format: str
    lines: tuple[str, ...]
    values: dict[str, str]


def check_digit(text: str) -> str:
    """The check digit by ICAO 9303 part 3, 4.9. Written apart from the product's, so that one checks the other."""
    total = 0
    for index, char in enumerate(text):
        value = 0 if char == "<" else int(char) if char.isdigit() else ord(char) - 55
        total += value * (7, 3, 1)[index % 3]
    return str(total % 10)


def _number(rng: random.Random) -> str:
    style = rng.randrange(4)
    digits = "".join(rng.choices("0123456789", k=9))
    if style == 0:
        return digits
    if style == 1:
        return rng.choice("ABCEFKLMPXY") + digits[:7]
    if style == 2:
        return "".join(rng.choices("CFGHJKLMNPRTVWXYZ0123456789", k=9))
    return "".join(rng.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=2)) + digits[:6]


def _date(rng: random.Random, first: int, last: int) -> str:
    return f"{rng.randint(first, last) % 100:02d}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"


def make(rng: random.Random, kind: str) -> Zone:
    """A random zone of a format."""
    width = LENGTHS[kind]
    surname = rng.choice(_SURNAMES)
    given = "<".join(rng.sample(_GIVEN, rng.choice((1, 1, 2, 3))))
    state, nationality = rng.choice(_STATES), rng.choice(_STATES)
    number, birth, expiry = _number(rng), _date(rng, 1930, 2024), _date(rng, 2020, 2036)
    sex = rng.choice("MF<")
    code = {"TD1": rng.choice(("I<", "ID", "AC")), "TD2": "I<", "TD3": rng.choice(("P<", "PD", "P<"))}.get(kind, "V<")
    names = f"{surname}<<{given}"
    optional = "".join(rng.choices("0123456789", k=10)) if rng.random() < 0.3 else ""
    cells = number.ljust(9, "<") + check_digit(number.ljust(9, "<"))
    if kind == "TD1":
        lines = _td1(code, state, cells, optional, (birth, sex, expiry, nationality), names)
    else:
        body = cells + nationality + birth + check_digit(birth) + sex + expiry + check_digit(expiry)
        names_line = (code + state + names).ljust(width, "<")[:width]
        lines = (names_line, _second(kind, body, optional))
    shown = names[: 30 if kind == "TD1" else width - 5]
    last, _, first = shown.partition("<<")
    values = {
        "last_name": last.replace("<", " ").strip(), "first_name": first.strip("<").replace("<", " "),
        "country": state.strip("<"), "nationality": nationality.strip("<"), "number": number,
        "birth_date": birth, "expiry_date": expiry, "gender": sex,
    }  # fmt: skip
    return Zone(kind, lines, values)


def _td1(
    code: str, state: str, cells: str, optional: str, middle: tuple[str, str, str, str], names: str
) -> tuple[str, ...]:
    birth, sex, expiry, nationality = middle
    first = (code + state + cells + optional).ljust(30, "<")
    second = birth + check_digit(birth) + sex + expiry + check_digit(expiry) + nationality + "<" * 11
    composite = check_digit(first[5:30] + second[:7] + second[8:15] + second[18:29])
    return first, second + composite, names.ljust(30, "<")[:30]


def _second(kind: str, body: str, optional: str) -> str:
    if kind == "TD3":
        personal = optional.ljust(14, "<")
        body += personal + (check_digit(personal) if optional else "<")
        return body + check_digit(body[:10] + body[13:20] + body[21:43])
    if kind == "TD2":
        body += optional[:7].ljust(7, "<")
        return body + check_digit(body[:10] + body[13:20] + body[21:35])
    return body.ljust(LENGTHS[kind], "<")


def _specimen(kind: str, number: str, sex: str, dates: str, states: str, names: str, *lines: str) -> Zone:
    last, _, first = names.partition(", ")
    birth, expiry = dates.split()
    country, nationality = states.split()
    values = {"last_name": last, "first_name": first, "country": country, "nationality": nationality, "number": number}
    return Zone(kind, lines, values | {"birth_date": birth, "expiry_date": expiry, "gender": sex})


# The specimens of Doc 9303 (parts 4 to 7), and the specimen of part 5 with a number of more than nine characters.
SPECIMENS = (
    _specimen("TD3", "L898902C3", "F", "740812 120415", "UTO UTO", "ERIKSSON, ANNA MARIA",
              "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
    _specimen("TD2", "D23145890", "F", "740812 120415", "UTO UTO", "ERIKSSON, ANNA MARIA",
              "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
    _specimen("TD1", "D23145890", "F", "740812 120415", "UTO UTO", "ERIKSSON, ANNA MARIA",
              "I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"),
    _specimen("TD1", "D23145890734", "M", "340712 950712", "UTO UTO", "STEVENSON, PETER JOHN",
              "I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<"),
    _specimen("MRV-A", "L8988901C", "F", "400907 961210", "UTO XXX", "ERIKSSON, ANNA MARIA",
              "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"),
    _specimen("MRV-B", "L8988901C", "F", "400907 961210", "UTO XXX", "ERIKSSON, ANNA MARIA",
              "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"),
)  # fmt: skip
