"""Names as the index sees them: Latin letters, spellings that stand for one another, skeletons of consonants."""

import re
from functools import lru_cache

import icu

_to_latin = icu.Transliterator.createInstance("Any-Latin; Latin-ASCII; Lower")
_SAME = {
    "mohammed": "muhammad", "mohamed": "muhammad", "mohammad": "muhammad", "muhammed": "muhammad", "mohamad": "muhammad",
    "mehmet": "muhammad", "ahmed": "ahmad", "achmed": "ahmad", "abdul": "abd", "abdel": "abd", "abdal": "abd", "ibn": "bin",
    "ben": "bin", "el": "al", "ul": "al", "hussein": "husayn", "hussain": "husayn", "husein": "husayn", "hassan": "hasan",
    "yusuf": "yusif", "youssef": "yusif", "yousef": "yusif", "usama": "osama", "ali": "ali", "omar": "umar", "said": "sayed",
    "sayyid": "sayed", "saeed": "sayed", "khaled": "khalid", "ismael": "ismail", "alexander": "aleksandr", "alexandr": "aleksandr",
    "sergei": "sergey", "sergej": "sergey", "yuri": "yuriy", "yury": "yuriy", "dmitri": "dmitriy", "dmitry": "dmitriy",
    "limited": "ltd", "company": "co", "corporation": "corp", "incorporated": "inc",
}  # fmt: skip
_DROPPED = frozenset("mr mrs ms dr sir haji hajji sheikh shaykh mullah maulavi the of and".split())


@lru_cache(maxsize=200_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in comparable form, in their order; titles are left out unless nothing else is there."""
    plain = re.sub(r"['`’ʼ.]", "", _to_latin.transliterate(name))
    words = tuple(_SAME.get(word, word) for word in re.findall(r"[a-z0-9]+", plain))
    return tuple(word for word in words if word not in _DROPPED) or words


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """Consonants with look-alikes folded, for words of at least four letters; romanisations keep it more often than not."""
    if len(word) < 4:
        return ""
    folded = (
        word.replace("ph", "f")
        .replace("ck", "k")
        .replace("q", "k")
        .replace("c", "k")
        .replace("z", "s")
        .replace("w", "v")
    )
    kept = folded[0] + re.sub(r"[aeiouyh]", "", folded[1:])
    return re.sub(r"(.)\1+", r"\1", kept) if len(kept) >= 3 else ""


def deletions(word: str) -> set[str]:
    """The word and all words with one letter less, from four letters on: one edit apart they meet in one of these."""
    if len(word) < 4:
        return {word}
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}
