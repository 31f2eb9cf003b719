"""Opening a picture of any supported format under limits, and its pixels as they are shown on white paper."""

import io
from typing import Any

import numpy as np
from PIL import Image, ImageOps, PngImagePlugin

from ascertain.ai.reading import image_limits
from ascertain.ai.reading.file_limits import FileLimits, LimitExceeded

# Pillow's name of the decoder by media type.
_DECODERS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/tiff": "TIFF",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
    "image/avif": "AVIF",
    "image/bmp": "BMP",
    "image/gif": "GIF",
    "image/jp2": "JPEG2000",
}
IMAGE_TYPES = frozenset(_DECODERS)
# The frames of these are pages. Those of the others are an animation or a preview, of which the first is shown.
_PAGED_TYPES = frozenset({"image/tiff", "image/heic"})
_MOVING_TYPES = frozenset({"image/gif", "image/webp", "image/avif"})
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),  # BigTIFF
    (b"MM\x00+", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),  # without its container
)
_BMP_HEADER_BYTES = frozenset({12, 16, 40, 52, 56, 64, 108, 124})  # of all versions of the format
# ISO/IEC 23008-12: brands of still pictures and of their sequences. "mif1" alone does not name the codec.
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})


def image_type_of(data: bytes) -> str | None:
    """The media type of a picture by its first bytes; None for anything else."""
    for magic, media_type in _MAGIC:
        if data.startswith(magic):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in _BMP_HEADER_BYTES:
        return "image/bmp"
    if data[4:8] == b"ftyp":
        end = min(int.from_bytes(data[:4], "big"), 256)
        brands = {data[8:12], *(data[at : at + 4] for at in range(16, end, 4))}
        if brands & _AVIF_BRANDS:
            return "image/avif"
        if brands & _HEIF_BRANDS:
            return "image/heic"
    return None


def open_image(media_type: str, data: bytes, limits: FileLimits) -> tuple[Image.Image, int, tuple[str, ...]]:
    """The picture before its pixels are decoded, the number of its pages, and notes of what is not shown.

    Raises: LimitExceeded; OSError, ValueError, SyntaxError for a damaged file.
    """
    frames = image_limits.check_image(media_type, data, limits)
    # Pillow only warns up to twice its own limit; the check below refuses with a reason that the user can read.
    Image.MAX_IMAGE_PIXELS = None
    # Counted above; beyond its own limit Pillow would call the image damaged.
    PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY = limits.metadata_bytes
    if media_type == "image/heic":
        import pi_heif  # on first use: it loads two libraries

        pi_heif.register_heif_opener(thumbnails=False)
    # Only the decoder of the detected type: Pillow would try some forty others on a damaged file.
    image = Image.open(io.BytesIO(data), formats=(_DECODERS[media_type],))
    check_pixels(image, limits)
    notes: tuple[str, ...] = ()
    if media_type == "image/heic" or media_type in _MOVING_TYPES:
        found = int(getattr(image, "n_frames", 1))
        if found > limits.frames:
            raise LimitExceeded(f"it has more than {limits.frames:,} frames")
        if media_type in _PAGED_TYPES:
            frames = found
        elif found > 1:
            notes = (f"Only the first of the {found:,} frames of the animation is read.",)
    return image, frames, notes


def check_pixels(image: Image.Image, limits: FileLimits) -> None:
    """Raises LimitExceeded for a picture that would take too much memory."""
    if image.width * image.height > limits.pixels:
        raise LimitExceeded(f"it has {image.width} x {image.height} pixels, which is over the limit")


def shown(image: Image.Image) -> Image.Image:
    """The current frame upright, in RGB, as it would look on white paper. Raises OSError, ValueError, SyntaxError."""
    turned: Image.Image = ImageOps.exif_transpose(image)
    if turned.mode.startswith(("I", "F")):
        return _eight_bits(turned).convert("RGB")
    # Letters are often drawn in black on nothing, and nothing would be converted to black.
    if turned.has_transparency_data:
        drawn = turned.convert("RGBA")
        paper = Image.new("RGBA", drawn.size, "white")
        paper.alpha_composite(drawn)
        return paper.convert("RGB")
    return turned.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey values of 16 bits, or of any range, as 8 bits: Pillow's own conversion cuts off everything above 255."""
    values: Any = np.asarray(image).astype(np.float32)
    if image.mode.startswith("I"):
        # Scanners store 10, 12 or 14 bits as 16; the brightest pixel, mostly of the paper, shows which.
        bits = max(8, int(values.max(initial=0)).bit_length())
        scaled = values * (255 / (2**bits - 1))
    else:
        low, high = float(values.min(initial=0)), float(values.max(initial=1))
        scaled = values if low >= 0 and 1 < high <= 255 else (values - low) * (255 / max(high - low, 1e-6))
    return Image.fromarray(np.clip(np.nan_to_num(scaled), 0, 255).astype(np.uint8))


def decode(data: bytes, limits: FileLimits) -> Image.Image:
    """The first frame of a picture of any supported format, as `shown`.

    Raises: LimitExceeded; OSError, ValueError, SyntaxError for another format and for a damaged file.
    """
    media_type = image_type_of(data)
    if media_type is None:
        raise ValueError("The format is not supported.")
    return shown(open_image(media_type, data, limits)[0])
