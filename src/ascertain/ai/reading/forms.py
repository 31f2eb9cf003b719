"""Form fields of a fillable PDF (AcroForm): their values and boxes, and the page rendered with them."""

import ctypes
import logging
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pypdfium2
import pypdfium2.raw as pdfium

from ascertain.ai.reading.pdf import displayed_box
from ascertain.ai.text import FormField

# Limits of what one page of a hostile form can make us read.
_MOST_FIELDS = 2000
_MOST_CHARS = 5000
_KINDS: dict[int, Literal["text", "box", "choice"]] = {
    pdfium.FPDF_FORMFIELD_TEXTFIELD: "text",
    pdfium.FPDF_FORMFIELD_CHECKBOX: "box",
    pdfium.FPDF_FORMFIELD_RADIOBUTTON: "box",
    pdfium.FPDF_FORMFIELD_COMBOBOX: "choice",
    pdfium.FPDF_FORMFIELD_LISTBOX: "choice",
}


def open_form(document: pypdfium2.PdfDocument) -> None:
    """Open the form of a document, if it has one, so that its fields can be read and rendered. Scripts are never run."""
    if document.get_formtype() != pdfium.FORMTYPE_NONE:
        # pypdfium2 warns that of an XFA form only the AcroForm fields are read, which is all we want.
        logging.getLogger("pypdfium2").setLevel(logging.ERROR)
        document.init_forms()


def read_fields(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> tuple[FormField, ...]:
    """The filled fields of a page, after `open_form`; empty if the document has no form."""
    form = document.formenv
    if not form:
        return ()
    return tuple(field for field in (_field(form, page, annotation) for annotation in _widgets(page)) if field)


def flatten(page: pypdfium2.PdfPage) -> bool:
    """Make the filled values part of the page, in memory only, so that text and picture show them. False if nothing changed."""
    return bool(pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)


def _widgets(page: pypdfium2.PdfPage) -> Iterator[Any]:
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST_FIELDS)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if annotation:
            try:
                if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET:
                    yield annotation
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)


def _field(form: Any, page: pypdfium2.PdfPage, annotation: Any) -> FormField | None:
    kind = _KINDS.get(pdfium.FPDFAnnot_GetFormFieldType(form.raw, annotation))
    if kind is None:
        return None
    if kind == "box":
        ticked = pdfium.FPDFAnnot_IsChecked(form.raw, annotation)
        value = _text(pdfium.FPDFAnnot_GetFormFieldExportValue, form, annotation) or "on" if ticked else ""
    else:
        value = _text(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation).strip()
    if not value:
        return None
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, rect)
    box = displayed_box(page, [(rect.left, rect.bottom, rect.right, rect.top)])
    return FormField(_text(pdfium.FPDFAnnot_GetFormFieldName, form, annotation), kind, value, box)


def _text(function: Callable[..., int], form: Any, annotation: Any) -> str:
    """The UTF-16 text that a pdfium function writes: called once for the length, once for the text."""
    length = min(function(form.raw, annotation, None, 0), 2 * _MOST_CHARS)
    if length <= 2:  # only the terminating zero
        return ""
    buffer = ctypes.create_string_buffer(length)
    function(form.raw, annotation, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace").replace("\x00", "")
