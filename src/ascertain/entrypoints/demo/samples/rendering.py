"""From templates to PDF by typst, and from PDF to a scan with the noise of scanners and phones."""

import io
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from ascertain.entrypoints.demo.samples.content import Family, Kind
from ascertain.entrypoints.demo.samples.mrz_lines import td3_lines
from ascertain.entrypoints.demo.samples.sample_documents import GENERATORS, make_document

if TYPE_CHECKING:
    import typst

_TEMPLATES = Path(__file__).parent / "templates"
_FONTS = Path(__file__).parent / "fonts"


@dataclass(frozen=True, slots=True)
class ScanNoise:
    """The quality of a scan: resolution in dots per inch, rotation in degrees, blur radius, and grain in grey levels."""

    dpi: int = 200
    rotation_deg: float = 0.6
    blur_px: float = 0.5
    grain: float = 6.0
    quality: int = 80


@cache
def _template(kind: str, family: str) -> str:
    """The source of a template. The file gets no creation date, so that a sample has the same hash on every day."""
    return "#set document(date: none)\n" + (_TEMPLATES / f"{kind}_{family.lower()}.typ").read_text()


@cache
def _fonts() -> "typst.Fonts":
    """The shipped fonts and those of typst, without the fonts of the machine: a sample looks the same everywhere."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(_FONTS)])


def render(
    kind: Kind, family: Family, content: dict[str, Any], *, scan: ScanNoise | None = None, seed: int = 0
) -> bytes:
    """A sample document as PDF, or as JPEG if `scan` has the noise of a scan.

    Args:
        content: the content, as returned by `random_content`; typst gets it as data, never as markup.
    """
    import typst  # imported late: a server imports this module and hardly ever renders a sample

    data: dict[str, Any] = dict(content)
    if kind in GENERATORS:
        data = {"sections": make_document(kind, family, content["seed"]).sections}
    if kind == "passport":
        data["mrz"] = list(td3_lines(content))
    pdf = bytes(
        typst.compile(
            _template("sections" if kind in GENERATORS else kind, family).encode(),
            font_paths=_fonts(),
            sys_inputs={"d": json.dumps(data)},
        )
    )
    return _scanned(pdf, scan, seed) if scan else pdf


def _scanned(pdf: bytes, noise: ScanNoise, seed: int) -> bytes:
    """The first page as a scanned image."""
    generator = np.random.default_rng(seed)
    document = pypdfium2.PdfDocument(pdf)
    # A PDF has 72 points per inch.
    page: Image.Image = document[0].render(scale=noise.dpi / 72).to_pil().convert("RGB")
    document.close()
    turned = page.rotate(noise.rotation_deg, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=(250, 250, 247))
    pixels = np.asarray(turned.filter(ImageFilter.GaussianBlur(noise.blur_px)), dtype=np.float32)
    # Uneven light from one side to the other, less contrast, and grain.
    shade = np.linspace(-6, 4, pixels.shape[1], dtype=np.float32)[None, :, None]
    pixels = (
        pixels * np.float32(0.94)
        + 8
        + shade
        + generator.normal(0, noise.grain, pixels.shape[:2]).astype(np.float32)[..., None]
    )
    out = io.BytesIO()
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    image.save(out, "JPEG", quality=noise.quality, dpi=(noise.dpi, noise.dpi))
    return out.getvalue()
