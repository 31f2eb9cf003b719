"""The media type of a file, detected from its bytes and not from its name."""

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
    label = str(_magika().identify_bytes(data).output.label)
    suffix = filename.rpartition(".")[2].lower()
    is_text = bool(_magika().identify_bytes(data).output.is_text) and b"\x00" not in data[:4096]
    if label in _BY_LABEL and label not in ("txt", "markdown", "eml"):
        return _BY_LABEL[label]
    if is_text and (label == "eml" or suffix == "eml"):
        return EMAIL
    if is_text and suffix in ("md", "markdown"):
        return "text/markdown"
    if is_text and (label in ("txt", "markdown") or suffix in ("txt", "text")):
        return "text/plain"
    raise FileTypeNotRead(
        f"{filename} has an unsupported file type ({label}). Upload a PDF, PNG, JPEG, TIFF, DOCX, text or EML file.",
        found=label,
    )
