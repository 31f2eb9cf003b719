"""Candidates for the header fields of a contract: broad rules, whose results a trained ranker scores.

A candidate is a value with the spans of text that state it and named features; the weights of features are learned. The names of
features are part of the trained models, so they are never renamed without training again. Dates and laws are grouped by value:
several mentions are one candidate with the maximum of each feature.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from ascertain.kyc.extraction.contracts.dates import DateMention, find_dates
from ascertain.kyc.extraction.contracts.text import ContractText, Span

Features = dict[str, float]
_WORD = re.compile(r"[a-z]+|\d+|[^\sa-z\d]")
_ALIAS = r'\(\s?(?:[^()"]{0,160}?)?"[^"]{2,80}"'
# The preamble: "This Agreement is made ... between", with the first alias of a party after it.
_ANCHOR = re.compile(
    rf"\b(?:made|dated|entered|effective|agreement|contract|amendment|addendum)\b.{{0,400}}?\b(?:between|among|amongst)\b"
    rf"(?=.{{0,400}}?{_ALIAS})",
    re.IGNORECASE | re.DOTALL,
)
_HEAD_CHARS = 30_000  # covers and tables of contents may precede the preamble
_ASSUMED_PREAMBLE = 600  # position of the parties in a text without "between"
_LONGEST_PREAMBLE = 300  # characters after "between" in which no signature block begins
_BETWEEN = re.compile(r"\b(?:by and between|by and among|between|among|amongst)\b", re.IGNORECASE)
_SIGNATURES = re.compile(
    r"in witness whereof|executed as of|signed (?:for|by|on)|the parties (?:hereto )?have (?:caused|executed|signed)|\bby: ?[_/]",
    re.I,
)


@dataclass(slots=True)
class Candidate:
    """A value, the spans that state it (best mention first), and its features."""

    value: str
    spans: list[Span]
    features: Features = field(default_factory=dict)
    mentions: list[Features] = field(default_factory=list)


class Contract:
    """The text with what all fields use: the positions of the preamble and of the signatures, and the dates."""

    def __init__(self, text: ContractText) -> None:
        self.source = text
        self.text = text.text
        self.folded = text.folded
        anchor = _ANCHOR.search(self.text[:_HEAD_CHARS])
        between = anchor or _BETWEEN.search(self.text[:_HEAD_CHARS])
        self.has_anchor = anchor is not None
        self.between = between.end() if between else min(len(self.text), _ASSUMED_PREAMBLE)
        signatures = [match.start() for match in _SIGNATURES.finditer(self.text)]
        # Words such as "executed as of" occur in preambles as well.
        late = [place for place in signatures if place > self.between + _LONGEST_PREAMBLE]
        self.signatures = late[0] if late else len(self.text)

    @cached_property
    def dates(self) -> list[DateMention]:
        """All dates of the text."""
        return find_dates(self.text)

    def before(self, place: int, length: int) -> str:
        """The folded text before a position."""
        return self.folded[max(0, place - length) : place]

    def after(self, place: int, length: int) -> str:
        """The folded text from a position on."""
        return self.folded[place : place + length]


def words_around(contract: Contract, span: Span, *, before: int, after: int) -> Features:
    """The words before and after a span as features, the nearest two also by their distance."""
    left = _WORD.findall(contract.before(span.start, 120))[-before:]
    right = _WORD.findall(contract.after(span.end, 120))[:after]
    found = {f"b:{word}": 1.0 for word in left} | {f"a:{word}": 1.0 for word in right}
    found |= {f"b{place}:{word}": 1.0 for place, word in enumerate(left[::-1][:2])}
    return found | {f"a{place}:{word}": 1.0 for place, word in enumerate(right[:2])}


def cues(table: Iterable[tuple[str, re.Pattern[str]]], text: str) -> Features:
    """The cues that occur in a text, as features."""
    return {name: 1.0 for name, pattern in table if pattern.search(text)}


def compiled(*rows: tuple[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Named patterns, compiled."""
    return tuple((name, re.compile(pattern)) for name, pattern in rows)


def grouped(candidates: Iterable[Candidate]) -> list[Candidate]:
    """One candidate per value, with the maximum of each feature, the number of mentions, and the mentions in order."""
    by_value: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_value[candidate.value].append(candidate)
    merged = []
    for value, mentions in by_value.items():
        features: Features = {}
        for mention in mentions:
            for name, number in mention.features.items():
                features[name] = max(features.get(name, number), number)
        features["mentions"] = min(len(mentions), 5)
        spans = [span for mention in mentions for span in mention.spans]
        merged.append(Candidate(value, spans, features, [mention.features for mention in mentions]))
    return merged


_DATE_BEFORE = compiled(
    ("dated", r"\bdated\b"),
    ("as of", r"\bas of\b[^.]{0,25}$"),
    ("as of near", r"\bas of(?: the)?\s*$"),
    ("made", r"\bmade\b"),
    ("entered", r"\bentered\b"),
    ("effective", r"\beffective\b"),
    ("effective date", r"\beffective date\b"),
    ("effective as of", r"effective (?:as of|from|on|date(?: is|:)?)\W*(?:the )?$"),
    ("this day", r"\bthis\s*$"),
    ("on", r"\bon\s*(?:the )?$"),
    ("source", r"\bsource:"),
    ("date:", r"\bdate[d:]?\W*$"),
    ("until", r"\b(?:until|through|thru|till|to|expire[sd]?|ending|ends?|terminat\w+|expiration|expiry)\b[^.;]{0,40}$"),
    ("commence", r"\b(?:commenc\w+|begin\w*|start\w*)\b[^.;]{0,40}$"),
    ("term", r"\bterm\b"),
    ("born", r"\b(?:born|filed|incorporated|act of)\b"),
    ("certain", r"\b(?:certain|previous|prior|original|existing)\b[^.]{0,60}$"),
    ("amended", r"\bamend|restat"),
    ("agreement", r"\bthis [^.]{0,60}(?:agreement|contract|amendment|addendum)\b"),
    ("signature", r"\b(?:name|title|by|signed?|signature)\b\W"),
    ("execution", r"execution|executed|signed"),
    ("in witness", r"in witness whereof"),
    ("exhibit", r"\bexhibit\b|\bschedule\b|confidential"),
)
_DATE_AFTER = compiled(
    ("(effective date", r'^\W{0,3}[^.]{0,30}\(\s?[^)]{0,40}"?effective date'),
    ("(commencement", r"^\W{0,3}[^.]{0,25}\([^)]{0,20}commencement|start date"),
    ("(execution date", r"^\W{0,3}[^.]{0,25}\([^)]{0,30}(?:execution|signing|signature|contract|agreement) date"),
    ("(date", r"^\W{0,3}\([^)]{0,20}date"),
    ("between", r"^.{0,80}\b(?:between|among)\b"),
    ("by and", r"^.{0,40}\bby and\b"),
    ("is", r"^\W*(?:is|shall be)\b"),
    ("unless", r"^.{0,30}\bunless\b"),
    ("between far", r"^.{0,250}\b(?:between|among)\b"),
    ("until after", r"^.{0,50}\b(?:until|through|to|and ending|and shall)\b"),
    ("(expiration", r"^\W{0,3}\([^)]{0,30}(?:expir|terminat|end date)"),
    ("end", r"^\W*[.;]"),
)


def date_candidates(contract: Contract) -> list[Candidate]:
    """All dates of the text. The agreement date, the effective date and the expiration date use the same features."""
    found = []
    first = contract.dates[0].span.start if contract.dates else 0
    for mention in contract.dates:
        start, end = mention.span.start, mention.span.end
        features = {f"<{n}": v for n, v in cues(_DATE_BEFORE, contract.before(start, 90)).items()}
        features |= {f">{n}": v for n, v in cues(_DATE_AFTER, contract.after(end, 260)).items()}
        features |= words_around(contract, mention.span, before=6, after=4)
        features |= _where(contract, start) | {f"kind {mention.kind}": 1.0}
        features["first"] = float(start == first)
        found.append(Candidate(mention.value, [mention.span], features))
    return grouped(found)


def _where(contract: Contract, place: int) -> Features:
    distance = place - contract.between
    return {
        "preamble": float(-500 < distance < 300),
        "just before between": float(-300 < distance <= 0),
        "near start": float(place < 600),
        "in head": float(place < 3000),
        "signatures": float(place >= contract.signatures),
        "share": place / max(len(contract.text), 1),
        "closeness": 1 / (1 + abs(distance) / 300),
    }
