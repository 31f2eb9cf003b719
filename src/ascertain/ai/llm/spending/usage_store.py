"""SQL that aggregates calls."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any

from ascertain.kernel.database import Connection

_SUMS = """
    count(*) as calls, count(*) filter (where outcome = 'failed') as failed,
    count(*) filter (where cache <> 'none') as cached,
    coalesce(sum(coalesce(input_tokens, bound_input_tokens)), 0)::bigint as input_tokens,
    coalesce(sum(coalesce(output_tokens, bound_output_tokens)), 0)::bigint as output_tokens,
    coalesce(sum(cached_tokens), 0)::bigint as cached_tokens,
    coalesce(sum(coalesce(cost_usd, bound_usd)), 0) as cost_usd, coalesce(sum(saved_usd), 0) as saved_usd,
    coalesce(sum(first_token_ms), 0) as first_token_ms, count(first_token_ms) as first_tokens,
    coalesce(sum(total_ms), 0) as total_ms
"""
_DAY = "(created_at at time zone 'UTC')::date"
# Always true; it matches the condition of the partial index by day, which a lookup of a single call must not use
# (migration llm_settling).
_BY_DAY = "bound_usd >= 0"


async def usage_days(tx: Connection, start: datetime, end: datetime) -> list[Any]:
    """Totals of [start, end) in whole UTC days, newest first: from aggregated days, and from the calls of the others."""
    return await tx.fetch(
        f"""select day, purpose, provider, model, actor_id, calls, failed, cached, 0 as open, input_tokens,
                   output_tokens, cached_tokens, cost_usd, saved_usd, first_token_ms, first_tokens, total_ms
            from llm_usage_days
            where day >= ($1 at time zone 'UTC')::date and day < ($2 at time zone 'UTC')::date
            union all
            select {_DAY} as day, purpose, provider, model, actor_id, calls, failed, cached, open, input_tokens,
                   output_tokens, cached_tokens, cost_usd, saved_usd, first_token_ms, first_tokens, total_ms
            from (select min(created_at) as created_at, purpose, provider, model, actor_id,
                         count(*) filter (where state = 'open') as open, {_SUMS}
                  from llm_calls c where {_BY_DAY} and created_at >= $1 and created_at < $2
                    and not exists (select from llm_usage_days d
                                    where d.day = (c.created_at at time zone 'UTC')::date)
                  group by {_DAY}, purpose, provider, model, actor_id) live
            order by day desc, model, purpose, actor_id""",
        start,
        end,
    )


async def days_to_roll_up(tx: Connection, before: date, limit: int) -> list[date]:
    """Days before `before` that have calls, none of them open, and are not yet aggregated; oldest first.

    Each day is checked separately, so that calls of aggregated days are not read again.
    """
    rows = await tx.fetch(
        f"""with days as (
                select day::date, day at time zone 'UTC' as begins, (day + interval '1 day') at time zone 'UTC' as ends
                from generate_series(
                    (select (min(created_at) at time zone 'UTC')::date from llm_calls where {_BY_DAY})::timestamp,
                    $1::date - interval '1 day', interval '1 day') day)
            select day from days
            where not exists (select from llm_usage_days d where d.day = days.day)
              and exists (select from llm_calls where {_BY_DAY} and created_at >= begins and created_at < ends)
              and not exists (select from llm_calls where state = 'open' and created_at >= begins and created_at < ends)
            order by day limit $2""",
        before,
        limit,
    )
    return [row["day"] for row in rows]


async def roll_up(tx: Connection, day: date) -> None:
    """Aggregate a day; idempotent."""
    await tx.execute("delete from llm_usage_days where day = $1", day)
    await tx.execute(
        f"""insert into llm_usage_days (day, purpose, provider, model, actor_id, calls, failed, cached, input_tokens,
                output_tokens, cached_tokens, cost_usd, saved_usd, first_token_ms, first_tokens, total_ms)
            select $1::date, purpose, provider, model, actor_id, {_SUMS} from llm_calls
            where {_BY_DAY} and created_at >= $1::date::timestamp at time zone 'UTC'
              and created_at < ($1::date + 1)::timestamp at time zone 'UTC'
            group by purpose, provider, model, actor_id""",
        day,
    )


async def each_call(tx: Connection, start: datetime, end: datetime, batch: int) -> AsyncIterator[list[Any]]:
    """The column names, then every call in [start, end), oldest first, read in batches."""
    query = f"""select id, request_id, created_at, actor_id as user_id, scope as case_id, purpose, provider, model,
                      prompt_name, prompt_version, state, outcome, error_code, cache, input_tokens, output_tokens,
                      cached_tokens, cache_write_tokens, reasoning_tokens, tokens_estimated, bound_usd, cost_usd,
                      saved_usd, price_version, first_token_ms, total_ms, upstream_id, reconciled_by
               from llm_calls where {_BY_DAY} and created_at >= $1 and created_at < $2 order by created_at, id"""
    statement = await tx.prepare(query)
    yield [column.name for column in statement.get_attributes()]
    async for row in statement.cursor(start, end, prefetch=batch):
        yield list(row.values())


async def list_tenants(tx: Connection) -> list[str]:
    """The ids of all tenants."""
    return [row["tenant_id"] for row in await tx.fetch("select tenant_id from list_tenant_ids()")]
