"""Notes on pages are true: clean pages with little print, sideways ones and blank ones with show-through have none."""

import io

import numpy as np
import pytest
import typst
from PIL import Image, ImageFilter, ImageOps

from ascertain.ai.reading import page_images, pdf
from ascertain.ai.reading.quality import MIN_READABLE_QUALITY
from ascertain.ai.text import Page
from ascertain.kyc.documents import read_async

_TABLE = """#set text(font: "DejaVu Sans", size: 10pt)
Register of members of Kestrel Marine Supplies Limited
#table(columns: 3, [Member], [Shares], [Date], [Alice Thornbury], [2,500], [14 March 2025], [Bruno Keller], [750], [2 May 2025])
"""


def written(source: str) -> bytes:
    return bytes(typst.compile(source.encode()))


def drawn(source: str) -> Image.Image:
    opened = pdf.open_pdf(written(source))
    page = opened[0]
    image = pdf.render_page(page, dpi=200)
    page.close()
    opened.close()
    return image


async def read_page(data: bytes) -> Page:
    return (await read_async(data, "file.pdf")).pages[0]


@pytest.mark.parametrize("lines", [3, 9])
def test_a_clean_scan_with_little_print_is_not_called_faint(lines: int) -> None:
    text = " \\\\ ".join(f"Annex {number}" for number in range(lines))
    found = page_images.read_image(drawn(f'#set page(paper: "a4")\n#set text(font: "DejaVu Sans", size: 10pt)\n{text}'))
    assert "Annex" in [word.text for word in found.words]
    assert found.quality.notes == () and found.quality.score > 0.9


def test_print_in_light_grey_is_called_faint() -> None:
    pale = drawn(f"#set text(fill: luma(88%))\n{_TABLE}")
    assert any("faint" in note for note in page_images.read_image(pale).quality.notes)


async def test_a_digital_page_of_a_title_alone_is_read_as_it_is() -> None:
    page = await read_page(written('#set page(paper: "a4")\n#align(center + horizon)[Annex 7]'))
    assert page.method == "text" and page.text == "Annex 7" and page.notes == () and page.quality == 1


@pytest.mark.parametrize("turn_deg", [90, 180, 270])
async def test_a_digital_page_set_sideways_is_turned(turn_deg: int) -> None:
    source = f'#set page(paper: "a4", margin: 1cm)\n#rotate({turn_deg}deg, reflow: true)[#box(width: 17cm)[{_TABLE}]]'
    page = await read_page(written(source))
    assert (page.width_pt > page.height_pt) == (turn_deg != 180)
    assert "Register of members of Kestrel Marine Supplies Limited" in page.text
    found = {word.text: word.box for word in page.words}
    assert found["Thornbury"].x1 < found["2,500"].x0 and abs(found["Thornbury"].y0 - found["2,500"].y0) < 0.01
    assert found["Member"].y1 < found["Thornbury"].y0


def test_the_back_of_a_page_that_shines_through_is_blank() -> None:
    print_ = ImageOps.mirror(drawn(f'#set page(paper: "a4")\n{_TABLE}').convert("L")).filter(
        ImageFilter.GaussianBlur(1.5)
    )
    grain = np.random.default_rng(3).normal(0, 1.5, (print_.height, print_.width))
    back = np.clip(250 - (255 - np.asarray(print_, dtype=np.float32)) * 0.09 + grain, 0, 255).astype(np.uint8)
    found = page_images.read_image(Image.fromarray(back).convert("RGB"))
    assert found.words == () and found.quality.score == 1 and "blank" in found.quality.notes[0]


async def test_a_photograph_without_text_is_unreadable_and_has_no_words() -> None:
    rows, columns = np.mgrid[0:900, 0:700]
    grey = 120 + 60 * np.sin(rows / 180) * np.cos(columns / 130)
    out = io.BytesIO()
    Image.fromarray(grey.astype(np.uint8)).convert("RGB").save(out, "JPEG")
    page = (await read_async(out.getvalue(), "photo.jpg")).pages[0]
    assert page.words == () and page.quality < MIN_READABLE_QUALITY
