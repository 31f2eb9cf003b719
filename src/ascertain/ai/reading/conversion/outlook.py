"""Messages of Outlook (MSG, [MS-OXMSG]), and the properties that they share with winmail.dat."""

import email.parser
import email.policy
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from ascertain.ai.reading import encodings
from ascertain.ai.reading.conversion.blocks import Content
from ascertain.ai.reading.conversion.mail import add_message
from ascertain.ai.reading.file_limits import LimitExceeded
from ascertain.ai.reading.images import image_type_of

# Identifiers of properties ([MS-OXPROPS]).
SUBJECT, TRANSPORT_HEADERS, SENDER_NAME, SENDER_ADDRESS = 0x0037, 0x007D, 0x0C1A, 0x0C1F
DISPLAY_TO, DISPLAY_CC, BODY, RTF_COMPRESSED, HTML = 0x0E04, 0x0E03, 0x1000, 0x1009, 0x1013
ATTACH_DATA, ATTACH_NAME, ATTACH_LONG_NAME, ATTACH_CONTENT_ID = 0x3701, 0x3704, 0x3707, 0x3712
SENDER_SMTP = 0x5D01
_STREAM_PREFIX = "__substg1.0_"
_EMBEDDED = "__substg1.0_3701"  # a message as the data of an attachment
_UNICODE, _STRING8, _BINARY = "001F", "001E", "0102"
_PROPERTIES_HEADER, _PROPERTY_BYTES = 32, 16
_SUBMITTED, _TIME = 0x0039, 0x0040
_LAST_TICK = 2_650_467_744_000_000_000  # the year 9999, in tenths of a microsecond since 1601
_MOST_STREAMS = 20_000
_MOST_UNPACKED_RTF = 64 << 20
# The start of the dictionary of compressed RTF ([MS-OXRTFCP], 2.1.2.1).
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
    rb"Times New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_DICTIONARY_BYTES = 4096


@dataclass(slots=True)
class Message:
    """A message by its properties, which are text or bytes, and its attachments likewise."""

    properties: dict[int, str | bytes] = field(default_factory=dict)
    attachments: list[dict[int, str | bytes]] = field(default_factory=list)
    sent: str = ""  # in ISO form, UTC

    def text(self, identifier: int) -> str:
        """A property as text; empty where it is missing."""
        value = self.properties.get(identifier, "")
        return value if isinstance(value, str) else encodings.decode_text(value)


def read_into(content: Content, data: bytes) -> None:
    """Append a message of Outlook; its attachments become files of their own."""
    add_outlook_message(content, _message(data, content))


def add_outlook_message(content: Content, message: Message) -> None:
    """Append a message by its properties."""
    texts = _texts(message)
    pictures: list[tuple[str, bytes]] = []
    files: list[tuple[str, bytes]] = []
    for number, attachment in enumerate(message.attachments, 1):
        name = _attachment_name(attachment, number)
        value = attachment.get(ATTACH_DATA)
        if not isinstance(value, bytes):
            content.add_note(f"The attachment {name} is not in the file, or is of a kind that is not read.")
        elif attachment.get(ATTACH_CONTENT_ID) and any(kind == "html" for kind, _ in texts) and image_type_of(value):
            pictures.append((name, value))
        else:
            files.append((name, value))
    add_message(content, _head(message), texts, pictures, files)


def _head(message: Message) -> dict[str, str]:
    sender = message.text(SENDER_NAME)
    address = message.text(SENDER_SMTP) or message.text(SENDER_ADDRESS)
    # Inside of an organisation the address is a path in its directory, which says nothing to others.
    shown = f"{sender} <{address}>" if "@" in address and address != sender else sender or address
    head = {
        "From": shown,
        "To": message.text(DISPLAY_TO).rstrip("\0"),
        "Cc": message.text(DISPLAY_CC).rstrip("\0"),
        "Date": message.sent,
        "Subject": message.text(SUBJECT),
    }
    if raw := message.text(TRANSPORT_HEADERS):
        parsed = email.parser.HeaderParser(policy=email.policy.compat32).parsestr(raw[:100_000])
        head["Date"] = str(parsed.get("Date") or "") or message.sent
    return {name: value.strip() for name, value in head.items() if value.strip()}


def _texts(message: Message) -> list[tuple[str, str]]:
    """The text of the message in its richest form."""
    html = message.properties.get(HTML)
    if html:
        return [("html", html if isinstance(html, str) else encodings.decode_text(html))]
    packed = message.properties.get(RTF_COMPRESSED)
    if isinstance(packed, bytes) and packed and (rtf := unpack_rtf(packed)):
        return [("rtf", rtf.decode("latin-1"))]
    return [("plain", message.text(BODY))]


def unpack_rtf(data: bytes) -> bytes:
    """The text of compressed RTF ([MS-OXRTFCP]); empty if it is damaged. Raises LimitExceeded."""
    if len(data) < 16:
        return b""
    _, raw_size, kind = struct.unpack_from("<LL4s", data)
    if kind == b"MELA":
        return data[16 : 16 + raw_size]
    if kind != b"LZFu":
        return b""
    if raw_size > _MOST_UNPACKED_RTF:
        raise LimitExceeded(f"its text unpacks to more than {_MOST_UNPACKED_RTF:,} bytes")
    window = bytearray(_DICTIONARY.ljust(_DICTIONARY_BYTES, b"\0"))
    write, at, out = len(_DICTIONARY), 16, bytearray()
    while at < len(data) and len(out) < raw_size:
        control, at = data[at], at + 1
        for bit in range(8):
            if at >= len(data):
                break
            if not control >> bit & 1:
                window[write] = data[at]
                out.append(data[at])
                write, at = (write + 1) % _DICTIONARY_BYTES, at + 1
                continue
            if at + 1 >= len(data):
                return bytes(out)
            reference, at = data[at] << 8 | data[at + 1], at + 2
            offset, length = reference >> 4, (reference & 15) + 2
            if offset == write:  # the mark of the end
                return bytes(out[:raw_size])
            for step in range(length):
                byte = window[(offset + step) % _DICTIONARY_BYTES]
                window[write] = byte
                out.append(byte)
                write = (write + 1) % _DICTIONARY_BYTES
    return bytes(out[:raw_size])


def _message(data: bytes, content: Content) -> Message:
    import olefile

    with olefile.OleFileIO(data) as ole:
        paths: list[list[str]] = ole.listdir(streams=True, storages=False)
        if len(paths) > _MOST_STREAMS:
            raise LimitExceeded(f"it has more than {_MOST_STREAMS:,} streams")
        message = Message()
        attached: dict[str, dict[int, str | bytes]] = {}
        embedded: set[str] = set()
        for path in paths:
            if path == ["__properties_version1.0"]:
                message.sent = _time_sent(ole.openstream(path).read())
            elif len(path) == 1 and (found := _property(ole, path)):
                message.properties[found[0]] = found[1]
            elif path[0].startswith("__attach") and len(path) == 2 and (found := _property(ole, path)):
                attached.setdefault(path[0], {})[found[0]] = found[1]
            elif path[0].startswith("__attach") and len(path) > 2:
                embedded.add(path[0])
        for folder in sorted(attached.keys() | embedded):
            properties = attached.get(folder, {})
            if folder in embedded and ATTACH_DATA not in properties:
                _add_embedded(ole, folder, paths, properties)
            message.attachments.append(properties)
    return message


def _time_sent(stream: bytes) -> str:
    """The time at which the message was sent, from the list of properties of fixed size ([MS-OXMSG], 2.4)."""
    for at in range(_PROPERTIES_HEADER, len(stream) - _PROPERTY_BYTES + 1, _PROPERTY_BYTES):
        kind, identifier, _, ticks = struct.unpack_from("<HHLQ", stream, at)
        if (identifier, kind) == (_SUBMITTED, _TIME) and ticks < _LAST_TICK:
            moment = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
            return moment.strftime("%Y-%m-%d %H:%M UTC")
    return ""


def _property(ole: Any, path: list[str]) -> tuple[int, str | bytes] | None:
    name = path[-1]
    if not name.startswith(_STREAM_PREFIX) or len(name) != len(_STREAM_PREFIX) + 8:
        return None
    code, kind = name[len(_STREAM_PREFIX) : -4], name[-4:].upper()
    try:
        identifier = int(code, 16)
    except ValueError:
        return None
    value: bytes = ole.openstream(path).read()
    if kind == _UNICODE:
        return identifier, value.decode("utf-16-le", "replace").rstrip("\0")
    if kind == _STRING8:
        return identifier, encodings.decode_text(value).rstrip("\0")
    return (identifier, value) if kind == _BINARY else None


def _add_embedded(ole: Any, folder: str, paths: list[list[str]], properties: dict[int, str | bytes]) -> None:
    """A message inside the message, which is stored as a folder: it becomes an e-mail of its own, with its attachments."""
    inner = Message()
    attached: dict[str, dict[int, str | bytes]] = {}
    for path in paths:
        if path[0] != folder or len(path) < 3 or not path[1].startswith(_EMBEDDED):
            continue
        if len(path) == 3 and (found := _property(ole, path)):
            inner.properties[found[0]] = found[1]
        elif len(path) == 4 and path[2].startswith("__attach") and (found := _property(ole, path)):
            attached.setdefault(path[2], {})[found[0]] = found[1]
        elif len(path) > 4 and path[2].startswith("__attach"):
            attached.setdefault(path[2], {})
    inner.attachments = list(attached.values())
    properties[ATTACH_DATA] = as_email(inner)
    properties[ATTACH_LONG_NAME] = f"{inner.text(SUBJECT) or 'message'}.eml"


def as_email(message: Message) -> bytes:
    """The message as an e-mail, which is read as any other."""
    made = EmailMessage(email.policy.SMTP)
    for name, value in _head(message).items():
        # As unstructured text: a sender without an address is none that the parser of addresses accepts.
        made.add_header(f"X-{name}" if name == "Date" else name, " ".join(value.split()))
    missing = [
        _attachment_name(one, number) for number, one in enumerate(message.attachments, 1) if ATTACH_DATA not in one
    ]
    kind, text = _texts(message)[0]
    remark = f"\n\nNot in the file: {', '.join(missing)}" if missing else ""
    if kind == "rtf":
        made.set_content(f"The text is attached.{remark}")
        made.add_attachment(text.encode("latin-1"), maintype="application", subtype="rtf", filename="text.rtf")
    else:
        made.set_content(text + remark, subtype=kind)
    for number, one in enumerate(message.attachments, 1):
        data = one.get(ATTACH_DATA)
        if isinstance(data, bytes):
            name = _attachment_name(one, number)
            made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def _attachment_name(properties: dict[int, str | bytes], number: int) -> str:
    named = properties.get(ATTACH_LONG_NAME) or properties.get(ATTACH_NAME) or f"attachment {number}"
    return named if isinstance(named, str) else encodings.decode_text(named)
