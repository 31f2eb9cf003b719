"""What a window of text looks like to the detector of instructions: how it leads, what it speaks of, how it fits in.

A planted instruction differs from its surroundings: it addresses a writer of answers, its words stand nowhere else in the
document, and it looks unlike the rest. The last two need no embedder: the share of a sentence's terms that the rest of the
document holds, and each feature of a window beside its mean over the other windows.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WINDOW_WORDS, STEP_WORDS = 40, 20
_MOST = 4  # more of one sign says nothing new
_CASELESS = re.IGNORECASE

# Each sign: what a person reads, and its pattern; counted in a window, up to _MOST.
SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, flags))
    for name, pattern, flags in (
        (
            "speaks of the answer",
            r"\b(your|the|this|an?|my) (next |final |current |whole |entire )?(response|answer|reply|output|message|summary"
            r"|text|explanation|solution|code(base)?|implementation|program|script)\b",
            _CASELESS,
        ),
        ("says 'your'", r"\byour\b", _CASELESS),
        ("says 'you'", r"\byou('ll|'re|r)?\b", _CASELESS),
        (
            "wants something in the answer",
            r"\b(in|to|into|of|from|with|within|throughout) (your|the) (response|answer|reply|output|message|code|solution|text)",
            _CASELESS,
        ),
        (
            "overrides",
            r"\b(ignore|disregard|forget|override|bypass|discard|skip)\b.{0,40}\b(previous|prior|above|earlier|all|your|the"
            r"|any|system)\b",
            _CASELESS,
        ),
        ("asks for secrets", r"\b(system prompt|api key|password|credential|secret|token|cookie|private)\b", _CASELESS),
        ("asks", r"\?", 0),
        ("links", r"https?://|www\.|\b[\w-]+\.(com|net|org|xyz|io)\b", _CASELESS),
        ("code fence", r"```|~~~", 0),
        ("e-mail address", r"@[\w-]+\.", 0),
        ("gives an example", r"\([^()]{0,30}[=→][^()]{0,30}\)|\be\.g\.|\bfor example\b|\blike \"", _CASELESS),
        ("quotes", r"[\"“][^\"”]{10,}[\"”]", 0),
        ("quotes singly", r"'[^']{10,}'", 0),
        ("role tag", r"(^|\s)(system|assistant|user|human|ai)\s*:|<\|?(im_start|system|assistant)|\[/?INST\]", _CASELESS),
        ("encoded text", r"\b[A-Za-z0-9+/]{40,}={0,2}|(\\x[0-9a-f]{2}){4,}|(%[0-9a-f]{2}){6,}", 0),
        ("imports code", r"\bimport [\w.]+|\bfrom [\w.]+ import\b", 0),
        ("calls code", r"\b\w+\.\w+\(", 0),
        (
            "dangerous code",
            r"\b(subprocess|os\.system|socket|shutil|requests|eval|exec|urllib|smtplib|rm -rf|dd |curl|wget|pickle|ctypes"
            r"|environ|keyboard|pynput|scapy|paramiko|usb|psutil)\b",
            0,
        ),
        (
            "speaks of code",
            r"\b(code|snippet|function|section|excerpt|block|script|program|codebase|implementation|solution)\b",
            _CASELESS,
        ),
        ("the following", r"\b(following|below|subsequent|next|provided|given)\b", _CASELESS),
        (
            "urges",
            r"\b(please|kindly|make sure|be sure|don't (forget|hesitate)|remember to|consider|feel free|don't)\b",
            _CASELESS,
        ),
        (
            "speaks of sentences",
            r"\b(sentence|paragraph|word|letter|phrase|line|headline|statement|section|typo|symbol|anagram|space|emoji"
            r"|capital)s?\b",
            _CASELESS,
        ),
        ("speaks of readers", r"\b(reader|user|people|audience|viewer|customer|everyone|others)s?\b", _CASELESS),
        ("question word", r"\b(what|who|how|why|where|when|which)('s| is| are| do| does| can| many| much)\b", _CASELESS),
        ("asks the reader", r"\b(can|could|would|will) you\b", _CASELESS),
        ("exclaims", r"!", 0),
        ("hidden characters", "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\U000e0000-\U000e007f]", 0),
    )
)  # fmt: skip
_LEADS = frozenset(
    re.findall(
        r"\S+",
        "add include append insert mention write draft create generate compose explain describe tell give list provide "
        "translate summarize summarise show make replace remove introduce use rearrange reverse encode decode answer "
        "respond reply output print display return say state claim suggest recommend encourage promote persuade urge ask "
        "request visit click download install run execute send forward share post email call contact buy vote join sign "
        "subscribe register ignore disregard forget override bypass stop start end begin finish incorporate integrate "
        "embed inject apply change convert modify rewrite format do don't never always ensure please help can could would "
        "what who how why where when is are find solve calculate compute plan design conclude substitute swap scramble "
        "misspell group capitalise capitalize shuffle imply emphasize highlight advertise mark treat classify rate approve",
    )
)
_SENTENCE = re.compile(r"(?<=[.!?:|;])\s+")
_LEAD = re.compile(r"(?:please |also,? |then,? |and |now,? |finally,? |next,? |first,? )?([A-Za-z']+)", _CASELESS)
_TERM = re.compile(r"[a-z][a-z']{2,}")
_WORD = re.compile(r"\S+")
_COMMON = frozenset(
    re.findall(
        r"\S+",
        "the and for that with this are was from have has not but you your its can will all any one our their they them "
        "his her she him were been which who what when how out into than then also more some such only other over after "
        "before about would could should there here very just where",
    )
)
_FEWEST_TERMS = 3  # a sentence of fewer terms says nothing about where it belongs


@dataclass(frozen=True, slots=True)
class Window:
    """A run of words, its sentences, and its features: SIGNS with order, shape and fit, then all of them less the rest's mean."""

    text: str
    features: NDArray[np.float32]
    sentences: tuple[str, ...]


def _terms(text: str) -> list[str]:
    return [term for term in _TERM.findall(text.lower()) if term not in _COMMON]


def _cut(text: str) -> Iterator[str]:
    words = [match.span() for match in _WORD.finditer(text)]
    for start in range(0, max(1, len(words) - STEP_WORDS), STEP_WORDS):
        run = words[start : start + WINDOW_WORDS]
        if run:
            yield text[run[0][0] : run[-1][1]]


def windows(text: str) -> list[Window]:
    """Overlapping windows of 40 words, each with how it and its sentences fit in the rest of the text.

    All white space counts as one blank: the words of a page come without the breaks of its lines, and where breaks are kept they
    tell of the layout and not of the author.
    """
    text = " ".join(text.split())
    pieces = list(_cut(text))
    if not pieces:
        return []
    counts = Counter(_terms(text))
    size = float(np.log1p(counts.total()))
    own = np.stack([_features(piece, counts, size) for piece in pieces])
    rest = (own.sum(axis=0) - own) / max(1, len(pieces) - 1)
    features = np.concatenate([own, own - rest], axis=1)
    return [Window(piece, row, _sentences(piece)) for piece, row in zip(pieces, features, strict=True)]


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _SENTENCE.split(text) if " " in part.strip()) or (text,)


def _features(text: str, counts: Counter[str], size: float) -> NDArray[np.float32]:
    sentences = [part.strip(" -*#>|\t\"'") for part in _SENTENCE.split(text) if part.strip()]
    leads = [bool((found := _LEAD.match(part)) and found[1].lower() in _LEADS) for part in sentences]
    signs = [min(sum(1 for _ in pattern.finditer(text)), _MOST) for _, pattern in SIGNS]
    order = [len(sentences), sum(leads), any(leads), bool(leads and leads[-1]), bool(leads and leads[0])]
    return np.array([*order, *signs, *_shape(text), size, *_fit(text, sentences, leads, counts)], dtype=np.float32)


def _shape(text: str) -> list[float]:
    """What kind of text it is: prose, a table, code."""
    length = max(1, len(text))
    digits = sum(character.isdigit() for character in text) / length
    capitals = sum(character.isupper() for character in text) / length
    marks = sum(not character.isalnum() and not character.isspace() for character in text) / length
    return [digits, capitals, marks, text.count("|"), length / max(1, len(text.split()))]


def _fit(text: str, sentences: list[str], leads: list[bool], counts: Counter[str]) -> list[float]:
    """Shares of terms that stand elsewhere in the document: of the window, of its worst sentence, of its worst order."""
    here = Counter(_terms(text))
    elsewhere = {term for term, count in here.items() if counts[term] > count}
    whole = len(elsewhere) / len(here) if here else 1.0
    worst, worst_order = 1.0, 0.0
    for sentence, leading in zip(sentences, leads, strict=True):
        terms = set(_terms(sentence))
        if len(terms) >= _FEWEST_TERMS:
            share = len(terms & elsewhere) / len(terms)
            worst = min(worst, share)
            worst_order = max(worst_order, 1 - share) if leading else worst_order
    return [whole, float(len(here)), worst, worst_order]
