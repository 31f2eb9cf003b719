"""Field accuracy of machine-readable zones: `python -m benchmarks.mrz`.

Three sets: the specimens of ICAO Doc 9303; generated zones whose characters are changed, dropped and added as often as measured for
OCR (`confusions.json`; `--worse` multiplies the rates); and zones rendered as scans and read by the OCR engine. The baseline is a
plain parser, which cuts the lines as read by position. `wrong but verified` counts values that differ from the print and are marked
as verified; it must be 0. Seeds from 100 on were not inspected while the repairs were written.
"""

import argparse
import json
import random
from collections import Counter
from pathlib import Path

from ascertain.ai.reading import ocr
from ascertain.ai.text import Box, Page, Word
from ascertain.kyc.extraction.mrz import Mrz, find_mrz
from benchmarks.mrz.confusions import draw
from benchmarks.mrz.zones import LENGTHS, SPECIMENS, Zone, check_digit, make
from benchmarks.results import Cell, Result, add_record_options, proportion, record

_SHARES: dict[str, dict[str, float]] = json.loads((Path(__file__).parent / "confusions.json").read_text())["shares"]
_CHECKED = ("number", "birth_date", "expiry_date")
# Line and characters of each field, written apart from the product's tables so that one checks the other.
_PLACES = {"country": (0, 2, 5), "number": (1, 0, 9), "nationality": (1, 10, 13), "birth_date": (1, 13, 19)}
_PLACES |= {"gender": (1, 20, 21), "expiry_date": (1, 21, 27)}
_PLACES_TD1 = {"country": (0, 2, 5), "number": (0, 5, 14), "nationality": (1, 15, 18), "birth_date": (1, 0, 6)}
_PLACES_TD1 |= {"gender": (1, 7, 8), "expiry_date": (1, 8, 14)}


def noisy(line: str, rng: random.Random, worse: float) -> str:
    """The line as OCR might have read it."""
    out = []
    for char in line:
        draw_, read = rng.random(), char
        added = ""
        for other, share in _SHARES.get(char, {}).items():
            draw_ -= share * worse
            if draw_ < 0:
                read, added = (char, other[1:]) if other.startswith("+") else (other, "")
                break
        out.append(read + added)
    return "".join(out)


def page_of(lines: tuple[str, ...]) -> Page:
    """The lines at the foot of a page, one word each."""
    words = [Word(line, Box(0.1, 0.8 + 0.03 * i, 0.9, 0.82 + 0.03 * i), 0.97) for i, line in enumerate(lines) if line]
    return Page(1, 500, 350, tuple(words), "ocr")


def baseline(zone: Zone, lines: list[str]) -> dict[str, str]:
    """The baseline: a parser that takes the lines as read."""
    places = _PLACES_TD1 if zone.format == "TD1" else _PLACES
    values = {name: lines[at][start:end].rstrip("<") for name, (at, start, end) in places.items() if at < len(lines)}
    names = (lines[2] if zone.format == "TD1" else lines[0][5:]) if len(lines) == len(zone.lines) else ""
    last, _, first = names.rstrip("<").partition("<<")
    return values | {"last_name": last.replace("<", " "), "first_name": first.replace("<", " ")}


class Tally:
    """Counts over one set."""

    def __init__(self) -> None:
        self.zones = self.found = self.exact = self.fields = 0
        self.right: Counter[str] = Counter()
        self.plain: Counter[str] = Counter()
        self.verified: Counter[str] = Counter()
        self.wrong_verified: list[str] = []
        self.plain_wrong = 0

    def add(self, zone: Zone, found: Mrz | None, read: list[str]) -> None:
        """Add a zone: its truth, our result, and the lines that were read."""
        self.zones += 1
        self.found += found is not None
        self.exact += tuple(read) == zone.lines
        plain = baseline(zone, read)
        for name, value in zone.values.items():
            stated = value.strip("<")
            self.plain[name] += plain.get(name, "").strip("<") == stated
            ours = found.fields[name].value.strip("<") if found else ""
            self.right[name] += ours == stated
            if found and found.fields[name].verified:
                self.verified[name] += 1
                if ours != stated:
                    self.wrong_verified.append(f"{zone.format} {name}: {stated} read as {ours} in {read}")
        self.plain_wrong += self._plain_wrong(zone, plain, read)

    def _plain_wrong(self, zone: Zone, plain: dict[str, str], read: list[str]) -> int:
        """The number of wrong values of the baseline whose check digit holds."""
        places = _PLACES_TD1 if zone.format == "TD1" else _PLACES
        wrong = 0
        for name in _CHECKED:
            at, start, end = places[name]
            if at < len(read) and plain.get(name) != zone.values[name].strip("<") and end < len(read[at]):
                try:
                    wrong += check_digit(read[at][start:end]) == read[at][end]
                except (ValueError, IndexError):
                    continue
        return wrong

    def show(self, title: str) -> None:
        """Print the table of the set."""
        print(f"\n{title}: {self.zones} zones, {self.found} found, {self.exact} read exactly by the engine")
        print(f"{'field':12} {'ours':>7} {'plain parser':>13} {'verified':>9}")
        for name in self.right:
            shares = (counter[name] / self.zones for counter in (self.right, self.plain, self.verified))
            print("{:12} {:7.1%} {:13.1%} {:9.1%}".format(name, *shares))
        total = self.zones * len(self.right)
        print(f"{'all':12} {sum(self.right.values()) / total:7.1%} {sum(self.plain.values()) / total:13.1%}")
        print(
            f"wrong but verified: {len(self.wrong_verified)} of {sum(self.verified.values())} (plain parser: {self.plain_wrong})"
        )
        for line in self.wrong_verified[:10]:
            print("   ", line)

    def row(self, title: str) -> list[Cell]:
        """The row of the set in the recorded table."""
        total = self.zones * len(self.right)
        return [
            title, proportion(sum(self.right.values()), total), proportion(sum(self.plain.values()), total),
            *(proportion(self.right[name], self.zones) for name in (*_CHECKED, "last_name")),
            proportion(len(self.wrong_verified), sum(self.verified.values())), self.plain_wrong,
        ]  # fmt: skip


def main() -> None:
    """Print the tables of the three sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--pictures", type=int, default=100)
    parser.add_argument("--seed", type=int, default=100)
    parser.add_argument("--worse", type=float, nargs="*", default=[1.0, 3.0])
    add_record_options(parser)
    chosen = parser.parse_args()
    rows: list[list[Cell]] = []
    specimens = Tally()
    for zone in SPECIMENS:
        specimens.add(zone, find_mrz([page_of(zone.lines)]), list(zone.lines))
    specimens.show("ICAO Doc 9303 specimens")
    rows.append(specimens.row("ICAO Doc 9303 specimens"))
    for worse in chosen.worse:
        rng, tally = random.Random(chosen.seed), Tally()
        for index in range(chosen.count):
            zone = make(rng, list(LENGTHS)[index % 5])
            read = [noisy(line, rng, worse) for line in zone.lines]
            tally.add(zone, find_mrz([page_of(tuple(read))]), read)
        tally.show(f"generated, measured OCR noise x {worse:g}, seed {chosen.seed}")
        rows.append(tally.row(f"{chosen.count:,} generated, measured OCR noise x {worse:g}"))
    if chosen.pictures:
        rng, tally = random.Random(chosen.seed + 1), Tally()
        for index in range(chosen.pictures):
            zone = make(rng, list(LENGTHS)[index % 5])
            result = ocr.read_picture(draw(zone.lines, rng))
            words = result.words
            page = Page(1, result.image.width / 2, result.image.height / 2, words, "ocr")
            tally.add(zone, find_mrz([page]), [word.text for word in words][-len(zone.lines) :])
        tally.show(f"drawn at 110 to 300 dpi and read, seed {chosen.seed + 1}")
        rows.append(tally.row(f"{chosen.pictures} drawn at 110 to 300 dpi and read"))
    record(_table(rows, chosen), chosen.record)


def _table(rows: list[list[Cell]], chosen: argparse.Namespace) -> Result:
    return Result(
        capability="reading",
        name="machine-readable-zones",
        set="six specimens of ICAO Doc 9303; zones made by this project",
        split=f"seeds {chosen.seed} and {chosen.seed + 1}; those from 100 on were not inspected while the repairs were written",
        size=f"{len(SPECIMENS)} specimens, {chosen.count:,} zones for each noise, {chosen.pictures} drawn",
        columns=[
            "set", "fields right", "a plain parser", "number", "birth date", "expiry date", "last name",
            "verified but wrong", "plain parser: wrong with a valid check digit",
        ],
        rows=rows,
        peer="a parser that takes lines as they are",
    )  # fmt: skip


if __name__ == "__main__":
    main()
