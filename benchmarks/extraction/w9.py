"""The W-9 filled in fifty ways and read back, as a form and flattened: `python -m benchmarks.extraction w9`.

The form is real (IRS, October 2018); the values are generated here. pdfium fills the fields as a viewer does, by focus and keys.
"""

import ctypes
import io
import logging
import os
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ascertain.ai.reading import ReaderPool
from ascertain.kyc.documents.settings import DocumentSettings
from ascertain.kyc.extraction import extract
from benchmarks.results import Cell, Result, proportion

_FIRST = (
    "Anna Brian Carol David Elena Frank Grace Henry Irene Jack Karen Louis Maria Nathan Olga Peter Quinn Rosa".split()
)
_LAST = (
    "Abbott Baker Castillo Dunn Eriksen Flores Garcia Hughes Ivanov Jensen Keller Lopez Moreau Nguyen O'Neil".split()
)
_FIRMS = "Alder Basin Cobalt Dakota Ember Fulton Granite Harbor Juniper Keystone Larkspur Mesa".split()
_STREETS = "Main St|Oak Avenue|W 4th Street, Apt. 12|Lakeshore Drive, Suite 300|P.O. Box 114|County Road 8".split("|")
_TOWNS = (
    "Austin, TX 78701|Portland, OR 97204|Salem, MA 01970|Reno, NV 89501-1234|Boise, ID 83702|Tampa, FL 33602".split("|")
)
_CLASSES = ("individual", "C corporation", "S corporation", "partnership", "trust/estate", "limited liability company")
# Field names of the PDF; the tax numbers have one field per group of digits.
_NAMES = {
    "name": "f1_1", "alias": "f1_2", "street": "f1_7", "city": "f1_8", "accounts": "f1_10",
    "ssn": ("f1_11", "f1_12", "f1_13"), "ein": ("f1_14", "f1_15"),
}  # fmt: skip


def answers(seed: int) -> dict[str, str]:
    """The answers of one fictional taxpayer."""
    rng = random.Random(f"w9/{seed}")
    kind = rng.choice(_CLASSES)
    person = kind == "individual"
    name = f"{rng.choice(_FIRST)} {rng.choice(_LAST)}" if person else f"{rng.choice(_FIRMS)} {rng.choice(_LAST)} Inc."
    number = "".join(str(rng.randint(1, 8)) for _ in range(9))
    filled = {
        "name": name,
        "street": f"{rng.randint(1, 9999)} {rng.choice(_STREETS)}",
        "city": rng.choice(_TOWNS),
        "class": kind,
        "ssn" if person else "ein": number,
    }
    if rng.random() < 0.4:
        filled["alias"] = f"{rng.choice(_FIRMS)} Trading"
    if rng.random() < 0.3:
        filled["accounts"] = str(rng.randint(10**7, 10**9))
    return filled


def fill(blank: bytes, filled: dict[str, str], *, flat: bool) -> bytes:
    """The form with these answers, still as a form or flattened for printing."""
    logging.getLogger("pypdfium2").setLevel(logging.ERROR)  # it warns that the XFA fields of the form are not read
    document = pypdfium2.PdfDocument(blank)
    document.init_forms()
    form, page = document.formenv, document[0]
    texts = {_NAMES[key]: value for key, value in filled.items() if isinstance(_NAMES.get(key), str)}
    for key, lengths in (("ssn", (3, 2, 4)), ("ein", (2, 7))):
        rest = filled.get(key, "")
        for name, length in zip(_NAMES[key], lengths, strict=True):
            if rest:
                texts[name], rest = rest[:length], rest[length:]
    ticked = f"c1_1[{_CLASSES.index(filled['class'])}]"
    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        name = _name(form, annotation)
        if name == ticked or name.removesuffix("[0]") in texts:
            pdfium.FORM_SetFocusedAnnot(form.raw, annotation)
            if name == ticked:
                pdfium.FORM_OnChar(form.raw, page.raw, 13, 0)
            else:
                wide = ctypes.create_string_buffer(texts[name.removesuffix("[0]")].encode("utf-16-le") + b"\0\0")
                pdfium.FORM_ReplaceSelection(form.raw, page.raw, ctypes.cast(wide, ctypes.POINTER(pdfium.FPDF_WCHAR)))
        pdfium.FPDFPage_CloseAnnot(annotation)
    pdfium.FORM_ForceToKillFocus(form.raw)
    if flat:
        pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_PRINT)
    out = io.BytesIO()
    document.save(out)
    page.close()
    document.close()
    return out.getvalue()


def _name(form: Any, annotation: Any) -> str:
    """The last part of the name of a field."""
    length = pdfium.FPDFAnnot_GetFormFieldName(form.raw, annotation, None, 0)
    buffer = ctypes.create_string_buffer(length)
    where = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    pdfium.FPDFAnnot_GetFormFieldName(form.raw, annotation, where, length)
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le").rpartition(".")[2]


def expected(filled: dict[str, str]) -> dict[str, str]:
    """The facts that the answers state."""
    wanted = {
        "name": filled["name"],
        "city": filled["city"],
        "address": filled["street"],
        "classification": filled["class"],
    }
    for key, name in (("alias", "alias"), ("ssn", "ssnCode"), ("ein", "einCode"), ("accounts", "accountNumbers")):
        if key in filled:
            wanted[name] = filled[key]
    return wanted


async def measure(count: int = 50) -> Result:
    """Print how many fields were read back, as a form and flattened; returns the table."""
    rows: list[list[Cell]] = []
    blank = (Path(os.environ["ASCERTAIN_DATA"]) / "documents/forms/fw9.pdf").read_bytes()
    pool = ReaderPool(DocumentSettings())
    for flat in (False, True):
        saved = "flattened" if flat else "as a form"
        right, stated, found_total, wrong = 0, 0, 0, Counter[str]()
        for seed in range(count):
            filled = answers(seed)
            async with pool.open("application/pdf", fill(blank, filled, flat=flat)) as reader:
                page = (await reader.read_page(1))[0]
            facts = {fact.property: fact.value for fact in extract("tax_form_w9", [page])}
            wanted = expected(filled)
            stated += len(wanted)
            found_total += len(facts)
            for name in wanted.keys() | facts.keys():
                if wanted.get(name) == facts.get(name):
                    right += 1
                else:
                    wrong[f"{name}: {wanted.get(name)!r} read as {facts.get(name)!r}"] += 1
        print(
            f"W-9 {saved}: {count} forms, {stated} fields filled, {found_total} read,"
            f" {right} right: P {right / max(found_total, 1):.3f} R {right / stated:.3f}"
        )
        rows.append([saved, proportion(right, stated), proportion(right, found_total)])
        for miss, times in wrong.most_common(12 if os.environ.get("SHOW_MISSES") else 0):
            print(f"    {times} x {miss}")
    await pool.close()
    return Result(
        capability="extraction",
        name="w9",
        set="the IRS form W-9 of October 2018 (US public domain), filled by pdfium",
        split="none",
        size=f"{count} forms",
        columns=["saved", "fields read right", "values read that are right"],
        rows=rows,
    )
