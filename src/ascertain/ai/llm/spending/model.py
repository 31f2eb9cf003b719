"""A call before it leaves and after it ended, and what days add up to."""

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
    """The most that this call may cost is more than what is left of a budget."""

    code = "llm.budget_exhausted"
    may_fall_back = True
    trips_breaker = False


@dataclass(frozen=True, slots=True)
class Reservation:
    """A call about to leave, at the most it can cost; `expires_at` is past any deadline it can have."""

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
    """What became of a call; `budget_ids` are those it was reserved from."""

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
    """A call whose process died: it counts at its bound until somebody knows what it used."""

    id: str
    provider: str
    model: str
    bound: Usage
    bound_usd: Decimal
    budget_ids: tuple[str, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class UsageDay:
    """Use of one UTC day by purpose, model and user; calls still open count at their bound.

    `cached` calls were answered from the cache; `saved_usd` is what they cost when they were made. The milliseconds
    are means.
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
    """The first day, UTC, of the period that `at` lies in."""
    day = at.date()
    return day if period == "day" else day.replace(day=1)
