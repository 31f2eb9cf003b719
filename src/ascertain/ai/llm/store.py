"""SQL of the ledger."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ascertain.ai.llm.model import Outcome, Usage, UsageRow
from ascertain.kernel.database import Connection


@dataclass(frozen=True, slots=True)
class Reservation:
    """A call about to leave, at the most it can cost."""

    id: str
    tenant_id: str
    purpose: str
    actor_id: str
    scope: str | None
    provider: str
    model: str
    prompt_name: str
    prompt_version: str
    bound: Usage
    bound_usd: Decimal
    price_version: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a call."""

    outcome: Outcome
    usage: Usage
    cost_usd: Decimal
    price_version: str
    error_code: str | None
    first_token_ms: float | None
    total_ms: float
    settled_at: datetime


async def insert_open(tx: Connection, call: Reservation) -> None:
    """Write the reservation."""
    await tx.execute(
        """insert into llm_calls (id, purpose, actor_id, scope, provider, model, prompt_name, prompt_version, state,
               outcome, bound_input_tokens, bound_output_tokens, bound_usd, price_version, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', 'unknown', $9, $10, $11, $12, $13)""",
        call.id,
        call.purpose,
        call.actor_id,
        call.scope,
        call.provider,
        call.model,
        call.prompt_name,
        call.prompt_version,
        call.bound.input_tokens,
        call.bound.output_tokens,
        call.bound_usd,
        call.price_version,
        call.created_at,
    )


async def settle(tx: Connection, call_id: str, result: Settlement) -> bool:
    """Settle an open call; False where it was settled before, so that nothing is counted twice."""
    done = await tx.execute(
        """update llm_calls set state = 'settled', outcome = $2, input_tokens = $3, output_tokens = $4,
               cached_tokens = $5, tokens_estimated = $6, cost_usd = $7, price_version = $8, error_code = $9,
               first_token_ms = $10, total_ms = $11, settled_at = $12
           where id = $1 and state = 'open'""",
        call_id,
        result.outcome,
        result.usage.input_tokens,
        result.usage.output_tokens,
        result.usage.cached_tokens,
        result.usage.estimated,
        result.cost_usd,
        result.price_version,
        result.error_code,
        result.first_token_ms,
        result.total_ms,
        result.settled_at,
    )
    return done == "UPDATE 1"


async def usage_by_day(tx: Connection, start: datetime, end: datetime) -> list[UsageRow]:
    """Calls made in [start, end), by UTC day, model and purpose, newest day first."""
    rows = await tx.fetch(
        """select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as day, model, purpose, count(*) as calls,
                  sum(coalesce(input_tokens, bound_input_tokens)) as input_tokens,
                  sum(coalesce(output_tokens, bound_output_tokens)) as output_tokens,
                  sum(coalesce(cost_usd, bound_usd)) as cost_usd
           from llm_calls where created_at >= $1 and created_at < $2
           group by 1, 2, 3 order by 1 desc, 2, 3""",
        start,
        end,
    )
    return [UsageRow(**dict(row)) for row in rows]
