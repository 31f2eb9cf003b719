"""Migrations are one chain: two that follow the same one stop every start, and git merges them without a word."""

import re
from pathlib import Path

_VERSIONS = Path(__file__).parents[3] / "migrations" / "versions"


def test_each_migration_follows_the_one_before_it() -> None:
    found = {}
    for file in sorted(_VERSIONS.glob("*.py")):
        names = dict(re.findall(r'^(revision|down_revision) = (?:"(\w+)"|None)', file.read_text(), re.MULTILINE))
        assert names["revision"] == file.stem, f"{file.name} calls itself {names['revision']}"
        found[names["revision"]] = names["down_revision"] or None
    assert list(found.values()) == [None, *list(found)[:-1]]
