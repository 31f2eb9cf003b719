"""Checks whether a sentence of an answer is supported by its citations.

A small model weighs the overlap of the sentence with its sources. Hard rules find a number, negation, name or opposite that
changes the meaning while most words are the same. Errors that show in no word and no rule are not detected.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from ascertain.ai.guardrails.injection import MODEL_FOLDER
from ascertain.ai.guardrails.support_features import Comparison, compare, source_sentences
from ascertain.ai.guardrails.support_rules import broken_rules
from ascertain.ai.text import split_sentences

_MARK = re.compile(r"(?<!\s)\s*\[(\d{1,3})\]")
_CLOSED = re.compile(r"(?:(?<!\s)\s*\[\d{1,3}\])+[.!?]?(?=\s|$)|\n")
# Longer than any piece of an answer: here sentences are never cut at a length.
_UNSPLIT_CHARACTERS = 10_000
# Avoids an overflow of the exponential (beyond 709); at 30 the probability is within 1e-13 of 1.
_MAX_LOG_ODDS = 30.0
_QUOTED = re.compile(r"“[^”]{0,1000}”")


@dataclass(frozen=True, slots=True)
class SentenceCheck:
    """`quote` is the best supporting sentence, from source `n`; `reasons` are empty unless the sentence is withdrawn."""

    verdict: Literal["supported", "withdrawn"]
    score: float
    n: int | None
    quote: str
    reasons: tuple[str, ...]


def cited_sources(sentence: str) -> list[int]:
    """The source numbers cited in a sentence, in order and without duplicates."""
    return list(dict.fromkeys(int(number) for number in _MARK.findall(sentence)))


def without_marks(sentence: str) -> str:
    """The sentence without its source numbers and enclosing quotation marks."""
    return _MARK.sub("", sentence).strip().strip('“”"').strip()


def closed_sentences(text: str, *, final: bool) -> tuple[list[str], str]:
    """The complete pieces of a streamed answer, each up to its citation marks or a line end, and the open rest.

    A piece is complete when its marks are followed by other text: "[1]" may yet become "[1][2]". Pieces and rest joined equal
    the text, so that sentence numbers in the stream and in the checks agree.
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
    """Check a piece of an answer, including its marks, against the texts of the numbered sources (the first is [1]).

    A piece is withdrawn if it has no citation, cites a source that does not exist, scores below the threshold or breaks a hard
    rule. If several sentences share the same marks, each of them must pass.
    """
    cited = cited_sources(sentence)
    if not cited or any(not 1 <= n <= len(sources) for n in cited):
        return SentenceCheck(
            "withdrawn", 0.0, None, "", ("no citation" if not cited else "cited source does not exist",)
        )
    checks = [_check(claim, cited, sources) for claim in _sentences(without_marks(sentence))]
    worst = min(checks, key=lambda check: (check.verdict == "supported", check.score), default=None)
    return worst or SentenceCheck("withdrawn", 0.0, None, "", ("the sentence is empty",))


def _sentences(claim: str) -> list[str]:
    """The sentences of a piece; quotations are never split."""
    # Masked at equal length, so that the offsets of the split apply to the original text.
    masked = _QUOTED.sub(lambda match: "“" + "x" * (len(match.group()) - 2) + "”", claim)
    return [claim[one.start : one.end].strip("“” ") for one in split_sentences(masked, longest=_UNSPLIT_CHARACTERS)]


@cache
def _model() -> dict[str, Any]:
    model: dict[str, Any] = json.loads((MODEL_FOLDER / "support.json").read_text())
    return model


def support_score(compared: Comparison) -> float:
    """The probability in [0, 1] that a sentence is attributable to its sources, before the hard rules."""
    model = _model()
    odds = model["bias"] + sum(w * f for w, f in zip(model["weights"], compared.features, strict=True))
    return 1 / (1 + math.exp(-max(-_MAX_LOG_ODDS, min(_MAX_LOG_ODDS, odds))))


def _check(claim: str, cited: list[int], sources: Sequence[str]) -> SentenceCheck:
    # A literal quotation needs no model.
    plain = " ".join(claim.split())
    for n in cited:
        if plain and plain in " ".join(sources[n - 1].split()):
            return SentenceCheck("supported", 1.0, n, plain, ())
    evidence = source_sentences(sources, cited)
    compared = compare(claim, evidence)
    if compared is None:
        return SentenceCheck("withdrawn", 0.0, None, "", ("nothing to compare",))
    score = round(support_score(compared), 4)
    reasons = list(broken_rules(claim, compared.best, evidence))
    if score < _model()["threshold"]:
        reasons.append("too little of it is in the source")
    verdict: Literal["supported", "withdrawn"] = "withdrawn" if reasons else "supported"
    return SentenceCheck(verdict, score, compared.best.n, compared.best.text, tuple(reasons))
