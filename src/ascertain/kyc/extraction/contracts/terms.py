"""The expiration date: stated as a date, computed from a start and a period, or "perpetual"."""

import re
from collections.abc import Iterator

from ascertain.kyc.extraction.contracts.candidates import (
    Candidate,
    Contract,
    compiled,
    cues,
    grouped,
    words_around,
)
from ascertain.kyc.extraction.contracts.dates import Period, add_months, find_periods
from ascertain.kyc.extraction.contracts.text import Span

_BEFORE = compiled(
    ("term", r"\bterm\b"),
    ("initial term", r"\binitial (?:\w+ )?term\b"),
    ("for a", r"\bfor (?:a|an)(?: \w+){0,3} (?:period|term) of\s*$|\bfor\s*$"),
    ("period of", r"\bperiod of\b"),
    ("renew", r"\brenew\w*|successive|additional|extend\w*|extension"),
    ("notice", r"\bnotice\b"),
    ("survive", r"\bsurviv\w+|after (?:the )?(?:termination|expiration)|following"),
    ("warranty", r"\bwarrant\w*|confidential\w*|records?|audit|insurance|within\b"),
    ("commence", r"\bcommenc\w*|begin\w*|start\w*"),
    ("continue", r"\bcontinue\w*|remain\w*|in (?:full )?(?:force|effect)"),
    ("until", r"\buntil\b|through\b|expire\w*"),
    ("this agreement", r"\bthis (?:\w+ ){0,3}agreement\b"),
    ("effective date", r"\beffective date\b|date hereof|execution"),
    ("heading", r"\b(?:term|duration|period)\b\s?[.:-]"),
    ("shall be", r"\bshall be\s*$"),
    ("exceed", r"\bexceed|least|than\b"),
    ("non-compete", r"\bcompet\w+|solicit\w*"),
    ("pay", r"\bpay\w*|fee\b|royalt\w*|price"),
)
_AFTER = compiled(
    ("from", r"^\W*(?:from|after|commencing|beginning|following)\b"),
    ("effective", r"^.{0,60}\b(?:effective date|date hereof|date of this|execution|commencement)"),
    ("unless", r"^.{0,80}\bunless\b"),
    ("renew", r"^.{0,150}\brenew\w*|successive|extend"),
    ("notice", r"^.{0,40}\bnotice\b"),
    ("terms", r"^\W*(?:term|period)s?\b"),
    ("after termination", r"^.{0,40}\b(?:termination|expiration)"),
    ("initial term", r'^.{0,120}"(?:initial )?term'),
    ("of the", r"^\W*of the (?:effective|commencement|date)"),
    ("end", r"^\W*\."),
    ("experience", r"^.{0,30}\b(?:experience|old|prior|preceding)"),
)
_PERPETUAL = re.compile(
    r"perpetu\w+|indefinite\w*|(?:continue|remain|be|is|in)\b[^.]{0,50}(?:full force|force|"
    r"effect)\b[^.]{0,60}\b(?:until|unless)\b[^.]{0,40}\bterminat\w+|until (?:it is |such time as it is "
    r")?terminated|"
    r"continue\w*[^.]{0,80}\buntil\b[^.]{0,60}terminat\w+|until (?:all|the (?:expiration|last|later|"
    r"latest|termination|completion))|"
    r"(?:last|latest)[- ]to[- ]expire|no (?:fixed|stated|definite) term|for so long as|as long as|at[- ]will"
)
_PERPETUAL_NEAR = compiled(
    ("term", r"\bterm\b"),
    ("agreement", r"this (?:\w+ ){0,3}agreement"),
    ("license", r"licen[sc]e"),
    ("renew", r"renew"),
    ("heading", r"\bterm\b\s?[.:-]"),
    ("commence", r"commenc|effective (?:date|as of)"),
    ("years", r"\b(?:years?|months?)\b"),
    ("survive", r"surviv"),
    ("confidential", r"confidential|secret|propriet"),
    ("initial", r"initial term"),
    ("royalty", r"royalt|product|patent|countr"),
    ("terminated", r"terminated (?:in accordance|as provided|by|pursuant|earlier)"),
)


# Weight and pattern of what makes a sentence the clause that sets the term, or another one. The sum of the weights is a feature.
_CLAUSE = (
    (3.0, re.compile(r"term of (?:this|the) (?:\w+ ){0,3}(?:agreement|contract|addendum|license|appointment)")),
    (3.0, re.compile(r'\((?:the|this|such|each)?[^)"]{0,30}"(?:initial |contract )?(?:term|period)"')),
    (2.0, re.compile(r"\binitial (?:\w+ )?(?:term|period)\b")),
    (
        2.0,
        re.compile(
            r"(?:agreement|contract|appointment|term) (?:shall|will|is|has|hereof)[^.]{0,40}\b(?:commence|begin|"
            r"effective|continue|remain|expire|terminate|end|force|for an? )"
        ),
    ),
    (
        2.0,
        re.compile(
            r"unless (?:\w+ ){0,2}(?:earlier|sooner|otherwise|previously|terminated|extended)|terminated earlier|earlier terminat"
        ),
    ),
    (1.0, re.compile(r"effective date|date hereof|date of this|commencement date")),
    (1.0, re.compile(r"\b(?:commenc|begin)\w*")),
    (1.0, re.compile(r"period of|(?:continue|remain)\w{0,20}[^.]{0,30}(?:force|effect|until|for)")),
    (
        1.0,
        re.compile(
            r"^\W*(?:[\divxa-z.]{1,6}\s)?(?:term|duration|term and termination|term of agreement|contract term)\b"
        ),
    ),
    (-2.0, re.compile(r"surviv|confidential|warrant|record|insur|compet|solicit|invoice|payment|royalt")),
    (-1.0, re.compile(r"\bnotice\b|material breach|renewal term")),
)
_CLAUSE_BEFORE, _CLAUSE_AFTER = 260, 220  # characters around a mention
_LIKELY_CLAUSE = 0.8
_SHORTEST_MONTHS = 3  # shorter periods are of notice and payment
_NEAR_CHARS = 160  # a date this close to a period may be its start


def _clause(contract: Contract, span: Span) -> dict[str, float]:
    """Features of how much the sentence around a mention resembles the clause that sets the term."""
    before, after = contract.before(span.start, _CLAUSE_BEFORE), contract.after(span.end, _CLAUSE_AFTER)
    start = max(before.rfind(". "), before.rfind("; ")) + 1
    stop = re.search(r"\.\s(?!\()|;\s", after)
    sentence = before[start:] + contract.folded[span.start : span.end] + (after[: stop.start()] if stop else after)
    found = {f"t:{place}": 1.0 for place, (_, pattern) in enumerate(_CLAUSE) if pattern.search(sentence)}
    found["t:sum"] = sum(_CLAUSE[int(name[2:])][0] for name in found) / 5
    return found


def _mark_likeliest_clause(candidates: list[Candidate]) -> None:
    """Mark the candidate in the most likely term clause, and those in the first likely one."""
    most = max((c.features.get("t:sum", 0.0) for c in candidates), default=0.0)
    good = [c for c in candidates if c.features.get("t:sum", 0.0) >= _LIKELY_CLAUSE]
    first = min((span.start for c in good for span in c.spans), default=-1)
    for candidate in candidates:
        own = candidate.features.get("t:sum", 0.0)
        candidate.features["t:most"] = float(own == most and most > 0)
        candidate.features["t:behind"] = min(most - own, 3.0) / 3
        candidate.features["t:first"] = float(
            any(abs(span.start - first) < 400 for span in candidate.spans) and first >= 0
        )


def expiration_candidates(
    contract: Contract, starts: list[tuple[str, float]], dates: list[Candidate]
) -> list[Candidate]:
    """Candidates of all three kinds.

    Args:
        starts: dates from which a term may run, with their scores: the effective date and the agreement date.
        dates: the dates of the contract as candidates.
    """
    found = [
        Candidate(date.value, list(date.spans), {**date.features, "is date": 1.0}, date.mentions) for date in dates
    ]
    for candidate in found:
        later_than = max((start for start, _ in starts), default="")
        for name, number in _strongest_clause(contract, candidate).items():
            candidate.features[name] = number
        candidate.features["after start"] = float(candidate.value > later_than)
        candidate.features["is start"] = float(candidate.value in {start for start, _ in starts})
    ends = [end for period in find_periods(contract.text) for end in _ends(contract, period, starts)]
    stated = {candidate.value for candidate in found}
    for candidate in grouped(ends):
        candidate.features["is stated"] = float(candidate.value in stated)
        found.append(candidate)
    found += _perpetual(contract)
    _mark_likeliest_clause(found)
    return found


def _strongest_clause(contract: Contract, candidate: Candidate) -> dict[str, float]:
    return max((_clause(contract, span) for span in candidate.spans[:6]), key=lambda found: found["t:sum"])


def _ends(contract: Contract, period: Period, starts: list[tuple[str, float]]) -> Iterator[Candidate]:
    before, after = contract.before(period.span.start, 200), contract.after(period.span.end, 200)
    features = {f"p<{n}": v for n, v in cues(_BEFORE, before).items()} | {
        f"p>{n}": v for n, v in cues(_AFTER, after).items()
    }
    features |= {f"p{n}": v for n, v in words_around(contract, period.span, before=7, after=5).items()}
    features |= {f"near<{n}": v for n, v in cues(_BEFORE, before[-50:]).items()}
    features |= {
        f"kind {period.kind}": 1.0,
        "years": min(period.months, 240) / 120,
        "whole years": float(period.months % 12 == 0),
        "share": period.span.start / max(len(contract.text), 1),
        "is period": 1.0,
    } | _clause(contract, period.span)
    if period.months < _SHORTEST_MONTHS:
        return
    wanted = [(value, chance, 0.0) for value, chance in starts]
    for mention in contract.dates:
        gap = min(abs(mention.span.start - period.span.end), abs(period.span.start - mention.span.end))
        if gap < _NEAR_CHARS and all(mention.value != value for value, _, _ in wanted):
            wanted.append((mention.value, 0.3, 1.0))
    minus_one = bool(
        re.search(r"(?:day|date) (?:immediately )?(?:prior|preceding|before)|ending on the day", before + after[:80])
    )
    for value, chance, near in wanted:
        for days in (0, -1) if minus_one else (0,):
            end = add_months(value, months=period.months, days=days)
            if end:
                more = {
                    "start chance": chance,
                    "start near": near,
                    "minus one": float(days < 0),
                    "first start": float(bool(starts) and value == starts[0][0]),
                }
                yield Candidate(end, [period.span], features | more)


def _perpetual(contract: Contract) -> list[Candidate]:
    found = []
    for match in _PERPETUAL.finditer(contract.folded):
        span = Span(match.start(), match.end())
        around = contract.before(span.start, 200) + " | " + contract.after(span.end, 160)
        features = {f"e {n}": v for n, v in cues(_PERPETUAL_NEAR, around).items()} | {
            f"e near {n}": v for n, v in cues(_PERPETUAL_NEAR, contract.before(span.start, 60)).items()
        }
        features |= {f"e{n}": v for n, v in words_around(contract, span, before=7, after=5).items()}
        features |= _clause(contract, span) | {
            "is perpetual": 1.0,
            f"e says {match[0].split()[0][:8]}": 1.0,
            "share": span.start / max(len(contract.text), 1),
        }
        found.append(Candidate("perpetual", [span], features))
    return grouped(found)
