"""Labels on pages: their positions, and the words beside or below them that can be their values."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

from ascertain.ai.text import Page, Word, without_accents
from ascertain.kyc.extraction.layout import Line, Segment, lines_of

_LOWEST_BELOW = 2.6  # a value is at most this many line heights below its label
_MOST_LINES_BELOW = 5  # lines that are searched for a value below, the label's own included
_MOST_LABEL_WORDS = 18
# A page has two columns, labels and values, if it has this many labels and this share of them has words beside it.
_FEWEST_ROWS, _NEARLY_ALL = 3, 0.8
_LONG_LABEL = 4  # words; a label this long counts even if text follows it without a colon
# Tolerances of alignment, as shares of the page's width: of the lines of a value, of a value to its label, of the right edges.
_ALIGNED, _STARTS_ALIGNED, _ENDS_ALIGNED = 0.012, 0.02, 0.008
_CENTRED = 0.04  # twice the distance of the middles
_TICKS = frozenset("✓✔☑☒✗✘⊠■●xX")
_NUMBERING = re.compile(r"^\(?\d{1,2}[a-z]?[.)]?$|^[a-z][.)]$")


def folded(text: str) -> str:
    """Letters, digits, # and % in lower case without accents, the form in which labels are compared: OCR drops blanks and dots."""
    return re.sub(r"[^\w%#]|_", "", without_accents(text.casefold()))


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """A label on a page: words [start, end) of a segment; `closed` if a colon ends it or it is the whole segment."""

    label: str
    line: int
    position: int
    start: int
    end: int
    closed: bool


@dataclass(frozen=True, slots=True)
class ValueCandidate:
    """Words that may be the value of a label, one segment per line, and their position relative to the label."""

    segments: tuple[Segment, ...]
    relation: str

    @property
    def text(self) -> str:
        """All words."""
        return " ".join(segment.text for segment in self.segments)


@dataclass
class LabelIndex:
    """All lines of a document, and the labels in them."""

    lines: list[Line]
    matches: dict[str, list[LabelMatch]] = field(default_factory=dict)
    _at: dict[tuple[int, int], list[LabelMatch]] = field(default_factory=dict)

    @classmethod
    def of(cls, pages: Sequence[Page], labels: Iterable[str]) -> "LabelIndex":
        """An index of all matches of these labels on the pages."""
        label_index = cls([line for page in pages for line in lines_of(page)])
        known = {folded(label) for label in labels}
        longest = max(map(len, known), default=0)
        found: dict[str, list[LabelMatch]] = defaultdict(list)
        for index, line in enumerate(label_index.lines):
            for position, segment in enumerate(line):
                here = list(_matches_in(segment, index, position, known, longest))
                label_index._at[index, position] = here
                for one in here:
                    found[one.label].append(one)
        label_index.matches = dict(found)
        return label_index

    def candidates(self, *labels: str) -> Iterator[Segment]:
        """Possible values of these labels, by label, the likeliest first."""
        for label in map(folded, labels):
            for place in self.matches.get(label, ()):
                for candidate in self.values(place):
                    yield candidate.segments[0]

    def segment(self, place: LabelMatch) -> Segment:
        """The segment that contains a label."""
        return self.lines[place.line][place.position]

    def is_label(self, line: int, position: int) -> bool:
        """Whether a segment begins with a label that is closed or long."""
        return any(
            one.start == 0 and (one.closed or one.end - one.start >= _LONG_LABEL) for one in self._at[line, position]
        )

    def values(self, place: LabelMatch) -> Iterator[ValueCandidate]:
        """Possible values of a label, the likeliest first: the rest of its segment, the words beside it, the words below it."""
        segment = self.segment(place)
        rest = self._rest(place, segment)
        if rest:
            yield ValueCandidate((rest,), "inline" if place.closed else "inline open")
        if rest and place.closed:
            return
        label = Segment(segment.words[place.start : place.end], segment.page_number)
        beside, below = self._beside(place), self._below(place, label)
        # The value of a label with a colon is beside it; the value of a label without one is below, as under a heading.
        order = ((beside, "beside"), (below, "below"))
        if not (rest or beside or below) and place.closed:
            far = self._in_box_below(place, label)
            order = ((far, "box below"), (None, ""))
        ended = segment.text.rstrip().endswith((":", "：")) or self.is_two_columns
        for found, relation in order if ended else reversed(order):
            if found:
                yield ValueCandidate((found,), relation)

    @cached_property
    def is_two_columns(self) -> bool:
        """Whether nearly every label at the start of a line has words beside it. Then values are beside labels, not below."""
        begun = [
            self._beside(one) is not None
            for (_, position), here in self._at.items()
            for one in here
            if position == 0 and one.start == 0 and one.closed and one.end == len(self.segment(one).words)
        ]
        return len(begun) >= _FEWEST_ROWS and sum(begun) >= _NEARLY_ALL * len(begun)

    def _rest(self, place: LabelMatch, segment: Segment) -> Segment | None:
        following = [one.start for one in self._at[place.line, place.position] if one.start >= place.end and one.closed]
        words = list(segment.words[place.end : min(following, default=len(segment.words))])
        while words and not any(char.isalnum() for char in words[0].text):
            words.pop(0)
        while words and words[-1].text in "-–—|·•,;/":
            words.pop()
        return Segment(tuple(words), segment.page_number) if words else None

    def _beside(self, place: LabelMatch) -> Segment | None:
        position = place.position + 1
        if position >= len(self.lines[place.line]) or self.is_label(place.line, position):
            return None
        return self.lines[place.line][position]

    def _below(self, place: LabelMatch, label: Segment) -> Segment | None:
        """The nearest segment under the label that is aligned with its start or its end, or centred under it."""
        for index in range(place.line + 1, min(place.line + _MOST_LINES_BELOW, len(self.lines))):
            for position, segment in enumerate(self.lines[index]):
                if self.is_label(index, position) or segment.text.startswith("("):
                    continue  # words in brackets explain the label
                if _is_below(segment, label):
                    return segment
                # Words in the margin may touch the value, which begins under the first word of the label.
                inner = next((n for n, w in enumerate(segment.words) if abs(w.box.x0 - label.box.x0) < _ALIGNED), 0)
                part = Segment(segment.words[inner:], segment.page_number)
                if inner and _is_below(part, label):
                    return part
        return None

    def _in_box_below(self, place: LabelMatch, label: Segment) -> Segment | None:
        """The only segment of the next line, under a label that is the last of its own: a value centred in a wide box."""
        line, following = self.lines[place.line], place.line + 1
        if place.position != len(line) - 1 or following >= len(self.lines):
            return None
        below = [s for s in self.lines[following] if s.box.x0 > label.box.x0 - 0.02]
        if len(below) != 1 or self.is_label(following, self.lines[following].index(below[0])):
            return None
        drop = below[0].box.y0 - label.box.y1
        near = below[0].page_number == label.page_number and -0.3 * label.box.height < drop < 1.2 * label.box.height
        return below[0] if near and below[0].box.x0 > label.box.x0 else None

    def ticked(self, label: str) -> Segment | None:
        """The words of a choice that has a tick before them."""
        for place in self.matches.get(label, ()):
            segment = self.segment(place)
            before = self.lines[place.line][place.position - 1].words[-1:] if place.position else ()
            mark = segment.words[place.start - 1 : place.start] if place.start else before
            if mark and mark[0].text in _TICKS:
                return Segment((*mark, *segment.words[place.start : place.end]), segment.page_number)
        return None

    def number_in_boxes(self, first: Segment) -> Segment:
        """A number with one digit per box: the words of its line from the first digit to the first word with letters."""
        line = next((line for line in self.lines if any(s.words[-1] is first.words[-1] for s in line)), [])
        words = [word for segment in line for word in segment.words if word.box.x0 >= first.box.x0 - 0.001]
        figures = list(takewhile(lambda word: not any(char.isalpha() for char in word.text), words))
        return Segment(tuple(figures), first.page_number) if len(figures) > len(first.words) else first

    def continued(self, place: LabelMatch, first: Segment, most: int = 4, *, under_label: bool = True) -> list[Segment]:
        """The following lines of a value: aligned with its first line or its label, close to each other, and not labels."""
        found: list[Segment] = []
        last, starts = first, [first.box.x0, *([self.segment(place).box.x0] if under_label else [])]
        for index in range(place.line, len(self.lines)):
            for position, segment in enumerate(self.lines[index]):
                drop = segment.box.y0 - last.box.y1
                height = max(last.box.height, segment.box.height)
                aligned = any(abs(segment.box.x0 - start) < _ALIGNED for start in starts)
                near = -0.3 * height < drop < 0.9 * height and segment.box.center_y > last.box.center_y + 0.4 * height
                if segment.page_number != last.page_number or not (aligned and near) or self.is_label(index, position):
                    continue
                if (
                    not under_label
                    and index > place.line
                    and any(self.is_label(index, left) for left in range(position))
                ):
                    return found  # this is the value of the next row
                found.append(segment)
                last = segment
                if len(found) == most:
                    return found
        return found

    def stack(self, top: Segment, most: int) -> list[Segment]:
        """The segments below `top` that start at the same position, each close to the one before."""
        found: list[Segment] = []
        last = top
        for line in self.lines:
            for segment in line:
                near = 0 < segment.box.center_y - last.box.center_y < 2.2 * last.box.height
                aligned = abs(segment.box.x0 - top.box.x0) < 0.015
                if near and aligned and segment.page_number == last.page_number and len(found) < most:
                    found.append(segment)
                    last = segment
        return found


def _is_below(segment: Segment, label: Segment) -> bool:
    drop = segment.box.y0 - label.box.y1
    height = max(label.box.height, segment.box.height)
    if segment.page_number != label.page_number or not -0.5 * height < drop < _LOWEST_BELOW * height:
        return False
    starts = abs(segment.box.x0 - label.box.x0) < _STARTS_ALIGNED
    ends = abs(segment.box.x1 - label.box.x1) < _ENDS_ALIGNED
    centred = abs(segment.box.x0 + segment.box.x1 - label.box.x0 - label.box.x1) < _CENTRED
    return starts or ends or centred


def _matches_in(segment: Segment, line: int, position: int, known: set[str], longest: int) -> Iterator[LabelMatch]:
    """The labels in a segment: at its start (after a number, if any), after a separator, or before a colon."""
    words = segment.words
    marked = words[0].text in _TICKS
    numbered = bool(_NUMBERING.match(words[0].text)) and folded(words[0].text + words[-1].text) not in known
    begin = 1 if len(words) > 1 and (marked or numbered) else 0
    start = begin
    while start < len(words):
        end = _longest(words, start, known, longest)
        if end is None:
            start += 1
            continue
        past, translated = _past_translation(segment, end)
        closed = (
            past == len(words)
            or words[past - 1].text.endswith((":", "："))
            or words[past].text in (":", "：")
            or translated
        )
        at_start = start == begin
        separated = start > 0 and (
            not any(c.isalnum() for c in words[start - 1].text) or words[start - 1].text[-1] in ",;"
        )
        if at_start or (closed and past < len(words)) or (separated and closed):
            label = folded(" ".join(word.text for word in words[start:end]))
            yield LabelMatch(label, line, position, 0 if at_start and not marked else start, past, closed)
            start = past
        else:
            start += 1


def _longest(words: Sequence[Word], start: int, known: set[str], longest: int) -> int | None:
    """The end of the longest label that starts at a word."""
    text, found = "", None
    for end in range(start, min(len(words), start + _MOST_LABEL_WORDS)):
        letters = folded(words[end].text)
        text += letters
        if len(text) > longest:
            break
        if letters and text in known:  # a lone slash has no letters and begins the translation
            found = end + 1
    return found


def _past_translation(segment: Segment, end: int) -> tuple[int, bool]:
    """The end of a label with its translation after a slash ("Surname / Nom"), and whether there is one."""
    words = segment.words
    if end < len(words) and words[end].text.startswith("/"):
        return len(words), True
    return end, False
