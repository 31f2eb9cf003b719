"""Budgets with several processes, reconciliation of open calls, and aggregation by day."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ascertain.ai.llm import (
    Budget,
    BudgetExhausted,
    Ledger,
    Usage,
    export_calls,
    list_budgets,
    list_open_calls,
    read_statement,
    reconcile,
    reconcile_from,
    remove_budget,
    roll_up_all,
    set_budget,
    usage_by_day,
)
from ascertain.ai.llm.spending import Reservation, Settlement
from ascertain.kernel.clock import FixedClock, utc_now
from ascertain.kernel.database import Database
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor

BOUND = Decimal("0.01")
COST = Decimal("0.004")


def reservation(tenant: str, clock: FixedClock, *, actor: str = "usr_1", bound: Decimal = BOUND) -> Reservation:
    call_id, now = new_id("call"), clock()
    return Reservation(
        call_id, tenant, "req_1", "chat", actor, "case_1", "openai", "gpt-5-mini", "chat", "1", Usage(100, 50), bound,
        "genai-prices", now, now + timedelta(seconds=90),
    )  # fmt: skip


def settlement(call: Reservation, budgets: tuple[str, ...], clock: FixedClock) -> Settlement:
    return Settlement(call.id, "done", Usage(90, 20), COST, "p", None, 5.0, 9.0, clock(), budgets)


async def with_budget(db: Database, actor: Actor, clock: FixedClock, limit: str, **changes: Any) -> str:
    given: dict[str, Any] = {"subject_kind": "tenant", "subject_id": "", "period": "month", **changes}
    async with db.transaction(actor.tenant_id) as tx:
        return (await set_budget(tx, actor, Budget(limit_usd=Decimal(limit), **given), clock=clock)).id


async def state(db: Database, tenant: str, clock: FixedClock) -> list[tuple[Decimal, Decimal]]:
    async with db.transaction(tenant) as tx:
        return [(one.reserved_usd, one.spent_usd) for one in await list_budgets(tx, clock=clock)]


async def reserve_all(ledgers: Sequence[Ledger], calls: Sequence[Reservation]) -> list[Any]:
    return await asyncio.gather(
        *(ledgers[place % len(ledgers)].reserve(call) for place, call in enumerate(calls)), return_exceptions=True
    )


async def test_a_call_cancelled_before_its_row_is_written_uses_no_budget(
    db: Database, actor: Actor, clock: FixedClock
) -> None:
    await with_budget(db, actor, clock, "0.50")
    ledger = Ledger(db)
    callers = [asyncio.create_task(ledger.reserve(reservation(actor.tenant_id, clock))) for _ in range(20)]
    await asyncio.sleep(0)  # handed to the ledger, not yet written
    for caller in callers:
        caller.cancel()
    await asyncio.gather(*callers, return_exceptions=True)
    async with asyncio.timeout(5):
        while await state(db, actor.tenant_id, clock) != [(0, 0)] or not await settled_calls(db, actor.tenant_id):
            await asyncio.sleep(0.02)
    assert await settled_calls(db, actor.tenant_id) == [("cancelled", Decimal(0))] * 20


async def settled_calls(db: Database, tenant: str) -> list[tuple[str, Decimal]]:
    async with db.transaction(tenant) as tx:
        rows = await tx.fetch("select outcome, cost_usd from llm_calls where state = 'settled'")
    return [(row["outcome"], row["cost_usd"]) for row in rows]


async def test_two_processes_never_exceed_a_budget(
    db: Database, database_urls: tuple[str, str], actor: Actor, clock: FixedClock
) -> None:
    await with_budget(db, actor, clock, "0.50")
    other = await Database.connect(database_urls[0])
    ledgers = [Ledger(db), Ledger(other)]
    calls = [reservation(actor.tenant_id, clock) for _ in range(120)]
    found = await reserve_all(ledgers, calls)
    admitted = [(call, budgets) for call, budgets in zip(calls, found, strict=True) if isinstance(budgets, tuple)]
    assert len(admitted) == 50
    assert all(isinstance(one, tuple | BudgetExhausted) for one in found)
    assert await state(db, actor.tenant_id, clock) == [(Decimal("0.5"), 0)]
    for call, budgets in admitted:
        ledgers[0].settle(actor.tenant_id, settlement(call, budgets, clock))
        ledgers[1].settle(actor.tenant_id, settlement(call, budgets, clock))  # settled twice, counted once
    for ledger in ledgers:
        await ledger.settled()
    assert await state(db, actor.tenant_id, clock) == [(0, Decimal("0.2"))]
    more = await reserve_all(ledgers, [reservation(actor.tenant_id, clock) for _ in range(99)])
    assert sum(isinstance(one, tuple) for one in more) == 30
    await other.close()


async def test_a_users_budget_applies_to_that_user_only_and_free_calls_pass(
    db: Database, actor: Actor, clock: FixedClock, other_tenant: str
) -> None:
    await with_budget(db, actor, clock, "0.015", subject_kind="user", subject_id="usr_1", period="day")
    ledger = Ledger(db)
    await ledger.reserve(reservation(actor.tenant_id, clock))
    with pytest.raises(BudgetExhausted, match="of this day"):
        await ledger.reserve(reservation(actor.tenant_id, clock))
    await ledger.reserve(reservation(actor.tenant_id, clock, actor="usr_2"))
    await ledger.reserve(reservation(actor.tenant_id, clock, bound=Decimal(0)))
    await ledger.reserve(reservation(other_tenant, clock))
    clock.advance(86_400)
    await ledger.reserve(reservation(actor.tenant_id, clock))


async def test_a_new_budget_includes_settled_and_open_calls(db: Database, actor: Actor, clock: FixedClock) -> None:
    ledger = Ledger(db)
    done, open_call = reservation(actor.tenant_id, clock), reservation(actor.tenant_id, clock)
    for call in (done, open_call):
        assert await ledger.reserve(call) == ()
    ledger.settle(actor.tenant_id, settlement(done, (), clock))
    await ledger.settled()
    budget_id = await with_budget(db, actor, clock, "1")
    assert await state(db, actor.tenant_id, clock) == [(BOUND, COST)]
    ledger.settle(actor.tenant_id, settlement(open_call, (), clock))  # reserved before there was a budget
    await ledger.settled()
    assert await state(db, actor.tenant_id, clock) == [(0, 2 * COST)]
    assert await with_budget(db, actor, clock, "2") == budget_id
    async with db.transaction(actor.tenant_id) as tx:
        await remove_budget(tx, actor, budget_id)
    assert await state(db, actor.tenant_id, clock) == []


async def test_budgets_created_during_calls_include_all_of_them(db: Database, actor: Actor, clock: FixedClock) -> None:
    ledger = Ledger(db)
    calls = [reservation(actor.tenant_id, clock) for _ in range(200)]

    async def leave() -> None:
        for call in calls:
            ledger.settle(actor.tenant_id, settlement(call, await ledger.reserve(call), clock))

    leaving = asyncio.create_task(leave())
    await asyncio.sleep(0.02)
    await with_budget(db, actor, clock, "100")
    await with_budget(db, actor, clock, "100", subject_kind="user", subject_id="usr_1", period="day")
    await leaving
    await ledger.settled()
    assert await state(db, actor.tenant_id, clock) == [(0, 200 * COST), (0, 200 * COST)]


async def abandoned(db: Database, actor: Actor, clock: FixedClock) -> Reservation:
    """A call whose process died, an hour ago."""
    call = reservation(actor.tenant_id, clock)
    await Ledger(db).reserve(call)
    clock.advance(3600)
    return call


async def test_an_abandoned_call_counts_at_its_bound_until_it_is_reconciled(
    db: Database, actor: Actor, clock: FixedClock, other_tenant: str
) -> None:
    await with_budget(db, actor, clock, "1")
    call = await abandoned(db, actor, clock)
    assert await state(db, actor.tenant_id, clock) == [(BOUND, 0)]
    async with db.transaction(actor.tenant_id) as tx:
        assert [one.id for one in await list_open_calls(tx, now=clock())] == [call.id]
    line = {"schemaType": "ModelInvocationLog", "requestId": "aws-1", "operation": "ConverseStream",
            "requestMetadata": {"call_id": call.id}, "input": {"inputTokenCount": 60, "cacheReadInputTokenCount": 20},
            "output": {"outputTokenCount": 30}}  # fmt: skip
    statement = {one.call_id: one for one in read_statement(b"not json\n" + json.dumps(line).encode())}
    assert statement[call.id].usage == Usage(80, 30, 20)
    assert await reconcile(db, statement, {"openai": "openai"}, clock=clock) == 1
    assert await reconcile(db, statement, {"openai": "openai"}, clock=clock) == 0
    ((reserved, spent),) = await state(db, actor.tenant_id, clock)
    assert reserved == 0 and spent == (Decimal(60) * 25 + Decimal(20) * Decimal("2.5") + 30 * 200) / 10**8


async def test_statements_are_read_from_a_folder_only_if_calls_are_open(
    db: Database, actor: Actor, tmp_path: Path
) -> None:
    clock, url = FixedClock(utc_now() - timedelta(hours=2)), tmp_path.as_uri()
    (tmp_path / "2026").mkdir()
    bill = tmp_path / "2026" / "bill.jsonl"
    bill.write_text("")
    assert await reconcile_from(db, url, {}, clock=clock) == 0
    call = await abandoned(db, actor, clock)
    bill.write_text(json.dumps({"call_id": call.id, "input_tokens": 5, "output_tokens": 6}) + "\n")
    assert await reconcile_from(db, url, {}, clock=clock) == 1
    assert await reconcile_from(db, url, {}, clock=clock) == 0


async def test_past_days_are_aggregated_once_all_their_calls_are_settled(
    db: Database, actor: Actor, clock: FixedClock, other_tenant: str
) -> None:
    ledger = Ledger(db)
    first, last = clock(), clock() + timedelta(days=3)
    for _ in range(3):
        call = reservation(actor.tenant_id, clock)
        ledger.settle(actor.tenant_id, settlement(call, await ledger.reserve(call), clock))
    await ledger.settled()
    clock.advance(86_400)
    call = await abandoned(db, actor, clock)
    clock.advance(86_400)

    async def usage() -> list[Any]:
        async with db.transaction(actor.tenant_id) as tx:
            return await usage_by_day(tx, start=first.replace(hour=0), end=last.replace(hour=0))

    before = await usage()
    assert await roll_up_all(db, clock=clock) == 1  # not the day with an open call
    assert await usage() == before
    assert [(day.calls, day.open, day.cost_usd) for day in before] == [(1, 1, BOUND), (3, 0, 3 * COST)]
    assert before[1].first_token_ms == 5.0
    line = json.dumps({"call_id": call.id, "input_tokens": 1, "output_tokens": 1}).encode()
    statement = {one.call_id: one for one in read_statement(line)}
    await reconcile(db, statement, {"openai": None}, clock=clock)
    assert await roll_up_all(db, clock=clock) == 1
    assert await roll_up_all(db, clock=clock) == 0
    async with db.transaction(actor.tenant_id) as tx:
        lines = "".join([piece async for piece in export_calls(tx, start=first.replace(hour=0), end=last)]).splitlines()
    assert len(lines) == 5 and lines[0].startswith("id,request_id,created_at,user_id,case_id,purpose")
    assert "0.004000000," in lines[1] and "E-" not in lines[1]
    async with db.transaction(other_tenant) as tx:
        assert await usage_by_day(tx, start=first.replace(hour=0), end=last.replace(hour=0)) == []
        nothing = "".join([piece async for piece in export_calls(tx, start=first.replace(hour=0), end=last)])
    assert nothing.splitlines() == [lines[0]]


async def test_settling_uses_the_index_of_a_large_table(
    db: Database, database_urls: tuple[str, str], clock: FixedClock, tenant: str
) -> None:
    """The statements are planned while the table is empty; their plans must also suit a large table."""
    other = await Database.connect(database_urls[0])
    ledger = Ledger(other)
    for _ in range(20):
        calls = [reservation(tenant, clock) for _ in range(50)]
        await asyncio.gather(*(ledger.reserve(call) for call in calls))
        await ledger.settle_now(tenant, [settlement(call, (), clock) for call in calls])
    await other.close()  # a connection reports its statistics when it closes
    query = "select sum(idx_scan), sum(idx_tup_read) from pg_stat_user_indexes where relname = 'llm_calls'"
    for _ in range(50):
        async with db.untenanted() as tx:
            lookups, entries = await tx.fetchrow(query)
        if lookups >= 1000:
            break
        await asyncio.sleep(0.1)
    assert lookups >= 1000 and entries < 5000


async def test_an_exported_cell_cannot_be_a_formula(db: Database, actor: Actor, clock: FixedClock) -> None:
    ledger = Ledger(db)
    call = replace(reservation(actor.tenant_id, clock), scope="=HYPERLINK(1)")
    await ledger.reserve(call)
    async with db.transaction(actor.tenant_id) as tx:
        exported = export_calls(tx, start=clock() - timedelta(days=1), end=clock() + timedelta(days=1))
        text = "".join([piece async for piece in exported])
    assert ",'=HYPERLINK(1)," in text
