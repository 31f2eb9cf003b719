"""Whom to screen: people who are on the UN's list, written well or badly, and made-up people who are not."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ascertain.kyc.screening.loading import country_code

POSITIVES = {"clean": "positives_un_untreated.csv", "perturbed": "positives_un_treated.csv"}
NEGATIVES = ("negatives_us.csv", "negatives_global.csv")


@dataclass(frozen=True, slots=True)
class Asked:
    """One to screen; `held_out` is the half, by a hash of the name, on which nothing was tuned."""

    name: str
    birth_date: str | None
    countries: tuple[str, ...]
    held_out: bool


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)


def _rows(file: Path) -> Iterator[Asked]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            nationality = row["nationality"].strip()
            code = nationality if len(nationality) == 2 else country_code(nationality) if nationality else None
            born = row["date_of_birth"].strip()[:10]
            name = row["full_name"].strip()
            yield Asked(name, born if born[:4].isdigit() else None, (code,) if code else (), _hash(name) % 2 == 1)


def positives(folder: Path, kind: str) -> list[Asked]:
    """The 683 people of the UN's list, `clean` or `perturbed`."""
    return list(_rows(folder / POSITIVES[kind]))


def negatives(folder: Path, count: int) -> list[Asked]:
    """`count` made-up people, half of each file, those whose names' hashes are smallest, so always the same."""
    chosen: list[Asked] = []
    for name in NEGATIVES:
        chosen += sorted(_rows(folder / name), key=lambda asked: _hash(asked.name))[: count // len(NEGATIVES)]
    return chosen
