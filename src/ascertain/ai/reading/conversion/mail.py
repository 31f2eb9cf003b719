"""E-mails (RFC 5322 and MIME): the head, the text, pictures in the text, and attachments."""

import email
import email.policy
from dataclasses import dataclass, field
from email.message import EmailMessage, MIMEPart
from typing import Any

from ascertain.ai.reading import encodings
from ascertain.ai.reading.conversion import rich_text
from ascertain.ai.reading.conversion.blocks import Content, add_paragraphs
from ascertain.ai.reading.conversion.pictures import add_picture
from ascertain.ai.reading.conversion.web_page import add_page
from ascertain.ai.reading.file_limits import LimitExceeded

_MAX_NESTING = 20  # of e-mail parts; 2,000 nested parts are a RecursionError
_MOST_PARTS = 2_000  # of an e-mail; a digest of a mailing list has some hundreds
_MAX_HEADER_CHARS = 64_000  # some 1,500 recipients
_TEXT_TYPES = frozenset({"text/plain", "text/html"})
_HEAD = ("From", "To", "Cc", "Date", "Subject")


@dataclass(slots=True)
class _Parts:
    """The parts of a message by their use."""

    texts: list[tuple[str, str]] = field(default_factory=list)  # subtype and text
    pictures: list[tuple[str, bytes]] = field(default_factory=list)  # shown in the text
    files: list[tuple[str, bytes]] = field(default_factory=list)


def read_into(content: Content, data: bytes) -> None:
    """Append an e-mail; its attachments become files of their own, and its head names them."""
    policy = email.policy.default.clone(message_factory=_counting_parts(_MOST_PARTS))
    message = email.message_from_bytes(data, policy=policy)
    _check_headers(message)
    assert isinstance(message, EmailMessage)
    parts = _Parts()
    _collect(message, 0, parts, content)
    head = {name: str(message[name]) for name in _HEAD if message[name]}
    add_message(content, head, parts.texts, parts.pictures, parts.files)


def add_message(
    content: Content,
    head: dict[str, str],
    texts: list[tuple[str, str]],
    pictures: list[tuple[str, bytes]],
    files: list[tuple[str, bytes]],
) -> None:
    """Append a message as a mail program prints it.

    Args:
        head: lines above the text, such as "From".
        texts: parts of the text, each with its kind ("plain", "html" or "rtf").
    """
    content.add_text("E-mail", "heading")
    if files:
        head = head | {"Attachments": ", ".join(name for name, _ in files)}
    content.add_text("\n".join(f"{name}: {value}" for name, value in head.items()))
    for kind, text in texts:
        if kind == "html":
            add_page(content, text, from_mail=True)
        elif kind == "rtf":
            rich_text.read_into(content, text.encode("latin-1"))
        else:
            add_paragraphs(content, text)
    for name, data in pictures:
        add_picture(content, data, name)
    for name, data in files:
        content.add_attachment(name, data)


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


def _collect(part: MIMEPart, depth: int, parts: _Parts, content: Content) -> None:
    if depth > _MAX_NESTING:
        raise LimitExceeded(f"its parts are nested more than {_MAX_NESTING} levels deep")
    _check_headers(part)
    if part.get_content_type() == "multipart/alternative":
        for child in _without_poorer_versions(list(part.iter_parts())):
            _collect(child, depth + 1, parts, content)
        return
    if part.is_multipart() and part.get_content_type() != "message/rfc822":
        for child in part.iter_parts():
            _collect(child, depth + 1, parts, content)
        return
    name, data = part.get_filename(), _bytes_of(part)
    if part.get_content_type() == "message/rfc822":
        name = name or "message.eml"
    kind, shown = part.get_content_maintype(), part.get_content_disposition() != "attachment"
    if part.get_content_type() in _TEXT_TYPES and shown and not name:
        parts.texts.append((part.get_content_subtype(), _text_of(part, data)))
    # A picture that the text shows has no name, or an id by which the text refers to it.
    elif kind == "image" and shown and (part["Content-ID"] or not name):
        parts.pictures.append((name or f"{len(parts.pictures) + 1}", data))
    elif data or name:
        if len(parts.files) >= content.limits.attachments:
            raise LimitExceeded(f"it has more than {content.limits.attachments} attachments")
        parts.files.append((name or f"attachment {len(parts.files) + 1}", data))


def _without_poorer_versions(children: list[MIMEPart]) -> list[MIMEPart]:
    """Of several versions of one text the last that is not empty, the richest (RFC 2046, 5.1.4): tables are in the HTML alone.

    What is no version of the text, such as an invitation to a meeting, stays.
    """
    versions = [one for one in children if one.is_multipart() or one.get_content_type() in _TEXT_TYPES]
    filled = [one for one in versions if one.is_multipart() or _bytes_of(one).strip()]
    return [one for one in children if one not in versions or one is filled[-1]] if filled else children


def _bytes_of(part: MIMEPart) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_content()
        return bytes(inner.as_bytes()) if hasattr(inner, "as_bytes") else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text_of(part: MIMEPart, data: bytes) -> str:
    charset = part.get_content_charset()
    try:
        return data.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        # An unknown or a wrong charset: by its letters, so that nothing is lost.
        return encodings.decode_text(data)
