"""Signs that a PDF was edited after it was made: later revisions, covered text, fonts of a few letters, dates and
producers at odds.

None of them is proof: filling in a form or signing a contract also adds a revision. Each finding states what was seen and
where, for a person to assess.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import pypdfium2
import pypdfium2.raw as pdfium

from ascertain.ai.reading import pdf
from ascertain.ai.text import Box, Page

Severity = Literal["note", "high"]
_MOST_PAGES = 20
_MOST_REVISIONS = 5
_MOST_SHOWN = 12
_EDITORS = re.compile(
    r"sejda|smallpdf|ilovepdf|pdfescape|pdffiller|dochub|pdf-?xchange editor|foxit (?:phantom|pdf editor)|"
    r"nitro|pdfelement|inkscape|photoshop|gimp|"
    r"canva|libreoffice draw|pdf24|soda pdf|master pdf|pdf-lib|pymupdf|pikepdf|pypdf", re.IGNORECASE)  # fmt: skip
_RARE_LETTERS, _RARE_SHARE = 40, 0.05
_COVERED = 0.7  # of a text's box, from which on it is hidden
_INVISIBLE = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """What was seen, where, and how much it matters."""

    code: str
    severity: Severity
    detail: str
    page_number: int | None = None
    boxes: tuple[Box, ...] = ()


def inspect(data: bytes) -> list[Finding]:
    """All signs in a PDF; at most twenty pages are looked at. Never raises for a damaged part: it is passed over."""
    document = pdf.open_pdf(data)
    try:
        found = [*_metadata(document, data), *_revisions(document, data)]
        for index in range(min(len(document), _MOST_PAGES)):
            page = document[index]
            found += [*_covered(page, index + 1), *_odd_fonts(page, index + 1)]
            page.close()
        return found
    finally:
        document.close()


def _metadata(document: pypdfium2.PdfDocument, data: bytes) -> Iterator[Finding]:
    told = document.get_metadata_dict()
    made, changed = _date(told.get("CreationDate", "")), _date(told.get("ModDate", ""))
    if made and changed and changed < made - timedelta(days=1):
        yield Finding(
            "pdf.dates",
            "note",
            f"The file says it was changed ({changed:%d %b %Y}) before it was made ({made:%d %b %Y}).",
        )
    for name in ("Producer", "Creator"):
        editor = _EDITORS.search(told.get(name, ""))
        if editor:
            yield Finding("pdf.editor", "note", f"The file was saved by an editing program: {told[name][:80]}.")
            break
    packet = re.search(rb"<x:xmpmeta.*?</x:xmpmeta>", data, re.DOTALL)
    if packet:
        xmp = packet[0].decode("utf-8", "replace")
        other = re.search(r"pdf:Producer(?:>|=\")([^<\"]+)", xmp)
        if other and told.get("Producer") and _plain(other[1]) != _plain(told["Producer"]):
            yield Finding(
                "pdf.producer", "note", f"Two producers are named: {told['Producer'][:60]} and {other[1].strip()[:60]}."
            )
        stated = re.search(r"xmp:CreateDate(?:>|=\")(\d{4}-\d\d-\d\d)", xmp)
        if stated and made and abs((datetime.fromisoformat(stated[1]) - made).days) > 2:
            yield Finding("pdf.dates", "note", f"Two dates of making are named: {made:%Y-%m-%d} and {stated[1]}.")


def _plain(text: str) -> str:
    return re.sub(r"\W|&amp;", "", text).lower()


def _date(text: str) -> datetime | None:
    match = re.match(r"D?:?(\d{4})(\d\d)?(\d\d)?", text)
    try:
        return datetime(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match else None  # noqa: DTZ001
    except ValueError:
        return None


def _revisions(document: pypdfium2.PdfDocument, data: bytes) -> Iterator[Finding]:
    """Earlier states of the file: each save by increments leaves the state before it whole, so that the two can be compared."""
    ends = [match.end() for match in re.finditer(rb"startxref\s+\d+\s+%%EOF\r?\n?", data)]
    if b"/Linearized" in data[:2048]:
        ends = ends[1:]
    earlier = [end for end in ends[:-1] if end > 200][-_MOST_REVISIONS:]
    if not earlier:
        return
    changes = [change for end in earlier[:1] for change in _changes(data[:end], document)]
    if not changes:
        signed = " It is signed, which also adds one." if b"/ByteRange" in data else ""
        yield Finding(
            "pdf.revisions",
            "note",
            f"The file was saved {len(earlier)} more time(s) after it was made; no word differs.{signed}",
        )
    yield from changes


def _changes(before: bytes, document: pypdfium2.PdfDocument) -> Iterator[Finding]:
    """Pages whose words differ from those of an earlier state."""
    try:
        old = pdf.open_pdf(before)
    except pypdfium2.PdfiumError:
        return
    try:
        for index in range(min(len(document), len(old), _MOST_PAGES)):
            was, is_now = (_words(one, index) for one in (old, document))
            gone = Counter(word.text for word in was.words) - Counter(word.text for word in is_now.words)
            come = Counter(word.text for word in is_now.words) - Counter(word.text for word in was.words)
            if come or gone:
                boxes = tuple(word.box for word in is_now.words if word.text in come)[:_MOST_SHOWN]
                said = f"“{' '.join(come)[:80]}” was put in" if come else "words were put out"
                lost = f", where “{' '.join(gone)[:80]}” stood before" if gone else ""
                yield Finding(
                    "pdf.changed", "high", f"A later save changed page {index + 1}: {said}{lost}.", index + 1, boxes
                )
    finally:
        old.close()


def _words(document: pypdfium2.PdfDocument, index: int) -> Page:
    page = document[index]
    try:
        return pdf.read_words(page, index + 1)
    finally:
        page.close()


def _covered(page: pypdfium2.PdfPage, number: int) -> Iterator[Finding]:
    """Text that lies under something opaque drawn after it."""
    width, height = page.get_size()
    texts: list[tuple[float, float, float, float]] = []
    hidden: list[tuple[float, float, float, float]] = []
    for item in page.get_objects(max_depth=4):
        bounds = item.get_bounds()
        if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            if pdfium.FPDFTextObj_GetTextRenderMode(item.raw) != _INVISIBLE:
                texts.append(bounds)
        elif _is_opaque(item) and _area(bounds) < 0.5 * width * height:
            hidden += [text for text in texts if _overlap(text, bounds) > _COVERED * max(_area(text), 1e-6)]
    hidden = [box for box in dict.fromkeys(hidden) if _area(box) > 4]
    if hidden:
        boxes = tuple(pdf.displayed_box(page, [box]) for box in hidden[:_MOST_SHOWN])
        yield Finding(
            "pdf.covered",
            "high",
            f"{len(hidden)} piece(s) of text on page {number} lie under something drawn over them.",
            number,
            boxes,
        )


def _is_opaque(item: pypdfium2.PdfObject) -> bool:
    if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
        return True
    if item.type != pdfium.FPDF_PAGEOBJ_PATH:
        return False
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item.raw, mode, stroke)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(item.raw, red, green, blue, alpha)
    return mode.value != 0 and alpha.value > 250


def _area(box: tuple[float, float, float, float]) -> float:
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    return _area((max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])))


def _odd_fonts(page: pypdfium2.PdfPage, number: int) -> Iterator[Finding]:
    """Letters of a family that the rest of the page does not use, standing on lines of other letters."""
    letters = _letters(page)
    families = Counter(family for family, _, _ in letters)
    total = sum(families.values())
    for family, count in families.items():
        if len(families) < 2 or count > _RARE_LETTERS or count > _RARE_SHARE * total or total < 100:
            continue
        own = [word for name, word, _ in letters if name == family]
        shared = [box for box in own if any(name != family and _same_line(box, other) for name, other, _ in letters)]
        text = "".join(char for name, _, char in letters if name == family)
        if shared and any(char.isdigit() or char.isupper() for char in text):
            box = pdf.displayed_box(page, shared)
            yield Finding(
                "pdf.font",
                "note",
                f"“{text[:60]}” on page {number} is set in {family}, which nothing else there is.",
                number,
                (box,),
            )


def _same_line(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return min(one[3], other[3]) - max(one[1], other[1]) > 0.5 * min(one[3] - one[1], other[3] - other[1])


def _letters(page: pypdfium2.PdfPage) -> list[tuple[str, tuple[float, float, float, float], str]]:
    """Family, box and letter of each character that leaves ink."""
    text = page.get_textpage()
    name, flags, rect = ctypes.create_string_buffer(128), ctypes.c_int(), pdfium.FS_RECTF()
    found = []
    for index in range(min(text.count_chars(), 20_000)):
        code = pdfium.FPDFText_GetUnicode(text.raw, index)
        if code <= 32 or not pdfium.FPDFText_GetLooseCharBox(text.raw, index, rect):
            continue
        length = pdfium.FPDFText_GetFontInfo(text.raw, index, name, 128, flags)
        if 0 < length <= 128:
            found.append(
                (
                    _family(name.value.decode("utf-8", "replace")),
                    (rect.left, rect.bottom, rect.right, rect.top),
                    chr(code),
                )
            )
    text.close()
    return found


def _family(name: str) -> str:
    plain = re.sub(r"^[A-Z]{6}\+", "", name)
    plain = re.split(r"[-,]", plain)[0]
    return re.sub(r"(?:Bold|Italic|Oblique|Regular|Medium|Light|SemiBold|MT|PS)+$", "", plain) or plain
