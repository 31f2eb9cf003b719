"""The demo tenant: two users, the sample policy and watchlist, and three sample cases whose progress is shown."""

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
from ascertain.entrypoints.wiring import AppContext, app_context, load_watchlist, make_intake, password_hasher
from ascertain.kernel import auth, telemetry
from ascertain.kernel.clock import utc_now
from ascertain.kernel.tenancy import Actor, system_actor
from ascertain.kyc import cases, documents, library, risk, screening

TENANT = "Northgate Bank (demo)"
# Two people, because a decision needs four eyes.
_PEOPLE = (
    ("A. Beck", "a.beck@northgate.example", ["analyst"]),
    ("R. Okafor", "r.okafor@northgate.example", ["head", "engineer", "admin"]),
)
# The server runs without the cases being finished, so that a slow machine only ends the display of their progress.
_MAX_WATCH_S = 600.0
_POLL_S = 0.5
# Share of the progress bar for reading documents; the rest is filled when the case is scored.
_DOCUMENTS_PERCENT = 90


@dataclass(frozen=True, slots=True)
class SignIn:
    """A user of the demo with the password."""

    name: str
    email: str
    roles: list[str]
    password: str


@dataclass(frozen=True, slots=True)
class Demo:
    """What was seeded; stored in the home folder, readable by its owner alone, so that a second start shows it again."""

    tenant_id: str
    people: list[SignIn]
    analyst_id: str


def _file(context: AppContext) -> Path:
    return context.settings.home / "demo.json"


def _load(context: AppContext) -> Demo | None:
    if not _file(context).exists():
        return None
    stored = json.loads(_file(context).read_text())
    return Demo(stored["tenant_id"], [SignIn(**person) for person in stored["people"]], stored["analyst_id"])


def _save(context: AppContext, demo: Demo) -> None:
    file = _file(context)
    # The file has passwords in plain text: closed before they are written, and also where it existed.
    file.touch(mode=0o600)
    file.chmod(0o600)
    people = [{"name": p.name, "email": p.email, "roles": p.roles, "password": p.password} for p in demo.people]
    content = {"tenant_id": demo.tenant_id, "people": people, "analyst_id": demo.analyst_id}
    file.write_text(json.dumps(content, indent=2))


async def _seed_tenant(context: AppContext) -> Demo:
    """The tenant with its users and policy."""
    hasher = password_hasher(context.settings)
    people = [SignIn(name, email, roles, secrets.token_urlsafe(12)) for name, email, roles in _PEOPLE]
    hashes = [await hasher.hash(person.password) for person in people]
    tenant_id = await auth.create_tenant(context.db, TENANT, ROLES)
    async with context.db.transaction(tenant_id) as tx:
        users = [
            await auth.create_user(tx, name=p.name, email=p.email, password_hash=hashed, roles=p.roles)
            for p, hashed in zip(people, hashes, strict=True)
        ]
        await risk.ensure_default_policy(tx, system_actor(tenant_id, "set-up"), clock=utc_now)
    demo = Demo(tenant_id, people, users[0].id)
    _save(context, demo)
    return demo


async def _seed_cases(context: AppContext, demo: Demo) -> None:
    """Open the sample cases that do not exist yet and upload their documents."""
    analyst = Actor(demo.tenant_id, "person", demo.analyst_id, demo.people[0].name, ROLES["analyst"])
    readers = ReaderPool(context.settings.documents)
    intake = make_intake(context, readers)
    try:
        await library.import_folder(intake, system_actor(demo.tenant_id, "set-up"), library.SAMPLE_POLICY)
        known = {case.customer_name: case.id for case in await _all_cases(context, demo)}
        for application in applications():
            case_id = known.get(application.customer_name) or await _open(context, analyst, application)
            async with context.db.transaction(demo.tenant_id) as tx:
                given = {document.filename for document in await documents.list_documents(tx, case_id)}
            for file in application.files:
                # A seeding that was interrupted continues here.
                if file.filename in given:
                    continue
                # Rendering takes seconds and would block the event loop.
                data = await asyncio.to_thread(file.data)
                await intake.upload(analyst, documents.Place(case_id=case_id), file.filename, data)
    finally:
        await readers.close()


async def _open(context: AppContext, analyst: Actor, application: SampleApplication) -> str:
    new = cases.NewCase(
        customer_name=application.customer_name,
        customer_kind="person" if application.customer_kind == "person" else "company",
        country=application.country,
        birth_date=application.birth_date,
        registration_number=application.registration_number,
    )
    async with context.db.transaction(analyst.tenant_id) as tx:
        return (await cases.open_case(tx, analyst, new, clock=utc_now)).id


async def _all_cases(context: AppContext, demo: Demo) -> list[cases.CaseSummary]:
    query = cases.QueueQuery(viewer_id=demo.analyst_id, now=utc_now(), limit=50, sort="created_at")
    async with context.db.transaction(demo.tenant_id) as tx:
        found, _ = await cases.list_cases(tx, query)
    return found


async def _watch(context: AppContext, demo: Demo, console: Console) -> None:
    """Show the progress of each case until all are scored on all their documents."""
    names = {application.customer_name for application in applications()}
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[state]}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        bars: dict[str, TaskID] = {}
        for _ in range(int(_MAX_WATCH_S / _POLL_S)):
            found = [case for case in await _all_cases(context, demo) if case.customer_name in names]
            for case in found:
                if case.id not in bars:
                    bars[case.id] = progress.add_task(case.customer_name, total=100, state="")
                share = _DOCUMENTS_PERCENT * case.documents_done / max(case.documents_total, 1)
                share += 0 if case.provisional else 100 - _DOCUMENTS_PERCENT
                band = f"{case.band} {case.score}" if case.band else ""
                progress.update(bars[case.id], completed=share, state=f"{case.progress}  {band}")
            if found and all(not case.provisional for case in found):
                return
            await asyncio.sleep(_POLL_S)


async def seed_and_watch(console: Console) -> None:
    """Seed what is missing, show the progress of the cases, and print the users, on a terminal with their passwords."""
    settings = load_settings()
    telemetry.configure_logging("WARNING")
    async with app_context(settings) as context:
        demo = _load(context)
        # The tenant is created once; the list and the cases are completed at every start.
        if demo is None:
            console.print("Seeding the demo tenant ...")
            demo = await _seed_tenant(context)
        await load_watchlist(
            context, "sample", "Sample list (fictional)", "shipped with Ascertain", screening.SAMPLE_LIST
        )
        await _seed_cases(context, demo)
        await _watch(context, demo, console)
        _show_people(console, demo, _file(context))


def _show_people(console: Console, demo: Demo, file: Path) -> None:
    """Show how to sign in. Passwords go to a person's screen only: the output of a service ends in a log."""
    console.print()
    for person in demo.people:
        who = f"{person.name:10} {', '.join(person.roles):24} {person.email:26}"
        password = f" password: {person.password}" if console.is_terminal else ""
        console.print(f"{who}{password}", soft_wrap=True, highlight=False, markup=False)
    if not console.is_terminal:
        console.print(f"Their passwords are in {file}.", soft_wrap=True, highlight=False, markup=False)
