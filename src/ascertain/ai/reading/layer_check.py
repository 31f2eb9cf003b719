"""Text layers compared with what the page shows, by reading the picture of their lines.

A scan's text layer is invisible, and its words are displayed all the same: by the picture above or below them. Words that the
picture shows are taken from the layer; where it shows other words, they are read from the picture.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ascertain.ai.reading.visible_text import HiddenWord
from ascertain.ai.text import Box, Word

_MOST_LINES = 400  # of a page; a page of small print has 120
_SAME_LINE = 0.5  # share of the lower word's height by which two words of a line overlap
_WIDEST_GAP = 2.0  # heights of the line, between words of one line
_MARGIN_ACROSS, _MARGIN_DOWN = 0.4, 0.12  # heights of the line; boxes of a text layer fit loosely
_AGREEING_LETTERS = 0.75  # share of a word's letters; an engine mistakes one here and there
_READ_LINE = 0.6  # confidence from which on a line of the picture counts as read
_MOSTLY_AGREES = 0.5  # share of the words of a layer that is worth keeping
_MOST_CONFIDENCE = 0.99
_NOT_COMPARED_CONFIDENCE = 0.8  # of words in a script that the engine does not read
# Letters that the engine knows: Latin and Chinese (with Japanese kana).
_COMPARABLE = re.compile(r"[0-9A-Za-zÀ-ɏ\u3040-\u30ff\u4e00-\u9fff]")
_ALIKE = str.maketrans("oil|", "0111")
# A page of Latin letters has at least so many before its share of vowels says something; every language lies well inside.
_FEWEST_LETTERS, _VOWELS_FROM, _VOWELS_TO = 150, 0.24, 0.62
_SAMPLED_LINES = 8  # of a page whose letters are doubted as a whole
_HYPHEN = "\x02"  # by which pdfium marks a hyphen at the end of a line
_FEWEST_IN_WORD = 3  # a lone sign without a meaning in Unicode is a bullet


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the picture says about words of a text layer.

    Attributes:
        shown: words by their position in the layer: those that the picture shows, and those read from it in place of others.
        agreeing: positions of the layer's words that the picture shows.
        differing: positions of words in whose place the picture shows other words, or none.
        replaced: pairs of what the layer says and what the picture shows instead.
        not_compared: number of words in a script that the engine does not read.
    """

    shown: tuple[tuple[int, Word], ...] = ()
    agreeing: frozenset[int] = frozenset()
    differing: frozenset[int] = frozenset()
    replaced: tuple[tuple[str, str], ...] = ()
    not_compared: int = 0

    @property
    def mostly_agrees(self) -> bool:
        """Whether the layer says what the picture shows, but for some words."""
        return len(self.agreeing) >= _MOSTLY_AGREES * (len(self.agreeing) + len(self.differing))


def compare(picture: Image.Image, words: Sequence[HiddenWord], *, trusted: frozenset[int] = frozenset()) -> Comparison:
    """Compare words of a text layer with the picture of their page, line by line.

    Args:
        trusted: positions of words that are taken from the layer in any case.
    """
    from ascertain.ai.reading import ocr, ocr_engine  # loads OpenCV, which most PDFs never need

    lines = _lines(words)
    known = [line for line in lines if _is_comparable(line)]
    foreign = [one for line in lines if not _is_comparable(line) for one in line]
    shown = [(one.position, _with_confidence(one.word, _NOT_COMPARED_CONFIDENCE)) for one in foreign]
    pixels = np.asarray(picture.convert("RGB"), dtype=np.uint8)[:, :, ::-1]
    corners = [_corners(line, picture.width, picture.height) for line in known[:_MOST_LINES]]
    read = ocr_engine.recognise([ocr_engine.crop(pixels, one) for one in corners])
    agreeing: set[int] = set()
    differing: set[int] = {one.position for line in known[_MOST_LINES:] for one in line}
    replaced: list[tuple[str, str]] = []
    for line, place, found in zip(known, corners, read, strict=False):
        same = _agreeing(line, found.text) | {one.position for one in line if one.position in trusted}
        others = [one for one in line if one.position not in same]
        agreeing |= same
        differing |= {one.position for one in others}
        shown += [(one.position, _with_confidence(one.word, found.score)) for one in line if one.position in same]
        if others and found.score >= _READ_LINE and found.text.strip():
            instead = ocr.words_of(place, found, picture.width, picture.height)
            missing = _unmatched(instead, [one.word for one in line if one.position in same])
            shown += [(others[0].position, word) for word in missing]
            replaced.append((" ".join(one.word.text for one in others), " ".join(word.text for word in missing)))
    return Comparison(tuple(shown), frozenset(agreeing), frozenset(differing), tuple(replaced), len(foreign))


def _with_confidence(word: Word, score: float) -> Word:
    return Word(word.text, word.box, min(round(score, 4), word.confidence, _MOST_CONFIDENCE))


def _lines(words: Sequence[HiddenWord]) -> list[list[HiddenWord]]:
    """Words that follow each other on one line, in the direction of the text."""
    lines: list[list[HiddenWord]] = []
    for one in words:
        before = lines[-1][-1] if lines else None
        if before is not None and before.turn_deg == one.turn_deg and _follows(before, one):
            lines[-1].append(one)
        else:
            lines.append([one])
    return lines


def _follows(before: HiddenWord, one: HiddenWord) -> bool:
    (_, end, low, high), (start, _, low_next, high_next) = _along(before), _along(one)
    height = min(high - low, high_next - low_next)
    overlap = min(high, high_next) - max(low, low_next)
    # Heights and widths are fractions of different sides of the page, which is good enough for a gap.
    return overlap > _SAME_LINE * height and -height < start - end < _WIDEST_GAP * height


def _along(one: HiddenWord) -> tuple[float, float, float, float]:
    """Start and end of a word along its line, and its extent across."""
    box = one.word.box
    if one.turn_deg == 90:
        return 1 - box.y1, 1 - box.y0, box.x0, box.x1
    if one.turn_deg == 180:
        return 1 - box.x1, 1 - box.x0, box.y0, box.y1
    if one.turn_deg == 270:
        return box.y0, box.y1, box.x0, box.x1
    return box.x0, box.x1, box.y0, box.y1


def _corners(line: Sequence[HiddenWord], width: int, height: int) -> NDArray[np.float64]:
    """The corners of a line in pixels, clockwise from where its text begins at the top."""
    box = line[0].word.box
    for one in line[1:]:
        box = box.union(one.word.box)
    x0, y0, x1, y1 = box.x0 * width, box.y0 * height, box.x1 * width, box.y1 * height
    upright = line[0].turn_deg in (0, 180)
    size = (y1 - y0) if upright else (x1 - x0)
    across, down = (_MARGIN_ACROSS, _MARGIN_DOWN) if upright else (_MARGIN_DOWN, _MARGIN_ACROSS)
    x0, x1 = max(x0 - across * size, 0), min(x1 + across * size, width)
    y0, y1 = max(y0 - down * size, 0), min(y1 + down * size, height)
    corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], dtype=np.float64)
    return np.roll(corners, line[0].turn_deg // 90, axis=0)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum()).translate(_ALIKE)


def _agreeing(line: Sequence[HiddenWord], read: str) -> set[int]:
    """Positions of the words that were read in the picture as well: most of their letters, and every figure."""
    texts = [_fold(one.word.text) for one in line]
    whole, other = "".join(texts), _fold(read)
    matched = np.zeros(len(whole), dtype=bool)
    for block in SequenceMatcher(None, whole, other, autojunk=False).get_matching_blocks():
        matched[block.a : block.a + block.size] = True
    found, start = set(), 0
    for one, text in zip(line, texts, strict=True):
        own = matched[start : start + len(text)]
        figures = [bool(hit) for letter, hit in zip(text, own, strict=True) if letter.isdigit()]
        agrees = own.mean() >= _AGREEING_LETTERS and all(figures) if text else not _is_meaningless(one.word.text)
        if agrees:
            found.add(one.position)
        start += len(text)
    return found


def _unmatched(read: Sequence[Word], chosen: Sequence[Word]) -> list[Word]:
    """Words of a line in the picture that lie where no word of the layer remains."""
    return [word for word in read if not any(_overlaps(word.box, other.box) for other in chosen)]


def _overlaps(one: Box, other: Box) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > 0.5 * min(one.x1 - one.x0, other.x1 - other.x0) and high > 0


def _is_comparable(line: Sequence[HiddenWord]) -> bool:
    letters = [letter for one in line for letter in one.word.text if letter.isalpha()]
    return not letters or 2 * sum(bool(_COMPARABLE.match(letter)) for letter in letters) > len(letters)


def meaningless_words(words: Sequence[Word]) -> tuple[list[HiddenWord], frozenset[int]]:
    """The lines of words whose letters have no meaning in Unicode, as of a font without a map to it, and the places of these words.

    Their glyphs may show a proper text.
    """
    doubted = frozenset(index for index, word in enumerate(words) if _is_meaningless(word.text))
    lines = _lines([HiddenWord(word, "", True, position=index) for index, word in enumerate(words)]) if doubted else []
    return [one for line in lines if any(one.position in doubted for one in line) for one in line], doubted


def _is_meaningless(text: str) -> bool:
    text = text.replace(_HYPHEN, "-")
    if len(text) < _FEWEST_IN_WORD or (text.isascii() and text.isprintable()):
        return False
    return any(unicodedata.category(letter) in ("Co", "Cn", "Cc", "Cs") or letter == "\ufffd" for letter in text)


def implausible_lines(words: Sequence[Word]) -> list[HiddenWord]:
    """The longest lines of a page whose letters may each stand for another; empty for a page of a plausible text."""
    if not _is_implausible(word.text for word in words):
        return []
    lines = _lines([HiddenWord(word, "", True, position=index) for index, word in enumerate(words)])
    longest = sorted(lines, key=lambda line: -sum(len(one.word.text) for one in line))[:_SAMPLED_LINES]
    return [one for line in longest for one in line]


def _is_implausible(texts: Iterable[str]) -> bool:
    """Whether a page of Latin letters has a share of vowels as no language has: each letter may stand for another."""
    letters = [letter for text in texts for letter in text if letter.isalpha()]
    latin = [plain for letter in letters if "a" <= (plain := unicodedata.normalize("NFKD", letter)[0].lower()) <= "z"]
    if len(latin) < max(_FEWEST_LETTERS, 0.8 * len(letters)):
        return False
    share = sum(letter in "aeiouy" for letter in latin) / len(latin)
    return not _VOWELS_FROM <= share <= _VOWELS_TO
