"""Segmentation of a combined file into its documents."""

import re
from collections.abc import Sequence

from ascertain.ai.text import Page
from ascertain.kyc.extraction.classification.classifier import classify
from ascertain.kyc.extraction.classification.cues import TextProfile, title_score
from ascertain.kyc.extraction.classification.zones import CONFIDENCE, certain_code, split, type_of
from ascertain.kyc.extraction.model import Part
from ascertain.kyc.extraction.types import UNKNOWN, Catalogue, builtin_catalogue

# A page begins a new document if its heading is the title of a type and the page is of that type with this confidence.
_TITLE, _CONFIDENT = 4.5, 0.9
# Fewer words than this prove no type. A page number that a conversion to PDF prints is no word.
FEWEST_WORDS = 3
_FIRST_PAGE = re.compile(
    r"\b(?:page|seite|pagina|página|strona|стр\.?)\s*(?::\s*)?1\s*(?:of|von|van|de|di|z|из|/)\s*\d+", re.IGNORECASE
)


def count_words(pages: Sequence[Page]) -> int:
    """The words with at least two letters or figures."""
    return sum(sum(map(str.isalnum, word.text)) > 1 for page in pages for word in page.words)


def classify_parts(pages: Sequence[Page], catalogue: Catalogue | None = None) -> list[Part]:
    """The file as ranges of pages, one per document. Most files are one range.

    A range begins on a page with the title of a type that differs from the range before, or with a title and "page 1 of n". Pages
    without a title belong to the range before them. A machine-readable zone that proves itself decides the type of its range.
    """
    known = catalogue or builtin_catalogue()
    if not pages:
        return [Part(UNKNOWN, 1.0, 1, 1)]
    # The back of an American licence may have a barcode and nothing else.
    if count_words(pages) < FEWEST_WORDS and not any(map(certain_code, pages)):
        return [Part(UNKNOWN, 1.0, pages[0].number, pages[-1].number)]
    starts, current = [0], ""
    for index, page in enumerate(pages[1:], 1):
        if not page.words:
            continue
        kind = _begins(page, known)
        if kind:
            current = current or classify(pages[starts[-1] : index], known)[0]
            if kind != current or _FIRST_PAGE.search(page.text):
                starts.append(index)
                current = kind
    ends = [*starts[1:], len(pages)]
    return [part for start, end in zip(starts, ends, strict=True) for part in _parts_by_zones(pages[start:end], known)]


def _parts_by_zones(pages: Sequence[Page], catalogue: Catalogue) -> list[Part]:
    """One range of pages, or several where documents with a zone are among them."""
    parts: list[Part] = []
    for start, end, zone in split(pages, [certain_code(page) for page in pages]):
        chosen = pages[start:end]
        name, confidence = classify(chosen, catalogue)
        by_zone = type_of(zone, name, catalogue) if zone else None
        if by_zone:
            name, confidence = by_zone, CONFIDENCE
        parts.append(Part(name, confidence, chosen[0].number, chosen[-1].number))
    return parts


def _begins(page: Page, catalogue: Catalogue) -> str | None:
    """The type of a document that begins on the page, or None."""
    profile = TextProfile.of([page])
    if not any(title_score(profile, kind) >= _TITLE for kind in catalogue):
        return None
    name, confidence = classify([page], catalogue)
    return (
        name
        if name != UNKNOWN and confidence >= _CONFIDENT and title_score(profile, catalogue.get(name)) >= _TITLE
        else None
    )
