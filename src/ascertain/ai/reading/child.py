"""The loop of a reading process: it parses one untrusted file at a time, under limits set by its parent.

A parser that crashes or fills its memory ends this process, and never the API or the worker.
"""

import io
import signal
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

import pypdfium2
from PIL import Image

from ascertain.ai.reading import (
    answers,
    checkboxes,
    diagrams,
    embedded_images,
    forensics,
    forms,
    images,
    notes,
    page_text,
    pdf,
    sandbox,
    scripts,
    visible_text,
    xfa,
)
from ascertain.ai.reading.file_limits import FileLimits, LimitExceeded, PasswordNeeded, cpu_limit
from ascertain.ai.reading.forensics import Finding
from ascertain.ai.reading.sandbox import Profile
from ascertain.ai.text import Page
from ascertain.kernel.faults import fault_point
from ascertain.kernel.processes import end_with_forking_parent

_WEBP_QUALITY = 70
_LONGEST_SHOWN_PX = 1800  # longer side of the picture that a browser shows
_LONGEST_READ_PX = 3000  # longer side that OCR works on, A4 at 256 dpi: bounds the memory of a page
_OCR_DPI = 200  # letters of 10 points are 28 pixels high, twice what the engine needs
_ASSUMED_DPI = 150.0  # for an image without a resolution
_DPI_RANGE = (72.0, 1200.0)  # a stated resolution outside this range is not that of a scan
_FEW_WORDS = 3  # a page with fewer words of its own is read by OCR
# A scan often carries a line of real text that the scanner stamped on it. A page that is mostly image and has no more words than
# such a stamp is read by OCR as well.
_STAMP_WORDS = 25


class _Refused(Exception):
    """A refusal of the file, sent to the parent as (code, sentence)."""


class _OpenFile:
    """The file that this process has open."""

    def __init__(self) -> None:
        self.document: pypdfium2.PdfDocument | None = None
        self.further: pypdfium2.PdfDocument | None = None  # pages after those of the document
        self.image: Image.Image | None = None
        self.limits: FileLimits | None = None
        self.data = b""
        self.notes: tuple[str, ...] = ()  # about the content of the whole file

    def open(self, media_type: str, data: bytes, limits: FileLimits) -> int:
        """Open a PDF or an image and return its number of pages."""
        self.document = self.further = self.image = None
        self.notes = ()
        self.data = data
        self.limits = limits
        with cpu_limit(limits.open_cpu_s):
            return self._open(media_type, data, limits)

    def _open(self, media_type: str, data: bytes, limits: FileLimits) -> int:
        if media_type == "application/pdf":
            try:
                self.document = pdf.open_pdf(data)
                forms.open_form(self.document)
            except pypdfium2.PdfiumError as error:
                if "password" in str(error).lower():
                    raise _Refused("encrypted", "The PDF is protected by a password. Upload it without one.") from error
                raise _Refused("corrupt", "The PDF is damaged or incomplete and cannot be opened.") from error
            # What was noted while the file was converted.
            self.notes = notes.unpack(self.document.get_metadata_value("Subject"))
            self.further = xfa.further_pages(self.document, limits)
            return len(self.document) + (len(self.further) if self.further else 0)
        try:
            self.image, pages, self.notes = images.open_image(media_type, data, limits)
        except LimitExceeded as error:
            raise _Refused("too_large", f"The image cannot be opened: {error}.") from error
        except (OSError, ValueError, SyntaxError) as error:
            raise _Refused("corrupt", "The image is damaged and cannot be opened.") from error
        return pages

    def attachments(self) -> tuple[tuple[str, bytes], ...]:
        """The files inside the PDF that is open."""
        if self.document is None or self.limits is None:
            return ()
        from ascertain.ai.reading.pdf_attachments import find_attachments

        with cpu_limit(self.limits.open_cpu_s):
            return find_attachments(self.document, self.limits)

    def inspect(self) -> list[Finding]:
        """Signs that the file was edited after it was created. Images are not inspected."""
        if self.document is None or self.limits is None:
            return []
        with cpu_limit(2 * self.limits.open_cpu_s):  # of up to twenty pages, twice where there is an earlier revision
            return forensics.inspect(self.data)

    def read_page(self, number: int, draw: bool) -> tuple[Page, bytes]:
        """The words of a page and its picture as WebP. A page with text of its own is rendered only if `draw` is set."""
        page, picture = self._read_page(number, draw)
        return (notes.with_notes(page, self.notes) if number == 1 else page), picture

    def _read_page(self, number: int, draw: bool) -> tuple[Page, bytes]:
        assert self.limits is not None
        if self.document is not None and number <= len(self.document):
            return self._pdf_page(self.document, number, draw, self.limits)
        if self.document is not None and self.further is not None:
            page, picture = self._pdf_page(self.further, number - len(self.document), draw, self.limits)
            return replace(page, number=number), picture
        assert self.image is not None
        try:
            if number > 1 or self.image.format == "TIFF":
                self.image.seek(number - 1)
            images.check_pixels(self.image, self.limits)
            image = images.shown(self.image)
        except (OSError, ValueError, SyntaxError) as error:
            raise _Refused("corrupt", "The image is incomplete and cannot be read.") from error
        stated_dpi = float((self.image.info.get("dpi") or (_ASSUMED_DPI,))[0] or _ASSUMED_DPI)
        dpi = min(max(stated_dpi, _DPI_RANGE[0]), _DPI_RANGE[1])
        return self._read_image(image, number, (image.width * 72 / dpi, image.height * 72 / dpi))

    def _pdf_page(
        self, document: pypdfium2.PdfDocument, number: int, draw: bool, limits: FileLimits
    ) -> tuple[Page, bytes]:
        # OCR is not counted: its time depends on the picture's size, which is limited, and it has the wall clock's limit.
        with cpu_limit(limits.open_cpu_s):
            page = pdf.load_page(document, number)
            fields = forms.read_fields(document, page)
            if fields and forms.flatten(page):
                page.close()
                page = pdf.load_page(document, number)  # one loaded before flattening does not show the change
            seen = visible_text.read_seen(page, number)
            picture = pdf.render_page(page, dpi=_OCR_DPI) if page_text.needs_picture(seen) else None
        try:
            text = page_text.compared(seen, picture) if picture is not None else page_text.without_hidden(seen)
            found = replace(text.page, fields=page_text.shown_fields(fields, text))
            with cpu_limit(limits.open_cpu_s):
                stamped = len(found.words) < _STAMP_WORDS and pdf.is_mostly_picture(page)
                # A page of a title and nothing else has its own words, however few.
                few = len(found.words) < _FEW_WORDS and (seen.has_more or not found.words)
                scanned = text.unreliable or stamped or few
                image = pdf.render_page(page, dpi=_OCR_DPI) if scanned else None
            if image is not None:
                read, shown = self._read_image(image, number, page.get_size())
                if len(read.words) >= len(found.words) or text.unreliable:
                    return replace(read, notes=(*read.notes, *found.notes)), shown
            found = embedded_images.with_embedded_images(page, found)
            with cpu_limit(limits.open_cpu_s):
                found = diagrams.with_joins(page, checkboxes.with_ticks(page, found))
                return found, _webp(pdf.render_page(page)) if draw else b""
        finally:
            page.close()

    def _read_image(self, image: Image.Image, number: int, size_pt: tuple[float, float]) -> tuple[Page, bytes]:
        # Imported here: it loads OpenCV, which most PDFs never need.
        from ascertain.ai.reading import page_images, portraits

        image.thumbnail((_LONGEST_READ_PX, _LONGEST_READ_PX))
        point = size_pt[0] / image.width
        read = page_images.read_image(image)
        size = (read.image.width * point, read.image.height * point)
        page = Page(
            number,
            *size,
            read.words,
            "ocr",
            quality=read.quality.score,
            notes=read.quality.notes,
            barcodes=read.barcodes,
            portraits=portraits.find_portraits(read.image, read.words),
        )
        return page, _webp(read.image)


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    if max(image.size) > _LONGEST_SHOWN_PX:
        image = image.copy()
        image.thumbnail((_LONGEST_SHOWN_PX, _LONGEST_SHOWN_PX))
    image.save(out, "WEBP", quality=_WEBP_QUALITY, method=0)  # a fifth larger than method 2, in a third of the time
    return out.getvalue()


def _convert(media_type: str, data: bytes, limits: FileLimits) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
    from ascertain.ai.reading.conversion import convert_to_pdf

    try:
        with cpu_limit(limits.convert_cpu_s):
            result = convert_to_pdf(media_type, data, limits)
    except LimitExceeded as error:
        raise _Refused("too_large", f"The file cannot be converted to pages: {error}.") from error
    except PasswordNeeded as error:
        raise _Refused("encrypted", "The file is protected by a password. Upload it without one.") from error
    except MemoryError:
        raise  # reported as a file that is too large, below
    except Exception as error:  # parsers raise anything at all on hostile files
        raise _Refused("corrupt", f"The file cannot be converted to pages: {_plain(error)}.") from error
    return result.pdf, result.attachments


def _unpack(data: bytes, limits: FileLimits) -> tuple[tuple[tuple[str, bytes], ...], tuple[tuple[str, str], ...]]:
    from ascertain.ai.reading.archives import unpack

    try:
        with cpu_limit(limits.convert_cpu_s):
            found = unpack(data, limits)
    except LimitExceeded as error:
        raise _Refused("too_large", f"The archive cannot be unpacked: {error}.") from error
    except MemoryError:
        raise
    except Exception as error:
        raise _Refused("corrupt", f"The archive cannot be unpacked: {_plain(error)}.") from error
    return found.files, found.refused


def _plain(error: Exception) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else "it is damaged"


def serve(connection: Connection, profile: Profile) -> None:
    """Handle the parent's requests until it closes the pipe."""
    # Ctrl-C reaches the whole process group; the parent ends this process itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    layers = sandbox.start(profile, connection.fileno())
    scripts.use_programs(profile.languages, allowed=profile.programs)
    # After the sandbox, for a change of identity clears it. A parser that never returns would outlive a killed parent; the fork
    # server forks in its main thread.
    end_with_forking_parent()
    opened = _OpenFile()
    commands: dict[str, Any] = {
        "layers": lambda: layers,
        "open": opened.open,
        "page": opened.read_page,
        "inspect": opened.inspect,
        "convert": _convert,
        "attachments": opened.attachments,
        "unpack": _unpack,
    }
    while True:
        try:
            name, arguments = connection.recv()
        except (EOFError, OSError):
            return
        connection.send_bytes(_answer(commands, name, arguments))


def _answer(commands: dict[str, Any], name: str, arguments: tuple[Any, ...]) -> bytes:
    try:
        packed = answers.pack("ok", commands[name](*arguments))
        fault_point("reader.before_answer")
        return packed
    except _Refused as refusal:
        return answers.pack("refused", refusal.args)
    except LimitExceeded as limit:
        return answers.pack("refused", ("too_large", f"The file cannot be read: {limit}."))
    except scripts.ProgramNeeded:
        return answers.pack("program", None)
    except MemoryError:
        return answers.pack("refused", ("too_large", "Reading the file exceeds the memory limit of a page."))
    except Exception as error:  # the parent raises it as CorruptFile
        return answers.pack("failed", f"{type(error).__name__}: {error}"[:500])
