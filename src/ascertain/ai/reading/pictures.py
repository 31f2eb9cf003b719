"""Pictures of pages to words: the engine of the wheel first, tesseract where the script is one that it cannot read."""

import re
from dataclasses import dataclass, replace

from PIL import Image

from ascertain.ai.reading import ocr, scripts
from ascertain.ai.reading.quality import Quality, judge
from ascertain.ai.text import Word

_SURE = 0.93  # a page of Latin script reads better than this; one that does not is asked for its script
_OF_THE_SCRIPT = 0.3  # of the letters; the rest may be Latin names
_CLEAR = 0.85  # a reading as sure as this needs no other to be held against
_GUESSED = 0.6  # what the second engine makes of grain in a script that it was told is surer by less
_FEW_LETTERS = 40
_MANY_UNREAD = 0.15  # of the lines: figures alone are read well on a page of any script
_LATIN = re.compile(r"[A-Za-z0-9À-ɏ\s.,;:()\[\]/\\'\"«»<>&@#%+*=_|!?€£$§°·•–—-]")


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """The picture as laid down, its words, and how well it could be read."""

    image: Image.Image
    words: tuple[Word, ...]
    quality: Quality


def read(image: Image.Image) -> ReadPicture:
    """Words with boxes, in reading order, of a picture in any orientation and in Latin, Cyrillic, Greek or Arabic script."""
    laid = ocr.read_picture(image)
    first = ReadPicture(laid.image, laid.words, judge(laid.image, laid.words))
    if not _is_doubtful(laid) or first.quality.notes == ("the page is blank",):
        return first
    script = scripts.find_script(laid.image)
    if script and script.pack and not script.installed:
        note = f"the text is in {script.name} script, which needs the Debian package tesseract-ocr-{script.pack}"
        return replace(first, quality=Quality(0.0, (note, *first.quality.notes)))
    if not (script and script.pack) and not _is_of_another_script(laid):
        return first
    # The first engine levelled the page; which way up letters stand that it cannot read, it may have guessed.
    turn = script.turn_deg if script else 0
    upright = laid.image.rotate(-turn, expand=True) if turn else laid.image
    words = _best_reading(upright, script.pack if script else None)
    return ReadPicture(upright, words, judge(upright, words)) if words else first


def _best_reading(upright: Image.Image, told: str | None) -> tuple[Word, ...]:
    """The surest reading by the packs that are here, the one that the page was told to be in first; empty where none is sure."""
    best: tuple[Word, ...] = ()
    read_by, page = "", scripts.cleaned(upright)
    for pack in sorted(scripts.LETTERS.keys() & scripts.languages(), key=lambda pack: (pack != told, pack)):
        words = scripts.read(page, pack)
        if _are_of_the_script(words, pack) and (not best or _sureness(words) > _sureness(best)):
            best, read_by = words, pack
        if best and _sureness(best) >= _CLEAR:
            break
    return scripts.trusted(best, read_by)


def _is_doubtful(laid: ocr.Laid) -> bool:
    """Whether the words may be of a script that the engine guesses at: lines unread, unsure words, letters that are not Latin, or
    hardly any.
    """
    text = "".join(word.text for word in laid.words)
    if len(text) < _FEW_LETTERS:
        return True
    return _sureness(laid.words) < _SURE or _is_of_another_script(laid)


def _is_of_another_script(laid: ocr.Laid) -> bool:
    text = "".join(word.text for word in laid.words)
    return laid.unread > _MANY_UNREAD or 1 - len(_LATIN.findall(text)) / max(len(text), 1) > 0.05


def _are_of_the_script(words: tuple[Word, ...], pack: str) -> bool:
    """Whether the pack read what it is for: a poor page of Latin text is easily told for Greek."""
    letters = [letter for word in words for letter in word.text if letter.isalpha()]
    of_script = len(re.findall(scripts.LETTERS[pack], "".join(letters)))
    return bool(letters) and of_script >= _OF_THE_SCRIPT * len(letters) and _sureness(words) >= _GUESSED


def _sureness(words: tuple[Word, ...]) -> float:
    """The mean confidence of words, long ones counting more."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters
