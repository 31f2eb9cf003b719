"""Scripts that the wheel's engine cannot read, by Debian's tesseract and its language packs: Cyrillic, Arabic, Greek."""

import io
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from PIL import Image

from ascertain.ai.reading.quality import noise_level
from ascertain.ai.text import Box, Word

PACKS = {"Cyrillic": "rus", "Arabic": "ara", "Greek": "ell"}
LETTERS = {"rus": "[\u0400-\u052f]", "ara": "[\u0600-\u06ff]", "ell": "[\u0370-\u03ff]"}  # by pack
_TIMEOUT_S = 45
_SCRIPT_SIDE_PX = 1600  # enough to tell a script, and a third of the time
_FEWEST_LETTERS = 12  # that a script is told by; of itself tesseract wants fifty, and a card has fewer
_LEAST_SURE = 0.2  # tesseract's own figure, which is low for Greek; below it the script is a guess
_LEAST_CONFIDENCE = 30.0
_MAX_CONFIDENCE = 0.98
# Of the facts of Arabic scans .71 were right (benchmarks.extraction languages): calibration makes some .75 of this.
_DESERVED = {"ara": 0.58}
_WORD_LEVEL = "5"
_GRAINY = 2.0  # standard deviation of the grain, grey levels, from which a page is smoothed
_GRAIN, _GRAIN_WINDOW_PX = 12, 11  # strength of the smoothing, and how far it looks for like spots
_INK = 160  # grey below which a pixel is ink
# Shares of the page's width: a straight stroke so long is the rule of a table and no letter's (Arabic joins a word in one).
_RULE_ACROSS, _RULE_DOWN = 0.08, 0.045
_RULE_THICK_PX = 9  # a thicker one is a bar or the ground of a heading


@dataclass(frozen=True, slots=True)
class Script:
    """The script of a page, how many degrees it has to be turned to the right to stand upright, and whether its pack is here."""

    name: str
    turn_deg: int
    pack: str | None
    installed: bool


@cache
def installed_languages() -> frozenset[str]:
    """Tesseract's installed languages; empty without tesseract."""
    try:
        told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(told.stdout.split("\n")[1:]) - {""}


def missing_scripts() -> dict[str, str]:
    """Scripts whose scans cannot be read here, each with the Debian packages that it needs."""
    known = installed_languages()
    base = "" if "osd" in known else "tesseract-ocr tesseract-ocr-osd "
    return {script: f"{base}tesseract-ocr-{pack}" for script, pack in PACKS.items() if base or pack not in known}


def find_script(image: Image.Image) -> Script | None:
    """The script of a page by tesseract's own detector; None where it cannot tell, or is not there."""
    if "osd" not in installed_languages():
        return None
    small = image.copy()
    small.thumbnail((_SCRIPT_SIDE_PX, _SCRIPT_SIDE_PX))
    told = _run(small, "--psm", "0", "-l", "osd", "-c", f"min_characters_to_try={_FEWEST_LETTERS}")
    fields = dict(line.split(": ", 1) for line in told.splitlines() if ": " in line)
    try:
        name, sure, turn = fields["Script"], float(fields["Script confidence"]), int(fields["Rotate"])
    except (KeyError, ValueError):
        return None
    if sure < _LEAST_SURE:
        return None
    pack = PACKS.get(name)
    return Script(name, turn, pack, pack in installed_languages())


def read_words(image: Image.Image, pack: str) -> tuple[Word, ...]:
    """The words of a cleaned page in the order in which they are read: from right to left where the script runs so."""
    packs = "+".join([pack, *(["eng"] if "eng" in installed_languages() else [])])
    rows = (line.split("\t") for line in _run(image, "-l", packs, "tsv").splitlines()[1:])
    return _in_rows(list(_words(rows, *image.size)), from_right=pack == "ara")


def capped_confidence(words: tuple[Word, ...], pack: str) -> tuple[Word, ...]:
    """The words no surer than those of their script deserve: of Arabic tesseract drops figures and is as sure of the rest."""
    most = _DESERVED.get(pack, _MAX_CONFIDENCE)
    return tuple(replace(word, confidence=min(word.confidence, most)) for word in words)


def _in_rows(words: list[Word], *, from_right: bool) -> tuple[Word, ...]:
    """Words row by row: read column by column, the labels of a table are parted from their values."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.y0 + word.box.y1):
        middle = (word.box.y0 + word.box.y1) / 2
        if rows and any(one.box.y0 < middle < one.box.y1 for one in rows[-1]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return tuple(word for row in rows for word in sorted(row, key=lambda word: word.box.x0, reverse=from_right))


def clean_page(image: Image.Image) -> Image.Image:
    """The page in grey without the rules of tables, for tesseract takes ruled cells for pictures, and without grain."""
    import cv2  # here, for the API process imports this module and only the readers clean pages

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
    if noise_level(wiped.astype(np.float32)) > _GRAINY:  # smoothing takes strokes from letters that are clean
        wiped = np.asarray(cv2.fastNlMeansDenoising(wiped, h=_GRAIN, searchWindowSize=_GRAIN_WINDOW_PX), dtype=np.uint8)
    return Image.fromarray(wiped)


def _words(rows: Iterable[list[str]], width: int, height: int) -> Iterable[Word]:
    for row in rows:
        if len(row) < 12 or row[0] != _WORD_LEVEL or not row[11].strip() or float(row[10]) < _LEAST_CONFIDENCE:
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
