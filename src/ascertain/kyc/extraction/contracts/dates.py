"""Dates in running English text, complete or with blanks, each with its span."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ascertain.kyc.extraction.contracts.text import Span

_PIVOT_YEAR = 50  # two-digit years above are of the 20th century
_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_M = (
    r"(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth "
    "twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
).split()
_D = r"(?P<d>[0-3]?\d)"
# The text layer of PDFs has blanks in "20t h" and "20 16".
_TH = r"\s?(?:s\s?t|n\s?d|r\s?d|t\s?h)?"
_Y = r"(?P<y>(?:19|20)\s?\d\s?\d)"
# A blank to be filled in. Its length is bounded and it matches only at the start of a run: leaders of dots run over whole lines,
# and a search from each of their dots would take quadratic time.
_BLANK = r"(?:_[_ ]{0,60}|\[[^\]\d]{0,12}\]|\*{1,6}|\.{3,60}|-{3,60}|[•●·]{1,6})"
_FIRST = r"(?:(?<!_)(?<!_ )_[_ ]{0,60}|\[[^\]\d]{0,12}\]|(?<!\*)\*{1,6}|(?<!\.)\.{3,60}|(?<!-)-{3,60}|[•●·]{1,6})"
_SEP = r"[\s,.]{0,4}"
_PATTERNS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("named", rf"\b{_M}{_SEP}{_D}{_TH}\)?{_SEP}(?:of\s)?{_Y}(?!\d)"),
        ("day", rf"(?<![\d/]){_D}{_TH}{_SEP}(?:\(\w+\)\s?)?(?:day)?\s?(?:of)?{_SEP}{_M}{_SEP}(?:in the year\s)?{_Y}(?!\d)"),
        ("ordinal", rf"\b(?P<o>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\s(?:day\s)?(?:of\s)?{_M}{_SEP}{_Y}(?!\d)"),
        ("iso", r"\b(?P<y>(?:19|20)\d\d)-(?P<n>\d\d)-(?P<d>\d\d)\b"),
        ("numeric", r"(?<![\d/.-])(?P<a>[0-3]?\d)\s?[/.-]\s?(?P<b>[0-3]?\d)\s?[/.-]\s?(?P<y>(?:19|20)\d\d|\d\d)(?![\d/.-]|\w)"),
        ("blank day", rf"{_FIRST}\s?{_TH}{_SEP}(?:day)?\s?(?:of)?{_SEP}{_M}{_SEP}{_Y}(?!\d)"),
        ("blank day", rf"\b{_M}{_SEP}{_BLANK}{_SEP}{_Y}(?!\d)"),
        ("blank month", rf"{_FIRST}{_SEP}(?:{_TH}\s?day\s?of)?{_SEP}{_BLANK}?{_SEP}{_Y}(?!\d)"),
        ("month", rf"\b{_M}{_SEP}{_Y}(?!\d)"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date (ISO; "2000-03" or "2000" if parts are blank) with its span and the way it is written."""

    value: str
    span: Span
    kind: str


def find_dates(text: str) -> list[DateMention]:
    """All dates in reading order. Of overlapping matches the most complete counts."""
    found: list[DateMention] = []
    taken: list[tuple[int, int]] = []
    day_first = _is_day_first(text)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            value = _value(kind, match, day_first)
            if value:
                found.append(DateMention(value, Span(match.start(), match.end()), kind))
                taken.append((match.start(), match.end()))
    return sorted(found, key=lambda mention: mention.span.start)


def _is_day_first(text: str) -> bool:
    """Whether numeric dates have the day first: only if one of them allows no other reading, and none the opposite."""
    pairs = [(int(m["a"]), int(m["b"])) for m in _PATTERNS[4][1].finditer(text)]
    return any(a > 12 >= b for a, b in pairs) and not any(b > 12 >= a for a, b in pairs)


def _value(kind: str, match: re.Match[str], day_first: bool) -> str | None:
    year = int(re.sub(r"\s", "", match["y"]))
    year += 0 if year > 99 else 1900 if year > _PIVOT_YEAR else 2000
    if kind == "numeric":
        a, b = int(match["a"]), int(match["b"])
        # Countries that separate dates with dots put the day first.
        month, day = (b, a) if (day_first or a > 12 or ("." in match[0] and b <= 12)) else (a, b)
        return iso(year, month, day)
    if kind == "iso":
        return iso(year, int(match["n"]), int(match["d"]))
    if kind == "blank month":
        return str(year)
    month = _MONTHS[match["m"][:3].lower()]
    if kind in ("blank day", "month"):
        return f"{year}-{month:02d}"
    day = _ORDINALS.index(match["o"].lower()) + 1 if kind == "ordinal" else int(match["d"])
    return iso(year, month, day)


def iso(year: int, month: int, day: int) -> str | None:
    """The date in ISO format, or None if it does not exist."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def add_months(start: str, *, months: int, days: int = 0) -> str | None:
    """The date that is some months (and days) after another. A partial date stays partial."""
    parts = [int(part) for part in start.split("-")]
    if len(parts) == 1:
        return str(parts[0] + months // 12) if months % 12 == 0 else None
    total = parts[0] * 12 + parts[1] - 1 + months
    year, month = divmod(total, 12)
    if len(parts) == 2:
        return f"{year}-{month + 1:02d}"
    for day in range(parts[2], 27, -1):  # 31 January and one month is the last day of February
        if iso(year, month + 1, day):
            return (date(year, month + 1, day) + timedelta(days)).isoformat()
    found = iso(year, month + 1, parts[2])
    return (date.fromisoformat(found) + timedelta(days)).isoformat() if found else None


_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty".split(), 1)
} | {"thirty": 30, "forty": 40, "fifty": 50, "ninety": 90, "twenty-five": 25, "twenty-four": 24, "thirty-six": 36,
     "ninety-nine": 99, "a": 1, "twenty four": 24, "thirty six": 36, "forty-eight": 48, "sixty": 60, "eighteen": 18}  # fmt: skip
_COUNT = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_LONGEST_COUNT = 300  # a larger number is not the period of a contract
_PERIOD = re.compile(
    rf"\b(?:(?P<w>{_COUNT})\b[\s-]?)?(?:\(?\s?(?P<n>\d{{1,3}})\s?\)?)?[\s-]?(?:full |consecutive |calendar "
    rf"|contract |additional |successive )?"
    r"(?P<u>years?|months?)\b", re.IGNORECASE)  # fmt: skip
_ANNIVERSARY = re.compile(
    rf"\b(?P<o>{'|'.join(_ORDINALS)}|\d{{1,2}}\s?(?:st|nd|rd|th))\s?(?:\(\s?\d{{1,2}}\s?(?:st|nd|rd|th)?\s?\)\s?)?(?:year\s)?(?:annual\s)?anniversary",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in months with its span; `kind` is "period" or "anniversary"."""

    months: int
    span: Span
    kind: str


def find_periods(text: str) -> Iterator[Period]:
    """Periods such as "three (3) years", and anniversaries."""
    for match in _PERIOD.finditer(text):
        count = int(match["n"]) if match["n"] else _NUMBERS.get((match["w"] or "").lower(), 0)
        if 0 < count <= _LONGEST_COUNT:
            months = count * (12 if match["u"].lower().startswith("year") else 1)
            yield Period(months, Span(match.start(), match.end()), "period")
    for match in _ANNIVERSARY.finditer(text):
        word = match["o"].lower()
        count = _ORDINALS.index(word) + 1 if word in _ORDINALS else int(re.sub(r"\D", "", word))
        yield Period(12 * count, Span(match.start(), match.end()), "anniversary")
