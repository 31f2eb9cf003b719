"""Where the words of a cell may be cut: at colons, commas, gaps and typed values, around firms and names of people."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ascertain.kyc.values import ends_in_legal_form

_LONGEST_HEADING = 60
_LONGEST_CUT = 400  # longer lines are prose: only typed values, names and firms are cut from them
FIELD_END = re.compile(r"\s{0,8}[:：]\s+|[:：]$|\s[–—-]\s|\s{0,8}[;；]\s*")
COMMA = re.compile(r"[,،、]\s+|\s\(|\)\s?|\s/\s|\s[°*†]\s?")
_UPPER = "A-ZÀ-ÞĀ-ŽΑ-ΩΆ-ΏЀ-ЯҐІЇЄ"
_CAPITALISED = rf"[{_UPPER}][\w'’.\-&]*"
_PARTICLE = (
    r"(?:de|del|della|dello|degli|van|von|der|den|ter|ten|bin|binti|bint|ibn|al|el|da|dos|das|do|di|du|y|e|i|la|le|las|los|zu|zur|"
    r"af|av|tot|te|and|&|of|the|et|und|en|och|og|ja|für|für|sur|sous|a\/l|s\/o|d\/o)"
)
NAME = re.compile(
    rf"(?<![\w'’-])((?:{_CAPITALISED}|(?:van|von|de|af|al|el|bin)(?= [{_UPPER}]))"
    rf"(?: (?:{_CAPITALISED}|{_PARTICLE}(?= (?:{_PARTICLE} )?[{_UPPER}]))){{1,7}})"
)
_BETWEEN_NAMES = re.compile(r"(?:\.|\b(?:and|und|et|y|e|en|och|og|i|и)) ")
ABBREVIATED_END = re.compile(r"(?:\b\w{1,3}\.){1,12}$")
_SQUARE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def label_before(text: str, start: int) -> str:
    """The words before a value in its cell, back to the end of the value before."""
    head = text[:start].rstrip(" :：.-–(")
    return re.split(r"[:：;；]\s|,\s|\.\s\s?(?=[A-Z])", head)[-1][-70:]


def pieces(text: str, gaps: Sequence[int], typed: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    """Parts of a cell that may be a value by themselves: (how, start, end)."""
    yield "whole", 0, len(text)
    if len(text) <= _LONGEST_CUT:
        yield from _parts_between(text, gaps, typed)
        yield from _parts_by_marks(text)
        if len(_SQUARE.findall(text)) > 0.3 * len(text):
            yield from _parts_of_square_letters(text)
    for start, end in firms(text):
        yield "firm", start, end
    for hit in NAME.finditer(text):
        if hit.end(1) - hit.start(1) < len(text):
            yield "name", *hit.span(1)
        for cut in _BETWEEN_NAMES.finditer(hit[1]):  # "Yours. Ann Bell", "Ann Bell and Carl Dow"
            yield "name", hit.start(1) + cut.end(), hit.end(1)
            yield "name", hit.start(1), hit.start(1) + cut.start()
        first = hit[1].find(" ")
        if hit[1].count(" ") >= 2:  # a title or an office may precede the name
            yield "name", hit.start(1) + first + 1, hit.end(1)


def _parts_between(text: str, gaps: Sequence[int], typed: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    for start, end in pairwise([0, *gaps, len(text)]):
        if end - start < len(text):
            yield "gap", start, end
    edges = [0, *(at for span in typed for at in span), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if 1 < end - start < len(text):
            yield "between", start, end
            comma = text.find(",", start + 1)
            if 0 < comma < end:
                yield "between", start, comma


def _parts_by_marks(text: str) -> Iterator[tuple[str, int, int]]:
    yield from _parts_after_colons(text)
    yield from _parts_at_commas(text)


def _parts_after_colons(text: str) -> Iterator[tuple[str, int, int]]:
    for hit in FIELD_END.finditer(text):
        if hit.end() < len(text):
            yield "colon", hit.end(), len(text)
            after = FIELD_END.search(text, hit.end())
            if after:
                yield "colon", hit.end(), after.start()
            comma = COMMA.search(text, hit.end())
            if comma:
                yield "colon", hit.end(), comma.start()
                second = COMMA.search(text, comma.end())
                if second and not any(map(str.isdigit, text[hit.end() : second.start()])):
                    yield "colon", hit.end(), second.start()  # "Director: Surname, Given names, town"
        if hit.start():
            yield "split", 0, hit.start()


def _parts_at_commas(text: str) -> Iterator[tuple[str, int, int]]:
    cuts = [0, *(at for hit in COMMA.finditer(text) for at in hit.span()), len(text)]
    starts, ends = cuts[::2], cuts[1::2]
    for start, end in zip(starts, ends, strict=True):
        if 0 < end - start < len(text):
            yield "split", start, end
    for start, end in zip(starts, ends[1:], strict=False):
        if not any(map(str.isdigit, text[start:end])) and end - start < _LONGEST_HEADING:
            yield "split", start, end  # "Surname, Given names"
    if len(starts) > 2:
        for start in starts[1:-1]:
            yield "split", start, len(text)
        for end in ends[1:-1]:
            yield "split", 0, end


def _parts_of_square_letters(text: str) -> Iterator[tuple[str, int, int]]:
    """Chinese, Japanese and Korean words: runs of up to four, and what follows the first letters of a label."""
    words = [hit.span() for hit in re.finditer(r"\S+", text)]
    for first in range(len(words)):
        for last in range(first, min(first + 4, len(words))):
            if last - first + 1 < len(words):
                yield "square", words[first][0], words[last][1]


def firms(text: str) -> Iterator[tuple[int, int]]:
    """Runs of words that end in a legal form: "... of Blue Harbour Trading Ltd"."""
    words = [hit.span() for hit in re.finditer(r"\S+", text)]
    for last in range(1, len(words)):
        plain = text[words[last][0] : words[last][1]].rstrip(",;:)")
        if not (plain[:1].isupper() or "." in plain or "/" in plain) or len(plain) > 16:
            continue
        end = words[last][0] + len(plain)
        before = text[words[last - 1][0] : end]
        if not ends_in_legal_form(before):
            continue
        start = last - 1
        while start > 0 and last - start < 8:
            word = text[words[start - 1][0] : words[start - 1][1]]
            if not (
                word[:1].isupper() or word[:1].isdigit() or word in ("&", "+", "und", "and", "y", "et", "of", "de", "e")
            ):
                break
            if word.endswith((":", ";", ".")) and not ABBREVIATED_END.search(word):
                break
            start -= 1
        yield words[start][0], end
        if last - start > 2:
            yield words[start + 1][0], end
