"""What runs in a reading process: one untrusted file at a time, under limits that its parent set."""

import io
import resource
import signal
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

from ascertain.ai.reading import checkboxes, diagrams, embedded_images, forensics, forms, pdf
from ascertain.ai.reading.forensics import Finding
from ascertain.ai.text import FormField, Page

_PICTURE_QUALITY = 70
_LONGEST_SHOWN_PX = 1800
_OCR_DPI = 200
_ASSUMED_DPI = 150.0  # of a picture that does not say
_FEW_WORDS = 3  # a page with fewer words of its own is read as a picture
_A_STAMP = 25  # and so is one that is nearly all picture, with no more words than a scanner's stamp has


class _Refused(Exception):
    """A reason, told to the parent as (code, sentence)."""


class _OpenFile:
    """The file that this process is reading."""

    def __init__(self) -> None:
        self.document: pypdfium2.PdfDocument | None = None
        self.image: Image.Image | None = None
        self.max_pixels = 0
        self.data = b""

    def open(self, media_type: str, data: bytes, max_pixels: int) -> int:
        """Open a PDF or picture; returns its number of pages."""
        self.document = self.image = None
        self.data = data
        if media_type == "application/pdf":
            try:
                self.document = pdf.open_pdf(data)
                forms.open_form(self.document)
            except pypdfium2.PdfiumError as error:
                if "password" in str(error).lower():
                    raise _Refused("encrypted", "The PDF needs a password. Send one without.") from error
                raise _Refused("corrupt", "The PDF is damaged or cut off and cannot be opened.") from error
            return len(self.document)
        Image.MAX_IMAGE_PIXELS = None  # our own cap below answers with a reason
        try:
            image = Image.open(io.BytesIO(data))
        except (OSError, ValueError, SyntaxError) as error:
            raise _Refused("corrupt", "The picture is damaged and cannot be opened.") from error
        self.max_pixels = max_pixels
        self._check_pixels(image)
        self.image = image
        # The further frames of a PNG or JPEG are an animation or a preview; those of a TIFF are pages.
        return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1

    def _check_pixels(self, image: Image.Image) -> None:
        if image.width * image.height > self.max_pixels:
            raise _Refused("too_large", f"The picture has {image.width} x {image.height} pixels, more than the limit.")

    def inspect(self) -> list[Finding]:
        """Signs that the file was edited after it was made; none are looked for in a picture."""
        return forensics.inspect(self.data) if self.document is not None else []

    def page(self, number: int, draw: bool) -> tuple[Page, bytes]:
        """The words of a page and its picture as WebP; a page with words of its own is drawn only where that is asked for."""
        if self.document is not None:
            page = self.document[number - 1]
            try:
                return self._pdf_page(page, number, draw)
            finally:
                page.close()
        assert self.image is not None
        try:
            if number > 1 or self.image.format == "TIFF":
                self.image.seek(number - 1)
            self._check_pixels(self.image)
            image = ImageOps.exif_transpose(self.image).convert("RGB")
        except (OSError, ValueError, SyntaxError) as error:
            raise _Refused("corrupt", "The picture is cut off and cannot be read.") from error
        dpi = min(max(float((self.image.info.get("dpi") or (_ASSUMED_DPI,))[0] or _ASSUMED_DPI), 72.0), 1200.0)
        return self._read_image(image, number, (image.width * 72 / dpi, image.height * 72 / dpi))

    def _pdf_page(self, page: pypdfium2.PdfPage, number: int, draw: bool) -> tuple[Page, bytes]:
        assert self.document is not None
        fields = forms.read_fields(self.document, page)
        if fields and forms.flatten(page):
            flattened = self.document[number - 1]  # what was loaded before does not see the change
            try:
                return self._words_of(flattened, number, fields, draw)
            finally:
                flattened.close()
        return self._words_of(page, number, fields, draw)

    def _words_of(
        self, page: pypdfium2.PdfPage, number: int, fields: tuple[FormField, ...], draw: bool
    ) -> tuple[Page, bytes]:
        found = replace(pdf.read_words(page, number), fields=fields)
        if len(found.words) < _FEW_WORDS or (len(found.words) < _A_STAMP and pdf.is_mostly_picture(page)):
            image = pdf.render_page(page, dpi=_OCR_DPI)
            read, shown = self._read_image(image, number, page.get_size())
            if len(read.words) >= len(found.words):
                return read, shown
        found = checkboxes.with_ticks(page, embedded_images.with_embedded_images(page, found))
        return diagrams.with_joins(page, found), _webp(pdf.render_page(page)) if draw else b""

    def _read_image(self, image: Image.Image, number: int, size_pt: tuple[float, float]) -> tuple[Page, bytes]:
        from ascertain.ai.reading import page_images

        image.thumbnail((3000, 3000))
        point = size_pt[0] / image.width
        read = page_images.read_image(image)
        size = (read.image.width * point, read.image.height * point)
        page = Page(number, *size, read.words, "ocr", quality=read.quality.score, notes=read.quality.notes)
        return page, _webp(read.image)


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    if max(image.size) > _LONGEST_SHOWN_PX:
        image = image.copy()
        image.thumbnail((_LONGEST_SHOWN_PX, _LONGEST_SHOWN_PX))
    image.save(out, "WEBP", quality=_PICTURE_QUALITY, method=0)  # a fifth larger than method 2, in a third of the time
    return out.getvalue()


def _convert(
    media_type: str, data: bytes, max_unpacked: int, max_attachments: int
) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
    from ascertain.ai.reading.conversion import LimitExceeded, convert_to_pdf

    try:
        result = convert_to_pdf(media_type, data, max_unpacked=max_unpacked, max_attachments=max_attachments)
    except LimitExceeded as error:
        raise _Refused("too_large", f"The file cannot be converted to pages: {error}.") from error
    except MemoryError:
        raise
    except Exception as error:  # any parser error of a hostile file is the same answer
        raise _Refused("corrupt", f"The file cannot be converted to pages: {_plain(error)}.") from error
    return result.pdf, result.attachments


def _plain(error: Exception) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else "it is damaged"


def serve(connection: Connection, memory_mb: int) -> None:
    """Answer requests until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process itself
    resource.setrlimit(resource.RLIMIT_DATA, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    opened = _OpenFile()
    commands: dict[str, Any] = {
        "open": opened.open,
        "page": opened.page,
        "inspect": opened.inspect,
        "convert": _convert,
    }
    while True:
        try:
            name, arguments = connection.recv()
        except (EOFError, OSError):
            return
        try:
            connection.send(("ok", commands[name](*arguments)))
        except _Refused as refusal:
            connection.send(("refused", refusal.args))
        except MemoryError:
            connection.send(("refused", ("too_large", "Reading this takes more memory than a page may.")))
        except Exception as error:  # the parent turns it into one of ours
            connection.send(("failed", f"{type(error).__name__}: {error}"[:500]))
