"""Only words that a page displays are read; the others are quoted in a note and a flag."""

import ctypes
import io
from datetime import date

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import typst
from PIL import Image

from ascertain.ai.reading import forensics, page_text, pdf, visible_text
from ascertain.ai.text import Page
from ascertain.entrypoints.demo.samples import random_content, render
from ascertain.entrypoints.demo.samples.content import KINDS
from ascertain.kyc.documents import read_async
from ascertain.kyc.documents.flags import find_flags

_DAY = date(2026, 11, 26)
_START = """#set page(paper: "a4", margin: 2cm)
#set text(font: "DejaVu Sans", size: 11pt)
Certificate of the register of companies, issued on request to whom it may concern.

"""
_VALUE = "Owner: Mallory Hidden 9876543"
HIDDEN = {
    "white": f"#text(fill: white)[{_VALUE}]",
    "nearly white": f'#text(fill: rgb("#f2f2f2"))[{_VALUE}]',
    "pale yellow": f'#text(fill: rgb("#ffffd8"))[{_VALUE}]',
    "in the colour of a banner": f'#block(fill: rgb("#224488"), inset: 3pt)[#text(fill: rgb("#224488"))[{_VALUE}]]',
    "transparent": f"#text(fill: rgb(0, 0, 0, 0))[{_VALUE}]",
    "tiny": f"#text(size: 0.7pt)[{_VALUE}]",
    "squeezed": f"#scale(x: 1%, reflow: true)[#box[{_VALUE}]]",
    "right of the page": f"#place(dx: 21cm)[#box(width: 10cm)[{_VALUE}]]",
    "above the page": f"#place(top, dy: -4cm)[{_VALUE}]",
    "clipped": f"#box(width: 1pt, height: 1pt, clip: true)[#box(width: 10cm)[{_VALUE}]]",
    "covered": f"{_VALUE} #place(dy: -2em)[#rect(width: 12cm, height: 3em, fill: white)]",
    "under the text": f"#box[{_VALUE}#place(top + left)[#text(fill: white)[Ozymandias Concealed 1234567]]]",
}
SHOWN = {
    "grey": f'#text(fill: rgb("#b0b0b0"))[{_VALUE}]',
    "white on a banner": f"#block(fill: navy)[#text(fill: white)[{_VALUE}]]",
    "small print": f"#text(size: 4.5pt)[{_VALUE}]",
    "watermark": f'#place(center + horizon, rotate(-40deg, text(size: 60pt, fill: rgb("#e6e6e6"))[COPY])) {_VALUE}',
    "gradient": f"#text(fill: gradient.linear(blue, red))[{_VALUE}]",
    "shadow": f"#box[#place(dx: 0.5pt, dy: 0.5pt)[#text(fill: gray)[{_VALUE}]]{_VALUE}]",
    "turned": f"#rotate(90deg, reflow: true)[{_VALUE}]",
    "outlined": f"#text(size: 20pt, fill: white, stroke: 0.4pt + black)[{_VALUE}]",
    "tight lines": f"#set par(leading: 0.1em)\nOne line \\ {_VALUE} \\ Other line",
    "on a frame": f"#rect(fill: black)[] #v(-12pt) {_VALUE}",
}


def written(body: str, start: str = _START) -> bytes:
    return bytes(typst.compile((start + body).encode()))


async def read_page(data: bytes) -> Page:
    return (await read_async(data, "file.pdf")).pages[0]


@pytest.mark.parametrize("way", HIDDEN)
async def test_hidden_text_is_left_out_and_quoted(way: str) -> None:
    data = written(HIDDEN[way])
    page = await read_page(data)
    hidden = ("Ozymandias", "Concealed", "1234567") if way == "under the text" else ("Mallory", "Hidden", "9876543")
    assert "Certificate of the register of companies, issued on request" in page.text
    assert not set(hidden) & {word.text for word in page.words}
    (note,) = page.notes
    assert all(word in note for word in hidden) and page.quality == 1
    (flag,) = [one for one in find_flags([], [page], forensics.inspect(data), as_of=_DAY) if one.code == "text.hidden"]
    assert flag.severity == "high" and hidden[-1] in flag.detail and flag.page_number == 1
    if way not in ("under the text", "covered"):  # where other things are seen in its place
        assert flag.boxes


@pytest.mark.parametrize("way", SHOWN)
async def test_text_that_is_seen_is_read(way: str) -> None:
    page = await read_page(written(SHOWN[way]))
    assert set(_VALUE.split()) <= {word.text for word in page.words} and page.notes == ()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("family", ["A", "B"])
def test_an_ordinary_document_has_no_hidden_text(kind: str, family: str) -> None:
    document = pdf.open_pdf(render(kind, family, random_content(kind, 5)))
    for index in range(len(document)):
        page = document[index]
        seen = visible_text.read_seen(page, index + 1)
        assert seen.hidden == () and seen.page == pdf.read_words(page, index + 1)
        assert not page_text.needs_picture(seen)
        page.close()
    document.close()


async def test_hidden_figures_after_shown_ones_are_cut_off() -> None:
    page = await read_page(written("Shares held: 1,000#text(fill: white)[,000] of one pound"))
    assert "Shares held: 1,000 of one pound" in page.text
    assert "“,000”" in page.notes[0]


async def test_a_value_that_was_covered_and_written_anew_is_read_as_it_is_shown() -> None:
    over = "#place(dx: 2.9cm, dy: -1.5em)[#rect(width: 6cm, height: 2.2em, fill: white, inset: 4pt)[GBP 9,800.00]]"
    page = await read_page(written(f"Balance due: GBP 1,250.00\n\n{over}"))
    assert "9,800.00" in page.text and "1,250.00" not in page.text
    assert "1,250.00" in page.notes[0]


async def test_text_outside_the_crop_box_is_left_out() -> None:
    document = pypdfium2.PdfDocument(written(f"#v(12cm) {_VALUE}"))
    document[0].set_cropbox(0, 500, 595, 842)
    out = io.BytesIO()
    document.save(out)
    page = await read_page(out.getvalue())
    assert "Certificate" in page.text and "Mallory" not in page.text and "Mallory" in page.notes[0]


_LETTER = """#set page(width: 14cm, height: 18cm, margin: 1.5cm)
#set text(font: "DejaVu Sans", size: 12pt)
Extract of the register of members

Name of the company: Kestrel Marine Supplies Limited

Registered number: 08112734

Member: Alice Catherine Thornbury

Number of shares: 2,500 ordinary shares of one pound

Certified on 14 March 2025 by the company secretary
"""


def scanned(layer: dict[str, str] | None = None, *, more: str = "", turned: bool = False) -> bytes:
    """The letter as a scan with an invisible text layer, in which some words are replaced by others."""
    origin = pypdfium2.PdfDocument(written("", _LETTER))
    words = pdf.read_words(origin[0], 1)
    width, height = origin[0].get_size()
    picture = pdf.render_page(origin[0], 200)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(width, height)
    image = pypdfium2.PdfImage.new(document)
    image.load_jpeg(io.BytesIO(out.getvalue()), inline=True)
    image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    page.insert_obj(image)
    for word in words.words:
        text = (layer or {}).get(word.text, word.text)
        x, y = word.box.x0 * width, (1 - word.box.y1 + 0.22 * word.box.height) * height
        _write(document, page, text, x, y, (word.box.x1 - word.box.x0) * width)
    if more:
        _write(document, page, more, 60, 20, 150)
    page.gen_content()
    if turned:
        page.set_rotation(90)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, text: str, x: float, y: float, width: float
) -> None:
    written = pdfium.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", 12.0)
    letters = ctypes.create_string_buffer((text + "\0").encode("utf-16-le"))
    pdfium.FPDFText_SetText(written, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)))
    pdfium.FPDFTextObj_SetTextRenderMode(written, 3)
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(written, *edges)
    pdfium.FPDFPageObj_Transform(written, width / max(edges[2].value - edges[0].value, 1), 0, 0, 1, x, y)
    pdfium.FPDFPage_InsertObject(page.raw, written)


@pytest.mark.parametrize("turned", [False, True])
async def test_the_text_layer_of_a_scan_passes(turned: bool) -> None:
    page = await read_page(scanned(turned=turned))
    assert page.method == "text" and page.notes == ()
    assert "Alice Catherine Thornbury" in page.text and "08112734" in page.text
    assert all(0.8 < word.confidence < 1 for word in page.words)


async def test_a_value_that_the_picture_of_a_scan_does_not_show_is_read_from_the_picture() -> None:
    page = await read_page(scanned({"Alice": "Mallory", "2,500": "7,500"}))
    assert "Alice" in page.text and "2,500" in page.text
    assert "Mallory" not in page.text and "7,500" not in page.text
    assert "Mallory” where it shows" in page.notes[0] and "“7,500” where it shows “2,500”" in page.notes[0]
    (flag,) = find_flags([], [page], [], as_of=_DAY)
    assert (flag.code, flag.severity) == ("text.differs", "note")


async def test_words_that_a_scan_does_not_show_at_all_are_left_out() -> None:
    page = await read_page(scanned(more="Ultimate owner Mallory Hidden 9876543"))
    assert "Alice" in page.text and "Mallory" not in page.text and "9876543" in page.notes[0]


async def test_a_scan_whose_text_layer_is_of_something_else_is_read_by_ocr() -> None:
    others = {word: f"q{index}x{word[::-1]}" for index, word in enumerate(written_words())}
    page = await read_page(scanned(others))
    assert page.method == "ocr" and "Alice" in page.text and "08112734" in page.text
    assert any("the page was read by OCR" in note for note in page.notes)


def written_words() -> list[str]:
    return pdf.read_words(pypdfium2.PdfDocument(written("", _LETTER))[0], 1).text.split()


def _file(parts: list[str]) -> bytes:
    """A PDF of these objects, of which the first is the catalogue."""
    written = "%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{part}\nendobj\n"
    index = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(parts) + 1
    tail = f"trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{len(written)}\n%%EOF\n"
    return f"{written}xref\n0 {size}\n0000000000 65535 f \n{index}{tail}".encode()


def _mapped(offset: int) -> bytes:
    """A PDF in Helvetica with a map to Unicode that moves every letter by an offset."""
    lines = ["Statement of the account", "Holder: Alice Catherine Thornbury", "Number 08112734", "Balance 2,500.00"] * 3
    content = "BT /F 12 Tf 14 TL 60 760 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    codes = "\n".join(f"<{code:02x}> <{code + offset:04x}>" for code in range(33, 127))
    cmap = f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange 94 beginbfchar
{codes}
endbfchar endcmap end end"""
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>",
        f"<</Length {len(cmap)}>>stream\n{cmap}\nendstream",
    ]  # fmt: skip
    return _file(parts)


@pytest.mark.parametrize("offset", [0xE000, -29 + 0x20])
async def test_letters_mapped_to_nothing_or_to_others_are_read_from_the_picture(offset: int) -> None:
    page = await read_page(_mapped(offset))
    assert "Alice" in page.text and "08112734" in page.text and "2,500.00" in page.text
    assert page.notes and all(word.confidence < 1 for word in page.words if word.text == "Alice")


async def test_a_form_field_that_is_not_displayed_is_no_value() -> None:
    page = await read_page(_form("1 1 1"))
    assert page.fields == () and "Mallory" not in page.text and "Mallory" in page.notes[0]
    page = await read_page(_form("0 0 0"))
    assert [field.value for field in page.fields] == ["Mallory Hidden"] and "Mallory" in page.text and page.notes == ()


def _form(colour: str) -> bytes:
    """A PDF with one filled field, in this colour."""
    shown = f"/Tx BMC q BT {colour} rg /F 12 Tf 2 6 Td (Mallory Hidden) Tj ET Q EMC"
    widget = f"/Type/Annot/Subtype/Widget/FT/Tx/F 4/T(owner)/V(Mallory Hidden)/DA({colour} rg /F 12 Tf)"
    look = f"/Type/XObject/Subtype/Form/BBox[0 0 240 20]/Resources<</Font<</F 5 0 R>>>>/Length {len(shown)}"
    content = "BT /F 12 Tf 60 760 Td (Name of the owner of the company as registered) Tj ET"
    parts = [
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/DR<</Font<</F 5 0 R>>>>>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[6 0 R]/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<<{widget}/Rect[60 700 300 720]/AP<</N 7 0 R>>>>",
        f"<<{look}>>stream\n{shown}\nendstream",
    ]
    return _file(parts)


def test_the_picture_is_not_changed_by_looking_at_it() -> None:
    document = pypdfium2.PdfDocument(written(HIDDEN["under the text"]))
    page = document[0]
    before = pdf.render_page(page, 100)
    visible_text.read_seen(page, 1)
    assert Image.Image.tobytes(pdf.render_page(page, 100)) == before.tobytes()
