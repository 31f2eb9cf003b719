"""Lines of a page as intervals of ink, straightened."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ascertain.ai.text import Page, Word
from ascertain.kyc.extraction.layout import lines_of

# Slopes are measured on lines with words this far apart, as a share of the page's width; shorter ones tell the noise of boxes.
_LEAST_SPAN = 0.3
_FEWEST_LINES = 4
_STEEPEST = 0.09  # a page that is turned by more than five degrees is not a matter of skew
_STRAIGHT = 0.0008  # slopes below this are those of a straight page
_WIDE = 0.85  # heights; a gap of one line that is this wide separates two cells
_BLANK, _FEWEST_BLANKS = 0.3, 8  # heights; the blank between two words where a page has too few to measure it
_BLANKS_DIFFER = 1.3  # by this factor, in scans and justified text
_SAME_BLANK, _CONSTANT_BLANKS_DIFFER = (
    0.03,
    1.1,
)  # where most blanks are the same to three per cent, in other digital text

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class InkLine:
    """A line of words.

    Attributes:
        words: in reading order.
        extents: horizontal extents of `words`, in shares of the page's width and corrected for skew.
        ink: the extents sorted and joined where they touch.
        top, bottom: the vertical extent in heights of the page, corrected for skew.
        height: the usual height of the words.
        width_unit: the same height as a share of the page's width.
        blank: the widest gap that may be a blank between two words, as a share of the page's width.
    """

    page_number: int
    words: tuple[Word, ...]
    extents: tuple[Interval, ...]
    ink: tuple[Interval, ...]
    top: float
    bottom: float
    height: float
    width_unit: float
    blank: float

    @property
    def wide(self) -> float:
        """The least gap that separates two cells even on a single line, as a share of the page's width."""
        return max(_WIDE * self.width_unit, self.blank)

    def widest_gap(self) -> float:
        """The widest gap between two words, in shares of the page's width; 0 for a line of one word."""
        return max((right[0] - left[1] for left, right in pairwise(self.ink)), default=0.0)

    def gap_at(self, place: float) -> float:
        """The width of the gap between two words at this place; 0 where a word or a margin is."""
        index = bisect_left(self.ink, (place,))
        if not 0 < index < len(self.ink):
            return 0.0
        return max(0.0, self.ink[index][0] - self.ink[index - 1][1]) if self.ink[index - 1][1] <= place else 0.0


def ink_lines(page: Page) -> list[InkLine]:
    """The lines of a page from top to bottom."""
    found = [[word for segment in line for word in segment.words] for line in lines_of(page)]
    aspect = page.height_pt / page.width_pt if page.width_pt > 0 and page.height_pt > 0 else 1.0
    slope = _slope(found, aspect)
    lines = [_ink_line(words, page.number, aspect, slope) for words in found if words]
    usual = _usual_blank(lines)
    return sorted((replace(line, blank=usual * line.width_unit) for line in lines), key=lambda line: line.top)


def _usual_blank(lines: list[InkLine]) -> float:
    """The widest usual blank of a page in heights of the text: half of its gaps are hardly ever those between columns."""
    gaps = sorted(
        gap / line.width_unit
        for line in lines
        if line.width_unit > 0
        for left, right in pairwise(line.ink)
        if (gap := right[0] - left[1]) < _WIDE * line.width_unit
    )
    if len(gaps) < _FEWEST_BLANKS:
        return _BLANKS_DIFFER * _BLANK
    usual = gaps[len(gaps) // 2]
    alike = sum(abs(gap - usual) < _SAME_BLANK * usual for gap in gaps)
    return usual * (_CONSTANT_BLANKS_DIFFER if 2 * alike > len(gaps) else _BLANKS_DIFFER)


def _slope(lines: list[list[Word]], aspect: float) -> float:
    """How far lines fall to the right, in widths per width."""
    slopes = []
    for words in lines:
        first, last = min(words, key=lambda word: word.box.x0), max(words, key=lambda word: word.box.x1)
        span = last.box.x0 - first.box.x0
        if span > _LEAST_SPAN:
            slopes.append((last.box.center_y - first.box.center_y) * aspect / span)
    slope = median(slopes) if len(slopes) >= _FEWEST_LINES else 0.0
    return slope if _STRAIGHT < abs(slope) < _STEEPEST else 0.0


def _ink_line(words: list[Word], page_number: int, aspect: float, slope: float) -> InkLine:
    heights = median(word.box.height for word in words)
    extents = []
    middles = []
    for word in words:
        shift = slope * word.box.center_y * aspect
        extents.append((word.box.x0 + shift, word.box.x1 + shift))
        middles.append(word.box.center_y - slope * word.box.x0 / aspect if aspect else word.box.center_y)
    middle = median(middles)
    return InkLine(
        page_number,
        tuple(words),
        tuple(extents),
        _joined(extents),
        middle - heights / 2,
        middle + heights / 2,
        heights,
        heights * aspect,
        0.0,
    )


def _joined(extents: list[Interval]) -> tuple[Interval, ...]:
    joined: list[Interval] = []
    for start, end in sorted(extents):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)
