"""What a resolution is worth: pairs and clusters against the truth, and the halves of a labelled set."""

import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Worth:
    """Precision, recall and F1 of the pairs that clusters imply, and B-cubed."""

    precision: float
    recall: float
    f1: float
    b3_precision: float
    b3_recall: float
    b3: float

    def __str__(self) -> str:
        pairs = f"clustered pairs P {self.precision:.4f} R {self.recall:.4f} F1 {self.f1:.4f}"
        return f"{pairs} | B3 P {self.b3_precision:.4f} R {self.b3_recall:.4f} F1 {self.b3:.4f}"

    @property
    def of_pairs(self) -> str:
        """Precision, recall and F1 of clustered pairs as a cell of a table."""
        return f"{self.precision:.4f} / {self.recall:.4f} / {self.f1:.4f}"

    @property
    def of_records(self) -> str:
        """B-cubed precision, recall and F1 as a cell of a table."""
        return f"{self.b3_precision:.4f} / {self.b3_recall:.4f} / {self.b3:.4f}"


def _harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


def worth(truth: Sequence[Hashable], found: Sequence[Hashable]) -> Worth:
    """How well clusters fit the truth. Source: Bagga and Baldwin 1998 (B-cubed)."""
    sizes, true_sizes = Counter(found), Counter(truth)
    both = Counter(zip(truth, found, strict=True))
    hits = sum(n * (n - 1) // 2 for n in both.values())
    precision = hits / max(sum(n * (n - 1) // 2 for n in sizes.values()), 1)
    recall = hits / max(sum(n * (n - 1) // 2 for n in true_sizes.values()), 1)
    b3_precision = sum(n * n / sizes[cluster] for (_, cluster), n in both.items()) / len(truth)
    b3_recall = sum(n * n / true_sizes[person] for (person, _), n in both.items()) / len(truth)
    return Worth(
        precision, recall, _harmonic(precision, recall), b3_precision, b3_recall, _harmonic(b3_precision, b3_recall)
    )


def pair_worth(truth: Sequence[Hashable], pairs: Sequence[tuple[int, int]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the pairs themselves, before any clustering."""
    hits = sum(truth[a] == truth[b] for a, b in pairs)
    precision = hits / max(len(pairs), 1)
    recall = hits / max(sum(n * (n - 1) // 2 for n in Counter(truth).values()), 1)
    return precision, recall, _harmonic(precision, recall)


def half_of(person: str) -> str:
    """A or B, by a hash of the person, so that all records of one person are in one half."""
    return "AB"[hashlib.sha256(person.encode()).digest()[0] % 2]


def data_folder() -> Path:
    """Where the labelled sets are. Exits with the reason where ASCERTAIN_DATA is not set."""
    folder = os.environ.get("ASCERTAIN_DATA")
    if not folder:
        sys.exit("Set ASCERTAIN_DATA to the folder with the labelled sets.")
    return Path(folder)


@dataclass(frozen=True, slots=True)
class PeerRun:
    """What a peer printed (a JSON object), how long it ran, and its peak memory; or why there is none."""

    output: dict[str, Any]
    seconds: float
    peak_mb: float


PEERS = Path(__file__).parent / "peers"


def run_peer(variable: str, script: str, *arguments: str, timeout_s: float = 1800) -> PeerRun | None:
    """Run a peer with the Python of its own environment, named by an environment variable; None with a line where it is not set."""
    python = os.environ.get(variable)
    if not python:
        print(f"  {script}: skipped, {variable} does not name a Python (benchmarks/entities/peers/README.md)")
        return None
    return run_measured([python, str(PEERS / script), *arguments], timeout_s=timeout_s)


def run_measured(command: list[str], *, timeout_s: float) -> PeerRun | None:
    """Run a command that prints a JSON object last; its wall time and peak memory."""
    started = time.monotonic()
    wrapped = [sys.executable, __file__, *command]
    try:
        done = subprocess.run(wrapped, capture_output=True, text=True, timeout=timeout_s, check=False)
    except subprocess.TimeoutExpired:
        print(f"  {Path(command[1]).name}: not done after {timeout_s:.0f} s")
        return None
    lines = done.stdout.strip().split("\n")
    if done.returncode or len(lines) < 2:
        print(f"  {Path(command[1]).name} failed: {done.stderr.strip()[-600:]}")
        return None
    return PeerRun(json.loads(lines[-2]), time.monotonic() - started, float(lines[-1]))


if __name__ == "__main__":  # runs a command and prints the peak memory of it (MB) last
    code = subprocess.run(sys.argv[1:], check=False).returncode
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
    sys.exit(code)
