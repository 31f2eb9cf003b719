"""Statements of owners, hits and risk answer questions and refer to their evidence."""

from datetime import UTC, date, datetime

from ascertain.kyc.assistant.extractive import answer
from ascertain.kyc.assistant.results import hit_statement, owner_statements, percent, risk_statements
from ascertain.kyc.ownership import OwnershipResult
from ascertain.kyc.ownership.result import Flag, LayoutNode, Owner, Unknown
from ascertain.kyc.risk.model import Assessment, Evidence, Factor
from ascertain.kyc.screening.model import Entry, Hit, Part

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)

RESULT = OwnershipResult(
    company_party_id="party_m", regime="aml6", regime_label="", threshold=0.25, as_of=str(date(2026, 11, 21)),
    unknown_fraction=0.04, circles=1,
    owners=(
        Owner("party_v", "Ilse Varga", 0.61, 0.658, True, ("shares",), None, "", ()),
        Owner("party_g", "Pieter de Groot", None, 0.203, True, ("control",), "controls Calder Holdings BV", "", ()),
        Owner("party_x", "Anna Klein", 0.01, 0.01, False, (), None, "", ()),
    ),
    unknowns=(Unknown("party_n", "Nominee Services Ltd", 0.04, 0.04, "held for a person not named"),),
    nodes=(LayoutNode("party_m", "Meridian Freight Ltd", "company", "gb", True, None, False),),
    flags=(Flag("circle", "Calder Holdings BV and Lindenhof GmbH hold shares of each other.", "warning"),),
)  # fmt: skip
HIT = Hit(
    id="hit_1", case_id="case_1", party_id="party_v", party_name="Viktor Halvorsen", party_roles=("customer",),
    list_id="l", list_name="Sample list", list_version="1", entry=Entry("e", "Person", ("Viktor Halvorson",)),
    score=0.83, parts=(Part("name", "Name", "Viktor Halvorsen", "Viktor Halvorson", 0.9, ""),), matched_words=(),
    verdict=None, reason=None, adjudicated_by_id=None, adjudicated_by_name=None, adjudicated_at=None, created_at=NOW,
)  # fmt: skip


def test_fractions_are_formatted_in_percent() -> None:
    assert [percent(0.658), percent(0.61), percent(1.0), percent(0.33333)] == ["65.8 %", "61 %", "100 %", "33.33 %"]


def test_questions_about_owners_are_answered_from_the_computed_owners() -> None:
    texts = owner_statements(RESULT)
    found = answer("Who controls Meridian, and is anything hidden?", [one.passage for one in texts])
    text = " ".join(one.text for one in found)
    assert (
        "Ilse Varga owns or controls Meridian Freight Ltd and is a beneficial owner by shares, "
        "holding 61 % directly and 65.8 % in total." in text
    )
    assert "Pieter de Groot owns or controls Meridian Freight Ltd and is a beneficial owner by control" in text
    assert "The owner of 4 % of Meridian Freight Ltd is unknown, behind Nominee Services Ltd" in text
    assert texts[0].ref is not None and (texts[0].ref.kind, texts[0].ref.id) == ("owner", "party_v")


def test_an_open_hit_is_stated_as_not_adjudicated() -> None:
    texts = hit_statement(HIT)
    assert (
        "Viktor Halvorson on the watchlist Sample list, score 0.83, and it is still open and not adjudicated"
        in texts.passage.text
    )
    assert texts.ref is not None and texts.ref.id == "hit_1"
    assert answer("Are there any sanctions hits?", [texts.passage])[0].n == 1


def test_the_score_and_its_factors_have_references() -> None:
    factor = Factor(
        "unknown",
        "unknown ownership",
        12,
        "4 % of the shares are held by nobody named.",
        (Evidence("owner", "party_n"),),
    )
    texts = risk_statements(Assessment(71, "high", 10, (factor,), "pol_1", "Standard", 3, NOW), "Meridian")
    assert (
        texts[0].passage.text
        == "The risk score of Meridian is 71 of 100, band high, under the policy Standard version 3: "
        "a base of 10, unknown ownership +12."
    )
    assert texts[1].ref is not None and (texts[1].ref.kind, texts[1].ref.id) == ("owner", "party_n")
    found = answer("Why is the risk score high?", [one.passage for one in texts])
    assert found[0].n == 1
