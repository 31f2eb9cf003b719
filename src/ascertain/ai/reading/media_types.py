"""The media type of a file, detected from its bytes and not from its name."""

from functools import cache
from typing import Any

from ascertain.ai.reading import encodings
from ascertain.ai.reading.errors import EmptyFile, EncryptedFile, FileTypeNotRead
from ascertain.ai.reading.images import IMAGE_TYPES, image_type_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
RTF = "application/rtf"
HTML = "text/html"
CSV = "text/csv"
EMAIL = "message/rfc822"
OUTLOOK = "application/vnd.ms-outlook"
TNEF = "application/vnd.ms-tnef"
PDF = "application/pdf"
ZIP = "application/zip"
# Types with pages of their own, types that are converted to PDF first, and types that only contain other files.
PAGED = frozenset({PDF}) | IMAGE_TYPES
CONVERTED = frozenset({DOCX, XLSX, XLS, ODT, ODS, RTF, HTML, CSV, EMAIL, OUTLOOK, TNEF, "text/plain", "text/markdown"})
ARCHIVES = frozenset({ZIP})
# Types in which further files may be.
NESTING = frozenset({PDF, DOCX, XLSX, ODT, ODS, RTF, EMAIL, OUTLOOK, TNEF, ZIP})

_BY_LABEL = {
    "pdf": PDF, "docx": DOCX, "xlsx": XLSX, "xls": XLS, "odt": ODT, "ods": ODS, "rtf": RTF, "outlook": OUTLOOK, "zip": ZIP,
}  # fmt: skip
_BY_TEXT_LABEL = {"html": HTML, "csv": CSV, "tsv": CSV, "eml": EMAIL, "markdown": "text/markdown", "txt": "text/plain"}
_BY_SUFFIX = {
    "eml": EMAIL, "mht": EMAIL, "mhtml": EMAIL, "md": "text/markdown", "markdown": "text/markdown", "csv": CSV, "tsv": CSV,
    "htm": HTML, "html": HTML, "xhtml": HTML, "txt": "text/plain", "text": "text/plain",
}  # fmt: skip
# How files begin whose type a refusal names. For content of few different bytes, such as zeros or one letter again and again, the
# model guesses at random and with confidence (a disk image, mostly), so that its guess is named only where the bytes agree.
_SIGNATURES = {
    "pptx": b"PK", "odp": b"PK", "epub": b"PK", "jar": b"PK", "apk": b"PK", "xlsb": b"PK", "doc": b"\xd0\xcf\x11\xe0",
    "ppt": b"\xd0\xcf\x11\xe0", "gzip": b"\x1f\x8b", "bzip": b"BZh", "xz": b"\xfd7zXZ", "sevenzip": b"7z\xbc\xaf", "rar": b"Rar!",
    "pebin": b"MZ", "elf": b"\x7fELF",
}  # fmt: skip
_READ = (
    "Upload a PDF, a picture (PNG, JPEG, TIFF, WebP, HEIC, AVIF, GIF, BMP, JPEG 2000), a document (DOCX, ODT, RTF, HTML, text), "
    "a table (XLSX, XLS, ODS, CSV), an e-mail (EML, MSG) or a ZIP of these."
)
_OLE, _TNEF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x78\x9f\x3e\x22"
_ZIP_END_BYTES, _ZIP_COMMENT_BYTES = 22, 65_535
# Files by which a package of Office Open XML is recognised (ECMA-376, part 1, 8), in the order of the check.
_OFFICE_PARTS = (
    (b"word/document", DOCX, ""),
    (b"xl/workbook.xml", XLSX, ""),
    (b"xl/workbook.bin", None, "an Excel binary workbook (XLSB)"),
    (b"ppt/presentation", None, "a PowerPoint presentation (PPTX)"),
)
# Streams by which a compound file is recognised; their names are stored in UTF-16.
_OLE_STREAMS = (
    ("__properties_version1.0", OUTLOOK, ""),
    ("WordDocument", None, "a Word document of the format before 2007 (DOC)"),
    ("PowerPoint Document", None, "a PowerPoint presentation of the format before 2007 (PPT)"),
    ("Workbook", XLS, ""),
    ("Book", XLS, ""),
)
_PDF_HEADER_WITHIN = 1024


@cache
def _magika() -> Any:
    from magika import Magika

    return Magika()


def media_type_of(filename: str, data: bytes) -> str:
    """The media type. The name decides only between kinds of text, such as Markdown and e-mail, whose bytes look the same.

    Raises: EmptyFile; EncryptedFile; FileTypeNotRead for an unsupported type, with the name of that type.
    """
    if not data.strip():
        raise EmptyFile(f"{filename} is empty.")
    found = _by_first_bytes(filename, data)
    if found is not None:
        return found
    guess = _magika().identify_bytes(data).output
    label = str(guess.label)
    # The model may be wrong about an unusual text, and accepts single control characters, as in an e-mail with an odd encoding.
    is_text = encodings.is_text(data) or (bool(guess.is_text) and b"\x00" not in data[:4096])
    if label in _BY_LABEL:
        return _BY_LABEL[label]
    if is_text and (kind := _kind_of_text(label, filename)):
        return kind
    if (is_text and guess.is_text) or data.startswith(_SIGNATURES.get(label, b"\0no")):
        raise _refused(filename, f"{guess.description} ({label})", label)
    if filename.rpartition(".")[2].lower() in _BY_SUFFIX:
        raise FileTypeNotRead(f"{filename} is no text: it contains binary data. {_READ}", found="binary")
    raise FileTypeNotRead(f"{filename} has a file type that is not recognised. {_READ}", found="unknown")


def _refused(filename: str, kind: str, label: str) -> FileTypeNotRead:
    return FileTypeNotRead(f"{filename} has an unsupported file type: it is {kind}. {_READ}", found=label)


def _by_first_bytes(filename: str, data: bytes) -> str | None:
    """The type by its first bytes, which decide even where the rest is damaged: the error is then "damaged", not "unsupported"."""
    if image := image_type_of(data):
        return image
    if data.startswith(b"{\\rtf"):
        return RTF
    if data.startswith(_TNEF):
        return TNEF
    if data.startswith(b"PK\x03\x04"):
        return _package_type(filename, data)
    if data.startswith(b"PK\x05\x06"):
        raise EmptyFile(f"{filename} is an archive without files.")
    if data.startswith(_OLE):
        return _compound_type(filename, data)
    # PDF Reference 1.7, appendix H, note 13: viewers accept the header anywhere in the first 1,024 bytes. Last, because an archive
    # may begin with a PDF.
    return PDF if b"%PDF-" in data[:_PDF_HEADER_WITHIN] else None


def _package_type(filename: str, data: bytes) -> str | None:
    """The type of a ZIP package by the names of the files inside; None where its directory is missing."""
    if data[30:38] == b"mimetype":  # first and uncompressed in an OpenDocument file (ODF 1.3, part 2, 3.3)
        for media_type in (ODT, ODS):
            if data[38:].startswith(media_type.encode()):
                return media_type
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - _ZIP_END_BYTES - _ZIP_COMMENT_BYTES))
    if at < 0:
        return None
    # Its directory alone: an archive may contain another package as it is.
    size, offset = (int.from_bytes(data[at + n : at + n + 4], "little") for n in (12, 16))
    names = data[offset : offset + size]
    if b"[Content_Types].xml" not in names:
        # Other packages, such as an app or a book, are named by the model.
        return ZIP if b"META-INF/" not in names else None
    for part, found, kind in _OFFICE_PARTS:
        if part in names:
            if found is None:
                raise _refused(filename, kind, kind.rpartition("(")[2].rstrip(")").lower())
            return found
    return ZIP


def _compound_type(filename: str, data: bytes) -> str | None:
    """The type of an OLE compound file by the names of its streams."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedFile(f"{filename} is protected by a password. Upload it without one.")
    for stream, found, kind in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            if found is None:
                raise _refused(filename, kind, kind.rpartition("(")[2].rstrip(")").lower())
            return found
    return None


def _kind_of_text(label: str, filename: str) -> str | None:
    """The kind of a text; None for one that is not read, such as a program."""
    named, seen = _BY_SUFFIX.get(filename.rpartition(".")[2].lower()), _BY_TEXT_LABEL.get(label)
    # An e-mail and a page of the web are recognised by their first lines; Markdown by its name alone. A letter with commas looks
    # like a table to the model.
    if seen in (EMAIL, HTML) and named not in (EMAIL, "text/markdown"):
        return seen
    if seen == "text/markdown":
        return named or "text/plain"
    return named or seen
