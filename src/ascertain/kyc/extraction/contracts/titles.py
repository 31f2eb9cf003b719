"""The title of a contract: lines of its head, runs of capitals, and "this ... Agreement" in the text."""

import re
from collections.abc import Iterator

from ascertain.kyc.extraction.contracts.candidates import Candidate, Contract, Features
from ascertain.kyc.extraction.contracts.text import Span

_KIND = (
    r"agreement|contract|amendment|addendum|license|lease|plan|policy|charter|memorandum|letter|terms|"
    r"schedule|statement|deed|guarantee|order|exhibit|understanding"
)
_KINDS = re.compile(rf"\b(?:{_KIND})s?\b", re.IGNORECASE)
_TOKEN = re.compile(r"\S+")
_ENDS_TITLE = re.compile(rf"^\W*(?:{_KIND})s?\W*$", re.IGNORECASE)
_JOINS = frozenset("and of for to the in on a an & by with - from or".split())
# Words before which a title does not begin, because they end something else. The legal forms are fixed here and not taken from
# the table, because the trained ranker scores these candidates.
_BREAKS = re.compile(
    r"[.,:;)\]\"'\d_]$|^(?:this|the|inc|llc|ltd|corp|corporation|plc|company|limited|between|exhibit|form|of|copy|requested|commission)\W*$",
    re.IGNORECASE,
)
_LONGEST_WORDS = 14
_TITLED = re.compile(
    r"\b(?:this|the|that certain|This|THIS|The)\s((?:[A-Z][\w&,'/-]*\s|and\s|of\s|for\s|"
    r"to\s){0,12}(?:Agreement|Contract|Amendment|Addendum|AGREEMENT|CONTRACT|AMENDMENT|ADDENDUM|Lease|"
    r"License)"
    r"(?:\s(?:No\.?|Number|#)\s?\d+)?)"
)
_HEAD_LINES, _HEAD_CHARS = 40, 6000  # titles are on the first page
_MOST_TITLE_LINES, _MOST_TITLE_CHARS = 4, 220
_NOISE = re.compile(
    r"^(?:exhibit|ex-|source|page|execution|confidential|\W|\d|certain|portions|\[)|exhibit\s|\bpage\b|\d{1,2}/\d{1,2}/\d{2,4}",
    re.I,
)


def folded_title(text: str) -> str:
    """The title for comparison: letters and digits in lower case."""
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", text.lower().replace("'", "")).split())


def title_candidates(contract: Contract) -> list[Candidate]:
    """Spans that may be the title, one candidate per value, with where and how often the text repeats it."""
    found: dict[str, Candidate] = {}
    for source, span in _stretches(contract):
        trimmed = _trimmed(contract.text, span)
        value = folded_title(contract.text[trimmed.start : trimmed.end])
        words = value.split()
        if not 1 <= len(words) <= 25 or not _KINDS.search(value):
            continue
        candidate = found.get(value)
        if candidate is None:
            candidate = found[value] = Candidate(value, [trimmed], _features(contract, trimmed, value))
        else:
            candidate.spans.append(trimmed)
        candidate.features[f"from {source}"] = 1.0
    candidates = list(found.values())
    _compare(candidates)
    return candidates


def _stretches(contract: Contract) -> Iterator[tuple[str, Span]]:
    lines = contract.source.lines(_HEAD_LINES)
    for index, line in enumerate(lines):
        if line.start > _HEAD_CHARS:
            break
        for count in range(1, _MOST_TITLE_LINES + 1):
            if index + count <= len(lines) and lines[index + count - 1].end - line.start < _MOST_TITLE_CHARS:
                yield f"lines {count}", Span(line.start, lines[index + count - 1].end)
    yield from _runs_to_a_kind(contract)
    for match in _TITLED.finditer(contract.text[:20_000]):
        yield "this", Span(match.start(1), match.end(1))


def _runs_to_a_kind(contract: Contract) -> Iterator[tuple[str, Span]]:
    """Runs of capitalised words from a possible start of a title to a word such as "AGREEMENT"."""
    tokens = list(_TOKEN.finditer(contract.text[:_HEAD_CHARS]))
    line_starts = set(contract.source.line_starts[:400])
    for index, token in enumerate(tokens):
        if not _ENDS_TITLE.match(token[0]) or token[0][0].islower():
            continue
        for begin in range(index, max(index - _LONGEST_WORDS, -1), -1):
            word = tokens[begin][0]
            if word[0].islower() and word.strip(",") not in _JOINS:
                break
            before = tokens[begin - 1][0] if begin else "."
            if tokens[begin].start() in line_starts or _BREAKS.search(before) or before[0].islower():
                yield "run", Span(tokens[begin].start(), token.end())


def _trimmed(text: str, span: Span) -> Span:
    """The span without an exhibit number before the title, and without dates, "between" and punctuation after it."""
    start, end = span.start, span.end
    head = re.match(
        r"(?:\W*(?:exhibit\s|ex-)[\d.A-Za-z()-]{1,8}\W+|\W+|(?:this|the)\s)+", text[start:end], re.IGNORECASE
    )
    start += head.end() if head else 0
    tail = re.search(
        r"\s(?:this|by and between|between|dated|made|is made|entered|\(the)\b.*$|\s?\(?\"?agreement\"\)?$",
        text[start:end],
        re.IGNORECASE,
    )
    if tail and tail.start() > 5:
        end = start + tail.start()
    while end > start and not text[end - 1].isalnum() and text[end - 1] not in ")":
        end -= 1
    return Span(start, max(end, start))


def _features(contract: Contract, span: Span, value: str) -> Features:
    raw = contract.text[span.start : span.end]
    words = value.split()
    last = _KINDS.findall(value)[-1]
    repeated = len(re.findall(r"\bthis " + re.escape(raw.lower()) + r"\b", contract.folded))
    generic = len(words) == 1
    after = contract.after(span.end, 60)
    return _neighbours(contract, span) | {
        "capitals": float(raw.isupper()),
        "titled": float(raw.istitle()),
        "words": min(len(words), 12) / 12,
        "long": float(len(words) > 9),
        "generic": float(generic),
        f"ends {last}": float(value.endswith(last)),
        "ends with kind": float(bool(re.search(rf"(?:{_KIND})s?$", value))),
        "this": min(repeated, 3) / 3,
        "anywhere": min(contract.folded.count(raw.lower()), 5) / 5,
        "offset": min(span.start, 3000) / 3000,
        "very first": float(span.start < 60),
        "noise": float(bool(_NOISE.search(raw))),
        "before between": float(span.end <= contract.between),
        "after between": float(span.start > contract.between),
        "party word": float(bool(re.search(r"\b(?:inc|llc|ltd|corp|between|among|dated)\b", value))),
        "then this": float(bool(re.match(r"\W*this\b", after))),
        "then between": float(bool(re.match(r"\W*(?:by and )?(?:between|among)", after))),
        "then dated": float(bool(re.match(r"\W*(?:dated|as of|effective)", after))),
        "starts agreement": float(words[0] in ("agreement", "this")),
        "kinds": min(len(_KINDS.findall(value)), 3) / 3,
        "starts line": float(span.start in contract.source.line_starts[:200]),
        "digits": float(any(word.isdigit() for word in words)),
        "starts article": float(words[0] in ("a", "an", "in", "of", "and", "to", "for")),
        "form of": float(value.startswith("form of")),
        "paren": float("(" in raw),
        "parties follow": float(bool(re.match(r"\W{0,3}(?:this|by|between|dated|among|the parties)", after))),
    }


def _neighbours(contract: Contract, span: Span) -> Features:
    """Features of whether a title was cut out of a longer run of capitals, and whether it fills its lines."""
    left = contract.text[max(span.start - 40, 0) : span.start].split()
    right = contract.text[span.end : span.end + 40].split()
    starts = contract.source.line_starts[:400]
    return {
        "capitals before": float(
            bool(left) and left[-1].isupper() and left[-1].isalpha() and left[-1] not in ("OF", "THIS", "EXHIBIT")
        ),
        "form before": float(
            bool(left)
            and bool(re.match(r"(?:inc|llc|ltd|corp|corporation|plc|company|limited|lp)\W*$", left[-1], re.I))
        ),
        "of before": float(bool(left) and left[-1].lower() == "of"),
        "this before": float(bool(left) and left[-1].lower() == "this"),
        "capitals after": float(
            bool(right)
            and right[0].isupper()
            and right[0].isalpha()
            and right[0] not in ("THIS", "BY", "BETWEEN", "AMONG", "DATED", "A", "I")
        ),
        "ends line": float(span.end + 1 in starts),
        "whole lines": float(span.start in starts and span.end + 1 in starts),
    }


def _compare(candidates: list[Candidate]) -> None:
    """Features of whether candidates contain each other: the full title is wanted, not its end."""
    for one in candidates:
        holders = [c for c in candidates if c is not one and f" {one.value} " in f" {c.value} "]
        held = [c for c in candidates if c is not one and f" {c.value} " in f" {one.value} "]
        one.features["within another"] = min(len(holders), 4) / 4
        one.features["holds another"] = min(len(held), 4) / 4
        one.features["capital holder"] = float(
            any(c.features.get("capitals") and c.features.get("from lines 1") for c in holders)
        )
        one.features["holds title"] = float(
            any(c.features.get("capitals") and c.features.get("from lines 1") for c in held)
        )
