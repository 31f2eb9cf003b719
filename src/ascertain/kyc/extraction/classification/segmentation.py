"""Where in a combined file one thing ends and the next begins."""

import re
from collections.abc import Sequence

from ascertain.ai.text import Page
from ascertain.kyc.extraction.classification.classifier import classify
from ascertain.kyc.extraction.classification.cues import TextProfile, title_score
from ascertain.kyc.extraction.model import Part
from ascertain.kyc.extraction.types import UNKNOWN, Catalogue, builtin_catalogue

_TITLE, _SURE = 4.5, 0.9  # a page begins something new where its heading is a title of a type that it is surely of
_FIRST_PAGE = re.compile(
    r"\b(?:page|seite|pagina|página|strona|стр\.?)\s*:?\s*1\s*(?:of|von|van|de|di|z|из|/)\s*\d+", re.IGNORECASE
)


def classify_parts(pages: Sequence[Page], catalogue: Catalogue | None = None) -> list[Part]:
    """The document as ranges of pages, each one thing; most documents are one range.

    A range begins where a page carries the title of a type other than that of the range before it, or says that it is the
    first page of its own; pages without a title of their own go with those before them.
    """
    known = catalogue or builtin_catalogue()
    if not pages:
        return [Part(UNKNOWN, 1.0, 1, 1)]
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
    """The type that a page begins, or None."""
    profile = TextProfile.of([page])
    if not any(title_score(profile, kind) >= _TITLE for kind in catalogue):
        return None
    name, sure = classify([page], catalogue)
    return name if name != UNKNOWN and sure >= _SURE and title_score(profile, catalogue.get(name)) >= _TITLE else None
