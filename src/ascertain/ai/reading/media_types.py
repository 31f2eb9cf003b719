"""The media type of a file, detected from its bytes and not from its name."""

import codecs
from functools import cache
from typing import Any

from ascertain.ai.reading.errors import EmptyFile, FileTypeNotRead

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EMAIL = "message/rfc822"
# Types with pages of their own, and types that are converted to PDF first.
PAGED = frozenset({"application/pdf", "image/png", "image/jpeg", "image/tiff"})
CONVERTED = frozenset({DOCX, EMAIL, "text/plain", "text/markdown"})

_BY_LABEL = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "tiff": "image/tiff",
    "docx": DOCX,
    "eml": EMAIL,
    "txt": "text/plain",
    "markdown": "text/markdown",
}
# Checked before magika: the first bytes decide even if the rest is damaged, so that the error is "damaged" and not "unsupported".
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
# How files begin whose type a refusal names. For content of few different bytes, such as zeros or one letter again and again, the
# model guesses at random and with confidence (a disk image, mostly), so that its guess is named only where the bytes agree.
_SIGNATURES = {
    "zip": b"PK", "xlsx": b"PK", "pptx": b"PK", "odt": b"PK", "ods": b"PK", "odp": b"PK", "epub": b"PK", "jar": b"PK", "apk": b"PK",
    "doc": b"\xd0\xcf\x11\xe0", "xls": b"\xd0\xcf\x11\xe0", "ppt": b"\xd0\xcf\x11\xe0", "outlook": b"\xd0\xcf\x11\xe0",
    "rtf": b"{\\rtf", "gzip": b"\x1f\x8b", "bzip": b"BZh", "xz": b"\xfd7zXZ", "sevenzip": b"7z\xbc\xaf", "rar": b"Rar!",
    "gif": b"GIF8", "bmp": b"BM", "webp": b"RIFF", "pebin": b"MZ", "elf": b"\x7fELF",
}  # fmt: skip
_READ = "Upload a PDF, PNG, JPEG, TIFF, DOCX, text or EML file."
_TEXT_SUFFIXES = frozenset({"txt", "text", "md", "markdown", "eml"})
# No text has these; an escape (1B) occurs in logs, the end of a file (1A) in old ones.
_NOT_OF_TEXT = bytes((*range(9), 11, *range(14, 26), *range(28, 32), 127))


def _is_text(data: bytes) -> bool:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    return len(data.translate(None, _NOT_OF_TEXT)) == len(data)


@cache
def _magika() -> Any:
    from magika import Magika

    return Magika()


def media_type_of(filename: str, data: bytes) -> str:
    """The media type. The name decides only between plain text, Markdown and e-mail, whose bytes look the same.

    Raises: EmptyFile; FileTypeNotRead for an unsupported type.
    """
    if not data.strip():
        raise EmptyFile(f"{filename} is empty.")
    for magic, media_type in _MAGIC:
        # PDF Reference 1.7, appendix H, note 13: viewers accept the header anywhere in the first 1,024 bytes.
        if magic in data[:1024] if magic == b"%PDF-" else data.startswith(magic):
            return media_type
    guess = _magika().identify_bytes(data).output
    label, suffix = str(guess.label), filename.rpartition(".")[2].lower()
    # The model may be wrong about an unusual text, and accepts single control characters, as in an e-mail with an odd encoding.
    is_text = _is_text(data) or (bool(guess.is_text) and b"\x00" not in data[:4096])
    if label in _BY_LABEL and label not in ("txt", "markdown", "eml"):
        return _BY_LABEL[label]
    if is_text and (label == "eml" or suffix == "eml"):
        return EMAIL
    if is_text and suffix in ("md", "markdown"):
        return "text/markdown"
    if is_text and (label in ("txt", "markdown") or suffix in ("txt", "text")):
        return "text/plain"
    if (is_text and guess.is_text) or data.startswith(_SIGNATURES.get(label, b"\0no")):
        raise FileTypeNotRead(f"{filename} has an unsupported file type ({label}). {_READ}", found=label)
    if suffix in _TEXT_SUFFIXES:
        raise FileTypeNotRead(f"{filename} is no text: it contains binary data. {_READ}", found="binary")
    raise FileTypeNotRead(f"{filename} has a file type that is not recognised. {_READ}", found="unknown")
