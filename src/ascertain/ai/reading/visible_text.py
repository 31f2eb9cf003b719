"""Which words of a PDF page's text layer are displayed, found by drawing the page with and without its text.

A text layer may hold words that nobody sees: in the colour of the paper, a tenth of a point high, outside the page, under a picture
or drawn in no colour at all. Such words must become neither facts nor passages. A word is displayed if the page looks different
without it; that needs no knowledge of how it was hidden.
"""

import ctypes
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from ascertain.ai.reading import drawings, pdf
from ascertain.ai.reading.drawings import Bools, Bytes, Floats
from ascertain.ai.reading.pdf import LayerWord
from ascertain.ai.text import Box, Page, Word

_SCALE = 1.5  # pixels a point of the first look: 5 ms a page, and letters of 6 points keep their strokes
_CLOSE_SCALE = 4.0  # of the second look, at the few letters of which the first shows too little
_LONGEST_PX, _LONGEST_CLOSE_PX = 3000, 6000
_CLEAR_LEVELS = 40  # grey levels by which ink differs from its ground at the first look
# The second look compares colours. Large letters, as of a watermark, are seen at less contrast than small ones.
_SEEN_LEVELS, _SEEN_LEVELS_LARGE, _LARGE_PT = 28.0, 14.0, 18.0
_LEAST_INK = 0.03  # share of a letter's box
_LEAST_INK_OF_ONE = 0.08  # the same where another word lies in its place: white letters on black ones change few pixels
_PILED = 0.3  # share of a word's box under another word, from which on they lie in the same place
_PILED_LEVELS = 10  # grey levels by which a word changes the page, where others lie in its place
_MOST_IN_A_ROW = 300  # words that are compared with the next ones from top to bottom
_MOST_DRAWINGS = 6  # of the page, each without some of the words that lie on each other
_SMALLEST_PT, _SMALLEST_SHARE = 2.0, 0.0024  # height of letters that can be read, in points and of a small page
_SQUEEZED = 15.0  # times as high as wide; a narrow l is ten times
_INK_UNDER = 30  # grey levels within the box of a hidden word that make it worth reading the picture there
# Text rendering modes (ISO 32000-1, table 106): invisible; from 4 on the text is a clipping path.
_INVISIBLE, _CLIPPING = 3, 4
_OPAQUE = 16  # of 255: less opaque text is not seen


@dataclass(frozen=True, slots=True)
class HiddenWord:
    """A word, or a part of one, that the page does not display.

    Attributes:
        reason: how it is hidden, to be read after "that is".
        inked: whether there is something to see in its place, which may show the same word.
        pictured: whether that is no text of the page, but a scan under its text layer.
        turn_deg: direction of the text, degrees to the left: 0, 90, 180 or 270.
        position: of the word in the text layer.
    """

    word: Word
    reason: str
    inked: bool
    pictured: bool = False
    turn_deg: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class SeenText:
    """The words of a page that are displayed and the others, in the order of the file.

    Attributes:
        positions: of the displayed words in the text layer.
        has_more: whether the page shows anything beside its text: a picture, a drawing or a rule.
        undrawable: number of words that this machine cannot draw because their font is not in the file.
    """

    page: Page
    positions: tuple[int, ...]
    hidden: tuple[HiddenWord, ...]
    undrawable: int = 0
    has_more: bool = True


def read_seen(page: pypdfium2.PdfPage, number: int) -> SeenText:
    """The words of the page, divided by whether they are displayed. Raises LimitExceeded."""
    text = page.get_textpage()
    try:
        layer = pdf.read_layer(page, number, text)
        if not layer:
            return SeenText(pdf.page_of(page, number, ()), (), ())
        look = _Look(page, text, layer)
        hidden = look.hidden()
        shown = [(place, word) for place, one in enumerate(layer) if (word := look.shown_part(place, one)) is not None]
        return SeenText(
            pdf.page_of(page, number, [word for _, word in shown]),
            tuple(place for place, _ in shown),
            tuple(hidden),
            look.undrawable,
            look.has_more,
        )
    finally:
        text.close()


class _Look:
    """The letters of a page, and drawings of it with and without them."""

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, layer: Sequence[LayerWord]) -> None:
        self._page, self._text, self._layer = page, text, layer
        self._size_pt = page.get_size()
        self._objects = list(drawings.text_objects(page.raw))
        letters = [(place, index) for place, one in enumerate(layer) for index in one.places]
        self._owner = np.array([place for place, _ in letters])
        self._index = [index for _, index in letters]
        self._first = np.searchsorted(self._owner, np.arange(len(layer)))
        self._boxes = pdf.letter_boxes(page, text, self._index)
        self._counts = self._counting()
        self._gone = np.zeros(len(letters), dtype=bool)
        self._reasons: dict[int, str] = {}
        self.undrawable = 0
        self._with = self._draw(_SCALE)
        with drawings.without(self._objects):
            self._bare = self._draw(_SCALE)

    @property
    def has_more(self) -> bool:
        """Whether the page shows anything beside its text."""
        return int(self._bare.max()) - int(self._bare.min()) >= _CLEAR_LEVELS

    def hidden(self) -> list[HiddenWord]:
        """Find the hidden letters, and return the words that they make up."""
        self._find_outside()
        self._find_too_small()
        self._find_without_ink()
        self._find_under_others()
        return [hidden for place in np.unique(self._owner[self._gone]) if (hidden := self._hidden_word(int(place)))]

    def shown_part(self, place: int, one: LayerWord) -> Word | None:
        """The word, or the part of it that is displayed; None if that has no letter."""
        gone = self._letters_gone(place)
        if not gone.any():
            return one.word
        counts = self._counts[self._range(place)]
        left = "".join(letter for letter, is_gone in zip(one.word.text, gone, strict=False) if not is_gone)
        if not (counts & ~gone).any() or len(one.word.text) != len(one.places):
            return None
        return replace(one.word, text=left, box=self._box_of(place, ~gone))

    def _range(self, place: int) -> slice:
        return slice(int(self._first[place]), int(self._first[place]) + len(self._layer[place].places))

    def _letters_gone(self, place: int) -> Bools:
        """The hidden letters of a word. Marks beside them, which have little ink of their own, go with them."""
        gone = self._gone[self._range(place)].copy()
        counts = self._counts[self._range(place)]
        if not gone.any() or gone[counts].all():
            return np.full(len(gone), bool(gone.any()))
        for index in range(
            1, len(gone)
        ):  # a mark follows its letter: of "1,000" with hidden zeros the comma goes as well
            gone[index] |= bool(not counts[index] and gone[index - 1])
        for index in range(len(gone) - 2, -1, -1):
            gone[index] |= bool(not counts[index] and gone[index + 1])
        return gone

    def _hidden_word(self, place: int) -> HiddenWord | None:
        gone = self._letters_gone(place)
        word = self._layer[place].word
        if not gone.all() and len(word.text) == len(gone):
            hidden = "".join(letter for letter, is_gone in zip(word.text, gone, strict=True) if is_gone)
            word = replace(word, text=hidden, box=self._box_of(place, gone))
        reason = self._reasons.get(place) or self._reason(place)
        may_show = reason not in (_OUTSIDE, _TOO_SMALL)
        box = self._word_box(place)
        inked = may_show and drawings.range_of_greys(self._with, box) >= _INK_UNDER
        pictured = may_show and drawings.range_of_greys(self._bare, box) >= _INK_UNDER
        turn = pdf.turn_of_letter(self._page, self._text, self._index[int(self._first[place])])
        return HiddenWord(word, reason, inked or pictured, pictured, turn, place)

    # Letters and their boxes

    def _counting(self) -> Bools:
        """Letters and figures: a word is judged by them, and by its marks only if it has nothing else."""
        counts = np.zeros(len(self._index), dtype=bool)
        for place, one in enumerate(self._layer):
            start = int(self._first[place])
            written = [letter.isalnum() for letter in one.word.text][: len(one.places)]
            counts[start : start + len(written)] = (
                written
                if any(written)
                else [unicodedata.category(letter) != "Cf" for letter in one.word.text][: len(one.places)]
            )
        return counts

    def _box_of(self, place: int, chosen: Bools) -> Box:
        boxes = self._boxes[self._range(place)][chosen].clip(0, 1)
        x0, y0 = boxes[:, :2].min(0)
        x1, y1 = boxes[:, 2:].max(0)
        whole = self._layer[place].word.box
        return Box(round(float(x0), 5), min(whole.y0, float(y0)), round(float(x1), 5), max(whole.y1, float(y1)))

    def _mark_gone(self, letters: Bools, reason: str = "") -> None:
        self._gone |= letters
        if reason:
            self._reasons.update((int(place), reason) for place in np.unique(self._owner[letters]))

    def _find_outside(self) -> None:
        middle_x, middle_y = self._boxes[:, [0, 2]].mean(1), self._boxes[:, [1, 3]].mean(1)
        outside = (middle_x < 0) | (middle_x > 1) | (middle_y < 0) | (middle_y > 1)
        if outside.any():
            self._mark_gone(outside & self._counts, _OUTSIDE)

    def _find_too_small(self) -> None:
        """Letters of a height at which nobody reads them, or so narrow that they are strokes."""
        width, height = self._size_pt
        least = min(_SMALLEST_PT, _SMALLEST_SHARE * max(width, height))
        boxes = np.array([(one.word.box.x0, one.word.box.y0, one.word.box.x1, one.word.box.y1) for one in self._layer])
        across, down = (boxes[:, 2] - boxes[:, 0]) * width, (boxes[:, 3] - boxes[:, 1]) * height
        letters = np.array([len(one.places) for one in self._layer])
        small = (np.minimum(across, down) < least) & (np.maximum(across, down) < least * letters)
        wide = (self._boxes[:, 2] - self._boxes[:, 0]) * width
        high = (self._boxes[:, 3] - self._boxes[:, 1]) * height
        strokes = (np.maximum(wide, high) > _SQUEEZED * np.minimum(wide, high)) & self._counts
        if strokes.any():
            counted = np.bincount(self._owner[self._counts], minlength=len(letters))
            small |= (np.bincount(self._owner[strokes], minlength=len(letters)) > counted / 2) & (counted > 2)
        small &= np.array([any(letter.isalnum() for letter in one.word.text) for one in self._layer])
        if small.any():
            # A word at the edge of the page is clipped to it and seems thin; it is judged by where it lies.
            self._mark_gone(small[self._owner] & self._counts & ~self._gone, _TOO_SMALL)

    def _find_without_ink(self) -> None:
        inked = drawings.shares(drawings.apart(self._with, self._bare) >= _CLEAR_LEVELS, self._boxes) >= _LEAST_INK
        doubtful = np.flatnonzero(self._counts & ~self._gone & ~inked)
        if not len(doubtful):
            return
        gone = np.zeros(len(self._gone), dtype=bool)
        near: list[int] = []
        for index in doubtful:
            drawn_by = self._object(int(index))
            mode = pdfium.FPDFTextObj_GetTextRenderMode(drawn_by) if drawn_by else 0
            if mode >= _CLIPPING:
                # Text through which a picture is seen: taking it away leaves the picture as it was clipped.
                gone[index] = drawings.range_of_greys(self._with, self._boxes[index]) < _CLEAR_LEVELS
            elif mode == _INVISIBLE:
                gone[index] = True
            else:
                near.append(int(index))
        if near:
            gone[near] = ~self._seen_close(np.array(near))
        self._spare_undrawable(gone)
        self._mark_gone(gone)

    def _seen_close(self, letters: NDArray[np.int_]) -> Bools:
        """Whether letters that a first look does not show are seen on a larger drawing in colour."""
        boxes = self._boxes[letters].clip(0, 1)
        width, height = self._size_pt
        scale = min(_CLOSE_SCALE, _LONGEST_CLOSE_PX / max(width, height))
        edges = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
        margin = 2 / scale
        crop = (
            max(edges[0] * width - margin, 0), max((1 - edges[3]) * height - margin, 0),
            max((1 - edges[2]) * width - margin, 0), max(edges[1] * height - margin, 0),
        )  # fmt: skip
        with_text = self._draw(scale, grey=False, crop=crop)
        with drawings.without(self._objects):
            bare = self._draw(scale, grey=False, crop=crop)
        seen = np.zeros(len(letters), dtype=bool)
        for row, (x0, y0, x1, y1) in enumerate(boxes):
            rows = slice(max(int((y0 * height - crop[3]) * scale) - 1, 0), int((y1 * height - crop[3]) * scale) + 2)
            columns = slice(max(int((x0 * width - crop[0]) * scale) - 1, 0), int((x1 * width - crop[0]) * scale) + 2)
            one, other = with_text[rows, columns], bare[rows, columns]
            large = (y1 - y0) * height >= _LARGE_PT
            levels = _SEEN_LEVELS_LARGE if large else _SEEN_LEVELS
            seen[row] = bool(one.size) and float((drawings.colour_distance(one, other) >= levels).mean()) >= _LEAST_INK
        return seen

    def _spare_undrawable(self, gone: Bools) -> None:
        """Letters of a font that is not in the file and that this machine lacks: others do display them, if in another colour
        than their ground.
        """
        spared = 0
        for place in np.unique(self._owner[gone]):
            drawn_by = self._object(int(self._first[place]))
            font = pdfium.FPDFTextObj_GetFont(drawn_by) if drawn_by else None
            if font is None or pdfium.FPDFFont_GetIsEmbedded(font) or self._blends(int(place)):
                continue
            if pdfium.FPDFTextObj_GetTextRenderMode(drawn_by) == _INVISIBLE:
                continue
            gone[self._range(int(place))] = False
            spared += 1
        self.undrawable = spared

    def _find_under_others(self) -> None:
        """Words in the place of other words: each is taken away by itself, as the others' ink stands in its box."""
        pairs = self._piled_words()
        if not pairs:
            return
        places = sorted({place for pair in pairs for place in pair})
        # A word may be set by several objects: each letter is judged by the drawing without its own.
        setting = np.zeros(len(self._gone), dtype=np.int64)
        for place in places:
            own = self._range(place)
            setting[own] = [drawings.address(self._object(letter)) for letter in range(own.start, own.stop)]
        of_word = {place: set(setting[self._range(place)].tolist()) for place in places}
        rivals = [(one, other) for a, b in pairs for one in of_word[a] for other in of_word[b]]
        gone = np.zeros(len(self._gone), dtype=bool)
        judged = np.zeros(len(self._gone), dtype=bool)
        for group in drawings.groups(rivals)[:_MOST_DRAWINGS]:
            with drawings.without([one for one in self._objects if drawings.address(one) in group]):
                change = drawings.apart(self._with, self._draw(_SCALE)) >= _PILED_LEVELS
            letters = np.isin(setting, list(group)) & self._counts & ~self._gone
            judged |= letters
            gone |= letters & (drawings.shares(change, self._boxes) < _LEAST_INK_OF_ONE)
        for place in places:
            # Single letters may lie under a stamp or the stroke of another. A word is hidden as a whole or not at all.
            own = self._range(place)
            hidden = gone[own].sum() > judged[own].sum() / 2 or (judged[own].any() and self._blends(place))
            gone[own] = hidden & judged[own]
        self._mark_gone(gone)

    def _piled_words(self) -> list[tuple[int, int]]:
        """Pairs of words with different texts in one place: from the top, each compared with those that begin above its end."""
        order = np.flatnonzero(self._counts & ~self._gone)
        if not len(order):
            return []
        own, owners = self._boxes[order], self._owner[order]
        # A word that is divided at the end of a line has a part on each.
        same_line = np.minimum(own[1:, 3], own[:-1, 3]) > np.maximum(own[1:, 1], own[:-1, 1])
        starts = np.flatnonzero(np.r_[True, (np.diff(owners) != 0) | ~same_line])
        parts = np.column_stack([np.minimum.reduceat(own[:, :2], starts), np.maximum.reduceat(own[:, 2:], starts)])
        by_top = np.argsort(parts[:, 1], kind="stable")
        ranked, sorted_words = parts[by_top], owners[starts][by_top]
        areas = np.maximum((ranked[:, 2] - ranked[:, 0]) * (ranked[:, 3] - ranked[:, 1]), 1e-12)
        pairs: list[tuple[int, int]] = []
        for step in range(1, min(_MOST_IN_A_ROW, len(ranked))):
            one, other = ranked[:-step], ranked[step:]
            if not (other[:, 1] < one[:, 3]).any():
                break
            wide = np.minimum(one[:, 2], other[:, 2]) - np.maximum(one[:, 0], other[:, 0])
            high = np.minimum(one[:, 3], other[:, 3]) - np.maximum(one[:, 1], other[:, 1])
            shared = np.maximum(wide, 0) * np.maximum(high, 0)
            for index in np.flatnonzero(shared > _PILED * np.minimum(areas[:-step], areas[step:])):
                a, b = int(sorted_words[index]), int(sorted_words[index + step])
                if a != b and self._layer[a].word.text != self._layer[b].word.text:
                    pairs.append((a, b))
        return pairs

    def _reason(self, place: int) -> str:
        drawn_by = self._object_of(place)
        if drawn_by and pdfium.FPDFTextObj_GetTextRenderMode(drawn_by) == _INVISIBLE:
            return "drawn in no colour"
        if drawn_by and self._blends(place):
            return "in the colour of what is behind it"
        return "covered or cut off"

    def _blends(self, place: int) -> bool:
        """Whether the text's own colour is that of its ground, or transparent."""
        drawn_by = self._object_of(place)
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        if not drawn_by or not pdfium.FPDFPageObj_GetFillColor(drawn_by, red, green, blue, alpha):
            return False
        if alpha.value < _OPAQUE:
            return True
        colour = np.array([[red.value, green.value, blue.value]], dtype=np.uint8)
        x0, y0, x1, y1 = self._word_box(place).clip(0, 1)
        width, height = self._size_pt
        crop = (x0 * width, (1 - y1) * height, (1 - x1) * width, y0 * height)
        if x1 * width - x0 * width < 1 or y1 * height - y0 * height < 1:
            return False
        with drawings.without(self._objects):
            ground = self._draw(_SCALE, grey=False, crop=crop)
        if not ground.size:
            return False
        middle = np.median(ground.reshape(-1, ground.shape[-1]), axis=0)[None].astype(np.uint8)
        return float(drawings.colour_distance(colour, middle)[0]) < _SEEN_LEVELS

    def _word_box(self, place: int) -> Floats:
        boxes = self._boxes[self._range(place)]
        return np.concatenate([boxes[:, :2].min(0), boxes[:, 2:].max(0)])

    # Objects and drawings

    def _object(self, letter: int) -> Any:
        return pdfium.FPDFText_GetTextObject(self._text.raw, self._index[letter])

    def _object_of(self, place: int) -> Any:
        """The object of the first hidden letter of a word, or of its first."""
        gone = np.flatnonzero(self._gone[self._range(place)])
        return self._object(int(self._first[place]) + (int(gone[0]) if len(gone) else 0))

    def _draw(self, scale: float, *, grey: bool = True, crop: Sequence[float] = (0, 0, 0, 0)) -> Bytes:
        longest = _LONGEST_PX if grey else _LONGEST_CLOSE_PX
        scale = min(scale, longest / max(*self._size_pt, 1))
        bitmap: Any = self._page.render(scale=scale, grayscale=grey, rev_byteorder=not grey, crop=tuple(crop))
        drawn = np.array(bitmap.to_numpy(), dtype=np.uint8)
        return drawn.reshape(drawn.shape[:2]) if grey else drawn[:, :, :3]


_OUTSIDE = "outside the page"
_TOO_SMALL = "too small to be read"
