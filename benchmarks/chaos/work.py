"""The work of one tenant, as a program does it over HTTP: open cases, upload documents, propose a decision on each."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from pydantic import SecretStr

from ascertain.entrypoints.demo.samples import SampleApplication, applications
from ascertain.entrypoints.roles import ROLES
from ascertain.entrypoints.settings import Settings, load_settings
from ascertain.entrypoints.wiring import app_context, load_watchlist, password_hasher
from ascertain.kernel import auth
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import DatabaseGone
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc import risk, screening
from benchmarks.chaos.installation import Installation

_PASSWORD = "correct horse battery staple"
_LONGEST_S = 600.0
_RETRY_S = 0.3
# Scans take ten seconds each to read, which is most of the time of a run with them.
BORN_DIGITAL = frozenset(
    {"certificate.pdf", "register.pdf", "register-calder.pdf", "register-lindenhof.pdf", "utility-bill.pdf"}
)


@dataclass(frozen=True)
class Work:
    """What a tenant is given: applications, each with the names of the files to upload."""

    applications: tuple[tuple[SampleApplication, tuple[str, ...]], ...]

    @property
    def documents(self) -> int:
        """Number of files."""
        return sum(len(files) for _, files in self.applications)


def chosen_work(*, scans: bool, small: bool = False) -> Work:
    """The demo's layered company and near match; `small`: the latter alone."""
    _, layered, near = applications()
    chosen = []
    for application in (near,) if small else (layered, near):
        names = [file.filename for file in application.files if file.filename in BORN_DIGITAL]
        if scans and application is near:
            names.append("passport.jpg")
        chosen.append((application, tuple(names)))
    return Work(tuple(chosen))


# Rendered once: every tenant gets the same bytes.
_rendered: dict[tuple[str, str], bytes] = {}


def _file(application: SampleApplication, filename: str) -> bytes:
    key = application.customer_name, filename
    if key not in _rendered:
        _rendered[key] = next(file for file in application.files if file.filename == filename).data()
    return _rendered[key]


def settings_of(installation: Installation) -> Settings:
    """The installation's settings, for what is set up beside it."""
    settings = load_settings()
    return settings.model_copy(
        update={
            "home": installation.home,
            "database": settings.database.model_copy(update={"url": SecretStr(installation.database.app_url)}),
            "auth": settings.auth.model_copy(update={"argon2_memory_kib": 8, "argon2_rounds": 1}),
        }
    )


async def new_tenant(installation: Installation, number: int) -> tuple[str, str]:
    """A tenant with one user who may do everything an analyst may; its id and the user's address."""
    settings = settings_of(installation)
    email = f"analyst@t{number}.example"
    async with app_context(settings) as context:
        await load_watchlist(context, "sample", "Sample list", "test", screening.SAMPLE_LIST)
        hashed = await password_hasher(settings).hash(_PASSWORD)
        tenant_id = await auth.create_tenant(context.db, "Chaos Bank", ROLES)
        async with context.db.transaction(tenant_id) as tx:
            await auth.create_user(tx, name="A. Beck", email=email, password_hash=hashed, roles=["analyst"])
            await risk.ensure_default_policy(tx, system_actor(tenant_id, "set-up"), clock=utc_now)
    return tenant_id, email


async def tenant_when_possible(installation: Installation, number: int) -> tuple[str, str]:
    """`new_tenant`, once the database is there. What a kill interrupted belongs to no tenant that is compared."""
    for attempt in range(100):
        try:
            return await new_tenant(installation, number * 1000 + attempt)
        except (DatabaseGone, OSError):
            await asyncio.sleep(_RETRY_S)
    raise TimeoutError("the database did not come back")


class Client:
    """A program that looks what has been done before it does anything again: an answer may have been lost with its process."""

    def __init__(self, installation: Installation, email: str) -> None:
        self._http = httpx.Client(base_url=f"{installation.address}/api/v1", timeout=20)
        self._keep_started = installation.keep_started
        self.unexpected: list[str] = []
        answer = self._until(lambda: self._http.post("/auth/token", json={"email": email, "password": _PASSWORD}))
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def _until(self, call: Callable[[], httpx.Response]) -> httpx.Response:
        """Repeat a call while the installation is away; any server error but 503 is written down."""
        deadline = time.monotonic() + _LONGEST_S
        while time.monotonic() < deadline:
            try:
                answer = call()
            except httpx.TransportError:
                self._keep_started()
            else:
                if answer.status_code < 500 and answer.status_code != 429:
                    return answer
                if answer.status_code != 503:
                    self.unexpected.append(f"{answer.status_code} {answer.request.url.path}: {answer.text[:200]}")
                elif "retry-after" not in answer.headers:
                    self.unexpected.append(f"503 without Retry-After: {answer.request.url.path}")
            time.sleep(_RETRY_S)
        raise TimeoutError("the installation did not answer")

    def get(self, path: str) -> Any:
        """The body of an answer."""
        return self._until(lambda: self._http.get(path)).raise_for_status().json()

    def case_of(self, application: SampleApplication) -> str:
        """The case of a customer, opened if there is none."""
        while True:
            for case in self.get("/cases?limit=50")["items"]:
                if case["customer_name"] == application.customer_name:
                    return str(case["id"])
            body = {
                "customer_name": application.customer_name,
                "customer_kind": "person" if application.customer_kind == "person" else "company",
                "country": application.country,
                "birth_date": application.birth_date,
                "registration_number": application.registration_number,
            }
            self._once("/cases", json=body)

    def upload(self, case_id: str, application: SampleApplication, names: tuple[str, ...]) -> None:
        """Upload what the case has not."""
        while missing := set(names) - {one["filename"] for one in self.get(f"/cases/{case_id}/documents")["items"]}:
            name = sorted(missing)[0]
            self._once(f"/cases/{case_id}/documents", files={"files": (name, _file(application, name))})

    def _once(self, path: str, **body: Any) -> httpx.Response | None:
        """One attempt; the caller looks what came of it."""
        try:
            answer = self._http.post(path, **body)
        except httpx.TransportError:
            self._keep_started()
            time.sleep(_RETRY_S)
            return None
        if answer.status_code >= 500 and answer.status_code != 503:
            self.unexpected.append(f"{answer.status_code} {path}: {answer.text[:200]}")
        elif answer.status_code >= 400 and answer.status_code not in (409, 429, 503):
            answer.raise_for_status()
        return answer

    def wait_until_scored(self, case_id: str, documents: int) -> None:
        """Until every document is done or failed and the score rests on all of them."""
        deadline = time.monotonic() + _LONGEST_S
        while time.monotonic() < deadline:
            states = [one["state"] for one in self.get(f"/cases/{case_id}/documents")["items"]]
            finished = len(states) == documents and all(state in ("done", "failed") for state in states)
            if finished and not self.get(f"/cases/{case_id}")["provisional"]:
                return
            time.sleep(_RETRY_S)
        raise TimeoutError(f"case {case_id} was not scored: {states}")

    def propose(self, case_id: str) -> None:
        """Adjudicate every hit as no match, and propose to reject: nothing stands in the way of that."""
        deadline = time.monotonic() + _LONGEST_S
        while time.monotonic() < deadline:
            if self.get(f"/cases/{case_id}")["state"] == "proposed":
                return
            answer = self._once(f"/cases/{case_id}/proposals", json={"outcome": "reject", "reason": "Chaos run."})
            self.last_refusal = "" if answer is None else answer.text[:500]
            time.sleep(_RETRY_S)
        raise TimeoutError(f"no proposal on {case_id}: {self.last_refusal}")


def work_through(installation: Installation, email: str, work: Work) -> list[str]:
    """Do the work of one tenant to its proposals; returns unexpected answers."""
    client = Client(installation, email)
    cases = []
    for application, names in work.applications:
        case_id = client.case_of(application)
        client.upload(case_id, application, names)
        cases.append((case_id, len(names)))
    for case_id, documents in cases:
        client.wait_until_scored(case_id, documents)
    for case_id, _ in cases:
        client.propose(case_id)
    return client.unexpected
