"""Which countries a document speaks for as a whole: by names, states, scripts and the small words of its language."""

import re
from collections import Counter

import pycountry

from ascertain.kyc.extraction.learned.typed_spans import country_names, folded

_STATES = {
    state.code[3:].lower(): re.compile(
        rf"(?i)\bstate of {state.name}\b|\b{state.name} (?:limited liability|corporation|secretary|department)"
        rf"|{state.name}[, ]+\d{{5}}"
    )
    for state in pycountry.subdivisions
    if state.country_code == "US" and state.type == "State"
}
# A language that is the main one of one country above all.
_COUNTRY_OF_SCRIPT = (("kr", "가", "힣"), ("jp", "ぁ", "ヿ"), ("gr", "α", "ω"), ("th", "ก", "๛"), ("il", "א", "ת"))


def country_votes(text: str) -> Counter[str]:
    votes = Counter[str]()
    names = country_names()
    for hit in re.finditer(r"[^\W\d_]{4,}(?: [^\W\d_]{3,}){0,2}", text):
        words = hit[0].split()
        for part in {hit[0], words[0], words[-1]}:
            code = names.get(folded(part))
            if code:
                votes[code] += 1
    if "us" in votes or re.search(r"[A-Z]{2} \d{5}", text):
        for code, pattern in _STATES.items():
            if pattern.search(text):
                votes[f"us-{code}"] += 5
    lowered = text.casefold()
    for code, low, high in _COUNTRY_OF_SCRIPT:
        if sum(low <= char <= high for char in lowered) > 0.15 * len(text) + 1:
            votes[code] += 2
    votes.update(dict.fromkeys(_by_small_words(lowered), 2))
    return votes


_SMALL_WORDS = {
    "de at ch": "der die und das mit von für ist", "fr": "le la les des du et une est",
    "it": "il della di che del per con", "nl be": "het een van de en voor is", "pl": "się nie na do jest oraz w",
    "pt br": "da do e não uma para com", "es mx ar": "el la los de y por con una", "se": "och att av för den är",
    "no dk": "og av for er ikke på", "fi": "ja on ei sekä", "hu": "és az egy nem", "tr": "ve bir bu ile",
    "ee": "ja on ei ning", "bg": "на за се от и", "ru": "в на и с по", "ua": "та і що у", "cz": "a v na je se",
    "ro": "și în de cu la", "": "the of and to is for",
}  # fmt: skip


def _by_small_words(text: str) -> list[str]:
    """The countries of the language whose small words are the most frequent; none for English."""
    counts = Counter(re.findall(r"[^\W\d_]+", text))
    best = max(_SMALL_WORDS, key=lambda countries: sum(counts[word] for word in set(_SMALL_WORDS[countries].split())))
    return best.split()
