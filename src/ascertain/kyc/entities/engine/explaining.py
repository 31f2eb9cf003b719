"""Why two records are alike, in the words of an analyst: one sentence a field, with how rare such an agreement is among
strangers."""

from ascertain.kyc.entities.engine.schemas import Field

_AGREE = {
    "exact": "same {words}",
    "same": "same {words}",
    "alias": "{words}s used for one another",
    "one slip": "{words}s differ by a single typing error",
    "two slips": "{words}s differ by a letter or two",
    "sounds alike": "{words}s sound alike",
    "initial": "the {words} is given as an initial",
    "initials fit": "initials of the {words} fit",
    "alike": "{words}s are alike",
    "found elsewhere in the name": "the {words} appears elsewhere in the other name",
    "same first of January": "same {words} as far as known (1 January may mean that only the year is known)",
    "agrees as far as given": "{words}s agree as far as they are given",
    "one digit of the year": "{words}s differ by one digit of the year",
    "one digit of month or day": "{words}s differ by one digit",
    "day and month swapped": "{words}s have day and month swapped",
    "two digits": "{words}s differ by two digits",
    "same day of another year": "{words}s fall on the same day of different years",
    "same year": "{words}s are different days of the same year",
    "within ten years": "{words}s are years apart",
    "same sector": "{words}s share their sector",
    "same district": "{words}s share their district",
    "same area": "{words}s share their area",
    "share a word": "{words}s share a word",
    "share one": "{words}s share one",
    "nearly the same": "{words}s are nearly the same",
    "same words in another order": "{words}s have the same words in another order",
    "one name inside the other": "one {words} is contained in the other",
    "different": "different {words}s",
}


def plural(words: str) -> str:
    """The plural of a field's words."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith(("s", "x")) else "s")


def sentence(field: Field, level: str, bits: float, m: float) -> str:
    """A level of a field in words, with its odds.

    An agreement: how many strangers one has to ask until one agrees as well (2 ** bits x the share of matches that do). A
    difference: how often records of one person differ so.
    """
    words = _AGREE[level].replace("{words}s", plural(field.words)).replace("{words}", field.words)
    if bits >= 1:
        return f"{words}, 1 in {_rounded(2**bits / max(m, 0.01)):,}"
    if bits <= -1:
        return f"{words}, as in 1 of {_rounded(1 / max(m, 1e-4)):,} true pairs"
    return words


def _rounded(number: float) -> int:
    """Two significant figures: more would claim a precision that the estimates do not have."""
    whole = max(round(number), 1)
    step = 10 ** max(len(str(whole)) - 2, 0)
    return int(round(whole / step) * step)
