"""All SQL of chats, messages, runs and run events."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import asyncpg

from ascertain.kernel.database import Connection, Database
from ascertain.kernel.ids import new_id
from ascertain.kyc.assistant.model import (
    Chat,
    ChatMessage,
    ChatNotFound,
    LeaseLost,
    Outcome,
    PromptUse,
    Rating,
    Run,
    RunEvent,
    RunNotFound,
    RunUnderWay,
)

CHANNEL = "assistant_runs"
# Run id, whether a part of the answer is among the events, and the events as type and data.
Appended = tuple[str, bool, Sequence[tuple[str, dict[str, Any]]]]
_CHAT = ", ".join(Chat.__dataclass_fields__)
_RUN = ", ".join(Run.__dataclass_fields__)


def _run(row: asyncpg.Record) -> Run:
    return Run(**dict(row))


async def insert_chat(tx: Connection, chat: Chat) -> None:
    """Write a new chat; its first run gives it a title."""
    await tx.execute(
        f"insert into assistant_chats ({_CHAT}) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        chat.id,
        chat.case_id,
        chat.title,
        chat.created_by,
        chat.created_at,
        chat.updated_at,
        chat.shared,
        chat.head_run_id,
    )


async def get_chat(tx: Connection, chat_id: str, *, person: str, lock: bool = False, or_shared: bool = False) -> Chat:
    """A chat of this person; with `or_shared` also one that another person shares. Raises ChatNotFound."""
    row = await tx.fetchrow(
        f"""select {_CHAT} from assistant_chats
            where id = $1 and (created_by = $2 or ($3 and shared)) {"for update" if lock else ""}""",
        chat_id,
        person,
        or_shared,
    )
    if row is None:
        raise ChatNotFound("There is no such chat.")
    return Chat(**dict(row))


async def list_chats(
    tx: Connection,
    *,
    person: str,
    case_id: str | None,
    limit: int,
    before: tuple[datetime, str] | None,
    text: str | None = None,
    shared: bool = False,
) -> list[Chat]:
    """Chats of a person, or those that others share, most recently used first.

    Args:
        before: last use and id of the last chat of the previous page.
        text: text contained in the title, a question or an answer.
    """
    rows = await tx.fetch(
        f"""select {_CHAT} from assistant_chats c
            where case when $7 then shared and created_by <> $1 else created_by = $1 end
              and ($2::text is null or case_id = $2)
              and ($3::timestamptz is null or (updated_at, id) < ($3, $4))
              and ($6::text is null or title ilike $6 or exists (
                    select from assistant_runs r where r.tenant_id = c.tenant_id and r.chat_id = c.id
                      and (r.question ilike $6 or r.answer ilike $6)))
            order by updated_at desc, id desc limit $5""",
        person,
        case_id,
        *(before or (None, None)),
        limit,
        f"%{_literal(text)}%" if text else None,
        shared,
    )
    return [Chat(**dict(row)) for row in rows]


async def delete_chat(tx: Connection, chat_id: str) -> None:
    """Delete a chat with its messages, runs and events (by cascade)."""
    await tx.execute("delete from assistant_chats where id = $1", chat_id)


def _literal(text: str) -> str:
    """A text for `like` with its wildcards escaped."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def touch_chat(tx: Connection, chat_id: str, *, title: str, head_run_id: str, at: datetime) -> None:
    """Store the last use of a chat, its title and its visible branch."""
    await tx.execute(
        "update assistant_chats set title = $2, head_run_id = $3, updated_at = $4 where id = $1",
        chat_id,
        title,
        head_run_id,
        at,
    )


async def change_chat(tx: Connection, chat: Chat) -> None:
    """Store the title, the sharing and the visible branch of a chat; the time of its last use is not changed."""
    await tx.execute(
        "update assistant_chats set title = $2, shared = $3, head_run_id = $4 where id = $1",
        chat.id,
        chat.title,
        chat.shared,
        chat.head_run_id,
    )


async def find_branch_end(tx: Connection, chat_id: str, run_id: str) -> str | None:
    """The newest end of the branches through a run; None where the chat has no such run."""
    end: str | None = await tx.fetchval(
        """with recursive branch as (
               select id, created_at from assistant_runs where chat_id = $1 and id = $2
               union all
               select r.id, r.created_at from assistant_runs r join branch b on r.parent_run_id = b.id where r.chat_id = $1)
           select b.id from branch b
           where not exists (select from assistant_runs r where r.chat_id = $1 and r.parent_run_id = b.id)
           order by b.created_at desc, b.id desc limit 1""",
        chat_id,
        run_id,
    )
    return end


async def list_messages(tx: Connection, chat_id: str, *, head: str | None, person: str = "") -> list[ChatMessage]:
    """The turns of the branch that ends in `head`, in order, with this person's ratings."""
    rows = await tx.fetch(
        """with recursive branch as (
               select id, parent_run_id, 0 as back from assistant_runs where chat_id = $1 and id = $2
               union all
               select r.id, r.parent_run_id, b.back + 1 from assistant_runs r join branch b on r.id = b.parent_run_id)
           select m.id, m.role, case m.role when 'user' then m.text else r.answer end as text, m.run_id, m.created_at,
                  r.state, case m.role when 'user' then '[]'::jsonb else r.citations end as citations,
                  array(select v.id from assistant_runs v
                        where v.chat_id = $1 and v.parent_run_id is not distinct from r.parent_run_id
                        order by v.created_at, v.id) as variants,
                  case m.role when 'user' then '[]'::jsonb else r.drafts end as drafts,
                  g.rating, coalesce(g.reason, '') as rating_reason
           from branch b join assistant_runs r on r.id = b.id
           join assistant_messages m on m.tenant_id = r.tenant_id and m.run_id = r.id
           left join assistant_ratings g on g.tenant_id = r.tenant_id and g.run_id = r.id and g.person_id = $3
               and m.role = 'assistant'
           order by b.back desc, m.ordinal""",
        chat_id,
        head,
        person,
    )
    return [ChatMessage(**dict(row)) for row in rows]


async def set_rating(
    tx: Connection, run_id: str, person: str, rating: Rating | None, reason: str, *, at: datetime
) -> None:
    """Store the rating of an answer by a person, replacing an earlier one; None removes it."""
    if rating is None:
        await tx.execute("delete from assistant_ratings where run_id = $1 and person_id = $2", run_id, person)
        return
    await tx.execute(
        """insert into assistant_ratings (run_id, person_id, rating, reason, rated_at) values ($1, $2, $3, $4, $5)
           on conflict (tenant_id, run_id, person_id) do update set rating = $3, reason = $4, rated_at = $5""",
        run_id,
        person,
        rating,
        reason,
        at,
    )


async def delete_unused_chats(tx: Connection, *, before: datetime) -> int:
    """Delete the chats last used before a moment, except those with a running answer; returns their number."""
    done: str = await tx.execute(
        """delete from assistant_chats c where updated_at < $1 and not exists (
               select from assistant_runs r where r.tenant_id = c.tenant_id and r.chat_id = c.id and r.state = 'running')""",
        before,
    )
    return int(done.rpartition(" ")[2])


async def insert_run(tx: Connection, run: Run) -> None:
    """Insert a run with its two messages. Raises RunUnderWay where the chat has a running one."""
    # A unique index allows one running run for each chat; after its rollback the caller's transaction is still usable.
    try:
        async with tx.transaction():
            await tx.execute(
                """insert into assistant_runs (id, chat_id, parent_run_id, case_id, question, created_by, state,
                       lease_owner, lease_expires_at, created_at, permissions)
                   values ($1, $2, $3, $4, $5, $6, 'running', $7, $8, $9, $10)""",
                run.id,
                run.chat_id,
                run.parent_run_id,
                run.case_id,
                run.question,
                run.created_by,
                run.lease_owner,
                run.lease_expires_at,
                run.created_at,
                run.permissions,
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
    """A run of the tenant, of any person; None where there is none."""
    row = await tx.fetchrow(f"select {_RUN} from assistant_runs where id = $1 {'for update' if lock else ''}", run_id)
    return _run(row) if row else None


async def get_run(tx: Connection, run_id: str, *, person: str, own: bool = False) -> Run:
    """A run of this person or, unless `own` is set, of a shared chat. Raises RunNotFound."""
    run = await find_run(tx, run_id)
    if run is None:
        raise RunNotFound("There is no such run.")
    if run.created_by != person:
        shared = await tx.fetchval("select shared from assistant_chats where id = $1", run.chat_id)
        if own or not shared:
            raise RunNotFound("There is no such run.")
    return run


async def list_running(tx: Connection, chat_id: str) -> list[Run]:
    """The running runs of a chat."""
    rows = await tx.fetch(f"select {_RUN} from assistant_runs where chat_id = $1 and state = 'running'", chat_id)
    return [_run(row) for row in rows]


async def append_events(
    tx: Connection, run_id: str, *, owner: str, events: Sequence[tuple[str, dict[str, Any]]], at: datetime, shown: bool
) -> int:
    """Append events under the row lock of the run and notify its readers; returns the last ordinal. Raises LeaseLost."""
    # Ordinals are given under the lock: a sequence could make a later one visible first, and readers would skip events.
    query = "select last_ordinal from assistant_append(current_setting('app.tenant'), $1, $2, $3, $4)"
    document, note = _document([(run_id, shown, events)]), _note("news", run_id, by=owner)
    last: int | None = await tx.fetchval(query, owner, at, document, note)
    if last is None:
        raise LeaseLost("The run no longer belongs to this process.")
    return last


async def append_events_of_runs(
    db: Database, tenant_id: str, owner: str, appended: Sequence[Appended], at: datetime
) -> dict[str, int]:
    """Append events of several runs in one transaction; returns the last ordinal of those that still belong to the owner."""
    note = _note("news", *(run_id for run_id, _, _ in appended), by=owner)
    rows = await db.call(tenant_id, "assistant_append", owner, at, _document(appended), note)
    return {row["run_id"]: row["last_ordinal"] for row in rows}


def _document(appended: Sequence[Appended]) -> str:
    return json.dumps([{"run_id": run_id, "shown": shown, "events": events} for run_id, shown, events in appended])


def _note(what: str, *run_ids: str, by: str = "") -> str:
    """The payload of a notification; `by` is the writer, whose own process has delivered the events already."""
    return json.dumps({"runs": run_ids, "what": what, "by": by})


async def notify(tx: Connection, run_id: str, what: str) -> None:
    """Notify every process, on commit, that a run has new events or is to be stopped."""
    await tx.execute("select pg_notify($1, $2)", CHANNEL, _note(what, run_id))


async def list_events(tx: Connection, run_id: str, *, after: int, limit: int = 500) -> list[RunEvent]:
    """Events of a run after an ordinal, in order."""
    rows = await tx.fetch(
        """select run_id, ordinal, type, data, at from assistant_run_events
           where run_id = $1 and ordinal > $2 order by ordinal limit $3""",
        run_id,
        after,
        limit,
    )
    return [RunEvent(**dict(row)) for row in rows]


async def renew_lease(tx: Connection, run_id: str, *, owner: str, until: datetime) -> bool | None:
    """Renew the lease; returns whether a stop was requested, None where the run no longer belongs to the owner."""
    asked: bool | None = await tx.fetchval(
        """update assistant_runs set lease_expires_at = $3
           where id = $1 and lease_owner = $2 and state = 'running' returning stop_requested""",
        run_id,
        owner,
        until,
    )
    return asked


async def take_lease(tx: Connection, run_id: str, *, owner: str, until: datetime) -> None:
    """Take over a run whose process has died, for another attempt."""
    await tx.execute(
        """update assistant_runs set lease_owner = $2, lease_expires_at = $3, attempt = attempt + 1
           where id = $1 and state = 'running'""",
        run_id,
        owner,
        until,
    )


async def request_stop(tx: Connection, run_id: str) -> None:
    """Request the process that executes a run to stop it."""
    await tx.execute("update assistant_runs set stop_requested = true where id = $1 and state = 'running'", run_id)
    await notify(tx, run_id, "stop")


async def set_prompt(tx: Connection, run_id: str, *, name: str, version: str) -> None:
    """Store the prompt of the answer."""
    await tx.execute(
        "update assistant_runs set prompt_name = $2, prompt_version = $3 where id = $1", run_id, name, version
    )


async def prompt_uses(tx: Connection) -> list[PromptUse]:
    """Usage and ratings of the tenant's answers, by prompt and version."""
    rows = await tx.fetch(
        """select r.prompt_name as name, r.prompt_version as version, count(*) as answers,
                  count(*) filter (where r.no_evidence) as no_evidence, count(*) filter (where r.state = 'failed') as failed,
                  coalesce(sum(g.up), 0)::bigint as rated_up, coalesce(sum(g.down), 0)::bigint as rated_down,
                  percentile_cont(0.5) within group (order by r.first_token_ms) as median_first_token_ms,
                  sum(r.cost_usd) as cost_usd
           from assistant_runs r left join lateral (
               select count(*) filter (where rating = 'up') as up, count(*) filter (where rating = 'down') as down
               from assistant_ratings g where g.tenant_id = r.tenant_id and g.run_id = r.id) g on true
           where r.prompt_name is not null and r.state <> 'running' group by 1, 2"""
    )
    return [PromptUse(**dict(row)) for row in rows]


async def set_drafts(tx: Connection, run_id: str, drafts: Sequence[dict[str, Any]]) -> None:
    """Store the drafts of a run with the decisions on them."""
    await tx.execute("update assistant_runs set drafts = $2 where id = $1", run_id, list(drafts))


async def finish_run(tx: Connection, run_id: str, *, owner: str, outcome: Outcome, at: datetime) -> Run:
    """Store the outcome of a run. Raises LeaseLost where it no longer belongs to `owner` or has already ended."""
    row = await tx.fetchrow(
        f"""update assistant_runs set state = $3, answer = $4, citations = $5, suggestions = $6, no_evidence = $7,
                provider = $8, model = $9, input_tokens = $10, output_tokens = $11, cached_tokens = $12, cost_usd = $13,
                first_token_ms = $14, total_ms = $15, error = $16, anatomy = $17, finished_at = $18, drafts = $19,
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
        list(outcome.drafts),
    )
    if row is None:
        raise LeaseLost("The run has already ended.")
    return _run(row)
