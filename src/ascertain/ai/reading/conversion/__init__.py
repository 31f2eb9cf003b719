"""Conversion of files without pages to PDF pages, so that every word has a page and a box. Files inside become files of their own.

Everything here runs in a reading process. Each format has a module, loaded when the first file of the format arrives.
"""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from ascertain.ai.reading import media_types, package_limits
from ascertain.ai.reading.conversion.blocks import Content
from ascertain.ai.reading.file_limits import FileLimits

# The module that reads each format, by a function `read_into(content, data)`.
_MODULES = {
    media_types.DOCX: "word",
    media_types.XLSX: "workbook",
    media_types.XLS: "old_workbook",
    media_types.ODT: "open_document",
    media_types.ODS: "open_document",
    media_types.RTF: "rich_text",
    media_types.HTML: "web_page",
    media_types.CSV: "delimited",
    media_types.EMAIL: "mail",
    media_types.OUTLOOK: "outlook",
    media_types.TNEF: "tnef",
    "text/plain": "plain_text",
    "text/markdown": "plain_text",
}
# Formats that are ZIP packages of XML, whose parts are counted before they are unpacked.
_PACKAGES = frozenset({media_types.DOCX, media_types.XLSX, media_types.ODT, media_types.ODS})


@dataclass(frozen=True, slots=True)
class ConvertedFile:
    """The pages as PDF, and the attachments as names with bytes."""

    pdf: bytes
    attachments: tuple[tuple[str, bytes], ...] = ()


def convert_to_pdf(media_type: str, data: bytes, limits: FileLimits) -> ConvertedFile:
    """Convert a file of one of the types of `media_types.CONVERTED` to PDF.

    Raises: LimitExceeded, and any error of a parser for a damaged file.
    """
    from ascertain.ai.reading.conversion.layout import lay_out

    content = Content(limits)
    if media_type in _PACKAGES:
        try:
            # Checked before opening: a zip bomb otherwise runs out of memory, which looks like a damaged file.
            package_limits.check_package(data, limits)
            _reader(media_type)(content, data)
        except zipfile.BadZipFile:
            # One that states small sizes and contains far more is noticed by its check sum, and is over a limit and not damaged.
            package_limits.check_unpacked(data, limits)
            raise
    else:
        _reader(media_type)(content, data)
    return ConvertedFile(lay_out(content), tuple(content.attachments))


def _reader(media_type: str) -> Callable[[Content, bytes], None]:
    read: Callable[[Content, bytes], None] = import_module(f"{__name__}.{_MODULES[media_type]}").read_into
    return read
