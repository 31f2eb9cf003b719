"""Segmentation of a combined file into its documents."""

import re
from collections.abc import Sequence

from ascertain.ai.text import Page
from ascertain.kyc.extraction.classification.classifier import classify
from ascertain.kyc.extraction.classification.cues import TextProfile, title_score
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
    without a title belong to the range before them.
    """
    known = catalogue or builtin_catalogue()
    if not pages:
        return [Part(UNKNOWN, 1.0, 1, 1)]
    if count_words(pages) < FEWEST_WORDS:
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
    return [
        Part(*classify(pages[start:end], known), pages[start].number, pages[end - 1].number)
        for start, end in zip(starts, ends, strict=True)
    ]


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
