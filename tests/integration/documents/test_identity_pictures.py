"""Pictures of identity documents: barcodes and photographs of holders, from the file to the stored page."""

import io

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from ascertain.ai.reading.barcodes import read_barcodes
from ascertain.ai.reading.portraits import find_portraits
from ascertain.ai.text import Box, Word
from ascertain.kyc import documents
from tests.servers.documents_room import DocumentsRoom

_LICENCE = (
    "@\n\x1e\rANSI 636014090102DL00410200ZC02410010DLDAQY0004179\nDCSDOE\nDACJOHN\nDADQUINCY\nDBD09122024\nDBB08301990\n"
    "DBA08302029\nDBC1\nDAG1234 ELM ST\nDAIANYTOWN\nDAJCA\nDAK902230000\nDCGUSA\r"
)
_PHOTO = (80, 180, 360, 540)  # pixels


def code(kind: zxingcpp.BarcodeFormat, text: str, scale: int = 3) -> Image.Image:
    return Image.fromarray(np.array(zxingcpp.create_barcode(text, kind).to_image(scale=scale)))


def card() -> Image.Image:
    """A card with a photograph on the left: a lighter background, a head and shoulders."""
    image = Image.new("RGB", (1200, 760), (246, 240, 232))
    draw = ImageDraw.Draw(image)
    for row in range(0, 760, 14):  # the fine pattern of a card
        draw.line((0, row, 1200, row + 40), fill=(232, 224, 214))
    draw.rectangle(_PHOTO, fill=(196, 206, 216))
    draw.ellipse((150, 240, 290, 420), fill=(128, 98, 82))
    draw.pieslice((100, 430, 340, 700), 180, 360, fill=(60, 66, 84))
    font = ImageFont.load_default(34)
    for row, text in enumerate(
        ("CALIFORNIA USA  DRIVER LICENSE", "DL Y0004179", "EXP 08/30/2029", "LN DOE", "FN JOHN QUINCY")
    ):
        draw.text((420, 60 + 90 * row), text, font=font, fill=(20, 20, 30))
    return image


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_codes_of_a_picture_are_read_with_their_places() -> None:
    page = Image.new("RGB", (1600, 1200), "white")
    page.paste(code(zxingcpp.BarcodeFormat.PDF417, _LICENCE), (100, 100))
    page.paste(code(zxingcpp.BarcodeFormat.QRCode, "https://example.test/a?b=c\x00d", 6), (1100, 700))
    page.paste(code(zxingcpp.BarcodeFormat.DataMatrix, "DM-4711", 8), (200, 800))
    found = {one.format: one for one in read_barcodes(page)}
    assert set(found) == {"pdf417", "qr", "data_matrix"}
    assert found["pdf417"].text == _LICENCE and found["data_matrix"].text == "DM-4711"
    assert found["qr"].text == "https://example.test/a?b=c\ufffdd", "a NUL cannot be stored"
    box = found["qr"].box
    assert 0.68 < box.x0 < box.x1 < 0.9 and 0.57 < box.y0 < box.y1 < 0.9


def test_the_photograph_of_a_card_is_found_and_a_page_without_one_has_none() -> None:
    (box,) = find_portraits(card(), ())
    assert abs(box.x0 - _PHOTO[0] / 1200) < 0.03 and abs(box.x1 - _PHOTO[2] / 1200) < 0.03
    assert abs(box.y0 - _PHOTO[1] / 760) < 0.04 and abs(box.y1 - _PHOTO[3] / 760) < 0.04
    assert find_portraits(Image.new("RGB", (1200, 760), (246, 240, 232)), ()) == ()
    inside = Word("STAMP", Box(0.1, 0.4, 0.2, 0.45))
    assert find_portraits(card(), (inside,)) == (), "a rectangle with text in it is no photograph"


async def test_codes_and_photographs_are_stored_with_the_page_and_the_code_gives_facts(room: DocumentsRoom) -> None:
    front, back = card(), Image.new("RGB", (1200, 760), "white")
    back.paste(code(zxingcpp.BarcodeFormat.PDF417, _LICENCE), (100, 250))
    out = io.BytesIO()
    front.save(out, "TIFF", save_all=True, append_images=[back], dpi=(200, 200))
    await room.upload("licence.tif", out.getvalue())
    await room.run_jobs()
    async with room.db.transaction(room.tenant) as tx:
        (document,) = await documents.list_documents(tx, "case_A")
        pages = [await documents.get_page(tx, document.id, number) for number in (1, 2)]
        facts = {fact.property: fact for fact in await documents.list_facts(tx, "case_A")}
    assert document.document_type == "driving_licence"
    assert [len(page.portraits) for page in pages] == [1, 0]
    (stored,) = pages[1].barcodes
    assert stored.format == "pdf417" and stored.text == _LICENCE and 0.0 < stored.box.x0 < stored.box.x1 < 1.0
    assert facts["birthDate"].value == "1990-08-30" and facts["birthDate"].method == "barcode"
    assert facts["number"].value == "Y0004179" and facts["number"].boxes == (stored.box,)
