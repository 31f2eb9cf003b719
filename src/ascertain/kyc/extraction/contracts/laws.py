"""Governing law: places and their adjectives near words such as "law" and "governed"."""

import re
from functools import cache

import pycountry

from ascertain.kyc.extraction.contracts.candidates import (
    Candidate,
    Contract,
    compiled,
    cues,
    grouped,
    words_around,
)
from ascertain.kyc.extraction.contracts.text import Span

_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|"
    "Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|"
    "New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode "
    "Island|South Carolina|South Dakota|"
    "Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|District of Columbia|Puerto Rico|"
    "Ontario|Quebec|British Columbia|Alberta|Manitoba|Saskatchewan|Nova Scotia|New South Wales|Victoria|Queensland|"
    "England|Wales|Scotland|Northern Ireland|Hong Kong|Beijing|Shanghai|Dubai|Abu Dhabi"
).split("|")
# Other names of a place, and adjectives.
_SAME = {
    "english": "england",
    "german": "germany",
    "french": "france",
    "swiss": "switzerland",
    "dutch": "netherlands",
    "the netherlands": "netherlands",
    "israeli": "israel",
    "japanese": "japan",
    "chinese": "china",
    "people's republic of china": "china",
    "prc": "china",
    "p.r.c": "china",
    "p.r. china": "china",
    "pr china": "china",
    "korea": "south korea",
    "republic of korea": "south korea",
    "south korea": "south korea",
    "united states of america": "united states",
    "u.s.a": "united states",
    "scots": "scotland",
    "scottish": "scotland",
    "italian": "italy",
    "spanish": "spain",
    "swedish": "sweden",
    "danish": "denmark",
    "norwegian": "norway",
    "finnish": "finland",
    "belgian": "belgium",
    "austrian": "austria",
    "irish": "ireland",
    "republic of south africa": "south africa",
    "indian": "india",
    "taiwan": "taiwan",
    "republic of china": "taiwan",
    "russia": "russia",
    "russian federation": "russia",
    "vietnam": "vietnam",
    "great britain": "united kingdom",
    "state of israel": "israel",
    "singapore": "singapore",
    "wales": "england",
    "canadian": "canada",
    "brazilian": "brazil",
    "mexican": "mexico",
    "turkish": "turkey",
    "hksar": "hong kong",
    "polish": "poland",
}
# Countries whose states or provinces have laws of their own: the part is the governing law.
_COUNTRIES_OF_PARTS = {"united states", "canada", "united kingdom", "australia", "china"}


@cache
def _gazetteer() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {state.lower(): state.lower() for state in _STATES}
    for country in pycountry.countries:
        name = str(getattr(country, "common_name", country.name)).split(",")[0].lower()
        names.setdefault(name, name)
    names |= _SAME
    names["wales"] = "england"
    longest = sorted(names, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w-])"), names


def places(text: str) -> list[tuple[str, Span]]:
    """The places named in a folded text, each in one spelling."""
    pattern, names = _gazetteer()
    return [(names[match[0]], Span(match.start(), match.end())) for match in pattern.finditer(text)]


def law_of(answer: str) -> str:
    """The governing law as one name: the state rather than its country, England for England and Wales."""
    found = [name for name, _ in places(answer.lower())]
    parts = [name for name in found if name not in _COUNTRIES_OF_PARTS]
    return (parts or found or [answer.strip().lower()])[0]


_BEFORE = compiled(
    ("governed", r"\bgoverned\b"),
    ("construed", r"\bconstrued|interpreted\b"),
    ("laws of", r"\blaws? of(?: the)?(?: [a-z]+ of)?\s*(?:the )?$"),
    ("laws", r"\blaws?\b"),
    ("accordance", r"\baccordance\b"),
    ("state of", r"\b(?:state|commonwealth|province) of\s*$"),
    ("courts", r"\bcourts?\b|jurisdiction of|venue|located in"),
    ("organized", r"\b(?:organi[sz]ed|incorporated|existing|corporation|company)\b"),
    ("arbitration", r"\barbitra"),
    ("headed", r"governing law|applicable law|choice of law"),
    ("office", r"\b(?:address|office|principal|street|located)\b"),
    ("subject to", r"\bsubject to\b"),
    ("under", r"\bunder\b"),
    ("regulated", r"\b(?:compliance|comply|tax|securities|bankruptcy)\b"),
    ("conflict", r"\bconflict"),
)
_AFTER = compiled(
    ("law", r"^\s?laws?\b"),
    ("conflict", r"^.{0,150}\bconflicts?\b"),
    ("without", r"^.{0,60}\b(?:without|excluding|exclusive of|irrespective|regardless)\b"),
    ("applicable to", r"^.{0,40}\bapplicable\b"),
    ("corporation", r"^,?\s?(?:corporation|limited|company|an?\b)"),
    ("courts", r"^.{0,80}\bcourts?\b|jurisdiction"),
    ("governs", r"^.{0,60}\b(?:shall|will) (?:govern|apply)"),
    ("end", r"^\W*\."),
)


def law_candidates(contract: Contract) -> list[Candidate]:
    """All places near a word such as "law" or "governed"."""
    found = []
    for name, span in places(contract.folded):
        before, after = contract.before(span.start, 160), contract.after(span.end, 160)
        if not re.search(r"\blaws?\b|govern", before + " | " + after[:60]):
            continue
        features = {f"<{n}": v for n, v in cues(_BEFORE, before).items()} | {
            f">{n}": v for n, v in cues(_AFTER, after).items()
        }
        features |= words_around(contract, span, before=7, after=4)
        features |= {"country": float(name in _COUNTRIES_OF_PARTS), "share": span.start / max(len(contract.text), 1)}
        features["both"] = float("<governed" in features and ("<laws of" in features or ">law" in features))
        near = re.search(r"govern", contract.before(span.start, 60))
        features["governed near"] = float(bool(near))
        found.append(Candidate(name, [span], features))
    merged = grouped(found)
    for candidate in merged:
        candidate.features["alone"] = float(len(merged) == 1)
    return merged
