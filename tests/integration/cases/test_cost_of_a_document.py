"""A document of a case with many costs what one of a case with few does; counted in rows that the database reads, not in time."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from ascertain.ai.reading import ReaderPool
from ascertain.kernel import outbox, webhooks
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.jobs import Job, JobSpec
from ascertain.kernel.storage import ObjectStorage
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import cases, documents, entities, screening
from ascertain.kyc.cases import inputs, pipeline
from ascertain.kyc.cases import jobs as case_jobs
from ascertain.kyc.cases.model import StaleStep, Step
from ascertain.kyc.documents import DocumentSettings, DocumentState, Intake, Place
from ascertain.kyc.documents import jobs as document_jobs
from ascertain.kyc.screening import ScreeningIndex
from tests.servers.documents_room import FlatEmbedder
from tests.servers.worked_case import Desk

_FEW, _MANY = 20, 400
# What a document may read more of in the larger case: pages of an index that divide elsewhere, but nothing for each document.
_SLACK_ROWS = 30
_TOPICS = "'document.uploaded', 'document.classified', 'document.extracted', 'document.indexed'"
# Documents that were read, each with its facts and its delivered events.
_READ_DOCUMENTS = (
    """insert into documents_blobs (sha256, media_type, pages_sha256, pages_media_type, size_bytes, pages_total)
       select md5($1 || n), 'text/plain', md5($1 || n), 'text/plain', 30, 1 from generate_series(1, $2::int) n""",
    """insert into documents_documents (id, case_id, filename, sha256, state, pages_read, created_at)
       select 'doc_' || $1 || n, $1, n || '.txt', md5($1 || n), 'done', 1, now() from generate_series(1, $2::int) n""",
    """insert into documents_facts (id, document_id, case_id, subject, schema, property, value, quote, page_number, boxes, method,
           confidence, versions, state, position, created_at)
       select 'fact_' || $1 || n || name, 'doc_' || $1 || n, $1, 'one', 'Person', name, n, n, 1, '[]', 'labels', .5, '{}',
           'unchecked', 0, now() from generate_series(1, $2::int) n, unnest(array['name', 'birthDate']) name""",
    f"""insert into outbox_events (id, stream, ordinal, topic, data, delivered)
        select 'evt_' || $1 || n || topic, $1, 100 + 4 * n + place, topic, '{{}}', true
        from generate_series(1, $2::int) n, unnest(array[{_TOPICS}]) with ordinality as t (topic, place)""",
    f"""insert into outbox_deliveries (event_id, subscriber)
        select 'evt_' || $1 || n || topic, name from generate_series(1, $2::int) n, unnest(array[{_TOPICS}]) topic,
            unnest(array['cases.inputs', 'webhooks']) name""",
    "update outbox_streams set last_ordinal = 1000 + 4 * $2::int where stream = $1",
)


class CountingDatabase(Database):
    """Counts the rows that its transactions read, by scans as well as through indexes."""

    rows_read = 0

    @asynccontextmanager
    async def transaction(self, tenant_id: str) -> AsyncIterator[Connection]:
        async with super().transaction(tenant_id) as tx:
            # A table of a few pages is scanned whole, in either case: not what is asked here.
            await tx.execute("set local enable_seqscan = off")
            before = await self._rows_so_far(tx)
            yield tx
            self.rows_read += await self._rows_so_far(tx) - before

    @staticmethod
    async def _rows_so_far(tx: Connection) -> int:
        """Rows that this connection has read and not reported yet, which it does between transactions only."""
        count: int = await tx.fetchval(
            """select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::int
               from pg_stat_xact_user_tables where relname <> 'pgqueuer'"""
        )
        return count


@pytest.fixture
async def counting(db: Database, database_urls: tuple[str, str]) -> AsyncIterator[CountingDatabase]:
    counted = await CountingDatabase.connect(database_urls[0])
    yield counted  # type: ignore[misc]  # `connect` is declared to return the class that it was written in
    await counted.close()


async def _case_with(db: Database, actor: Actor, documents_count: int, owner_url: str) -> str:
    async with db.transaction(actor.tenant_id) as tx:
        case = await cases.open_case(tx, actor, cases.NewCase("Many Ltd", "company", "gb", None, None), clock=utc_now)
        for statement in _READ_DOCUMENTS:
            await tx.execute(statement, case.id, documents_count)
    # As autovacuum does it within a minute. Without statistics Postgres takes any index that begins with the tenant.
    owner = await asyncpg.connect(owner_url)
    await owner.execute("analyze")
    await owner.close()
    return case.id


async def _run_jobs(db: Database, tenant: str, specs: dict[str, JobSpec]) -> Counter[str]:
    """Run what waits of these kinds and drop what waits of others; returns the number of jobs of each kind."""
    kinds: Counter[str] = Counter()
    while True:
        async with db.untenanted() as tx:
            row = await tx.fetchrow(
                "delete from queue.pgqueuer where id = (select min(id) from queue.pgqueuer) returning *"
            )
        if row is None:
            return kinds
        kinds[row["entrypoint"]] += 1
        if row["entrypoint"] in specs:
            job = Job(str(row["id"]), tenant, row["entrypoint"], json.loads(row["payload"]), 1)
            await specs[job.kind].run(job)


async def test_uploading_and_reading_a_document_reads_as_many_rows_in_a_large_case(
    counting: CountingDatabase, actor: Actor, storage: ObjectStorage, database_urls: tuple[str, str]
) -> None:
    settings = DocumentSettings()
    readers = ReaderPool(settings)
    intake = Intake(counting, storage, readers, settings, clock=utc_now)
    delivery = outbox.dispatch_spec(counting, [*cases.subscriptions(clock=utc_now), webhooks.subscription()])
    steps = document_jobs.job_specs(counting, storage, readers, FlatEmbedder(), clock=utc_now)
    specs = {spec.kind: spec for spec in [*steps, delivery]}
    rows = {}
    for count in (_FEW, _MANY):
        case_id = await _case_with(counting, actor, count, database_urls[1])
        await _run_jobs(counting, actor.tenant_id, specs)
        counting.rows_read = 0
        (document,), _ = await intake.upload(actor, Place(case_id), f"{count}.txt", b"A letter of %d words." % count)
        kinds = await _run_jobs(counting, actor.tenant_id, specs)
        rows[count] = counting.rows_read
        async with counting.transaction(actor.tenant_id) as tx:
            assert (await documents.get_document(tx, document.id)).state is DocumentState.DONE
        # Of all its events, and of those that opened the case, one refresh of the summary.
        assert kinds["outbox.dispatch"] > 5 and kinds["case.summary"] <= 1
    await readers.close()
    assert 0 < rows[_FEW] < 500 and rows[_MANY] <= rows[_FEW] + _SLACK_ROWS, rows


async def test_a_stale_step_and_the_check_of_an_upload_read_as_many_rows_in_a_large_case(
    counting: CountingDatabase, actor: Actor, database_urls: tuple[str, str]
) -> None:
    specs = {spec.kind: spec for spec in case_jobs.job_specs(counting, ScreeningIndex(counting), clock=utc_now)}
    rows = {}
    for count in (_FEW, _MANY):
        case_id = await _case_with(counting, actor, count, database_urls[1])
        async with counting.transaction(actor.tenant_id) as tx:
            await cases.inputs_changed(tx, actor, case_id, because="document.extracted", clock=utc_now)
        counting.rows_read = 0
        stale = Job("1", actor.tenant_id, "case.resolve", {"case_id": case_id, "inputs_version": 1}, 1)
        await specs["case.resolve"].run(stale)
        async with counting.transaction(actor.tenant_id) as tx:
            await cases.get_case(tx, case_id)
        rows[count] = counting.rows_read
    assert rows[_MANY] <= rows[_FEW] + _SLACK_ROWS, rows


async def test_the_steps_of_a_large_case_wait_until_no_document_follows(db: Database, actor: Actor) -> None:
    async def delay_s(count: int, because: str) -> float:
        async with db.transaction(actor.tenant_id) as tx:
            case = await cases.open_case(tx, actor, cases.NewCase("A", "company", "gb", None, None), clock=utc_now)
            await tx.execute("update cases_cases set documents_total = $2 where id = $1", case.id, count)
            await cases.inputs_changed(tx, actor, case.id, because=because, clock=utc_now)
            found: float = await tx.fetchval(
                """select extract(epoch from execute_after - now())::float8 from queue.pgqueuer
                   where entrypoint = 'case.resolve' order by id desc limit 1"""
            )
        return found

    assert [await delay_s(count, "document.extracted") for count in (3, 400, 100_000)] == [0, 4, 10]
    # A person who has settled something waits for its result.
    assert await delay_s(400, "fact.reviewed") == 0


async def test_a_burst_of_events_refreshes_the_summary_once_and_misses_nothing(desk: Desk) -> None:
    handlers = {topic: run for topic, name, run in cases.subscriptions(clock=utc_now) if name == "cases.summary"}

    async def deliver(topic: str) -> None:
        async with desk.db.transaction(desk.tenant) as tx:
            event = outbox.Event("evt_1", desk.tenant, desk.case_id, 1, topic, {"case_id": desk.case_id}, utc_now())
            await handlers[topic](tx, event)

    async def waiting() -> int:
        async with desk.db.untenanted() as tx:
            count: int = await tx.fetchval("select count(*) from queue.pgqueuer where entrypoint = 'case.summary'")
        return count

    for _ in range(5):
        await deliver("document.indexed")
        await deliver("fact.reviewed")
    assert await waiting() == 1
    assert (await desk.case()).provisional  # until it is refreshed
    await desk.run_jobs()
    assert not (await desk.case()).provisional
    # What follows a refresh, however soon, is refreshed again.
    await deliver("document.failed")
    assert await waiting() == 1


async def test_the_summary_counts_what_the_lists_of_a_case_have(desk: Desk) -> None:
    async with desk.db.transaction(desk.tenant) as tx:
        # Facts at either side of the limit, at it, and those that documents disagree on.
        await tx.execute("update documents_facts set confidence = .8 - .0001 * (position % 3)")
        await tx.execute(
            """update documents_facts set value = value || document_id, confidence = .79996
               where property in ('registrationNumber', 'jurisdiction')"""
        )
    async with desk.db.transaction(desk.tenant) as tx:
        listed = await documents.list_facts(tx, desk.case_id)
        to_check = [
            fact
            for fact in listed
            if fact.property not in documents.LINKS and fact.state == "unchecked" and fact.confidence < 0.8
        ]
        assert await documents.facts_to_check(tx, desk.case_id) == to_check != []
        assert await documents.count_facts_to_check(tx, desk.case_id) == len(to_check) < len(listed)
        conflicts = await entities.list_conflicts(tx, desk.case_id)
        assert await entities.count_conflicts(tx, desk.case_id) == len(conflicts) > 0
        hits = [hit for hit in await screening.list_hits(tx, desk.case_id) if hit.verdict in (None, "unsure")]
        assert await screening.count_open_hits(tx, desk.case_id) == len(hits) == 1
        found = await documents.list_documents(tx, desk.case_id)
        assert await documents.count_documents(tx, desk.case_id) == Counter(document.state for document in found)
        await cases.refresh_summary(tx, desk.case_id, now=utc_now())
    case = await desk.case()
    assert (case.facts_to_check, case.hits_to_judge) == (len(to_check) + len(conflicts), 1)


async def test_a_change_is_pending_until_it_is_delivered_to_the_case(desk: Desk) -> None:
    async def pending() -> tuple[int, bool]:
        async with desk.db.transaction(desk.tenant) as tx:
            return await inputs.count_pending(tx, desk.case_id), await inputs.is_pending(tx, desk.case_id)

    async def publish(topic: str, **data: str) -> None:
        async with desk.db.transaction(desk.tenant) as tx:
            await outbox.publish(tx, topic, {"case_id": desk.case_id, **data}, stream=desk.case_id)

    assert await pending() == (0, False)
    await publish("hit.found", by="case")  # the result of a step
    await publish("document.read")
    assert await pending() == (0, False)
    await publish("hit.found", by="list")
    await publish("fact.reviewed")
    await publish("fact.reviewed")
    assert await pending() == (3, True)
    case = await desk.case()
    assert case.provisional
    fence = pipeline.fence(desk.case_id, Step.SCORE, case.inputs_version - 3, clock=utc_now)
    with pytest.raises(StaleStep, match="has changed since"):
        async with desk.db.transaction(desk.tenant) as tx:
            await fence(tx)
    await desk.run_jobs()
    assert await pending() == (0, False)
    assert await desk.count("outbox_events where not delivered") == 0
