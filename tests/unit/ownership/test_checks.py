"""Contradictions and gaps in a structure are flagged, with reason and severity."""

from datetime import date

import pytest

from ascertain.kyc.ownership.analysis import analyse
from ascertain.kyc.ownership.checks import PartyFacts
from ascertain.kyc.ownership.model import Edge, Graph, OwnershipRule
from tests.unit.ownership.structures import structure

TODAY = date(2026, 11, 21)


def flags(graph: Graph, party_facts: PartyFacts | None = None) -> dict[str, tuple[str, str]]:
    result = analyse(graph, "Target", OwnershipRule("eu", 0.25, TODAY), party_facts=party_facts)
    return {flag.code: (flag.severity, flag.sentence) for flag in result.flags}


@pytest.mark.parametrize(
    ("text", "code", "severity", "part"),
    [
        ("ann 60 Target; bob 70 Target", "shares_over_100", "warning", "The holdings in Target sum to 130 %."),
        ("A 30 B; B 40 A; A 100 Target", "circle", "info", "A and B hold each other in a circle (40 %, 30 %)"),
        ("Custodian-Ltd 100 Target", "nominee", "warning", "holds as nominee for a person whom no document names"),
        ("N:Nom 30 Target; ann 70 Target", "nominee", "warning", "Nom holds as nominee"),
        (
            "ann 100 Target; bob 10 ann",
            "natural_and_legal",
            "blocker",
            "ann is a natural person, but a document states shares in ann.",
        ),
        ("bob 10 Other; Target 5 Other", "owners_missing", "blocker", "No document states who owns Target."),
        ("ann 20 Target; bob 80 Other", "owners_missing", "warning", "no senior managing official is named"),
        ("ann 20..30 Target; bob 70 Target", "may_qualify", "warning", "ann may be a beneficial owner"),
        (
            "ann 90 Target",
            "unknown_matters",
            "info",
            "The unknown 10 % cannot make another person a beneficial owner by shares.",
        ),
        ("ann 70 Target; bob 20 Target", "unknown_matters", "warning", "except bob."),
        (
            "ann 60 Target",
            "unknown_matters",
            "warning",
            "large enough to make a person who is not named a beneficial owner",
        ),
    ],
)
def test_a_contradiction_or_gap_is_flagged(text: str, code: str, severity: str, part: str) -> None:
    found = flags(structure(text))
    assert found[code][0] == severity
    assert part in found[code][1]


def test_a_consistent_structure_has_no_flags() -> None:
    assert flags(structure("ann 60 Target; bob 40 Target")) == {}


def test_a_holder_that_was_dissolved_or_died_before_the_day_is_flagged() -> None:
    graph = structure("ann 60 A; A 100 Target")
    assert "dissolved_owner" not in flags(graph, PartyFacts(ended={"A": "2027-01-01"}))
    dissolved = flags(graph, PartyFacts(ended={"A": "2020-05-01", "ann": "2021-01-01"}))["dissolved_owner"]
    assert dissolved == ("warning", "ann died on 2021-01-01 but is still stated as a holder on 2026-11-21.")


def test_a_party_that_is_a_person_in_one_document_and_a_company_in_another_is_flagged() -> None:
    schemas = {"ann": frozenset({"Person", "Company"})}
    assert flags(structure("ann 100 Target"), PartyFacts(schemas=schemas))["natural_and_legal"][0] == "blocker"


def test_contradictory_dates_are_flagged() -> None:
    edge = Edge("ann", "Target", None)
    backwards = flags(structure("ann 100 Target"), PartyFacts(spans=[(edge, "2020-01-01", "2019-01-01")]))
    assert (
        backwards["dates_do_not_meet"][1]
        == "The interest of ann in Target ends (2019-01-01) before it begins (2020-01-01)."
    )
    early = flags(
        structure("ann 100 Target"), PartyFacts(began={"Target": "2021-01-01"}, spans=[(edge, "2020-01-01", None)])
    )
    assert "before Target was founded (2021-01-01)" in early["dates_do_not_meet"][1]
