"""Scripts that the wheel's engine cannot read, by Debian's tesseract and its language packs: Cyrillic, Arabic, Greek."""

import io
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from PIL import Image

from ascertain.ai.text import Box, Word

PACKS = {"Cyrillic": "rus", "Arabic": "ara", "Greek": "ell"}
_TIMEOUT_S = 45
_SCRIPT_SIDE_PX = 1600  # enough to tell a script, and a third of the time
_LEAST_SURE = 1.0  # tesseract's own figure; below it the script is a guess
_LEAST_CONFIDENCE = 30.0
_SUREST = 0.98
_WORD_LEVEL = "5"


@dataclass(frozen=True, slots=True)
class Script:
    """The script of a page, how many degrees it has to be turned to the right to stand upright, and whether its pack is here."""

    name: str
    turn_deg: int
    pack: str | None
    installed: bool


@cache
def languages() -> frozenset[str]:
    """Tesseract's installed languages; empty without tesseract."""
    try:
        told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(told.stdout.split("\n")[1:]) - {""}


def missing_scripts() -> dict[str, str]:
    """Scripts whose scans cannot be read here, each with the Debian packages that it needs."""
    known = languages()
    base = "" if "osd" in known else "tesseract-ocr tesseract-ocr-osd "
    return {script: f"{base}tesseract-ocr-{pack}" for script, pack in PACKS.items() if base or pack not in known}


def find_script(image: Image.Image) -> Script | None:
    """The script of a page by tesseract's own detector; None where it cannot tell, or is not there."""
    if "osd" not in languages():
        return None
    small = image.copy()
    small.thumbnail((_SCRIPT_SIDE_PX, _SCRIPT_SIDE_PX))
    told = _run(small, "--psm", "0", "-l", "osd")
    fields = dict(line.split(": ", 1) for line in told.splitlines() if ": " in line)
    try:
        name, sure, turn = fields["Script"], float(fields["Script confidence"]), int(fields["Rotate"])
    except (KeyError, ValueError):
        return None
    if sure < _LEAST_SURE:
        return None
    pack = PACKS.get(name)
    return Script(name, turn, pack, pack in languages())


def read(image: Image.Image, pack: str) -> tuple[Word, ...]:
    """The words of a page in the order in which they are read: from right to left where the script runs so."""
    packs = "+".join([pack, *(["eng"] if "eng" in languages() else [])])
    rows = (line.split("\t") for line in _run(image, "-l", packs, "tsv").splitlines()[1:])
    return tuple(_words(rows, *image.size))


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
        yield Word(row[11].strip(), box, round(min(float(row[10]) / 100, _SUREST), 4))


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
