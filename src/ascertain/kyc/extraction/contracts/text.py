"""The text of a contract as one string, every span of which maps back to its words and their boxes."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

from ascertain.ai.text import Box, Page, Word

# Straightened, so that patterns need only one kind of quotation mark and dash.
_STRAIGHT = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00ad": "-", "\xa0": " "}
)


_SAME_LINE = 0.6  # share of a word's height by which the middles of two words of a line may differ


@dataclass(frozen=True, slots=True)
class Span:
    """A span of the text, in characters."""

    start: int
    end: int


class ContractText:
    """Words joined by single spaces, with straight quotes. `line_starts` are the offsets at which the lines of pages begin."""

    def __init__(self, tokens: Iterable[tuple[str, bool, int, Word | None]]) -> None:
        """`tokens` are (text, whether it begins a line, page number, word)."""
        self._starts: list[int] = []
        self._words: list[tuple[int, Word | None]] = []
        self.line_starts: list[int] = []
        parts: list[str] = []
        offset = 0
        for token, begins_line, page_number, word in tokens:
            plain = token.translate(_STRAIGHT).replace("''", '"').strip()
            if not plain:
                continue
            if begins_line or not self._starts:
                self.line_starts.append(offset)
            self._starts.append(offset)
            self._words.append((page_number, word))
            parts.append(plain)
            offset += len(plain) + 1
        self.text = " ".join(parts)

    @classmethod
    def of_pages(cls, pages: Sequence[Page]) -> "ContractText":
        """The text of pages."""
        return cls(token for page in pages for token in _tokens(page))

    @classmethod
    def of_plain(cls, text: str) -> "ContractText":
        """A plain text without pages."""
        return cls(
            (token, place == 0, 1, None) for line in text.split("\n") for place, token in enumerate(line.split())
        )

    @cached_property
    def folded(self) -> str:
        """The text in lower case, with the same length, so that offsets stay valid."""
        lower = self.text.lower()
        return lower if len(lower) == len(self.text) else "".join(c.lower()[:1] or c for c in self.text)

    def lines(self, most: int) -> list[Span]:
        """The spans of the first lines."""
        ends = [*self.line_starts[1:], len(self.text) + 1]
        return [Span(start, end - 1) for start, end in zip(self.line_starts[:most], ends, strict=False)]

    def words(self, span: Span) -> list[tuple[int, Word]]:
        """The words that a span touches, with their page numbers."""
        first = bisect_right(self._starts, span.start) - 1
        last = bisect_right(self._starts, max(span.end - 1, span.start))
        return [(number, word) for number, word in self._words[max(first, 0) : last] if word is not None]

    def place(self, span: Span) -> tuple[int, tuple[Box, ...], float] | None:
        """The page of a span, one box per line, and the lowest confidence of its words."""
        words = self.words(span)
        if not words:
            return None
        page_number = words[0][0]
        rows: list[list[Word]] = []
        for number, word in words:
            if number == page_number:
                if rows and abs(rows[-1][-1].box.center_y - word.box.center_y) < _SAME_LINE * word.box.height:
                    rows[-1].append(word)
                else:
                    rows.append([word])
        boxes = tuple(reduce(Box.union, (word.box for word in row)) for row in rows)
        return page_number, boxes, min(word.confidence for row in rows for word in row)

    def quote(self, span: Span) -> str:
        """The words of a span as printed on its first page."""
        words = self.words(span)
        return " ".join(word.text for number, word in words if number == words[0][0])


def _tokens(page: Page) -> Iterable[tuple[str, bool, int, Word | None]]:
    before: Word | None = None
    for word in page.words:
        begins = before is None or abs(before.box.center_y - word.box.center_y) > _SAME_LINE * max(
            before.box.height, word.box.height
        )
        yield word.text, begins, page.number, word
        before = word


def folded_name(name: str) -> str:
    """The name of a party for comparison, without case, punctuation and variants of the legal form."""
    plain = re.sub(r"[^\w& ]", "", name.lower().replace("-", " ").replace("/", " ").replace(".", ""))
    for pattern, short in _LEGAL_FORMS:
        plain = pattern.sub(short, plain)
    return " ".join(plain.removeprefix("the ").split())


# Not the table of kyc/values: these spellings are what the ranker of parties was trained on, and any other would move its features.
_LEGAL_FORMS = tuple(
    (re.compile(rf"\b{long}\b"), short)
    for long, short in (
        ("incorporated", "inc"), ("corporation", "corp"), ("company", "co"), ("limited", "ltd"), ("and", "&"),
        ("limited liability company", "llc"), ("l l c", "llc"), ("l p", "lp"), ("limited partnership", "lp"),
    )
)  # fmt: skip
