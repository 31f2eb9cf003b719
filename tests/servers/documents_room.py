"""The documents room with a database that can lose its process at a commit, and steps that run one after another."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from ascertain.ai.reading import ReaderPool
from ascertain.ai.text.embedding import Embedded
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.jobs import Job, PermanentFailure
from ascertain.kernel.storage import ObjectStorage
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import documents
from ascertain.kyc.documents import DocumentSettings, Intake, Place
from ascertain.kyc.documents.jobs import job_specs

CASE = Place(case_id="case_A")


class FlatEmbedder:
    """Returns the same vector for every text: these tests do not search."""

    name, version, dimension = "flat", "1", 384

    async def embed(self, texts: list[str]) -> list[Embedded]:
        vector = np.full(384, 384**-0.5, dtype=np.float32)
        nothing = np.empty((0, 384), dtype=np.float16)
        return [Embedded(vector, np.empty(0, dtype=np.int32), nothing) for _ in texts]


class Killed(BaseException):
    """The end of the process."""


class MortalDatabase(Database):
    """Raises `Killed` before or after its nth commit from now."""

    commits_left = -1
    after = False

    @asynccontextmanager
    async def transaction(self, tenant_id: str) -> AsyncIterator[Connection]:
        async with super().transaction(tenant_id) as tx:
            yield tx
            self.commits_left -= 1
            if self.commits_left == 0 and not self.after:
                raise Killed
        if self.commits_left == 0 and self.after:
            raise Killed


@dataclass
class DocumentsRoom:
    """The documents room with everything that it depends on."""

    db: MortalDatabase
    storage: ObjectStorage
    readers: ReaderPool
    actor: Actor
    clock: FixedClock
    intake: Intake

    @property
    def tenant(self) -> str:
        return self.actor.tenant_id

    async def upload(self, filename: str, data: bytes, place: Place = CASE) -> list[documents.Document]:
        return (await self.intake.upload(self.actor, place, filename, data))[0]

    async def run_jobs(self) -> None:
        """Run every queued job of documents in order; a job leaves the queue only when it has ended."""
        specs = {
            spec.kind: spec for spec in job_specs(self.db, self.storage, self.readers, FlatEmbedder(), clock=self.clock)
        }
        while True:
            async with self.db.untenanted() as tx:
                row = await tx.fetchrow(
                    "select id, entrypoint, payload from queue.pgqueuer where entrypoint = any($1) order by id limit 1",
                    list(specs),
                )
            if row is None:
                return
            job = Job(str(row["id"]), self.tenant, row["entrypoint"], json.loads(row["payload"]), 3)
            with suppress(PermanentFailure):
                await specs[job.kind].run(job)
            async with self.db.untenanted() as tx:
                await tx.execute("delete from queue.pgqueuer where id = $1", row["id"])

    async def state(self) -> dict[str, Any]:
        """Everything that the steps write, except ids and times."""
        async with self.db.transaction(self.tenant) as tx:
            return {
                "documents": await self._rows(
                    tx, "documents_documents", "state, document_type, pages_read, facts_count"
                ),
                "pages": await self._rows(tx, "documents_pages", "sha256, page_number, words::text"),
                "facts": await self._rows(tx, "documents_facts", "subject, property, value, boxes::text, state"),
                "chunks": await self._rows(tx, "retrieval_chunks", "count(*)"),
                "audit": await self._rows(tx, "audit_entries", "action"),
                "events": await self._rows(tx, "outbox_events", "topic", "where topic <> 'document.read'"),
            }

    @staticmethod
    async def _rows(tx: Connection, table: str, columns: str, where: str = "") -> list[tuple[Any, ...]]:
        return sorted(tuple(row.values()) for row in await tx.fetch(f"select {columns} from {table} {where}"))


@pytest.fixture
async def room(
    db: Database, database_urls: tuple[str, str], storage: ObjectStorage, actor: Actor, clock: FixedClock
) -> AsyncIterator[DocumentsRoom]:
    settings = DocumentSettings()
    mortal = await MortalDatabase.connect(database_urls[0])
    readers = ReaderPool(settings)
    intake = Intake(mortal, storage, readers, settings, clock=clock)
    yield DocumentsRoom(mortal, storage, readers, actor, clock, intake)
    await readers.close()
    await mortal.close()
