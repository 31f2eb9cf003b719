"""A case whose steps have run, in a database that each test clones: nothing is read again."""

import asyncio
import hashlib
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from ascertain.ai.reading import ReaderPool
from ascertain.entrypoints.demo.samples import applications
from ascertain.entrypoints.roles import PERMISSIONS, ROLES
from ascertain.entrypoints.settings import Settings
from ascertain.entrypoints.wiring import AppContext, app_context, job_specs, make_intake
from ascertain.kernel import auth
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import Database, EmbeddedPostgres, urls
from ascertain.kernel.jobs import Job
from ascertain.kernel.tenancy import Actor, system_actor
from ascertain.kyc import cases, documents, risk, screening
from ascertain.kyc.screening import Entry
from tests.servers.mortal_workers import MortalWorkers

State = dict[str, tuple[int, str]]
LISTED = Entry("L1", "Person", ("Ilse Varga",), ("1971",), topics=("sanction",))
_IDENTIFIER = re.compile(r"\b([a-z]+_)[0-9A-HJKMNP-TV-Z]{26}\b")
_AS_OF = re.compile(r'"as_of": "\d{4}-\d\d-\d\d"')
_MOMENT = re.compile(r'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^"]*"')
# What only tells how the work was done: starts of jobs, ordinals under which events were told, claims and seals.
# A picture of the graph is told as changed once or twice, as a merge is projected before or after the owners.
_PICTURE = '"topic": "graph.changed"'
_HOW = {
    "jobs_runs",
    "outbox_streams",
    "outbox_deliveries",
    "audit_seals",
    "audit_unsealed",
    "audit_heads",
    "auth_sign_in_attempts",
}


@dataclass(frozen=True)
class CaseDatabase:
    """A database in which a tenant has one case, and the home folder with its files."""

    server: EmbeddedPostgres
    name: str
    home: Path
    tenant: str
    case_id: str

    def clone(self) -> "CaseDatabase":
        name = f"worked_{uuid4().hex[:10]}"
        administer(self.server, f"create database {name} template {self.name}")
        return replace(self, name=name)

    def environment(self, fault_point: str = "") -> dict[str, str]:
        """For a worker, which dies at the fault point."""
        return {
            "DATABASE_URL": urls.with_database(self.server.app_url, self.name),
            "ASCERTAIN_HOME": str(self.home),
            "ASCERTAIN_FAULT_POINT": fault_point,
        }

    @property
    def settings(self) -> Settings:
        values: dict[str, Any] = {
            "home": self.home,
            "database_url": urls.with_database(self.server.app_url, self.name),
        }
        return Settings(**values)

    def state(self) -> State:
        """Of each of the tenant's tables how many rows it has, and a hash of them without ids and moments."""
        return asyncio.run(self._state())

    async def _state(self) -> State:
        connection = await asyncpg.connect(urls.with_database(self.server.owner_url, self.name))
        tables = await connection.fetch(
            """select table_name from information_schema.columns
               where column_name = 'tenant_id' and table_schema = 'public' order by 1"""
        )
        records = dict(await connection.fetch("select number, id from entities_records"))
        found = {}
        for (table,) in tables:
            if table in _HOW:
                continue
            rows = sorted(
                _told(row[0], records)
                for row in await connection.fetch(f"select to_jsonb(t)::text from {table} t")
                if not (table == "outbox_events" and _PICTURE in row[0])
            )
            found[table] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
        await connection.close()
        return found


def _told(row: str, records: dict[int, str]) -> str:
    """A row without what differs between two undisturbed runs; `records` are the ids of records by their numbers."""
    values: dict[str, Any] = json.loads(row)
    values.pop("ordinal", None)
    values.pop("mac", None)  # of an identifier, which is another one in each run
    if values.keys() >= {"traits", "number"}:  # a record's number is of a sequence, which a killed transaction moves on
        del values["number"]
    # A block names its records by those numbers. Whatever other columns it has: its members are compared as records.
    if values.keys() >= {"key", "members"}:
        members = values["members"]
        values["members"] = members and sorted(_IDENTIFIER.sub(r"\1", records.get(one, "none")) for one in members)
    # The day of the run: midnight may fall between two runs.
    told = _AS_OF.sub('"as_of": "day"', json.dumps(values, sort_keys=True))
    return _MOMENT.sub('"at"', _IDENTIFIER.sub(r"\1", told))


def administer(server: EmbeddedPostgres, statement: str, database: str = "postgres") -> None:
    """Run a statement as the owner."""

    async def execute() -> None:
        connection = await asyncpg.connect(urls.with_database(server.owner_url, database))
        await connection.execute(statement)
        await connection.close()

    asyncio.run(execute())


def ask(database: CaseDatabase, question: str) -> Any:
    """The first value of an answer, as the owner sees it."""

    async def fetch() -> Any:
        connection = await asyncpg.connect(urls.with_database(database.server.owner_url, database.name))
        value = await connection.fetchval(question)
        await connection.close()
        return value

    return asyncio.run(fetch())


async def _open_case(settings: Settings) -> tuple[Actor, str]:
    layered = applications()[1]
    async with app_context(settings) as context:
        tenant = await auth.create_tenant(context.db, "Worked Bank", ROLES)
        actor = Actor(tenant, "person", "usr_opener", "A. Beck", frozenset(PERMISSIONS))
        new = cases.NewCase(layered.customer_name, "company", layered.country, None, layered.registration_number)
        async with context.db.transaction(tenant) as tx:
            await risk.ensure_default_policy(tx, system_actor(tenant, "set-up"), clock=utc_now)
            case = await cases.open_case(tx, actor, new, clock=utc_now)
        await screening.load_shared_list(context.db, "list", "A list", "test", [LISTED], now=utc_now())
    return actor, case.id


async def _upload(settings: Settings, actor: Actor, case_id: str, filename: str) -> None:
    file = next(file for file in applications()[1].files if file.filename == filename)
    async with app_context(settings) as context:
        readers = ReaderPool(settings.documents)
        await make_intake(context, readers).upload(actor, documents.Place(case_id=case_id), filename, file.data())
        await readers.close()


@pytest.fixture(scope="session")
def waiting_case(
    postgres: EmbeddedPostgres, mortal_workers: MortalWorkers, tmp_path_factory: pytest.TempPathFactory
) -> CaseDatabase:
    """The layered company: its certificate has been worked on, its register was just uploaded."""
    home = tmp_path_factory.mktemp("home")
    made = CaseDatabase(postgres, f"waiting_{uuid4().hex[:10]}", home, "", "")
    administer(postgres, f"create database {made.name} template ascertain")
    actor, case_id = asyncio.run(_open_case(made.settings))
    asyncio.run(_upload(made.settings, actor, case_id, "certificate.pdf"))
    assert mortal_workers.run(made.environment()) == 0
    asyncio.run(_upload(made.settings, actor, case_id, "register.pdf"))
    return replace(made, tenant=actor.tenant_id, case_id=case_id)


@pytest.fixture(scope="session")
def worked_case(waiting_case: CaseDatabase, mortal_workers: MortalWorkers) -> CaseDatabase:
    """The layered company with certificate and register: parties, owners, one hit (on its owner Ilse Varga) and a score."""
    clone = waiting_case.clone()
    assert mortal_workers.run(clone.environment()) == 0
    return clone


@dataclass
class Desk:
    """A clone of the worked case with what a test does to it."""

    context: AppContext
    tenant: str
    case_id: str

    @property
    def db(self) -> Database:
        return self.context.db

    def person(self, name: str, kind: Any = "person", identifier: str | None = None) -> Actor:
        """Somebody of the tenant who may do everything; the same name is the same person."""
        identifier = identifier or f"usr_{name}"
        # A key is that of the person with its name.
        return Actor(self.tenant, kind, identifier, name, frozenset(PERMISSIONS), person_id=f"usr_{name}")

    async def run_jobs(self, attempt: int = 1) -> None:
        """Every waiting job, one after the other, until none waits; one that fails raises."""
        readers = ReaderPool(self.context.settings.documents)
        specs = {spec.kind: spec for spec in job_specs(self.context, readers)}
        while True:
            async with self.db.untenanted() as tx:
                row = await tx.fetchrow(
                    "select id, entrypoint, payload from queue.pgqueuer where status = 'queued' order by id limit 1"
                )
            if row is None:
                break
            await specs[row["entrypoint"]].run(
                Job(str(row["id"]), self.tenant, row["entrypoint"], json.loads(row["payload"]), attempt)
            )
            async with self.db.untenanted() as tx:
                await tx.execute("delete from queue.pgqueuer where id = $1", row["id"])
        await readers.close()

    async def settle(self, who: Actor, reason: str = "another birth date") -> None:
        """Accept what was read with little confidence and call the hits somebody else, so that nothing blocks a proposal."""
        async with self.db.transaction(self.tenant) as tx:
            for fact in await documents.facts_to_check(tx, self.case_id):
                await documents.review_fact(tx, who, fact.id, verdict="accept", clock=utc_now)
            for hit in await screening.list_hits(tx, self.case_id):
                await screening.adjudicate(tx, who, hit.id, "different", reason=reason, clock=utc_now)
        await self.run_jobs()

    async def case(self) -> cases.CaseSummary:
        """The case as it stands."""
        async with self.db.transaction(self.tenant) as tx:
            return await cases.get_case(tx, self.case_id)

    async def overview(self) -> cases.Overview:
        """The case with its steps, blockers and tasks."""
        async with self.db.transaction(self.tenant) as tx:
            return await cases.get_overview(tx, self.case_id)

    async def facts(self) -> list[documents.Fact]:
        """All facts of the case."""
        async with self.db.transaction(self.tenant) as tx:
            return await documents.list_facts(tx, self.case_id)

    async def hits(self) -> list[screening.Hit]:
        """All hits of the case."""
        async with self.db.transaction(self.tenant) as tx:
            return await screening.list_hits(tx, self.case_id)

    async def count(self, table: str) -> int:
        """Rows of a table."""
        async with self.db.transaction(self.tenant) as tx:
            number: int = await tx.fetchval(f"select count(*) from {table}")
            return number


@pytest.fixture
async def desk(worked_case: CaseDatabase) -> AsyncIterator[Desk]:
    """A worked case of the test's own."""
    clone = await asyncio.to_thread(worked_case.clone)
    async with app_context(clone.settings) as context:
        yield Desk(context, clone.tenant, clone.case_id)
    await asyncio.to_thread(administer, clone.server, f"drop database {clone.name} with (force)")
