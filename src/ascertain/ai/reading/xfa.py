"""Forms in XFA (XML Forms Architecture 3.3), which a PDF may contain beside its pages or instead of them.

Of a dynamic form the pages only ask for another viewer; all that was filled in is in its data. What is not on a page is laid out as
further pages.
"""

import ctypes
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ascertain.ai.reading.file_limits import FileLimits, LimitExceeded

_MOST_BYTES = 32 << 20  # of a part of the form
_MOST_ELEMENTS = 200_000
_SHOWN_PAGES = 100  # on which values are looked for
_LONGEST_LABEL_CHARS = 300
_TITLE = "Data of the form"


def further_pages(document: pypdfium2.PdfDocument, limits: FileLimits) -> pypdfium2.PdfDocument | None:
    """A document with the values of the form that its pages do not show; None where there are none. Raises LimitExceeded."""
    packets = _packets(document)
    if "datasets" not in packets:
        return None
    values = _values(packets["datasets"])
    if not values:
        return None
    shown = _squeezed(_text_of(document))
    missing = [(name, value) for name, value in values if _squeezed(value) not in shown]
    if not missing:
        return None
    # On first use: it loads the typesetter.
    from ascertain.ai.reading.conversion.blocks import Content
    from ascertain.ai.reading.conversion.layout import lay_out
    from ascertain.ai.reading.conversion.tables import Cell, add_table

    labels = _labels(packets.get("template", b""))
    content = Content(limits)
    content.add_text(_TITLE, "heading")
    add_table(content, [[Cell(labels.get(name, name)), Cell(value)] for name, value in missing], [2.0, 3.0])
    return pypdfium2.PdfDocument(lay_out(content))


def _packets(document: pypdfium2.PdfDocument) -> dict[str, bytes]:
    """The parts of the form by their names, as far as they are used here."""
    found: dict[str, bytes] = {}
    for index in range(pdfium.FPDF_GetXFAPacketCount(document.raw)):
        name = ctypes.create_string_buffer(64)
        pdfium.FPDF_GetXFAPacketName(document.raw, index, name, len(name))
        key = name.value.decode("latin-1")
        if key not in ("datasets", "template"):
            continue
        size = ctypes.c_ulong()
        pdfium.FPDF_GetXFAPacketContent(document.raw, index, None, 0, size)
        if size.value > _MOST_BYTES:
            raise LimitExceeded(f"its form has more than {_MOST_BYTES:,} bytes")
        buffer = ctypes.create_string_buffer(max(size.value, 1))
        if pdfium.FPDF_GetXFAPacketContent(document.raw, index, buffer, size.value, size):
            found[key] = buffer.raw[: size.value]
    return found


def _tree(data: bytes) -> Any:
    from lxml import etree

    if data.count(b"<") > _MOST_ELEMENTS:
        raise LimitExceeded(f"its form has more than {_MOST_ELEMENTS:,} elements")
    if b"<!DOCTYPE" in data:
        return None  # its entities could multiply a small text, and a form has none
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
    except etree.XMLSyntaxError:
        return None


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _values(data: bytes) -> list[tuple[str, str]]:
    """Names and values of all fields that are filled in, in the order of the form."""
    root = _tree(data)
    if root is None:
        return []
    parts = [one for one in root.iter() if _local(one) == "data"][:1]
    found: list[tuple[str, str]] = []
    for part in parts:
        for element in part.iter():
            text = (element.text or "").strip()
            if text and not len(element):
                found.append((_local(element), text))
    return found


def _labels(data: bytes) -> dict[str, str]:
    """The captions of fields by the names of the fields; a name that occurs with several captions stays as it is."""
    root = _tree(data) if data else None
    found: dict[str, set[str]] = {}
    for field in root.iter() if root is not None else ():
        if _local(field) not in ("field", "exclGroup"):
            continue
        for caption in (one for one in field if _local(one) == "caption"):
            text = " ".join("".join(caption.itertext()).split())[:_LONGEST_LABEL_CHARS]
            if text and field.get("name"):
                found.setdefault(field.get("name"), set()).add(text)
    return {name: next(iter(captions)) for name, captions in found.items() if len(captions) == 1}


def _text_of(document: pypdfium2.PdfDocument) -> str:
    """The text of the pages, and the values of their fields."""
    from ascertain.ai.reading import forms

    parts: list[str] = []
    for number in range(min(len(document), _SHOWN_PAGES)):
        page = document[number]
        text = page.get_textpage()
        parts.append(text.get_text_bounded())
        parts += [field.value for field in forms.read_fields(document, page)]
        text.close()
        page.close()
    return " ".join(parts)


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()
