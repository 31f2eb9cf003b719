"""Splits text into sentences and terms, the same way wherever text is compared: answers, checks and suggestions."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ascertain.ai.text.accents import without_accents

# Words that end with a full stop without ending a sentence.
_ABBREVIATIONS = frozenset(
    re.findall(
        r"\S+",
        "mr mrs ms dr prof st no nos art arts sec para paras inc ltd corp co llc plc bv gmbh ag sa jr sr vs etc e.g "
        "i.e cf approx fig u.s u.k u.n d.c p pp vol ed al dept est ca op reg",
    )
)
_END = re.compile(r"[.!?;:](?:[\"”’')\]]+)?(?:\s+|$)|\n{2,}|•|\s(?=\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s)")
# "... (EDD) 3.1 Enhanced due diligence applies": a numbered clause begins, even without punctuation before it.
_CLAUSE = re.compile(r"(?<=[a-z)])\s(?=\d{1,2}\.\d{1,2}\.?\s+[A-Z][a-z])")
# After an abbreviation such as "Inc." these words begin a sentence; others may continue a name.
_BEGINS = re.compile(r"(?:The|This|These|It|In|If|Any|All|Each|Neither|Either|We|Such|For|Upon|He|She|They|A|An)\s")
_TERM = re.compile(r"[^\W_]+(?:[.,:/\-’'][^\W_]+)*%?")
_SUFFIXES = tuple(
    re.findall(
        r"\S+",
        "ations ation ities ating ments ingly ance ence ated ates ings ment ions ably ate ity ing ion ors ers ies ied "
        "ed es er or ly al y s e",
    )
)
STOP_WORDS = frozenset(
    re.findall(
        r"\S+",
        "a an and any are many much often as at be been being but by can could did do does for from had has have he her "
        "hers him his long how i if in into is it its it's me my of on or our s she shall should so such than that the their them "
        "then there these they this those to under up upon us was we were what what's when where which while who "
        "whom whose why will with would you your tell please give show say says said find list about also "
        "both each every all other anything something anybody somebody",
    )
)


# From this length on a part before a semicolon or colon is a sentence of its own, as in contracts.
_CLAUSE_CHARACTERS = 160
# From this length on the text before a list item such as (a) is a sentence of its own.
_LIST_ITEM_CHARACTERS = 240
# A number this close to the start of a sentence, such as "3.1.", is its clause number and does not end it.
_NUMBER_CHARACTERS = 8
_IRREGULAR = {
    "held": "hold", "kept": "keep", "paid": "pay", "made": "make", "given": "give", "written": "write", "sold": "sell",
    "bought": "buy", "begun": "begin", "began": "begin", "known": "know", "born": "birth", "chosen": "choose",
    "lent": "lend", "sent": "send", "met": "meet", "left": "leave", "lost": "lose", "taken": "take", "took": "take",
}  # fmt: skip
# Not stemmed, so that a director does not match "direct".
_WHOLE = {"director": "director", "directors": "director"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its position in the text: text[start:end]."""

    text: str
    start: int
    end: int


def _ends_sentence(text: str, match: re.Match[str], start: int) -> bool:
    """Whether a punctuation mark ends a sentence, rather than an abbreviation, an initial or a clause number."""
    mark = match.group()[0]
    if mark in ";:":
        return match.end() - start > _CLAUSE_CHARACTERS
    if mark != ".":
        return True
    before = re.search(r"(\S+)$", text[start : match.start()])
    word = before.group(1).lower().lstrip("(“\"'") if before else ""
    if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        return _BEGINS.match(text, match.end()) is not None and word not in ("no", "nos", "mr", "mrs", "ms", "dr")
    if re.fullmatch(r"[\d.]+", word) and match.start() - start < _NUMBER_CHARACTERS:
        return False
    after = text[match.end() : match.end() + 1]
    return not after or not after.islower()


def split_sentences(text: str, *, longest: int = 700) -> list[Sentence]:
    """Split text into sentences, in order; list items of contracts such as (a) and (ii) start a new one.

    A sentence longer than `longest` characters is split at a word, so that a reader never has to check a whole page.
    """
    cuts = [0]
    for match in _END.finditer(text):
        # A list item becomes a sentence of its own only if the text before it is long enough to be one.
        if (
            match.group().isspace()
            and not match.group().startswith("\n\n")
            and match.end() - cuts[-1] < _LIST_ITEM_CHARACTERS
        ):
            continue
        if match.group().isspace() or _ends_sentence(text, match, cuts[-1]):
            cuts.append(match.end())
    cuts += [match.end() for match in _CLAUSE.finditer(text)]
    cuts.append(len(text))
    sentences = []
    for start, end in pairwise(sorted(cuts)):
        while end - start > longest:
            at = text.rfind(" ", start + longest // 2, start + longest)
            at = start + longest if at < 0 else at
            sentences.append((start, at))
            start = at
        sentences.append((start, end))
    return [trimmed for start, end in sentences if (trimmed := _trim(text, start, end)).text]


def _trim(text: str, start: int, end: int) -> Sentence:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Sentence(piece.strip(), start, start + len(piece.strip()))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its English ending, so that "governing" matches "governed"; numbers are unchanged."""
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    word = _IRREGULAR.get(word, word)
    if whole := _WHOLE.get(word):
        return whole
    if len(word) < 4 or not word.isalpha():
        return word
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def words_of(text: str) -> list[str]:
    """Words and numbers in lower case without accents; "12.5", "61%" and "co-branding" are one word each."""
    return _TERM.findall(without_accents(text.casefold()))


def terms(text: str) -> list[str]:
    """The stems of the content words, in order; hyphenated words also yield their parts."""
    found = []
    for word in words_of(text):
        if word in STOP_WORDS:
            continue
        found.append(stem(word))
        if "-" in word or "/" in word:
            found.extend(stem(part) for part in re.split(r"[-/]", word) if part and part not in STOP_WORDS)
    return found
