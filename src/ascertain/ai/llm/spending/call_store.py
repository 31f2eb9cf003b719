"""SQL of calls and of what is used of budgets; every statement takes a whole batch of one tenant."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from ascertain.ai.llm.model import CacheKind, Usage
from ascertain.ai.llm.spending.model import OpenCall, Reservation, Settlement
from ascertain.kernel.database import Connection

Use = tuple[str, date]

# A batch goes over as one JSON document: the driver would look at every element of two dozen arrays.
_INSERT = """
    insert into llm_calls (id, request_id, purpose, actor_id, scope, provider, model, prompt_name, prompt_version,
        state, outcome, bound_input_tokens, bound_output_tokens, bound_usd, price_version, created_at, expires_at,
        budget_ids)
    select id, request_id, purpose, actor_id, scope, provider, model, prompt_name, prompt_version,
        'open', 'unknown', (bound->>'input_tokens')::int, (bound->>'output_tokens')::int, bound_usd, price_version,
        created_at, expires_at, budgets
    from json_to_recordset($1::text::json) as batch (call json, budgets text[]),
        json_to_record(call) as t (id text, request_id text, purpose text, actor_id text, scope text, provider text,
            model text, prompt_name text, prompt_version text, bound json, bound_usd numeric, price_version text,
            created_at timestamptz, expires_at timestamptz)
"""
_SETTLE = """
    update llm_calls c set state = 'settled', outcome = t.outcome,
        input_tokens = (t.usage->>'input_tokens')::int, output_tokens = (t.usage->>'output_tokens')::int,
        cached_tokens = (t.usage->>'cached_tokens')::int, tokens_estimated = (t.usage->>'estimated')::bool,
        cache_write_tokens = (t.usage->>'cache_write_tokens')::int,
        reasoning_tokens = (t.usage->>'reasoning_tokens')::int, cost_usd = t.cost_usd,
        price_version = t.price_version, error_code = t.error_code, first_token_ms = t.first_token_ms,
        total_ms = t.total_ms, settled_at = t.settled_at, upstream_id = t.upstream_id, reconciled_by = t.reconciled_by
    from json_to_recordset($1::text::json)
        as t (call_id text, outcome text, usage json, cost_usd numeric, price_version text, error_code text,
              first_token_ms float8, total_ms float8, settled_at timestamptz, upstream_id text, reconciled_by text)
    where c.id = t.call_id and c.state = 'open'
    returning c.id, c.budget_ids, c.created_at, c.bound_usd, c.cost_usd
"""
_json = msgspec.json.Encoder().encode


async def lock_budgets(tx: Connection, actor_ids: Sequence[str]) -> list[Any]:
    """The budgets of the tenant and of these users, locked in the order of their ids until the transaction ends.

    The lock shared by all reservations keeps out a budget that is being made, which counts what is open when it begins;
    it is a statement of its own, for a statement sees nothing that was committed while it waited.
    """
    await tx.execute(
        "select pg_advisory_xact_lock_shared(hashtext('llm budgets'), hashtext(current_setting('app.tenant')))"
    )
    return await tx.fetch(
        """select id, subject_kind, subject_id, period, limit_usd from llm_budgets
           where subject_kind = 'tenant' or subject_id = any($1::text[]) order by id for update""",
        actor_ids,
    )


async def lock_budgets_of(tx: Connection, budget_ids: Sequence[str]) -> None:
    """Lock budgets in the order of their ids, as reservations do, so that two batches never wait for each other."""
    await tx.execute(
        "select id from llm_budgets where id = any($1::text[]) order by id for update", sorted(set(budget_ids))
    )


async def used_of(tx: Connection, uses: Sequence[Use]) -> dict[Use, Decimal]:
    """What is reserved or spent of budgets in their periods, in dollars; read after they were locked."""
    rows = await tx.fetch(
        """select u.budget_id, u.period_start, u.reserved_usd + u.spent_usd as used
           from llm_budget_use u join unnest($1::text[], $2::date[]) as t (id, start)
             on u.budget_id = t.id and u.period_start = t.start""",
        [use[0] for use in uses],
        [use[1] for use in uses],
    )
    return {(row["budget_id"], row["period_start"]): row["used"] for row in rows}


async def add_use(tx: Connection, reserved: dict[Use, Decimal], spent: dict[Use, Decimal]) -> None:
    """Add to what is reserved and spent; negative amounts take away."""
    uses = sorted(reserved.keys() | spent.keys())
    await tx.execute(
        """insert into llm_budget_use as u (budget_id, period_start, reserved_usd, spent_usd)
           select t.id, t.start, t.reserved, t.spent
           from unnest($1::text[], $2::date[], $3::numeric[], $4::numeric[]) as t (id, start, reserved, spent)
           where exists (select from llm_budgets b where b.id = t.id)
           order by t.id, t.start
           on conflict (tenant_id, budget_id, period_start) do update
           set reserved_usd = u.reserved_usd + excluded.reserved_usd, spent_usd = u.spent_usd + excluded.spent_usd""",
        [use[0] for use in uses],
        [use[1] for use in uses],
        [reserved.get(use, Decimal(0)) for use in uses],
        [spent.get(use, Decimal(0)) for use in uses],
    )


async def already_open(tx: Connection, call_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Calls that an earlier try of the same batch made durable, with the budgets they were reserved from."""
    rows = await tx.fetch("select id, budget_ids from llm_calls where id = any($1::text[])", call_ids)
    return {row["id"]: tuple(row["budget_ids"]) for row in rows}


async def insert_open(tx: Connection, calls: Sequence[tuple[Reservation, tuple[str, ...]]]) -> None:
    """Write reservations, each with the budgets it was taken from."""
    batch = [{"call": call, "budgets": budgets} for call, budgets in calls]
    await tx.execute(_INSERT, _json(batch).decode())


async def settle(tx: Connection, results: Sequence[Settlement]) -> list[Any]:
    """Settle open calls; returns id, budgets, day and amounts of those that were open until now."""
    return await tx.fetch(_SETTLE, _json(results).decode())


async def insert_cached(tx: Connection, call: Reservation, cache: CacheKind, usage: Usage, saved_usd: Decimal) -> None:
    """Write a call that never left, for its answer was kept: it costs nothing and tells what it saved."""
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
    """Open calls past any deadline, oldest first."""
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
