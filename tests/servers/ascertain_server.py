"""A running server and worker on a clone of the migrated template, with two tenants that have the same kinds of objects."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from ascertain.ai.reading import ReaderPool
from ascertain.entrypoints.demo.samples import applications
from ascertain.entrypoints.roles import PERMISSIONS, ROLES
from ascertain.entrypoints.settings import Settings
from ascertain.entrypoints.wiring import AppContext, app_context, load_watchlist, make_intake, password_hasher
from ascertain.kernel import auth
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import EmbeddedPostgres, urls
from ascertain.kernel.tenancy import Actor, system_actor
from ascertain.kyc import cases, documents, risk, screening

PASSWORD = "correct horse battery"
_FILES = ("certificate.pdf", "register.pdf", "register-calder.pdf", "register-lindenhof.pdf", "utility-bill.pdf")
# A generous limit: a machine that runs many things at once is no fault of the code.
_READY_S = 240.0


@dataclass
class SeededTenant:
    """A tenant with a user for each role and one with all permissions, and a case of each kind whose steps have run."""

    id: str
    name: str
    emails: dict[str, str] = field(default_factory=dict)
    company_case: str = ""
    person_case: str = ""


@dataclass
class RunningServer:
    """The address of a server, its database and its tenants."""

    address: str
    database_url: str
    environment: dict[str, str]
    tenants: list[SeededTenant]
    settings: Settings

    def client(self, tenant: SeededTenant, role: str) -> httpx.Client:
        """A client with the bearer token of the tenant's user of a role ("all" holds every permission)."""
        client = httpx.Client(base_url=f"{self.address}/api/v1", timeout=30)
        answer = client.post("/auth/token", json={"email": tenant.emails[role], "password": PASSWORD})
        answer.raise_for_status()
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return client


def free_port() -> int:
    """A port that no process listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def seed_tenant(context: AppContext, name: str) -> SeededTenant:
    """A tenant with a policy, a user for each role and one with every permission."""
    hashed = await password_hasher(context.settings).hash(PASSWORD)
    roles = {**ROLES, "all": frozenset(PERMISSIONS)}
    tenant = SeededTenant(await auth.create_tenant(context.db, name, roles), name)
    async with context.db.transaction(tenant.id) as tx:
        for role in roles:
            email = f"{role}@{tenant.id.lower().replace('_', '-')}.example"  # browsers allow no underscore in a domain
            await auth.create_user(tx, name=f"{role} of {name}", email=email, password_hash=hashed, roles=[role])
            tenant.emails[role] = email
        await risk.ensure_default_policy(tx, system_actor(tenant.id, "set-up"), clock=utc_now)
    return tenant


async def seed_cases(context: AppContext, tenant: SeededTenant) -> None:
    """The sample cases of the layered company and the near match, with born-digital files only, because OCR is slow."""
    actor = Actor(tenant.id, "person", f"usr_{tenant.id}", "Seeder", frozenset(PERMISSIONS))
    readers = ReaderPool(context.settings.documents)
    intake = make_intake(context, readers)
    _, layered, near_name = applications()
    for application, attribute in ((layered, "company_case"), (near_name, "person_case")):
        new = cases.NewCase(
            customer_name=application.customer_name,
            customer_kind="company" if attribute == "company_case" else "person",
            country=application.country,
            birth_date=application.birth_date,
            registration_number=application.registration_number,
        )
        async with context.db.transaction(tenant.id) as tx:
            case = await cases.open_case(tx, actor, new, clock=utc_now)
        setattr(tenant, attribute, case.id)
        for file in application.files:
            if file.filename in _FILES:
                await intake.upload(actor, documents.Place(case_id=case.id), file.filename, file.data())
    await readers.close()


async def _seed(settings: Settings) -> list[SeededTenant]:
    async with app_context(settings) as context:
        tenants = [await seed_tenant(context, name) for name in ("First Bank", "Second Bank")]
        await load_watchlist(context, "sample", "Sample list", "test", screening.SAMPLE_LIST)
        for tenant in tenants:
            await seed_cases(context, tenant)
    return tenants


async def wait_until_scored(database_url: str, tenants: list[SeededTenant]) -> None:
    """Until every case of the tenants has a score on all its documents."""
    connection = await asyncpg.connect(database_url)
    for _ in range(int(_READY_S / 0.2)):
        waiting = 0
        for tenant in tenants:
            await connection.execute("select set_config('app.tenant', $1, false)", tenant.id)
            waiting += await connection.fetchval("select count(*) from cases_cases where provisional or score is null")
        if not waiting:
            await connection.close()
            return
        await asyncio.sleep(0.2)
    raise TimeoutError("the seeded cases were not scored in time; see the worker's log")


def start(name: str, environment: dict[str, str], log: Path) -> "subprocess.Popen[bytes]":
    """Start a command of Ascertain as a process of its own."""
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "ascertain.entrypoints", name], env=environment, stderr=out, stdout=out
        )


def wait_until_ready(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until the server answers that it is ready. A process that has ended is reported at once, with its last lines."""
    for _ in range(int(_READY_S / 0.1)):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}:\n{log.read_text()[-4000:]}")
        with suppress(httpx.TransportError):
            if httpx.get(f"{address}/readyz", timeout=2).status_code == 200:
                return
        time.sleep(0.1)
    raise TimeoutError(f"the server was not ready after {_READY_S:g} s:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def running_server(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One server and one worker for the whole session; tests leave the seeded objects unchanged."""
    home = tmp_path_factory.mktemp("home")
    name = f"server_{uuid4().hex[:12]}"

    async def administer(statement: str) -> None:
        admin = await asyncpg.connect(urls.with_database(postgres.owner_url, "postgres"))
        await admin.execute(statement)
        await admin.close()

    asyncio.run(administer(f"create database {name} template ascertain"))
    database_url = urls.with_database(postgres.app_url, name)
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "ASCERTAIN_HOME": str(home),
        "ASCERTAIN_PORT": str(port),
        "ASCERTAIN_AUTH__ARGON2_MEMORY_KIB": "8",
        "ASCERTAIN_AUTH__ARGON2_ROUNDS": "1",
        "ASCERTAIN_AUTH__ACCESS_TOKEN_MINUTES": "60",
        # The contract tests send many wrong passwords, and every test comes from this one address.
        "ASCERTAIN_AUTH__FAILED_SIGN_INS_PER_NETWORK": "1000000",
        "ASCERTAIN_WEBHOOKS__ALLOW_PRIVATE_TARGETS": "true",
    }
    values: dict[str, Any] = {
        "home": home,
        "database_url": database_url,
        "auth": {"argon2_memory_kib": 8, "argon2_rounds": 1},
    }
    processes = [start(part, environment, home / "server.log") for part in ("serve", "worker")]
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", processes[0], home / "server.log")
        settings = Settings(**values)
        tenants = asyncio.run(_seed(settings))
        asyncio.run(wait_until_scored(database_url, tenants))
        yield RunningServer(f"http://127.0.0.1:{port}", database_url, environment, tenants, settings)
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
        asyncio.run(administer(f"drop database {name} with (force)"))
