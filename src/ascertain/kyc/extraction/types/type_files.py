"""Loading of type files: every error is reported with its place in the file."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ascertain.ai.text import without_accents
from ascertain.kernel.errors import InvalidInput
from ascertain.kyc.extraction.types.model import (
    METHOD_NAMES,
    Column,
    Cue,
    DocumentType,
    Field,
    Link,
    Subject,
    Table,
)
from ascertain.kyc.values import FORMATS

# Methods of a file that names none; the others are for single types.
_DEFAULT_METHODS = ("form", "labels", "tables", "patterns")
_BLOCKS = ("letter_address", "letterhead", "heading_bank", "heading_company", "issuer")
_NAME = re.compile(r"[a-z][a-z0-9_]{1,60}")
_VOCABULARY = Path(__file__).parent / "labels.toml"
_MOST_BYTES = 200_000  # the largest shipped file has about 13,000


class TypeFileBroken(InvalidInput):
    """A type file is invalid. The message names the file, the place in it and the reason."""

    code = "document.type_file_broken"


class _Reader:
    """Reads the values of a TOML table by name and type, and reports errors with their place."""

    def __init__(self, file: Path, table: Mapping[str, Any], place: str = "") -> None:
        self.file = file
        self.place = place
        self._table = dict(table)

    def fail(self, what: str) -> TypeFileBroken:
        """An error at this place."""
        where = f" in {self.place}" if self.place else ""
        return TypeFileBroken(f"{self.file.name}{where}: {what}", file=str(self.file))

    def take(self, name: str, kind: type, default: Any = ...) -> Any:
        """Remove a key and return its value, so that `close` finds the keys that nothing read."""
        if name not in self._table:
            if default is ...:
                raise self.fail(f"{name!r} is missing")
            return default
        value = self._table.pop(name)
        if kind is float and isinstance(value, int):
            value = float(value)
        if not isinstance(value, kind):
            raise self.fail(f"{name!r} has to be {_TYPE_NAMES[kind]}, not {value!r}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings, none of them empty."""
        values = self.take(name, list, [])
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.fail(f"{name!r} has to be a list of strings")
        return tuple(values)

    def parts(self, name: str) -> "list[_Reader]":
        """The tables of an array, each with its own place."""
        found = self.take(name, list, [])
        if not all(isinstance(one, dict) for one in found):
            raise self.fail(f"{name!r} has to be a list of tables, written [[{name}]]")
        inside = f"{self.place}." if self.place else ""
        return [_Reader(self.file, one, f"{inside}{name}[{index}]") for index, one in enumerate(found, 1)]

    def pattern(self, text: str, flags: int = 0) -> re.Pattern[str]:
        """A regular expression."""
        try:
            return re.compile(text, flags)
        except re.error as error:
            raise self.fail(f"{text!r} is not a regular expression: {error}") from error

    def close(self) -> None:
        """Refuse keys that nothing has read; most often they are misspelt."""
        if self._table:
            raise self.fail(f"unknown key {sorted(self._table)[0]!r}")


_TYPE_NAMES = {str: "a string", float: "a number", list: "a list", dict: "a table", bool: "true or false"}


@cache
def _vocabulary() -> dict[str, tuple[str, ...]]:
    """Labels shared by many types, by the name of their set."""
    found = tomllib.loads(_VOCABULARY.read_text())
    return {name: tuple(word for words in languages.values() for word in words) for name, languages in found.items()}


def load_folder(folder: Path) -> dict[str, DocumentType]:
    """All type files (*.toml) of a folder, by the name of the type. Raises TypeFileBroken."""
    if not folder.is_dir():
        raise TypeFileBroken(f"{folder} is not a folder.", file=str(folder))
    return {kind.name: kind for kind in map(load_file, sorted(folder.glob("*.toml")))}


def load_file(file: Path) -> DocumentType:
    """Load one type file. Raises TypeFileBroken."""
    data = file.read_bytes()
    if len(data) > _MOST_BYTES:
        raise TypeFileBroken(f"{file.name}: is larger than {_MOST_BYTES:,} bytes", file=str(file))
    try:
        table = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TypeFileBroken(f"{file.name}: is not valid TOML: {error}", file=str(file)) from error
    if not _NAME.fullmatch(file.stem):
        raise TypeFileBroken(
            f"{file.name}: the name of a type may contain only lower-case letters, digits and _", file=str(file)
        )
    return _document_type(_Reader(file, table), hashlib.sha256(data).hexdigest()[:12])


def _document_type(reader: _Reader, digest: str) -> DocumentType:
    cues = _Reader(reader.file, reader.take("classification", dict, {}), "classification")
    subjects = tuple(_subject(part) for part in reader.parts("subjects"))
    names = {subject.name for subject in subjects}
    kind = DocumentType(
        name=reader.file.stem,
        title=reader.take("title", str),
        about=reader.take("about", str, ""),
        where=reader.take("where", str, ""),
        methods=_methods(reader),
        titles=cues.texts("titles"),
        cues=tuple(_cue(part) for part in cues.parts("cues")),
        examples=cues.texts("examples"),
        subjects=subjects,
        fields=tuple(_field(part, names) for part in reader.parts("fields")),
        tables=tuple(_table(part, names) for part in reader.parts("tables")),
        links=tuple(_link(part, names, names) for part in reader.parts("links")),
        other_labels=reader.texts("other_labels"),
        digest=digest,
    )
    cues.close()
    reader.close()
    return kind


def _methods(reader: _Reader) -> tuple[str, ...]:
    """The methods of the type. One that does not exist would extract nothing, and nobody would see why."""
    names = reader.texts("methods")
    for name in names:
        if name not in METHOD_NAMES:
            raise reader.fail(f"method {name!r} is not one of {', '.join(sorted(METHOD_NAMES))}")
    return names or _DEFAULT_METHODS


def _cue(reader: _Reader) -> Cue:
    # The text is searched without accents (TextProfile), so a pattern with an accent would never match.
    cue = Cue(reader.pattern(without_accents(reader.take("pattern", str))), reader.take("weight", float))
    reader.close()
    return cue


def _subject(reader: _Reader) -> Subject:
    subject = Subject(reader.take("name", str), reader.take("schema", str), reader.take("bods", str, None))
    reader.close()
    return subject


def _one_of(
    reader: _Reader, name: str, known: "set[str] | frozenset[str] | tuple[str, ...]", default: Any = ...
) -> Any:
    value = reader.take(name, str, default)
    if value and value not in known:
        raise reader.fail(f"{name} {value!r} is not one of {', '.join(sorted(known))}")
    return value


def _labels(reader: _Reader) -> tuple[str, ...]:
    shared = reader.texts("label_sets")
    for name in shared:
        if name not in _vocabulary():
            raise reader.fail(f"label set {name!r} is not one of {', '.join(sorted(_vocabulary()))}")
    return (*(word for name in shared for word in _vocabulary()[name]), *reader.texts("labels"))


def _field(reader: _Reader, subjects: set[str]) -> Field:
    found = Field(
        subject=_one_of(reader, "subject", subjects),
        property=reader.take("property", str),
        format=_one_of(reader, "format", frozenset(FORMATS)),
        labels=_labels(reader),
        patterns=tuple(_value_pattern(reader, text) for text in reader.texts("patterns")),
        form_fields=tuple(_joined(reader, names) for names in reader.take("form_fields", list, [])),
        form_choices=_choices(reader, "form_choices"),
        ticks=_choices(reader, "ticks"),
        block=_one_of(reader, "block", _BLOCKS, None),
        multiline=reader.take("multiline", bool, False),
        many=reader.take("many", bool, False),
        last=reader.take("last", bool, False),
        where=reader.take("where", str, ""),
        bods=reader.take("bods", str, None),
    )
    reader.close()
    if not any((found.labels, found.patterns, found.form_fields, found.form_choices, found.ticks, found.block)):
        raise reader.fail("needs labels, label_sets, patterns, form_fields, form_choices, ticks or a block")
    return found


def _value_pattern(reader: _Reader, text: str) -> re.Pattern[str]:
    pattern = reader.pattern(text, re.IGNORECASE)
    if "value" not in pattern.groupindex:
        raise reader.fail(f"{text!r} has no group (?P<value>...)")
    return pattern


def _joined(reader: _Reader, names: Any) -> tuple[str, ...]:
    parts = (names,) if isinstance(names, str) else tuple(names) if isinstance(names, list) else ()
    if not parts or not all(isinstance(part, str) for part in parts):
        raise reader.fail("'form_fields' has to be a list of names, or of lists of names whose values are joined")
    return parts


def _choices(reader: _Reader, name: str) -> tuple[tuple[str, str], ...]:
    choices = reader.take(name, dict, {})
    if not all(isinstance(value, str) for value in choices.values()):
        raise reader.fail(f"{name!r} has to map names to strings")
    return tuple(choices.items())


def _table(reader: _Reader, document_subjects: set[str]) -> Table:
    subjects = tuple(_subject(part) for part in reader.parts("subjects"))
    sums = reader.take("sums", bool, False)
    own = document_subjects if sums else {subject.name for subject in subjects}
    columns = tuple(_column(part, own) for part in reader.parts("columns"))
    names = tuple(column.name for column in columns)
    any_of = reader.texts("any_of")
    for name in any_of:
        if name not in names:
            raise reader.fail(f"any_of {name!r} is not a column of the table")
    total = reader.take("total", dict, None)
    table = Table(
        name=reader.take("name", str),
        key=_one_of(reader, "key", names),
        any_of=any_of,
        subjects=subjects,
        columns=columns,
        links=tuple(_link(part, own, own | document_subjects) for part in reader.parts("links")),
        total=_total(reader, total, names, document_subjects) if total else None,
        sums=sums,
    )
    reader.close()
    return table


def _total(
    reader: _Reader, total: dict[str, Any], columns: tuple[str, ...], subjects: set[str]
) -> tuple[str, str, str]:
    inner = _Reader(reader.file, total, f"{reader.place}.total")
    found = (_one_of(inner, "column", columns), _one_of(inner, "subject", subjects), inner.take("property", str))
    inner.close()
    return found


def _column(reader: _Reader, subjects: set[str]) -> Column:
    column = Column(
        name=reader.take("name", str),
        headings=_labels(reader),
        subject=_one_of(reader, "subject", subjects, ""),
        property=reader.take("property", str, ""),
        format=_one_of(reader, "format", frozenset(FORMATS)),
        code=reader.take("code", str, ""),
        unit=reader.take("unit", str, ""),
    )
    reader.close()
    if not column.headings:
        raise reader.fail("needs labels, which are the headings of the column")
    return column


def _link(reader: _Reader, subjects: set[str], targets: set[str]) -> Link:
    link = Link(_one_of(reader, "subject", subjects), reader.take("property", str), _one_of(reader, "to", targets))
    reader.close()
    return link
