"""The print beside a zone: where the values of the zone stand in it, in their printed form with accents and blanks."""

import re
from collections.abc import Callable, Iterator, Sequence

from rapidfuzz import fuzz

from ascertain.ai.text import Page, Word
from ascertain.kyc.extraction.layout import Segment, lines_of
from ascertain.kyc.extraction.mrz import Mrz
from ascertain.kyc.extraction.mrz_agreement import plain_name, plain_number
from ascertain.kyc.values import gregorian_month, normalise_date, normalise_identifier, plain_digits

_MOST_WORDS = {"name": 9, "date": 6, "number": 5}
_LONG_NAME, _NEARLY = 7, 90.0  # letters of a name from which one may be misread, and how alike the rest has to be
_FEWEST_FIGURES = 4  # of a number that is looked for
_ALIGNED = 0.03  # share of the page's width by which the second line of a name may begin elsewhere


class Print:
    """The words of pages without the lines of their zones."""

    def __init__(self, pages: Sequence[Page], zones: Sequence[Mrz]) -> None:
        self._runs = [
            run for page in pages for run in _runs(page, [zone for zone in zones if zone.page_number == page.number])
        ]

    def name(self, value: str, *, cut: bool = False) -> Segment | None:
        """The printed name of the zone's; with `cut` one that goes on where the zone has no more room."""
        wanted = plain_name(value)
        if len(wanted) < 2:
            return None
        exact = self._find("name", lambda words: plain_name(" ".join(word.text for word in words)) == wanted)
        if exact or len(wanted) < _LONG_NAME:
            return exact
        if cut:
            going_on = self._find(
                "name", lambda words: plain_name(" ".join(w.text for w in words)).startswith(wanted), longest=True
            )
            if going_on:
                return going_on
        return self._find(
            "name", lambda words: fuzz.ratio(plain_name("".join(w.text for w in words)), wanted) >= _NEARLY
        )

    def date(self, iso: str) -> Segment | None:
        """The printed date of an ISO date, in any order, with a month's name in any language."""
        return (
            self._find("date", lambda words: _is_date(" ".join(word.text for word in words), iso))
            if len(iso) == 10
            else None
        )

    def number(self, value: str, *, exact: bool = False) -> Segment | None:
        """The printed form of a number, whatever blanks and signs are in it; look-alikes count as the same unless `exact`."""
        form = normalise_identifier if exact else plain_number
        wanted = form(value)
        if len(wanted) < _FEWEST_FIGURES:
            return None
        return self._find("number", lambda words: form("".join(word.text for word in words)) == wanted)

    def _find(self, kind: str, fits: Callable[[Sequence[Word]], bool], *, longest: bool = False) -> Segment | None:
        for words, page_number in self._runs:
            for start in range(len(words)):
                ends = range(start + 1, min(len(words), start + _MOST_WORDS[kind]) + 1)
                for end in reversed(ends) if longest else ends:
                    if fits(words[start:end]):
                        return Segment(tuple(words[start:end]), page_number)
        return None


def _runs(page: Page, zones: Sequence[Mrz]) -> Iterator[tuple[list[Word], int]]:
    """The words of each segment, and of each with the one below it: a surname may be printed in two lines."""
    boxes = [row.box for zone in zones for row in zone.rows]
    lines = [
        segment
        for line in lines_of(page)
        for segment in line
        if not any(
            box.y0 < segment.box.center_y < box.y1 and box.x0 < segment.box.x1 and segment.box.x0 < box.x1
            for box in boxes
        )
    ]
    for segment in lines:
        yield list(segment.words), page.number
    for segment in lines:
        below = next(
            (
                other
                for other in lines
                if abs(other.box.x0 - segment.box.x0) < _ALIGNED
                and 0 < other.box.center_y - segment.box.center_y < 2.5 * segment.box.height
            ),
            None,
        )
        if below:
            yield [*segment.words, *below.words], page.number


def _is_date(text: str, iso: str) -> bool:
    """Whether the words are this date and nothing else: its figures in an order that dates have, and its month in words."""
    year, month, day = iso.split("-")
    if not any(char.isdigit() for char in text[:1] + text[-1:]) and normalise_date(text) is None:
        return False
    parts = re.findall(r"\d+|[^\W\d_]+", plain_digits(text))
    figures = [part for part in parts if part.isdigit()]
    words = [part for part in parts if not part.isdigit()]
    years = (year, year[2:])
    if len(figures) == 3 and not words:
        in_order = [figure.zfill(2) for figure in figures]
        return any(in_order in ([day, month, one], [month, day, one], [one, month, day]) for one in years)
    if len(figures) == 2 and words:
        fits = (figures[0].zfill(2), figures[1]) in ((day, year), (day, year[2:])) or figures == [year, day.lstrip("0")]
        # The name of a month may be misread, or be of a language that is not listed; day and year are evidence enough.
        known = [found for found in map(gregorian_month, words) if found]
        return fits and (not known or int(month) in known)
    return False
