"""The anatomy of an answer through the whole server: from the browser's Send, by every stage, to the stored answer."""

from itertools import pairwise

import httpx

from tests.servers.ascertain_server import PASSWORD, RunningServer

_WHOLE = {
    "bff", "auth", "accept", "queue", "scope", "rewrite", "facts", "search", "embed", "rerank", "sources", "first_token",
    "answer", "checks", "store",
}  # fmt: skip


def test_the_anatomy_of_an_answer_has_every_stage_from_the_browser_on(running_server: RunningServer) -> None:
    tenant = running_server.tenants[0]
    with httpx.Client(base_url=f"{running_server.address}/bff", timeout=30) as browser:
        me = (
            browser.post("/login", json={"email": tenant.emails["analyst"], "password": PASSWORD})
            .raise_for_status()
            .json()
        )
        headers = {"x-csrf-token": me["csrf_token"]}
        chat = browser.post("/api/v1/chats", json={"case_id": tenant.company_case}, headers=headers).json()["id"]
        run = browser.post(
            f"/api/v1/chats/{chat}/runs", json={"question": "Who are the owners?"}, headers=headers
        ).json()["id"]
        events = browser.get(f"/api/v1/runs/{run}/events").text
        anatomy = browser.get(f"/api/v1/runs/{run}/anatomy").raise_for_status().json()
    spans = anatomy["spans"]
    assert {one["name"] for one in spans} == _WHOLE
    ordered = [one for one in spans if not one["beside"]]
    assert all(a["start_ms"] + a["ms"] <= b["start_ms"] + 1 for a, b in pairwise(ordered))
    assert anatomy["total_ms"] >= ordered[-1]["start_ms"]
    assert "event: step" in events
    found = {one["tool"]: one["found"] for one in anatomy["steps"]}
    assert found["look_up_facts"] > 20 and found["list_owners"] > 0 and found["search_documents"] > 0
