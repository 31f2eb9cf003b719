"""Conversion of text, DOCX and e-mail to PDF pages, so that every word has a page and a box. Attachments become own files."""

import codecs
import email
import email.policy
import io
import json
import zipfile
from dataclasses import dataclass
from email.message import EmailMessage, MIMEPart
from html.parser import HTMLParser
from typing import Any

import docx
import typst
from docx.table import Table

from ascertain.ai.reading import package_limits
from ascertain.ai.reading.file_limits import FileLimits, LimitExceeded

_TEMPLATE = rb"""
#let blocks = json(bytes(sys.inputs.d))
#set page(paper: "a4", margin: 2.2cm, numbering: "1")
#set text(font: ("DejaVu Sans", "Libertinus Serif"), size: 10.5pt, fallback: true)
#set par(justify: false, leading: .62em)
#for b in blocks {
  if b.kind == "heading" { block(above: 1.3em, below: .7em, text(size: 13pt, weight: "bold", b.text)) }
  else if b.kind == "table" { table(columns: b.columns, inset: 5pt, stroke: .5pt + rgb("#999"), ..b.cells.map(c => [#c])) }
  else { block(above: .7em, below: .7em, b.text) }
}
"""
_MAX_TEXT_CHARS = 2_000_000
_MOST_LINES = 120_000  # more than the longest accepted file holds; typesetting them would take the time limit of a page
_MAX_NESTING = 20  # of e-mail parts; 2,000 nested parts are a RecursionError
_MOST_PARTS = 2_000  # of an e-mail; a digest of a mailing list has some hundreds
_MAX_HEADER_CHARS = 64_000  # some 1,500 recipients
# Control characters have no glyph; tab, line feed and carriage return stay.
_UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))


@dataclass(frozen=True, slots=True)
class ConvertedFile:
    """The pages as PDF, and the attachments as names with bytes."""

    pdf: bytes
    attachments: tuple[tuple[str, bytes], ...] = ()


def convert_to_pdf(media_type: str, data: bytes, limits: FileLimits) -> ConvertedFile:
    """Convert a text file, DOCX or e-mail to PDF.

    Raises: LimitExceeded, and any error of a parser for a damaged file.
    """
    if media_type == "message/rfc822":
        return _email(data, limits)
    if media_type.endswith("wordprocessingml.document"):
        try:
            return ConvertedFile(_compile(_docx_blocks(data, limits)))
        except zipfile.BadZipFile:
            # One that states small sizes and contains far more is noticed by its check sum, and is over a limit and not damaged.
            package_limits.check_unpacked(data, limits)
            raise
    return ConvertedFile(_compile(text_blocks(_decoded(data))))


def _compile(blocks: list[dict[str, object]]) -> bytes:
    # The text goes in as data and never as markup, so that a document cannot run typst code.
    return bytes(typst.compile(_TEMPLATE, sys_inputs={"d": json.dumps(blocks)}))


def _decoded(data: bytes) -> str:
    """Text decoded by its byte order mark, else as UTF-8, else as Windows-1252, which most other text files use."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def text_blocks(text: str) -> list[dict[str, object]]:
    """Paragraphs of plain text or Markdown; lines that begin with # are headings.

    Raises: LimitExceeded for a text that is too long. Nothing is cut off without an error.
    """
    if len(text) > _MAX_TEXT_CHARS or text.count("\n") > _MOST_LINES:
        raise LimitExceeded(f"it has more than {_MAX_TEXT_CHARS:,} characters or {_MOST_LINES:,} lines")
    blocks: list[dict[str, object]] = []
    for paragraph in text.replace("\r\n", "\n").translate(_UNPRINTABLE).split("\n\n"):
        stripped = paragraph.strip("\n")
        if not stripped.strip():
            continue
        if stripped.startswith("#"):
            head, _, rest = stripped.partition("\n")
            blocks.append({"kind": "heading", "text": head.lstrip("#").strip()})
            stripped = rest
        if stripped.strip():
            blocks.append({"kind": "text", "text": stripped})
    return blocks


def _docx_blocks(data: bytes, limits: FileLimits) -> list[dict[str, object]]:
    # Checked before opening: a zip bomb otherwise runs out of memory, which looks like a damaged file.
    package_limits.check_package(data, limits)
    blocks: list[dict[str, object]] = []
    for item in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(item, Table):
            cells = [cell.text for row in item.rows for cell in row.cells]
            if cells:
                blocks.append({"kind": "table", "columns": len(item.columns), "cells": cells})
        elif item.text.strip():
            kind = "heading" if (item.style and (item.style.name or "").startswith(("Heading", "Title"))) else "text"
            blocks.append({"kind": kind, "text": item.text})
    return blocks


class _HtmlText(HTMLParser):
    """The visible text of an HTML part."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in ("script", "style")
        if tag in ("p", "br", "div", "tr", "li", "h1", "h2", "h3"):
            self.parts.append("\n\n" if tag != "br" else "\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def _counting_parts(most: int) -> Any:
    """A factory of message parts that refuses one too many: the parser makes them all before anything else sees them."""
    made = 0

    def make(policy: Any = None) -> EmailMessage:
        nonlocal made
        made += 1
        if made > most:
            raise LimitExceeded(f"it has more than {most:,} parts")
        return EmailMessage(policy)

    return make


def _check_headers(part: Any) -> None:
    # The parser of addresses takes a time that grows with the square of a header's length.
    if any(len(value) > _MAX_HEADER_CHARS for _, value in part.raw_items()):
        raise LimitExceeded(f"a header has more than {_MAX_HEADER_CHARS:,} characters")


def _email(data: bytes, limits: FileLimits) -> ConvertedFile:
    policy = email.policy.default.clone(message_factory=_counting_parts(_MOST_PARTS))
    message = email.message_from_bytes(data, policy=policy)
    _check_headers(message)
    assert isinstance(message, EmailMessage)
    head = "\n".join(f"{name}: {message[name]}" for name in ("From", "To", "Date", "Subject") if message[name])
    body: list[str] = []
    attachments: list[tuple[str, bytes]] = []
    _collect_parts(message, 0, body, attachments, limits.attachments)
    return ConvertedFile(_compile(text_blocks(f"# E-mail\n\n{head}\n\n" + "\n\n".join(body))), tuple(attachments))


def _collect_parts(
    part: MIMEPart, depth: int, body: list[str], attachments: list[tuple[str, bytes]], most: int
) -> None:
    if depth > _MAX_NESTING:
        raise LimitExceeded(f"its parts are nested more than {_MAX_NESTING} levels deep")
    _check_headers(part)
    if part.is_multipart() and part.get_content_type() != "message/rfc822":
        for child in part.iter_parts():
            _collect_parts(child, depth + 1, body, attachments, most)
        return
    name = part.get_filename()
    if part.get_content_type() == "message/rfc822":
        name = name or "message.eml"
        content = part.get_content().as_bytes()
    else:
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
    if name or part.get_content_disposition() == "attachment":
        if len(attachments) >= most:
            raise LimitExceeded(f"it has more than {most} attachments")
        attachments.append((name or "attachment", content))
    elif part.get_content_maintype() == "text":
        text = (
            content.decode(part.get_content_charset("utf-8"), "replace")
            if _is_known_charset(part)
            else content.decode("latin-1")  # maps every byte, so that an unknown charset loses nothing
        )
        if part.get_content_subtype() == "html":
            plain = _HtmlText()
            plain.feed(text)
            text = "".join(plain.parts)
        body.append(text)


def _is_known_charset(part: MIMEPart) -> bool:
    try:
        "".encode(part.get_content_charset("utf-8"))
    except LookupError:
        return False
    return True
