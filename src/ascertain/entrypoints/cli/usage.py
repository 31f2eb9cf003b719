"""Commands about the cost of model calls."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from ascertain.ai import llm
from ascertain.entrypoints.cli.administration import opened, tenant_ids
from ascertain.entrypoints.wiring import settle_ledger
from ascertain.kernel.clock import utc_now

_SUMMED = ("calls", "failed", "cached", "open", "in", "out")


def _span(days: int) -> tuple[datetime, datetime]:
    # The end is exclusive: the start of tomorrow includes all of today.
    end = datetime.combine(utc_now().date() + timedelta(days=1), time(), UTC)
    return end - timedelta(days=days), end


async def usage_rows(days: int) -> list[dict[str, Any]]:
    """One row per tenant, day, purpose, model and user, newest day first."""
    start, end = _span(days)
    rows: list[dict[str, Any]] = []
    async with opened() as context:
        for tenant_id in await tenant_ids(context):
            async with context.db.transaction(tenant_id) as tx:
                found = await llm.usage_by_day(tx, start=start, end=end)
            rows += [
                {
                    "tenant": tenant_id,
                    "day": one.day.isoformat(),
                    "purpose": one.purpose,
                    "model": one.model,
                    "user": one.actor_id,
                    "calls": one.calls,
                    "failed": one.failed,
                    "cached": one.cached,
                    "open": one.open,
                    "in": one.input_tokens,
                    "out": one.output_tokens,
                    # Six decimals, because a call to a small model costs less than a cent.
                    "USD": f"{one.cost_usd:.6f}",
                    "saved USD": f"{one.saved_usd:.6f}",
                }
                for one in found
            ]
    return rows


def for_people(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same summed over users, without columns that are zero throughout; the tenant is shown if there are several."""
    several = len({row["tenant"] for row in rows}) > 1
    summed: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        group = {"tenant": row["tenant"]} if several else {}
        group |= {name: row[name] for name in ("day", "purpose", "model")}
        line = summed.setdefault(tuple(group.values()), {**group, **dict.fromkeys(_SUMMED, 0), "USD": 0.0})
        for name in _SUMMED:
            line[name] += row[name]
        line["USD"] += float(row["USD"])
    empty = [name for name in ("failed", "cached", "open") if not any(line[name] for line in summed.values())]
    for line in summed.values():
        line["USD"] = f"{line['USD']:.4f}"
        for name in empty:
            del line[name]
    return list(summed.values())


async def write_calls(days: int, path: Path) -> int:
    """Write every call as CSV, one file per tenant, into the folder `path`; returns the number of files."""
    start, end = _span(days)
    path.mkdir(parents=True, exist_ok=True)
    async with opened() as context:
        tenants = await tenant_ids(context)
        for tenant_id in tenants:
            async with context.db.transaction(tenant_id) as tx:
                with (path / f"{tenant_id}.csv").open("w") as out:
                    async for piece in llm.export_calls(tx, start=start, end=end):
                        out.write(piece)
    return len(tenants)


async def open_calls() -> list[dict[str, Any]]:
    """Calls whose process died, which count with their upper bound until they are reconciled."""
    rows: list[dict[str, Any]] = []
    async with opened() as context:
        for tenant_id in await tenant_ids(context):
            async with context.db.transaction(tenant_id) as tx:
                found = await llm.list_open_calls(tx, now=utc_now())
            rows += [
                {"tenant": tenant_id, "call": one.id, "made": one.created_at.isoformat(), "provider": one.provider,
                 "model": one.model, "bound USD": f"{one.bound_usd:.6f}"}
                for one in found
            ]  # fmt: skip
    return rows


async def reconcile_by(files: list[Path]) -> int:
    """Settle calls whose process died, by statements in files or at ASCERTAIN_LLM__STATEMENTS_URL."""
    async with opened() as context:
        if not files:
            return await settle_ledger(context)
        # Of several statements about one call the last one counts.
        named = {one.call_id: one for file in files for one in llm.read_statement(file.read_bytes())}
        return await llm.reconcile(context.db, named, llm.price_providers(context.settings.llm), clock=utc_now)
