"""SQL of budgets."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ascertain.ai.llm.spending.model import Period, SubjectKind
from ascertain.kernel.database import Connection


async def lock_out_reservations(tx: Connection) -> None:
    """Block reservations of the tenant until this transaction ends: a new budget must count all calls that are open."""
    await tx.execute("select pg_advisory_xact_lock(hashtext('llm budgets'), hashtext(current_setting('app.tenant')))")


async def find_budget_id(tx: Connection, kind: SubjectKind, subject_id: str, period: Period) -> str | None:
    """The id of the budget of a subject and period."""
    found: str | None = await tx.fetchval(
        "select id from llm_budgets where subject_kind = $1 and subject_id = $2 and period = $3",
        kind,
        subject_id,
        period,
    )
    return found


async def insert_budget(
    tx: Connection,
    budget_id: str,
    kind: SubjectKind,
    subject_id: str,
    period: Period,
    limit_usd: Decimal,
    by: str,
    at: datetime,
) -> None:
    """Create the budget of a subject and period; there is at most one (unique constraint)."""
    await tx.execute(
        """insert into llm_budgets (id, subject_kind, subject_id, period, limit_usd, updated_by, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7)""",
        budget_id,
        kind,
        subject_id,
        period,
        limit_usd,
        by,
        at,
    )


async def change_limit(tx: Connection, budget_id: str, limit_usd: Decimal, by: str, at: datetime) -> None:
    """Change the limit of a budget."""
    await tx.execute(
        "update llm_budgets set limit_usd = $2, updated_by = $3, updated_at = $4 where id = $1",
        budget_id,
        limit_usd,
        by,
        at,
    )


async def count_existing_calls(tx: Connection, budget_id: str, kind: SubjectKind, subject_id: str, start: date) -> None:
    """Initialise a budget with its subject's spending since `start`, and assign the open calls to it."""
    await tx.execute(
        """update llm_calls set budget_ids = budget_ids || $1::text
           where state = 'open' and created_at >= $2::date::timestamp at time zone 'UTC'
             and ($3 = 'tenant' or actor_id = $4)""",
        budget_id,
        start,
        kind,
        subject_id,
    )
    await tx.execute(
        """insert into llm_budget_use (budget_id, period_start, reserved_usd, spent_usd)
           select $1, $2::date, coalesce(sum(bound_usd) filter (where state = 'open'), 0),
                  coalesce(sum(cost_usd) filter (where state = 'settled'), 0)
           from llm_calls where bound_usd >= 0 and created_at >= $2::date::timestamp at time zone 'UTC'
             and ($3 = 'tenant' or actor_id = $4)""",
        budget_id,
        start,
        kind,
        subject_id,
    )


async def delete_budget(tx: Connection, budget_id: str) -> bool:
    """Delete a budget and its usage; False where there is none."""
    return await tx.execute("delete from llm_budgets where id = $1", budget_id) == "DELETE 1"


async def list_budgets(tx: Connection, day: date, month: date, budget_id: str | None) -> list[Any]:
    """Budgets (or one of them) with the usage of their current period: the tenant's first, then by user."""
    return await tx.fetch(
        """select b.id, b.subject_kind, b.subject_id, b.period, b.limit_usd, b.updated_by, b.updated_at,
                  case b.period when 'day' then $1::date else $2::date end as period_start,
                  coalesce(u.reserved_usd, 0) as reserved_usd, coalesce(u.spent_usd, 0) as spent_usd
           from llm_budgets b left join llm_budget_use u on u.budget_id = b.id
                and u.period_start = case b.period when 'day' then $1::date else $2::date end
           where $3::text is null or b.id = $3
           order by b.subject_kind, b.subject_id, b.period""",
        day,
        month,
        budget_id,
    )
