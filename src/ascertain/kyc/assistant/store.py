"""All SQL of chats, messages, runs and run events."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import asyncpg

from ascertain.kernel.database import Connection
from ascertain.kernel.ids import new_id
from ascertain.kyc.assistant.model import (
    Chat,
    ChatMessage,
    ChatNotFound,
    LeaseLost,
    Outcome,
    Run,
    RunEvent,
    RunNotFound,
    RunUnderWay,
)

CHANNEL = "assistant_runs"
_CHAT = "id, case_id, title, created_by, created_at, updated_at"
_RUN = ", ".join(Run.__dataclass_fields__)


def _run(row: asyncpg.Record) -> Run:
    return Run(**dict(row))


async def insert_chat(tx: Connection, chat: Chat) -> None:
    """Write a new chat."""
    await tx.execute(
        f"insert into assistant_chats ({_CHAT}) values ($1, $2, $3, $4, $5, $6)",
        chat.id,
        chat.case_id,
        chat.title,
        chat.created_by,
        chat.created_at,
        chat.updated_at,
    )


async def get_chat(tx: Connection, chat_id: str, *, person: str, lock: bool = False) -> Chat:
    """A chat of this person. Raises ChatNotFound."""
    row = await tx.fetchrow(
        f"select {_CHAT} from assistant_chats where id = $1 and created_by = $2 {'for update' if lock else ''}",
        chat_id,
        person,
    )
    if row is None:
        raise ChatNotFound("There is no such chat.")
    return Chat(**dict(row))


async def list_chats(
    tx: Connection, *, person: str, case_id: str | None, limit: int, before: tuple[datetime, str] | None
) -> list[Chat]:
    """Chats of a person, the last used first; `before` is the place where the page before ended."""
    rows = await tx.fetch(
        f"""select {_CHAT} from assistant_chats
            where created_by = $1 and ($2::text is null or case_id = $2)
              and ($3::timestamptz is null or (updated_at, id) < ($3, $4))
            order by updated_at desc, id desc limit $5""",
        person,
        case_id,
        *(before or (None, None)),
        limit,
    )
    return [Chat(**dict(row)) for row in rows]


async def delete_chat(tx: Connection, chat_id: str) -> None:
    """Delete a chat with its messages, runs and events."""
    await tx.execute("delete from assistant_chats where id = $1", chat_id)


async def touch_chat(tx: Connection, chat_id: str, *, title: str, at: datetime) -> None:
    """Note the chat's last use and its title."""
    await tx.execute("update assistant_chats set title = $2, updated_at = $3 where id = $1", chat_id, title, at)


async def list_messages(tx: Connection, chat_id: str) -> list[ChatMessage]:
    """Every turn of a chat in order."""
    rows = await tx.fetch(
        """select m.id, m.role, case m.role when 'user' then m.text else r.answer end as text, m.run_id, m.created_at,
                  r.state, case m.role when 'user' then '[]'::jsonb else r.citations end as citations
           from assistant_messages m join assistant_runs r on r.tenant_id = m.tenant_id and r.id = m.run_id
           where m.chat_id = $1 order by m.ordinal""",
        chat_id,
    )
    return [ChatMessage(**dict(row)) for row in rows]


async def insert_run(tx: Connection, run: Run) -> None:
    """Write a new run with its two messages. Raises RunUnderWay where the chat has one that is running."""
    try:
        async with tx.transaction():
            await tx.execute(
                """insert into assistant_runs (id, chat_id, case_id, question, created_by, state, lease_owner,
                       lease_expires_at, created_at) values ($1, $2, $3, $4, $5, 'running', $6, $7, $8)""",
                run.id,
                run.chat_id,
                run.case_id,
                run.question,
                run.created_by,
                run.lease_owner,
                run.lease_expires_at,
                run.created_at,
            )
    except asyncpg.UniqueViolationError as error:
        raise RunUnderWay("The last question of this chat is still being answered.") from error
    for role, text in (("user", run.question), ("assistant", "")):
        await tx.execute(
            """insert into assistant_messages (id, chat_id, role, text, run_id, created_at)
               values ($1, $2, $3, $4, $5, $6)""",
            new_id("msg"),
            run.chat_id,
            role,
            text,
            run.id,
            run.created_at,
        )


async def find_run(tx: Connection, run_id: str, *, lock: bool = False) -> Run | None:
    """A run of the tenant."""
    row = await tx.fetchrow(f"select {_RUN} from assistant_runs where id = $1 {'for update' if lock else ''}", run_id)
    return _run(row) if row else None


async def get_run(tx: Connection, run_id: str, *, person: str) -> Run:
    """A run of this person. Raises RunNotFound."""
    run = await find_run(tx, run_id)
    if run is None or run.created_by != person:
        raise RunNotFound("There is no such run.")
    return run


async def list_running(tx: Connection, chat_id: str) -> list[Run]:
    """The runs of a chat that are not ended."""
    rows = await tx.fetch(f"select {_RUN} from assistant_runs where chat_id = $1 and state = 'running'", chat_id)
    return [_run(row) for row in rows]


async def append_events(
    tx: Connection, run_id: str, *, owner: str, events: Sequence[tuple[str, dict[str, Any]]], at: datetime, shown: bool
) -> int:
    """Append events under the run's row lock and wake its readers; the last ordinal. Raises LeaseLost."""
    last: int | None = await tx.fetchval(
        """update assistant_runs set last_ordinal = last_ordinal + $3, shown = shown or $4
           where id = $1 and lease_owner = $2 and state = 'running' returning last_ordinal""",
        run_id,
        owner,
        len(events),
        shown,
    )
    if last is None:
        raise LeaseLost("The run is no longer this process's.")
    first = last - len(events) + 1
    await tx.executemany(
        "insert into assistant_run_events (run_id, ordinal, type, data, at) values ($1, $2, $3, $4, $5)",
        [(run_id, first + at_, kind, data, at) for at_, (kind, data) in enumerate(events)],
    )
    await notify(tx, run_id, "news")
    return last


async def notify(tx: Connection, run_id: str, what: str) -> None:
    """Tell every process, when the transaction commits, that a run has news or is to stop."""
    await tx.execute("select pg_notify($1, $2)", CHANNEL, json.dumps({"run_id": run_id, "what": what}))


async def list_events(tx: Connection, run_id: str, *, after: int, limit: int = 500) -> list[RunEvent]:
    """Events of a run past an ordinal, in order."""
    rows = await tx.fetch(
        """select run_id, ordinal, type, data, at from assistant_run_events
           where run_id = $1 and ordinal > $2 order by ordinal limit $3""",
        run_id,
        after,
        limit,
    )
    return [RunEvent(**dict(row)) for row in rows]


async def renew_lease(tx: Connection, run_id: str, *, owner: str, until: datetime) -> bool | None:
    """Renew the lease; whether somebody asked to stop, None where the run is no longer ours."""
    asked: bool | None = await tx.fetchval(
        """update assistant_runs set lease_expires_at = $3
           where id = $1 and lease_owner = $2 and state = 'running' returning stop_requested""",
        run_id,
        owner,
        until,
    )
    return asked


async def take_lease(tx: Connection, run_id: str, *, owner: str, until: datetime) -> None:
    """Take over a run whose process is gone, for another attempt."""
    await tx.execute(
        """update assistant_runs set lease_owner = $2, lease_expires_at = $3, attempt = attempt + 1
           where id = $1 and state = 'running'""",
        run_id,
        owner,
        until,
    )


async def request_stop(tx: Connection, run_id: str) -> None:
    """Ask whichever process has the run to stop it."""
    await tx.execute("update assistant_runs set stop_requested = true where id = $1 and state = 'running'", run_id)
    await notify(tx, run_id, "stop")


async def set_prompt(tx: Connection, run_id: str, *, name: str, version: str) -> None:
    """Note which prompt the answer is made with."""
    await tx.execute(
        "update assistant_runs set prompt_name = $2, prompt_version = $3 where id = $1", run_id, name, version
    )


async def finish_run(tx: Connection, run_id: str, *, owner: str, outcome: Outcome, at: datetime) -> Run:
    """Store how a run ended. Raises LeaseLost where it is no longer `owner`'s or was ended before."""
    row = await tx.fetchrow(
        f"""update assistant_runs set state = $3, answer = $4, citations = $5, suggestions = $6, no_evidence = $7,
                provider = $8, model = $9, input_tokens = $10, output_tokens = $11, cached_tokens = $12, cost_usd = $13,
                first_token_ms = $14, total_ms = $15, error = $16, anatomy = $17, finished_at = $18,
                lease_owner = null, lease_expires_at = null
            where id = $1 and lease_owner = $2 and state = 'running' returning {_RUN}""",
        run_id,
        owner,
        outcome.state,
        outcome.answer,
        list(outcome.citations),
        list(outcome.suggestions),
        outcome.no_evidence,
        outcome.provider,
        outcome.model,
        outcome.input_tokens,
        outcome.output_tokens,
        outcome.cached_tokens,
        outcome.cost_usd,
        outcome.first_token_ms,
        outcome.total_ms,
        outcome.error,
        outcome.anatomy,
        at,
    )
    if row is None:
        raise LeaseLost("The run was ended before.")
    return _run(row)
