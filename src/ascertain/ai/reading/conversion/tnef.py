"""winmail.dat (TNEF, [MS-OXTNEF]): what Outlook sends to programs that are none."""

import struct
from collections.abc import Iterator

from ascertain.ai.reading.conversion import outlook
from ascertain.ai.reading.conversion.blocks import Content
from ascertain.ai.reading.conversion.outlook import Message
from ascertain.ai.reading.file_limits import LimitExceeded

# Attributes of the stream.
_BODY, _MAPI_PROPERTIES = 0x0002800C, 0x00069003
_SUBJECT = 0x00018004
_ATTACH_BEGINS, _ATTACH_TITLE, _ATTACH_DATA, _ATTACH_PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
# Sizes of the values of a property by its type ([MS-OXCDATA], 2.11.1); values of the others state their size.
_FIXED_BYTES = {
    0x0001: 0, 0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 4, 0x0014: 8, 0x0040: 8,
    0x0048: 16,
}  # fmt: skip
_STRING8, _UNICODE, _OBJECT, _BINARY = 0x001E, 0x001F, 0x000D, 0x0102
_SEVERAL = 0x1000  # flag of a type: several values
_NAMED = 0x8000  # properties from here on have a name
_GUID_BYTES = 16
_MOST_ATTRIBUTES, _MOST_PROPERTIES, _MOST_VALUES = 20_000, 20_000, 10_000


def read_into(content: Content, data: bytes) -> None:
    """Append a message; its attachments become files of their own."""
    outlook.add_outlook_message(content, _message(data, content, 0))


def _message(data: bytes, content: Content, depth: int) -> Message:
    message = Message()
    for attribute, value in _attributes(data):
        if attribute == _BODY:
            message.properties.setdefault(outlook.BODY, value.rstrip(b"\0"))
        elif attribute == _SUBJECT:
            message.properties.setdefault(outlook.SUBJECT, value.rstrip(b"\0"))
        elif attribute == _MAPI_PROPERTIES:
            message.properties |= dict(_properties(value, content, depth))
        elif attribute == _ATTACH_BEGINS:
            if len(message.attachments) >= content.limits.attachments:
                raise LimitExceeded(f"it has more than {content.limits.attachments} attachments")
            message.attachments.append({})
        elif message.attachments:
            attached = message.attachments[-1]
            if attribute == _ATTACH_TITLE:
                attached[outlook.ATTACH_NAME] = value.rstrip(b"\0")
            elif attribute == _ATTACH_DATA:
                attached[outlook.ATTACH_DATA] = value
            elif attribute == _ATTACH_PROPERTIES:
                attached |= dict(_properties(value, content, depth))
    return message


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The attributes of the stream: level, identifier, length, data and checksum each."""
    at, count = 6, 0
    while at + 9 <= len(data):
        identifier, size = struct.unpack_from("<LL", data, at + 1)
        count += 1
        if count > _MOST_ATTRIBUTES:
            raise LimitExceeded(f"it has more than {_MOST_ATTRIBUTES:,} attributes")
        if at + 9 + size > len(data):
            raise ValueError("An attribute is longer than the file.")
        yield identifier, data[at + 9 : at + 9 + size]
        at += 9 + size + 2


def _properties(data: bytes, content: Content, depth: int) -> Iterator[tuple[int, str | bytes]]:
    """The properties that are text or bytes. Raises struct.error for a damaged list."""
    (count,) = struct.unpack_from("<L", data)
    if count > _MOST_PROPERTIES:
        raise LimitExceeded(f"it has more than {_MOST_PROPERTIES:,} properties")
    at = 4
    for _ in range(count):
        kind, identifier = struct.unpack_from("<HH", data, at)
        at += 4
        if identifier >= _NAMED:
            at += _GUID_BYTES
            by_name, length = struct.unpack_from("<LL", data, at)
            # A name is text with its length, padded to four bytes; otherwise a number stands in the place of the length.
            at += 8 + (-(-length // 4) * 4 if by_name else 0)
        values, at = _values(data, at, kind)
        if not values or identifier >= _NAMED:
            continue
        value = values[0]
        if kind == _UNICODE:
            yield identifier, value.decode("utf-16-le", "replace").rstrip("\0")
        elif kind == _STRING8:
            yield identifier, value.rstrip(b"\0")
        elif kind == _BINARY:
            yield identifier, value
        elif kind == _OBJECT and identifier == outlook.ATTACH_DATA:
            # A message inside is a stream of the same kind, after the identifier of its interface.
            inner = value[_GUID_BYTES:]
            if inner[:4] == b"\x78\x9f\x3e\x22" and depth < 20:
                yield identifier, outlook.as_email(_message(inner, content, depth + 1))
                yield outlook.ATTACH_LONG_NAME, "message.eml"


def _values(data: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    """The values of a property, and the place after them."""
    base, count = kind & ~_SEVERAL, 1
    several = bool(kind & _SEVERAL) or base in (_STRING8, _UNICODE, _OBJECT, _BINARY)
    if several:
        (count,) = struct.unpack_from("<L", data, at)
        at += 4
    if count > _MOST_VALUES:
        raise LimitExceeded(f"a property has more than {_MOST_VALUES:,} values")
    values: list[bytes] = []
    for _ in range(count):
        size = _FIXED_BYTES.get(base)
        if size is None:
            (size,) = struct.unpack_from("<L", data, at)
            at += 4
        if at + size > len(data):
            raise ValueError("A property is longer than its attribute.")
        values.append(data[at : at + size])
        at += -(-size // 4) * 4
    return values, at
