"""Usage reports: by day, and call by call."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import datetime
from decimal import Decimal

from ascertain.ai.llm.spending import call_store, usage_store
from ascertain.ai.llm.spending.model import OpenCall, UsageDay
from ascertain.kernel.database import Connection

# Rows fetched from the database cursor at a time.
_BATCH = 500
# A piece of the CSV is sent once it reaches this size, so that an export of any length needs constant memory.
_PIECE_CHARACTERS = 1 << 16


async def usage_by_day(tx: Connection, *, start: datetime, end: datetime) -> list[UsageDay]:
    """The tenant's calls, tokens and cost in [start, end) by UTC day, purpose, model and user, newest day first.

    An open call, running or of a process that died, counts at its upper bound.
    """
    days = []
    for row in await usage_store.usage_days(tx, start, end):
        values = dict(row)
        first, count = values.pop("first_token_ms"), values.pop("first_tokens")
        total_ms, answered = values.pop("total_ms"), row["calls"] - row["open"]
        days.append(
            UsageDay(
                **values,
                first_token_ms=first / count if count else None,
                total_ms=total_ms / answered if answered else None,
            )
        )
    return days


async def export_calls(tx: Connection, *, start: datetime, end: datetime) -> AsyncIterator[str]:
    """Every call in [start, end) as CSV with a header, oldest first, a few hundred lines per piece."""
    text = io.StringIO()
    writer = csv.writer(text)
    async for row in usage_store.each_call(tx, start, end, _BATCH):
        writer.writerow([_cell(value) for value in row])
        if text.tell() > _PIECE_CHARACTERS:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def _cell(value: object) -> object:
    """A value for a spreadsheet: no exponents such as 0E-9, and no text that would be evaluated as a formula.

    A leading "=", "+", "-" or "@" starts a formula in spreadsheets (OWASP, "CSV injection").
    """
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@" and value else value


async def list_open_calls(tx: Connection, *, now: datetime, limit: int = 500) -> list[OpenCall]:
    """Calls open past their deadline, oldest first: their process died before it could settle them."""
    return await call_store.list_expired(tx, now, limit)
