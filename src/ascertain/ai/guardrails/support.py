"""Is a sentence of an answer supported by what it cites?

A small model weighs what the sentence has in common with its sources; hard rules beside it find a number, a denial, a name or an
opposite that turns the meaning while most words stay. What no rule and no word shows is not promised to be found.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from ascertain.ai.guardrails.injection import MODEL_FOLDER
from ascertain.ai.guardrails.support_features import Comparison, compare, held_sentences
from ascertain.ai.guardrails.support_rules import broken_rules
from ascertain.ai.text import split_sentences

_MARK = re.compile(r"\s*\[(\d{1,3})\]")
_CLOSED = re.compile(r"(?:\s*\[\d{1,3}\])+[.!?]?(?=\s|$)|\n")
_QUOTED = re.compile(r"“[^”]*”")


@dataclass(frozen=True, slots=True)
class SentenceCheck:
    """`quote` is the sentence of source `n` that supports it best; `reasons` say why it is withdrawn."""

    verdict: Literal["supported", "withdrawn"]
    score: float
    n: int | None
    quote: str
    reasons: tuple[str, ...]


def cited_sources(sentence: str) -> list[int]:
    """The source numbers of a sentence, in order, each once."""
    return list(dict.fromkeys(int(number) for number in _MARK.findall(sentence)))


def without_marks(sentence: str) -> str:
    """The sentence without its source numbers and quotation marks around it."""
    return _MARK.sub("", sentence).strip().strip('“”"').strip()


def closed_sentences(text: str, *, final: bool) -> tuple[list[str], str]:
    """Pieces of a streamed answer that are complete, each up to its citation marks or a line's end, and the open rest.

    A piece is complete when its marks are followed by something else: "[1]" may yet become "[1][2]". Pieces and rest
    joined are the text, so that what streams as sentence 3 is what is checked as sentence 3.
    """
    if not final and "]" not in text and "\n" not in text:
        return [], text
    closed: list[str] = []
    start = 0
    for match in _CLOSED.finditer(text):
        if match.end() == len(text) and not final and not match.group().endswith("\n"):
            break
        if text[start : match.end()].strip():
            closed.append(text[start : match.end()])
            start = match.end()
    if final and text[start:].strip():
        closed.append(text[start:])
        start = len(text)
    return closed, text[start:]


def check_sentence(sentence: str, sources: Sequence[str]) -> SentenceCheck:
    """Check a piece of an answer, marks and all, against the texts of the numbered sources (the first is [1]).

    A piece without a citation or with one that does not exist is withdrawn; so is one under the threshold and one that
    breaks a hard rule. Of several sentences before the same marks each must hold.
    """
    cited = cited_sources(sentence)
    if not cited or any(not 1 <= n <= len(sources) for n in cited):
        return SentenceCheck("withdrawn", 0.0, None, "", ("no citation" if not cited else "no such source",))
    checks = [_check(said, cited, sources) for said in _sentences(without_marks(sentence))]
    worst = min(checks, key=lambda check: (check.verdict == "supported", check.score), default=None)
    return worst or SentenceCheck("withdrawn", 0.0, None, "", ("nothing is said",))


def _sentences(said: str) -> list[str]:
    """The sentences of a piece; a quotation is never cut."""
    masked = _QUOTED.sub(lambda match: "“" + "x" * (len(match.group()) - 2) + "”", said)
    return [said[one.start : one.end].strip("“” ") for one in split_sentences(masked, longest=10_000)]


@cache
def _model() -> dict[str, Any]:
    model: dict[str, Any] = json.loads((MODEL_FOLDER / "support.json").read_text())
    return model


def support_score(compared: Comparison) -> float:
    """The probability in [0, 1] that a sentence is attributable to its sources, before any hard rule."""
    model = _model()
    odds = model["bias"] + sum(w * f for w, f in zip(model["weights"], compared.features, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _check(said: str, cited: list[int], sources: Sequence[str]) -> SentenceCheck:
    plain = " ".join(said.split())
    for n in cited:
        if plain and plain in " ".join(sources[n - 1].split()):
            return SentenceCheck("supported", 1.0, n, plain, ())
    held = held_sentences(sources, cited)
    compared = compare(said, held)
    if compared is None:
        return SentenceCheck("withdrawn", 0.0, None, "", ("nothing to compare",))
    score = round(support_score(compared), 4)
    reasons = list(broken_rules(said, compared.best, held))
    if score < _model()["threshold"]:
        reasons.append("too little of it stands in the source")
    verdict: Literal["supported", "withdrawn"] = "withdrawn" if reasons else "supported"
    return SentenceCheck(verdict, score, compared.best.n, compared.best.text, tuple(reasons))
