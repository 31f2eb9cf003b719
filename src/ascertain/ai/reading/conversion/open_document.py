"""OpenDocument texts and spreadsheets (ODF 1.3, part 3): all that is displayed, in order."""

from collections.abc import Iterator
from typing import Any

from ascertain.ai.reading.conversion.blocks import Block, Content
from ascertain.ai.reading.conversion.packages import Package, file_name, local_name
from ascertain.ai.reading.conversion.pictures import add_picture
from ascertain.ai.reading.conversion.sheets import Sheet, add_sheet
from ascertain.ai.reading.conversion.tables import Cell, add_table
from ascertain.ai.reading.file_limits import LimitExceeded, PasswordNeeded

_MOST_DEEP = 60
_MOST_BLANKS = 1_000  # that one element stands for
_LINK = "{http://www.w3.org/1999/xlink}href"
_CONTAINERS = frozenset(
    {"text", "body", "section", "list", "list-item", "list-header", "frame", "text-box", "index-body", "table-of-content", "g",
     "alphabetical-index", "illustration-index", "table-index", "bibliography", "index-title", "header", "footer", "header-first",
     "footer-first", "header-left", "footer-left", "numbered-paragraph", "a", "custom-shape", "rect", "note-body"}
)  # fmt: skip
# Office writes the text of deletions and of comments beside the text, and both are not displayed in it.
_NOTED = {
    "tracked-changes": "Text that was deleted while changes were tracked is not read.",
    "annotation": "The comments of reviewers are not read.",
}


def read_into(content: Content, data: bytes) -> None:
    """Append a text or a spreadsheet; embedded files become attachments."""
    package = Package(data)
    manifest = package.tree("META-INF/manifest.xml")
    if manifest is not None and any(local_name(one) == "encryption-data" for one in manifest.iter()):
        raise PasswordNeeded
    root = package.tree("content.xml")
    if root is None:
        raise ValueError("The document has no content.")
    reader = _Reader(content, package)
    hidden = _hidden_styles(root)
    for body in (one for one in root if local_name(one) == "body"):
        for document in body:
            if local_name(document) == "spreadsheet":
                for table in (one for one in document.iter() if local_name(one) == "table"):
                    _add_sheet_of(reader, content, table, hidden)
            else:
                reader.add_headers("header")
                reader.add_blocks(document, 0)
                reader.add_headers("footer")
    for name in package.names():
        if name.startswith("ObjectReplacements/"):
            continue
        if name.startswith("Object ") and name.endswith("/content.xml"):
            content.add_note("Objects that are embedded, such as charts, are not read.")


class _Reader:
    """Reads the parts of one document."""

    def __init__(self, content: Content, package: Package) -> None:
        self._content = content
        self._package = package

    def add_headers(self, kind: str) -> None:
        """The headers or footers of all kinds of pages."""
        root = self._package.tree("styles.xml")
        shown: list[Block] = []
        for master in root.iter() if root is not None else ():
            if local_name(master) == "master-page":
                for part in (one for one in master if local_name(one).startswith(kind)):
                    begin = len(self._content.blocks)
                    self.add_blocks(part, 0)
                    # Pages of several kinds often have the same one.
                    added, self._content.blocks[begin:] = self._content.blocks[begin:], []
                    shown += [block for block in added if block not in shown]
        self._content.blocks += shown

    def add_blocks(self, parent: Any, depth: int) -> None:
        """Append paragraphs, tables and pictures of an element."""
        if depth > _MOST_DEEP:
            raise LimitExceeded(f"its elements are nested more than {_MOST_DEEP} levels deep")
        for element in parent:
            name = local_name(element)
            if name in _NOTED:
                self._content.add_note(_NOTED[name])
            elif name in ("p", "h"):
                self._add_paragraph(element, name, depth)
            elif name == "table":
                self._add_table(element, depth)
            elif name == "image":
                self._add_image(element)
            elif name in _CONTAINERS:
                self.add_blocks(element, depth + 1)

    def _add_paragraph(self, element: Any, name: str, depth: int) -> None:
        anchored: list[Any] = []
        text = self.text_of(element, anchored, 0)
        self._content.add_text(text, "heading" if name == "h" else "text")
        for one in anchored:
            if local_name(one) == "image":
                self._add_image(one)
            else:
                self.add_blocks(one, depth + 1)

    def text_of(self, element: Any, anchored: list[Any], depth: int) -> str:
        """The text of a paragraph; frames and notes inside of it are collected, because they follow it."""
        if depth > _MOST_DEEP:
            raise LimitExceeded(f"its elements are nested more than {_MOST_DEEP} levels deep")
        parts = [element.text or ""]
        for one in element:
            name = local_name(one)
            if name == "tab":
                parts.append("\t")
            elif name == "line-break":
                parts.append("\n")
            elif name == "s":
                parts.append(" " * min(_count(one, "c"), _MOST_BLANKS))
            elif name in ("frame", "note-body", "custom-shape", "rect", "g"):
                anchored.append(one)
            elif name in _NOTED:
                self._content.add_note(_NOTED[name])
            elif name == "note":
                anchored += [body for body in one if local_name(body) == "note-body"]
            elif name != "ruby-text":
                parts.append(self.text_of(one, anchored, depth + 1))
            parts.append(one.tail or "")
        return "".join(parts)

    def _add_image(self, element: Any) -> None:
        link = (element.get(_LINK) or "").removeprefix("./")
        if self._package.has(link):
            add_picture(self._content, self._package.read(link), file_name(link))
        elif link:
            self._content.add_note("Pictures outside of the file are not read.")

    def _add_table(self, table: Any, depth: int) -> None:
        rows: list[list[Cell]] = []
        anchored: list[Any] = []
        for row in _rows(table):
            cells: list[Cell] = []
            for cell in row:
                if local_name(cell) == "table-cell":
                    text = "\n".join(self._cell_lines(cell, anchored, depth))
                    repeated = min(_count(cell, "number-columns-repeated"), _MOST_BLANKS) if text else 1
                    cells += [
                        Cell(text, _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned"))
                    ] * repeated
            rows.append(cells)
        add_table(self._content, rows)
        for one in anchored:
            if local_name(one) == "table":
                self._add_table(one, depth + 1)
            elif local_name(one) == "image":
                self._add_image(one)
            else:
                self.add_blocks(one, depth + 1)

    def _cell_lines(self, cell: Any, anchored: list[Any], depth: int) -> Iterator[str]:
        if depth > _MOST_DEEP:
            raise LimitExceeded(f"its elements are nested more than {_MOST_DEEP} levels deep")
        for one in cell:
            if local_name(one) in ("p", "h"):
                yield self.text_of(one, anchored, 0)
            elif local_name(one) in ("table", "frame"):
                anchored.append(one)
            elif local_name(one) in _CONTAINERS:
                yield from self._cell_lines(one, anchored, depth + 1)


def _rows(table: Any) -> Iterator[Any]:
    for one in table:
        if local_name(one) == "table-row":
            yield one
        elif local_name(one) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(one)


def _count(element: Any, name: str) -> int:
    text = next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1


def _hidden_styles(root: Any) -> frozenset[str]:
    """Styles of tables that are not displayed."""
    found: set[str] = set()
    for style in root.iter():
        if local_name(style) == "style":
            properties = [one for one in style if local_name(one) == "table-properties"]
            if any(
                value == "false" for one in properties for key, value in one.attrib.items() if key.endswith("}display")
            ):
                found.update(value for key, value in style.attrib.items() if key.endswith("}name"))
    return frozenset(found)


def _add_sheet_of(reader: _Reader, content: Content, table: Any, hidden: frozenset[str]) -> None:
    """A sheet. A cell may stand for many equal ones, which are counted before they are made."""
    title = next((value for key, value in table.attrib.items() if key.endswith("}name")), "")
    if any(key.endswith("}style-name") and value in hidden for key, value in table.attrib.items()):
        content.add_note(f"The sheet {title} is hidden and is not read.")
        return
    sheet, y = Sheet(title), 0
    anchored: list[Any] = []
    for row in _rows(table):
        found: list[tuple[int, str]] = []
        x = 0
        for cell in row:
            repeated = _count(cell, "number-columns-repeated")
            if local_name(cell) == "table-cell":
                text = "\n".join(reader.text_of(one, anchored, 0) for one in cell if local_name(one) == "p").strip()
                if text:
                    _check(len(sheet.cells) + len(found) + repeated, content)
                    found += [(x + n, text) for n in range(repeated)]
                    sheet.merged[y, x] = _count(cell, "number-columns-spanned")
            x += repeated
        copies = _count(row, "number-rows-repeated")
        if found:
            _check(len(sheet.cells) + len(found) * copies, content)
            sheet.cells |= {(y + n, column): text for n in range(copies) for column, text in found}
        y += copies
    add_sheet(content, sheet)
    for one in table.iter():
        if local_name(one) == "image":
            reader.add_blocks([one], 0)


def _check(cells: int, content: Content) -> None:
    if cells > content.limits.paragraphs:
        raise LimitExceeded(f"it has more than {content.limits.paragraphs:,} paragraphs and table cells")
