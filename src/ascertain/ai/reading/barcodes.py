"""Two-dimensional barcodes of a page picture: PDF417 (American and Canadian licences), QR, Data Matrix, Aztec."""

import re

import numpy as np
import zxingcpp
from PIL import Image

from ascertain.ai.text import Barcode, Box

_FORMATS = {
    zxingcpp.BarcodeFormat.PDF417: "pdf417",
    zxingcpp.BarcodeFormat.QRCode: "qr",
    zxingcpp.BarcodeFormat.DataMatrix: "data_matrix",
    zxingcpp.BarcodeFormat.Aztec: "aztec",
}
_MOST_CODES = 10  # of a page; a sheet of labels has more, and none of them is about a customer
_MOST_CHARACTERS = 8_000  # a QR code holds 4,296 letters, and digits of bytes written out are more
# Postgres stores no NUL and JSON no lone surrogate; a code may hold any bytes.
_NOT_STORED = re.compile(r"[\x00\ud800-\udfff]")


def read_barcodes(image: Image.Image) -> tuple[Barcode, ...]:
    """The codes of a picture with their text as encoded and their boxes, from top to bottom."""
    pixels = np.asarray(image.convert("L"))
    found = zxingcpp.read_barcodes(
        pixels, formats=zxingcpp.BarcodeFormats(list(_FORMATS)), text_mode=zxingcpp.TextMode.Plain
    )
    codes = [
        Barcode(_FORMATS[one.format], _NOT_STORED.sub("\ufffd", one.text)[:_MOST_CHARACTERS], _box(one.position, image))
        for one in found
        if one.valid and one.text and one.format in _FORMATS
    ]
    return tuple(sorted(codes, key=lambda code: (code.box.y0, code.box.x0))[:_MOST_CODES])


def _box(position: "zxingcpp.Position", image: Image.Image) -> Box:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    xs = [min(max(corner.x / image.width, 0.0), 1.0) for corner in corners]
    ys = [min(max(corner.y / image.height, 0.0), 1.0) for corner in corners]
    return Box(round(min(xs), 5), round(min(ys), 5), round(max(xs), 5), round(max(ys), 5))
