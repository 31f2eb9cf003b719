"""SQL of calls and budget usage; reservations and settlements are written in batches of one tenant."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import msgspec

from ascertain.ai.llm.model import CacheKind, Usage
from ascertain.ai.llm.spending.model import OpenCall, Reservation, Settlement
from ascertain.kernel.database import Connection, Database

# One encoder for the process: a batch is passed to the SQL function as a single JSON parameter.
_json = msgspec.json.Encoder().encode


async def reserve(db: Database, tenant_id: str, calls: Sequence[Reservation]) -> dict[str, tuple[tuple[str, ...], str]]:
    """Write a batch of reservations in order, as far as budgets allow; idempotent.

    Returns: for each call the budgets it is charged to, and the subject, period and id of the budget that refuses it.
    """
    rows = await db.call(tenant_id, "llm_reserve", _json(calls).decode())
    return {row["call_id"]: (tuple(row["budgets"] or ()), row["refused_by"] or "") for row in rows}


async def settle(db: Database, tenant_id: str, results: Sequence[Settlement], *, durable: bool) -> set[str]:
    """Settle open calls and move their cost from reserved to spent; returns the calls that were open.

    If not `durable`, a database crash within the next half second may leave them open.
    """
    return {row[0] for row in await db.call(tenant_id, "llm_settle", _json(results).decode(), durable)}


async def insert_cached(tx: Connection, call: Reservation, cache: CacheKind, usage: Usage, saved_usd: Decimal) -> None:
    """Record an answer from the cache as a free call with the amount saved."""
    await tx.execute(
        """insert into llm_calls (id, request_id, purpose, actor_id, scope, provider, model, prompt_name,
               prompt_version, state, outcome, bound_input_tokens, bound_output_tokens, bound_usd, price_version,
               created_at, expires_at, settled_at, input_tokens, output_tokens, cached_tokens, tokens_estimated,
               cost_usd, cache, saved_usd, total_ms)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'settled', 'done', $10, $11, 0, $12, $13, $13, $13, $10, $11,
               $10, false, 0, $14, $15, 0)""",
        call.id,
        call.request_id,
        call.purpose,
        call.actor_id,
        call.scope,
        call.provider,
        call.model,
        call.prompt_name,
        call.prompt_version,
        usage.input_tokens,
        usage.output_tokens,
        call.price_version,
        call.created_at,
        cache,
        saved_usd,
    )


async def list_expired(tx: Connection, now: datetime, limit: int) -> list[OpenCall]:
    """Open calls past their deadline, oldest first."""
    rows = await tx.fetch(
        """select id, provider, model, bound_input_tokens, bound_output_tokens, bound_usd, budget_ids, created_at
           from llm_calls where state = 'open' and expires_at <= $1 order by expires_at limit $2""",
        now,
        limit,
    )
    return [
        OpenCall(
            row["id"],
            row["provider"],
            row["model"],
            Usage(row["bound_input_tokens"], row["bound_output_tokens"], estimated=True),
            row["bound_usd"],
            tuple(row["budget_ids"]),
            row["created_at"],
        )
        for row in rows
    ]
