"""Files of Outlook, written byte by byte, because no library writes them."""

import struct
from collections.abc import Mapping
from itertools import pairwise

_SECTOR, _MINI, _LEAST_PLAIN = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """An OLE compound file ([MS-CFB]) with these streams; a slash in a name stands for a folder."""
    entries: list[dict[str, object]] = [{"name": "Root Entry", "kind": 5, "children": {}}]

    def folder_of(parts: list[str]) -> dict[str, object]:
        here = entries[0]
        for part in parts:
            children: dict[str, dict[str, object]] = here["children"]  # type: ignore[assignment]
            if part not in children:
                children[part] = {"name": part, "kind": 1, "children": {}}
                entries.append(children[part])
            here = children[part]
        return here

    for path, data in streams.items():
        *folders, name = path.split("/")
        entry = {"name": name, "kind": 2, "data": data}
        folder_of(folders)["children"][name] = entry  # type: ignore[index]
        entries.append(entry)
    fat: list[int] = []
    mini_fat: list[int] = []
    body, mini = bytearray(), bytearray()
    for entry in entries[1:]:
        data = bytes(entry.get("data", b""))  # type: ignore[call-overload]
        small = len(data) < _LEAST_PLAIN
        entry["start"] = _append(mini if small else body, mini_fat if small else fat, data, _MINI if small else _SECTOR)
    # Small streams share the stream of the root, in pieces of their own.
    entries[0]["data"] = bytes(mini)
    entries[0]["start"] = _append(body, fat, bytes(mini), _SECTOR)
    mini_table = struct.pack(f"<{len(mini_fat)}L", *mini_fat).ljust(-(-len(mini_fat) // 128) * _SECTOR, b"\xff")
    first_mini = _append(body, fat, mini_table, _SECTOR)
    first_directory = _append(body, fat, _directory(entries), _SECTOR)
    fat_sectors = 1
    while len(fat) + fat_sectors > fat_sectors * 128:
        fat_sectors += 1
    first_fat = len(fat)
    fat += [_FAT] * fat_sectors
    fat += [_FREE] * (fat_sectors * 128 - len(fat))
    body += struct.pack(f"<{len(fat)}L", *fat)
    difat = [first_fat + n for n in range(fat_sectors)] + [_FREE] * (109 - fat_sectors)
    head = struct.pack("<8s16sHHHHH6xLLLLLLLLL", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_sectors,
                       first_directory, 0, _LEAST_PLAIN, first_mini, len(mini_table) // _SECTOR, _END, 0)  # fmt: skip
    return head + struct.pack("<109L", *difat) + bytes(body)


def _append(body: bytearray, table: list[int], data: bytes, size: int) -> int:
    """Append a stream in pieces of a size; returns the number of its first piece."""
    count = -(-len(data) // size)
    if not count:
        return _END
    first = len(table)
    table += [first + n + 1 for n in range(count - 1)] + [_END]
    body += data.ljust(count * size, b"\0")
    return first


def _directory(entries: list[dict[str, object]]) -> bytes:
    number = {id(entry): index for index, entry in enumerate(entries)}
    out = b""
    siblings: dict[int, int] = {}
    for entry in entries:
        children = list(entry.get("children", {}).values())  # type: ignore[attr-defined]
        # A chain to the right is a valid, if unbalanced, tree for a reader.
        ordered = sorted(children, key=lambda one: (len(one["name"]), one["name"].upper()))
        for one, following in pairwise(ordered):
            siblings[id(one)] = number[id(following)]
        entry["first"] = number[id(ordered[0])] if ordered else _FREE
    for entry in entries:
        name = str(entry["name"]).encode("utf-16-le")
        out += struct.pack("<64sHBBLLL16sL16sLQ", name, len(name) + 2, entry["kind"], 1, _FREE, siblings.get(id(entry), _FREE),
                           entry["first"], b"", 0, b"", entry["start"], len(entry.get("data", b"")))  # type: ignore[arg-type]  # fmt: skip
    return out.ljust(-(-len(out) // _SECTOR) * _SECTOR, b"\0")


def message(
    properties: Mapping[int, str | bytes], attachments: Mapping[str, Mapping[str, bytes]] | None = None
) -> dict[str, bytes]:
    """The streams of a message of Outlook ([MS-OXMSG]); attachments are given by their streams."""
    streams = {"__properties_version1.0": bytes(32), **property_streams(properties)}
    for number, (_, parts) in enumerate((attachments or {}).items()):
        folder = f"__attach_version1.0_#{number:08X}"
        streams |= {f"{folder}/{name}": data for name, data in {"__properties_version1.0": bytes(8), **parts}.items()}
    return streams


def property_streams(properties: Mapping[int, str | bytes]) -> dict[str, bytes]:
    """Streams of properties, text in UTF-16."""
    return {
        f"__substg1.0_{code:04X}{'001F' if isinstance(value, str) else '0102'}": (
            value.encode("utf-16-le") if isinstance(value, str) else value
        )
        for code, value in properties.items()
    }


def tnef(attributes: list[tuple[int, bytes]]) -> bytes:
    """A winmail.dat ([MS-OXTNEF]) with these attributes."""
    out = struct.pack("<LH", 0x223E9F78, 1)
    for identifier, data in attributes:
        level = 2 if identifier in (0x00069002, 0x00018010, 0x0006800F, 0x00069005) else 1
        out += struct.pack("<BLL", level, identifier, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)
    return out


def tnef_properties(properties: Mapping[int, str | bytes]) -> bytes:
    """A list of properties of a winmail.dat."""
    out = struct.pack("<L", len(properties))
    for code, value in properties.items():
        kind, data = (0x001F, value.encode("utf-16-le") + b"\0\0") if isinstance(value, str) else (0x0102, value)
        out += struct.pack("<HHLL", kind, code, 1, len(data)) + data + bytes(-len(data) % 4)
    return out
