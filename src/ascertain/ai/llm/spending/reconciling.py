"""Reconciles calls whose process died with the vendor's usage records, and aggregates days whose calls are all settled.

A statement is a file of JSON lines: the model invocation log that Bedrock writes to S3 (each call carries our id as request
metadata), or lines of `call_id`, `input_tokens`, `output_tokens` and `cached_tokens` derived from any other bill. A call that
no statement mentions keeps counting at its upper bound.
"""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from ascertain.ai.llm.model import Usage
from ascertain.ai.llm.pricing import price_of
from ascertain.ai.llm.spending import call_store, usage_store
from ascertain.ai.llm.spending.ledger import Ledger
from ascertain.ai.llm.spending.model import OpenCall, Settlement
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Database
from ascertain.kernel.telemetry import log

_BATCH = 500
# Days aggregated per run and tenant; a backlog is worked off over several runs.
_DAYS_AT_ONCE = 40
# A statement is read into memory; larger files are skipped.
_LARGEST_STATEMENT_BYTES = 64 << 20
# Expired calls of one tenant in one run.
_MAX_EXPIRED_CALLS = 100_000
# Margin for clock differences: a call is written shortly after its timestamp, a statement long after its calls.
_CLOCK_MARGIN = timedelta(hours=1)
# The first two bytes of a gzip file (RFC 1952, 2.3.1).
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """The vendor's usage record of one call."""

    call_id: str
    usage: Usage
    upstream_id: str | None = None


def read_statement(data: bytes) -> Iterator[StatementEntry]:
    """The entries of a statement, plain or gzipped; lines without one of our call ids are skipped."""
    text = gzip.decompress(data) if data[:2] == _GZIP_MAGIC else data
    for line in text.splitlines():
        try:
            entry = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        found = _counted(entry) if isinstance(entry, dict) else None
        if found is not None:
            yield found


def _counted(entry: Mapping[str, Any]) -> StatementEntry | None:
    metadata = entry.get("requestMetadata")
    if isinstance(metadata, dict):
        given, written = entry.get("input") or {}, entry.get("output") or {}
        call_id = metadata.get("call_id")
        read = _number(given, "cacheReadInputTokenCount")
        stored = _number(given, "cacheWriteInputTokenCount")
        total = _number(given, "inputTokenCount") + read + stored
        usage = Usage(total, _number(written, "outputTokenCount"), read, cache_write_tokens=stored)
    else:
        call_id = entry.get("call_id")
        usage = Usage(_number(entry, "input_tokens"), _number(entry, "output_tokens"), _number(entry, "cached_tokens"))
    upstream_id = entry.get("requestId")
    known = isinstance(call_id, str) and call_id.startswith("call_")
    return StatementEntry(str(call_id), usage, upstream_id if isinstance(upstream_id, str) else None) if known else None


def _number(entry: Mapping[str, Any], name: str) -> int:
    value = entry.get(name)
    return max(value, 0) if isinstance(value, int) else 0


async def reconcile(
    db: Database, statement: Mapping[str, StatementEntry], price_providers: Mapping[str, str | None], *, clock: Clock
) -> int:
    """Settle every tenant's open calls that the statement lists; returns how many. Settled calls do not change.

    `price_providers` maps each provider to its id in the price list.
    """
    ledger, settled = Ledger(db), 0
    async with db.untenanted() as tx:
        tenants = await usage_store.list_tenants(tx)
    for tenant_id in tenants:
        async with db.transaction(tenant_id) as tx:
            calls = await call_store.list_expired(tx, clock(), _MAX_EXPIRED_CALLS)
        named = [call for call in calls if call.id in statement]
        for start in range(0, len(named), _BATCH):
            results = [
                _settlement(call, statement[call.id], price_providers, clock) for call in named[start : start + _BATCH]
            ]
            settled += len(await ledger.settle_now(tenant_id, results))
    return settled


def _settlement(
    call: OpenCall, counted: StatementEntry, price_providers: Mapping[str, str | None], clock: Clock
) -> Settlement:
    price = price_of(price_providers.get(call.provider), call.model, counted.usage)
    return Settlement(
        call.id,
        "unknown",
        counted.usage,
        price.cost_usd,
        price.version,
        "llm.process_died",
        None,
        0.0,
        clock(),
        call.budget_ids,
        counted.upstream_id,
        "statement",
    )


async def reconcile_from(
    db: Database, statements_url: str, price_providers: Mapping[str, str | None], *, clock: Clock
) -> int:
    """Settle open calls by the statements in a folder or bucket; reads files only if a call needs them."""
    oldest = None
    async with db.untenanted() as tx:
        tenants = await usage_store.list_tenants(tx)
    for tenant_id in tenants:
        async with db.transaction(tenant_id) as tx:
            for call in await call_store.list_expired(tx, clock(), 1):
                oldest = min(oldest or call.created_at, call.created_at)
    if oldest is None:
        return 0
    import obstore  # imported here: most processes never read a statement
    from obstore.store import from_url

    store: Any = from_url(statements_url)
    statement: dict[str, StatementEntry] = {}
    async for batch in obstore.list(store):
        for item in batch:
            if item["last_modified"] < oldest - _CLOCK_MARGIN or item["size"] > _LARGEST_STATEMENT_BYTES:
                continue
            data = bytes(await (await obstore.get_async(store, item["path"])).bytes_async())
            statement |= {counted.call_id: counted for counted in read_statement(data)}
    settled = await reconcile(db, statement, price_providers, clock=clock)
    log.info("ledger.reconciled", calls=settled, named=len(statement))
    return settled


async def roll_up_all(db: Database, *, clock: Clock) -> int:
    """Aggregate every tenant's past days whose calls are all settled; returns the number of days."""
    rolled = 0
    async with db.untenanted() as tx:
        tenants = await usage_store.list_tenants(tx)
    for tenant_id in tenants:
        async with db.transaction(tenant_id) as tx:
            for day in await usage_store.days_to_roll_up(tx, (clock() - _CLOCK_MARGIN).date(), _DAYS_AT_ONCE):
                await usage_store.roll_up(tx, day)
                rolled += 1
    return rolled
