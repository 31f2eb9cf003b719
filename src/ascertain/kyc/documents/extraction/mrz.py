"""The machine-readable zone of passports (ICAO 9303 part 4): found, repaired by position, checked by its digits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ascertain.ai.text import Box, Page, Word
from ascertain.kyc.documents.extraction.layout import Segment, lines_of

_LENGTH = 44
_WEIGHTS = (7, 3, 1)
_TO_DIGIT = str.maketrans("OQDIZSBG", "00012586")
_TO_LETTER = str.maketrans("0125868", "OIZSBGB")
_CONFUSED = ("O0", "I1", "S5", "B8", "Z2", "G6")


def check_digit(text: str) -> str:
    """Weights 7, 3, 1; letters count from 10, fillers 0."""
    return str(sum((0 if c == "<" else int(c, 36)) * _WEIGHTS[i % 3] for i, c in enumerate(text)) % 10)


@dataclass(frozen=True, slots=True)
class MrzField:
    """A field, where it stands in its line, and whether a check digit vouches for it (None where it has none)."""

    value: str
    line: int
    start: int
    end: int
    checked: bool | None


@dataclass(frozen=True, slots=True)
class Mrz:
    """Both lines as read, their words, and the fields as repaired: a quote is what stands on the page."""

    lines: tuple[str, str]
    segments: tuple[Segment, Segment]
    fields: dict[str, MrzField]
    composite_ok: bool

    def place(self, name: str) -> Segment:
        """The part of the line in which a field stands; characters of a zone are all of one width."""
        field = self.fields[name]
        segment = self.segments[field.line]
        whole = segment.box
        width = (whole.x1 - whole.x0) / _LENGTH
        box = Box(whole.x0 + width * field.start, whole.y0, whole.x0 + width * field.end, whole.y1)
        text = self.lines[field.line][field.start : field.end]
        return Segment((Word(text, box, segment.confidence),), segment.page_number)


def find_mrz(pages: Sequence[Page]) -> Mrz | None:
    """The first passport zone on the pages, or None."""
    for page in pages:
        joined = [Segment(tuple(w for part in line for w in part.words), page.number) for line in lines_of(page)]
        cleaned = [_clean(segment.text) for segment in joined]
        for index in range(len(joined) - 1):
            first, second = cleaned[index], cleaned[index + 1]
            if re.match(r"^[PV][A-Z<]", first) and "<" in first[2:] and _looks_like_second(second):
                return _parse(_fit(first), _fit(second), (joined[index], joined[index + 1]))
    return None


def _clean(text: str) -> str:
    return re.sub(r"[^A-Z0-9<]", "", text.upper().replace("«", "<<").replace("‹", "<"))


def _looks_like_second(line: str) -> bool:
    return 34 <= len(line) <= _LENGTH + 3 and sum(c.isdigit() for c in line) >= 12


def _fit(line: str) -> str:
    """Exactly 44 characters: fillers are what OCR adds and drops."""
    if len(line) < _LENGTH:
        last = line.rfind("<")
        missing = "<" * (_LENGTH - len(line))
        return line[:last] + missing + line[last:] if last > 0 else line + missing
    while len(line) > _LENGTH and "<<" in line:
        cut = line.rfind("<<")
        line = line[:cut] + line[cut + 1 :]
    return line[:_LENGTH]


def _repair_second(line: str) -> str:
    """Digits where only digits stand and letters where only letters do."""
    digits, letters = line.translate(_TO_DIGIT), line.translate(_TO_LETTER)
    head = line[:9] + digits[9] + letters[10:13] + digits[13:20] + line[20] + digits[21:28]
    return head + line[28:42] + digits[42:44]


def _parse(first: str, second: str, segments: tuple[Segment, Segment]) -> Mrz:
    head = first[:2] + first[2:].translate(_TO_LETTER)
    body = _repair_number(_repair_second(second))
    surname, _, given = head[5:].partition("<<")
    given_start = 5 + len(surname) + 2
    given_end = given_start + len(given.rstrip("<"))
    fields = {
        "last_name": MrzField(surname.replace("<", " ").strip(), 0, 5, 5 + len(surname), None),
        "first_name": MrzField(given.strip("<").replace("<", " ").strip(), 0, given_start, given_end, None),
        "country": MrzField(head[2:5].replace("<", ""), 0, 2, 5, None),
        "number": MrzField(body[:9].rstrip("<"), 1, 0, 9, check_digit(body[:9]) == body[9]),
        "nationality": MrzField(body[10:13].replace("<", ""), 1, 10, 13, None),
        "birth_date": MrzField(body[13:19], 1, 13, 19, check_digit(body[13:19]) == body[19]),
        "gender": MrzField(body[20], 1, 20, 21, None),
        "expiry_date": MrzField(body[21:27], 1, 21, 27, check_digit(body[21:27]) == body[27]),
    }
    composite = check_digit(body[:10] + body[13:20] + body[21:43]) == body[43]
    return Mrz((first, second), segments, fields, composite)


def _repair_number(body: str) -> str:
    """A number may hold letters and digits: where its check fails, one exchange of look-alikes that mends it is made."""
    if check_digit(body[:9]) == body[9]:
        return body
    for index in range(9):
        for pair in _CONFUSED:
            if body[index] in pair:
                other = pair[1 - pair.index(body[index])]
                tried = body[:index] + other + body[index + 1 :]
                if check_digit(tried[:9]) == tried[9]:
                    return tried
    return body


def expand_date(six: str, *, future: bool, this_year: int = 2026) -> str | None:
    """YYMMDD to an ISO date: an expiry lies in this century, a birth in the past."""
    if not (six.isascii() and six.isdigit()):
        return None
    year = 2000 + int(six[:2])
    if not future and year > this_year:
        year -= 100
    month, day = int(six[2:4]), int(six[4:6])
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None
