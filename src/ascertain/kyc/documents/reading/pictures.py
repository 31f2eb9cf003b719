"""Pictures of pages to words: the engine of the wheel first, tesseract where the script is one that it cannot read."""

import re
from dataclasses import dataclass, replace

from PIL import Image

from ascertain.ai.text import Word
from ascertain.kyc.documents.reading import ocr, scripts
from ascertain.kyc.documents.reading.quality import Quality, judge

_SURE = 0.93  # a page of Latin script reads better than this; one that does not is asked for its script
_FEW_LETTERS = 40
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
    if not _is_doubtful(laid.words) or first.quality.notes == ("the page is blank",):
        return first
    upright = image.convert("RGB")
    script = scripts.find_script(upright)
    if script is None or script.pack is None:
        return first
    if not script.installed:
        note = f"the text is in {script.name} script, which needs the Debian package tesseract-ocr-{script.pack}"
        return replace(first, quality=Quality(0.0, (note, *first.quality.notes)))
    upright = upright.rotate(-script.turn_deg, expand=True) if script.turn_deg else upright
    if not script.turn_deg and laid.quarters == 0:
        upright = laid.image  # level already
    words = scripts.read(upright, script.pack)
    return ReadPicture(upright, words, judge(upright, words)) if words else first


def _is_doubtful(words: tuple[Word, ...]) -> bool:
    """Whether the words may be of a script that the engine guesses at: unsure ones, letters that are not Latin, or hardly any."""
    text = "".join(word.text for word in words)
    if len(text) < _FEW_LETTERS:
        return True
    sure = sum(word.confidence * len(word.text) for word in words) / len(text)
    return sure < _SURE or 1 - len(_LATIN.findall(text)) / len(text) > 0.05
