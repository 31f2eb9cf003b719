"""Words to index terms: lower case, without accents, stop words and common English endings.

Separate from the stemmer of `ai.text`: index terms are stored, so a change here requires re-indexing every source.
"""

import re
from collections import Counter

from ascertain.ai.text import without_accents

_WORD = re.compile(r"[^\W_]+(?:[.\-'][^\W_]+)*")
_STOP = frozenset(
    "a an and are as at be been by for from had has have he her his i if in into is it its me my no not of on or our she so "
    "such than that the their them then there these they this to was we were what when where which who will with you your "
    "does do did how shall may any".split()
)
# Below five characters an ending is mostly part of the word ("bed", "this"); a stem has at least three characters.
_MIN_WORD, _MIN_STEM = 5, 3
# Bounds the index rows against text without spaces.
_MAX_TERM = 80
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("edly", ""), ("ed", ""), ("ly", ""), ("es", ""), ("s", ""))


def stem(word: str) -> str:
    """The word without its common English endings; short words and words with digits are unchanged."""
    if len(word) < _MIN_WORD or any(char.isdigit() for char in word) or word.endswith("ss"):
        return word
    for ending, replacement in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            return word[: len(word) - len(ending)] + replacement
    return word


def terms_of(text: str) -> Counter[str]:
    """The frequency of each term in a text."""
    plain = without_accents(text.lower())
    return Counter(stem(word)[:_MAX_TERM] for word in _WORD.findall(plain) if word not in _STOP)
