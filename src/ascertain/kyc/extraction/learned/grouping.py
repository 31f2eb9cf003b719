"""Proposed facts as facts of subjects: whose birth date, whose share; who owns, directs or represents the company.

A value belongs to the name on its line, else to the last name above it, as registers and extracts are read by people.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ascertain.kyc.extraction.card_values import mixes_scripts
from ascertain.kyc.extraction.learned.candidates import Candidate
from ascertain.kyc.extraction.learned.decoding import Accepted
from ascertain.kyc.extraction.learned.facts import Proposed
from ascertain.kyc.extraction.method import with_confidence
from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.values import Bearer, bearer_of, normalise_name

_SCHEMAS = {
    "company": "Company",
    "person": "Person",
    "document": "Document",
    "identity": "Identification",
    "account": "BankAccount",
    "payment": "Payment",
}
# role -> schema of the link, its property for the role's bearer, its property for the company, and the prefixes of subjects
_LINKS = {
    "owner": ("Ownership", "owner", "asset", "ownership"),
    "director": ("Directorship", "director", "organization", "directorship"),
    "agent": ("Representation", "agent", "client", "representation"),
}
_LEAST_NAME = 0.3  # least probability of a name by itself: what looks like one is often none
_SHARE_OF_NAME = 0.35  # least probability of a role for a link
_MIXED_SCRIPTS = 0.5  # factor for words with letters of two scripts: one of them was misread
_LINES_BEFORE = 6  # a value may come this many lines before the only name that can bear it

Place = tuple[int, int, float]


@dataclass(slots=True)
class _Party:
    """A person or company of the document, and all places of its name."""

    subject: str
    name: Proposed
    is_company: bool
    places: list[Place] = field(default_factory=list)
    roles: dict[str, tuple[float, Accepted]] = field(default_factory=dict)


def _place(candidate: Candidate) -> Place:
    cell = candidate.cell
    return cell.page_number, cell.line, cell.x0


def grouped(
    proposed: Sequence[Proposed],
    probabilities: Sequence[float],
    links: Sequence[Accepted],
    subject_of: Callable[[str, str], str],
    *,
    least: float,
) -> list[FoundFact]:
    """The facts of a document.

    Args:
        probabilities: of each proposed fact.
        links: accepted values of links, such as shares and offices.
        subject_of: the subject that the document's type has for a group and schema ("company", "Company"), or "".
        least: proposed facts below are left out, unless a link needs the name.
    """
    company = _company_of(proposed)
    parties = _parties(proposed, probabilities, company, subject_of, least)
    facts: list[FoundFact] = []
    for party in parties:
        facts += _name_facts(party, dict(zip(map(id, proposed), probabilities, strict=True)))
    heads = sorted((place, index) for index, party in enumerate(parties) for place in party.places)
    for one, probability in zip(proposed, probabilities, strict=True):
        if one.property_name != "name" and probability >= least:
            facts.append(_attribute(one, probability, parties, heads, subject_of, company))
    facts += _link_facts(parties, heads, links, company, subject_of)
    named = {party.subject for party in parties if party.name is company}
    needed = {fact.value for fact in facts} | {fact.subject for fact in facts if fact.property != "name"}
    # Of a company that nothing else is stated of, the name has to be as sure as any other fact.
    return [fact for fact in facts if fact.confidence >= least or fact.subject not in named - needed]


def _company_of(proposed: Sequence[Proposed]) -> Proposed | None:
    """The document's own company: the most probable subject."""
    found = [
        (place.probability, index)
        for index, one in enumerate(proposed)
        for place in one.places
        if place.key == "subject"
    ]
    return proposed[max(found)[1]] if found else None


def _parties(
    proposed: Sequence[Proposed],
    probabilities: Sequence[float],
    company: Proposed | None,
    subject_of: Callable[[str, str], str],
    least: float,
) -> list[_Party]:
    parties: list[_Party] = []
    numbers = {"company": 0, "person": 0}
    for one, probability in zip(proposed, probabilities, strict=True):
        if one.property_name != "name" or not (
            probability >= max(least, _LEAST_NAME) or _has_role(one) or one is company
        ):
            continue
        is_company = _is_company(one)
        group = "company" if is_company else "person"
        if one is company:
            subject = subject_of("company", "Company") or "company"
        else:
            numbers[group] += 1
            only = group == "person" and numbers[group] == 1 and subject_of("person", "Person")
            subject = only or f"{group}-{numbers[group]}"
        party = _Party(subject, one, is_company)
        for place in one.places:
            party.places.append(_place(place.candidate))
            if place.key in _LINKS and place.probability > party.roles.get(place.key, (0.0, place))[0]:
                party.roles[place.key] = (place.probability, place)
        parties.append(party)
    return parties


def _has_role(one: Proposed) -> bool:
    return any(place.key in _LINKS and place.probability >= _SHARE_OF_NAME for place in one.places)


def _is_company(one: Proposed) -> bool:
    bearer = bearer_of(one.value)
    if bearer is not Bearer.UNKNOWN:
        return bearer is Bearer.COMPANY
    company = sum(place.probability for place in one.places if place.key in ("subject", "company.name"))
    person = sum(place.probability for place in one.places if place.key == "person.name")
    return company >= person


def _name_facts(party: _Party, probability_of: Mapping[int, float]) -> list[FoundFact]:
    schema = "Company" if party.is_company else "Person"
    value = normalise_name(party.name.value) or party.name.value
    return [_fact(party.subject, schema, "name", value, party.name.places[0].candidate, probability_of[id(party.name)])]


def _attribute(
    one: Proposed,
    probability: float,
    parties: Sequence[_Party],
    heads: Sequence[tuple[Place, int]],
    subject_of: Callable[[str, str], str],
    company: Proposed | None,
) -> FoundFact:
    best = one.places[0]
    group = best.key.partition(".")[0]
    if group == "currency":
        group = "company" if company is not None and not subject_of("account", "BankAccount") else "account"
    schema = _SCHEMAS[group]
    subject = subject_of(group, schema) or group
    if group in ("person", "company"):
        wanted = group == "company"
        bearers = [index for index, party in enumerate(parties) if party.is_company == wanted]
        index = _bearer_of(_place(best.candidate), heads, bearers, nearest_only=wanted)
        if index is not None:
            subject = parties[index].subject
        elif wanted and company is not None:
            subject = subject_of("company", "Company") or "company"
    return _fact(subject, schema, one.property_name, one.value, best.candidate, probability)


def _bearer_of(
    place: Place, heads: Sequence[tuple[Place, int]], bearers: Sequence[int], *, nearest_only: bool = False
) -> int | None:
    """The party that a value at this place belongs to: on its line, else the last one above, else the next one below."""
    allowed = set(bearers)
    page, line, x = place
    same = [(abs(head[2] - x), index) for head, index in heads if head[:2] == (page, line) and index in allowed]
    if same:
        return min(same)[1]
    before = bisect_right(heads, (place, len(allowed) + len(heads)))
    above = next(((head, index) for head, index in reversed(heads[:before]) if index in allowed), None)
    if above and not (nearest_only and (above[0][0] != page or line - above[0][1] > 3)):
        return above[1]
    below = next(((head, index) for head, index in heads[before:] if index in allowed), None)
    if below and below[0][0] == page and below[0][1] - line <= _LINES_BEFORE and not nearest_only:
        return below[1]
    return None


def _link_facts(
    parties: Sequence[_Party],
    heads: Sequence[tuple[Place, int]],
    links: Sequence[Accepted],
    company: Proposed | None,
    subject_of: Callable[[str, str], str],
) -> list[FoundFact]:
    if company is None:
        return []
    asset = subject_of("company", "Company") or "company"
    facts: list[FoundFact] = []
    bearing = [index for index, party in enumerate(parties) if party.name is not company]
    by_party: dict[int, list[Accepted]] = {}
    for value in links:
        index = _bearer_of(_place(value.candidate), heads, bearing)
        if index is not None:
            by_party.setdefault(index, []).append(value)
    for role, (schema, bearer, target, prefix) in _LINKS.items():
        number = 0
        for index in bearing:
            party = parties[index]
            probability, place = party.roles.get(role, (0.0, None))
            if place is None or probability < _SHARE_OF_NAME:
                continue
            number += 1
            subject = f"{prefix}-{number}"
            facts.append(_fact(subject, schema, bearer, party.subject, place.candidate, probability))
            facts.append(_fact(subject, schema, target, asset, place.candidate, probability))
            facts += _of_link(subject, schema, role, place, by_party.get(index, ()))
    return facts


_OF_ROLE = {
    "owner": ("sharesCount", "percentage", "sharesValue", "shareClass", "role", "startDate", "endDate"),
    "director": ("role", "startDate", "endDate"),
    "agent": ("role", "startDate", "endDate"),
}


def _of_link(subject: str, schema: str, role: str, place: Accepted, values: Sequence[Accepted]) -> list[FoundFact]:
    """The nearest value of each property of a link."""
    found = []
    here = _place(place.candidate)
    for name in _OF_ROLE[role]:
        near = [
            (abs(_place(one.candidate)[1] - here[1]), -one.probability, number)
            for number, one in enumerate(values)
            if one.key == f"link.{name}" and one.candidate.cell.page_number >= here[0]
        ]
        if near:
            one = values[min(near)[2]]
            found.append(_fact(subject, schema, name, one.candidate.value, one.candidate, one.probability))
    return found


def _fact(subject: str, schema: str, name: str, value: str, candidate: Candidate, probability: float) -> FoundFact:
    boxes = (
        candidate.cell.boxes(candidate.start, candidate.end),
        *(cell.boxes(0, len(cell.text)) for cell in candidate.more_cells),
    )
    page = candidate.cell.page_number
    fact = FoundFact(subject, schema, name, value, candidate.raw, page, boxes, "model", 0.5)
    return with_confidence(fact, probability * (_MIXED_SCRIPTS if mixes_scripts(candidate.raw) else 1.0))
