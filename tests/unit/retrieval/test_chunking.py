"""Paragraph breaks in a chunk: by the size of lines and the space between them."""

from typing import Literal

from ascertain.ai.retrieval import chunk_pages
from ascertain.ai.text import Box, Page, Word


def page(lines: list[tuple[float, float, str]], method: Literal["text", "ocr"] = "text") -> Page:
    """Lines as (top, height, words)."""
    words = [
        Word(word, Box(0.1 * at, top, 0.1 * at + 0.08, top + height))
        for top, height, text in lines
        for at, word in enumerate(text.split())
    ]
    return Page(1, 595, 842, tuple(words), method)


LINES = [
    (0.10, 0.016, "5. Proposing and approving"),
    (0.12, 0.012, "When nothing blocks the case,"),
    (0.137, 0.012, "the analyst proposes."),
    (0.154, 0.012, "Another person agrees."),
    (0.19, 0.012, "Standard cases take two days."),
]


def test_a_heading_and_a_gap_end_a_paragraph() -> None:
    (chunk,) = chunk_pages([page(LINES)], "procedure.md")
    assert chunk.text.split("\n\n") == [
        "5. Proposing and approving",
        "When nothing blocks the case, the analyst proposes. Another person agrees.",
        "Standard cases take two days.",
    ]


def test_recognised_text_has_no_paragraph_breaks() -> None:
    (chunk,) = chunk_pages([page(LINES, "ocr")], "procedure.jpg")
    assert "\n" not in chunk.text
