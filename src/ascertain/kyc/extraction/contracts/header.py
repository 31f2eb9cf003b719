"""The header of a contract: six fields, each chosen among its candidates or left out."""

from collections.abc import Mapping
from dataclasses import dataclass

from ascertain.kyc.extraction.contracts.candidates import Candidate, Contract, date_candidates
from ascertain.kyc.extraction.contracts.laws import law_candidates
from ascertain.kyc.extraction.contracts.parties import party_candidates, without_overlaps
from ascertain.kyc.extraction.contracts.ranking import FieldModel, models
from ascertain.kyc.extraction.contracts.terms import expiration_candidates
from ascertain.kyc.extraction.contracts.text import ContractText, Span
from ascertain.kyc.extraction.contracts.titles import title_candidates

FIELDS = ("title", "parties", "agreement_date", "effective_date", "expiration_date", "governing_law")
_MOST_PARTIES = 40  # bounds the facts of one contract


@dataclass(frozen=True, slots=True)
class Answer:
    """A value, the span that states it, and the probability that it is right."""

    value: str
    span: Span
    confidence: float


def extract_header(text: ContractText, using: Mapping[str, FieldModel] | None = None) -> dict[str, list[Answer]]:
    """The answers for each field, the most likely first; empty if no candidate reaches the threshold.

    Titles and parties are quoted from the text. Dates are ISO, partial if the contract leaves blanks, or "perpetual". Laws are one
    lower-case name.
    """
    ranked = using or models()
    contract = Contract(text)
    found = {
        "title": _chosen(ranked["title"], title_candidates(contract)),
        "governing_law": _chosen(ranked["governing_law"], law_candidates(contract)),
        "parties": _parties(ranked["parties"], contract),
    }
    dates = date_candidates(contract)
    agreement = scored(ranked["agreement_date"], dates)
    effective = scored(ranked["effective_date"], effective_candidates(contract, dates, dict_of(agreement)))
    ends = expiration_candidates(contract, starts_of(agreement, effective), dates)
    found["agreement_date"] = _best(ranked["agreement_date"], agreement)
    found["effective_date"] = _best(ranked["effective_date"], effective)
    found["expiration_date"] = _chosen(ranked["expiration_date"], ends)
    for name in ("title", "parties"):
        found[name] = [
            Answer(text.text[a.span.start : a.span.end], a.span, a.confidence) for a in found[name][:_MOST_PARTIES]
        ]
    return found


def scored(model: FieldModel, candidates: list[Candidate]) -> list[tuple[Candidate, float]]:
    """The candidates with their scores, best first."""
    pairs = [(candidate, model.score(candidate.features)) for candidate in candidates]
    return sorted(pairs, key=lambda pair: -pair[1])


def dict_of(pairs: list[tuple[Candidate, float]]) -> dict[str, float]:
    """The scores by value."""
    return {candidate.value: score for candidate, score in pairs}


def effective_candidates(contract: Contract, dates: list[Candidate], agreement: dict[str, float]) -> list[Candidate]:
    """The dates, with the probability of being the agreement date as a feature: in four of five contracts both are the same."""
    likeliest = max(agreement, key=lambda value: agreement[value], default="")
    defined = float("effective date" in contract.folded)
    found = []
    for date in dates:
        more = {
            "p agreement": agreement.get(date.value, 0.0),
            "is agreement": float(date.value == likeliest),
            "defined": defined,
            "defined elsewhere": float(defined and date.value != likeliest),
            "later": float(date.value > likeliest),
        }
        found.append(Candidate(date.value, date.spans, date.features | more, date.mentions))
    return found


def starts_of(
    agreement: list[tuple[Candidate, float]], effective: list[tuple[Candidate, float]]
) -> list[tuple[str, float]]:
    """The dates from which a term may run: the most likely effective date, then the agreement date."""
    starts: dict[str, float] = {}
    for pairs in (effective[:1], agreement[:1], effective[1:2]):
        for candidate, score in pairs:
            starts.setdefault(candidate.value, score)
    return list(starts.items())


def _chosen(model: FieldModel, candidates: list[Candidate]) -> list[Answer]:
    return _best(model, scored(model, candidates))


def _best(model: FieldModel, pairs: list[tuple[Candidate, float]]) -> list[Answer]:
    return [_answer(model, *pair) for pair in pairs[:1] if pair[1] >= model.threshold]


def _parties(model: FieldModel, contract: Contract) -> list[Answer]:
    likely = [pair for pair in scored(model, party_candidates(contract)) if pair[1] >= model.threshold]
    return [_answer(model, *pair) for pair in without_overlaps(likely)]


def _answer(model: FieldModel, candidate: Candidate, score: float) -> Answer:
    """The value, at its mention with the highest score."""
    best = 0
    if candidate.mentions and len(candidate.mentions) == len(candidate.spans):
        best = max(range(len(candidate.spans)), key=lambda index: model.linear(candidate.mentions[index]))
    return Answer(candidate.value, candidate.spans[best], round(model.confidence(score), 4))
