"""Files that cost far more than their size, most of them just within the limits. Each call returns other bytes."""

import io
import itertools
import zipfile
from collections.abc import Callable

import pypdfium2
from PIL import Image

from ascertain.entrypoints.demo.samples import random_content, render

_PDF_PAGES = 300
_TIFF_FRAMES = 60
_DOCX_PARAGRAPHS = 30_000
_FAN_OUT, _FAN_DEPTH = 12, 9

_numbers = itertools.count(1)


def many_pages(count: int) -> bytes:
    """A PDF of so many pages."""
    source = pypdfium2.PdfDocument(render("utility_bill", "A", random_content("utility_bill", 1)))
    document = pypdfium2.PdfDocument.new()
    for _ in range(count):
        document.import_pages(source, [0])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _blank_frames() -> bytes:
    frames = [Image.new("1", (1654, 2339), 1) for _ in range(_TIFF_FRAMES)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="group4")
    return out.getvalue()


def _paragraphs() -> bytes:
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="word/document.xml" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
    )
    body = "<w:p><w:r><w:t>The parties agree as follows, each for itself.</w:t></w:r></w:p>" * _DOCX_PARAGRAPHS
    document = (
        '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", document)):
            archive.writestr(name, text)
    return out.getvalue()


def _fan_out() -> bytes:
    """Two kilobytes: a form that draws another twelve times, nine deep; pdfium would draw five billion."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
        b"<</Length 5>>stream\n/F Do\nendstream",
    ]
    draws = b"/F Do " * _FAN_OUT
    for depth in range(_FAN_DEPTH):
        inner = b"/Resources<</XObject<</F %d 0 R>>>>" % (6 + depth) if depth < _FAN_DEPTH - 1 else b""
        content = draws if inner else b"0 0 9 9 re f"
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 200 200]%s/Length %d>>stream\n" % (inner, len(content))
        objects.append(head + content + b"\nendstream")
    body = b"".join(b"%d 0 obj%s\nendobj\n" % (number, data) for number, data in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def _too_many_frames() -> bytes:
    """Over the limit of frames, to be refused at once: a TIFF directory without entries, 50,000 times."""
    parts, at = [b"II*\0\x08\0\0\0"], 8
    for _ in range(50_000):
        at += 6
        parts.append(b"\0\0" + at.to_bytes(4, "little"))
    return b"".join(parts) + bytes(6)


def appended(data: bytes) -> bytes:
    """The same PDF or picture with other bytes at its end."""
    return data + b"\n%% %d\n" % next(_numbers)


def _commented(data: bytes) -> bytes:
    """A DOCX with another comment of its archive; bytes after its end would be a damaged archive."""
    comment = b"%d" % next(_numbers)
    return data[:-2] + len(comment).to_bytes(2, "little") + comment


def heavy_files() -> list[Callable[[], tuple[str, bytes]]]:
    """One maker for each kind of file."""

    def maker(name: str, data: bytes, vary: Callable[[bytes], bytes]) -> Callable[[], tuple[str, bytes]]:
        return lambda: (name, vary(data))

    return [
        maker("pages.pdf", many_pages(_PDF_PAGES), appended),
        maker("blank.tiff", _blank_frames(), appended),
        maker("long.docx", _paragraphs(), _commented),
        maker("fan-out.pdf", _fan_out(), appended),
        maker("frames.tiff", _too_many_frames(), appended),
    ]
