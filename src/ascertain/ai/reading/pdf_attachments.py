"""Files inside a PDF: those of the document (a portfolio, an electronic invoice), and those pinned to a page."""

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium

from ascertain.ai.reading.file_limits import FileLimits, LimitExceeded

_MOST_PAGES = 200  # whose annotations are looked through
_MOST_ANNOTATIONS = 2_000  # of one page


def find_attachments(document: pypdfium2.PdfDocument, limits: FileLimits) -> tuple[tuple[str, bytes], ...]:
    """The files inside, as names with bytes; each content once. Raises LimitExceeded."""
    found: list[tuple[str, bytes]] = []
    for index in range(document.count_attachments()):
        _add(found, document.get_attachment(index), limits)
    for number in range(min(len(document), _MOST_PAGES)):
        page = document[number]
        for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST_ANNOTATIONS)):
            note = pdfium.FPDFPage_GetAnnot(page.raw, index)
            if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                pinned = pdfium.FPDFAnnot_GetFileAttachment(note)
                if pinned:
                    _add(found, pypdfium2.PdfAttachment(pinned, document), limits)
            pdfium.FPDFPage_CloseAnnot(note)
        page.close()
    return tuple(found)


def _add(found: list[tuple[str, bytes]], attachment: pypdfium2.PdfAttachment, limits: FileLimits) -> None:
    try:
        # Asked for its size first: a small stream may unpack to gigabytes.
        size = ctypes.c_ulong()
        if pdfium.FPDFAttachment_GetFile(attachment.raw, None, 0, size) and size.value > limits.unpacked_bytes:
            raise LimitExceeded(f"a file inside has more than {limits.unpacked_bytes:,} bytes")
        data = bytes(attachment.get_data())
    except pypdfium2.PdfiumError:
        return  # named, but without content
    if any(data == other for _, other in found):
        return
    if len(found) >= limits.attachments:
        raise LimitExceeded(f"it has more than {limits.attachments} attachments")
    found.append((attachment.get_name() or f"attachment {len(found) + 1}", data))
