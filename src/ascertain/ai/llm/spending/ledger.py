"""The ledger: no call leaves without a durable row inside its budgets, and each row is settled once.

Both are written by group commit: one transaction of a tenant is under way, and calls that come meanwhile form the next. The
batch locks the tenant's budgets, admits calls in the order they came while they fit, and commits; so the sum of what is
reserved and spent never passes a limit, whatever number of processes reserve at once. A settlement that a crash takes leaves
its call open, which counts at its bound.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

import asyncpg

from ascertain.ai.llm.model import CacheKind, Usage
from ascertain.ai.llm.spending import call_store
from ascertain.ai.llm.spending.model import (
    BudgetExhausted,
    Reservation,
    Settlement,
)
from ascertain.kernel.batching import Batcher
from ascertain.kernel.database import Database
from ascertain.kernel.errors import Unavailable
from ascertain.kernel.telemetry import log

_LARGEST_BATCH = 500
# A database that restarts is back within this; a call waits no longer for its reservation.
_RETRY_PAUSES_S = (0.05, 0.2, 0.5, 1.0)
_SETTLE_RETRY_S = 0.5
# Nobody waits for a settlement: one that comes alone is written at once, those that follow are gathered.
_BATCH_WINDOW_S = 0.02
_CONNECTION_ERRORS = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a connection that broke in the middle of an operation; the pool drops it
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.DeadlockDetectedError,
    asyncpg.InvalidCachedStatementError,
)
Budgets = tuple[str, ...]


class LedgerUnavailable(Unavailable):
    """The database does not answer, so no call may leave."""

    code = "llm.ledger_unavailable"


class Ledger:
    """Reserves and settles in transactions of its own, for a call outlives any transaction of its caller."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._reserving: dict[str, Batcher[Reservation, Budgets]] = {}
        self._waiting: dict[str, list[Settlement]] = defaultdict(list)
        self._settling: dict[str, asyncio.Task[None]] = {}

    async def reserve(self, call: Reservation) -> Budgets:
        """Make the reservation durable; the call may leave when this returns the budgets it counts against.

        Raises: BudgetExhausted; LedgerUnavailable.
        """
        batcher = self._reserving.get(call.tenant_id)
        if batcher is None:
            batcher = Batcher(lambda calls: self._reserve(call.tenant_id, calls), largest=_LARGEST_BATCH)
            self._reserving[call.tenant_id] = batcher
        reserved = batcher.put(call)
        try:
            return await asyncio.shield(reserved)
        except asyncio.CancelledError:
            reserved.add_done_callback(lambda done: self._cancel_unsent(call, done))
            raise
        finally:
            if batcher.idle:
                self._reserving.pop(call.tenant_id, None)

    def _cancel_unsent(self, call: Reservation, reserved: "asyncio.Future[Budgets]") -> None:
        """Settle at nothing a call whose caller was gone when its row was written; it would count at its bound for ever."""
        if reserved.cancelled() or reserved.exception() is not None:
            return
        nothing = Usage(0, 0)
        self.settle(
            call.tenant_id,
            Settlement(
                call.id, "cancelled", nothing, Decimal(0), call.price_version, None, None, 0.0, call.created_at,
                reserved.result(),
            ),
        )  # fmt: skip

    def settle(self, tenant_id: str, result: Settlement) -> None:
        """Replace the bound by what was used, soon; doing it again changes nothing."""
        self._waiting[tenant_id].append(result)
        if tenant_id not in self._settling:
            self._settling[tenant_id] = asyncio.create_task(self._settle_waiting(tenant_id))

    async def settle_now(self, tenant_id: str, results: Sequence[Settlement]) -> set[str]:
        """Settle these calls and return when that is durable; gives the ids of those that were open."""
        return await call_store.settle(self._db, tenant_id, results, durable=True)

    async def record_cached(self, call: Reservation, cache: CacheKind, usage: Usage, saved_usd: Decimal) -> None:
        """Write that a kept answer was given instead of a call."""
        async with self._db.transaction(call.tenant_id) as tx:
            await call_store.insert_cached(tx, call, cache, usage, saved_usd)

    async def settled(self) -> None:
        """Return when everything that ended is settled."""
        while self._settling:
            await asyncio.wait(list(self._settling.values()))

    async def _settle_waiting(self, tenant_id: str) -> None:
        try:
            while batch := self._waiting[tenant_id][:_LARGEST_BATCH]:
                try:
                    await call_store.settle(self._db, tenant_id, batch, durable=False)
                except _CONNECTION_ERRORS as error:
                    log.warning(
                        "ledger.settling_waits", calls=len(self._waiting[tenant_id]), error=type(error).__name__
                    )
                    await asyncio.sleep(_SETTLE_RETRY_S)
                    continue
                except Exception:
                    # A row that cannot be written stays open at its bound: too much is counted, never too little.
                    log.exception("ledger.settling_failed", calls=[result.call_id for result in batch])
                del self._waiting[tenant_id][: len(batch)]
                if len(self._waiting[tenant_id]) < _LARGEST_BATCH // 4:
                    await asyncio.sleep(_BATCH_WINDOW_S)
        finally:
            del self._settling[tenant_id]
            if not self._waiting[tenant_id]:
                del self._waiting[tenant_id]

    async def _reserve(self, tenant_id: str, calls: Sequence[Reservation]) -> Sequence[Budgets | Exception]:
        for pause_s in (*_RETRY_PAUSES_S, None):
            try:
                found = await call_store.reserve(self._db, tenant_id, calls)
                break
            except _CONNECTION_ERRORS as error:
                if pause_s is None:
                    raise LedgerUnavailable("The database does not answer; nothing was sent to a model.") from error
                await asyncio.sleep(pause_s)
        return [_budgets_or_refusal(call, *found[call.id]) for call in calls]


def _budgets_or_refusal(call: Reservation, budgets: Budgets, refused_by: str) -> Budgets | Exception:
    if not refused_by:
        return budgets
    kind, period, budget_id = refused_by.split(" ", 2)
    whose = "The tenant's" if kind == "tenant" else "Your"
    return BudgetExhausted(
        f"{whose} budget of this {period} does not allow a call that may cost {call.bound_usd:.4f} USD.",
        budget_id=budget_id,
    )
