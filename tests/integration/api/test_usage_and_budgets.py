"""Cost of model calls over HTTP: by day and call by call, and budgets."""

import csv
import io
import time

import httpx
import pytest

from tests.servers.ascertain_server import RunningServer


@pytest.fixture(scope="module")
def client(running_server: RunningServer) -> httpx.Client:
    """The first tenant, with one answer of the assistant behind it."""
    made = running_server.client(running_server.tenants[0], "all")
    chat = made.post("/chats", json={"case_id": None}).json()
    run = made.post(f"/chats/{chat['id']}/runs", json={"question": "Who owns Meridian?"}).json()
    made.get(f"/runs/{run['id']}/events")
    for _ in range(200):  # the call is settled a moment after the answer
        rows = [row for row in made.get("/usage").json()["rows"] if row["purpose"] == "chat"]
        if rows and not any(row["open"] for row in rows):
            break
        time.sleep(0.05)
    return made


def test_usage_by_day_and_call_by_call(client: httpx.Client) -> None:
    output = client.get("/usage").json()
    rows = [row for row in output["rows"] if row["purpose"] == "chat"]
    assert rows and rows[0]["model"] == "extractive-1" and rows[0]["calls"] >= 1 and rows[0]["open"] == 0
    assert output["calls"] == sum(row["calls"] for row in output["rows"])
    answer = client.get("/usage/calls.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(lines) == output["calls"]
    assert {"user_id", "case_id", "prompt_version", "price_version", "cache", "first_token_ms"} <= lines[0].keys()


def test_a_budget_is_set_changed_and_removed_by_those_permitted(
    running_server: RunningServer, client: httpx.Client
) -> None:
    body = {"subject_kind": "user", "subject_id": "usr_x", "period": "day", "limit_usd": "2.5"}
    made = client.put("/budgets", json=body).json()
    assert (made["limit_usd"], made["spent_usd"], made["reserved_usd"]) == (2.5, 0, 0)
    assert client.put("/budgets", json={**body, "limit_usd": 3}).json()["id"] == made["id"]
    assert made["id"] in {one["id"] for one in client.get("/budgets").json()["items"]}
    assert client.put("/budgets", json={**body, "subject_kind": "tenant"}).status_code == 422
    assert client.put("/budgets", json={**body, "limit_usd": -1}).status_code == 422
    analyst = running_server.client(running_server.tenants[0], "analyst")
    assert analyst.put("/budgets", json=body).status_code == 403
    assert analyst.delete(f"/budgets/{made['id']}").status_code == 403
    assert client.delete(f"/budgets/{made['id']}").status_code == 204
    assert client.delete(f"/budgets/{made['id']}").status_code == 404


def test_routes_are_listed_with_their_circuit_breakers(client: httpx.Client) -> None:
    output = client.get("/model-routes").json()
    (chat,) = [route for route in output["items"] if route["purpose"] == "*"]
    assert chat["steps"][-1] == {
        "provider": "extractive", "model": "extractive-1", "priced": False, "breaker": "closed",
    }  # fmt: skip
    assert output["requests_per_minute"] == 600
