"""Scores on the real Postgres: every factor has its evidence, and faulty policies are refused."""

import asyncio
import copy
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascertain.entrypoints.api.evidence import _RESOLVERS
from ascertain.kernel.clock import utc_now
from ascertain.kyc import risk
from ascertain.kyc.risk.model import AuthorPublishes, Policy, PolicyBroken, PolicyNotDraft
from ascertain.kyc.risk.policy import standard_content
from ascertain.kyc.risk.rules import check
from tests.servers.ascertain_server import RunningServer
from tests.servers.worked_case import Desk


async def test_the_evidence_of_each_factor_can_be_opened(desk: Desk) -> None:
    async with desk.db.transaction(desk.tenant) as tx:
        found = await risk.find_assessment(tx, desk.case_id)
        assert found is not None
        for factor in found.factors:
            for item in factor.evidence:
                opened = await _RESOLVERS[item.kind](tx, item.id)
                assert opened.case_id == desk.case_id, factor.code
    codes = {factor.code: factor for factor in found.factors}
    assert {"hits_open", "nominee", "unknown_large"} <= codes.keys()
    assert all(codes[code].evidence for code in ("hits_open", "nominee", "unknown_large"))
    assert found.score == min(100, found.base + sum(factor.points for factor in found.factors))


def _broken(change: str) -> dict[str, Any]:
    content = copy.deepcopy(standard_content())
    table = next(node for node in content["graph"]["nodes"] if node["type"] == "decisionTableNode")["content"]
    rules = table["rules"]
    if change == "condition":
        rules[2][table["inputs"][0]["id"]] = "== == true"
    elif change == "points":
        rules[1]["out_points"] = "1 +"
    elif change == "no catch-all":
        rules.pop()
    elif change == "catch-all with a condition":
        rules[-1][table["inputs"][0]["id"]] = "== true"
    elif change == "unknown feature":
        table["inputs"][0]["field"] = "shoe_size"
    elif change == "two tables":
        content["graph"]["nodes"].append(copy.deepcopy(content["graph"]["nodes"][1]))
    elif change == "no rows":
        table["rules"] = []
    return content


@pytest.mark.parametrize(
    "change",
    ["condition", "points", "no catch-all", "catch-all with a condition", "unknown feature", "two tables", "no rows"],
)
def test_a_policy_with_wrong_or_missing_answers_is_refused(change: str) -> None:
    with pytest.raises(PolicyBroken) as refused:
        check(_broken(change))
    if change in ("condition", "points"):
        assert refused.value.details["row"] and refused.value.details["column"]


def test_the_default_policy_is_valid() -> None:
    check(standard_content())


_FEATURES = st.builds(
    risk.Features,
    customer_kind=st.sampled_from(["person", "company"]),
    country=st.sampled_from(["", "gb", "ir"]),
    party_country_risk=st.sampled_from(["standard", "elevated", "high"]),
    unknown_fraction=st.floats(0, 1),
    circles=st.integers(0, 1000),
    nominees=st.integers(0, 5),
    layers=st.integers(0, 9),
    owners=st.integers(0, 50),
    hits_open=st.integers(0, 50),
    hits_confirmed=st.integers(0, 5),
    sanctioned=st.booleans(),
    exposed=st.booleans(),
    conflicts=st.integers(0, 5),
    documents_missing=st.integers(0, 5),
    documents_failed=st.integers(0, 5),
    company_age_years=st.floats(-1, 300),
)


@given(_FEATURES)
def test_any_features_have_a_score_that_the_factors_add_up_to(features: risk.Features) -> None:
    policy = Policy("pol_1", "Standard", 1, standard_content(), "published", None, None)
    found = risk.assess(features, policy, at=utc_now())
    assert found.score == max(0, min(100, found.base + sum(factor.points for factor in found.factors)))
    assert (found.band == "prohibited") == features.sanctioned
    assert not any("{" in factor.reason for factor in found.factors)


def test_features_are_scored_over_http_and_wrong_ones_refused(running_server: RunningServer) -> None:
    client = running_server.client(running_server.tenants[0], "scientist")
    clean = client.post("/predict", json={"owners": 1, "company_age_years": 12.0}).json()
    assert (clean["band"], clean["factors"], clean["policy"]["version"]) == ("low", [], 1)
    listed = client.post("/predict", json={"owners": 1, "company_age_years": 12.0, "sanctioned": True}).json()
    assert (listed["band"], [factor["code"] for factor in listed["factors"]]) == ("prohibited", ["sanctions"])
    for wrong in (
        {"unknown_fraction": 2},
        {"circles": -1},
        {"shoe_size": 44},
        {"owners": "many"},
        {"sanctioned": None},
    ):
        assert client.post("/predict", json=wrong).status_code == 422, wrong
    auditor: httpx.Client = running_server.client(running_server.tenants[0], "auditor")
    assert auditor.post("/predict", json={}).status_code == 403


def _cautious() -> dict[str, Any]:
    """The standard policy with every case starting fifty points higher."""
    content = standard_content()
    content["settings"]["base"] = 60
    return content


async def test_open_cases_are_scored_again_when_another_person_publishes_a_draft(desk: Desk) -> None:
    author, other = desk.person("Author"), desk.person("Other")
    before = await desk.case()
    async with desk.db.transaction(desk.tenant) as tx:
        draft = await risk.draft_policy(tx, author, "Cautious", _cautious(), clock=utc_now)
        assert (draft.version, draft.state) == (2, "draft")
        replayed = await risk.replay(tx, draft, clock=utc_now)
        assert (replayed.cases, [one.case_id for one in replayed.moved]) == (1, [desk.case_id])
    async with desk.db.transaction(desk.tenant) as tx:
        with pytest.raises(AuthorPublishes):
            await risk.publish_policy(tx, author, draft.id, clock=utc_now)
    async with desk.db.transaction(desk.tenant) as tx:
        await risk.publish_policy(tx, other, draft.id, reason="board of May", clock=utc_now)
    await desk.run_jobs()
    after = await desk.overview()
    assert after.case.inputs_version == before.inputs_version + 1 and after.case.score == replayed.moved[0].score_after
    assert after.assessment and (after.assessment.policy_version, after.assessment.base) == (2, 60)
    async with desk.db.transaction(desk.tenant) as tx:
        states = {policy.version: policy.state for policy in await risk.list_policies(tx)}
        with pytest.raises(PolicyNotDraft):
            await risk.publish_policy(tx, other, draft.id, clock=utc_now)
    assert states == {1: "retired", 2: "published"}


async def test_concurrent_drafts_get_two_versions_and_one_publication_wins(desk: Desk) -> None:
    async def draft(name: str) -> Policy:
        async with desk.db.transaction(desk.tenant) as tx:
            return await risk.draft_policy(tx, desk.person(name), name, _cautious(), clock=utc_now)

    async def publish(policy: Policy) -> Policy:
        async with desk.db.transaction(desk.tenant) as tx:
            return await risk.publish_policy(tx, desk.person("Other"), policy.id, clock=utc_now)

    drafts = await asyncio.gather(draft("A"), draft("B"))
    assert sorted(one.version for one in drafts) == [2, 3]
    await asyncio.gather(publish(drafts[0]), publish(drafts[0]), return_exceptions=True)
    await publish(drafts[1])
    assert await desk.count("risk_policies where state = 'published'") == 1


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("base", 101),
        ("threshold", 0),
        ("bands", {}),
        ("regime", "moon"),
        ("country_risk", {"GB": "high"}),
        ("base", None),
    ],
)
async def test_a_setting_out_of_its_bounds_is_refused_by_name(desk: Desk, setting: str, value: Any) -> None:
    content = standard_content()
    content["settings"][setting] = value
    async with desk.db.transaction(desk.tenant) as tx:
        with pytest.raises(PolicyBroken, match=setting):
            await risk.draft_policy(tx, desk.person("Author"), "Broken", content, clock=utc_now)
    assert await desk.count("risk_policies") == 1
