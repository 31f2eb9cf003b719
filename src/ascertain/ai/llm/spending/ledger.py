"""The ledger: no call is sent without a durable row within its budgets, and each row is settled exactly once.

Both writes use group commit: while one transaction of a tenant runs, further calls form the next batch. A batch locks the
tenant's budgets, admits calls in order of arrival while they fit, and commits. So the sum of reserved and spent never exceeds
a limit, however many processes reserve concurrently. If a crash loses a settlement, the call stays open and counts at its
upper bound.
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
from ascertain.kernel.database import LOST_CONNECTION_ERRORS, Database
from ascertain.kernel.errors import MachineFault, Unavailable
from ascertain.kernel.telemetry import log

# Rows per transaction: enough that the commit's disk write is shared, few enough that the tenant's lock stays short.
_LARGEST_BATCH = 500
# Covers the restart of a database, in total 1.75 s; a call waits no longer for its reservation.
_RETRY_PAUSES_S = (0.05, 0.2, 0.5, 1.0)
_SETTLE_RETRY_S = 0.5
# No caller waits for a settlement: a single one is written immediately, those that follow within this time are batched.
_BATCH_WINDOW_S = 0.02
_CONNECTION_ERRORS = (
    MachineFault,
    *LOST_CONNECTION_ERRORS,
    asyncpg.DeadlockDetectedError,
    asyncpg.InvalidCachedStatementError,
)
Budgets = tuple[str, ...]


class LedgerUnavailable(Unavailable):
    """The database is unavailable, so no call may be sent."""

    code = "llm.ledger_unavailable"


class Ledger:
    """Reserves and settles in its own transactions, since a call outlives any transaction of its caller."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._reserving: dict[str, Batcher[Reservation, Budgets]] = {}
        self._waiting: dict[str, list[Settlement]] = defaultdict(list)
        self._settling: dict[str, asyncio.Task[None]] = {}

    async def reserve(self, call: Reservation) -> Budgets:
        """Write the reservation durably and return the budgets it is charged to; then the call may be sent.

        Raises: BudgetExhausted; LedgerUnavailable.
        """
        batcher = self._reserving.get(call.tenant_id)
        if batcher is None:
            batcher = Batcher(lambda calls: self._reserve(call.tenant_id, calls), largest=_LARGEST_BATCH)
            self._reserving[call.tenant_id] = batcher
        reserved = batcher.put(call)
        try:
            # Shielded: the row is written in a batch with other calls, which must not be cancelled with this one.
            return await asyncio.shield(reserved)
        except asyncio.CancelledError:
            reserved.add_done_callback(lambda done: self._cancel_unsent(call, done))
            raise
        finally:
            if batcher.idle:
                self._reserving.pop(call.tenant_id, None)

    def _cancel_unsent(self, call: Reservation, reserved: "asyncio.Future[Budgets]") -> None:
        """Settle at zero a call whose caller was cancelled before its row was written; else it would stay at its bound."""
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
        """Queue the replacement of the upper bound by the actual usage; idempotent."""
        self._waiting[tenant_id].append(result)
        if tenant_id not in self._settling:
            self._settling[tenant_id] = asyncio.create_task(self._settle_waiting(tenant_id))

    async def settle_now(self, tenant_id: str, results: Sequence[Settlement]) -> set[str]:
        """Settle these calls durably; returns the ids of those that were open."""
        return await call_store.settle(self._db, tenant_id, results, durable=True)

    async def record_cached(self, call: Reservation, cache: CacheKind, usage: Usage, saved_usd: Decimal) -> None:
        """Record an answer from the cache."""
        async with self._db.transaction(call.tenant_id) as tx:
            await call_store.insert_cached(tx, call, cache, usage, saved_usd)

    async def settled(self) -> None:
        """Wait until all queued settlements are written."""
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
                    # A row that cannot be written stays open at its upper bound: spending is over-counted, never under.
                    log.exception("ledger.settling_failed", calls=[result.call_id for result in batch])
                del self._waiting[tenant_id][: len(batch)]
                # With a long backlog the next batch is written immediately.
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
                    raise LedgerUnavailable("The database is unavailable; nothing was sent to a model.") from error
                await asyncio.sleep(pause_s)
        return [_budgets_or_refusal(call, *found[call.id]) for call in calls]


def _budgets_or_refusal(call: Reservation, budgets: Budgets, refused_by: str) -> Budgets | Exception:
    if not refused_by:
        return budgets
    kind, period, budget_id = refused_by.split(" ", 2)
    whose = "The tenant's" if kind == "tenant" else "Your"
    return BudgetExhausted(
        f"{whose} budget of this {period} does not cover a call that may cost up to {call.bound_usd:.4f} USD.",
        budget_id=budget_id,
    )
