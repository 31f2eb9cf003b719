"""OCR of scripts that rapidocr cannot read, by Debian's tesseract and its language packs.

rapidocr reads Chinese and Japanese better than tesseract does, which there is asked only where rapidocr is in doubt.
"""

import io
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from PIL import Image

from ascertain.ai.reading.quality import noise_level
from ascertain.ai.text import Box, Word

# Packs by the names that tesseract's detector gives to scripts, the most common language first.
PACKS = {
    "Cyrillic": ("rus", "ukr", "bul"),
    "Arabic": ("ara",),
    "Greek": ("ell",),
    "Devanagari": ("hin",),
    "Korean": ("kor",),
    "Hangul": ("kor",),
    "Japanese": ("jpn",),
    "Hiragana": ("jpn",),
    "Katakana": ("jpn",),
    "Han": ("chi_sim", "chi_tra"),
}
_CYRILLIC, _HAN = "[\u0400-\u052f]", "[\u3040-\u30ff\u3400-\u9fff]"
LETTERS = {  # by pack
    "rus": _CYRILLIC, "ukr": _CYRILLIC, "bul": _CYRILLIC, "ara": "[\u0600-\u06ff]", "ell": "[\u0370-\u03ff]",
    "hin": "[\u0900-\u097f]", "kor": "[\u1100-\u11ff\uac00-\ud7af]", "jpn": _HAN, "chi_sim": _HAN, "chi_tra": _HAN,
}  # fmt: skip
# Packs whose script the first engine reads as well. Without a detected script only the others are tried.
OF_BOTH_ENGINES = frozenset({"jpn", "chi_sim", "chi_tra"})
# Names under which scripts are listed to people, who need one pack for each of these.
_SHOWN = {
    "Cyrillic": "rus", "Ukrainian": "ukr", "Bulgarian": "bul", "Arabic": "ara", "Greek": "ell", "Hindi": "hin", "Korean": "kor",
    "Japanese": "jpn", "Chinese": "chi_sim", "traditional Chinese": "chi_tra",
}  # fmt: skip
_TIMEOUT_S = 45
# Letters that Russian has in any longer text, and Ukrainian and Bulgarian never.
_RUSSIAN_ALONE = re.compile("[ыэЫЭ]")
_FEWEST_OF_RUSSIAN, _ENOUGH_LETTERS = 0.004, 60
_SCRIPT_SIDE_PX = 1600  # enough to detect a script, in a third of the time
_FEWEST_LETTERS = 12  # tesseract's default is 50, and an identity card has fewer
_LEAST_SCRIPT_CONFIDENCE = 0.2  # tesseract's own measure, which is low for Greek; below it the script is a guess
_LEAST_CONFIDENCE = 30.0  # of a word, of 100; below it tesseract guesses
_MAX_CONFIDENCE = 0.98
# tesseract drops Arabic figures and is confident of the rest. Of the facts of Arabic scans, .71 were right
# (benchmarks.extraction languages); calibration maps this cap to about .75.
_CONFIDENCE_CAPS = {"ara": 0.58}
# Page segmentation modes: by tesseract's own layout, and text wherever it is, which reads whole lines less well.
_LAID_OUT, _SCATTERED = "3", "11"
_WORD_LEVEL = "5"  # rows of tesseract's TSV: 1 page, 2 block, 3 paragraph, 4 line, 5 word
_TSV_COLUMNS = 12
_GRAINY = 2.0  # standard deviation of the grain, in grey levels, from which a page is smoothed
_GRAIN, _GRAIN_WINDOW_PX = 12, 11  # strength of the smoothing, and how far it searches for similar patches
_INK = 160  # grey below which a pixel is ink
# Shares of the page's width: a straight stroke this long is a rule of a table. It has to be long, because Arabic joins a word in
# one stroke.
_RULE_ACROSS, _RULE_DOWN = 0.08, 0.045
_RULE_THICK_PX = 9  # a thicker one is a bar or the background of a heading


@dataclass(frozen=True, slots=True)
class Script:
    """The script of a page, the rotation to the right that makes it upright, and whether its language pack is installed."""

    name: str
    turn_deg: int
    pack: str | None
    installed: bool


class ProgramNeeded(Exception):
    """Reading this page needs tesseract, and this process may start no program."""


# A reading process gets both from its parent: it may not ask the program itself.
_given_languages: frozenset[str] | None = None
_may_start = True


def use_programs(languages: frozenset[str], *, allowed: bool) -> None:
    """Take the language packs from the parent; unless programs are allowed, their use raises ProgramNeeded."""
    global _given_languages, _may_start  # of the process: one file at a time has it
    _given_languages, _may_start = languages, allowed


def installed_languages() -> frozenset[str]:
    """The installed language packs of tesseract; empty without tesseract."""
    return listed_languages() if _given_languages is None else _given_languages


@cache
def listed_languages() -> frozenset[str]:
    """The language packs that tesseract itself lists."""
    try:
        listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(listed.stdout.split("\n")[1:]) - {""}


def missing_scripts() -> dict[str, str]:
    """Scripts whose scans cannot be read on this machine, each with the Debian packages that it needs."""
    known = installed_languages()
    base = "" if "osd" in known else "tesseract-ocr tesseract-ocr-osd "
    return {name: base + package_of(pack) for name, pack in _SHOWN.items() if base or pack not in known}


def package_of(pack: str) -> str:
    """The Debian package of a language pack."""
    return f"tesseract-ocr-{pack.replace('_', '-')}"


def find_script(image: Image.Image) -> Script | None:
    """The script of a page by tesseract's detector; None if the detector is not installed or finds none."""
    if "osd" not in installed_languages():
        return None
    small = image.copy()
    small.thumbnail((_SCRIPT_SIDE_PX, _SCRIPT_SIDE_PX))
    output = _run(small, "--psm", "0", "-l", "osd", "-c", f"min_characters_to_try={_FEWEST_LETTERS}")
    fields = dict(line.split(": ", 1) for line in output.splitlines() if ": " in line)
    try:
        name, confidence, turn = fields["Script"], float(fields["Script confidence"]), int(fields["Rotate"])
    except (KeyError, ValueError):
        return None
    if confidence < _LEAST_SCRIPT_CONFIDENCE:
        return None
    packs = PACKS.get(name, ())
    installed = next((pack for pack in packs if pack in installed_languages()), None)
    return Script(name, turn, installed or (packs[0] if packs else None), installed is not None)


def read_words(image: Image.Image, pack: str, *, scattered: bool = False) -> tuple[Word, ...]:
    """The words of a cleaned page in reading order, from right to left in Arabic; `scattered`: without regard to its layout."""
    # English is read as well: documents in other scripts contain Latin names and numbers.
    packs = "+".join([pack, *(["eng"] if "eng" in installed_languages() else [])])
    output = _run(image, "--psm", _SCATTERED if scattered else _LAID_OUT, "-l", packs, "tsv")
    rows = (line.split("\t") for line in output.splitlines()[1:])
    return in_rows(list(_words(rows, *image.size)), from_right=pack == "ara")


def overlap(one: Box, other: Box) -> float:
    """The shared area of two boxes as a share of the smaller one."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    smaller = min((one.x1 - one.x0) * one.height, (other.x1 - other.x0) * other.height)
    return max(wide, 0.0) * max(high, 0.0) / max(smaller, 1e-9)


def capped_confidence(words: tuple[Word, ...], pack: str) -> tuple[Word, ...]:
    """The words with their confidence limited to what was measured for the script."""
    most = _CONFIDENCE_CAPS.get(pack, _MAX_CONFIDENCE)
    return tuple(replace(word, confidence=min(word.confidence, most)) for word in words)


def in_rows(words: Sequence[Word], *, from_right: bool) -> tuple[Word, ...]:
    """The words row by row. tesseract returns columns, which separates the labels of a table from their values."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.y0 + word.box.y1):
        middle = (word.box.y0 + word.box.y1) / 2
        if rows and any(one.box.y0 < middle < one.box.y1 for one in rows[-1]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return tuple(word for row in rows for word in sorted(row, key=lambda word: word.box.x0, reverse=from_right))


def may_be_of_another_language(words: tuple[Word, ...], pack: str) -> bool:
    """Whether a reading by the Russian pack, however confident, lacks letters that Russian text has."""
    text = "".join(word.text for word in words)
    found = len(_RUSSIAN_ALONE.findall(text))
    return pack == "rus" and len(text) >= _ENOUGH_LETTERS and found < _FEWEST_OF_RUSSIAN * len(text)


def clean_page(image: Image.Image) -> Image.Image:
    """The page in grey without grain and without the rules of tables: tesseract mistakes ruled cells for pictures."""
    import cv2  # imported here: the API process imports this module, and only the readers clean pages

    grey = np.asarray(image.convert("L"))
    ink = np.asarray(grey < _INK, dtype=np.uint8)
    across, down = (max(60, round(share * image.width)) for share in (_RULE_ACROSS, _RULE_DOWN))
    rules = np.zeros_like(ink)
    for shape in ((1, across), (down, 1)):
        strokes = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        bars = cv2.morphologyEx(strokes, cv2.MORPH_OPEN, np.ones((_RULE_THICK_PX, _RULE_THICK_PX), np.uint8))
        rules |= np.asarray(cv2.subtract(strokes, bars), dtype=np.uint8)
    wiped = grey.copy()
    wiped[cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0] = round(float(np.median(grey)))
    if noise_level(wiped.astype(np.float32)) > _GRAINY:  # smoothing a clean page would thin its letters
        wiped = np.asarray(cv2.fastNlMeansDenoising(wiped, h=_GRAIN, searchWindowSize=_GRAIN_WINDOW_PX), dtype=np.uint8)
    return Image.fromarray(wiped)


def _words(rows: Iterable[list[str]], width: int, height: int) -> Iterable[Word]:
    for row in rows:
        if (
            len(row) < _TSV_COLUMNS
            or row[0] != _WORD_LEVEL
            or not row[11].strip()
            or float(row[10]) < _LEAST_CONFIDENCE
        ):
            continue
        left, top, wide, high = (int(cell) for cell in row[6:10])
        box = Box(
            round(left / width, 5),
            round(top / height, 5),
            round((left + wide) / width, 5),
            round((top + high) / height, 5),
        )
        yield Word(row[11].strip(), box, round(min(float(row[10]) / 100, _MAX_CONFIDENCE), 4))


def _run(image: Image.Image, *arguments: str) -> str:
    if not _may_start:
        raise ProgramNeeded
    data = io.BytesIO()
    image.save(data, "PNG", compress_level=1)
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", *arguments],
            input=data.getvalue(),
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")
