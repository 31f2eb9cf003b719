"""The text of a PDF page as far as the page displays it, and an account of the rest.

Words that are not displayed are left out and quoted in a note. Words of a scan's text layer, which the picture displays, are
compared with it. Where the layer says something else altogether, the page has to be read by OCR.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from PIL import Image

from ascertain.ai.reading import layer_check
from ascertain.ai.reading.layer_check import Comparison
from ascertain.ai.reading.visible_text import HiddenWord, SeenText
from ascertain.ai.text import Box, FormField, Page, Word

HIDDEN_NOTE = "the text layer has text that the page does not show"
DIFFERS_NOTE = "the text layer differs from the picture"
_MOST_QUOTED_CHARS = 300
_MOST_PAIRS = 6
# Producers hide a line about themselves, and forms a mark for a signing program. Figures, or more words than such a line has,
# deserve a look before an approval.
_FEW_WORDS, _FIGURES = 8, 3


@dataclass(frozen=True, slots=True)
class PageText:
    """A page with its displayed words, and the words that it does not display.

    Attributes:
        unreliable: the text layer says something else than the page shows, so that the page must be read by OCR.
    """

    page: Page
    hidden: tuple[HiddenWord, ...]
    unreliable: bool = False


def needs_picture(seen: SeenText) -> bool:
    """Whether words of the layer have to be compared with the picture of the page."""
    words = seen.page.words
    return (
        any(one.inked for one in seen.hidden)
        or bool(layer_check.meaningless_words(words)[1])
        or bool(layer_check.implausible_lines(words))
    )


def without_hidden(seen: SeenText) -> PageText:
    """The page with its displayed words, where none has to be compared with the picture."""
    return PageText(replace(seen.page, notes=_notes(seen.hidden, Comparison(), seen.undrawable)), seen.hidden)


def compared(seen: SeenText, picture: Image.Image) -> PageText:
    """As `without_hidden`, with words that the picture shows in place of hidden or meaningless ones.

    Args:
        picture: of the page, sharp enough to be read.
    """
    sample = layer_check.implausible_lines(seen.page.words)
    unreliable = bool(sample) and not layer_check.compare(picture, sample).mostly_agrees
    shown, hidden, layer = _of_hidden(seen, picture)
    shown, read = _with_meaning(shown, picture)
    # A scan whose layer says something else: hardly anything of the layer is left.
    unreliable |= not layer.mostly_agrees and len(layer.differing) > len(shown)
    notes = [*_notes(hidden, layer, seen.undrawable)]
    if read:
        notes.append(
            f"{_words(read)} without a meaning in Unicode {'was' if read == 1 else 'were'} read from the picture"
        )
    if unreliable:
        notes.append(f"{DIFFERS_NOTE} throughout, and the page was read by OCR")
    return PageText(replace(seen.page, words=tuple(shown), notes=tuple(notes)), tuple(hidden), unreliable)


def _of_hidden(seen: SeenText, picture: Image.Image) -> tuple[list[Word], list[HiddenWord], Comparison]:
    """The displayed words with those that the picture shows, the other hidden ones, and the comparison of a scan's layer."""
    layer = layer_check.compare(picture, [one for one in seen.hidden if one.pictured])
    # Ink of other words: only the same word, as of one that is drawn twice, is worth anything.
    beside = [one for one in seen.hidden if one.inked and not one.pictured]
    twice = layer_check.compare(picture, [one for one in beside if not _is_repeated(one, seen.page.words)])
    if not layer.mostly_agrees:
        agreeing = [(place, word) for place, word in layer.shown if place in layer.agreeing]
        layer = replace(layer, shown=tuple(agreeing), replaced=())
    placed = [*zip(seen.positions, seen.page.words, strict=True), *layer.shown]
    placed += [(place, word) for place, word in twice.shown if place in twice.agreeing]
    known = {place for place, _ in layer.shown} | twice.agreeing
    read_instead = layer.differing if layer.replaced else frozenset()
    hidden = [
        one
        for one in seen.hidden
        if one.position not in known | read_instead and not _is_repeated(one, seen.page.words)
    ]
    return [word for _, word in sorted(placed, key=lambda one: one[0])], hidden, layer


def _is_repeated(hidden: HiddenWord, words: Sequence[Word]) -> bool:
    """Whether the same word is displayed in the same place, as of a shadow or of what was drawn again."""
    box = hidden.word.box
    return any(word.text == hidden.word.text and _meet(word.box, box) for word in words)


def _meet(one: Box, other: Box) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0) and min(one.y1, other.y1) > max(one.y0, other.y0)


def _with_meaning(words: list[Word], picture: Image.Image) -> tuple[list[Word], int]:
    """The words, those without a meaning replaced by what the picture shows, and their number."""
    lines, doubted = layer_check.meaningless_words(words)
    if not doubted:
        return words, 0
    trusted = frozenset(range(len(words))) - doubted
    read = layer_check.compare(picture, lines, trusted=trusted)
    new = [(place, word) for place, word in read.shown if place not in trusted]
    remaining = [(place, word) for place, word in enumerate(words) if place in trusted]
    # A line that could not be read keeps what it has.
    known = {place for place, _ in new}
    remaining += [(place, words[place]) for place in doubted - known]
    return [word for _, word in sorted([*remaining, *new], key=lambda one: one[0])], len(known)


def shown_fields(fields: Sequence[FormField], text: PageText) -> tuple[FormField, ...]:
    """The form fields without those whose text the page does not display."""

    def is_hidden(field: FormField) -> bool:
        inside = [one for one in text.hidden if _holds(field.box, one.word.box)]
        return bool(inside) and not any(_holds(field.box, word.box) for word in text.page.words)

    return tuple(field for field in fields if field.kind == "box" or not is_hidden(field))


def _holds(field: Box, word: Box) -> bool:
    return field.x0 <= (word.x0 + word.x1) / 2 <= field.x1 and field.y0 <= word.center_y <= field.y1


def _notes(hidden: Sequence[HiddenWord], layer: Comparison, undrawable: int) -> tuple[str, ...]:
    notes = []
    if hidden:
        reasons = ", ".join(dict.fromkeys(one.reason for one in hidden))
        quote = " ".join(one.word.text for one in hidden)
        shown = quote if len(quote) <= _MOST_QUOTED_CHARS else f"{quote[:_MOST_QUOTED_CHARS]} …"
        notes.append(f"{HIDDEN_NOTE} ({_words(len(hidden))} {reasons}), and it was left out: “{shown}”")
    if layer.replaced:
        pairs = "; ".join(f"“{ours}” where it shows “{theirs}”" for ours, theirs in layer.replaced[:_MOST_PAIRS])
        more = f" and {len(layer.replaced) - _MOST_PAIRS} more" if len(layer.replaced) > _MOST_PAIRS else ""
        notes.append(f"{DIFFERS_NOTE}, which was read instead: {pairs}{more}")
    if layer.not_compared:
        notes.append(f"{_words(layer.not_compared)} of the text layer could not be compared with the picture")
    if undrawable:
        notes.append(f"{_words(undrawable)} could not be drawn here, as the file lacks the font")
    return tuple(notes)


def _words(count: int) -> str:
    return "1 word" if count == 1 else f"{count} words"


def severity_of(note: str) -> Literal["note", "high"]:
    """The severity of a flag for a note on hidden text, by what it quotes."""
    if not note.startswith(HIDDEN_NOTE):
        return "note"
    words = note.partition("“")[2].split()
    figures = any(sum(letter.isdigit() for letter in word) >= _FIGURES for word in words)
    return "high" if figures or len(words) >= _FEW_WORDS else "note"
