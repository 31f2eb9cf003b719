"""Owners under each law, compared with structures worked out by hand (worked_cases.py)."""

from datetime import date

import pytest

from ascertain.kyc.ownership.analysis import analyse
from ascertain.kyc.ownership.checks import PartyFacts
from ascertain.kyc.ownership.model import OwnershipRule
from tests.unit.ownership.structures import exemptions_of, structure
from tests.unit.ownership.worked_cases import CASES, Case
from tools import ownership_cases

_LAWS = {
    "directive": ("eu", date(2026, 11, 21)),
    "regulation": ("eu", date(2027, 7, 10)),
    "uk": ("uk", date(2026, 11, 21)),
    "us": ("us", date(2026, 11, 21)),
}


def answer(text: str, target: str, law: str, category: str | None = None) -> str:
    code, day = _LAWS[law]
    party_facts = PartyFacts(exemptions=exemptions_of(text))
    result = analyse(structure(text), target, OwnershipRule(code, 0.25, day, category), party_facts=party_facts)
    found = [
        f"{owner.name}: {' '.join(owner.grounds)}" if owner.is_beneficial_owner else f"{owner.name}?"
        for owner in sorted(result.owners, key=lambda owner: owner.name)
        if owner.is_beneficial_owner or owner.may_qualify
    ]
    return ", ".join(found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_owners_by_law(case: Case) -> None:
    expected = case.answers()
    assert {law: answer(case.text, case.target, law) for law in _LAWS} == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_unknown_shares(case: Case) -> None:
    result = analyse(structure(case.text), case.target, OwnershipRule("eu", 0.25, date(2026, 11, 21)))
    assert result.unknown_fraction == pytest.approx(case.unknown, abs=1e-9)


def test_there_are_more_than_forty_structures_and_the_reference_shows_them() -> None:
    assert len({case.name for case in CASES}) > 40
    assert ownership_cases.PATH.read_text() == ownership_cases.render()


def test_only_the_regulation_has_a_lower_threshold_for_a_category() -> None:
    text = "ann 15 Target; bob 85 Target"
    assert answer(text, "Target", "regulation", "higher_risk") == "ann: shares, bob: shares control"
    assert answer(text, "Target", "directive", "higher_risk") == "bob: shares control"


@pytest.mark.parametrize(
    ("text", "day", "article"),
    [
        ("ann 30 Target", date(2026, 1, 1), "Article 3(6)(a)(i)"),
        ("ann 30 Target", date(2027, 7, 10), "Article 52(1)"),
        ("ann 60 Alpha; Alpha 40 Target", date(2027, 7, 10), "Article 54(a)"),
        ("ann 40 Alpha; Alpha 60 Target", date(2027, 7, 10), "Article 54(b)"),
        ("ann board Target", date(2027, 7, 10), "Article 53(3)(b)"),
        ("ann protector T:Tr; T:Tr 30 Target", date(2027, 7, 10), "Article 55 with Article 58(1)(c)"),
        ("ann settlor T:Tr; T:Tr 30 Target", date(2026, 1, 1), "Article 3(6)(b)(i)"),
        ("ann settlor F:Fdn; F:Fdn 30 Target", date(2027, 7, 10), "Article 55 with Article 57(1)"),
        ("ann ceo Target; bob 10 Target", date(2027, 7, 10), "Articles 22(2) and 63(4)"),
        ("ann ceo Target; bob 10 Target", date(2026, 1, 1), "Article 3(6)(a)(ii)"),
    ],
)
def test_each_ground_names_its_article(text: str, day: date, article: str) -> None:
    result = analyse(structure(text), "Target", OwnershipRule("eu", 0.25, day))
    ann = next(owner for owner in result.owners if owner.name == "ann")
    assert article in [reason.article for reason in ann.reasons]


@pytest.mark.parametrize(
    ("word", "article"), [("60", "Article 61(a)"), ("influence", "Article 61(b)"), ("board", "Article 61(c)")]
)
def test_a_fund_has_its_own_article_in_place_of_control_and_shares(word: str, article: str) -> None:
    result = analyse(structure(f"ann {word} U:Fund"), "U:Fund", OwnershipRule("eu", 0.25, date(2027, 7, 10)))
    (ann,) = result.owners
    assert {reason.article for reason in ann.reasons} == {article}


def test_without_an_owner_the_search_is_recorded_and_an_official_under_the_regulation_is_no_owner() -> None:
    text = "ann 20 Target; dan ceo Target"
    result = analyse(structure(text), "Target", OwnershipRule("eu", 0.25, date(2027, 7, 10)))
    dan = next(owner for owner in result.owners if owner.name == "dan")
    assert (dan.is_beneficial_owner, dan.office) == (False, "senior managing official")
    assert any("Shares multiplied along every chain" in step for step in result.search)
    assert any("dan" in step for step in result.search)


NOW, LATER = date(2026, 1, 1), date(2027, 7, 10)
LISTED_US, SUBSIDIARY = "(e)(2)(ii) with 1020.315(b)(4)", "(e)(2)(ii) with 1020.315(b)(5)"


@pytest.mark.parametrize(
    ("text", "regime", "day", "effect", "article"),
    [
        ("ann 60 Target; Target is us_regulated", "us", NOW, "excluded", "(e)(2)(i)"),
        ("ann 60 Target; Target is us_listed", "us", NOW, "excluded", LISTED_US),
        ("Up 51 Target; Up is us_listed; Target in us", "us", NOW, "excluded", SUBSIDIARY),
        ("Up 51 Target; Up is us_listed; Target in us-de", "us", NOW, "excluded", SUBSIDIARY),
        ("Up 51 Target; Up is us_listed", "us", NOW, "may", SUBSIDIARY),
        ("ann 60 Target; Target is nonprofit", "us", NOW, "control_only", "(e)(3)(ii)"),
        ("ann 60 Target; Target is nonprofit; Target is us_regulated", "us", NOW, "excluded", "(e)(2)(i)"),
        ("ann 60 L:Target", "us", NOW, "may", LISTED_US),
        ("S:Target 10 X; S:Target in us; ann 60 S:Target", "us", NOW, "excluded", "(e)(2)(ii) with 1020.315(b)(2) or (3)"),
        ("ann 60 Target; Target is regulated_market", "eu", NOW, "excluded", "Article 3(6)(a)(i)"),
        ("ann 60 Target; Target is regulated_market", "eu", LATER, "note", "Article 65(a)"),
        ("ann 60 Target; Target is public_body", "eu", LATER, "note", "Article 65(b)"),
        ("ann 60 L:Target", "eu", NOW, "may", "Article 3(6)(a)(i)"),
        ("ann 60 Target; Target is regulated_market", "uk", NOW, "excluded", "Companies Act 2006, section 790B(1)(a)"),
    ],
)  # fmt: skip
def test_each_exclusion_has_its_article_and_its_source(
    text: str, regime: str, day: date, effect: str, article: str
) -> None:
    target = next(name for name in ("L:Target", "S:Target", "Target") if name in text)
    party_facts = PartyFacts(exemptions=exemptions_of(text))
    result = analyse(structure(text), target, OwnershipRule(regime, 0.25, day), party_facts=party_facts)
    (one, *_) = result.exclusions
    assert (one.effect, one.article) == (effect, f"31 CFR 1010.230{article}" if regime == "us" else article)
    assert one.sentence.endswith(".") and bool(one.source) == (" is " in text)
    if one.effect == "excluded":
        assert not any(owner.is_beneficial_owner for owner in result.owners)
        assert not {flag.code for flag in result.flags} & {"owners_missing", "unknown_matters"}


def test_nobody_behind_an_excluded_holder_is_an_owner_and_the_explanation_says_why() -> None:
    text = "ann 60 Bank; Bank 50 Target; bob 50 Target; Bank is us_regulated"
    party_facts = PartyFacts(exemptions=exemptions_of(text))
    result = analyse(structure(text), "Target", OwnershipRule("us", 0.25, date(2026, 1, 1)), party_facts=party_facts)
    ann = next(owner for owner in result.owners if owner.name == "ann")
    assert (ann.total_fraction, ann.is_beneficial_owner) == (0.3, False)
    assert "nobody has to be identified behind its 50 %" in ann.explanation
    (stop,) = result.exclusions
    assert (stop.effect, stop.article) == ("stops_here", "31 CFR 1010.230(d)(3) with (e)(2)(i)")


def test_a_board_member_is_recorded_under_the_regulation_if_executive() -> None:
    result = analyse(structure("ann 5 Target; dan director Target; eve ceo Target"), "Target",
                     OwnershipRule("eu", 0.25, date(2027, 7, 10)))  # fmt: skip
    offices = {owner.name: owner.office for owner in result.owners if owner.office}
    assert offices == {"dan": "member of the board, if executive", "eve": "senior managing official"}


def test_every_ground_is_a_sentence() -> None:
    for case in CASES:
        for law, (code, day) in _LAWS.items():
            for owner in analyse(structure(case.text), case.target, OwnershipRule(code, 0.25, day)).owners:
                for reason in owner.reasons:
                    assert reason.sentence.endswith("."), (case.name, law, reason.sentence)
