"""Statements to a graph as of a day: the latest statement of each record counts; closed records and ended interests do not."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.processor_shares import paced
from ascertain.kyc.ownership.bods.validation import InvalidBods, check
from ascertain.kyc.ownership.checks import PartyFacts
from ascertain.kyc.ownership.exemptions import US_MARKETS, RegulatoryStatus
from ascertain.kyc.ownership.mapping import kind_of_type
from ascertain.kyc.ownership.model import DECLARATION, Edge, Graph, PartyKind
from ascertain.kyc.ownership.shares import ONE, ZERO, Share
from ascertain.kyc.ownership.sources import rank_of_source

Statement = dict[str, Any]
# BODS codelist unspecifiedReason, in words.
_REASONS = {
    "noBeneficialOwners": "there is no beneficial owner to name",
    "subjectUnableToConfirmOrIdentifyBeneficialOwner": "the company could not identify the owner",
    "interestedPartyHasNotProvidedInformation": "the holder has not provided the information",
    "subjectExemptFromDisclosure": "the company is exempt from disclosure",
    "interestedPartyExemptFromDisclosure": "the holder is exempt from disclosure",
    "unknown": "the reason is unknown",
    "informationUnknownToPublisher": "the publisher does not know",
}


@dataclass(frozen=True, slots=True)
class Package:
    """Statements in their order, unchanged, and the text that they were read from."""

    statements: tuple[Statement, ...]
    text: str

    def graph(self, as_of: date) -> tuple[Graph, PartyFacts]:
        """The graph on a day, and the facts about parties other than their interests."""
        return _GraphBuilder(self.statements, as_of).result()

    def subject(self) -> str | None:
        """The record that most statements declare as their subject, None without statements."""
        declared = [statement["declarationSubject"] for statement in self.statements]
        return max(sorted(set(declared)), key=declared.count) if declared else None

    def latest_date(self, as_of: date) -> str | None:
        """The date of the latest statement up to a day."""
        days = [str(statement["statementDate"])[:10] for statement in self.statements]
        return max((day for day in days if day <= as_of.isoformat()), default=None)

    def source_ranks(self) -> dict[str, int]:
        """The rank of the source of each statement."""
        return {s["statementId"]: rank_of_source((s.get("source") or {}).get("type") or ()) for s in self.statements}

    def subjects(self) -> list[str]:
        """Every record that is declared as a subject."""
        return sorted({statement["declarationSubject"] for statement in self.statements})


def read(text: str) -> Package:
    """Statements from a JSON array, or from JSON lines. Raises InvalidBods with the places that are wrong."""
    try:
        stripped = text.lstrip("\ufeff \n\r\t")
        if stripped.startswith(("[", "{")) and "\n{" in stripped and not stripped.startswith("["):
            # Decimal, so that a share of 33.3 is 333/1000 and not the nearest double.
            loaded: object = [
                json.loads(line, parse_float=Decimal) for line in paced(text.splitlines()) if line.strip()
            ]
        else:
            loaded = json.loads(stripped, parse_float=Decimal)
    except RecursionError as error:
        raise InvalidBods("The file is nested too deeply.") from error
    except ValueError as error:
        raise InvalidBods(f"The file is not JSON: {error}") from error
    return Package(tuple(check(loaded)), text)


def latest(statements: tuple[Statement, ...], as_of: date) -> list[Statement]:
    """The statement in force for each record on a day: the latest one up to the day, unless it closes the record."""
    day = as_of.isoformat()
    chosen: dict[str, Statement] = {}
    for statement in statements:
        stated = str(statement["statementDate"])[:10]
        if stated <= day:
            known = chosen.get(statement["recordId"])
            # Of two statements of one day the later one in the file counts.
            if known is None or stated >= str(known["statementDate"])[:10]:
                chosen[statement["recordId"]] = statement
    return [statement for statement in chosen.values() if statement.get("recordStatus") != "closed"]


def share_of(stated: dict[str, Any] | None) -> Fraction | Share | None:
    """A share in percent to a fraction or an interval with open ends; None where nothing is stated."""
    if not stated:
        return None
    if "exact" in stated:
        return Fraction(str(stated["exact"])) / 100
    low_open, high_open = "exclusiveMinimum" in stated, "exclusiveMaximum" in stated
    low = stated.get("exclusiveMinimum", stated.get("minimum"))
    high = stated.get("exclusiveMaximum", stated.get("maximum"))
    least = ZERO if low is None else Fraction(str(low)) / 100
    most = ONE if high is None else Fraction(str(high)) / 100
    if least > most:
        raise InvalidInput(f"A share cannot be at least {low} and at most {high}.")
    return Share(least, most, low_open, high_open) if least < most else least


class _GraphBuilder:
    """Collects parties and interests from statements into a graph."""

    def __init__(self, statements: tuple[Statement, ...], as_of: date) -> None:
        self.day = as_of.isoformat()
        self.names: dict[str, str] = {}
        self.persons: set[str] = set()
        self.kinds: dict[str, PartyKind] = {}
        self.countries: dict[str, str | None] = {}
        self.began: dict[str, str] = {}
        self.ended: dict[str, str] = {}
        self.identifiers: dict[str, str] = {}
        self.exemptions: dict[str, list[RegulatoryStatus]] = {}
        self.edges: list[Edge] = []
        self.spans: list[tuple[Edge, str | None, str | None]] = []
        counted = latest(statements, as_of)
        for statement in paced(counted):
            details = statement["recordDetails"]
            if statement["recordType"] == "person":
                self._person(statement["recordId"], details)
            elif statement["recordType"] == "entity":
                self._entity(statement["recordId"], details)
                self._listings(statement)
        # After the parties: a relationship names them, and may come first in a file.
        relations = [s for s in counted if s["recordType"] == "relationship"]
        # Pairs with a direct relationship, to decide whether an indirect one is made up of them.
        self.direct = {
            (s["recordDetails"]["interestedParty"], s["recordDetails"]["subject"])
            for s in relations
            if isinstance(s["recordDetails"]["subject"], str) and isinstance(s["recordDetails"]["interestedParty"], str)
            and any(i.get("directOrIndirect") != "indirect" for i in s["recordDetails"].get("interests") or [{}])
        }  # fmt: skip
        for statement in paced(relations):
            self._relation(statement)

    def result(self) -> tuple[Graph, PartyFacts]:
        graph = Graph(self.names, frozenset(self.persons), tuple(self.edges), self.countries, self.kinds)
        return graph, PartyFacts(self.began, self.ended, {}, self.spans, self.identifiers, self.exemptions)

    def _person(self, party: str, details: dict[str, Any]) -> None:
        names = details.get("names") or []
        unspecified = details.get("unspecifiedPersonDetails") or {}
        why = _REASONS.get(unspecified.get("reason", ""), "")
        nameless = unspecified.get("description") or f"person not named{f': {why}' if why else ''}"
        self.names[party] = names[0]["fullName"] if names else nameless
        if details["personType"] == "unknownPerson":
            self.kinds[party] = "unknown_person"
        else:
            self.persons.add(party)
        nationalities = details.get("nationalities") or []
        self.countries[party] = nationalities[0].get("code") if nationalities else None
        self._dates(party, details.get("birthDate"), details.get("deathDate"))
        self._identify(party, details)

    def _entity(self, party: str, details: dict[str, Any]) -> None:
        entity_type = details["entityType"]
        unspecified = details.get("unspecifiedEntityDetails") or {}
        why = _REASONS.get(unspecified.get("reason", ""), "")
        self.names[party] = details.get("name") or f"entity not named{f': {why}' if why else ''}"
        listed = bool((details.get("publicListing") or {}).get("hasPublicListing"))
        kind = kind_of_type(
            entity_type["type"], entity_type.get("subtype"), entity_type.get("details", ""), listed=listed
        )
        if kind:
            self.kinds[party] = kind
        self.countries[party] = (details.get("jurisdiction") or {}).get("code")
        self._dates(party, details.get("foundingDate"), details.get("dissolutionDate"))
        self._identify(party, details)

    def _listings(self, statement: Statement) -> None:
        listing = statement["recordDetails"].get("publicListing") or {}
        for one in listing.get("securitiesListings") or []:
            # Only markets named in 31 CFR 1020.315(b)(4) give a status; other listings set the kind `listed` alone.
            code = US_MARKETS.get(one.get("marketIdentifierCode") or one.get("operatingMarketIdentifierCode") or "")
            if code:
                source = f"{one['stockExchangeName']}, by statement {statement['statementId']}"
                self.exemptions.setdefault(statement["recordId"], []).append(RegulatoryStatus(code, source))

    def _identify(self, party: str, details: dict[str, Any]) -> None:
        found = next((one["id"] for one in details.get("identifiers") or [] if one.get("id")), None)
        if found:
            self.identifiers[party] = str(found)

    def _dates(self, party: str, began: str | None, ended: str | None) -> None:
        if began:
            self.began[party] = str(began)[:10]
        if ended:
            self.ended[party] = str(ended)[:10]

    def _end(self, end: str | dict[str, Any], record: str, side: str) -> str:
        """The party at one end of a relationship; an unspecified one becomes a party of its own, named by the reason."""
        if isinstance(end, str):
            if end not in self.names:
                self.names[end] = "party not described by any statement"
                self.kinds[end] = "unknown_person" if side == "interested party" else "company"
            return end
        party = f"unspecified-{side.replace(' ', '-')}-{record}"
        why = end.get("description") or _REASONS.get(end["reason"], end["reason"])
        self.names[party] = f"{side} not specified: {why}"
        self.kinds[party] = "unknown_person"
        return party

    def _relation(self, statement: Statement) -> None:
        details = statement["recordDetails"]
        record = statement["recordId"]
        subject = self._end(details["subject"], record, "subject")
        party = self._end(details["interestedParty"], record, "interested party")
        components = bool(details.get("componentRecords"))
        for interest in details.get("interests") or [{}]:
            start, end = interest.get("startDate"), interest.get("endDate")
            indirect = interest.get("directOrIndirect") == "indirect"
            kind = interest.get("type", "unknownInterest")
            # Its parts are stated as well, so counting it would count the same shares twice.
            if indirect and (components or self._leads(party, subject)):
                kind = DECLARATION
            text = interest.get("details", "")
            if indirect and kind != DECLARATION:
                text = f"{text}; stated as indirect, without the parties in between".removeprefix("; ")
            declared = bool(interest.get("beneficialOwnershipOrControl")) and party in self.persons
            share = None if kind == DECLARATION else share_of(interest.get("share"))
            edge = Edge(party, subject, share, (), statement["statementId"], kind, text, declared)
            self.spans.append((edge, start, end))
            if (start or "") <= self.day and not (end and end <= self.day):
                self.edges.append(edge)

    def _leads(self, owner: str, asset: str) -> bool:
        """Whether direct relationships lead from one party to the other through at least one more."""
        waiting = [target for source, target in self.direct if source == owner and target != asset]
        seen = set(waiting)
        while waiting:
            current = waiting.pop()
            for source, target in self.direct:
                if source == current and target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return asset in seen
