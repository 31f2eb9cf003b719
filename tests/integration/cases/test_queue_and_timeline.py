"""The queue in pages for every order and filter; taking cases; tasks, notes, concurrent changes of a case; the timeline."""

import asyncio
import itertools
import random
from datetime import timedelta
from typing import Any

import pytest

from ascertain.kernel.clock import FixedClock, utc_now
from ascertain.kernel.database import Database
from ascertain.kernel.errors import InvalidInput, PreconditionFailed
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import cases
from ascertain.kyc.cases import CaseSummary, QueueQuery, case_commands, queue, store, timeline
from ascertain.kyc.cases.model import TaskNotFound

_SORTS: dict[str, Any] = {
    "due_at": lambda case: case.due_at,
    "created_at": lambda case: case.created_at,
    "score": lambda case: -1 if case.score is None else case.score,
}


async def _open(db: Database, actor: Actor, name: str, clock: FixedClock, **columns: Any) -> str:
    new = cases.NewCase(name, "person" if "person" in name else "company")
    async with db.transaction(actor.tenant_id) as tx:
        case = await cases.open_case(tx, actor, new, clock=clock)
        if columns:
            await store.update_case(tx, case.id, **columns)
    return case.id


@pytest.fixture
async def forty(db: Database, actor: Actor, clock: FixedClock) -> list[CaseSummary]:
    """Forty cases with many equal values to sort by, some without a score."""
    chance = random.Random(3)
    for number in range(40):
        clock.advance(chance.choice([0, 60]))
        await _open(
            db,
            actor,
            f"{chance.choice(['company', 'person'])} {number}",
            clock,
            due_at=clock() + timedelta(days=chance.choice([-1, 0, 3, 30])),
            score=chance.choice([None, 10, 10, 55, 90]),
            band=chance.choice([None, "low", "high"]),
            state=chance.choice(["open", "open", "proposed", "approved"]),
            owner_id=chance.choice([None, actor.id]),
        )
    async with db.transaction(actor.tenant_id) as tx:
        return (await queue.list_cases(tx, QueueQuery(actor.id, clock(), limit=200)))[0]


async def _pages(db: Database, actor: Actor, query: QueueQuery) -> list[str]:
    ids: list[str] = []
    while True:
        async with db.transaction(actor.tenant_id) as tx:
            page, cursor = await queue.list_cases(tx, query)
        ids += [case.id for case in page]
        assert len(page) <= query.limit
        if cursor is None:
            return ids
        query = QueueQuery(**{name: getattr(query, name) for name in query.__slots__} | {"cursor": cursor})


async def test_consecutive_pages_form_the_complete_list_in_order(
    db: Database, actor: Actor, clock: FixedClock, forty: list[CaseSummary]
) -> None:
    filters: list[tuple[dict[str, Any], Any]] = [
        ({}, lambda case: True),
        ({"state": "open", "customer_kind": "person"}, lambda c: c.state == "open" and c.customer_kind == "person"),
        ({"band": "high"}, lambda case: case.band == "high"),
        ({"due": "overdue"}, lambda case: case.due_at < clock()),
        ({"due": "week"}, lambda case: case.due_at < clock() + timedelta(days=7)),
        ({"view": "mine"}, lambda c: c.owner and c.owner.id == actor.id and c.state in ("open", "proposed")),
        ({"view": "review"}, lambda case: case.state == "proposed"),
        ({"text": "pany 1"}, lambda case: "pany 1" in case.customer_name),
    ]
    for sort, descending, limit in itertools.product(_SORTS, (False, True), (7, 200)):
        for arguments, matches in filters:
            query = QueueQuery(actor.id, clock(), sort=("-" if descending else "") + sort, limit=limit, **arguments)
            expected = sorted(
                (case for case in forty if matches(case)),
                key=lambda case: (_SORTS[sort](case), case.id),
                reverse=descending,
            )
            assert await _pages(db, actor, query) == [case.id for case in expected], query


async def test_search_text_is_taken_literally(db: Database, actor: Actor, clock: FixedClock) -> None:
    percent = await _open(db, actor, "100% Trading", clock)
    await _open(db, actor, "1000 Trading", clock)
    await _open(db, actor, "a_b", clock)
    for text, found in (("0%", [percent]), ("100% tr", [percent]), ("\\", []), ("'", []), ("%%", [])):
        assert await _pages(db, actor, QueueQuery(actor.id, clock(), text=text)) == found, text


@pytest.mark.parametrize(
    "cursor", ["x", "bm90IGpzb24=", "WzEsIDJd", "W10=", "bnVsbA==", "WyIyMDI2IiwgMV0=", "\ud800", "é"]
)
async def test_an_invalid_cursor_is_refused(db: Database, actor: Actor, clock: FixedClock, cursor: str) -> None:
    async with db.transaction(actor.tenant_id) as tx:
        with pytest.raises(InvalidInput):
            await queue.list_cases(tx, QueueQuery(actor.id, clock(), cursor=cursor))


async def test_concurrent_requests_for_the_next_case_get_different_cases(
    db: Database, actor: Actor, clock: FixedClock
) -> None:
    free = [await _open(db, actor, f"company {n}", clock, owner_id=None, owner_name=None) for n in range(5)]

    async def take(number: int) -> str | None:
        async with db.transaction(actor.tenant_id) as tx:
            return await queue.take_next(tx, f"usr_{number}", f"Person {number}")

    taken = await asyncio.gather(*(take(number) for number in range(8)))
    assert sorted(case for case in taken if case) == sorted(free)
    assert taken.count(None) == 3


async def test_concurrent_changes_of_a_case_do_not_overwrite_each_other(
    db: Database, actor: Actor, clock: FixedClock
) -> None:
    case_id = await _open(db, actor, "company", clock)

    async def assign(owner: str) -> CaseSummary:
        async with db.transaction(actor.tenant_id) as tx:
            return await case_commands.assign(
                tx, actor, case_id, changes={"owner_id": owner, "owner_name": owner}, expected_revision=1, clock=clock
            )

    answers = await asyncio.gather(assign("usr_a"), assign("usr_b"), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["CaseSummary", "PreconditionFailed"]
    with pytest.raises(PreconditionFailed):
        await assign("usr_c")


async def test_a_task_is_completed_once_and_records_the_first_person(
    db: Database, actor: Actor, clock: FixedClock
) -> None:
    case_id = await _open(db, actor, "company", clock)
    async with db.transaction(actor.tenant_id) as tx:
        await store.insert_task(tx, "task_1", case_id, "reopened", "Review again", now=clock())
    for person in ("usr_first", "usr_second"):
        async with db.transaction(actor.tenant_id) as tx:
            other = Actor(actor.tenant_id, "person", person, person, actor.permissions)
            done = await case_commands.complete_task(tx, other, "task_1", clock=clock)
            assert done.state == "done"
            assert await tx.fetchval("select done_by from cases_tasks") == "usr_first"
    async with db.transaction(actor.tenant_id) as tx:
        assert await tx.fetchval("select count(*) from audit_entries where action = 'case.task_done'") == 1
        with pytest.raises(TaskNotFound):
            await case_commands.complete_task(tx, actor, "task_2", clock=clock)


async def test_case_numbers_have_no_gaps_or_duplicates_under_concurrency(
    db: Database, actor: Actor, clock: FixedClock
) -> None:
    await asyncio.gather(*(_open(db, actor, f"company {n}", clock) for n in range(12)))
    async with db.transaction(actor.tenant_id) as tx:
        references = [row["reference"] for row in await tx.fetch("select reference from cases_cases order by number")]
    assert references == [f"C-{number:04d}" for number in range(1, 13)]


async def test_the_timeline_lists_every_entry_newest_first_in_pages(
    db: Database, actor: Actor, clock: FixedClock
) -> None:
    case_id = await _open(db, actor, "company", clock)
    for number in range(9):
        async with db.transaction(actor.tenant_id) as tx:
            await case_commands.add_note(tx, actor, case_id, f"note {number}", clock=utc_now)
    entries: list[timeline.TimelineEntry] = []
    cursor = None
    while True:
        async with db.transaction(actor.tenant_id) as tx:
            page, cursor = await timeline.list_timeline(tx, case_id, kind=None, limit=4, cursor=cursor)
        entries += page
        if cursor is None:
            break
    assert [entry.sentence for entry in entries] == ["A. Beck added a note"] * 9 + ["A. Beck opened the case"]
    async with db.transaction(actor.tenant_id) as tx:
        page, _ = await timeline.list_timeline(tx, case_id, kind="proposal", limit=4, cursor=None)
    assert page == []
