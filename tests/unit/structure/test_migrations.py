"""Migrations form one chain and hold tables; SQL functions are files beside the code that calls them."""

import re
from pathlib import Path

import pytest

from ascertain.kernel.database.functions import FunctionFile, function_files

_ROOT = Path(__file__).parents[3]
_VERSIONS = _ROOT / "migrations" / "versions"
_LAST_WITH_FUNCTIONS = "0030"


def test_each_migration_follows_the_one_before_it() -> None:
    """Two migrations that follow the same one stop every start, and git merges them without a conflict."""
    found = {}
    for file in sorted(_VERSIONS.glob("*.py")):
        names = dict(re.findall(r'^(revision|down_revision) = (?:"(\w+)"|None)', file.read_text(), re.MULTILINE))
        assert names["revision"] == file.stem, f"{file.name} calls itself {names['revision']}"
        found[names["revision"]] = names["down_revision"] or None
    assert list(found.values()) == [None, *list(found)[:-1]]


def _creates_function(sql: str) -> bool:
    return bool(re.search(r"create\s+(or\s+replace\s+)?(function|procedure)\b", sql, re.IGNORECASE))


def test_new_migrations_create_no_functions() -> None:
    files = [file for file in _VERSIONS.glob("*.py") if file.stem > _LAST_WITH_FUNCTIONS + "_~"]
    assert [file.name for file in files if _creates_function(file.read_text())] == []
    assert _creates_function((_VERSIONS / "0030_entities_one_read.py").read_text())


def test_every_sql_file_is_found_and_creates_functions_only() -> None:
    paths = list((_ROOT / "src" / "ascertain").rglob("*.sql"))
    assert sorted(file.text for file in function_files()) == sorted(path.read_text() for path in paths)
    for path in paths:
        without_comments = re.sub(r"--[^\n]*", "", path.read_text())
        without_bodies = re.sub(r"\$\$.*?\$\$|'[^']*'", "''", without_comments, flags=re.DOTALL)
        statements = [statement.strip() for statement in without_bodies.split(";") if statement.strip()]
        assert all(statement.startswith("create or replace function") for statement in statements), path
        # Postgres tracks what such a body uses, and would refuse to drop a function that another one calls.
        assert not re.search(r"\bbegin\s+atomic\b", without_bodies, re.IGNORECASE), path


@pytest.mark.parametrize(
    "text",
    [
        "create function f() returns int language sql as 'select 1';",
        "CREATE OR REPLACE FUNCTION f() returns int language sql as 'select 1';",
        "create or replace function f() returns int as 'select 1' language sql; create function g() returns int as '';",
        "select 1;",
    ],
)
def test_a_function_whose_signature_would_be_missed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="create or replace function"):
        FunctionFile.parse(text)
