"""What is open ends within seconds when its actor is disabled, signs out, or loses a right, and a key with its revocation."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import httpx
import pytest

from tests.servers.ascertain_server import PASSWORD, RunningServer, SeededTenant

# The promise is five seconds on a machine that does nothing else; a stream that does not end is found by any limit.
_ENDS_WITHIN_S = 30.0


@dataclass
class OpenStream:
    """An event stream that is read in a thread until the server ends it."""

    response: httpx.Response
    ended: threading.Event = field(default_factory=threading.Event)
    error: Exception | None = None

    def read(self) -> None:
        try:
            for _ in self.response.iter_bytes():
                pass
        except httpx.HTTPError as error:
            self.error = error
        self.ended.set()


@dataclass
class Person:
    """A user made for the test, the administrator who made it, and what the user has open."""

    server: RunningServer
    tenant: SeededTenant
    admin: httpx.Client
    id: str
    email: str
    stack: ExitStack

    def token(self) -> str:
        answer = httpx.post(
            f"{self.server.address}/api/v1/auth/token", json={"email": self.email, "password": PASSWORD}
        )
        answer.raise_for_status()
        return str(answer.json()["access_token"])

    def key(self) -> tuple[str, str]:
        headers = {"Authorization": f"Bearer {self.token()}"}
        body = {"name": "stream", "permissions": ["case.read"]}
        made = httpx.post(f"{self.server.address}/api/v1/api-keys", json=body, headers=headers).json()
        return made["key"]["id"], made["secret"]

    def open(self, bearer: str, path: str = "/events") -> OpenStream:
        client = self.stack.enter_context(httpx.Client(timeout=httpx.Timeout(60)))
        headers = {"Authorization": f"Bearer {bearer}"}
        response = self.stack.enter_context(
            client.stream("GET", f"{self.server.address}/api/v1{path}", headers=headers)
        )
        assert response.status_code == 200
        stream = OpenStream(response)
        threading.Thread(target=stream.read, daemon=True).start()
        return stream


@pytest.fixture
def person(running_server: RunningServer) -> Iterator[Person]:
    """A new analyst who set a password by the link and was confirmed by a head."""
    tenant = running_server.tenants[0]
    admin, head = running_server.client(tenant, "all"), running_server.client(tenant, "head")
    email = f"stream-{time.time_ns()}@example.org"
    made = admin.post("/users", json={"name": "Stream", "email": email, "roles": ["analyst"]}).json()
    token = made["link"]["path"].partition("#")[2]
    httpx.post(
        f"{running_server.address}/api/v1/auth/password", json={"token": token, "password": PASSWORD}
    ).raise_for_status()
    head.post(f"/users/{made['user']['id']}/confirmation").raise_for_status()
    with ExitStack() as stack:
        yield Person(running_server, tenant, admin, made["user"]["id"], email, stack)


def _disable(person: Person, token: str, key_id: str) -> None:
    person.admin.patch(f"/users/{person.id}", json={"active": False}).raise_for_status()


def _lose_the_role(person: Person, token: str, key_id: str) -> None:
    person.admin.patch(f"/users/{person.id}", json={"roles": ["engineer"]}).raise_for_status()


def _sign_out_everywhere(person: Person, token: str, key_id: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    httpx.delete(f"{person.server.address}/api/v1/account/sessions", headers=headers).raise_for_status()


def _revoke_the_key(person: Person, token: str, key_id: str) -> None:
    person.admin.delete(f"/api-keys/{key_id}").raise_for_status()


@pytest.mark.parametrize(
    ("act", "ended"),
    [
        (_disable, {"token", "key"}),
        (_lose_the_role, {"token", "key"}),
        (_sign_out_everywhere, {"token"}),
        (_revoke_the_key, {"key"}),
    ],
)
def test_open_streams_end_with_the_right_and_others_go_on(
    person: Person, act: Callable[[Person, str, str], None], ended: set[str]
) -> None:
    token = person.token()
    key_id, secret = person.key()
    bearers = {"token": token, "key": secret}
    streams = {
        (name, path): person.open(bearer, path)
        for name, bearer in bearers.items()
        for path in ("/events", f"/cases/{person.tenant.company_case}/events")
    }
    act(person, token, key_id)
    for (name, path), stream in streams.items():
        if name in ended:
            assert stream.ended.wait(_ENDS_WITHIN_S), (name, path)
            assert stream.error is None  # ended properly, so that a browser connects again and gets an answer
    # The others have been watched at the same moments and are open still.
    assert {name for (name, _), stream in streams.items() if stream.ended.is_set()} == ended
    for name, bearer in bearers.items():
        deadline = time.monotonic() + _ENDS_WITHIN_S
        while (refused := _status(person, bearer) in (401, 403)) != (name in ended) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert refused == (name in ended), name


def _status(person: Person, bearer: str) -> int:
    url = f"{person.server.address}/api/v1/cases"
    return httpx.get(url, headers={"Authorization": f"Bearer {bearer}"}, timeout=30).status_code


def test_the_stream_of_a_browser_ends_when_it_signs_out(person: Person) -> None:
    browser = person.stack.enter_context(httpx.Client(base_url=person.server.address, timeout=60))
    me = browser.post("/bff/login", json={"email": person.email, "password": PASSWORD})
    me.raise_for_status()
    response = person.stack.enter_context(
        browser.stream("GET", "/bff/api/v1/events", headers={"Accept": "text/event-stream"})
    )
    assert response.status_code == 200
    stream = OpenStream(response)
    threading.Thread(target=stream.read, daemon=True).start()
    with httpx.Client(base_url=person.server.address, cookies=browser.cookies) as other_tab:
        headers = {"X-CSRF-Token": me.json()["csrf_token"]}
        assert other_tab.post("/bff/logout", headers=headers).status_code == 204
    assert stream.ended.wait(_ENDS_WITHIN_S)
    assert browser.get("/bff/api/v1/events").status_code == 401


def test_an_engineer_has_no_power_over_people(running_server: RunningServer) -> None:
    engineer = running_server.client(running_server.tenants[0], "engineer")
    new = {"name": "Head", "email": "made-head@example.org", "roles": ["head"]}
    assert engineer.post("/users", json=new).status_code == 403
    user = running_server.client(running_server.tenants[0], "all").get("/users").json()["items"][0]["id"]
    for path in (f"/users/{user}/link", f"/users/{user}/confirmation", f"/users/{user}/two-factor/reset"):
        assert engineer.post(path).status_code == 403


def test_an_account_is_not_changed_with_a_key(person: Person) -> None:
    _, secret = person.key()
    with httpx.Client(
        base_url=f"{person.server.address}/api/v1", headers={"Authorization": f"Bearer {secret}"}
    ) as client:
        assert client.get("/account").status_code == 403
        body = {"current": PASSWORD, "new": "violet-otter-stapler-94"}
        assert client.post("/account/password", json=body).status_code == 403
        assert client.post("/account/two-factor", json={"password": PASSWORD}).status_code == 403


def test_a_maker_reviews_through_no_key_of_a_key(running_server: RunningServer) -> None:
    tenant = running_server.tenants[0]
    owner = running_server.client(tenant, "all")
    case = owner.post("/cases", json={"customer_name": "Key Chain Ltd", "customer_kind": "company"}).json()["id"]
    first = owner.post(
        "/api-keys", json={"name": "1", "permissions": ["proposal.review", "case.read", "admin.manage"]}
    ).json()["secret"]
    secret = first
    for _ in range(2):
        answer = httpx.post(
            f"{running_server.address}/api/v1/api-keys",
            json={"name": "next", "permissions": ["proposal.review", "case.read"]},
            headers={"Authorization": f"Bearer {secret}"},
        )
        secret = answer.json()["secret"]
    body = {"outcome": "reject", "reason": "no documents came"}
    deadline = time.monotonic() + 120
    while (proposed := owner.post(f"/cases/{case}/proposals", json=body)).status_code == 409:
        assert time.monotonic() < deadline
        time.sleep(0.3)
    for bearer in (first, secret):
        answer = httpx.post(
            f"{running_server.address}/api/v1/proposals/{proposed.json()['id']}/reviews",
            json={"outcome": "agree", "reason": "seen"},
            headers={"Authorization": f"Bearer {bearer}"},
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "case.maker_reviews")
