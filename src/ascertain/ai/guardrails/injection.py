"""Signs that a text tries to instruct a model.

A signal and no defence: the defence is that document text can call no tool and change no instruction. In documents any
instruction to an assistant is suspect; in a question, which is an instruction by nature, only overriding and leaking.
"""

import re
from dataclasses import dataclass

THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class InjectionSignal:
    """`score` in [0, 1]; `reasons` name the features found; `flagged` where the score reaches the threshold."""

    score: float
    reasons: tuple[str, ...]
    flagged: bool


# Name, weight, pattern. Weights add up; one of .5 or more flags alone.
_OVERRIDE: tuple[tuple[str, float, str], ...] = (
    (
        "override",
        0.7,
        r"\b(ignore|disregard|forget|override|bypass|do not follow)\b[^.\n]{0,40}"
        r"\b(previous|prior|above|earlier|preceding|all|your|the|any|system)\b[^.\n]{0,30}"
        r"\b(instruction|prompt|rule|direction|guideline|context|command|message|polic)",
    ),
    (
        "leak",
        0.7,
        r"\b(reveal|print|repeat|show|output|display|leak|tell me)\b[^.\n]{0,40}"
        r"\b(system prompt|your (instructions|prompt|rules|system)|hidden (prompt|instruction)"
        r"|initial (prompt|instructions)|api key|password)",
    ),
    (
        "new role",
        0.5,
        r"\b(you are (now|no longer)|act as (if|a|an)\b|pretend (to be|you)"
        r"|from now on,? you|developer mode|jailbreak|DAN mode)",
    ),
    (
        "role tag",
        0.6,
        r"(^|\n)\s*(system|assistant|user|human|ai)\s*:\s|<\|?(im_start|system|assistant|endoftext)|\[/?INST\]|<<SYS>>",
    ),
)
_INSTRUCTS: tuple[tuple[str, float, str], ...] = (
    (
        "speaks to an assistant",
        0.5,
        r"\b(your (response|answer|reply|output|summary|task)"
        r"|(the|this|any) (ai|assistant|language model|llm|chatbot|model) "
        r"(should|must|shall|will|is to)"
        r"|(dear|attention|note to|instructions? (for|to)) (the )?(ai|assistant|llm|language model|chatbot))",
    ),
    (
        "tells what to answer",
        0.5,
        r"\b(respond|reply|answer|conclude|state|say|output|write|include|append|mention|begin|end|insert|report)\b"
        r"[^.\n]{0,40}"
        r"\b(with|that|only|exactly|your (response|answer|reply)|in your)\b[^.\n]{0,60}"
        r"(\"|“|'|no (risk|hits|evidence)|low risk|approved?|nothing else|the user|instead)",
    ),
    (
        "tells to judge",
        0.5,
        r"\b(mark|treat|classify|rate|approve|clear|consider|score)\b[^.\n]{0,40}\b"
        r"(case|customer|applicant|company|application|file|document|risk)\b"
        r"[^.\n]{0,30}\b(as (low|approved|clean|cleared|verified|safe|no risk)|immediately|without (review|checks?))",
    ),
    ("hidden characters", 0.4, r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\U000e0000-\U000e007f]"),
    ("encoded block", 0.3, r"\b[A-Za-z0-9+/]{80,}={0,2}\b|(\\x[0-9a-f]{2}){8,}|(%[0-9a-f]{2}){12,}"),
    ("code fence", 0.25, r"```|<script\b|\b(import os|subprocess|eval\(|exec\(|rm -rf|curl\s+http)"),
    (
        "sends somewhere",
        0.4,
        r"\b(send|post|upload|forward|exfiltrate|fetch|visit|click)\b[^.\n]{0,60}(https?://|www\.|@[\w.-]+\.\w+)",
    ),
    ("markdown picture", 0.5, r"!\[[^\]]*\]\(https?://"),
)


def _inspect(text: str, features: tuple[tuple[str, float, str], ...]) -> InjectionSignal:
    found = [(name, weight) for name, weight, sign in features if re.search(sign, text, re.IGNORECASE)]
    score = min(1.0, sum(weight for _, weight in found))
    return InjectionSignal(round(score, 3), tuple(name for name, _ in found), score >= THRESHOLD)


def inspect_passage(text: str) -> InjectionSignal:
    """Look for instructions in the text of a document."""
    return _inspect(text, _OVERRIDE + _INSTRUCTS)


def inspect_question(text: str) -> InjectionSignal:
    """Look for an attempt to override the rules or to leak them in what a person asks."""
    return _inspect(text, _OVERRIDE)
