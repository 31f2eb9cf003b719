"""Reservations, settlements and daily totals of calls."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from ascertain.ai.llm.errors import LlmError
from ascertain.ai.llm.model import Outcome, Usage
from ascertain.kernel.errors import RateLimited

Period = Literal["day", "month"]
SubjectKind = Literal["tenant", "user"]


class BudgetExhausted(LlmError, RateLimited):
    """The upper bound of the call's cost exceeds the remaining budget."""

    code = "llm.budget_exhausted"
    may_fall_back = True  # another provider may be cheaper or free
    trips_breaker = False


@dataclass(frozen=True, slots=True)
class Reservation:
    """A call about to be sent, at the upper bound of its cost; `expires_at` is later than its deadline."""

    id: str
    tenant_id: str
    request_id: str
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
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Settlement:
    """The outcome of a call; `budget_ids` are the budgets it was charged to."""

    call_id: str
    outcome: Outcome
    usage: Usage
    cost_usd: Decimal
    price_version: str
    error_code: str | None
    first_token_ms: float | None
    total_ms: float
    settled_at: datetime
    budget_ids: tuple[str, ...] = ()
    upstream_id: str | None = None
    reconciled_by: str | None = None


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call whose process died: it counts at its upper bound until it is reconciled."""

    id: str
    provider: str
    model: str
    bound: Usage
    bound_usd: Decimal
    budget_ids: tuple[str, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class UsageDay:
    """Usage of one UTC day by purpose, model and user; open calls count at their upper bound.

    `cached` calls were answered from the cache; `saved_usd` is their original cost. The milliseconds are means.
    """

    day: date
    purpose: str
    provider: str
    model: str
    actor_id: str
    calls: int
    failed: int
    cached: int
    open: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    cost_usd: Decimal
    saved_usd: Decimal
    first_token_ms: float | None
    total_ms: float | None


def period_start(period: Period, at: datetime) -> date:
    """The first day (UTC) of the period that contains `at`."""
    day = at.date()
    return day if period == "day" else day.replace(day=1)
