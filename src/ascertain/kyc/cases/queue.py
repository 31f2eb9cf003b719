"""The queue: pages of cases from their own summary row, by keyset cursor; no other room's table is joined.

The summary row exists for this: a page costs an index walk, however many documents, hits and facts the cases have.
"""

import base64
import json
from datetime import datetime, timedelta
from typing import Any

from ascertain.kernel.database import Connection
from ascertain.kernel.errors import InvalidInput
from ascertain.kyc.cases.model import CaseSummary, QueueQuery
from ascertain.kyc.cases.store import to_summary

# Sort key to a SQL expression without nulls, and the type of its value in a cursor. A null would compare as unknown and
# the cursor would skip the rows after it; a case without a score is sorted below every score.
_SORTS = {
    "due_at": ("due_at", "timestamptz"),
    "created_at": ("created_at", "timestamptz"),
    "score": ("coalesce(score, -1)", "integer"),
}

# Views of the queue as SQL conditions. Monitoring are cases reopened after a decision, which begins their second round.
_VIEWS = {
    "mine": "owner_id = {viewer} and state in ('open', 'proposed')",
    "all": "true",
    "review": "state = 'proposed'",
    "monitoring": "round > 1 and state in ('open', 'proposed')",
}


class _Conditions:
    """SQL conditions with their parameters, numbered in order."""

    def __init__(self) -> None:
        self.sql: list[str] = []
        self.values: list[Any] = []

    def parameter(self, value: Any) -> str:
        self.values.append(value)
        return f"${len(self.values)}"

    def add(self, template: str, **values: Any) -> None:
        self.sql.append(template.format(**{name: self.parameter(value) for name, value in values.items()}))


def _filter(query: QueueQuery) -> _Conditions:
    conditions = _Conditions()
    view = _VIEWS[query.view]
    conditions.add(view, **({"viewer": query.viewer_id} if "{viewer}" in view else {}))
    if query.state != "any":
        conditions.add("state = {state}", state=query.state)
    if query.band:
        conditions.add("band = {band}", band=query.band)
    if query.customer_kind:
        conditions.add("customer_kind = {kind}", kind=query.customer_kind)
    if query.due:
        conditions.add("due_at < {until}", until=query.now + _DUE[query.due])
    if query.text:
        pattern = "%" + query.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        conditions.add("(customer_name ilike {pattern} or reference ilike {pattern})", pattern=pattern)
    return conditions


_DUE = {"overdue": timedelta(), "today": timedelta(days=1), "week": timedelta(days=7)}


def _encode_cursor(value: Any, case_id: str) -> str:
    plain = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([plain, case_id]).encode()).decode()


def _decode_cursor(cursor: str, kind: str) -> tuple[Any, str]:
    try:
        value, case_id = json.loads(base64.urlsafe_b64decode(cursor))
        decoded = datetime.fromisoformat(value) if kind == "timestamptz" else int(value)
    except (ValueError, TypeError) as error:
        raise InvalidInput("The cursor is not valid for this list.", parameter="cursor") from error
    return decoded, str(case_id)


async def list_cases(tx: Connection, query: QueueQuery) -> tuple[list[CaseSummary], str | None]:
    """One page of the queue and the cursor of the next page."""
    descending = query.sort.startswith("-")
    expression, kind = _SORTS[query.sort.lstrip("-")]
    conditions = _filter(query)
    if query.cursor:
        value, case_id = _decode_cursor(query.cursor, kind)
        comparison = "<" if descending else ">"
        conditions.add(
            f"({expression}, id) {comparison} ({{value}}::{kind}, {{case_id}})", value=value, case_id=case_id
        )
    direction = "desc" if descending else "asc"
    rows = await tx.fetch(
        f"""select *, {expression} as sort_value from cases_cases where {" and ".join(conditions.sql)}
            order by {expression} {direction}, id {direction} limit {query.limit + 1}""",
        *conditions.values,
    )
    more = len(rows) > query.limit
    page = rows[: query.limit]
    cursor = _encode_cursor(page[-1]["sort_value"], page[-1]["id"]) if more else None
    return [to_summary(row) for row in page], cursor


async def count_views(tx: Connection, viewer_id: str) -> dict[str, int]:
    """The number of cases in each view for this person."""
    filters = ", ".join(
        f"count(*) filter (where {condition.format(viewer='$1')}) as {view}" for view, condition in _VIEWS.items()
    )
    row = await tx.fetchrow(f"select {filters}, $1::text as viewer from cases_cases", viewer_id)
    assert row is not None
    return {view: row[view] for view in _VIEWS}


async def take_next(tx: Connection, person_id: str, person_name: str) -> str | None:
    """Assign the unowned open case that is due first to the person; two simultaneous calls get two different cases."""
    case_id: str | None = await tx.fetchval(
        """update cases_cases set owner_id = $1, owner_name = $2, revision = revision + 1
           where id = (select id from cases_cases where state = 'open' and owner_id is null
                       order by due_at, id limit 1 for update skip locked)
             and tenant_id = current_setting('app.tenant')
           returning id""",
        person_id,
        person_name,
    )
    return case_id
