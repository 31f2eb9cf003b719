"""Parties: names in the preamble and before aliases, names with a legal form, and names in the signature block."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from ascertain.kyc.extraction.contracts.candidates import (
    Candidate,
    Contract,
    Features,
    compiled,
    cues,
    words_around,
)
from ascertain.kyc.extraction.contracts.text import Span, folded_name

# Features of the trained ranker (`form at end`, `form inside`) are made with this pattern: it changes when the ranker is trained
# again, and not with the table of legal forms in kyc/values.
_FORM = (
    r"(?:inc(?:orporated)?|corp(?:oration)?|l\.?\s?l\.?\s?c|l\.?\s?l\.?\s?p|l\.?\s?p|ltd|limited|company|co|plc|p\.l\.c|gmbh|a\.?g|s\.?\s?a|n\.?\s?v|b\.?\s?v|"
    r"s\.?p\.?a|s\.?r\.?l|s\.?a\.?s|s\.?a\.?r\.?l|trust|n\.?\s?a|partnership|pty|bank|fund|funds|"
    r"university|foundation|association|partners|kg|oy|ab|k\.k|sp\.? ?z\.?o\.?o|pte|bhd|limitada|ltda|se)"
)
_FORM_END = re.compile(rf"(?<![\w])(?:{_FORM})\b\.?\)?", re.IGNORECASE)
_NAME_WORD = (
    r"(?:(?:<<\s)?[a-z]?[A-Z0-9][\w&'.@!+/*-]*|[a-z]+\.com|\([A-Z][\w. -]{1,30}\)(?=,?\s(?i:" + _FORM + r"|[A-Z])))"
)
_JOIN = r"(?:&|of|and|de|du|la|the|for|et|y|e|del|to|in|zo\.?o)"
_FORMED = re.compile(
    rf"(?<![\w]){_NAME_WORD}(?:,?\s{_NAME_WORD}|\s{_JOIN}(?=\s[A-Z(])){{0,8}}?,?\s(?:<<\s)?(?i:{_FORM})(?![\w])\.?(?:\s?>>)?(?:,?\s(?i:{_FORM})(?![\w])\.?){{0,2}}"
)
_ALIAS = re.compile(r'\(\s?(?:[^()"]{0,160}?)?"{1,2}[^"]{2,80}"')
# Ends of a name: a description, a bracket, a semicolon.
_STOP = re.compile(
    r",?\s(?:an?|the|its|whose|with|having|located|organi[sz]ed|incorporated|existing|duly|acting|on "
    r"behalf|for itself|doing business|d/b/a|dba|as)\b|\(|;|\"|,\s(?=(?:an?|the|its|with|whose|of|at|on|"
    r"having|located|\d))"
)
_SIGNED = re.compile(r"\bby\s?:|\bname\s?:|\bsignature\s?:|/s/", re.IGNORECASE)
# Words before a name that a span may include.
_LEADS = re.compile(
    r"^(?:(?:by and between|by and among|between|among|amongst|and|by|with|to|from|the part(?:y|ies)|"
    r"part(?:y|ies)|of|whereas|that|both|each of|is|are|or|for|in"
    r"|\(?[ivx\d]{1,3}[.)])(?![\w'])\s?|[^\w(<]\s?)+",
    re.IGNORECASE,
)
_NOT_NAMES = re.compile(
    r"\b(?:agreement|effective date|hereby|shall|party|parties|dated|day of|section|exhibit|whereas|laws?)\b",
    re.IGNORECASE,
)
_BEFORE = compiled(
    ("between", r"\b(?:between|among|amongst)\W*(?:the )?$"),
    ("and", r"\band\W*(?:the )?$"),
    ("by", r"\bby\W*$"),
    ("comma", r",\s?$"),
    ("bracket", r"\)\W*(?:and\W*)?$"),
    ("between near", r"\b(?:between|among)\b"),
    ("subsidiary", r"\b(?:subsidiary|affiliate|division|parent) of\W*$"),
    ("of", r"\bof\W*(?:the )?$"),
    ("behalf", r"\bbehalf of\W*$"),
    ("newline by", r"\bby\s?:?\W*$"),
    ("with", r"\bwith\W*$"),
    ("source", r"source:\W*$"),
    ("attention", r"\b(?:attention|attn|copy to|notice|address)\b"),
    ("law firm", r"\b(?:llp|esq|counsel)\b"),
    ("witness", r"in witness"),
)
_AFTER = compiled(
    ("alias", r'^\W{0,3}\(\s?(?:[^()"]{0,60})"'),
    ("alias far", r'^[^()]{0,220}\(\s?(?:[^()"]{0,120})"'),
    (
        "a corp",
        r"^,?\s?an?\s[^,.]{0,60}\b(?:corporation|company|partnership|llc|limited|trust|individual|association|bank)",
    ),
    ("incorporated", r"^,?\s?(?:a|an|organi[sz]ed|incorporated|existing|duly)\b"),
    ("and", r"^\W*and\b"),
    ("by:", r"^\W{0,20}by\s?:"),
    ("by: near", r"^.{0,80}\bby\s?:"),
    ("office", r"^.{0,120}\b(?:office|address|located|place of business)"),
    ("end", r"^\W*\."),
    ("filing", r"^,\s(?:10-|8-|s-|f-|20-|1-a|sb|n-|def|485)"),
    ("possessive", r"^'s?\b"),
)


def party_candidates(contract: Contract) -> list[Candidate]:
    """Names that may be a party, one candidate per spelling."""
    found: dict[str, Candidate] = {}
    for source, span in _stretches(contract):
        trimmed = _trimmed(contract.text, span)
        raw = contract.text[trimmed.start : trimmed.end]
        value = folded_name(raw)
        if not 2 <= len(value) <= 90 or len(value.split()) > 10 or not re.search("[a-z]", value):
            continue
        features = _features(contract, trimmed, value, raw)
        candidate = found.get(value)
        if candidate is None:
            candidate = found[value] = Candidate(value, [], {})
        candidate.spans.append(trimmed)
        candidate.mentions.append(features)
        for name, number in features.items():
            candidate.features[name] = max(candidate.features.get(name, number), number)
        candidate.features[f"from {source}"] = 1.0
    candidates = list(found.values())
    _compare(contract, candidates)
    return candidates


def _stretches(contract: Contract) -> Iterator[tuple[str, Span]]:
    text = contract.text
    for match in _ALIAS.finditer(text[:20_000]):
        yield from _before_alias(text, match.start())
    head = contract.between
    yield from _between(text, head)
    for match in _FORMED.finditer(text[: max(head + 2500, 5000)]):
        yield "form", Span(match.start(), match.end())
        for cut in re.finditer(
            r"(?:\band|&|[a-z]{3}\.|[:;]|\bwith|\bbetween|\d)\s(?=[A-Z])", match[0][:-6], re.IGNORECASE
        ):
            yield "form cut", Span(match.start() + cut.end(), match.end())
    for match in _SIGNED.finditer(text, contract.signatures):
        begin = max(match.start() - 110, contract.signatures)
        for formed in _FORMED.finditer(text[begin : match.start()]):
            yield "signature", Span(begin + formed.start(), begin + formed.end())
    for line in _lines_before_signature(contract):
        yield "signature line", line


def _before_alias(text: str, bracket: int) -> Iterator[tuple[str, Span]]:
    """Spans from the last separators before an alias to the first stop, or to the bracket of the alias."""
    begin = max(bracket - 420, 0)
    window = text[begin:bracket]
    starts = [
        match.end()
        for match in re.finditer(
            r"\b(?:between|among|amongst|and|with|by)\b:?|\)|;|:|\.\s(?=[A-Z])|,\s(?=[A-Z])", window, re.IGNORECASE
        )
    ]
    for start in starts[-7:]:
        stop = _STOP.search(window, start + 2)
        yield "alias", Span(begin + start, begin + (stop.start() if stop else len(window)))
        yield from _cut(text, begin + start, begin + len(window))
    if starts:
        yield "alias whole", Span(begin + starts[-1], bracket)


def _between(text: str, start: int) -> Iterator[tuple[str, Span]]:
    window = text[start : start + 1500]
    for match in [
        re.match("", window),
        *re.finditer(r"\)?,?\s?\band\b|;|\bamong\b|\bbetween\b|\(\d\)|\b\d\.\s", window),
    ]:
        if match is not None:
            stop = _STOP.search(window, match.end() + 2)
            comma = window.find(",", match.end() + 2)
            if stop:
                yield "between", Span(start + match.end(), start + stop.start())
            yield from _cut(text, start + match.end(), start + match.end() + 120)
            if comma > 0:
                yield "comma", Span(start + match.end(), start + comma)


_PLACE = re.compile(r"\s(?:of|whose|at|residing)\s(?=[A-Z\d\[(])|,")
_TRADING = re.compile(r"^[^;\"()]{3,60}?\s(?:d/?b/?a/?|doing business as)\s[^;,\"()]{3,50}", re.IGNORECASE)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """A person's name ends before "of" and a place or at the first comma. A trade name continues after "d/b/a"."""
    stop = _PLACE.search(text, start + 4, end)
    if stop:
        yield "cut", Span(start, stop.start())
    trading = _TRADING.match(text[start:end])
    if trading:
        yield "trading", Span(start, start + trading.end())


def _lines_before_signature(contract: Contract) -> Iterator[Span]:
    starts = contract.source.line_starts

    for match in _SIGNED.finditer(contract.text, contract.signatures):
        index = bisect_left(starts, match.start())
        for back in (1, 2):
            if (
                index - back > 0
                and index - back + 1 < len(starts)
                and starts[index - back + 1] - starts[index - back] < 100
            ):
                yield Span(starts[index - back], starts[index - back + 1] - 1)


def _trimmed(text: str, span: Span) -> Span:
    raw = text[span.start : span.end]
    lead = _LEADS.match(raw)
    start = span.start + (lead.end() if lead else 0)
    end = span.end
    while end > start and (
        text[end - 1] in " ,;:(\"'-_*" or (text[end - 1] == "." and not re.search(r"\b\w{1,4}\.$", text[start:end]))
    ):
        end -= 1
    return Span(start, end)


def _features(contract: Contract, span: Span, value: str, raw: str) -> Features:
    before, after = contract.before(span.start, 100), contract.after(span.end, 260)
    distance = span.start - contract.between
    words = value.split()
    features = {f"<{n}": v for n, v in cues(_BEFORE, before).items()} | {
        f">{n}": v for n, v in cues(_AFTER, after).items()
    }
    features |= words_around(contract, span, before=3, after=3)
    features |= {
        "form at end": float(bool(re.search(rf"\b{_FORM}\.?\)?$", raw, re.IGNORECASE))),
        "form inside": float(bool(_FORM_END.search(raw[:-6]))),
        "capitals": float(raw.isupper()),
        "capitalised": sum(word[:1].isupper() for word in raw.split()) / max(len(raw.split()), 1),
        "words": min(len(words), 8) / 8,
        "one word": float(len(words) == 1),
        "two or three": float(2 <= len(words) <= 3),
        "not a name": float(bool(_NOT_NAMES.search(raw))),
        "digits": float(any(c.isdigit() for c in raw)),
        "preamble": float(-50 < distance < 1200),
        "near": 1 / (1 + abs(distance) / 200),
        "head": float(span.start < 1500),
        "signature": float(span.start >= contract.signatures),
        "comma": float("," in raw),
        "ands": float(" and " in f" {raw} "),
        "lower start": float(raw[:1].islower()),
        "anchor": float(contract.has_anchor),
        "bracket": float("(" in raw),
    }
    person = (
        2 <= len(words) <= 4
        and not features["form inside"]
        and not features["form at end"]
        and features["capitalised"] == 1.0
    )
    head = features["preamble"] > 0
    features["person before alias"] = float(person and ">alias" in features and head)
    features["name before alias"] = float(">alias" in features and head and features["capitalised"] > 0.7)
    features["person after and"] = float(person and head and bool({"<and", "<between", "<bracket"} & set(features)))
    features["form in preamble"] = float(bool(features["form at end"]) and head)
    features["stated, not filed"] = float("<source" not in features and ">filing" not in features)
    return features


def _compare(contract: Contract, candidates: list[Candidate]) -> None:
    values = {candidate.value for candidate in candidates}
    for one in candidates:
        one.features["mentions"] = min(len(one.spans), 5) / 5
        one.features["signed"] = float("from signature" in one.features or "from signature line" in one.features)
        one.features["signed and head"] = float(one.features["signed"] and one.features.get("preamble", 0) > 0)
        one.features["within another"] = float(
            any(f" {one.value} " in f" {other} " for other in values if other != one.value)
        )
        one.features["holds another"] = float(
            any(f" {other} " in f" {one.value} " for other in values if other != one.value)
        )
        raw = contract.folded[one.spans[0].start : one.spans[0].end]
        one.features["anywhere"] = min(contract.folded.count(raw), 6) / 6


def without_overlaps(scored: list[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """The most likely first. A name that contains a more likely one, or is contained in it, is dropped."""
    chosen: list[tuple[Candidate, float]] = []
    for candidate, score in sorted(scored, key=lambda pair: -pair[1]):
        padded = f" {candidate.value} "
        if not any(padded in f" {other.value} " or f" {other.value} " in padded for other, _ in chosen):
            chosen.append((candidate, score))
    return chosen
