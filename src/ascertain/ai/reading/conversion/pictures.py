"""Pictures inside a document, decoded under the same limits as uploaded ones, for its pages."""

import base64
import io

from PIL import Image, UnidentifiedImageError

from ascertain.ai.reading import images
from ascertain.ai.reading.conversion.blocks import Content
from ascertain.ai.reading.file_limits import LimitExceeded

# A picture with at least these sides, in pixels, can be a page of small print or a card; smaller ones are logos, icons and
# signatures, which are shown where they belong.
_SCAN_LONG_PX, _SCAN_SHORT_PX = 600, 350
_LEAST_PX = 16  # of a side; smaller ones are rules, bullets and markers that count readers
_LONGEST_PX = 3000  # as long as OCR works on
_SHOWN_DPI = 96
_SCAN_LONG_PT = 800.0
_JPEG_QUALITY = 88
_MOST_PICTURES = 200  # of one document


def add_picture(content: Content, data: bytes, name: str) -> None:
    """Append a picture: a large one on a page of its own after the text, a small one in the text. What cannot be decoded is noted.

    A picture that occurs again, such as a letterhead, is shown once.
    """
    if len(content.pictures) >= _MOST_PICTURES:
        content.add_note(f"Only the first {_MOST_PICTURES} pictures are read.")
        return
    try:
        image = images.decode(data, content.limits)
    except LimitExceeded as error:
        content.add_note(f"The picture {name} is not read: {error}.")
        return
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError):
        content.add_note(f"The picture {name} is not read: it is of an unknown format or damaged.")
        return
    if min(image.size) < _LEAST_PX:
        return
    image.thumbnail((_LONGEST_PX, _LONGEST_PX))
    svg = _svg(image)
    if svg in content.pictures:
        return
    content.pictures.append(svg)
    number, long = len(content.pictures) - 1, max(image.size)
    if long >= _SCAN_LONG_PX and min(image.size) >= _SCAN_SHORT_PX:
        width, height = (round(side * _SCAN_LONG_PT / long, 2) for side in image.size)
        content.blocks.append({"kind": "scan", "number": number, "width": width, "height": height})
    else:
        content.blocks.append({"kind": "picture", "number": number, "width": round(image.width * 72 / _SHOWN_DPI, 2)})


def _svg(image: Image.Image) -> bytes:
    # typst takes further files as text only, and passes a JPEG inside of an SVG on as it is.
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_JPEG_QUALITY)
    width, height = image.size
    data = base64.b64encode(out.getvalue()).decode()
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><image width="{width}" height="{height}"'
    return f'{head} href="data:image/jpeg;base64,{data}"/></svg>'.encode()
