"""Words to terms: folded, without the commonest words, plural and verb endings off."""

import re
from collections import Counter

from ascertain.ai.text import without_accents

_WORD = re.compile(r"[^\W_]+(?:[.\-'][^\W_]+)*")
_STOP = frozenset(
    "a an and are as at be been by for from had has have he her his i if in into is it its me my no not of on or our she so "
    "such than that the their them then there these they this to was we were what when where which who will with you your "
    "does do did how shall may any".split()
)
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("edly", ""), ("ed", ""), ("ly", ""), ("es", ""), ("s", ""))


def stem(word: str) -> str:
    """The word without its commonest English endings; short words and those with digits stay."""
    if len(word) < 5 or any(char.isdigit() for char in word) or word.endswith("ss"):
        return word
    for ending, replacement in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: len(word) - len(ending)] + replacement
    return word


def terms_of(text: str) -> Counter[str]:
    """How often each term stands in a text."""
    plain = without_accents(text.lower())
    return Counter(stem(word)[:80] for word in _WORD.findall(plain) if word not in _STOP)
