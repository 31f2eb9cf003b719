"""Personal data in text: birth dates, identity numbers, cards, accounts, telephones, e-mail and home addresses.

Names are no part of it: an answer about owners is made of names. What a text holds is found by form (check digits, shape) and
by the words around it; `held_in` tells what other texts hold, written in whichever way.
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
# Mailboxes of an office and not of a person.
_OFFICE = re.compile(
    r"^(info|contact|compliance|support|office|admin|hello|sales|service|enquir(y|ies)|inquir(y|ies)|help(desk)?|legal|privacy"
    r"|dpo|aml|kyc|mlro|press|media|hr|jobs|careers|mail|team|no-?reply|reception|complaints?|notices?|billing|accounts?"
    r"|security|whistleblow\w*|customer\w*|general|authori[sz]ation|monitoring|registrations?|listings?|fintech)\d*$",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\b[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b", re.IGNORECASE)
_CARD = re.compile(
    r"(?<![\d.,/-])(?:\d{12,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}|3\d{3}([ -])\d{6}\2\d{5})(?![\d-]|[.,/]\d)"
)
_CARD_WORD = re.compile(r"\b(cards?|cc|visa|mastercard|amex|maestro)\b", re.IGNORECASE)
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
_SSN = re.compile(r"(?<![\d-])(?!000|666)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])")
_NINO = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")
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
# A dwelling is told by its flat, or by a label: whoever lives there.
_FLAT = re.compile(
    r"\b(?:\d{1,6},? )?(?:[A-ZÀ-Þ][\w'’.-]+,? ){1,4}\d{1,5}[a-z]?\.?,?\s+(?:Apt|Apartment|Flat|Wohnung)\.? \d+\b",
    re.UNICODE,
)
# Whose street it is: somebody's, or a home's. Far before it the word may belong to something else.
_WHOSE = re.compile(
    r"\b(lives?|lived|living|resid(es?|ed|ing|ent)|home|domiciled|mr|mrs|ms|miss|dr|herr|frau|he|she|his|her|him|my)\b",
    re.IGNORECASE,
)
_NEAR = 60
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


class Held:
    """What some texts hold, to be asked for in any writing."""

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

    def holds(self, kind: str, value: str) -> bool:
        """Whether the value stands in one of the texts, spaces, punctuation and the writing of dates apart."""
        if kind == "birth date":
            match = _DATE.search(value)
            return match is not None and bool(self._dates & set(_days(match)))
        if kind == "address":
            return f" {' '.join(words_of(value))} " in self._words
        return _compact(value) in self._compact


def _compact(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _days(match: re.Match[str]) -> Iterator[tuple[int, int, int]]:
    """The day that a date names; where day and month could be either, both."""
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
    """ISO 13616: the first four characters moved to the end, letters as numbers, modulo 97 is 1."""
    plain = value.replace(" ", "").upper()
    if not 15 <= len(plain) <= 34 or not plain.isascii():
        return False
    return int("".join(str(int(character, 36)) for character in plain[4:] + plain[:4])) % 97 == 1


def _is_card(value: str) -> bool:
    """Twelve to nineteen digits that meet Luhn's rule."""
    digits = [int(character) for character in value if character.isdigit()][::-1]
    return (
        sum(digits[::2]) % 10 == -sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2]) % 10
        and len(set(digits)) > 1
    )


def _cards(text: str) -> Iterator[tuple[int, int]]:
    """Cards: of a length and beginning that issuers use, or after a word that says so."""
    for match in _CARD.finditer(text):
        plain = match.group().replace(" ", "").replace("-", "")
        said = _CARD_WORD.search(text, max(0, match.start() - 60), match.start())
        if _is_card(plain) and (said or _ISSUED.match(plain)):
            yield match.span()


def _is_office(mailbox: str) -> bool:
    """Whether a mailbox is a function's: one of its parts is a word for one, or it is a short abbreviation."""
    return any(_OFFICE.match(part) for part in re.split(r"[._+-]", mailbox)) or (
        mailbox.isupper() and len(mailbox) <= 4
    )


def _births(text: str) -> Iterator[tuple[int, int]]:
    words = [match.start() for match in _BIRTH.finditer(text)]
    for match in _DATE.finditer(text):
        if any(-40 <= match.start() - word <= 80 for word in words):
            yield match.span()


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for match in _PHONE.finditer(text):
        value = match.group()
        digits = sum(character.isdigit() for character in value)
        before = text[max(0, match.start() - 30) : match.start()]
        shaped = _SHAPED_PHONE.match(value) and digits >= 9
        if 7 <= digits <= 15 and not _DATE.fullmatch(value) and (shaped or _PHONE_WORD.search(before)):
            yield match.span()


def _homes(text: str) -> Iterator[tuple[int, int]]:
    yield from _value(_AT_HOME)(text)
    yield from _whole(_FLAT)(text)
    for match in _STREET.finditer(text):
        if _WHOSE.search(text, max(0, match.start() - _NEAR), match.start()):
            yield match.span()


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
    """Personal data of a sentence or a few, in order; pieces do not overlap, what is found by form goes before words."""
    found: list[PersonalData] = []
    for kind, finder in _FINDERS:
        for start, end in finder(text):
            if all(end <= one.start or start >= one.end for one in found):
                found.append(PersonalData(kind, start, end))
    return sorted(found, key=lambda one: one.start)


def withhold(text: str, held: Held) -> tuple[str, list[str]]:
    """The text with personal data that `held` does not hold put out of sight, and what kinds were."""
    shown, kinds, at = "", [], 0
    for one in find_personal_data(text):
        if not held.holds(one.kind, text[one.start : one.end]):
            shown += f"{text[at : one.start]}({one.kind} withheld)"
            at = one.end
            kinds.append(one.kind)
    return shown + text[at:], kinds


_MARKS = "0123456789@+<"  # looked for one by one, which is faster than a pattern; other digits count as letters here
_ACCOUNT_BEGINS = re.compile(r"[A-Z]{2}\d\d")
# From here on a sentence may be about somebody's home.
_LIVES = re.compile(r"\b(liv(es?|ed|ing)|resid(es?|ed|ing)|domiciled|address)\b", re.IGNORECASE)


def safe_length(text: str, held: Held) -> int:
    """How much of a sentence that is still being written can be shown: up to what may yet turn out to be personal data.

    A word that is not finished, and numbers and addresses that the texts held do not hold, wait for the sentence to end.
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
        long_enough = end >= unfinished or len(_compact(value)) >= 4
        if long_enough and not held.holds("", value) and not _known_date(value, held):
            return min(safe, start)
    return safe


def _numeric_runs(text: str) -> Iterator[tuple[int, int]]:
    """Where words that are made of digits, or belong to an e-mail address, follow each other; months go with days."""
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


def _known_date(value: str, held: Held) -> bool:
    return _DATE.search(value) is not None and held.holds("birth date", value)
