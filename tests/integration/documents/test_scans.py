"""Scans are turned upright and levelled, and their words have boxes on the upright page."""

import io
import json

import pytest
import typst
from PIL import Image, ImageDraw, ImageFont

from ascertain.entrypoints.demo.samples import ScanNoise, expected_facts, random_content, render
from ascertain.kyc.documents import read_async


@pytest.fixture(scope="module")
def scan() -> Image.Image:
    content = random_content("passport", 5)
    return Image.open(io.BytesIO(render("passport", "A", content, scan=ScanNoise(), seed=5)))


@pytest.mark.parametrize("turned_deg", [0, 90, 180, 270, -4])
async def test_a_passport_is_read_in_any_orientation(scan: Image.Image, turned_deg: float) -> None:
    out = io.BytesIO()
    turned = scan.rotate(turned_deg, expand=True, fillcolor=(255, 255, 255), resample=Image.Resampling.BICUBIC)
    turned.save(out, "JPEG", dpi=(200, 200), quality=90)
    document = await read_async(out.getvalue(), "scan.jpg")
    page = document.pages[0]
    assert document.document_type == "passport" and document.type_confidence > 0.9
    assert page.method == "ocr" and page.width_pt > page.height_pt
    values = {(fact.property, fact.value) for fact in document.facts}
    stated = {(fact.property, fact.value) for fact in expected_facts("passport", random_content("passport", 5))}
    assert len(stated & values) >= len(stated) - 1
    zone = next(fact for fact in document.facts if fact.property == "number")
    assert zone.boxes[0].y0 > 0.1 and zone.boxes[0].x1 <= 1


async def test_the_orientation_stated_by_a_camera_is_applied(scan: Image.Image) -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # Exif orientation 6: the top of the sensor is the right side of the image
    scan.rotate(90, expand=True).save(out, "JPEG", exif=exif, dpi=(200, 200))
    document = await read_async(out.getvalue(), "photo.jpg")
    assert document.pages[0].width_pt > document.pages[0].height_pt
    assert document.document_type == "passport"


async def test_a_letterhead_set_as_an_image_on_a_page_of_text_is_read_with_its_boxes() -> None:
    head = Image.new("RGB", (900, 150), "white")
    ImageDraw.Draw(head).text(
        (20, 30), "Kestrel Tools Ltd  IBAN GB33BUKB20201555555555", "black", ImageFont.load_default(34)
    )
    out = io.BytesIO()
    head.save(out, "PNG")
    page = b"""#set page(paper: "a4"); #v(8cm)
    #image(bytes(json(bytes(sys.inputs.d))), width: 15cm)
    Invoice number: K-2044 of 3 March 2026, to be paid within thirty days of its date."""
    pdf = bytes(typst.compile(page, sys_inputs={"d": json.dumps(list(out.getvalue()))}))
    read = (await read_async(pdf, "invoice.pdf")).pages[0]
    assert read.method == "text"
    found = {word.text: word for word in read.words}
    name, typed = found["Kestrel"], found["Invoice"]
    assert name.confidence < 1.0 == typed.confidence
    assert 0.3 < name.box.y0 < name.box.y1 < typed.box.y0
    assert 0.1 < name.box.x0 < name.box.x1 < 0.35
