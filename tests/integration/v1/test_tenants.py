"""/v1 in the running server: the assistant as a model, and nothing of another tenant."""

import time
from typing import Any

import httpx
import pytest

from tests.servers.ascertain_server import RunningServer

PATHS = {"/v1/chat/completions": "POST", "/v1/responses": "POST", "/v1/embeddings": "POST", "/v1/models": "GET"}


@pytest.fixture(scope="module")
def keys(running_server: RunningServer) -> list[str]:
    """A key of each tenant that may use models and the assistant."""
    made = []
    for tenant in running_server.tenants:
        client = running_server.client(tenant, "all")
        body = {"name": "v1", "permissions": ["model.use", "chat.use", "case.read"]}
        made.append(client.post("/api-keys", json=body).json()["secret"])
    return made


def ask(server: RunningServer, key: str, case_id: str | None, **changes: Any) -> httpx.Response:
    body = {
        "model": "ascertain",
        "messages": [{"role": "user", "content": "Who holds shares in Meridian Freight Ltd?"}],
        "metadata": {"case_id": case_id} if case_id else {},
        **changes,
    }
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.post(f"{server.address}/v1/chat/completions", json=body, headers=headers, timeout=30)


def test_the_assistant_answers_from_the_callers_case_with_its_sources(
    running_server: RunningServer, keys: list[str]
) -> None:
    case = running_server.tenants[0].company_case
    answer = ask(running_server, keys[0], case)
    reply = answer.json()
    assert answer.status_code == 200, reply
    assert "[1]" in reply["choices"][0]["message"]["content"]
    assert reply["citations"][0]["quote"]
    streamed = ask(running_server, keys[0], case, stream=True)
    assert streamed.text.rstrip().endswith("data: [DONE]")


def test_another_tenants_case_does_not_exist(running_server: RunningServer, keys: list[str]) -> None:
    case = running_server.tenants[0].company_case
    assert ask(running_server, keys[1], case).status_code == 404
    mine = ask(running_server, keys[1], None).json()["choices"][0]["message"]["content"]
    assert "Ilse Varga" not in mine


def test_without_a_key_nothing_answers_and_a_revoked_one_ends_within_a_second(running_server: RunningServer) -> None:
    for path, method in PATHS.items():
        answer = httpx.request(method, running_server.address + path, json={} if method == "POST" else None)
        assert answer.status_code == 401, path
        assert answer.json()["error"]["code"] == "invalid_api_key"
    client = running_server.client(running_server.tenants[0], "all")
    made = client.post("/api-keys", json={"name": "short", "permissions": ["model.use"]}).json()
    headers = {"Authorization": f"Bearer {made['secret']}"}
    with httpx.Client(base_url=running_server.address, headers=headers) as http:
        assert "ascertain" in [model["id"] for model in http.get("/v1/models").json()["data"]]
        client.delete(f"/api-keys/{made['key']['id']}")
        time.sleep(1.05)
        assert http.get("/v1/models").status_code == 401
