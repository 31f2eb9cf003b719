"""Notes about what a file contains and what is not read, and how they stay with its pages.

Those of a converted file are in the subject of its PDF, and so with the pages that are stored.
"""

import json
from collections.abc import Sequence
from dataclasses import replace

from ascertain.ai.text import CONTENT_NOTE, Page

_KEY = "content_notes"
_MOST, _LONGEST_CHARS = 25, 300


def pack(notes: Sequence[str]) -> str:
    """Notes as the subject of a PDF; empty without any."""
    return json.dumps({_KEY: list(notes)}, ensure_ascii=False) if notes else ""


def unpack(subject: str) -> tuple[str, ...]:
    """The notes in the subject of a converted PDF; none in that of any other."""
    try:
        found = json.loads(subject)[_KEY]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ()
    return tuple(str(note)[:_LONGEST_CHARS] for note in found[:_MOST]) if isinstance(found, list) else ()


def with_notes(page: Page, notes: Sequence[str]) -> Page:
    """The page with notes about its content."""
    return replace(page, notes=(*page.notes, *(f"{CONTENT_NOTE}{note}" for note in notes))) if notes else page
