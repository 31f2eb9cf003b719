"""Validates statements by the schema of BODS 0.4; each fault has its place and what the schema requires there."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ascertain.kernel.errors import InvalidInput

_SCHEMA = Path(__file__).parent / "schema"
# Faults in one error response; a file with a systematic mistake has thousands.
_MOST_REPORTED = 50
# Patterns beside the parsers: `fromisoformat` also accepts forms such as 20260101, which the standard does not allow.
_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,60}:[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """A violation of the schema: its JSON path, the schema keyword, and what is wrong."""

    path: str
    keyword: str
    sentence: str


class InvalidBods(InvalidInput):
    """The statements are not BODS 0.4; `faults` names the places."""

    code = "ownership.invalid_bods"


def _is(parse: Callable[[str], object], pattern: re.Pattern[str]) -> Callable[[object], bool]:
    def check(value: object) -> bool:
        if not isinstance(value, str):
            return True
        if not pattern.fullmatch(value):
            return False
        try:
            parse(value)
        except ValueError:
            return False
        return True

    return check


@cache
def _validator() -> Any:
    """The validator with its formats; built on first use, since the libraries take a tenth of a second to import."""
    from jsonschema import Draft202012Validator, FormatChecker
    from referencing import Registry, Resource

    parts = {path.name: json.loads(path.read_text()) for path in _SCHEMA.glob("*.json")}
    registry: Any = Registry().with_resources(
        (part["$id"], Resource.from_contents(part)) for name, part in parts.items() if name != "statement.json"
    )
    formats = FormatChecker(formats=())
    for name, check in {
        "date": _is(date.fromisoformat, _FULL_DATE),
        "date-time": _is(lambda text: datetime.fromisoformat(text.upper()), _DATE_TIME),
        "uri": _is(urlsplit, _URI),
    }.items():
        formats.checks(name)(check)
    return Draft202012Validator(parts["statement.json"], registry=registry, format_checker=formats)


def faults_of(statements: object) -> list[Fault]:
    """Every fault of a list of statements, in the order of their places; empty for valid statements."""
    found = sorted(_validator().iter_errors(statements), key=lambda error: [str(part) for part in error.absolute_path])
    return [Fault(error.json_path, str(error.validator), error.message[:300]) for error in found]


def check(statements: object) -> list[dict[str, Any]]:
    """The statements, if valid. Raises InvalidBods."""
    faults = faults_of(statements)
    if faults:
        first = faults[0]
        reported = [
            {"path": fault.path, "keyword": fault.keyword, "sentence": fault.sentence}
            for fault in faults[:_MOST_REPORTED]
        ]
        raise InvalidBods(f"Not BODS 0.4 at {first.path}: {first.sentence}", faults=reported)
    assert isinstance(statements, list)
    return statements
