"""Budgets: spending limits of a tenant, or of one of its users, per day or month (UTC)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from ascertain.ai.llm.spending import budget_store
from ascertain.ai.llm.spending.model import Period, SubjectKind, period_start
from ascertain.kernel import audit
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import NotFound
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor


class BudgetNotFound(NotFound):
    """The tenant has no such budget."""

    code = "llm.budget_not_found"


@dataclass(frozen=True, slots=True)
class Budget:
    """A spending limit; `subject_id` is the id of a user or an API key, empty for the tenant."""

    subject_kind: SubjectKind
    subject_id: str
    period: Period
    limit_usd: Decimal


@dataclass(frozen=True, slots=True)
class BudgetState:
    """A budget with its usage in the current period; reserved amounts are upper bounds."""

    id: str
    budget: Budget
    period_start: date
    reserved_usd: Decimal
    spent_usd: Decimal
    updated_by: str
    updated_at: datetime


async def set_budget(tx: Connection, actor: Actor, budget: Budget, *, clock: Clock) -> BudgetState:
    """Create the budget of a subject and period, or change its limit; a new one includes earlier spending of the period."""
    now = clock()
    # Before reading the calls: one reserved in between would be counted by neither side.
    await budget_store.lock_out_reservations(tx)
    found = await budget_store.find_budget_id(tx, budget.subject_kind, budget.subject_id, budget.period)
    budget_id = found or new_id("budget")
    if found:
        await budget_store.change_limit(tx, budget_id, budget.limit_usd, actor.id, now)
    else:
        kind, subject = budget.subject_kind, budget.subject_id
        await budget_store.insert_budget(tx, budget_id, kind, subject, budget.period, budget.limit_usd, actor.id, now)
        await budget_store.count_existing_calls(tx, budget_id, kind, subject, period_start(budget.period, now))
    details = {"limit_usd": str(budget.limit_usd), "subject": budget.subject_id or "tenant", "period": budget.period}
    await audit.record(tx, actor, "budget.set", object_kind="budget", object_id=budget_id, details=details)
    (state,) = await list_budgets(tx, clock=clock, budget_id=budget_id)
    return state


async def remove_budget(tx: Connection, actor: Actor, budget_id: str) -> None:
    """Remove a budget; the limit no longer applies to its subject. Raises BudgetNotFound."""
    await budget_store.lock_out_reservations(tx)
    if not await budget_store.delete_budget(tx, budget_id):
        raise BudgetNotFound(f"There is no budget {budget_id}.")
    await audit.record(tx, actor, "budget.remove", object_kind="budget", object_id=budget_id)


async def list_budgets(tx: Connection, *, clock: Clock, budget_id: str | None = None) -> list[BudgetState]:
    """The tenant's budgets, at most a thousand, with their usage in the current period."""
    now = clock()
    rows = await budget_store.list_budgets(tx, now.date(), period_start("month", now), budget_id)
    return [
        BudgetState(
            row["id"],
            Budget(row["subject_kind"], row["subject_id"], row["period"], row["limit_usd"]),
            row["period_start"],
            row["reserved_usd"],
            row["spent_usd"],
            row["updated_by"],
            row["updated_at"],
        )
        for row in rows
    ]
