"""The ledger: no call leaves without a durable row, and each row is settled once."""

from datetime import datetime

from ascertain.ai.llm import store
from ascertain.ai.llm.model import Usage, UsageRow
from ascertain.ai.llm.store import Reservation, Settlement
from ascertain.kernel.database import Connection, Database

__all__ = ["Ledger", "Reservation", "Settlement", "Usage", "usage_by_day"]


class Ledger:
    """Reserves and settles in transactions of their own, for a call outlives any transaction of its caller."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def reserve(self, call: Reservation) -> None:
        """Make the reservation durable; the call may leave when this returns."""
        async with self._db.transaction(call.tenant_id) as tx:
            await store.insert_open(tx, call)

    async def settle(self, tenant_id: str, call_id: str, result: Settlement) -> None:
        """Replace the bound by what was used; doing it again changes nothing."""
        async with self._db.transaction(tenant_id) as tx:
            await store.settle(tx, call_id, result)


async def usage_by_day(tx: Connection, *, start: datetime, end: datetime) -> list[UsageRow]:
    """Calls, tokens and dollars of the tenant in [start, end) by UTC day, model and purpose, newest day first.

    A call that is still open, because it runs or because its process died, counts at its bound.
    """
    return await store.usage_by_day(tx, start, end)
