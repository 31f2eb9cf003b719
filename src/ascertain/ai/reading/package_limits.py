"""What a package of Office Open XML or OpenDocument contains, counted while it is unpacked, before a tree is built of it."""

import io
import struct
import xml.parsers.expat
import zipfile
import zlib

from ascertain.ai.reading.file_limits import FileLimits, LimitExceeded

_CENTRAL_ENTRY = b"PK\x01\x02"  # APPNOTE.TXT, 4.3.12
_LOCAL_HEADER_BYTES = 30
_MOST_MEMBERS = 5_000  # files in the package: pictures and parts of a long report are some hundreds
_MOST_ELEMENTS = 3_000_000  # of all XML parts together: some 600 MB as a tree
_MOST_COLUMNS = 1_000  # that a cell may span; Word allows 63
_PIECE_BYTES = 1 << 16
# Paragraphs and cells of a text, and values of a spreadsheet.
_BLOCKS = frozenset({"p", "tc", "v", "is"})
_SPANS = frozenset({"gridSpan", "gridBefore", "gridAfter"})


def check_package(data: bytes, limits: FileLimits) -> None:
    """Raises LimitExceeded; BadZipFile for a damaged package."""
    # Before opening, which would build an object for each entry.
    if data.count(_CENTRAL_ENTRY) > _MOST_MEMBERS:
        raise LimitExceeded(f"it has more than {_MOST_MEMBERS:,} files inside")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = package.infolist()
        # The sum is that of a reader, for which members that overlap in the file are whole each.
        if sum(member.file_size for member in members) > limits.unpacked_bytes:
            raise LimitExceeded(f"it unpacks to more than {limits.unpacked_bytes:,} bytes")
        counter = _Counter(limits)
        for member in members:
            if member.filename.lower().endswith((".xml", ".rels")):
                _count(package, member, counter)


def check_unpacked(data: bytes, limits: FileLimits) -> None:
    """Raises LimitExceeded for a package that unpacks to more than the limit, whatever sizes it states."""
    total = 0
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for member in package.infolist():
            unpacker, packed = zlib.decompressobj(-zlib.MAX_WBITS), _packed(data, member)
            while packed and not unpacker.eof:
                try:
                    total += len(unpacker.decompress(packed, _PIECE_BYTES))
                except zlib.error:
                    break
                packed = unpacker.unconsumed_tail
                if total > limits.unpacked_bytes:
                    raise LimitExceeded(f"it unpacks to more than {limits.unpacked_bytes:,} bytes")


def _packed(data: bytes, member: zipfile.ZipInfo) -> bytes:
    """The compressed bytes of a member, after its local header (APPNOTE.TXT, 4.3.7); none for one that is stored as it is."""
    if member.compress_type != zipfile.ZIP_DEFLATED or len(data) < member.header_offset + _LOCAL_HEADER_BYTES:
        return b""
    name, extra = struct.unpack_from("<HH", data, member.header_offset + 26)
    begin = member.header_offset + _LOCAL_HEADER_BYTES + name + extra
    return data[begin : begin + member.compress_size]


def _count(package: zipfile.ZipFile, member: zipfile.ZipInfo, counter: "_Counter") -> None:
    parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = counter.element
    parser.StartDoctypeDeclHandler = counter.doctype
    with package.open(member) as part:
        while piece := part.read(_PIECE_BYTES):
            try:
                parser.Parse(piece, False)
            except xml.parsers.expat.ExpatError:
                return  # damaged from here on: the parser that builds the tree stops there too


class _Counter:
    """Counts over all parts of a package."""

    def __init__(self, limits: FileLimits) -> None:
        self._limits = limits
        self._elements = 0
        self._blocks = 0

    def element(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > _MOST_ELEMENTS:
            raise LimitExceeded(f"it has more than {_MOST_ELEMENTS:,} XML elements")
        local = name.rpartition(" ")[2]
        if local in _BLOCKS:
            self._blocks += 1
            if self._blocks > self._limits.paragraphs:
                raise LimitExceeded(f"it has more than {self._limits.paragraphs:,} paragraphs and table cells")
        elif local in _SPANS:
            for value in attributes.values():
                if value.isdecimal() and (len(value) > 4 or int(value) > _MOST_COLUMNS):
                    raise LimitExceeded(f"a table cell spans more than {_MOST_COLUMNS:,} columns")

    def doctype(self, name: str, system_id: str | None, public_id: str | None, has_subset: int) -> None:
        # Office Open XML forbids it (ECMA-376, part 2, 8.1.4); its entities could multiply a small text.
        raise LimitExceeded("its XML declares a document type, which the format forbids")
