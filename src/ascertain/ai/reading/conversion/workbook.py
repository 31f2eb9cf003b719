"""Excel workbooks (XLSX, ECMA-376 part 1, 18): each visible sheet as a table, its cells as they are shown."""

import io
import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from ascertain.ai.reading.conversion import number_formats
from ascertain.ai.reading.conversion.blocks import Content
from ascertain.ai.reading.conversion.packages import (
    RELATION_ID,
    Package,
    add_drawing,
    add_pictures,
    file_name,
    local_name,
    text_of,
)
from ascertain.ai.reading.conversion.sheets import Sheet, add_sheet
from ascertain.ai.reading.file_limits import LimitExceeded

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TRUE_FALSE = {"1": "TRUE", "0": "FALSE"}


@dataclass(slots=True)
class _Book:
    """What the cells of all sheets refer to."""

    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)  # by style
    from_1904: bool = False


@dataclass(slots=True)
class _Found:
    """A sheet while it is read."""

    sheet: Sheet
    hidden: set[str] = field(default_factory=set)  # "rows", "columns"
    unsaved: int = 0  # formulas without a stored result
    row: int = -1
    column: int = -1


def read_into(content: Content, data: bytes) -> None:
    """Append the sheets of a workbook, its pictures and the words of its drawings."""
    package = Package(data)
    main = next((to for kind, to in package.relations("").values() if kind == "officeDocument"), "xl/workbook.xml")
    root, relations = package.tree(main), package.relations(main)
    if root is None:
        raise ValueError("The workbook is missing.")
    book = _book(package, root, dict(relations.values()))
    for one in [element for element in root.iter() if local_name(element) == "sheet"]:
        kind, part = relations.get(one.get(f"{RELATION_ID}id", ""), ("", ""))
        title = one.get("name", "")
        if kind == "chartsheet":
            content.add_note(f"The sheet {title} is a chart and is not read.")
        elif not package.has(part):
            continue
        elif one.get("state", "visible") != "visible":
            content.add_note(f"The sheet {title} is hidden and is not read.")
        else:
            _add_sheet(content, package, part, book, title)
    add_pictures(content, package, "xl/media/")
    for name in package.names():
        if name.startswith("xl/embeddings/"):
            content.add_attachment(file_name(name), package.read(name))


def _book(package: Package, root: Any, parts: dict[str, str]) -> _Book:
    book = _Book(from_1904=any(one.get("date1904") in ("1", "true") for one in root if local_name(one) == "workbookPr"))
    if (strings := package.tree(parts.get("sharedStrings", ""))) is not None:
        book.strings = [_shown_text(one) for one in strings if local_name(one) == "si"]
    if (styles := package.tree(parts.get("styles", ""))) is not None:
        custom = {
            int(one.get("numFmtId", 0)): one.get("formatCode", "General")
            for one in styles.iter()
            if local_name(one) == "numFmt"
        }
        used = next((one for one in styles if local_name(one) == "cellXfs"), ())
        book.formats = [number_formats.code_of(int(one.get("numFmtId", 0)), custom) for one in used]
    return book


def _shown_text(element: Any) -> str:
    """The text of a string in runs, without the phonetic reading beside it."""
    parts: list[str] = []
    for one in element:
        if local_name(one) == "t":
            parts.append(one.text or "")
        elif local_name(one) == "r":
            parts.append(text_of(one))
    return "".join(parts)


def _add_sheet(content: Content, package: Package, part: str, book: _Book, title: str) -> None:
    found = _Found(Sheet(title))
    # Piece by piece: the tree of a long sheet would take ten times its bytes.
    for _, element in etree.iterparse(
        io.BytesIO(package.read(part)), resolve_entities=False, no_network=True, huge_tree=True
    ):
        name = local_name(element)
        if name == "c":
            _add_cell(found, element, book, content)
        elif name == "row":
            found.row, found.column = _row_of(element, found.row), -1
            _note_hidden(found, element, "rows")
            element.clear()
        elif name == "col":
            _note_hidden(found, element, "columns")
        elif name == "mergeCell":
            _add_merged(found.sheet, element.get("ref", ""))
    add_sheet(content, found.sheet)
    for hidden in sorted(found.hidden):
        content.add_note(f"The sheet {title} has hidden {hidden}, which are read as well.")
    if found.unsaved:
        content.add_note(
            f"The sheet {title} has formulas whose results are not stored in the file ({found.unsaved:,})."
        )
    for kind, target in package.relations(part).values():
        if kind == "drawing":
            _add_shapes(content, package, target)
        elif kind in ("comments", "threadedComment"):
            content.add_note(f"The comments on cells of the sheet {title} are not read.")


def _note_hidden(found: _Found, element: Any, what: str) -> None:
    if element.get("hidden") in ("1", "true"):
        found.hidden.add(what)


def _row_of(element: Any, before: int) -> int:
    number = element.get("r", "")
    return int(number) - 1 if number.isdecimal() and len(number) < 8 else before + 1


def _add_cell(found: _Found, cell: Any, book: _Book, content: Content) -> None:
    parent = cell.getparent()
    row = _row_of(parent, found.row) if parent is not None else found.row
    place = _place(cell.get("r", ""))
    column = place[1] if place else found.column + 1
    found.column = column
    value = next((one for one in cell if local_name(one) == "v"), None)
    if (value is None or not value.text) and any(local_name(one) == "f" for one in cell):
        found.unsaved += 1
    text = _cell_text(cell, value, book)
    cell.clear()
    if text.strip():
        if len(found.sheet.cells) >= content.limits.paragraphs:
            raise LimitExceeded(f"it has more than {content.limits.paragraphs:,} paragraphs and table cells")
        found.sheet.cells[place[0] if place else row, column] = text


def _cell_text(cell: Any, value: Any, book: _Book) -> str:
    kind, text = cell.get("t", "n"), (value.text or "") if value is not None else ""
    if kind == "inlineStr":
        return "".join(_shown_text(one) for one in cell if local_name(one) == "is")
    if kind == "s":
        number = int(text) if text.isdecimal() else -1
        return book.strings[number] if 0 <= number < len(book.strings) else ""
    if kind == "b":
        return _TRUE_FALSE.get(text, text)
    if kind != "n" or not text:
        return text  # a formula's text, an error such as #N/A, or a date in ISO form
    style = cell.get("s", "0")
    index = int(style) if style.isdecimal() else 0
    code = book.formats[index] if index < len(book.formats) else "General"
    try:
        return number_formats.shown(float(text), code, from_1904=book.from_1904)
    except (ValueError, OverflowError):
        return text


def _place(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _add_merged(sheet: Sheet, reference: str) -> None:
    first, _, last = reference.partition(":")
    begin, end = _place(first), _place(last)
    if begin and end:
        sheet.merged[begin] = end[1] - begin[1] + 1


def _add_shapes(content: Content, package: Package, part: str) -> None:
    """The words of text boxes, charts and diagrams on a sheet; its pictures are read with all others."""
    add_drawing(content, package, part)
    for kind, target in package.relations(part).values():
        if kind in ("chart", "diagramData"):
            add_drawing(content, package, target)
