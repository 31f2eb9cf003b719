"""Commands about what models cost."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from ascertain.ai import llm
from ascertain.entrypoints.cli.administration import opened
from ascertain.entrypoints.wiring import AppContext, keep_ledger
from ascertain.kernel.clock import utc_now

_SUMMED = ("calls", "failed", "cached", "open", "in", "out")


async def _tenants(base: AppContext) -> list[str]:
    async with base.db.untenanted() as tx:
        return [row["tenant_id"] for row in await tx.fetch("select tenant_id from list_tenant_ids()")]


def _span(days: int) -> tuple[datetime, datetime]:
    end = datetime.combine(utc_now().date() + timedelta(days=1), time(), UTC)
    return end - timedelta(days=days), end


async def usage_rows(days: int) -> list[dict[str, Any]]:
    """One row a tenant, day, purpose and model, newest day first."""
    start, end = _span(days)
    rows: list[dict[str, Any]] = []
    async with opened() as base:
        for tenant_id in await _tenants(base):
            async with base.db.transaction(tenant_id) as tx:
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
                    "USD": f"{one.cost_usd:.6f}",
                    "saved USD": f"{one.saved_usd:.6f}",
                }
                for one in found
            ]
    return rows


def for_people(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same summed over users, without what is nought throughout; the tenant is named where there are several."""
    several = len({row["tenant"] for row in rows}) > 1
    summed: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        kept = {"tenant": row["tenant"]} if several else {}
        kept |= {name: row[name] for name in ("day", "purpose", "model")}
        line = summed.setdefault(tuple(kept.values()), {**kept, **dict.fromkeys(_SUMMED, 0), "USD": 0.0})
        for name in _SUMMED:
            line[name] += row[name]
        line["USD"] += float(row["USD"])
    nought = [name for name in ("failed", "cached", "open") if not any(line[name] for line in summed.values())]
    for line in summed.values():
        line["USD"] = f"{line['USD']:.4f}"
        for name in nought:
            del line[name]
    return list(summed.values())


async def write_calls(days: int, path: Path) -> int:
    """Every call as CSV, one file a tenant in the folder `path`; returns how many files."""
    start, end = _span(days)
    path.mkdir(parents=True, exist_ok=True)
    async with opened() as base:
        tenants = await _tenants(base)
        for tenant_id in tenants:
            async with base.db.transaction(tenant_id) as tx:
                with (path / f"{tenant_id}.csv").open("w") as out:
                    async for piece in llm.export_calls(tx, start=start, end=end):
                        out.write(piece)
    return len(tenants)


async def open_calls() -> list[dict[str, Any]]:
    """Calls whose process died, counted at their bound until somebody knows."""
    rows: list[dict[str, Any]] = []
    async with opened() as base:
        for tenant_id in await _tenants(base):
            async with base.db.transaction(tenant_id) as tx:
                found = await llm.list_open_calls(tx, now=utc_now())
            rows += [
                {"tenant": tenant_id, "call": one.id, "made": one.created_at.isoformat(), "provider": one.provider,
                 "model": one.model, "bound USD": f"{one.bound_usd:.6f}"}
                for one in found
            ]  # fmt: skip
    return rows


async def reconcile_by(files: list[Path]) -> int:
    """Settle calls whose process died by statements in files, or by those of ASCERTAIN_LLM__STATEMENTS_URL."""
    async with opened() as base:
        if not files:
            return await keep_ledger(base)
        named = {one.call_id: one for file in files for one in llm.read_statement(file.read_bytes())}
        return await llm.reconcile(base.db, named, llm.price_providers(base.settings.llm), clock=utc_now)
