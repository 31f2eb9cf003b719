"""Results of benchmark commands as JSON, from which the benchmark pages of the documentation are drawn.

A command calls `record` once per table. The file names what was measured, by which command, at which commit and on what day, so
that a row can be repeated and is never copied by hand. `python -m tools.benchmark_pages` draws the pages.
"""

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"
Cell = str | int | float | None | Mapping[str, int]


def proportion(hits: int, total: int) -> Mapping[str, int]:
    """A cell that counts hits among `total`; the page shows the share with its 95 % Wilson interval."""
    return {"hits": hits, "total": total}


@dataclass(frozen=True, slots=True)
class Result:
    """One table. `set`, `split` and `size` say what was measured on; `peer` what stands beside us, with its version."""

    capability: str
    name: str
    set: str
    split: str
    size: str
    command: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    peer: str = ""
    conditions: str = ""


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], capture_output=True, text=True, check=False, cwd=FOLDER.parent
    ).stdout.strip()


def _commit() -> str:
    changed = _git("status", "--porcelain", "--", "src", "benchmarks")
    return _git("rev-parse", "--short=10", "HEAD") + (" with changes" if changed else "")


def _machine() -> str:
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, load {load:.1f} at the end, Python {platform.python_version()}"


def path_of(capability: str, name: str) -> Path:
    """Where a table's JSON lies."""
    return FOLDER / capability / f"{name}.json"


def record(result: Result) -> Path:
    """Write a table's JSON, replacing the one before. Raises ValueError for a row of another width than the columns."""
    uneven = [row for row in result.rows if len(row) != len(result.columns)]
    if uneven:
        raise ValueError(f"{result.capability}/{result.name}: {len(result.columns)} columns, and a row {uneven[0]}")
    stored: dict[str, Any] = {
        **asdict(result),
        "commit": _commit(),
        "date": datetime.now(UTC).date().isoformat(),
        "machine": _machine(),
    }
    path = path_of(result.capability, result.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n")
    return path
