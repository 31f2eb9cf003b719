"""RTF (Microsoft's specification 1.9.1): text, tables, headers, footers, notes, boxes and pictures.

A message of Outlook may be HTML that was packed into RTF ([MS-OXRTFEX]); it is unpacked again.
"""

import binascii
import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ascertain.ai.reading.conversion.blocks import Content
from ascertain.ai.reading.conversion.pictures import add_picture
from ascertain.ai.reading.conversion.tables import Cell, add_table
from ascertain.ai.reading.conversion.web_page import add_page
from ascertain.ai.reading.file_limits import LimitExceeded

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_MOST_DEEP = 1_000
# Groups whose text is not part of the document: tables of fonts and styles, instructions of fields, properties.
_SKIPPED = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "info", "fldinst", "nonshppict", "listtable", "listoverridetable", "revtbl",
     "rsidtbl", "generator", "filetbl", "themedata", "datastore", "xmlnstbl", "latentstyles", "bkmkstart", "bkmkend", "sn",
     "sv", "sp", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "nonesttables", "ffname", "ffdeftext", "objclass", "objname",
     "colorschememapping", "mmathPr", "picprop", "blipuid", "pgptbl", "datafield", "ffformat", "ffhelptext", "ffstattext",
     "ffentrymcr", "ffexitmcr", "xe", "tc", "pnseclvl", "atnid", "atnauthor", "atndate", "atnref", "atnparent", "template",
     "private", "keywords", "falt", "panose"}
)  # fmt: skip
# Groups that a reader may ignore where it does not know them, and that contain text or pictures all the same.
_SHOWN = frozenset(
    {"shpinst", "shppict", "shptxt", "footnote", "listtext", "pntext", "nesttableprops", "dptxbxtext", "htmltag"}
)
_SPECIAL = {
    "par": "\n", "line": "\n", "sect": "\n\n", "page": "\n\n", "tab": "\t", "emdash": "\u2014", "endash": "\u2013", "emspace": " ",
    "enspace": " ", "qmspace": " ", "bullet": "\u2022", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c",
    "rdblquote": "\u201d", "nestcell": "\t", "nestrow": "\n",
}  # fmt: skip
_SIGNS = {"~": "\u00a0", "-": "", "_": "-", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}
_PARAGRAPHS = frozenset(
    {"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote", "shptxt"}
)
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_CODE_PAGES = {65001: "utf-8", 10000: "mac_roman", 936: "gbk", 950: "big5"}
_EDGE_TWIPS = 40  # edges of cells closer than this are the same column


@dataclass(frozen=True, slots=True)
class _Group:
    """What the properties of a group are; they end with it."""

    kind: str = "text"  # or "skip", "fonts", "picture", "object"
    font: int = -1
    fallback: int = 1  # characters after a Unicode one for readers that know none
    hidden: bool = False
    packed_html: bool = False  # text for readers that know no HTML


@dataclass(slots=True)
class _Table:
    """The rows of a table while they are read: each a list of (right edge, text)."""

    rows: list[list[tuple[int, str]]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)


class _Reader:
    """Reads one document, token by token."""

    def __init__(self, content: Content, text: str) -> None:
        self._content = content
        self._text = text
        self._groups: list[_Group] = [_Group()]
        self._starred = False
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._bytes = bytearray()  # of characters that are not decoded yet
        self._skip = 0
        self._line: list[str] = []
        self._html: list[str] | None = None
        self._table = _Table()
        self._in_table = False
        self._picture: list[str] = []
        self._blip = ""
        self._binary = b""

    def read(self) -> None:
        """Append the blocks of the document."""
        at = 0
        while match := _TOKEN.match(self._text, at):
            at = match.end()
            word, number, code, sign, brace, run = match.groups()
            if word == "bin" and number and number.isdecimal():
                end = at + int(number)
                if self._groups[-1].kind == "picture":
                    self._binary = self._text[at:end].encode("latin-1")
                at = end
            elif word:
                self._word(word, int(number) if number else None)
            elif code:
                self._byte(int(code, 16))
            elif sign:
                self._sign(sign)
            elif brace:
                self._brace(brace)
            elif run:
                self._run(run)
        self._flush()
        self._end_table()
        if self._html is not None:
            add_page(self._content, "".join(self._html), from_mail=True)

    def _brace(self, brace: str) -> None:
        self._decode()
        if brace == "{":
            if len(self._groups) > _MOST_DEEP:
                raise LimitExceeded(f"its groups are nested more than {_MOST_DEEP:,} levels deep")
            self._groups.append(self._groups[-1])
            return
        ended = self._groups.pop() if len(self._groups) > 1 else self._groups[-1]
        if ended.kind == "picture" and self._groups[-1].kind != "picture":
            self._end_picture()

    def _set(self, **changes: object) -> None:
        self._groups[-1] = replace(self._groups[-1], **changes)  # type: ignore[arg-type]

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in _SIGNS:
            self._show(_SIGNS[sign])

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        self._decode()
        group = self._groups[-1]
        if group.kind == "skip":
            return
        if word in _SKIPPED or (starred and word not in _SHOWN and word not in _WORDS and word != "pict"):
            self._set(kind="fonts" if word == "fonttbl" else "skip")
        elif word in _PARAGRAPHS:
            self._flush()
        elif word == "u" and number is not None:
            self._show(_character(number))
            self._skip = group.fallback
        elif word in _WORDS:
            _WORDS[word](self, number)
        elif word in _SPECIAL:
            self._special(word)

    def _special(self, word: str) -> None:
        if word in ("par", "sect", "page") and self._html is None:
            if self._in_table:
                self._line.append("\n")
            else:
                self._flush()
        else:
            self._show(_SPECIAL[word])

    def _byte(self, code: int) -> None:
        if self._skip:
            self._skip -= 1
        elif self._is_shown():
            self._bytes.append(code)

    def _run(self, run: str) -> None:
        group = self._groups[-1]
        if group.kind == "picture":
            self._picture.append(run)
            return
        if self._skip:
            self._skip, run = max(0, self._skip - len(run)), run[self._skip :]
        if run and self._is_shown():
            # The bytes of the file stand for themselves; some programs write letters above 127 without escaping them.
            self._bytes += run.encode("latin-1", "replace")

    def _is_shown(self) -> bool:
        group = self._groups[-1]
        if self._html is not None and group.packed_html:
            return False
        return group.kind == "text" and not group.hidden

    def _show(self, text: str) -> None:
        self._decode()
        if self._is_shown():
            (self._line if self._html is None else self._html).append(text)

    def _decode(self) -> None:
        if not self._bytes:
            return
        text = bytes(self._bytes).decode(self._fonts.get(self._groups[-1].font, self._encoding), "replace")
        self._bytes.clear()
        (self._line if self._html is None else self._html).append(text)

    def _flush(self) -> None:
        """End a paragraph."""
        self._decode()
        text = "".join(self._line)
        self._line.clear()
        if text.strip():
            self._end_table()
            self._content.add_text(text.strip("\n"))

    def end_cell(self, number: int | None) -> None:
        """Complete a cell, whose text was collected as that of a paragraph."""
        self._table.cells.append("".join(self._line).strip())
        self._line.clear()

    def begin_row(self, number: int | None) -> None:
        """Forget the edges of the row before: its properties begin, and may be repeated before its end."""
        if not self._in_table and not self._table.cells:
            self._flush()
        self._in_table = True
        self._table.edges = []

    def end_row(self, number: int | None) -> None:
        """Complete a row, with the right edges that its properties have named."""
        table = self._table
        edges = table.edges if len(table.edges) == len(table.cells) else list(range(1, len(table.cells) + 1))
        table.rows.append(list(zip(edges, table.cells, strict=True)))
        table.cells = []
        self._in_table = False

    def _end_table(self) -> None:
        rows, self._table = self._table.rows, _Table()
        if not rows:
            return
        edges: list[int] = []
        for edge in sorted({edge for row in rows for edge, _ in row}):
            if not edges or edge - edges[-1] > _EDGE_TWIPS or edge <= len(rows[0]):
                edges.append(edge)
        built: list[list[Cell]] = []
        for row in rows:
            cells, begin = [], 0
            for edge, text in row:
                end = next(
                    (n for n, known in enumerate(edges) if abs(known - edge) <= _EDGE_TWIPS and n >= begin), begin
                )
                cells.append(Cell(text, end - begin + 1))
                begin = end + 1
            built.append(cells)
        add_table(self._content, built)

    def _end_picture(self) -> None:
        data, name = self._binary, self._blip
        if not data:
            digits = "".join(self._picture)
            with_pairs = digits[: len(digits) & ~1]
            try:
                data = binascii.unhexlify(with_pairs)
            except (binascii.Error, ValueError):
                data = b""
        self._picture, self._blip, self._binary = [], "", b""
        if name in ("pngblip", "jpegblip"):
            self._flush() if not self._in_table else None
            add_picture(self._content, data, "of the text")
        elif data:
            self._content.add_note("Drawings in a format of Windows (WMF, EMF) are not read.")


def _ignore_hidden(reader: _Reader, number: int | None) -> None:
    reader._set(hidden=number != 0)
    if number != 0:
        reader._content.add_note("Text that is hidden or was deleted while changes were tracked is not read.")


def _begin_font(reader: _Reader, number: int | None) -> None:
    reader._set(font=number if number is not None else -1)


def _set_charset(reader: _Reader, number: int | None) -> None:
    if number in _CHARSETS:
        reader._fonts[reader._groups[-1].font] = _CHARSETS[number]


def _set_code_page(reader: _Reader, number: int | None) -> None:
    name = _CODE_PAGES.get(number or 0, f"cp{number}")
    try:
        reader._encoding = codecs.lookup(name).name
    except LookupError:
        reader._content.add_note(f"The text is in a code page that is not known ({number}).")


def _begin_html(reader: _Reader, number: int | None) -> None:
    reader._html = []


def _begin_picture(reader: _Reader, number: int | None) -> None:
    reader._set(kind="picture")


def _note_object(reader: _Reader, number: int | None) -> None:
    reader._set(kind="skip")
    reader._content.add_note("Objects that are embedded in the text are not read.")


def _note_comment(reader: _Reader, number: int | None) -> None:
    reader._set(kind="skip")
    reader._content.add_note("The comments of reviewers are not read.")


def _blip(name: str) -> Callable[[_Reader, int | None], None]:
    def begin(reader: _Reader, number: int | None) -> None:
        reader._blip = name

    return begin


_WORDS: dict[str, Callable[[_Reader, int | None], None]] = {
    "cell": _Reader.end_cell,
    "trowd": _Reader.begin_row,
    "row": _Reader.end_row,
    "cellx": lambda reader, number: reader._table.edges.append(number or 0),
    "intbl": lambda reader, number: setattr(reader, "_in_table", True),
    "pard": lambda reader, number: setattr(reader, "_in_table", False),
    "uc": lambda reader, number: reader._set(fallback=max(0, min(number if number is not None else 1, 10))),
    "f": _begin_font,
    "fcharset": _set_charset,
    "ansicpg": _set_code_page,
    "v": _ignore_hidden,
    "deleted": _ignore_hidden,
    "plain": lambda reader, number: reader._set(hidden=False),
    "fromhtml": _begin_html,
    "htmlrtf": lambda reader, number: reader._set(packed_html=number != 0),
    "pict": _begin_picture,
    "pngblip": _blip("pngblip"),
    "jpegblip": _blip("jpegblip"),
    "objdata": _note_object,
    "annotation": _note_comment,
}


def read_into(content: Content, data: bytes) -> None:
    """Append an RTF document."""
    _Reader(content, data.decode("latin-1")).read()


def _character(number: int) -> str:
    # Written as a signed number of 16 bits. Half of a pair of surrogates is replaced later.
    code = number + 65_536 if number < 0 else number
    return chr(code) if 0 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
