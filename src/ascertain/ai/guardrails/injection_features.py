"""Features of a text window for the injection detector: imperative openings, signs, shape, and fit with the document.

A planted instruction differs from its surroundings: it addresses the author of an answer, its words occur nowhere else in the
document, and it looks different. The last two need no embedder: they are the share of a sentence's terms found in the rest of
the document, and each feature of a window minus its mean over the other windows.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Long enough for two or three sentences, so that a planted one makes up much of its window; half of it overlaps, so that no
# sentence is always cut. The shipped model was trained with these values: changing them requires training it again.
WINDOW_WORDS, STEP_WORDS = 40, 20
_MAX_COUNT = 4  # further occurrences of a sign carry no information
_CASELESS = re.IGNORECASE

# Each sign: the reason shown to a reader, and its pattern; occurrences are counted per window, up to _MAX_COUNT. The order is
# that of the trained model's features.
SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, flags))
    for name, pattern, flags in (
        (
            "refers to the answer",
            r"\b(your|the|this|an?|my) (next |final |current |whole |entire )?(response|answer|reply|output|message|summary"
            r"|text|explanation|solution|code(base)?|implementation|program|script)\b",
            _CASELESS,
        ),
        ("uses 'your'", r"\byour\b", _CASELESS),
        ("uses 'you'", r"\byou('ll|'re|r)?\b", _CASELESS),
        (
            "asks for content in the answer",
            r"\b(in|to|into|of|from|with|within|throughout) (your|the) (response|answer|reply|output|message|code|solution|text)",
            _CASELESS,
        ),
        (
            "overrides instructions",
            r"\b(ignore|disregard|forget|override|bypass|discard|skip)\b.{0,40}\b(previous|prior|above|earlier|all|your|the"
            r"|any|system)\b",
            _CASELESS,
        ),
        ("asks for secrets", r"\b(system prompt|api key|password|credential|secret|token|cookie|private)\b", _CASELESS),
        ("question mark", r"\?", 0),
        ("link", r"https?://|www\.|\b[\w-]+\.(com|net|org|xyz|io)\b", _CASELESS),
        ("code fence", r"```|~~~", 0),
        ("e-mail address", r"@[\w-]+\.", 0),
        ("example", r"\([^()]{0,30}[=→][^()]{0,30}\)|\be\.g\.|\bfor example\b|\blike \"", _CASELESS),
        ("quotation", r"[\"“][^\"”]{10,}[\"”]", 0),
        ("quotation in single quotes", r"'[^']{10,}'", 0),
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
            "refers to code",
            r"\b(code|snippet|function|section|excerpt|block|script|program|codebase|implementation|solution)\b",
            _CASELESS,
        ),
        ("refers to what follows", r"\b(following|below|subsequent|next|provided|given)\b", _CASELESS),
        (
            "urges the reader",
            r"\b(please|kindly|make sure|be sure|don't (forget|hesitate)|remember to|consider|feel free|don't)\b",
            _CASELESS,
        ),
        (
            "refers to sentences",
            r"\b(sentence|paragraph|word|letter|phrase|line|headline|statement|section|typo|symbol|anagram|space|emoji"
            r"|capital)s?\b",
            _CASELESS,
        ),
        ("refers to readers", r"\b(reader|user|people|audience|viewer|customer|everyone|others)s?\b", _CASELESS),
        ("question word", r"\b(what|who|how|why|where|when|which)('s| is| are| do| does| can| many| much)\b", _CASELESS),
        ("asks the reader", r"\b(can|could|would|will) you\b", _CASELESS),
        ("exclamation mark", r"!", 0),
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
_MIN_TERMS = 3  # with fewer terms the overlap with the document is chance


@dataclass(frozen=True, slots=True)
class Window:
    """A run of words, its sentences, and its features: order, signs, shape and fit, then each minus the mean of the rest."""

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
    """Overlapping windows of 40 words, each with features of how it and its sentences fit the rest of the text.

    All white space counts as one blank: the words of a page come without line breaks, and where there are breaks they describe
    the layout and not the author.
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
    signs = [min(sum(1 for _ in pattern.finditer(text)), _MAX_COUNT) for _, pattern in SIGNS]
    order = [len(sentences), sum(leads), any(leads), bool(leads and leads[-1]), bool(leads and leads[0])]
    return np.array([*order, *signs, *_shape(text), size, *_fit(text, sentences, leads, counts)], dtype=np.float32)


def _shape(text: str) -> list[float]:
    """The kind of text: prose, a table or code. Shares of digits, capitals and punctuation, pipes, mean word length."""
    length = max(1, len(text))
    digits = sum(character.isdigit() for character in text) / length
    capitals = sum(character.isupper() for character in text) / length
    marks = sum(not character.isalnum() and not character.isspace() for character in text) / length
    return [digits, capitals, marks, text.count("|"), length / max(1, len(text.split()))]


def _fit(text: str, sentences: list[str], leads: list[bool], counts: Counter[str]) -> list[float]:
    """Shares of terms found elsewhere in the document: of the window, its worst sentence, and its worst imperative."""
    here = Counter(_terms(text))
    elsewhere = {term for term, count in here.items() if counts[term] > count}
    whole = len(elsewhere) / len(here) if here else 1.0
    worst, worst_order = 1.0, 0.0
    for sentence, leading in zip(sentences, leads, strict=True):
        terms = set(_terms(sentence))
        if len(terms) >= _MIN_TERMS:
            share = len(terms & elsewhere) / len(terms)
            worst = min(worst, share)
            worst_order = max(worst_order, 1 - share) if leading else worst_order
    return [whole, float(len(here)), worst, worst_order]
