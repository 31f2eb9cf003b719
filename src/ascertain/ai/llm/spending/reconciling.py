"""Calls whose process died, settled by what the other side counted; and days summed up once all their calls are settled.

The other side tells by its statement: JSON lines, such as the model invocation log that Bedrock writes to S3 (each call
carries our id as request metadata), or lines of `call_id`, `input_tokens`, `output_tokens` and `cached_tokens` made
from any other bill. A call that no statement names keeps counting at its bound.
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
_DAYS_AT_ONCE = 40
_LARGEST_STATEMENT_BYTES = 64 << 20
# A call is written a moment after the time it carries, a statement long after its calls.
_LATE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """What the other side counted for one call."""

    call_id: str
    usage: Usage
    upstream_id: str | None = None


def read_statement(data: bytes) -> Iterator[StatementEntry]:
    """The calls that a statement names, gzipped or not; lines without a call id of ours are passed over."""
    text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
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
    """Settle every tenant's open calls that a statement names, and return how many; settled calls stay as they are.

    `price_providers` names each provider's id in the price list.
    """
    ledger, settled = Ledger(db), 0
    async with db.untenanted() as tx:
        tenants = await usage_store.list_tenants(tx)
    for tenant_id in tenants:
        async with db.transaction(tenant_id) as tx:
            calls = await call_store.list_expired(tx, clock(), 100_000)
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
    """Settle open calls by the statements in a folder or bucket; reads files only while a call waits for them."""
    oldest = None
    async with db.untenanted() as tx:
        tenants = await usage_store.list_tenants(tx)
    for tenant_id in tenants:
        async with db.transaction(tenant_id) as tx:
            for call in await call_store.list_expired(tx, clock(), 1):
                oldest = min(oldest or call.created_at, call.created_at)
    if oldest is None:
        return 0
    import obstore  # here, for most processes that reserve and settle never read a statement
    from obstore.store import from_url

    store: Any = from_url(statements_url)
    statement: dict[str, StatementEntry] = {}
    async for batch in obstore.list(store):
        for item in batch:
            if item["last_modified"] < oldest - _LATE or item["size"] > _LARGEST_STATEMENT_BYTES:
                continue
            data = bytes(await (await obstore.get_async(store, item["path"])).bytes_async())
            statement |= {counted.call_id: counted for counted in read_statement(data)}
    settled = await reconcile(db, statement, price_providers, clock=clock)
    log.info("ledger.reconciled", calls=settled, named=len(statement))
    return settled


async def roll_up_all(db: Database, *, clock: Clock) -> int:
    """Sum up every tenant's ended days whose calls are all settled; returns how many days."""
    rolled = 0
    async with db.untenanted() as tx:
        tenants = await usage_store.list_tenants(tx)
    for tenant_id in tenants:
        async with db.transaction(tenant_id) as tx:
            for day in await usage_store.days_to_roll_up(tx, (clock() - _LATE).date(), _DAYS_AT_ONCE):
                await usage_store.roll_up(tx, day)
                rolled += 1
    return rolled
