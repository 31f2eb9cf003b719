"""PDFs that were edited after their creation: the edit is found, and unedited documents have no findings."""

import ctypes
import io

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import typst

from ascertain.ai.reading import forensics
from ascertain.entrypoints.demo.samples import random_content, render
from ascertain.entrypoints.demo.samples.content import KINDS


@pytest.fixture(scope="module")
def bill() -> bytes:
    return render("utility_bill", "A", random_content("utility_bill", 3))


def edited(data: bytes, *, cover: bool, text: str | None, increment: bool) -> bytes:
    """The file with a white box, or a text in another font, or both, drawn on its first page."""
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    if cover:
        box = pdfium.FPDFPageObj_CreateNewRect(60, 500, 200, 40)
        pdfium.FPDFPageObj_SetFillColor(box, 255, 255, 255, 255)
        pdfium.FPDFPath_SetDrawMode(box, 1, False)
        pdfium.FPDFPage_InsertObject(page.raw, box)
    if text:
        written = pdfium.FPDFPageObj_NewTextObj(document.raw, b"Courier", 12.0)
        letters = ctypes.create_string_buffer((text + "\0").encode("utf-16-le"))
        pdfium.FPDFText_SetText(written, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)))
        pdfium.FPDFPageObj_Transform(written, 1, 0, 0, 1, 65, 515)
        pdfium.FPDFPage_InsertObject(page.raw, written)
    pdfium.FPDFPage_GenerateContent(page.raw)
    out = io.BytesIO()
    document.save(out, flags=pdfium.FPDF_INCREMENTAL if increment else pdfium.FPDF_NO_INCREMENTAL)
    return out.getvalue()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("family", ["A", "B"])
def test_an_unedited_document_has_no_findings(kind, family) -> None:
    assert forensics.inspect(render(kind, family, random_content(kind, 4))) == []


def test_a_revision_that_changed_words_is_quoted(bill) -> None:
    found = {
        sign.code: sign for sign in forensics.inspect(edited(bill, cover=True, text="GBP 9,999.99", increment=True))
    }
    assert found["pdf.changed"].severity == "high"
    assert "GBP 9,999.99" in found["pdf.changed"].detail
    box = found["pdf.changed"].boxes[0]
    assert 0.09 < box.x0 < 0.13 and 0.36 < box.y0 < 0.42


def test_text_under_a_white_box_is_found_even_without_an_earlier_revision(bill) -> None:
    found = {sign.code: sign for sign in forensics.inspect(edited(bill, cover=True, text=None, increment=False))}
    assert set(found) == {"pdf.covered", "text.hidden"}
    assert found["pdf.covered"].severity == "high" and found["pdf.covered"].boxes


def test_a_value_in_a_different_font_than_the_rest_of_its_line_is_found() -> None:
    source = b"""#set document(date: none)
#set text(font: "Libertinus Serif")
#for i in range(12) [Item #i of the statement of the account of the customer \\ ]
Total due: #text(font: "DejaVu Sans Mono")[9,120.00] pounds sterling"""
    found = [sign for sign in forensics.inspect(bytes(typst.compile(source))) if sign.code == "pdf.font"]
    assert len(found) == 1 and "9,120.00" in found[0].detail


def test_contradicting_dates_and_producers_are_found() -> None:
    base = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
4 0 obj<</CreationDate(D:20250301)/ModDate(D:20240101)/Producer(Bank Writer 4)/Creator(Sejda 5)>>endobj
trailer<</Root 1 0 R/Info 4 0 R>>
<x:xmpmeta><pdf:Producer>Other Writer 2</pdf:Producer><xmp:CreateDate>2023-05-05</xmp:CreateDate></x:xmpmeta>
%%EOF
"""
    details = [sign.detail for sign in forensics.inspect(base)]
    assert "The modification date (2024-01-01) is before the creation date (2025-03-01)." in details
    assert any("Sejda" in line for line in details)
    assert any("Other Writer" in line for line in details)
    assert any("2023-05-05" in line for line in details)
