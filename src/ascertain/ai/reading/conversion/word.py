"""Word documents (DOCX, ECMA-376 part 1, 17): all that is displayed, in order.

Controls for content, inserted text, text boxes, nested tables, headers, footers, notes and pictures are part of a document. Text
that is marked as deleted or hidden is not displayed, and is noted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ascertain.ai.reading.conversion.blocks import Content
from ascertain.ai.reading.conversion.packages import (
    RELATION_ID,
    Package,
    add_drawing,
    file_name,
    local_name,
    text_of,
)
from ascertain.ai.reading.conversion.pictures import add_picture
from ascertain.ai.reading.conversion.tables import Cell, add_table

_MOST_DEEP = 40  # levels of tables in tables and boxes in boxes
# Wrappers whose content is displayed as if they were not there.
_TRANSPARENT = frozenset(
    {"sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo", "txbxContent", "body",
     "hdr", "ftr", "footnote", "endnote", "r", "rt", "rubyBase", "ruby", "oMathPara", "oMath"}
)  # fmt: skip
_DELETED = frozenset({"del", "moveFrom"})
_TICKED, _UNTICKED = "\u2612", "\u2610"
# Ticked boxes in the fonts of symbols (Wingdings: 78, A8, FD, FE; Wingdings 2: 51 to 54, A3).
_TICKED_SYMBOLS, _EMPTY_SYMBOLS = frozenset({0x78, 0xFD, 0xFE, 0x51, 0x52, 0x53, 0x54}), frozenset({0xA8, 0x6F, 0xA3})
_SMALLEST_PAGE_PT, _LARGEST_PAGE_PT = 200.0, 2000.0
_TWIPS = 20  # of a point


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is read: its text, and what is anchored in it and follows it."""

    text: list[str] = field(default_factory=list)
    anchored: list[Any] = field(default_factory=list)


class _Reader:
    """Reads the parts of one document."""

    def __init__(self, content: Content, package: Package) -> None:
        self._content = content
        self._package = package
        self._relations: dict[str, tuple[str, str]] = {}
        self._headings: frozenset[str] = frozenset()

    def read(self, main: str) -> None:
        """Append headers, the text, footers and notes."""
        root = self._package.tree(main)
        if root is None:
            raise ValueError("The document has no text part.")
        relations = self._package.relations(main)
        self._headings = self._heading_styles(relations)
        self._content.page_pt = _page_size(root)
        parts = list(dict.fromkeys(relations.values()))
        for kind, part in parts:
            if kind == "header":
                self._read_part(part)
        self._relations = relations
        self._add_blocks(root, 0)
        for kind, part in parts:
            if kind in ("footer", "footnotes", "endnotes"):
                self._read_part(part)
            elif kind == "comments":
                self._content.add_note("The comments of reviewers are not read.")
            elif kind in ("aFChunk", "package", "oleObject") and self._package.has(part):
                self._content.add_attachment(file_name(part), self._package.read(part))

    def _heading_styles(self, relations: dict[str, tuple[str, str]]) -> frozenset[str]:
        part = next((to for kind, to in relations.values() if kind == "styles"), "")
        root = self._package.tree(part)
        found = set()
        for style in root if root is not None else ():
            name = next((_value(one) for one in style if local_name(one) == "name"), "")
            if local_name(style) == "style" and name.lower().startswith(("heading", "title")):
                found.add(next((value for key, value in style.attrib.items() if key.endswith("styleId")), ""))
        return frozenset(found)

    def _read_part(self, part: str) -> None:
        """A part with relations of its own: a header, a footer, notes."""
        root = self._package.tree(part)
        if root is None:
            return
        before, self._relations = self._relations, self._package.relations(part)
        self._add_blocks(root, 0)
        self._relations = before

    def _add_blocks(self, parent: Any, depth: int) -> None:
        if depth > _MOST_DEEP:
            raise RecursionError
        for element in _displayed(parent):
            name = local_name(element)
            if name == "p":
                self._add_paragraph(element, depth)
            elif name == "tbl":
                self._add_table(element, depth)
            elif name in _DELETED:
                self._note_deleted(element)
            elif name in _TRANSPARENT or name in ("footnotes", "endnotes", "document"):
                self._add_blocks(element, depth + 1)

    def _add_paragraph(self, element: Any, depth: int) -> None:
        paragraph = _Paragraph()
        self._read_runs(element, paragraph, 0)
        style = next((_value(one) for one in element.iter() if local_name(one) == "pStyle"), "")
        self._content.add_text("".join(paragraph.text), "heading" if style in self._headings else "text")
        self._add_anchored(paragraph, depth)

    def _add_anchored(self, paragraph: _Paragraph, depth: int) -> None:
        for one in paragraph.anchored:
            if local_name(one) == "txbxContent":
                self._add_blocks(one, depth + 1)
            elif local_name(one) == "tbl":
                self._add_table(one, depth + 1)
            else:
                self._add_object(one)

    def _read_runs(self, parent: Any, paragraph: _Paragraph, depth: int) -> None:
        if depth > _MOST_DEEP:
            raise RecursionError
        for element in _displayed(parent):
            name = local_name(element)
            if name in _TEXTS:
                paragraph.text.append(_TEXTS[name](element))
            elif name in _DELETED:
                self._note_deleted(element)
            elif name == "r" and _is_hidden(element):
                if text_of(element).strip():
                    self._content.add_note("Text that is marked as hidden is not read.")
            elif name in ("drawing", "pict", "object"):
                paragraph.anchored += _objects(element)
            elif name in _TRANSPARENT or name == "fldChar":
                self._read_runs(element, paragraph, depth + 1)

    def _note_deleted(self, element: Any) -> None:
        if text_of(element, "delText").strip() or text_of(element).strip():
            self._content.add_note("Text that was deleted while changes were tracked is not read.")

    def _add_object(self, element: Any) -> None:
        """A picture, a chart or a diagram, by its relation. Embedded files are attachments already."""
        for key, value in element.attrib.items():
            kind, part = self._relations.get(value, ("", "")) if key.startswith(RELATION_ID) else ("", "")
            if not self._package.has(part):
                continue
            if kind == "image":
                add_picture(self._content, self._package.read(part), file_name(part))
            elif kind in ("chart", "diagramData"):
                add_drawing(self._content, self._package, part)
        if string := element.get("string"):  # WordArt
            self._content.add_text(string)

    def _add_table(self, element: Any, depth: int) -> None:
        widths = [
            _number(one, "w") for one in element.iter() if local_name(one) == "gridCol" and _table_of(one) is element
        ]
        rows: list[list[tuple[Cell, str]]] = []
        anchored = _Paragraph()
        for row in _rows(element):
            if _is_deleted_row(row):
                self._note_deleted(row)
                continue
            rows.append([self._cell(cell, anchored, depth) for cell in _gaps_and_cells(row)])
        add_table(self._content, _with_row_spans(rows), widths)
        # After the table, because a cell holds text alone: a form is often a table of tables.
        self._add_anchored(anchored, depth)

    def _cell(self, element: Any, anchored: _Paragraph, depth: int) -> tuple[Cell, str]:
        """A cell, and whether it begins ("restart") or continues ("continue") one that spans rows."""
        if isinstance(element, int):
            return Cell("", element), ""
        lines: list[str] = []
        self._read_cell(element, lines, anchored, depth)
        span, merge = 1, ""
        for one in element.iter():
            if local_name(one) == "gridSpan" and one.getparent().getparent() is element:
                span = int(_number(one, "val")) or 1
            elif local_name(one) == "vMerge" and one.getparent().getparent() is element:
                merge = _value(one) or "continue"
        return Cell("\n".join(lines), span), merge

    def _read_cell(self, element: Any, lines: list[str], anchored: _Paragraph, depth: int) -> None:
        if depth > _MOST_DEEP:
            raise RecursionError
        for one in _displayed(element):
            if local_name(one) == "p":
                paragraph = _Paragraph()
                self._read_runs(one, paragraph, 0)
                if text := "".join(paragraph.text).strip():
                    lines.append(text)
                anchored.anchored += paragraph.anchored
            elif local_name(one) == "tbl":
                anchored.anchored.append(one)
            elif local_name(one) in _TRANSPARENT:
                self._read_cell(one, lines, anchored, depth + 1)


def read_into(content: Content, data: bytes) -> None:
    """Append all that a Word document displays; embedded files become attachments."""
    package = Package(data)
    main = next((to for kind, to in package.relations("").values() if kind == "officeDocument"), "word/document.xml")
    _Reader(content, package).read(main)


def _displayed(parent: Any) -> Iterator[Any]:
    """The children, with the first alternative of what is stored in several versions, which shows the same."""
    for element in parent:
        if local_name(element) == "AlternateContent":
            yield from next((_displayed(one) for one in element if len(one)), iter(()))
        else:
            yield element


def _value(element: Any) -> str:
    """The attribute "val", in whatever namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == "val"), "")


def _number(element: Any, name: str) -> float:
    text = next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
    return float(text) if text.isdecimal() and len(text) < 8 else 0.0


def _is_hidden(run: Any) -> bool:
    properties = next((one for one in run if local_name(one) == "rPr"), ())
    return any(local_name(one) == "vanish" and _value(one) not in ("0", "false", "off") for one in properties)


def _symbol(element: Any) -> str:
    code = next((value for key, value in element.attrib.items() if key.endswith("char")), "")
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    # Fonts of symbols are mapped into the private area of Unicode.
    low = number & 0xFF if 0xF000 <= number <= 0xF0FF else number
    return (
        _TICKED
        if low in _TICKED_SYMBOLS
        else _UNTICKED
        if low in _EMPTY_SYMBOLS
        else chr(number)
        if number < 0xE000
        else ""
    )


def _form_field(element: Any) -> str:
    """What a form field of the old kind shows: a box, or the chosen entry of a list. The text of others is in the runs after it."""
    for one in element:
        if local_name(one) == "checkBox":
            states = {
                local_name(child): _value(child) or "1" for child in one if local_name(child) in ("default", "checked")
            }
            return _TICKED if states.get("checked", states.get("default", "0")) in ("1", "true", "on") else _UNTICKED
        if local_name(one) == "ddList":
            entries = [_value(child) for child in one if local_name(child) == "listEntry"]
            chosen = next((_number(child, "val") for child in one if local_name(child) == "result"), 0.0)
            return entries[int(chosen)] if chosen < len(entries) else ""
    return ""


def _objects(element: Any) -> list[Any]:
    """What a drawing shows, in order: text boxes, and elements that refer to pictures, charts and diagrams."""
    found: list[Any] = []
    for one in _displayed(element):
        name = local_name(one)
        if name == "txbxContent":
            found.append(one)
            continue
        if name in ("blip", "imagedata", "chart", "relIds", "textpath"):
            found.append(one)
        found += _objects(one)
    return found


def _table_of(element: Any) -> Any:
    while element is not None and local_name(element) != "tbl":
        element = element.getparent()
    return element


def _rows(table: Any) -> Iterator[Any]:
    for element in _displayed(table):
        if local_name(element) == "tr":
            yield element
        elif local_name(element) in _TRANSPARENT:
            yield from _rows(element)


def _gaps_and_cells(row: Any) -> Iterator[Any]:
    """The cells of a row, and the numbers of columns that it leaves out at its sides."""
    skipped = {
        local_name(one): int(_number(one, "val"))
        for properties in row
        if local_name(properties) == "trPr"
        for one in properties
        if local_name(one) in ("gridBefore", "gridAfter")
    }
    if skipped.get("gridBefore"):
        yield skipped["gridBefore"]
    yield from _cells(row)
    if skipped.get("gridAfter"):
        yield skipped["gridAfter"]


def _cells(row: Any) -> Iterator[Any]:
    for element in _displayed(row):
        if local_name(element) == "tc":
            yield element
        elif local_name(element) in _TRANSPARENT:
            yield from _cells(element)


def _is_deleted_row(row: Any) -> bool:
    return any(local_name(one) == "del" for part in row if local_name(part) == "trPr" for one in part)


def _with_row_spans(rows: list[list[tuple[Cell, str]]]) -> list[list[Cell]]:
    """The rows with cells that continue the one above merged into it."""
    spans: dict[
        int, list[int]
    ] = {}  # by column: row and place of the cell that is being continued, and its rows so far
    heights: dict[tuple[int, int], int] = {}
    dropped: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        x = 0
        for place, (cell, merge) in enumerate(row):
            if merge == "continue" and x in spans and spans[x][0] + spans[x][2] == y:
                spans[x][2] += 1
                heights[spans[x][0], spans[x][1]] = spans[x][2]
                dropped.add((y, place))
            elif merge:
                spans[x] = [y, place, 1]
            x += cell.columns
    return [
        [
            Cell(cell.text, cell.columns, heights.get((y, place), 1))
            for place, (cell, _) in enumerate(row)
            # Text in a cell that continues another is not displayed by Word, but is not dropped here in silence.
            if (y, place) not in dropped
        ]
        for y, row in enumerate(rows)
    ]


def _page_size(root: Any) -> tuple[float, float] | None:
    """The size of the first section's pages, in points: a table that was made for a wide page needs one."""
    for element in root.iter():
        if local_name(element) == "pgSz":
            size = _number(element, "w") / _TWIPS, _number(element, "h") / _TWIPS
            if all(_SMALLEST_PAGE_PT <= side <= _LARGEST_PAGE_PT for side in size):
                return size
    return None


# What each element of a run shows.
_TEXTS: dict[str, Callable[[Any], str]] = {
    "t": lambda element: element.text or "",
    "tab": lambda element: "\t",
    "ptab": lambda element: "\t",
    "br": lambda element: "\n",
    "cr": lambda element: "\n",
    "noBreakHyphen": lambda element: "-",
    "sym": _symbol,
    "ffData": _form_field,
}
