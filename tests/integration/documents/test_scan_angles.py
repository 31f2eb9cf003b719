"""A slightly tilted scan is levelled: at half a degree a word at the side of the page is off by its own height."""

import io

import numpy as np
import pytest
from PIL import Image

from ascertain.ai.reading import ocr
from ascertain.ai.reading.ocr_engine import ReadLine
from ascertain.entrypoints.demo.samples import ScanNoise, random_content, render


def scan(angle_deg: float, *, dpi: int = 150) -> Image.Image:
    noise = ScanNoise(dpi=dpi, rotation_deg=angle_deg)
    return Image.open(io.BytesIO(render("utility_bill", "B", random_content("utility_bill", 4), scan=noise))).convert(
        "RGB"
    )


@pytest.mark.parametrize("angle_deg", [-1.7, -0.4, 0.0, 0.6, 2.3])
def test_the_angle_is_found_to_a_twentieth_of_a_degree(angle_deg: float) -> None:
    guess = round(-angle_deg)  # the detector returns level boxes for lines that are nearly level
    assert ocr._refined(ocr._pixels(scan(angle_deg)), guess) == pytest.approx(-angle_deg, abs=0.06)


def test_lines_that_read_well_are_not_read_upside_down() -> None:
    lines = {index: ReadLine("Northern Wind Limited", (), 0.97) for index in range(4)}
    nothing = np.zeros((0, 0, 3), dtype=np.uint8)  # an empty image: reading it again would fail
    assert ocr._is_upside_down(nothing, np.zeros((4, 4, 2)), lines) is False


def test_a_page_scanned_upside_down_is_turned() -> None:
    result = ocr.read_picture(scan(0.4).rotate(180))
    assert result.quarter_turns == 2 and "electricity" in " ".join(word.text for word in result.words).lower()
