"""The files inside a ZIP archive, counted before they are unpacked."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from ascertain.ai.reading import encodings
from ascertain.ai.reading.file_limits import FileLimits, LimitExceeded

_CENTRAL_ENTRY = b"PK\x01\x02"  # APPNOTE.TXT, 4.3.12
_MOST_ENTRIES = 20  # times the accepted files: folders, and files that operating systems add
_ENCRYPTED, _UTF8 = 0x1, 0x800  # flags of an entry, APPNOTE.TXT, 4.4.4
# Written by file managers beside the files of people: previews, positions of icons, attributes.
_OF_SYSTEMS = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files of an archive as paths with bytes, and those that are left out, each with the reason."""

    files: tuple[tuple[str, bytes], ...]
    refused: tuple[tuple[str, str], ...]


def unpack(data: bytes, limits: FileLimits) -> Unpacked:
    """Unpack a ZIP archive in memory. Raises LimitExceeded for all of it; BadZipFile for a damaged one."""
    if data.count(_CENTRAL_ENTRY) > _MOST_ENTRIES * limits.archived_files:
        raise LimitExceeded(f"it has more than {limits.archived_files:,} files inside")
    files: list[tuple[str, bytes]] = []
    refused: list[tuple[str, str]] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [one for one in archive.infolist() if not _is_of_system(one)]
        if len(members) > limits.archived_files:
            raise LimitExceeded(f"it has more than {limits.archived_files:,} files inside")
        left = limits.unpacked_bytes
        for member in members:
            name = _name(member)
            if member.flag_bits & _ENCRYPTED:
                refused.append((name, "it is protected by a password"))
                continue
            try:
                content = b"".join(_pieces(archive, member, left, limits))
            except NotImplementedError:
                refused.append((name, "it is compressed by a method that is not supported"))
            except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
                if isinstance(error, LimitExceeded):
                    raise
                refused.append((name, "it is damaged inside the archive"))
            else:
                left -= len(content)
                files.append((name, content))
    return Unpacked(tuple(files), tuple(refused))


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, limits: FileLimits) -> Iterator[bytes]:
    # Counted as it comes: an archive may state smaller sizes than it has.
    with archive.open(member) as source:
        while piece := source.read(_PIECE_BYTES):
            left -= len(piece)
            if left < 0:
                raise LimitExceeded(f"it unpacks to more than {limits.unpacked_bytes:,} bytes")
            yield piece


def _is_of_system(member: zipfile.ZipInfo) -> bool:
    parts = member.filename.replace("\\", "/").split("/")
    return member.is_dir() or parts[0] == "__MACOSX" or parts[-1].lower() in _OF_SYSTEMS or not parts[-1]


def _name(member: zipfile.ZipInfo) -> str:
    """The path of an entry. Programs of other countries write it in their own encoding without a sign."""
    name = member.filename
    if not member.flag_bits & _UTF8 and not name.isascii():
        name = encodings.decode_text(name.encode("cp437", "replace"))
    return posixpath.normpath(name.replace("\\", "/")).lstrip("./")
