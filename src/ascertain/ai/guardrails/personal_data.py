"""Personal data in text: birth dates, identity numbers, cards, accounts, telephone numbers, e-mail and home addresses.

Names are not covered: an answer about owners consists of names. Personal data is found by its form (check digits, shape) and by
the words around it. `KnownValues` decides whether a value already occurs in the sources, in any notation.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ascertain.ai.text import words_of

_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sep sept|october oct"
        "|november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<y1>(?:19|20)\d\d)[-./](?P<m1>\d\d?)[-./](?P<d1>\d\d?)"
    rf"|(?P<a>\d\d?)[-./](?P<b>\d\d?)[-./](?P<y2>(?:19|20)\d\d)"
    rf"|(?P<d3>\d\d?)(?:st|nd|rd|th)?(?: of)? (?P<m3>{_MONTH})\.?,? (?P<y3>(?:19|20)\d\d)"
    rf"|(?P<m4>{_MONTH})\.? (?P<d4>\d\d?)(?:st|nd|rd|th)?,? (?P<y4>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"\b(born|births?|birth[- ]?(date|day)s?|d\.?o\.?b\.?|geboren|geburtsdatum|nées?|nacid[oa]|nato|nata)\b",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.UNICODE)
# Mailboxes of a function and not of a person.
_OFFICE = re.compile(
    r"^(info|contact|compliance|support|office|admin|hello|sales|service|enquir(y|ies)|inquir(y|ies)|help(desk)?|legal|privacy"
    r"|dpo|aml|kyc|mlro|press|media|hr|jobs|careers|mail|team|no-?reply|reception|complaints?|notices?|billing|accounts?"
    r"|security|whistleblow\w*+|customer\w*+|general|authori[sz]ation|monitoring|registrations?|listings?|fintech)\d*$",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\b[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b", re.IGNORECASE)
# Common groupings of card numbers; the neighbouring characters exclude amounts, dates and references.
_CARD = re.compile(
    r"(?<![\d.,/-])(?:\d{12,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}|3\d{3}([ -])\d{6}\2\d{5})(?![\d-]|[.,/]\d)"
)
_CARD_WORD = re.compile(r"\b(cards?|cc|visa|mastercard|amex|maestro)\b", re.IGNORECASE)
# First digits and lengths used by the large issuers: Mastercard 2 and 5, American Express 3, Visa 4, Maestro 6.
_ISSUED = re.compile(r"^(?:[3-6]\d|2[2-7])\d{13,14}$")
_PHONE = re.compile(r"(?<![\w.,/-])(?:\+|00)?\(?\d[\d ()./-]{5,18}\d(?![\w/]|[.,-]\d)")
_PHONE_WORD = re.compile(
    r"\b(tel(ephone)?|phone|mobile|cell|call(ed|ing)?|fax|reach(ed)?|whatsapp|ring|text(ed)?|dial(led)?)\b",
    re.IGNORECASE,
)
_SHAPED_PHONE = re.compile(r"^(\+|00\d|\(\d{2,5}\)|\d{3}[-. ]\d{3}[-. ]\d{4}$|0\d{2,4}[ -]\d{3})")
_NUMBERED = re.compile(
    r"\b(passports?|identity|id|national insurance|social security|ssn|nino?|tax(payer)? identification|tin"
    r"|driv(er|ing)('s|’s|er's)? licen[cs]e|licen[cs]e|personal|residence permit|visa)"
    r"(?: (?:card|document|number|no\.?|code|of|is|was|:|#|nr\.?)){0,4}[ :#]*(?:is |was |reads )?"
    r"(?P<value>[A-Z]{0,3}\d[A-Z0-9-]{3,18}\d|\d{3} ?\d{2} ?\d{4})",
    re.IGNORECASE,
)
# US social security number: the Social Security Administration assigns no area 000 or 666, group 00 or serial 0000.
_SSN = re.compile(r"(?<![\d-])(?!000|666)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])")
# UK national insurance number; HMRC excludes these letters from the prefix (NIM39110).
_NINO = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")
# The first line of a machine-readable zone: document type, issuing state, name (ICAO 9303, part 3).
_MRZ = re.compile(r"\b[PIAC][A-Z<][A-Z]{3}[A-Z<]{5,}<<[A-Z<]{5,}")
_STREET_WORD = (
    r"(?i:street|st\.|road|rd\.?|avenue|ave\.?|lane|drive|boulevard|blvd\.?|close|court|crescent|terrace|gardens|square"
    r"|mews|way)"
)
_STREET = re.compile(
    rf"\b\d{{1,5}}[A-Za-z]?,? (?:[A-ZÀ-Þ][\w'’.-]+ ){{1,4}}{_STREET_WORD}(?!\w)(?:,? (?:Apt|Flat|Suite|Unit)\.? \w+)?"
    rf"|\b[A-ZÀ-Þ][\w'’-]*(?:straße|strasse|str\.|gasse|weg|platz|laan|straat|gade|katu|tie|vej|vägen|gatan) \d{{1,4}}[a-z]?\b"
    rf"|\b(?:Rua|Rue|Calle|Via|Avenida|Viale|Piazza|Plaza|Ulica|ul\.) (?:[\w'’.-]+ ){{0,4}}[\w'’.-]+,? \d{{1,5}}\b",
    re.UNICODE,
)
# A flat number marks a dwelling, whoever lives there.
_FLAT = re.compile(
    r"\b(?:\d{1,6},? )?(?:[A-ZÀ-Þ][\w'’.-]+,? ){1,4}\d{1,5}[a-z]?\.?,?\s+(?:Apt|Apartment|Flat|Wohnung)\.? \d+\b",
    re.UNICODE,
)
# Words that make a street address a home; further away than _NEAR characters they may refer to something else.
_WHOSE = re.compile(
    r"\b(lives?|lived|living|resid(es?|ed|ing|ent)|home|domiciled|mr|mrs|ms|miss|dr|herr|frau|he|she|his|her|him|my)\b",
    re.IGNORECASE,
)
_NEAR = 60
# How far a date may be before or after a word for birth: "born in Wien on ..." and "1985-03-12 (date of birth)".
_BIRTH_BEFORE, _BIRTH_AFTER = 40, 80
# A telephone number without international form needs a word for it within this distance.
_PHONE_NEAR = 30
# E.164 allows 15 digits; below seven a number is a local extension or something else.
_PHONE_MIN_DIGITS, _PHONE_MAX_DIGITS = 7, 15
# A number with the form of a telephone number counts without a word for it only from this length on.
_SHAPED_PHONE_DIGITS = 9
# While a sentence is being written, shorter runs of digits are shown: years, amounts, page numbers.
_MIN_WITHHELD_CHARACTERS = 4
_AT_HOME = re.compile(
    r"\b(?:liv(?:es?|ed|ing) (?:at|in)|resid(?:es?|ed|ing) (?:at|in)"
    r"|(?:home|residential|private|billing|personal) address(?: (?:of|is|was|:)| )[^.\d]{0,40})[ :]*"
    r"(?P<value>(?:[\w'’./-]+,? ){0,3}\d{1,6}[A-Za-z]?(?:,? [\w'’.-]+){0,6})",
    re.IGNORECASE | re.UNICODE,
)


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A piece of personal data in text[start:end]."""

    kind: str
    start: int
    end: int


class KnownValues:
    """The values that occur in some texts, searchable in any notation."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = list(texts)

    @cached_property
    def _compact(self) -> str:
        return "\n".join(_compact(text) for text in self._texts)

    @cached_property
    def _words(self) -> str:
        return "\n".join(f" {' '.join(words_of(text))} " for text in self._texts)

    @cached_property
    def _dates(self) -> frozenset[tuple[int, int, int]]:
        return frozenset(day for text in self._texts for match in _DATE.finditer(text) for day in _days(match))

    def contains(self, kind: str, value: str) -> bool:
        """Whether the value occurs in one of the texts, ignoring spaces, punctuation and the notation of dates."""
        if kind == "birth date":
            match = _DATE.search(value)
            return match is not None and bool(self._dates & set(_days(match)))
        if kind == "address":
            return f" {' '.join(words_of(value))} " in self._words
        return _compact(value) in self._compact


def _compact(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _days(match: re.Match[str]) -> Iterator[tuple[int, int, int]]:
    """The day that a date names; both readings where day and month are ambiguous."""
    found = match.groupdict()
    if found["y1"]:
        yield int(found["y1"]), int(found["m1"]), int(found["d1"])
    elif found["y2"]:
        yield int(found["y2"]), int(found["b"]), int(found["a"])
        yield int(found["y2"]), int(found["a"]), int(found["b"])
    else:
        year, month, day = (found["y3"] or found["y4"]), (found["m3"] or found["m4"]), (found["d3"] or found["d4"])
        yield int(year), _MONTHS[month.lower()], int(day)


def _whole(
    pattern: re.Pattern[str], test: Callable[[str], bool] = lambda _: True
) -> Callable[[str], Iterator[tuple[int, int]]]:
    return lambda text: (match.span() for match in pattern.finditer(text) if test(match.group()))


def _value(pattern: re.Pattern[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    return lambda text: (match.span("value") for match in pattern.finditer(text))


def _is_iban(value: str) -> bool:
    """ISO 13616: with the first four characters moved to the end and letters as numbers, the remainder modulo 97 is 1."""
    plain = value.replace(" ", "").upper()
    if not 15 <= len(plain) <= 34 or not plain.isascii():
        return False
    return int("".join(str(int(character, 36)) for character in plain[4:] + plain[:4])) % 97 == 1


def _is_card(value: str) -> bool:
    """Whether the digits satisfy the Luhn checksum (ISO/IEC 7812-1); repetitions of one digit are excluded."""
    digits = [int(character) for character in value if character.isdigit()][::-1]
    return (
        sum(digits[::2]) % 10 == -sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2]) % 10
        and len(set(digits)) > 1
    )


def _cards(text: str) -> Iterator[tuple[int, int]]:
    """Card numbers: with a length and prefix used by issuers, or after a word for a card."""
    for match in _CARD.finditer(text):
        plain = match.group().replace(" ", "").replace("-", "")
        named = _CARD_WORD.search(text, max(0, match.start() - _NEAR), match.start())
        if _is_card(plain) and (named or _ISSUED.match(plain)):
            yield match.span()


def _is_office(mailbox: str) -> bool:
    """Whether a mailbox belongs to a function: a part of it names one, or it is a short abbreviation in capitals."""
    return any(_OFFICE.match(part) for part in re.split(r"[._+-]", mailbox)) or (
        mailbox.isupper() and len(mailbox) <= 4
    )


def _births(text: str) -> Iterator[tuple[int, int]]:
    words = [match.start() for match in _BIRTH.finditer(text)]
    for match in _DATE.finditer(text):
        if any(-_BIRTH_BEFORE <= match.start() - word <= _BIRTH_AFTER for word in words):
            yield match.span()


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for match in _PHONE.finditer(text):
        value = match.group()
        digits = sum(character.isdigit() for character in value)
        before = text[max(0, match.start() - _PHONE_NEAR) : match.start()]
        shaped = _SHAPED_PHONE.match(value) and digits >= _SHAPED_PHONE_DIGITS
        if (
            _PHONE_MIN_DIGITS <= digits <= _PHONE_MAX_DIGITS
            and not _DATE.fullmatch(value)
            and (shaped or _PHONE_WORD.search(before))
        ):
            yield match.span()


def _homes(text: str) -> Iterator[tuple[int, int]]:
    yield from _value(_AT_HOME)(text)
    yield from _whole(_FLAT)(text)
    for match in _STREET.finditer(text):
        if _WHOSE.search(text, max(0, match.start() - _NEAR), match.start()):
            yield match.span()


# In order of certainty: an overlapping match of a later finder is dropped.
_FINDERS: tuple[tuple[str, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    ("e-mail address", _whole(_EMAIL, lambda value: not _is_office(value.partition("@")[0]))),
    ("account number", _whole(_IBAN, _is_iban)),
    ("identity number", _value(_NUMBERED)),
    ("identity number", _whole(_SSN)),
    ("identity number", _whole(_NINO)),
    ("identity number", _whole(_MRZ)),
    ("birth date", _births),
    ("card number", _cards),
    ("telephone number", _phones),
    ("address", _homes),
)


def find_personal_data(text: str) -> list[PersonalData]:
    """The personal data in one or a few sentences, in order and without overlaps; certain forms take precedence."""
    found: list[PersonalData] = []
    for kind, finder in _FINDERS:
        for start, end in finder(text):
            if all(end <= one.start or start >= one.end for one in found):
                found.append(PersonalData(kind, start, end))
    return sorted(found, key=lambda one: one.start)


def withhold(text: str, known: KnownValues) -> tuple[str, list[str]]:
    """The text with personal data that is not in `known` replaced by a note, and the kinds withheld."""
    shown, kinds, at = "", [], 0
    for one in find_personal_data(text):
        if not known.contains(one.kind, text[one.start : one.end]):
            shown += f"{text[at : one.start]}({one.kind} withheld)"
            at = one.end
            kinds.append(one.kind)
    return shown + text[at:], kinds


_MARKS = "0123456789@+<"  # searched one by one, which is faster than a pattern; other scripts' digits count as letters
_ACCOUNT_BEGINS = re.compile(r"[A-Z]{2}\d\d")
# After such a word a sentence may go on with a home address.
_LIVES = re.compile(r"\b(liv(es?|ed|ing)|resid(es?|ed|ing)|domiciled|address)\b", re.IGNORECASE)


def safe_length(text: str, known: KnownValues) -> int:
    """How many characters of an unfinished sentence can be shown before anything that may become personal data.

    An unfinished word, and numbers and addresses that are not in `known`, wait for the end of the sentence.
    """
    safe = len(text) if text[-1:].isspace() else max(text.rfind(" "), text.rfind("\n")) + 1
    if lives := _LIVES.search(text):
        safe = min(safe, lives.end())
    unfinished = len(text[:safe].rstrip())
    if not any(mark in text for mark in _MARKS):
        last = max(text.rfind(" ", 0, unfinished), text.rfind("\n", 0, unfinished)) + 1
        return last if _is_month(text[last:unfinished]) else safe
    for start, end in _numeric_runs(text):
        value = text[start:end]
        long_enough = end >= unfinished or len(_compact(value)) >= _MIN_WITHHELD_CHARACTERS
        if long_enough and not known.contains("", value) and not _known_date(value, known):
            return min(safe, start)
    return safe


def _numeric_runs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of adjacent words that consist of digits or belong to an e-mail address; month names join their days."""
    begun: int | None = None
    end = 0
    for match in re.finditer(r"\S+", text):
        word = match.group()
        if _is_numeric(word) or _is_month(word):
            begun = match.start() if begun is None else begun
            end = match.end()
        elif begun is not None:
            yield begun, end
            begun = None
    if begun is not None:
        yield begun, end


def _is_month(word: str) -> bool:
    return word[:1].isupper() and word.strip(".,").lower() in _MONTHS


def _is_numeric(word: str) -> bool:
    digits = sum(character in "0123456789" for character in word)
    letters = sum(character.isalpha() for character in word)
    return digits > letters or "@" in word or "<<" in word or word[0] == "+" or bool(_ACCOUNT_BEGINS.match(word))


def _known_date(value: str, known: KnownValues) -> bool:
    return _DATE.search(value) is not None and known.contains("birth date", value)
