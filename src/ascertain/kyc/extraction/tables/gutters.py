"""Gutters: vertical strips without ink over many lines, which separate the columns of a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf

from ascertain.kyc.extraction.tables.lines import InkLine

# Gaps, in heights of the text. A blank between words has about .25 to .35.
_EDGE = 0.12  # by which the edges of a column may differ
_LEAST = 0.02  # a strip over many lines is a gutter however narrow it is, if some line has a wide gap there
_MOST_CROSSED = 2  # lines in a row that reach over a gutter, such as a remark below a row
_FEW_COVERED, _MOST_COVERED = 1, 0.25  # lines on which a word covers a gutter, and their share
_FEW_MISFITS, _MOST_MISFITS = 6, 0.5  # lines of a table whose words also reach over a gutter, and their share
_MOST_SINGLE = 6  # lines in a row with words in one column only
_FARTHEST, _FARTHEST_OF_PITCH = 4.5, 2.6  # the next line of a table is at most this far: in heights, in usual distances


@dataclass(slots=True)
class Strip:
    """A vertical strip free of ink on nearly all lines seen so far.

    Attributes:
        wide: lines on which a wide gap contains it.
        covered: lines on which a word covers it.
    """

    start: float
    end: float
    wide: int = 0
    covered: int = 0


@dataclass(slots=True)
class Region:
    """Consecutive lines [first, last] that share gutters.

    Attributes:
        gutters: strips free of ink from left to right; those without a wide gap may be blanks that are aligned by chance.
        columned: lines with words on both sides of a gutter.
        crossed: lines with a word that reaches over a gutter.
        pitch: the usual distance of two lines with several cells; 0 where it is not known.
    """

    first: int
    last: int
    gutters: list[Strip]
    columned: list[int] = field(default_factory=list)
    crossed: set[int] = field(default_factory=set)
    pitch: float = 0.0


def grow(lines: Sequence[InkLine], first: int, gutters: Sequence[tuple[float, float]] = ()) -> Region | None:
    """The table that begins at a line, or None if the lines below do not share its gaps.

    Args:
        gutters: gutters that are known, from the page before.
    """
    known = bool(gutters)
    strips = [Strip(*one, wide=2) for one in gutters] if known else [Strip(-inf, inf)]
    region = Region(first, first, strips)
    crossed: list[int] = []
    single = misfits = 0
    pitches: list[float] = []
    for index in range(first, len(lines)):
        line = lines[index]
        if index > first and _is_far(lines[index - 1], line, pitches):
            break
        split, over = _relation(region.gutters, line)
        if index == first and not known:
            region.gutters = _narrowed(region.gutters, line, 1)
            region.columned.append(index)
            continue
        if over and over >= split:
            crossed.append(index)
            if len(crossed) > _MOST_CROSSED:
                break
            continue
        # On the first lines, a wide gap where so far only a blank was is a new gutter, so that such a line counts as well.
        if split or (_widens(region.gutters, line) and not over):
            region.gutters = _narrowed(region.gutters, line, len(region.columned) + 1)
            region.crossed |= set(crossed) | ({index} if over else set())
            region.columned.append(index)
            region.last = index
            misfits += bool(over)
            if misfits > _FEW_MISFITS + _MOST_MISFITS * len(region.columned):
                break
            if index > first:
                pitches.append(line.top - lines[region.columned[-2]].top if len(region.columned) > 1 else 0.0)
            crossed, single = [], 0
        else:
            single += 1
            if single > _MOST_SINGLE:
                break
    region.pitch = sorted(pitches)[len(pitches) // 2] if len(pitches) > 1 else 0.0
    region.gutters = [strip for strip in region.gutters if strip.start > -inf and strip.end < inf]
    least = 1 if known else 2
    if not any(strip.wide for strip in region.gutters) or len(region.columned) < least:
        return None
    return region


def _is_far(above: InkLine, below: InkLine, pitches: Sequence[float]) -> bool:
    pitch = below.top - above.top
    usual = sorted(pitches)[len(pitches) // 2] if len(pitches) > 1 else 0.0
    return pitch > max(_FARTHEST * max(above.height, below.height, 1e-4), _FARTHEST_OF_PITCH * usual)


def _relation(strips: Sequence[Strip], line: InkLine) -> tuple[int, int]:
    """How many gutters divide the words of a line, and how many of them its words disregard.

    Words disregard a gutter if one covers it. They also do if all gaps of the line are blanks and the words do not begin or end
    with the gutter: the blanks of a sentence are in some gutter by chance.
    """
    split = over = chance = 0
    is_sentence = True
    gaps = _gaps(line)
    edge = _EDGE * line.width_unit
    at = 0
    for strip in strips:
        if not strip.wide or strip.start == -inf or strip.end == inf:
            continue
        while at < len(gaps) - 1 and gaps[at][1] <= strip.start:
            at += 1
        least = min(_LEAST * line.width_unit, strip.end - strip.start)
        free = []
        index = at
        while index < len(gaps) and gaps[index][0] < strip.end:
            if min(gaps[index][1], strip.end) - max(gaps[index][0], strip.start) >= least:
                free.append(gaps[index])
            index += 1
        inner = [gap for gap in free if gap[0] > -inf and gap[1] < inf]
        if not free:
            over += 1
        elif inner or len(free) > 1:
            split += 1
            if any(gap[1] - gap[0] > line.blank for gap in inner) or not inner:
                is_sentence = False
            elif len(inner) > 1 or not any(
                abs(gap[0] - strip.start) < edge or abs(gap[1] - strip.end) < edge for gap in inner
            ):
                chance += 1
    if is_sentence and chance:
        return 0, over + split
    return split, over


def _widens(strips: Sequence[Strip], line: InkLine) -> bool:
    """Whether the line has a wide gap in a strip that so far was no wider than a blank."""
    wide = [gap for gap in _gaps(line)[1:-1] if gap[1] - gap[0] >= line.wide]
    return any(min(gap[1], strip.end) > max(gap[0], strip.start) for gap in wide for strip in strips)


def _gaps(line: InkLine) -> list[tuple[float, float]]:
    """The gaps of a line, with the margins on both sides."""
    inner = [(left[1], right[0]) for left, right in pairwise(line.ink)]
    return [(-inf, line.ink[0][0]), *inner, (line.ink[-1][1], inf)]


def _narrowed(strips: Sequence[Strip], line: InkLine, count: int) -> list[Strip]:
    """The parts of the strips that are free on this line too.

    A gutter that a word covers stays, because a cell of this row may be merged, unless that is so in many of the `count` lines.
    """
    gaps = _gaps(line)
    wide, least = line.wide, _LEAST * line.width_unit
    found: list[Strip] = []
    at = 0
    for strip in strips:
        while at and gaps[at][0] > strip.start:
            at -= 1
        while at < len(gaps) - 1 and gaps[at][1] <= strip.start:
            at += 1
        remaining = False
        index = at
        while index < len(gaps) and gaps[index][0] < strip.end:
            start, end = max(gaps[index][0], strip.start), min(gaps[index][1], strip.end)
            if end - start >= min(least, strip.end - strip.start):
                is_inner = gaps[index][0] > -inf and gaps[index][1] < inf
                is_wide = is_inner and gaps[index][1] - gaps[index][0] >= wide
                found.append(Strip(start, end, strip.wide + is_wide, strip.covered))
                remaining = True
            index += 1
        if not remaining and strip.wide and strip.covered < _FEW_COVERED + _MOST_COVERED * count:
            found.append(replace(strip, covered=strip.covered + 1))
    return found


def tightened(gutters: Sequence[Strip], lines: Sequence[InkLine]) -> list[Strip]:
    """The gutters less the words of lines that stand in one column only, such as the longer second line of a name."""
    found = list(gutters)
    for line in lines:
        gaps = _gaps(line)
        for index, strip in enumerate(found):
            parts = [
                (max(start, strip.start), min(end, strip.end))
                for start, end in gaps
                if start < strip.end and end > strip.start
            ]
            start, end = max(parts, key=lambda part: part[1] - part[0], default=(0.0, 0.0))
            if end - start > _LEAST * line.width_unit:
                found[index] = replace(strip, start=start, end=end)
    return found
