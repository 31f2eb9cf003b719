"""The table of security requirements has one row for each, and names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
_ROWS = re.findall(
    r"^\| (\d+)\.(\d+)\.(\d+) \| (.+?) \| (.+?) \| (.+) \|$", (ROOT / "docs/reference/asvs.md").read_text(), re.M
)
# Requirements of levels 1 and 2 in each chapter of version 5.0.0.
_PER_CHAPTER = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16, 17: 7,
}  # fmt: skip


def test_each_requirement_has_one_row_and_a_state() -> None:
    assert len({row[:3] for row in _ROWS}) == len(_ROWS)
    assert {chapter: sum(int(row[0]) == chapter for row in _ROWS) for chapter in _PER_CHAPTER} == _PER_CHAPTER
    assert {row[4] for row in _ROWS} == {"met", "partly", "no", "n/a"}


def test_every_test_that_is_named_exists() -> None:
    named = {found for row in _ROWS for found in re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", row[5])}
    assert len(named) > 50
    missing = [
        f"{path}::{name}"
        for path, name in sorted(named)
        if not (ROOT / path).exists() or (name and f"def {name}(" not in (ROOT / path).read_text())
    ]
    assert not missing
