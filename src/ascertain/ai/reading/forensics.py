"""Signs that a PDF was edited after it was created: revisions, covered text, rare fonts, contradicting metadata.

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

from ascertain.ai.reading import pdf, visible_text
from ascertain.ai.text import Box, Page

Severity = Literal["note", "high"]
HIDDEN = "text.hidden"
_MOST_PAGES = 20  # an inspection has the time limit of one page
_MOST_REVISIONS = 5
_MOST_SHOWN = 12  # boxes of one finding: enough to mark on a page
_MOST_XMP_BYTES = 1 << 20
_DAY_OF_TIME_ZONES = timedelta(days=1)  # dates without a time zone may differ by this
_MOST_DAYS_APART = 2  # between the two creation dates of one file
_EDITORS = re.compile(
    r"sejda|smallpdf|ilovepdf|pdfescape|pdffiller|dochub|pdf-?xchange editor|foxit (?:phantom|pdf editor)|"
    r"nitro|pdfelement|inkscape|photoshop|gimp|"
    r"canva|libreoffice draw|pdf24|soda pdf|master pdf|pdf-lib|pymupdf|pikepdf|pypdf", re.IGNORECASE)  # fmt: skip
# A family is rare on a page if it sets no more letters than this and no larger share of them.
_RARE_LETTERS, _RARE_SHARE = 40, 0.05
_FEWEST_LETTERS = 100  # of a page; on a shorter one every font is rare
_MOST_LETTERS = 20_000
_COVERED = 0.7  # share of a text's box under another object, from which on the text counts as hidden
_LARGEST_COVER = 0.5  # of the page; a larger opaque object is a background
_LEAST_HIDDEN_PT2 = 4  # area of a hidden text; smaller ones are dots and blanks
_OPAQUE_ALPHA = 250  # of 255
_INVISIBLE = 3  # text rendering mode of the text layer under a scan (ISO 32000-1, table 106)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, where, and how severe it is."""

    code: str
    severity: Severity
    detail: str
    page_number: int | None = None
    boxes: tuple[Box, ...] = ()


def inspect(data: bytes) -> list[Finding]:
    """All findings of a PDF, from its first 20 pages. Damaged parts are skipped without an error."""
    document = pdf.open_pdf(data)
    try:
        found = [*_metadata(document, data), *_revisions(document, data)]
        for index in range(min(len(document), _MOST_PAGES)):
            page = pdf.load_page(document, index + 1)
            found += [*_covered(page, index + 1), *_odd_fonts(page, index + 1), *_hidden(page, index + 1)]
            page.close()
        return found
    finally:
        document.close()


def _metadata(document: pypdfium2.PdfDocument, data: bytes) -> Iterator[Finding]:
    metadata = document.get_metadata_dict()
    created, changed = _date(metadata.get("CreationDate", "")), _date(metadata.get("ModDate", ""))
    if created and changed and changed < created - _DAY_OF_TIME_ZONES:
        yield Finding(
            "pdf.dates",
            "note",
            f"The modification date ({changed:%Y-%m-%d}) is before the creation date ({created:%Y-%m-%d}).",
        )
    for name in ("Producer", "Creator"):
        editor = _EDITORS.search(metadata.get(name, ""))
        if editor:
            yield Finding("pdf.editor", "note", f"The file was saved with an editing program: {metadata[name][:80]}.")
            break
    # A PDF states its metadata twice: in the document information and as XMP. Editors often update only one.
    # Not by an expression: a file of a million beginnings would be searched to its end from each of them.
    begin = data.find(b"<x:xmpmeta")
    end = data.find(b"</x:xmpmeta>", begin) if begin >= 0 else -1
    if end >= 0:
        xmp = data[begin : min(end, begin + _MOST_XMP_BYTES)].decode("utf-8", "replace")
        other = re.search(r"pdf:Producer(?:>|=\")([^<\"]+)", xmp)
        if other and metadata.get("Producer") and _plain(other[1]) != _plain(metadata["Producer"]):
            yield Finding(
                "pdf.producer",
                "note",
                f"The metadata names two producers: {metadata['Producer'][:60]} and {other[1].strip()[:60]}.",
            )
        stated = re.search(r"xmp:CreateDate(?:>|=\")(\d{4}-\d\d-\d\d)", xmp)
        if stated and created and abs((datetime.fromisoformat(stated[1]) - created).days) > _MOST_DAYS_APART:
            yield Finding(
                "pdf.dates", "note", f"The metadata states two creation dates: {created:%Y-%m-%d} and {stated[1]}."
            )


def _plain(text: str) -> str:
    return re.sub(r"\W|&amp;", "", text).lower()


def _date(text: str) -> datetime | None:
    match = re.match(r"D?:?(\d{4})(\d\d)?(\d\d)?", text)
    try:
        return datetime(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match else None  # noqa: DTZ001
    except ValueError:
        return None


def _revisions(document: pypdfium2.PdfDocument, data: bytes) -> Iterator[Finding]:
    """Earlier revisions of the file. An incremental save leaves the previous revision intact, so the two can be compared."""
    ends = [match.end() for match in re.finditer(rb"startxref\s+\d+\s+%%EOF\r?\n?", data)]
    if b"/Linearized" in data[:2048]:
        ends = ends[1:]  # the first of a linearised file ends its index, not a revision
    earlier = [end for end in ends[:-1] if end > 200][-_MOST_REVISIONS:]
    if not earlier:
        return
    changes = [change for end in earlier[:1] for change in _changes(data[:end], document)]
    if not changes:
        count = "once" if len(earlier) == 1 else f"{len(earlier)} times"
        signed = " The file is signed; a signature also adds a revision." if b"/ByteRange" in data else ""
        yield Finding(
            "pdf.revisions",
            "note",
            f"The file was saved {count} after its creation. No word was changed.{signed}",
        )
    yield from changes


def _changes(before: bytes, document: pypdfium2.PdfDocument) -> Iterator[Finding]:
    """Pages whose words differ from those of an earlier revision."""
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
                added = f"“{' '.join(come)[:80]}” was added" if come else ""
                removed = f"“{' '.join(gone)[:80]}” was removed" if gone else ""
                change = " and ".join(part for part in (added, removed) if part)
                yield Finding(
                    "pdf.changed", "high", f"A later revision changed page {index + 1}: {change}.", index + 1, boxes
                )
    finally:
        old.close()


def _words(document: pypdfium2.PdfDocument, index: int) -> Page:
    page = pdf.load_page(document, index + 1)
    try:
        return pdf.read_words(page, index + 1)
    finally:
        page.close()


def _covered(page: pypdfium2.PdfPage, number: int) -> Iterator[Finding]:
    """Text under an opaque object that was drawn after it."""
    width, height = page.get_size()
    texts: list[tuple[float, float, float, float]] = []
    hidden: list[tuple[float, float, float, float]] = []
    for item in page.get_objects(max_depth=4):
        bounds = item.get_bounds()
        if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            if pdfium.FPDFTextObj_GetTextRenderMode(item.raw) != _INVISIBLE:
                texts.append(bounds)
        elif _is_opaque(item) and _area(bounds) < _LARGEST_COVER * width * height:
            hidden += [text for text in texts if _overlap(text, bounds) > _COVERED * max(_area(text), 1e-6)]
    hidden = [box for box in dict.fromkeys(hidden) if _area(box) > _LEAST_HIDDEN_PT2]
    if hidden:
        boxes = tuple(pdf.displayed_box(page, [box]) for box in hidden[:_MOST_SHOWN])
        yield Finding(
            "pdf.covered",
            "high",
            f"Page {number} has {len(hidden)} {'text' if len(hidden) == 1 else 'texts'} hidden under another object.",
            number,
            boxes,
        )


def _hidden(page: pypdfium2.PdfPage, number: int) -> Iterator[Finding]:
    """The places of words of the text layer that nothing displays. What reading the page leaves out is quoted in its notes."""
    hidden = [one for one in visible_text.read_seen(page, number).hidden if not one.inked]
    if hidden:
        boxes = tuple(one.word.box for one in hidden[:_MOST_SHOWN])
        yield Finding(HIDDEN, "note", f"Page {number} has text that it does not show.", number, boxes)


def _is_opaque(item: pypdfium2.PdfObject) -> bool:
    if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
        return True
    if item.type != pdfium.FPDF_PAGEOBJ_PATH:
        return False
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item.raw, mode, stroke)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(item.raw, red, green, blue, alpha)
    return mode.value != 0 and alpha.value > _OPAQUE_ALPHA


def _area(box: tuple[float, float, float, float]) -> float:
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    return _area((max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])))


def _odd_fonts(page: pypdfium2.PdfPage, number: int) -> Iterator[Finding]:
    """Letters of a font family that is rare on the page, on lines that are otherwise set in another."""
    letters = _letters(page)
    families = Counter(family for family, _, _ in letters)
    total = sum(families.values())
    for family, count in families.items():
        if len(families) < 2 or count > _RARE_LETTERS or count > _RARE_SHARE * total or total < _FEWEST_LETTERS:
            continue
        own = [word for name, word, _ in letters if name == family]
        shared = [box for box in own if any(name != family and _same_line(box, other) for name, other, _ in letters)]
        text = "".join(char for name, _, char in letters if name == family)
        if shared and any(char.isdigit() or char.isupper() for char in text):
            box = pdf.displayed_box(page, shared)
            yield Finding(
                "pdf.font",
                "note",
                f"“{text[:60]}” on page {number} is set in {family}, a font that the rest of the page does not use.",
                number,
                (box,),
            )


def _same_line(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return min(one[3], other[3]) - max(one[1], other[1]) > 0.5 * min(one[3] - one[1], other[3] - other[1])


def _letters(page: pypdfium2.PdfPage) -> list[tuple[str, tuple[float, float, float, float], str]]:
    """Family, box and letter of each printed character."""
    text = page.get_textpage()
    name, flags, rect = ctypes.create_string_buffer(128), ctypes.c_int(), pdfium.FS_RECTF()
    found = []
    for index in range(min(text.count_chars(), _MOST_LETTERS)):
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
    """The family without the prefix of a subset and without weight or style: a bold word is not a foreign font."""
    plain = re.sub(r"^[A-Z]{6}\+", "", name)
    plain = re.split(r"[-,]", plain)[0]
    return re.sub(r"(?:Bold|Italic|Oblique|Regular|Medium|Light|SemiBold|MT|PS){1,12}$", "", plain) or plain
