"""One odd file of a folder costs at most that file: the others are read, and each has its result or its reason."""

import io
import json
from pathlib import Path

import pypdfium2
import pytest
import typst
from PIL import Image, ImageDraw, ImageFont
from rich.console import Console

from ascertain.entrypoints.cli.document_commands import read_files
from ascertain.kyc import documents
from ascertain.kyc.documents import local_api

_LETTER = """#set page(paper: "a5")
#set text(font: "DejaVu Sans", size: 11pt)
Certificate of incorporation \\ Company name: Kestrel Marine Supplies Limited \\ Registered number: 08112734"""


def _saved(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def _lettering(mode: str, ground: object, ink: object) -> Image.Image:
    image = Image.new(mode, (900, 300), ground)  # type: ignore[arg-type]
    ImageDraw.Draw(image).text((40, 100), "Registered number 08112734", fill=ink, font=ImageFont.load_default(48))  # type: ignore[arg-type]
    return image


def _photo_pdf(picture: Image.Image) -> bytes:
    """A PDF of one picture."""
    jpeg = _saved(picture, "JPEG")
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(600, 200)
    image = pypdfium2.PdfImage.new(document)
    image.load_jpeg(io.BytesIO(jpeg), inline=True)
    image.set_matrix(pypdfium2.PdfMatrix().scale(600, 200))
    page.insert_obj(image)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _empty_protected_pdf() -> bytes:
    """An encrypted PDF without pages (standard security handler, revision 3)."""
    key = "28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a"
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[]/Count 0>>",
        f"<</Filter/Standard/V 2/R 3/Length 128/P -3904/O<{key}>/U<{key}>>>",
    ]
    written, places = "%PDF-1.6\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{part}\nendobj\n"
    index = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = f"trailer\n<</Size 4/Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\nstartxref\n{len(written)}\n%%EOF\n"
    return f"{written}xref\n0 4\n0000000000 65535 f \n{index}{tail}".encode()


def _blank_pdf() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


FILES = {
    "blank page.pdf": _blank_pdf(),
    "cmyk photo.pdf": _photo_pdf(_lettering("CMYK", (0, 0, 0, 0), (0, 0, 0, 255))),
    "empty protected.pdf": _empty_protected_pdf(),
    "letter.pdf": bytes(typst.compile(_LETTER.encode())),
    "photo without text.jpg": _saved(Image.radial_gradient("L").resize((800, 600)).convert("RGB"), "JPEG"),
    "transparent.png": _saved(_lettering("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)), "PNG"),
    "wholly transparent.png": _saved(Image.new("RGBA", (400, 300), (0, 0, 0, 0)), "PNG"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("papers")
    for name, data in FILES.items():
        Path(path, name).write_bytes(data)
    return path


def test_a_folder_is_read_by_the_command_whatever_its_files_are(folder: Path) -> None:
    out, printed = folder.parent / "facts.jsonl", io.StringIO()
    assert read_files(folder, out, Console(file=printed, width=300)) == 1  # the protected file could not be read
    assert all(f"{name}: " in printed.getvalue() for name in FILES)
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert any(row["file"].endswith("letter.pdf") and row["value"] == "08112734" for row in rows)


def test_what_is_shown_in_them_is_read(folder: Path) -> None:
    found = {read.path.name: read for read in documents.read_folder(folder)}
    assert {name for name, read in found.items() if read.document is None} == {"empty protected.pdf"}
    for name in ("cmyk photo.pdf", "transparent.png"):
        read = found[name].document
        assert read is not None and "08112734" in read.pages[0].text, name
    for name in ("blank page.pdf", "photo without text.jpg", "wholly transparent.png"):
        read = found[name].document
        assert read is not None and read.pages[0].words == () and read.pages[0].notes, name


def test_an_error_of_any_kind_costs_its_file_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = local_api.media_types.media_type_of

    def failing(filename: str, data: bytes) -> str:
        if filename == "blank page.pdf":
            raise ZeroDivisionError
        return original(filename, data)

    monkeypatch.setattr(local_api.media_types, "media_type_of", failing)
    found = {read.path.name: read for read in documents.read_folder(folder)}
    assert found["blank page.pdf"].error is not None and found["letter.pdf"].document is not None
    assert "could not be processed" in found["blank page.pdf"].error.message
