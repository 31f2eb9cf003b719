"""The learned reader's facts beside those of the type's own rules: agreement counts, and no rule is believed alone.

Rules are right on the layouts that they were written for; how often on others is measured, and their confidence is what was
measured together with what the learned reader thinks of the same value.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from ascertain.kyc.extraction.card_values import mixes_scripts
from ascertain.kyc.extraction.learned.beside_rules import beside_rules, comparable, is_other_cut
from ascertain.kyc.extraction.learned.facts import property_of
from ascertain.kyc.extraction.learned.keys import keys
from ascertain.kyc.extraction.learned.ranker import Reading
from ascertain.kyc.extraction.method import with_confidence
from ascertain.kyc.extraction.model import Alternative, FoundFact

_RULES = frozenset({"label", "rule", "table"})
_PARTIES = frozenset({"Person", "Company", "LegalEntity", "Organization"})
_BEARERS = {"Ownership": "owner", "Directorship": "director", "Representation": "agent"}
_WEIGHTS = ("bias", "rule", "same", "rival", "unseen")
_CONFIRMED = (
    0.6  # share of the remaining doubt that an agreeing language model removes, as between methods of the rules
)
_DIFFERS = 0.75  # factor on the confidence of a value beside another one of the same property


def merged(
    ruled: Sequence[FoundFact], learned: Sequence[FoundFact], reading: Reading, weights: Mapping[str, float]
) -> list[FoundFact]:
    """All facts, one for each property of a subject.

    Args:
        ruled: facts of the type's methods, with their subjects.
        learned: facts of the learned reader; their subjects become those of the same party among `ruled`.
        reading: all that the learned reader proposed, also with low probability.
        weights: of a rule's confidence given the reader's probability of the same value and of others.
    """
    doubted = [_weighed(fact, reading, weights) for fact in ruled]
    renamed = beside_rules(_renamed(learned, doubted), doubted)
    by_place: dict[tuple[str, str], list[FoundFact]] = defaultdict(list)
    for fact in doubted:
        by_place[fact.subject, fact.property].append(fact)
    for fact in renamed:
        by_place[fact.subject, fact.property].append(fact)
    return [one for found in by_place.values() for one in _one(found)]


def evidence_of(fact: FoundFact, reading: Reading) -> tuple[float, float, float, float, float] | None:
    """What is known of a rule's fact: its own confidence, the reader's probability of the same value and of the best other one.

    None for facts that prove themselves, and for properties that the reader does not know.
    """
    if fact.method not in _RULES or fact.property not in _properties() or fact.validation == "checksum ok":
        return None
    same, rival = 0.0, 0.0
    wanted = comparable(fact.value)
    for one, probability in zip(reading.proposed, reading.probabilities, strict=True):
        if one.property_name == fact.property:
            if comparable(one.value) == wanted:
                same = max(same, probability)
            else:
                rival = max(rival, probability)
    return 1.0, _logit(fact.confidence), same, rival, float(same == 0.0)


def _weighed(fact: FoundFact, reading: Reading, weights: Mapping[str, float]) -> FoundFact:
    """A rule's fact with the confidence that rules have on documents of others, given what the reader found."""
    evidence = evidence_of(fact, reading)
    # The reader has the same misread letters before it, and its agreement does not make them right.
    if evidence is None or mixes_scripts(fact.quote):
        return fact
    score = sum(weights[name] * number for name, number in zip(_WEIGHTS, evidence, strict=True))
    return with_confidence(fact, 1 / (1 + math.exp(-score)))


@cache
def _properties() -> frozenset[str]:
    return frozenset(property_of(key.name) for key in keys())


def _logit(confidence: float) -> float:
    clipped = min(max(confidence, 0.02), 0.98)
    return math.log(clipped / (1 - clipped))


def _renamed(learned: Sequence[FoundFact], ruled: Sequence[FoundFact]) -> list[FoundFact]:
    """The learned facts under the subjects that the rules gave to the same parties, and the same links."""
    by_name = {comparable(f.value): f.subject for f in ruled if f.property == "name" and f.schema in _PARTIES}
    names = [fact for fact in ruled if fact.property == "name" and fact.schema in _PARTIES]
    new: dict[str, str] = {}
    for fact in learned:
        if fact.property == "name":
            # Less or more of the same words is the same party, cut differently.
            cut = next((one.subject for one in names if is_other_cut(fact, one)), None)
            if known := by_name.get(comparable(fact.value), cut):
                new[fact.subject] = known
    bearers = {(fact.schema, fact.value): fact.subject for fact in ruled if fact.property == _BEARERS.get(fact.schema)}
    for fact in learned:
        if fact.property == _BEARERS.get(fact.schema):
            known = bearers.get((fact.schema, new.get(fact.value, fact.value)))
            if known:
                new[fact.subject] = known
    used = {fact.subject for fact in ruled}
    schemas = {fact.subject: fact.schema for fact in ruled}
    out = []
    for fact in learned:
        subject = new.get(fact.subject, fact.subject)
        if subject in used and subject not in new.values() and not _is_kind_of(schemas[subject], fact.schema):
            subject = f"{subject}-read"  # a subject of the type with the same name is something else
        value = new.get(fact.value, fact.value) if _is_link(fact) else fact.value
        out.append(replace(fact, subject=subject, schema=schemas.get(subject, fact.schema), value=value))
    return out


def _is_kind_of(schema: str, other: str) -> bool:
    """Whether a subject of the type can be what the reader found."""
    return schema == other or {schema, other} <= {"Passport", "Identification"} or schema == "LegalEntity"


def _is_link(fact: FoundFact) -> bool:
    return fact.property in ("owner", "asset", "director", "organization", "agent", "client", "holder")


def _one(found: list[FoundFact]) -> list[FoundFact]:
    """Equal values as one fact that names the methods which agree; of different ones the best, with the others beside it."""
    rules = [fact for fact in found if fact.method != "model"]
    read = [fact for fact in found if fact.method == "model"]
    if not read or (rules and _is_link(rules[0])):  # two subjects may bear one name: their links are no rivals
        return [_confirmed(fact) for fact in rules]
    if not rules:
        best = max(read, key=lambda fact: fact.confidence)
        return [_with_others(best, [fact for fact in read if fact is not best])]
    out: list[FoundFact] = []
    for fact in rules:
        same = [one for one in read if comparable(one.value) == comparable(fact.value)]
        confidence = max([fact.confidence, *(one.confidence for one in same)])
        agreeing = replace(with_confidence(fact, confidence), agreed=(*fact.agreed, "model")) if same else fact
        out.append(_confirmed(agreeing))
    known = {comparable(fact.value) for fact in out}
    # Of two cuts of the same words the rule's counts: it knows where the values of its type end.
    others = [
        fact
        for fact in read
        if comparable(fact.value) not in known and not any(is_other_cut(fact, one) for one in rules)
    ]
    if not others or len(out) > 1:  # several values of one property: it has many, and a rule knows which
        return out
    best = max(
        [*out, *others], key=lambda fact: (fact.method != "model" and fact.method not in _RULES, fact.confidence)
    )
    return [_with_others(best, [fact for fact in (*out, *others) if fact is not best])]


def _confirmed(fact: FoundFact) -> FoundFact:
    """A rule's fact with more confidence where a language model has read the same."""
    if fact.method not in _RULES or "llm" not in fact.agreed:
        return fact
    return with_confidence(fact, 1 - (1 - fact.confidence) * (1 - _CONFIRMED))


def _with_others(best: FoundFact, others: Sequence[FoundFact]) -> FoundFact:
    different = [fact for fact in others if comparable(fact.value) != comparable(best.value)]
    if not different:
        return best
    known = tuple(Alternative(f.value, f.quote, f.page_number, f.method, f.confidence) for f in different)
    rival = max(fact.confidence for fact in different)
    lowered = (
        best
        if best.method not in (*_RULES, "model") or rival < best.confidence / 2
        else with_confidence(best, best.confidence * _DIFFERS)
    )
    return replace(lowered, alternatives=(*best.alternatives, *known))
