"""The demo tenant: two users, the sample policy and list, and three sample cases going through the pipeline on screen."""

import asyncio
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from ascertain.ai.reading import ReaderPool
from ascertain.entrypoints.demo.samples import SampleApplication, applications
from ascertain.entrypoints.roles import ROLES
from ascertain.entrypoints.settings import load_settings
from ascertain.entrypoints.wiring import AppContext, foundation, load_watchlist, make_intake, password_hasher
from ascertain.kernel import auth, telemetry
from ascertain.kernel.clock import utc_now
from ascertain.kernel.tenancy import Actor, system_actor
from ascertain.kyc import cases, documents, library, risk, screening

TENANT = "Northgate Bank (demo)"
_PEOPLE = (
    ("A. Beck", "a.beck@northgate.example", ["analyst"]),
    ("R. Okafor", "r.okafor@northgate.example", ["head", "engineer", "admin"]),
)
_LONGEST_WAIT_S = 600.0


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who signs in, and how."""

    name: str
    email: str
    roles: list[str]
    password: str


@dataclass(frozen=True, slots=True)
class Demo:
    """What was seeded; kept in the home folder, readable by its owner alone, so that a second start shows it again."""

    tenant_id: str
    people: list[SignIn]
    analyst_id: str


def _file(base: AppContext) -> Path:
    return base.settings.home / "demo.json"


def _load(base: AppContext) -> Demo | None:
    if not _file(base).exists():
        return None
    stored = json.loads(_file(base).read_text())
    return Demo(stored["tenant_id"], [SignIn(**person) for person in stored["people"]], stored["analyst_id"])


def _save(base: AppContext, demo: Demo) -> None:
    file = _file(base)
    file.touch(mode=0o600)
    people = [{"name": p.name, "email": p.email, "roles": p.roles, "password": p.password} for p in demo.people]
    file.write_text(json.dumps({"tenant_id": demo.tenant_id, "people": people, "analyst_id": demo.analyst_id}))


async def _seed_tenant(base: AppContext) -> Demo:
    """The tenant with its users and policy."""
    hasher = password_hasher(base.settings)
    people = [SignIn(name, email, roles, secrets.token_urlsafe(12)) for name, email, roles in _PEOPLE]
    hashes = [await hasher.hash(person.password) for person in people]
    tenant_id = await auth.create_tenant(base.db, TENANT, ROLES)
    async with base.db.transaction(tenant_id) as tx:
        users = [
            await auth.create_user(tx, name=p.name, email=p.email, password_hash=hashed, roles=p.roles)
            for p, hashed in zip(people, hashes, strict=True)
        ]
        await risk.ensure_default_policy(tx, system_actor(tenant_id, "set-up"), clock=utc_now)
    demo = Demo(tenant_id, people, users[0].id)
    _save(base, demo)
    return demo


async def _seed_cases(base: AppContext, demo: Demo) -> None:
    """Open the sample cases that are not there yet and hand their documents in."""
    analyst = Actor(demo.tenant_id, "person", demo.analyst_id, demo.people[0].name, ROLES["analyst"])
    readers = ReaderPool(base.settings.documents)
    intake = make_intake(base, readers)
    try:
        await library.import_folder(intake, system_actor(demo.tenant_id, "set-up"), library.SAMPLE_POLICY)
        known = {case.customer_name: case.id for case in await _all_cases(base, demo)}
        for application in applications():
            case_id = known.get(application.customer_name) or await _open(base, analyst, application)
            async with base.db.transaction(demo.tenant_id) as tx:
                given = {document.filename for document in await documents.list_documents(tx, case_id)}
            for file in application.files:
                if file.filename in given:
                    continue
                data = await asyncio.to_thread(file.data)
                await intake.upload(analyst, documents.Place(case_id=case_id), file.filename, data)
    finally:
        await readers.close()


async def _open(base: AppContext, analyst: Actor, application: SampleApplication) -> str:
    new = cases.NewCase(
        customer_name=application.customer_name,
        customer_kind="person" if application.customer_kind == "person" else "company",
        country=application.country,
        birth_date=application.birth_date,
        registration_number=application.registration_number,
    )
    async with base.db.transaction(analyst.tenant_id) as tx:
        return (await cases.open_case(tx, analyst, new, clock=utc_now)).id


async def _all_cases(base: AppContext, demo: Demo) -> list[cases.CaseSummary]:
    query = cases.QueueQuery(viewer_id=demo.analyst_id, now=utc_now(), limit=50, sort="created_at")
    async with base.db.transaction(demo.tenant_id) as tx:
        found, _ = await cases.list_cases(tx, query)
    return found


async def _watch(base: AppContext, demo: Demo, console: Console) -> None:
    """Show each case's progress until all have been scored on all their documents."""
    names = {application.customer_name for application in applications()}
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[state]}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        bars: dict[str, TaskID] = {}
        for _ in range(int(_LONGEST_WAIT_S / 0.5)):
            found = [case for case in await _all_cases(base, demo) if case.customer_name in names]
            for case in found:
                if case.id not in bars:
                    bars[case.id] = progress.add_task(case.customer_name, total=100, state="")
                share = 90 * case.documents_done / max(case.documents_total, 1) + (0 if case.provisional else 10)
                band = f"{case.band} {case.score}" if case.band else ""
                progress.update(bars[case.id], completed=share, state=f"{case.progress}  {band}")
            if found and all(not case.provisional for case in found):
                return
            await asyncio.sleep(0.5)


async def seed_and_watch(console: Console) -> None:
    """Seed what is missing, watch it being worked on, and print how to sign in."""
    settings = load_settings()
    telemetry.configure_logging("WARNING")
    async with foundation(settings) as base:
        demo = _load(base)
        if demo is None:
            console.print("Seeding the demo tenant ...")
            demo = await _seed_tenant(base)
        await load_watchlist(base, "sample", "Sample list (fictional)", "shipped with Ascertain", screening.SAMPLE_LIST)
        await _seed_cases(base, demo)
        await _watch(base, demo, console)
    console.print()
    for person in demo.people:
        who = f"{person.name:10} {', '.join(person.roles):24} {person.email:26}"
        console.print(f"{who} password: {person.password}", soft_wrap=True, highlight=False, markup=False)
