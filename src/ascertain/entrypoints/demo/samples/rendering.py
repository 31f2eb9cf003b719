"""Templates to PDF by typst, and PDF to a scan by adding what scanners and phones add."""

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
from ascertain.entrypoints.demo.samples.sample_documents import PAPERS, make_paper

if TYPE_CHECKING:
    import typst

_TEMPLATES = Path(__file__).parent / "templates"
_FONTS = Path(__file__).parent / "fonts"


@dataclass(frozen=True, slots=True)
class ScanNoise:
    """How bad a scan is: resolution in dots an inch, rotation in degrees, blur radius and grain in grey levels."""

    dpi: int = 200
    rotation_deg: float = 0.6
    blur_px: float = 0.5
    grain: float = 6.0
    quality: int = 80


@cache
def _template(kind: str, family: str) -> str:
    """Without a date of its own in the file, so that a sample has the same hash on every day."""
    return "#set document(date: none)\n" + (_TEMPLATES / f"{kind}_{family.lower()}.typ").read_text()


@cache
def _fonts() -> "typst.Fonts":
    """The shipped fonts and typst's own, none of the machine's: a sample looks the same everywhere."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(_FONTS)])


def render(
    kind: Kind, family: Family, content: dict[str, Any], *, scan: ScanNoise | None = None, seed: int = 0
) -> bytes:
    """A sample document as PDF, or as JPEG where `scan` says how it was scanned.

    Args:
        content: what the document says, as `random_content` gives it; it reaches typst as data, never as markup.
    """
    import typst  # here, for a server offers samples and hardly ever makes one

    data: dict[str, Any] = dict(content)
    if kind in PAPERS:
        data = {"sections": make_paper(kind, family, content["seed"]).sections}
    if kind == "passport":
        data["mrz"] = list(td3_lines(content))
    pdf = bytes(
        typst.compile(
            _template("sections" if kind in PAPERS else kind, family).encode(),
            font_paths=_fonts(),
            sys_inputs={"d": json.dumps(data)},
        )
    )
    return _scanned(pdf, scan, seed) if scan else pdf


def _scanned(pdf: bytes, noise: ScanNoise, seed: int) -> bytes:
    """The first page as a photocopier sees it."""
    generator = np.random.default_rng(seed)
    document = pypdfium2.PdfDocument(pdf)
    page: Image.Image = document[0].render(scale=noise.dpi / 72).to_pil().convert("RGB")
    document.close()
    turned = page.rotate(noise.rotation_deg, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=(250, 250, 247))
    pixels = np.asarray(turned.filter(ImageFilter.GaussianBlur(noise.blur_px)), dtype=np.float32)
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
