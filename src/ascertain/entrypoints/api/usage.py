"""Cost of model calls, budgets, and the providers with their routes."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import Field

from ascertain.ai import llm
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Database
from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.http import ERROR_RESPONSES, ClockDep, Db, WireModel, WithAttributes, permitted, resource
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor

router = APIRouter(tags=["usage"], responses=ERROR_RESPONSES)

MayRead = Annotated[Actor, permitted("usage.read")]
MayManage = Annotated[Actor, permitted("budget.manage")]
LlmGateway = Annotated[llm.Gateway, resource(llm.Gateway)]
FromDay = Annotated[date | None, Query(alias="from", description="First day, UTC; 30 days ago if left out")]
ToDay = Annotated[date | None, Query(alias="to", description="Last day, UTC; today if left out")]
# A year and a month: one query sums the calls of the whole period.
MAX_USAGE_DAYS = 400


class UsageRowOut(WireModel):
    """Calls of one UTC day, purpose, model and user; an open call counts with its upper bound."""

    day: date
    purpose: str
    provider: str
    model: str
    user_id: str = Field(validation_alias="actor_id")
    calls: int
    failed: int
    cached: int = Field(description="Calls answered from the cache")
    open: int = Field(description="Calls not settled yet, or whose process died")
    input_tokens: int
    output_tokens: int
    cached_tokens: int = Field(description="Input tokens that the provider read from its own cache")
    cost_usd: float
    saved_usd: float = Field(description="Original cost of the calls that were answered from the cache")
    first_token_ms: float | None
    total_ms: float | None


class UsageOut(WireModel):
    """Usage of a period, newest day first."""

    rows: list[UsageRowOut]
    calls: int
    cost_usd: float
    saved_usd: float
    cache_hit_share: float = Field(description="Share of the calls that were answered from the cache, 0..1")


class BudgetIn(WireModel):
    """A limit on spending."""

    subject_kind: Literal["tenant", "user"]
    subject_id: str = Field("", max_length=100, description="User or API key; empty for the tenant")
    period: Literal["day", "month"]
    limit_usd: Decimal = Field(ge=0, le=100_000_000, max_digits=18, decimal_places=9)


class BudgetOut(WireModel):
    """A budget and its use in the current period."""

    id: str
    subject_kind: Literal["tenant", "user"]
    subject_id: str
    period: Literal["day", "month"]
    limit_usd: float
    period_start: date
    reserved_usd: float = Field(description="Upper bounds of calls in progress, and of calls whose process died")
    spent_usd: float
    updated_by: str
    updated_at: datetime

    @classmethod
    def of(cls, state: llm.BudgetState) -> "BudgetOut":
        """The budget and its state in one object."""
        return cls.model_validate(WithAttributes(state, **asdict(state.budget)))


class BudgetsOut(WireModel):
    """All budgets."""

    items: list[BudgetOut]


class RouteStepOut(WireModel):
    """A provider of a route, and the state of its circuit breaker for this tenant."""

    provider: str
    model: str
    priced: bool
    breaker: Literal["closed", "open", "half-open"]


class RouteOut(WireModel):
    """Providers of a purpose, preferred one first."""

    purpose: str
    steps: list[RouteStepOut]


class RoutesOut(WireModel):
    """All routes, and the limits per minute."""

    items: list[RouteOut]
    requests_per_minute: int | None
    tokens_per_minute: int | None


def _span(from_day: date | None, to_day: date | None, clock: Clock) -> tuple[datetime, datetime]:
    last = to_day or clock().date()
    # Thirty days before the first dates of Python's calendar would overflow.
    earliest = date.min + timedelta(days=31)
    first = from_day or max(last, earliest) - timedelta(days=30)
    if first > last or (last - first).days > MAX_USAGE_DAYS or last >= date.max:
        raise InvalidInput(f"Choose a period of 1 to {MAX_USAGE_DAYS} days whose first day is before its last.")
    return datetime.combine(first, time(), UTC), datetime.combine(last + timedelta(days=1), time(), UTC)


@router.get("/usage")
async def get_usage(
    actor: MayRead, db: Db, clock: ClockDep, from_day: FromDay = None, to_day: ToDay = None
) -> UsageOut:
    """Model calls, tokens and cost of the tenant by day, purpose, model and user."""
    start, end = _span(from_day, to_day, clock)
    async with db.transaction(actor.tenant_id) as tx:
        days = await llm.usage_by_day(tx, start=start, end=end)
    calls = sum(day.calls for day in days)
    return UsageOut(
        rows=[UsageRowOut.model_validate(day) for day in days],
        calls=calls,
        cost_usd=float(sum(day.cost_usd for day in days)),
        saved_usd=float(sum(day.saved_usd for day in days)),
        cache_hit_share=sum(day.cached for day in days) / calls if calls else 0.0,
    )


@router.get("/usage/calls.csv", response_class=StreamingResponse)
async def export_usage(
    actor: MayRead, db: Db, clock: ClockDep, from_day: FromDay = None, to_day: ToDay = None
) -> StreamingResponse:
    """Every call as CSV: actor, purpose, model, prompt version, tokens by kind, price version, cost and times."""
    start, end = _span(from_day, to_day, clock)
    headers = {"Content-Disposition": 'attachment; filename="model-calls.csv"'}
    return StreamingResponse(_csv(db, actor.tenant_id, start, end), media_type="text/csv", headers=headers)


async def _csv(db: Database, tenant_id: str, start: datetime, end: datetime) -> AsyncIterator[str]:
    async with db.transaction(tenant_id) as tx:
        async for piece in llm.export_calls(tx, start=start, end=end):
            yield piece


@router.get("/budgets")
async def list_budgets(actor: MayRead, db: Db, clock: ClockDep) -> BudgetsOut:
    """The budgets of the tenant and of its users, with their use."""
    async with db.transaction(actor.tenant_id) as tx:
        return BudgetsOut(items=[BudgetOut.of(state) for state in await llm.list_budgets(tx, clock=clock)])


@router.put("/budgets")
async def set_budget(actor: MayManage, db: Db, clock: ClockDep, body: BudgetIn) -> BudgetOut:
    """Create the budget of a subject and period, or change its limit; a new one includes what was spent in its period."""
    if (body.subject_kind == "tenant") != (body.subject_id == ""):
        raise InvalidInput("A budget of a user needs the user's id; one of the tenant has none.", field="subject_id")
    budget = llm.Budget(body.subject_kind, body.subject_id, body.period, body.limit_usd)
    async with db.transaction(actor.tenant_id) as tx:
        return BudgetOut.of(await llm.set_budget(tx, actor, budget, clock=clock))


@router.delete("/budgets/{budget_id}", status_code=204)
async def remove_budget(actor: MayManage, db: Db, budget_id: StorableStr) -> None:
    """Delete a budget."""
    async with db.transaction(actor.tenant_id) as tx:
        await llm.remove_budget(tx, actor, budget_id)


@router.get("/model-routes")
async def list_model_routes(actor: MayRead, gateway: LlmGateway) -> RoutesOut:
    """The models of each purpose in their order, and the state of their circuit breakers."""
    tenant_id = actor.tenant_id
    routes = {purpose: [_step(gateway, tenant_id, one) for one in many] for purpose, many in gateway.routes.items()}
    # Embedders are no route of the gateway; they are listed as one.
    routes["embed"] = [_step(gateway, tenant_id, one) for one in gateway.embedders]
    settings = gateway.settings
    return RoutesOut(
        items=[RouteOut(purpose=purpose, steps=steps) for purpose, steps in routes.items()],
        requests_per_minute=settings.requests_per_minute,
        tokens_per_minute=settings.tokens_per_minute,
    )


def _step(gateway: llm.Gateway, tenant_id: str, provider: llm.Provider | llm.EmbeddingProvider) -> RouteStepOut:
    return RouteStepOut(
        provider=provider.name,
        model=provider.model,
        priced=provider.price_provider is not None,
        breaker=gateway.breakers.state((tenant_id, provider.name, provider.model)),
    )
