"""Frames, segments and metadata of an image, counted from its bytes before a decoder builds anything of them.

A decoder reads metadata whole and finds frames one after another: 50,000 frames of a few bytes each, or many tags that name the
same megabytes, cost seconds and gigabytes long before the first pixel.
"""

import struct
import zlib
from collections.abc import Iterator

from ascertain.ai.reading.file_limits import FileLimits, LimitExceeded

# Sizes in bytes of the field types of TIFF 6.0, section 2, and of BigTIFF (16 to 18).
_TYPE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
# Offsets and sizes of strips and tiles, which are as many as the picture has parts, and the tables of its colours.
_STRUCTURE_TAGS = frozenset({273, 279, 320, 324, 325})
_MOST_TAGS = 1000  # of one frame; the baseline and all common extensions together define some two hundred
_MOST_CHUNKS = 100_000  # of a PNG; an encoder writes chunks of 8 KB, so that 50 MB take 6,400
_MOST_SEGMENTS = 2_000  # of a JPEG before its picture; a colour profile takes at most 255
# libjpeg-turbo's advice against files whose scans each repaint the whole picture; a progressive encoder writes about ten.
_MOST_SCANS = 200


def check_image(media_type: str, data: bytes, limits: FileLimits) -> int:
    """The number of frames that are pages. Raises LimitExceeded; damage is left for the decoder to find."""
    try:
        if media_type == "image/tiff":
            return _check_tiff(data, limits)
        if media_type == "image/png":
            _check_metadata(_png_metadata(data, limits.metadata_bytes), limits)
        elif media_type == "image/jpeg":
            _check_jpeg(data, limits)
        elif media_type == "image/webp":
            _check_webp(data, limits)
    except (struct.error, IndexError):
        pass  # cut off: what is there has been counted
    return 1


def _check_metadata(sizes: Iterator[int], limits: FileLimits) -> None:
    total = 0
    for size in sizes:
        total += size
        if total > limits.metadata_bytes:
            raise LimitExceeded(f"it has more than {limits.metadata_bytes:,} bytes of metadata")


def _check_tiff(data: bytes, limits: FileLimits) -> int:
    order = "<" if data[:2] == b"II" else ">"
    big = struct.unpack_from(order + "H", data, 2)[0] == 43
    (at,) = struct.unpack_from(order + ("Q" if big else "L"), data, 8 if big else 4)
    frames = 0
    while at:
        frames += 1
        # A chain that leads back to itself has no last frame and ends here as well.
        if frames > limits.frames:
            raise LimitExceeded(f"it has more than {limits.frames:,} frames")
        try:
            (count,) = struct.unpack_from(order + ("Q" if big else "H"), data, at)
            if count > _MOST_TAGS:
                raise LimitExceeded(f"frame {frames} has more than {_MOST_TAGS:,} tags")
            first, size = (at + 8, 20) if big else (at + 2, 12)
            tags = range(first, first + count * size, size)
            _check_metadata((_tag_bytes(data, tag, order, big) for tag in tags), limits)
            (at,) = struct.unpack_from(order + ("Q" if big else "L"), data, first + count * size)
        except struct.error:
            break
    return max(frames, 1)


def _tag_bytes(data: bytes, at: int, order: str, big: bool) -> int:
    tag, kind, count = struct.unpack_from(order + ("HHQ" if big else "HHL"), data, at)
    size = _TYPE_BYTES.get(kind, 1) * count
    # No more than the file can be read for one tag, but another one may name the same bytes again.
    return 0 if tag in _STRUCTURE_TAGS else min(size, len(data))


def _png_metadata(data: bytes, most: int) -> Iterator[int]:
    at, chunks = 8, 0
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">L4s", data, at)
        chunks += 1
        if chunks > _MOST_CHUNKS:
            raise LimitExceeded(f"it has more than {_MOST_CHUNKS:,} chunks")
        if name == b"IEND":
            return
        # All but the picture, its palette and the frames of an animation, of which only the first is shown.
        if name not in (b"IDAT", b"fdAT", b"PLTE", b"fcTL"):
            yield max(size, _unpacked_bytes(name, data[at + 8 : at + 8 + size], most))
        at += 12 + size


def _unpacked_bytes(name: bytes, content: bytes, most: int) -> int:
    """The unpacked size of a compressed chunk (PNG 1.2, 4.2.2.4 and 4.2.3), up to one byte more than `most`; 0 for others."""
    _, _, rest = content.partition(b"\0")  # after the keyword
    if name == b"iTXt":
        if rest[:1] != b"\1":
            return 0
        packed = rest[2:].partition(b"\0")[2].partition(b"\0")[2]  # after language and translated keyword
    elif name in (b"zTXt", b"iCCP"):
        packed = rest[1:]
    else:
        return 0
    try:
        return len(zlib.decompressobj().decompress(packed, most + 1))
    except zlib.error:
        return 0  # damaged, which the decoder finds as well


def _check_webp(data: bytes, limits: FileLimits) -> None:
    """The canvas, which the decoder allocates twice as soon as it opens the file, and the metadata (RFC 9649, 2)."""
    at, metadata, chunks = 12, [], 0
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<L", data, at + 4)[0]
        chunks += 1
        if chunks > _MOST_CHUNKS:
            raise LimitExceeded(f"it has more than {_MOST_CHUNKS:,} chunks")
        if name == b"VP8X":
            width = 1 + int.from_bytes(data[at + 12 : at + 15], "little")
            height = 1 + int.from_bytes(data[at + 15 : at + 18], "little")
            if width * height > limits.pixels:
                raise LimitExceeded(f"it has {width} x {height} pixels, which is over the limit")
        elif name not in (b"VP8 ", b"VP8L", b"ANMF", b"ALPH"):
            metadata.append(size)
        at += 8 + size + size % 2
    _check_metadata(iter(metadata), limits)


def _check_jpeg(data: bytes, limits: FileLimits) -> None:
    # In the data of a scan FF is followed by 0 or a restart marker; only previews in the metadata could add to the count.
    if data.count(b"\xff\xda") > _MOST_SCANS:
        raise LimitExceeded(f"it has more than {_MOST_SCANS} scans")
    _check_metadata(_jpeg_segments(data), limits)


def _jpeg_segments(data: bytes) -> Iterator[int]:
    at, segments = 2, 0
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:  # the picture begins
            return
        segments += 1
        if segments > _MOST_SEGMENTS:
            raise LimitExceeded(f"it has more than {_MOST_SEGMENTS:,} segments")
        if marker == 0xFF or 0xD0 <= marker <= 0xD8:  # fill bytes and markers without a length
            at += 1 if marker == 0xFF else 2
            continue
        (size,) = struct.unpack_from(">H", data, at + 2)
        if 0xE0 <= marker <= 0xEF or marker == 0xFE:
            yield size
        at += 2 + size
