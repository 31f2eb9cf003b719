"""What a converted file consists of: blocks in order, files inside it, and what of it is not read."""

from dataclasses import dataclass, field
from typing import Any

from ascertain.ai.reading.file_limits import FileLimits, LimitExceeded

_MAX_TEXT_CHARS = 2_000_000
_MOST_LINES = 120_000  # more than the longest accepted file holds; typesetting them would take the time limit of a page
# Control characters have no glyph; line feeds stay, tabs and carriage returns are replaced.
_UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF))
# A tab has no width of its own here. The last blank is one at which a line may end.
_TAB = "\u00a0" * 5 + " "
_MOST_NOTES, _LONGEST_NOTE_CHARS = 20, 300

Block = dict[str, Any]


@dataclass(slots=True)
class Content:
    """The blocks of a file in the order of reading.

    Attributes:
        blocks: JSON objects as `layout` draws them, each with a `kind`.
        pictures: pictures that blocks name by their position, as SVG.
        attachments: files inside the file, as names with bytes.
        notes: sentences about what is there and is not read.
        page_pt: width and height of the pages in points; None for A4.
    """

    limits: FileLimits
    blocks: list[Block] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
    attachments: list[tuple[str, bytes]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    page_pt: tuple[float, float] | None = None
    _chars: int = 0
    _lines: int = 0

    def add_text(self, text: str, kind: str = "text") -> None:
        """Append a paragraph ("text") or a heading, unless it is blank. Raises LimitExceeded."""
        shown = self.counted(text).strip("\n")
        if shown.strip():
            self.blocks.append({"kind": kind, "text": shown})

    def counted(self, text: str) -> str:
        """A text without characters that cannot be printed, counted against the limit of all text. Raises LimitExceeded."""
        self._chars += len(text)
        self._lines += text.count("\n")
        if self._chars > _MAX_TEXT_CHARS or self._lines > _MOST_LINES:
            raise LimitExceeded(f"it has more than {_MAX_TEXT_CHARS:,} characters or {_MOST_LINES:,} lines")
        return printable(text)

    def add_attachment(self, name: str, data: bytes) -> None:
        """Append a file that is inside this one. Raises LimitExceeded for one too many."""
        if len(self.attachments) >= self.limits.attachments:
            raise LimitExceeded(f"it has more than {self.limits.attachments} attachments")
        self.attachments.append((name, data))

    def add_note(self, sentence: str) -> None:
        """Append a sentence about what is not read, once. Of very many, the last one states that there are more."""
        shown = printable(sentence).replace("\n", " ")[:_LONGEST_NOTE_CHARS]
        if shown in self.notes or len(self.notes) > _MOST_NOTES:
            return
        self.notes.append(shown if len(self.notes) < _MOST_NOTES else "There is more that is not read.")


def printable(text: str) -> str:
    """A text without control characters; line ends are line feeds."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNPRINTABLE).replace("\t", _TAB)
    # Half of a pair of surrogates is no character, and cannot be encoded.
    return text.encode("utf-8", "replace").decode()


def add_paragraphs(content: Content, text: str) -> None:
    """Append paragraphs, which blank lines separate; lines that begin with # are headings.

    Raises: LimitExceeded for a text that is too long. Nothing is cut off without an error.
    """
    for paragraph in content.counted(text).split("\n\n"):
        stripped = paragraph.strip("\n")
        if stripped.startswith("#"):
            head, _, stripped = stripped.partition("\n")
            content.blocks.append({"kind": "heading", "text": head.lstrip("#").strip()})
        if stripped.strip():
            content.blocks.append({"kind": "text", "text": stripped})
