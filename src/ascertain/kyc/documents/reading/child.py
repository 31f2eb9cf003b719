"""What runs in a reading process: one untrusted file at a time, under limits that its parent set."""

import io
import resource
from multiprocessing.connection import Connection
from typing import Any

import pypdfium2
from PIL import Image

from ascertain.ai.text import Page
from ascertain.kyc.documents.reading import pdf

_PICTURE_QUALITY = 70
_OCR_DPI = 200
_FEW_WORDS = 3  # a page with fewer words of its own is read as a picture


class _Refused(Exception):
    """A reason, told to the parent as (code, sentence)."""


class _OpenFile:
    """The file that this process is reading."""

    def __init__(self) -> None:
        self.document: pypdfium2.PdfDocument | None = None
        self.image: Image.Image | None = None

    def open(self, media_type: str, data: bytes, max_pixels: int) -> int:
        """Open a PDF or picture; returns its number of pages."""
        self.document = self.image = None
        if media_type == "application/pdf":
            try:
                self.document = pdf.open_pdf(data)
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
        if image.width * image.height > max_pixels:
            raise _Refused("too_large", f"The picture has {image.width} x {image.height} pixels, more than the limit.")
        self.image = image
        return getattr(image, "n_frames", 1)

    def page(self, number: int) -> tuple[Page, bytes]:
        """The words of a page and its picture as WebP."""
        if self.document is not None:
            return self._pdf_page(self.document[number - 1], number)
        assert self.image is not None
        self.image.seek(number - 1)
        try:
            image = self.image.convert("RGB")
        except (OSError, ValueError, SyntaxError) as error:
            raise _Refused("corrupt", "The picture is cut off and cannot be read.") from error
        dpi = float((self.image.info.get("dpi") or (150,))[0]) or 150.0
        return self._read_image(image, number, (image.width * 72 / dpi, image.height * 72 / dpi))

    def _pdf_page(self, page: pypdfium2.PdfPage, number: int) -> tuple[Page, bytes]:
        found = pdf.read_words(page, number)
        if len(found.words) < _FEW_WORDS:
            image = pdf.picture(page, dpi=_OCR_DPI)
            read, shown = self._read_image(image, number, page.get_size())
            if len(read.words) >= len(found.words):
                return read, shown
        return found, _webp(pdf.picture(page))

    def _read_image(self, image: Image.Image, number: int, size_pt: tuple[float, float]) -> tuple[Page, bytes]:
        from ascertain.kyc.documents.reading import ocr

        image.thumbnail((3000, 3000))
        words = ocr.read_picture(image)
        return Page(number, float(size_pt[0]), float(size_pt[1]), words, "ocr"), _webp(image)


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    shown = image.copy()
    shown.thumbnail((1800, 1800))
    shown.save(out, "WEBP", quality=_PICTURE_QUALITY, method=2)
    return out.getvalue()


def _lay_out(
    media_type: str, data: bytes, max_unpacked: int, max_attachments: int
) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
    from ascertain.kyc.documents.reading.layout import lay_out

    try:
        result = lay_out(media_type, data, max_unpacked=max_unpacked, max_attachments=max_attachments)
    except Exception as error:  # any parser error of a hostile file is the same answer
        code = "too_large" if "large" in str(error) else "corrupt"
        raise _Refused(
            code, f"The file cannot be laid out as pages: {str(error)[:200] or type(error).__name__}."
        ) from error
    return result.pdf, result.attachments


def serve(connection: Connection, memory_mb: int) -> None:
    """Answer requests until the parent closes the pipe."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    opened = _OpenFile()
    commands: dict[str, Any] = {"open": opened.open, "page": opened.page, "lay_out": _lay_out}
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
