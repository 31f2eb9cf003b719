"""The fields of one side of an identity document: labels, numbers and places on the card, and the words that belong to them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from rapidfuzz import fuzz, process

from ascertain.ai.text import Page, Word
from ascertain.kyc.extraction import card_labels
from ascertain.kyc.extraction.card_values import NAME, ends_in_postcode, subdivision
from ascertain.kyc.extraction.labels import folded
from ascertain.kyc.extraction.layout import Segment, lines_of
from ascertain.kyc.extraction.mrz import Mrz
from ascertain.kyc.values import normalise_country, normalise_date

# Confidence by how the value was found. A label and the values beside it are hardly mistaken; a place on the card is.
_NUMBERED, _LABELLED, _BELOW, _OPEN, _PLACED = 0.95, 0.95, 0.93, 0.85, 0.75
_DIGITS = frozenset("birthDate startDate endDate number idNumber height".split())
_STOCK = re.compile(r"card|karte|carte|kaart|tarjeta|carta", re.IGNORECASE)
_MISREAD_LABEL = 88.0  # how alike a misread label has to be
_LONG_LABEL = 7  # letters from which a label may be misread
_FEWEST_NUMBERS = 3  # numbered fields that make a licence a numbered one
_NUMBER = re.compile(r"^(1[0-9]|4\s?[a-d]|9a|[1-9])\s?(?:([.,:])|(?=\s|$))\s*", re.IGNORECASE)
_LINES_BELOW = 3.2  # heights of a label within which its value is below it
_NEXT_LINE, _NEXT_OF_ADDRESS = 1.9, 2.4  # heights of a line within which a value goes on
_WRAPPING = frozenset({"lastName", "firstName", "name", "address", "birthPlace", "authority"})
_MOST_LINES = {"address": 3}
_AAMVA_WORDS = re.compile(r"\b(?:driver'?s?\s+licen[cs]e|DLN?|DOB|EXP|ISS|HGT|4d)\b")


@dataclass(frozen=True, slots=True)
class _Label:
    """A label in a segment: its property, its words, and the words after it in the same segment.

    Attributes:
        closed: a colon ends it, or it is the whole segment.
    """

    name: str
    words: tuple[Word, ...]
    rest: tuple[Word, ...]
    closed: bool = True

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(word.text for word in self.words)


Found = tuple[str, list[Segment], float]


class Card:
    """The lines of one page without its zone, and the labels in them."""

    def __init__(self, page: Page, zones: Sequence[Mrz], vocabulary: dict[str, str], *, is_licence: bool) -> None:
        self._page = page
        # The number of a licence is its holder's; a number of the card itself is printed beside it.
        self._is_licence = is_licence
        self._vocabulary = vocabulary
        rows = [row.box for zone in zones for row in zone.rows]
        self.lines = [
            remaining
            for line in lines_of(page)
            if (remaining := [one for one in line if not any(box.y0 < one.box.center_y < box.y1 for box in rows)])
        ]

    @cached_property
    def labels(self) -> dict[int, _Label]:
        """The label at the start of each segment, by the identity of the segment."""
        found = {id(one): label for line in self.lines for one in line if (label := self._label(one))}
        names = {label.name for label in found.values()}
        bare = "lastName" if "firstName" in names else "firstName" if "lastName" in names else "name"
        return {key: replace(label, name=bare) if label.name == "bare name" else label for key, label in found.items()}

    def _label(self, segment: Segment) -> _Label | None:
        words = segment.words
        start = 1 if len(words) > 1 and _NUMBER.fullmatch(words[0].text.strip(".,:") + " ") else 0
        best: _Label | None = None
        for end in range(start + 1, min(len(words), start + 12) + 1):
            text = " ".join(word.text for word in words[start:end])
            closed = end == len(words) or text.endswith((":", "：")) or words[end].text.startswith(":")
            name = self._meaning(text, may_be_misread=closed)
            after = words[end].text if end < len(words) else ""
            if name is None or after.startswith("/") or text.endswith("/"):
                continue
            # Without a colon a value follows where the label is an abbreviation in capitals, or where the value has figures.
            begins_value = text.isupper() or (name in _DIGITS and any(char.isdigit() for char in after))
            if closed or (name and begins_value):
                best = _Label(name, words[start:end], words[end:], closed)
        return best

    def _meaning(self, text: str, *, may_be_misread: bool) -> str | None:
        """The property of a label, of which any language may be known; "" for another field's; None for no label."""
        parts = [text, *re.split(r"[/|]", text)]
        for part in parts:
            plain = folded(_NUMBER.sub("", part.strip()))
            if plain in self._vocabulary:
                return self._vocabulary[plain]
        for part in parts if may_be_misread else ():
            plain = folded(_NUMBER.sub("", part.strip()))
            if len(plain) >= _LONG_LABEL:
                alike = process.extractOne(
                    plain, self._vocabulary.keys(), scorer=fuzz.ratio, score_cutoff=_MISREAD_LABEL
                )
                if alike:
                    return self._vocabulary[alike[0]]
        return None

    @cached_property
    def is_american(self) -> bool:
        """Whether the card follows the card design of AAMVA, or uses its abbreviations."""
        text = self._page.text
        words = len(set(_AAMVA_WORDS.findall(text)))
        return words >= 2 or (words == 1 and subdivision(text) is not None)

    def numbered(self) -> Iterator[Found]:
        """Fields by their numbers."""
        marks = [(line, at, match) for line in self.lines for at, one in enumerate(line) if (match := _numbering(one))]
        if len({match[1] for _, _, match in marks}) < _FEWEST_NUMBERS:
            return
        meaning = card_labels.AAMVA_NUMBERS if self.is_american else card_labels.EU_NUMBERS
        for line, at, match in marks:
            name = meaning.get(match[1].replace(" ", "").lower())
            segments = self._of_number(line, at, match.end())
            if name and segments:
                yield from self._birth(segments) if name == "birth" else [(name, segments, _NUMBERED)]
        first = next((line[at] for line, at, match in marks if match[1] == "2"), None)
        if first and not any(match[1] == "1" for _, _, match in marks):
            above = self._above(first)
            if above:
                yield "lastName", [above], _PLACED

    def _of_number(self, line: list[Segment], at: int, start: int) -> list[Segment]:
        """The words after a number, in its segment or beside it, without the label that some cards print as well."""
        segment = line[at]
        value = _after(segment, start)
        if value is not None:
            label = self._label(value)
            if label:
                if not label.rest:
                    below = self._below(segment)
                    return [below] if below else []
                value = Segment(label.rest, value.page_number)
        elif at + 1 < len(line) and not _numbering(line[at + 1]):
            value = line[at + 1]
        else:
            below = self._below(segment)
            return [below, *self._going_on(below, "address")] if below else []
        name = card_labels.EU_NUMBERS.get(_number_of(segment), "")
        return [value, *self._going_on(value, name)]

    def _birth(self, segments: list[Segment]) -> Iterator[Found]:
        """Field 3 has the date and the place of birth."""
        words = [word for segment in segments for word in segment.words]
        for end in range(1, min(len(words), 4) + 1):
            if normalise_date(" ".join(word.text for word in words[:end])):
                page_number = segments[0].page_number
                yield "birthDate", [Segment(tuple(words[:end]), page_number)], _NUMBERED
                rest = [word for word in words[end:] if any(char.isalpha() for char in word.text)]
                if rest:
                    yield "birthPlace", [Segment(tuple(words[end:]), page_number)], _NUMBERED
                return

    def labelled(self) -> Iterator[Found]:
        """Fields by their labels: the words after a label, below it, or beside it."""
        for line in self.lines:
            for at, segment in enumerate(line):
                label = self.labels.get(id(segment))
                if label is None or not label.name:
                    continue
                rest = tuple(word for word in label.rest if any(char.isalnum() for char in word.text))
                if rest:
                    value = Segment(rest, segment.page_number)
                    more = self._going_on(value, label.name, under=segment)
                    yield label.name, [value, *more], _LABELLED if label.closed else _OPEN
                    continue
                below = self._below(segment)
                beside = line[at + 1] if at + 1 < len(line) and id(line[at + 1]) not in self.labels else None
                stock = self._is_licence and label.name == "number" and _STOCK.search(label.text)
                found = ((below, _PLACED if stock else _BELOW), (beside, _PLACED if stock else _LABELLED))
                ended = label.words[-1].text.endswith((":", "："))
                for value_, confidence in reversed(found) if ended else found:
                    if value_:
                        yield label.name, [value_, *self._going_on(value_, label.name)], confidence

    def placed(self) -> Iterator[Found]:
        """Names and address without a label, as American and Australian cards print them: one block, the address last."""
        if not self.is_american and subdivision(self._page.text) is None:
            return
        flat = [segment for line in self.lines for segment in line]
        last = next((one for one in flat if ends_in_postcode(one.text.upper()) and not self._is_field(one)), None)
        last = last or self._joined_zip()
        if last is None:
            return
        block = self._block_above(last)
        street = [one for one in block if any(char.isdigit() for char in one.text)][:1]
        if not street:
            return
        yield "address", [_unnumbered(street[0]), last], _PLACED
        yield from self._names_above(street[0])

    def _names_above(self, street: Segment) -> Iterator[Found]:
        """The two lines above an address, surname first; or two lines of which only the surname is in capitals."""
        above = [one for one in self._block_above(street) if NAME.match(one.text)][:2]
        if len(above) == 2:
            above.reverse()
        else:
            above = next(self._capitals_beside_small_letters(), [])
        if len(above) == 2:
            first, second = above
            small_first = second.text.isupper() and not first.text.isupper()
            last_name, first_name = (second, first) if small_first else (first, second)
            yield "lastName", [last_name], _PLACED
            yield "firstName", [first_name], _PLACED

    def _capitals_beside_small_letters(self) -> Iterator[list[Segment]]:
        """Pairs of lines without labels, of names, of which one is in capitals and the other is not."""
        names = [
            one
            for line in self.lines
            for one in line
            if NAME.match(one.text) and not self._is_field(one) and len(one.words) < 5 and len(one.text) > 3
            if subdivision(one.text) is None and normalise_country(one.text) is None
        ]
        for one, other in pairwise(names):
            near = other.box.y0 - one.box.y1 < _NEXT_LINE * one.box.height and abs(one.box.x0 - other.box.x0) < 0.03
            if near and one.text.isupper() != other.text.isupper():
                yield [one, other]

    def _joined_zip(self) -> Segment | None:
        """A town and a postcode with a wide gap between."""
        for line in self.lines:
            for one, other in pairwise(line):
                if ends_in_postcode(f"{one.text} {other.text}".upper()):
                    return Segment((*one.words, *other.words), one.page_number)
        return None

    def _is_field(self, segment: Segment) -> bool:
        return id(segment) in self.labels

    def _block_above(self, segment: Segment) -> list[Segment]:
        """The lines above, nearest first, that start where this one starts and have no label."""
        found: list[Segment] = []
        here = segment
        for line in reversed(self.lines):
            for one in line:
                gap = (here.box.y0 - one.box.y1) / max(here.box.height, 1e-6)
                near = one.box.center_y < here.box.center_y and gap < _LINES_BELOW
                if near and abs(one.box.x0 - segment.box.x0) < 0.05 and not self._is_field(one) and not _is_number(one):
                    found.append(one)
                    here = one
        return found

    def _above(self, segment: Segment) -> Segment | None:
        return next(iter(one for one in self._block_above(segment) if NAME.match(one.text)), None)

    def _below(self, label: Segment) -> Segment | None:
        """The nearest words under a label, between its start and the next label of its line."""
        line = next(line for line in self.lines if any(one is label for one in line))
        at = next(index for index, one in enumerate(line) if one is label)
        right = line[at + 1].box.x0 if at + 1 < len(line) else 1.0
        left = label.box.x0 - max(label.box.height, 0.02)
        best: Segment | None = None
        for one in (one for other in self.lines if other is not line for one in other):
            drop = (one.box.y0 - label.box.y1) / max(label.box.height, 1e-6)
            under = -0.6 < drop < _LINES_BELOW and one.box.center_y > label.box.center_y
            if not (under and left <= one.box.x0 < right - 0.005):
                continue
            if best is None or one.box.center_y < best.box.center_y - 0.3 * best.box.height:
                best = one
        return None if best is None or self._is_field(best) else best

    def _going_on(self, value: Segment, name: str, *, under: Segment | None = None) -> list[Segment]:
        """The following lines of a value: close below, aligned, of about its height, without a label or a number.

        The lines of an address may start where its label does (`under`).
        """
        starts = [value.box.x0, *([under.box.x0] if under and name == "address" else [])]
        if name not in _WRAPPING:
            return []
        farthest = _NEXT_OF_ADDRESS if name == "address" else _NEXT_LINE
        beside = any(self._is_left_of(line, value) for line in self.lines if any(one is value for one in line))
        found: list[Segment] = []
        here = value
        for line in self.lines:
            for one in line:
                gap = (one.box.center_y - here.box.center_y) / max(here.box.height, 1e-6)
                alike = 0.65 < one.box.height / max(here.box.height, 1e-6) < 1.5
                aligned = any(abs(one.box.x0 - start) < 0.03 for start in starts)
                if 0.5 < gap < farthest and alike and aligned and len(found) < _MOST_LINES.get(name, 1):
                    is_other = self._is_field(one) or _is_number(one) or (beside and self._is_left_of(line, one))
                    is_address_line = not normalise_date(one.text) and not ends_in_postcode(here.text.upper())
                    if is_other or not (is_address_line if name == "address" else NAME.match(one.text)):
                        return found  # in a table of labels and values, it is the value of the next row
                    found.append(one)
                    here = one
        return found

    def _is_left_of(self, line: Sequence[Segment], value: Segment) -> bool:
        """Whether a label or a number stands before the value on its line."""
        return any(one.box.x0 < value.box.x0 and (self._is_field(one) or _is_number(one)) for one in line)


def _numbering(segment: Segment) -> re.Match[str] | None:
    """The number of a field at the start of a segment. "11 SEP 1998" and "2 099 041" begin with no such number."""
    text = segment.text
    match = _NUMBER.match(text + " ")
    if match is None or match[2] or match[1][-1].isalpha():
        return match
    return None if normalise_date(text) or re.fullmatch(r"\d+(?:[\s\d-]+)", text) else match


def _number_of(segment: Segment) -> str:
    match = _numbering(segment)
    return match[1].replace(" ", "").lower() if match else ""


def _is_number(segment: Segment) -> bool:
    """Whether a segment begins with the number of a field and a full stop, or is such a number."""
    match = _numbering(segment)
    return bool(match and (match[2] or match.end() >= len(segment.text)))


def _unnumbered(segment: Segment) -> Segment:
    match = _NUMBER.match(segment.text + " ")
    return (_after(segment, match.end()) or segment) if match and match[2] else segment


def _after(segment: Segment, start: int) -> Segment | None:
    """The words of a segment from a character on; None if none are left."""
    words: list[Word] = []
    position = 0
    for word in segment.words:
        end = position + len(word.text)
        if position >= start:
            words.append(word)
        elif end > start:
            words.append(Word(word.text[start - position :], word.box, word.confidence))
        position = end + 1
    return Segment(tuple(words), segment.page_number) if words else None
