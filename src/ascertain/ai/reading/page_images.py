"""Words of a page image: by rapidocr first, by tesseract for scripts that rapidocr cannot read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from ascertain.ai.reading import barcodes, ocr, scripts
from ascertain.ai.reading.quality import Quality, assess_quality
from ascertain.ai.text import Barcode, Box, Word

_READ_WELL = 0.93  # mean confidence; below it the script of the page is detected
_OF_THE_SCRIPT = 0.3  # share of the letters; the rest may be Latin names
_CLEAR = 0.85  # mean confidence; a reading above it needs no comparison with other packs
_MAX_OTHER_LETTERS = 0.05  # share of letters outside Latin script in a reading of Latin text
_GUESSED = 0.6  # what tesseract reads into grain when it is given a script has a lower confidence than this
_FEW_LETTERS = 40  # a page with fewer may be one that the engine could hardly read
_MANY_UNREAD = 0.15  # share of the lines. Confidence alone does not reveal another script: its figures are read well.
_FEWEST_FILLERS, _SHORTEST_CODED = 2, 12  # of a piece of a machine-readable zone
_LATIN_READ_WELL = 0.9  # confidence of a word that stays beside a reading in another script
_SAME_PLACE = 0.3  # share of the smaller of two words
_COMMON = ("ara", "ell", "rus")  # packs that are tried where the detector finds no script
_LATIN = re.compile(r"[A-Za-z0-9À-ɏ\s.,;:()\[\]/\\'\"«»<>&@#%+*=_|!?€£$§°·•–—-]")


@dataclass(frozen=True, slots=True)
class ReadImage:
    """The image turned upright, its words, how well it could be read, and its two-dimensional codes."""

    image: Image.Image
    words: tuple[Word, ...]
    quality: Quality
    barcodes: tuple[Barcode, ...] = ()


def read_image(image: Image.Image) -> ReadImage:
    """Words with boxes, in reading order, of an image in any orientation and in any script whose pack is installed."""
    result = ocr.read_picture(image)
    codes = barcodes.read_barcodes(result.image)
    if codes:
        # What the engine makes of a code is noise, and lines that it cannot read there are no sign of another script.
        result = replace(result, words=_outside(result.words, codes), unread_share=0.0)
    first = ReadImage(result.image, result.words, assess_quality(result.image, result.words), codes)
    if codes and len("".join(word.text for word in result.words)) < _FEW_LETTERS:
        return first  # the back of a card
    if first.quality.blank:
        return replace(first, words=())
    if not _is_doubtful(result):
        return first
    # Chinese and Japanese, which this engine reads well.
    if _is_of_both_engines(result) and _mean_confidence(result.words) >= _READ_WELL:
        return first
    script = scripts.find_script(result.image)
    if script and script.pack and not script.installed:
        if script.pack in scripts.OF_BOTH_ENGINES and result.words:
            return first
        note = f"the text is in {script.name} script; reading it needs the Debian package {scripts.package_of(script.pack)}"
        return replace(first, quality=Quality(0.0, (note, *first.quality.notes)))
    if not (script and script.pack) and not _is_of_another_script(result):
        return first
    # rapidocr levelled the page, but it cannot know which way up letters are that it cannot read.
    turn = script.turn_deg if script else 0
    upright = result.image.rotate(-turn, expand=True) if turn else result.image
    words, more, pack = _best_reading(upright, script.pack if script else None)
    if not words:
        return first
    # Words of the first reading lie elsewhere on a turned page.
    again = ocr.read_picture(upright, is_upright=True) if turn else result
    if again.image.size == upright.size:
        words = tuple(_combined(again.words, words, pack))
    added = [word for word in more if not any(scripts.overlap(word.box, one.box) > 0 for one in words)]
    words = tuple(scripts.in_rows([*words, *added], from_right=pack == "ara"))
    if turn:
        return ReadImage(upright, words, assess_quality(upright, words), barcodes.read_barcodes(upright))
    words = _with_coded_lines(words, result.words)
    return ReadImage(upright, words, assess_quality(upright, words), codes)


def _outside(words: tuple[Word, ...], codes: tuple[Barcode, ...]) -> tuple[Word, ...]:
    """The words that are not in a code."""

    def is_in(word: Word, box: Box) -> bool:
        return box.x0 < (word.box.x0 + word.box.x1) / 2 < box.x1 and box.y0 < word.box.center_y < box.y1

    return tuple(word for word in words if not any(is_in(word, code.box) for code in codes))


def _with_coded_lines(words: tuple[Word, ...], latin: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words with the lines of a machine-readable zone as the first engine read them: it has Latin capitals in all countries.

    `latin` are the words of that engine on the same image. They replace what the other pack made of their places.
    """
    coded = [word for word in latin if word.text.count("<") >= _FEWEST_FILLERS and len(word.text) >= _SHORTEST_CODED]
    if not coded:
        return words

    def is_over(word: Word) -> bool:
        return any(one.box.y0 < word.box.center_y < one.box.y1 and word.box.x0 < one.box.x1 for one in coded)

    return (*(word for word in words if not is_over(word)), *coded)


def _combined(latin: Sequence[Word], words: Sequence[Word], pack: str) -> list[Word]:
    """The words of two readings of a page in two scripts: those of the pack's script from the pack, the others from the engine that
    reads Latin letters and figures better.
    """
    of_script = [word for word in words if re.search(scripts.LETTERS[pack], word.text)]
    kept = [
        word
        for word in latin
        if word.confidence >= _LATIN_READ_WELL
        and len(_LATIN.findall(word.text)) == len(word.text)
        and not any(scripts.overlap(word.box, other.box) > _SAME_PLACE for other in of_script)
    ]
    others = [word for word in words if not re.search(scripts.LETTERS[pack], word.text)]
    left = [word for word in others if not any(scripts.overlap(word.box, other.box) > 0 for other in kept)]
    return [*of_script, *kept, *left]


def _best_reading(upright: Image.Image, detected: str | None) -> tuple[tuple[Word, ...], tuple[Word, ...], str]:
    """The most confident reading by the installed packs, words that it may lack, and its pack; empty if none is confident enough.

    The packs of the detected script are tried, and the common ones where they read nothing or no script was detected.
    """
    page = scripts.clean_page(upright)
    installed = scripts.installed_languages()
    same = next((packs for packs in scripts.PACKS.values() if detected in packs), ())
    for packs in (same, tuple(pack for pack in _COMMON if pack not in same)):
        best, read_by = _most_confident(page, [pack for pack in packs if pack in installed])
        if best:
            more = _scattered(page) if read_by == "ara" else ()
            return scripts.capped_confidence(best, read_by), scripts.capped_confidence(more, read_by), read_by
    return (), (), ""


def _scattered(page: Image.Image) -> tuple[Word, ...]:
    """Arabic words by themselves: of ruled tables a reading by layout drops rows, others at each angle of the page."""
    found = scripts.read_words(page, "ara", scattered=True)
    return tuple(word for word in found if re.search(scripts.LETTERS["ara"], word.text))


def _most_confident(page: Image.Image, packs: list[str]) -> tuple[tuple[Word, ...], str]:
    """The most confident of the readings, and its pack; a clear one ends the search."""
    best: tuple[Word, ...] = ()
    read_by = ""
    for pack in packs:
        words = scripts.read_words(page, pack)
        if _are_of_the_script(words, pack) and (not best or _mean_confidence(words) > _mean_confidence(best)):
            best, read_by = words, pack
        if best and _mean_confidence(best) >= _CLEAR and not scripts.may_be_of_another_language(best, read_by):
            break
    return best, read_by


def _is_doubtful(result: ocr.OcrResult) -> bool:
    """Whether the page may be in a script that the engine cannot read.

    Signs are unread lines, words of low confidence, letters that are not Latin, or hardly any text.
    """
    text = "".join(word.text for word in result.words)
    if len(text) < _FEW_LETTERS:
        return True
    return _mean_confidence(result.words) < _READ_WELL or _is_of_another_script(result)


def _is_of_both_engines(result: ocr.OcrResult) -> bool:
    text = "".join(word.text for word in result.words)
    return len(re.findall(scripts.LETTERS["jpn"], text)) > _OF_THE_SCRIPT * max(len(text), 1)


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
