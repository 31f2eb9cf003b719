"""Words of a page image: by rapidocr first, by tesseract for scripts that rapidocr cannot read."""

import re
from dataclasses import dataclass, replace

from PIL import Image

from ascertain.ai.reading import ocr, scripts
from ascertain.ai.reading.quality import Quality, assess_quality
from ascertain.ai.text import Word

_READ_WELL = 0.93  # mean confidence; below it the script of the page is detected
_OF_THE_SCRIPT = 0.3  # share of the letters; the rest may be Latin names
_CLEAR = 0.85  # mean confidence; a reading above it needs no comparison with other packs
_MAX_OTHER_LETTERS = 0.05  # share of letters outside Latin script in a reading of Latin text
_GUESSED = 0.6  # what tesseract reads into grain when it is given a script has a lower confidence than this
_FEW_LETTERS = 40  # a page with fewer may be one that the engine could hardly read
_MANY_UNREAD = 0.15  # share of the lines. Confidence alone does not reveal another script: its figures are read well.
_LATIN = re.compile(r"[A-Za-z0-9À-ɏ\s.,;:()\[\]/\\'\"«»<>&@#%+*=_|!?€£$§°·•–—-]")


@dataclass(frozen=True, slots=True)
class ReadImage:
    """The image turned upright, its words, and how well it could be read."""

    image: Image.Image
    words: tuple[Word, ...]
    quality: Quality


def read_image(image: Image.Image) -> ReadImage:
    """Words with boxes, in reading order, of an image in any orientation and in Latin, Cyrillic, Greek or Arabic script."""
    result = ocr.read_picture(image)
    first = ReadImage(result.image, result.words, assess_quality(result.image, result.words))
    if not _is_doubtful(result) or first.quality.notes == ("the page is blank",):
        return first
    script = scripts.find_script(result.image)
    if script and script.pack and not script.installed:
        note = f"the text is in {script.name} script; reading it needs the Debian package tesseract-ocr-{script.pack}"
        return replace(first, quality=Quality(0.0, (note, *first.quality.notes)))
    if not (script and script.pack) and not _is_of_another_script(result):
        return first
    # rapidocr levelled the page, but it cannot know which way up letters are that it cannot read.
    turn = script.turn_deg if script else 0
    upright = result.image.rotate(-turn, expand=True) if turn else result.image
    words = _best_reading(upright, script.pack if script else None)
    return ReadImage(upright, words, assess_quality(upright, words)) if words else first


def _best_reading(upright: Image.Image, detected: str | None) -> tuple[Word, ...]:
    """The most confident reading by the installed packs; empty if none is confident enough. The detected script is tried first."""
    best: tuple[Word, ...] = ()
    read_by, page = "", scripts.clean_page(upright)
    for pack in sorted(
        scripts.LETTERS.keys() & scripts.installed_languages(), key=lambda pack: (pack != detected, pack)
    ):
        words = scripts.read_words(page, pack)
        if _are_of_the_script(words, pack) and (not best or _mean_confidence(words) > _mean_confidence(best)):
            best, read_by = words, pack
        if best and _mean_confidence(best) >= _CLEAR:
            break
    return scripts.capped_confidence(best, read_by)


def _is_doubtful(result: ocr.OcrResult) -> bool:
    """Whether the page may be in a script that the engine cannot read.

    Signs are unread lines, words of low confidence, letters that are not Latin, or hardly any text.
    """
    text = "".join(word.text for word in result.words)
    if len(text) < _FEW_LETTERS:
        return True
    return _mean_confidence(result.words) < _READ_WELL or _is_of_another_script(result)


def _is_of_another_script(result: ocr.OcrResult) -> bool:
    text = "".join(word.text for word in result.words)
    return result.unread_share > _MANY_UNREAD or 1 - len(_LATIN.findall(text)) / max(len(text), 1) > _MAX_OTHER_LETTERS


def _are_of_the_script(words: tuple[Word, ...], pack: str) -> bool:
    """Whether the pack read what it is for: a poor page of Latin text is easily mistaken for Greek."""
    letters = [letter for word in words for letter in word.text if letter.isalpha()]
    of_script = len(re.findall(scripts.LETTERS[pack], "".join(letters)))
    return bool(letters) and of_script >= _OF_THE_SCRIPT * len(letters) and _mean_confidence(words) >= _GUESSED


def _mean_confidence(words: tuple[Word, ...]) -> float:
    """The mean confidence of the words, weighted by their length."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters
