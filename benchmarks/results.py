"""Results of benchmark commands as JSON, from which the benchmark pages of the documentation are drawn.

A command calls `record` once per table, which writes only if the command was started with `--record`: a quick or partial run
never replaces a table. The file names what was measured, by which command, at which commit and on what day, so that a row can be
repeated and is never copied by hand. `python -m tools.benchmark_pages` draws the pages.
"""

import argparse
import json
import os
import platform
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"
Cell = str | int | float | None | Mapping[str, int]


def proportion(hits: int, total: int) -> Mapping[str, int]:
    """A cell that counts hits among `total`; the page shows the share with its 95 % Wilson interval."""
    return {"hits": int(hits), "total": int(total)}


def add_record_options(parser: argparse.ArgumentParser) -> None:
    """Add `--record`, and `--record-to FOLDER` for another folder; both set `record` to the folder, else it is None."""
    parser.add_argument(
        "--record",
        action="store_const",
        const=FOLDER,
        help="write the tables to benchmarks/results, for the documentation",
    )
    parser.add_argument(
        "--record-to", dest="record", type=Path, metavar="FOLDER", help="write the tables to this folder"
    )


@dataclass(frozen=True, slots=True)
class Result:
    """One table. `set`, `split` and `size` describe the data; `peer` names what was measured for comparison, with its version."""

    capability: str
    name: str
    set: str
    split: str
    size: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    peer: str = ""
    conditions: str = ""


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], capture_output=True, text=True, check=False, cwd=FOLDER.parent
    ).stdout.strip()


def _commit() -> str:
    # Tables and notes are left out: they change while several commands record one after the other.
    code = ("src", "benchmarks", ":(exclude)benchmarks/results", ":(exclude)benchmarks/notes")
    changed = _git("status", "--porcelain", "--", *code)
    return _git("rev-parse", "--short=10", "HEAD") + (" with changes" if changed else "")


def _command() -> str:
    """The command line of this process, without places on this machine; where it records to is no part of the measurement."""
    line = shlex.join(["python", *("PATH" if os.sep in word else word for word in sys.orig_argv[1:])])
    return line.replace(" --record-to PATH", " --record")


def _machine() -> str:
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, load {load:.1f} at the end, Python {platform.python_version()}"


def _check(result: Result, path: Path) -> None:
    """Refuse rows of unequal width, and a table that has less than the one it would replace."""
    name = f"{result.capability}/{result.name}"
    uneven = [row for row in result.rows if len(row) != len(result.columns)]
    if uneven:
        raise ValueError(f"{name}: {len(result.columns)} columns, and a row {uneven[0]}")
    if not path.exists():
        return
    before = json.loads(path.read_text())
    if len(result.rows) < len(before["rows"]) or (before["peer"] and not result.peer):
        raise ValueError(
            f"{name}: fewer rows or no peer, unlike the table in {path}. Remove that file first if this is meant."
        )


def record(result: Result, folder: Path | None) -> None:
    """Write a table's JSON below the folder, replacing the one before; without a folder (no `--record`) do nothing.

    Raises ValueError for a row of another width than the columns, and for a table with fewer rows or without the peer of the one
    before.
    """
    if folder is None:
        return
    path = folder / result.capability / f"{result.name}.json"
    _check(result, path)
    stored: dict[str, Any] = {
        **asdict(result),
        "command": _command(),
        "commit": _commit(),
        "date": datetime.now(UTC).date().isoformat(),
        "machine": _machine(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n")
    print(f"recorded in {path}", file=sys.stderr)
