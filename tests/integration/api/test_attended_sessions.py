"""A browser session ends when nobody is at the page, however often the page asks by itself."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from cryptography.fernet import Fernet
from fastapi import FastAPI

from ascertain.entrypoints import bff
from ascertain.kernel import auth
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Database
from ascertain.kernel.http import Resources, install_problem_handlers

_PASSWORD = "violet-otter-stapler-94"


@pytest.fixture
async def browser(db: Database, tenant: str, clock: FixedClock, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    hasher = auth.PasswordHasher(memory_kib=8, rounds=1)
    authenticator = auth.Authenticator(
        db, auth.load_signing_key(tmp_path / "key"), hasher, AuthSettings(session_idle_minutes=60), clock=clock
    )
    async with db.transaction(tenant) as tx:
        await auth.ensure_roles(tx, {"analyst": frozenset({"case.read"})})
        hashed = await hasher.hash(_PASSWORD)
        await auth.create_user(tx, name="Ada", email="ada@example.org", password_hash=hashed, roles=["analyst"])
    app = FastAPI()
    app.state.resources = Resources()
    app.state.resources.add(auth.Sessions(db, authenticator, Fernet.generate_key(), clock=clock))
    install_problem_handlers(app)

    @app.get("/api/v1/cases")
    async def list_cases() -> list[str]:
        return []

    app.include_router(bff.router)
    app.add_middleware(bff.SessionMiddleware)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        assert (
            await client.post("/bff/login", json={"email": "ada@example.org", "password": _PASSWORD})
        ).status_code == 200
        yield client


@pytest.mark.parametrize("headers", [{"X-Unattended": "1"}, {"Accept": "text/event-stream"}])
@pytest.mark.parametrize("path", ["/bff/api/v1/cases", "/bff/me"])
async def test_a_page_that_polls_does_not_keep_its_session_alive(
    browser: httpx.AsyncClient, clock: FixedClock, headers: dict[str, str], path: str
) -> None:
    for _ in range(4):
        clock.advance(14 * 60)
        assert (await browser.get(path, headers=headers)).status_code == 200
    clock.advance(14 * 60)
    assert (await browser.get(path, headers=headers)).status_code == 401
    # Nor does somebody who comes back too late.
    assert (await browser.get(path)).status_code == 401


async def test_what_a_person_does_keeps_the_session_alive(browser: httpx.AsyncClient, clock: FixedClock) -> None:
    for _ in range(10):
        clock.advance(50 * 60)
        assert (await browser.get("/bff/api/v1/cases")).status_code == 200
