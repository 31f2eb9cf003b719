"""HTML: headings, paragraphs, lists, tables and embedded pictures, as far as they are displayed."""

import base64
import binascii
import re
from typing import Any
from urllib.parse import unquote_to_bytes

from ascertain.ai.reading import encodings
from ascertain.ai.reading.conversion.blocks import Content
from ascertain.ai.reading.conversion.pictures import add_picture
from ascertain.ai.reading.conversion.tables import Cell, add_table
from ascertain.ai.reading.file_limits import LimitExceeded

_MOST_ELEMENTS = 300_000
_MOST_DEEP = 200
_NOT_SHOWN = frozenset(
    {"script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "math", "canvas"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "label", "mark", "q", "s", "small", "span", "strong", "sub",
     "sup", "time", "u", "ins", "kbd", "var", "samp", "big", "o:p", "tt", "strike", "del", "acronym", "input", "select", "textarea",
     "button", "img", "br"}
)  # fmt: skip
_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|mso-hide\s{0,9}:\s{0,9}all", re.IGNORECASE
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_TICKED, _UNTICKED = "\u2612", "\u2610"
_HEAD_BYTES = 4096


def read_into(content: Content, data: bytes) -> None:
    """Append a page of the web that was saved."""
    add_page(content, _decoded(data))


def _decoded(data: bytes) -> str:
    stated = _CHARSET.search(data[:_HEAD_BYTES])
    if stated:
        try:
            return data.decode(stated[1].decode())
        except (LookupError, UnicodeDecodeError):
            pass
    return encodings.decode_text(data)


def add_page(content: Content, html: str, *, from_mail: bool = False) -> None:
    """Append what HTML displays. Pictures inside of it are read; those at an address are not fetched, and are noted.

    Args:
        from_mail: pictures named by an id are parts of the e-mail, which are read by themselves.
    """
    from selectolax.lexbor import LexborHTMLParser

    if html.count("<") > _MOST_ELEMENTS:
        raise LimitExceeded(f"it has more than {_MOST_ELEMENTS:,} elements")
    parser: Any = LexborHTMLParser(html.replace("\0", ""))
    if parser.body is not None:
        _Writer(content, from_mail=from_mail).write(parser.body)


class _Writer:
    """Writes the elements of a page as blocks, a paragraph for each run of text between blocks."""

    def __init__(self, content: Content, *, from_mail: bool) -> None:
        self._content = content
        self._from_mail = from_mail
        self._line: list[str] = []

    def write(self, body: Any) -> None:
        """Append the blocks of an element and of all inside."""
        self._walk(body, 0)
        self._flush()

    def _flush(self, kind: str = "text") -> None:
        lines = [_SPACE.sub(" ", line).strip() for line in "".join(self._line).split("\v")]
        self._line.clear()
        self._content.add_text("\n".join(lines), kind)

    def _walk(self, element: Any, depth: int) -> None:
        if depth > _MOST_DEEP:
            raise LimitExceeded(f"its elements are nested more than {_MOST_DEEP} levels deep")
        child = element.child
        while child is not None:
            self._write(child, depth)
            child = child.next

    def _write(self, element: Any, depth: int) -> None:
        tag = (element.tag or "").lower()
        if tag == "-text":
            self._line.append(element.text_content or "")
            return
        if tag.startswith(("-", "!")) or tag in _NOT_SHOWN:
            return
        if _is_hidden(element):
            if element.text(strip=True):
                self._content.add_note("Text that the page hides is not read.")
            return
        if tag in _INLINE:
            self._write_inline(tag, element, depth)
        elif tag == "table" and not _is_layout(element):
            self._flush()
            self._write_table(element)
        elif tag in _HEADINGS:
            self._flush()
            self._walk(element, depth + 1)
            self._flush("heading")
        else:
            self._flush()
            if tag == "li":
                self._line.append("\u2022 ")
            self._walk(element, depth + 1)
            self._flush()

    def _write_inline(self, tag: str, element: Any, depth: int) -> None:
        if tag == "br":
            self._line.append("\v")
        elif tag == "img":
            self._write_picture(element)
        elif tag == "input":
            self._line.append(_shown_input(element))
        elif tag == "select":
            chosen = element.css_first("option[selected]") or element.css_first("option")
            self._line.append(f" {chosen.text(strip=True)} " if chosen is not None else "")
        else:
            self._walk(element, depth + 1)

    def _write_picture(self, element: Any) -> None:
        source = (element.attributes.get("src") or "").strip()
        if source[:5].lower() == "data:":
            head, _, packed = source.partition(",")
            try:
                data = base64.b64decode(packed, validate=False) if head.endswith("base64") else unquote_to_bytes(packed)
            except (binascii.Error, ValueError):
                data = b""
            self._flush()
            add_picture(self._content, data, "in the text")
        elif not (self._from_mail and source[:4].lower() == "cid:") and not _is_tiny(element):
            if text := (element.attributes.get("alt") or "").strip():
                self._line.append(f" {text} ")
            self._content.add_note("Pictures that the page refers to by an address are not read.")

    def _write_table(self, table: Any) -> None:
        rows: list[list[Cell]] = []
        for row in table.css("tr"):
            cells = [one for one in row.iter() if one.tag in ("td", "th")]
            if cells and not _is_hidden(row):
                rows.append([Cell(_cell_text(one), _span(one, "colspan"), _span(one, "rowspan")) for one in cells])
        add_table(self._content, rows)
        for picture in table.css("img"):
            self._write_picture(picture)
        self._flush()


def _is_hidden(element: Any) -> bool:
    attributes = element.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _is_tiny(element: Any) -> bool:
    """Whether a picture is a pixel that counts readers."""
    return any(
        (element.attributes.get(side) or "").strip().rstrip("px") in ("0", "1", "2") for side in ("width", "height")
    )


def _is_layout(table: Any) -> bool:
    """Whether a table only arranges the page: it has tables inside, or a single column."""
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        return True
    return all(sum(1 for one in row.iter() if one.tag in ("td", "th")) < 2 for row in table.css("tr"))


def _span(element: Any, name: str) -> int:
    text = (element.attributes.get(name) or "1").strip()
    return max(1, int(text)) if text.isdecimal() and len(text) < 5 else 1


def _cell_text(element: Any) -> str:
    parts: list[str] = []
    _collect(element, parts, 0)
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(parts).split("\v"))
    return "\n".join(line for line in lines if line)


def _collect(element: Any, parts: list[str], depth: int) -> None:
    if depth > _MOST_DEEP:
        raise LimitExceeded(f"its elements are nested more than {_MOST_DEEP} levels deep")
    child = element.child
    while child is not None:
        tag = (child.tag or "").lower()
        if tag == "-text":
            parts.append(child.text_content or "")
        elif tag == "input":
            parts.append(_shown_input(child))
        elif not (tag.startswith(("-", "!")) or tag in _NOT_SHOWN or _is_hidden(child)):
            breaks = tag not in _INLINE or tag == "br"
            parts.append("\v" if breaks else "")
            _collect(child, parts, depth + 1)
            parts.append("\v" if breaks and tag != "br" else "")
        child = child.next


def _shown_input(element: Any) -> str:
    kind = (element.attributes.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return f" {_TICKED if 'checked' in element.attributes else _UNTICKED} "
    return "" if kind in ("hidden", "password") else f" {element.attributes.get('value') or ''} "
