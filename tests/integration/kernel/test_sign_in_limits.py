"""Guessing passwords is slowed down by place, account and network, without telling who exists and without locking owners out."""

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from ascertain.entrypoints.api import auth as auth_routes
from ascertain.kernel import audit, auth
from ascertain.kernel.auth.attempts import network_of
from ascertain.kernel.auth.model import EmailTaken
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Database
from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.http import Resources, install_problem_handlers
from ascertain.kernel.tenancy import Actor

_HASHER = auth.PasswordHasher(memory_kib=8, rounds=1)
_LIMITS = AuthSettings(failed_sign_ins_per_quarter_hour=3, failed_sign_ins_per_account=6, failed_sign_ins_per_network=9)
HOME, ELSEWHERE = auth.Caller("192.0.2.1"), auth.Caller("198.51.100.7")
GOOD = "correct horse"


@pytest.fixture
async def authenticator(db: Database, clock: FixedClock, tmp_path: Path) -> auth.Authenticator:
    return auth.Authenticator(db, auth.load_signing_key(tmp_path / "key"), _HASHER, _LIMITS, clock=clock)


@pytest.fixture
async def user(db: Database, tenant: str) -> auth.User:
    async with db.transaction(tenant) as tx:
        await auth.ensure_roles(tx, {"analyst": frozenset({"case.read"})})
        return await auth.create_user(
            tx, name="A. Beck", email="a.beck@example.org", password_hash=await _HASHER.hash(GOOD), roles=["analyst"]
        )


async def _outcome(
    authenticator: auth.Authenticator, email: str, password: str = "wrong", caller: auth.Caller = HOME
) -> str:
    try:
        await authenticator.sign_in(email, password, caller)
    except auth.BadCredentials:
        return "wrong"
    except auth.TooManyAttempts as error:
        return f"wait {error.details['retry_after_s']}"
    return "in"


async def test_known_and_unknown_addresses_get_the_same_answers_over_http(
    authenticator: auth.Authenticator, user: auth.User
) -> None:
    app = FastAPI()
    app.state.resources = Resources()
    app.state.resources.add(authenticator)
    install_problem_handlers(app)
    app.include_router(auth_routes.router)
    answers: dict[str, list[tuple[int, object, str | None]]] = {}
    for email, address in ((user.email, "192.0.2.1"), ("nobody@example.org", "192.0.2.2")):
        transport = httpx.ASGITransport(app, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            given = [await client.post("/auth/token", json={"email": email, "password": "x"}) for _ in range(5)]
        answers[email] = [(one.status_code, one.json(), one.headers.get("retry-after")) for one in given]
    known, unknown = answers.values()
    assert known == unknown
    assert [status for status, _, _ in known] == [401, 401, 401, 429, 429]
    assert known[-1][2] == "30"


async def test_each_further_failure_doubles_the_wait(
    authenticator: auth.Authenticator, user: auth.User, clock: FixedClock
) -> None:
    for _ in range(3):
        assert await _outcome(authenticator, user.email) == "wrong"
    waits = []
    for _ in range(8):
        wait = await _outcome(authenticator, user.email)
        waits.append(int(wait.removeprefix("wait ")))
        clock.advance(waits[-1])
        assert await _outcome(authenticator, user.email) == "wrong"
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


async def test_a_refused_attempt_does_not_lengthen_the_wait(
    authenticator: auth.Authenticator, user: auth.User, clock: FixedClock
) -> None:
    for _ in range(50):
        await _outcome(authenticator, user.email)
    clock.advance(30)
    assert await _outcome(authenticator, user.email, GOOD) == "in"
    assert await _outcome(authenticator, user.email) == "wrong"


async def test_guesses_from_elsewhere_do_not_lock_the_owner_out(
    authenticator: auth.Authenticator, user: auth.User, clock: FixedClock
) -> None:
    assert await _outcome(authenticator, user.email, GOOD) == "in"
    strangers = [auth.Caller(f"203.0.113.{n}") for n in range(1, 9)]
    found = [await _outcome(authenticator, user.email, caller=caller) for caller in strangers]
    assert found == ["wrong"] * 6 + ["wait 30"] * 2  # many networks, one account: the account's limit
    assert await _outcome(authenticator, user.email, GOOD, ELSEWHERE) == "wait 30"
    assert await _outcome(authenticator, user.email, GOOD) == "in"


async def test_a_known_browser_signs_in_beside_an_attacker_of_the_same_network(
    authenticator: auth.Authenticator, user: auth.User
) -> None:
    browser = auth.Caller(HOME.address, "a secret of the browser")
    assert await _outcome(authenticator, user.email, GOOD, browser) == "in"
    for _ in range(5):
        await _outcome(authenticator, user.email)
    assert await _outcome(authenticator, user.email, GOOD) == "wait 30"
    assert await _outcome(authenticator, user.email, GOOD, browser) == "in"
    travelling = auth.Caller(ELSEWHERE.address, browser.device)
    assert [await _outcome(authenticator, user.email, "wrong", travelling) for _ in range(4)][-1] == "wait 30"


async def test_a_made_up_browser_is_no_way_around_the_limits(
    authenticator: auth.Authenticator, user: auth.User
) -> None:
    found = [
        await _outcome(authenticator, user.email, caller=auth.Caller(HOME.address, f"made up {n}")) for n in range(4)
    ]
    assert found == ["wrong"] * 3 + ["wait 30"]


async def test_one_network_that_tries_many_addresses_is_slowed_down(
    authenticator: auth.Authenticator, user: auth.User
) -> None:
    assert await _outcome(authenticator, user.email, GOOD) == "in"
    found = [await _outcome(authenticator, f"guess{n}@example.org") for n in range(10)]
    assert found == ["wrong"] * 9 + ["wait 30"]
    assert await _outcome(authenticator, user.email, GOOD) == "in"  # signed in from here before


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_caller_is_counted_by_the_part_of_the_address_that_it_cannot_choose(address: str, network: str) -> None:
    assert network_of(address) == network


async def test_rows_are_bounded_and_name_nobody(
    authenticator: auth.Authenticator, db: Database, user: auth.User, clock: FixedClock
) -> None:
    await _outcome(authenticator, user.email, GOOD)
    for n in range(8):
        clock.advance(1)
        await _outcome(authenticator, f"guess{n}@example.org", caller=auth.Caller(f"203.0.113.{n}"))

    async def rows() -> list[str]:
        async with db.untenanted() as tx:
            return [row[0] for row in await tx.fetch("select t::text from auth_sign_in_attempts t")]

    assert not [row for row in await rows() if "example" in row or "203.0" in row]
    await auth.sweep_attempts(db, now=clock(), max_rows=5)
    # Five counts, and the known network, which never has to go for others.
    assert len(await rows()) == 6
    clock.advance(25 * 3600)
    await auth.sweep_attempts(db, now=clock())
    assert len(await rows()) == 1
    assert await _outcome(authenticator, user.email, GOOD) == "in"
    clock.advance(91 * 86_400)
    await auth.sweep_attempts(db, now=clock())
    assert await rows() == []


async def test_sign_ins_are_recorded_and_refusals_are_logged_without_what_was_typed(
    authenticator: auth.Authenticator, user: auth.User, db: Database, tenant: str
) -> None:
    with capture_logs() as lines:
        assert await _outcome(authenticator, user.email, GOOD) == "in"
        assert await _outcome(authenticator, user.email, "a secret") == "wrong"
        assert await _outcome(authenticator, "a secret", "a secret") == "wrong"
    refused = [line for line in lines if line["event"] == "auth.sign_in_refused"]
    assert [(line["reason"], line["network"]) for line in refused] == [("auth.bad_credentials", HOME.address)] * 2
    assert "secret" not in str(lines) and user.email not in str(lines)
    async with db.transaction(tenant) as tx:
        entries, _ = await audit.list_entries(tx, actor_id=user.id, action="user.sign_in")
    assert [entry.details["two_factor"] for entry in entries] == [False]


async def test_nobody_asks_in_bulk_which_addresses_have_an_account_elsewhere(
    authenticator: auth.Authenticator, db: Database, user: auth.User, other_tenant: str, clock: FixedClock
) -> None:
    async with db.transaction(other_tenant) as tx:
        await auth.ensure_roles(tx, {"analyst": frozenset()})
    admin = Actor(other_tenant, "person", "usr_admin", "Admin", frozenset({"admin.manage"}))
    key = Actor(other_tenant, "api_key", "key_1", "Import", frozenset({"admin.manage"}), persons=("usr_admin",))

    async def add(email: str, actor: Actor = admin, name: str = "New") -> str:
        try:
            async with authenticator.counted_taken(actor), db.transaction(other_tenant) as tx:
                await auth.create_user(tx, name=name, email=email, password_hash=None, roles=["analyst"])
        except (EmailTaken, auth.TooManyAttempts, InvalidInput) as error:
            return f"{error.code} {error.details.get('retry_after_s', '')}".strip()
        return "added"

    # Neither those that are added nor those that are refused for another reason count, however many.
    assert {await add(f"{n}@example.org") for n in range(25)} == {"added"}
    assert {await add("new@example.org", name="New\u200b") for _ in range(25)} == {"input.invalid"}
    assert [await add(user.email, actor) for actor in [admin, key] * 10] == ["auth.email_taken"] * 20
    assert await add(user.email, key) == "auth.too_many_attempts 30"
    assert await add("one.more@example.org") == "auth.too_many_attempts 30"
    other = Actor(other_tenant, "person", "usr_other", "Other", frozenset({"admin.manage"}))
    assert await add(user.email, other) == "auth.email_taken"
    clock.advance(31)
    assert await add("one.more@example.org") == "added"
