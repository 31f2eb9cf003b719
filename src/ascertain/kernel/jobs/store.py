"""All SQL of jobs: the queue's rows, the starts of running jobs, the dead letters."""

import json
from datetime import timedelta
from typing import Any

from ascertain.kernel.database import Connection
from ascertain.kernel.ids import new_id
from ascertain.kernel.jobs.model import DeadLetter, DeadLetterNotFound, Job
from ascertain.kernel.telemetry import current_traceparent


async def enqueue(
    tx: Connection, kind: str, payload: dict[str, Any], *, dedupe_key: str | None = None, delay_s: float = 0
) -> None:
    """Enqueue a job in the open transaction, for the transaction's tenant.

    Args:
        dedupe_key: no second job of this tenant and kind is added while one with the same key waits or runs.
        delay_s: seconds before it may start.
    """
    # pgqueuer's own enqueue writes headers as text, which the jsonb codec of this connection would quote a second time.
    await tx.execute(
        """
        insert into queue.pgqueuer (priority, entrypoint, payload, execute_after, dedupe_key, status, headers)
        values (jobs_priority($1), $1, $2, now() + $3, current_setting('app.tenant') || ':' || $1 || ':' || $4::text, 'queued',
                jsonb_build_object('tenant_id', current_setting('app.tenant'), 'traceparent', $5::text))
        on conflict (dedupe_key) where status in ('queued', 'picked') and dedupe_key is not null do nothing""",
        kind,
        json.dumps(payload).encode(),
        timedelta(seconds=delay_s),
        dedupe_key,
        current_traceparent(),
    )


async def count_start(tx: Connection, job_id: str, kind: str) -> int:
    """Count a start of a job; returns the number of starts, this one included.

    The queue's own `attempts` is not raised by a crash, so that a job that kills its worker would run for ever.
    """
    starts: int = await tx.fetchval(
        """insert into jobs_runs (job_id, kind, starts) values ($1, $2, 1)
           on conflict (tenant_id, job_id) do update set starts = jobs_runs.starts + 1
           returning starts""",
        job_id,
        kind,
    )
    return starts


async def uncount_start(tx: Connection, job_id: str) -> None:
    """Take back the last counted start of a job, which was interrupted by no fault of its own."""
    await tx.execute("update jobs_runs set starts = starts - 1 where job_id = $1 and starts > 0", job_id)


async def recover_from_clock(tx: Connection, longest_delay_s: float) -> int:
    """Bring jobs back to the present that were marked while the clock was ahead; returns their number.

    A retry would otherwise wait, and the job of a dead worker count as running, until the clock has reached that time again.
    """
    return len(
        await tx.fetch(
            """update queue.pgqueuer set execute_after = least(execute_after, now()), heartbeat = least(heartbeat, now())
               where heartbeat > now() + $1 or execute_after > now() + $1 returning id""",
            timedelta(seconds=longest_delay_s),
        )
    )


async def forget_run(tx: Connection, job_id: str) -> None:
    """Delete the count of a job that has ended."""
    await tx.execute("delete from jobs_runs where job_id = $1", job_id)


async def park(tx: Connection, job: Job, error: str, *, can_replay: bool) -> None:
    """Turn a job into a dead letter."""
    # A replay is a new job with a count of its own.
    await forget_run(tx, job.id)
    await tx.execute(
        "insert into jobs_dead_letters (id, kind, payload, error, attempts, can_replay) values ($1, $2, $3, $4, $5, $6)",
        new_id("dead"),
        job.kind,
        job.payload,
        error,
        job.attempt,
        can_replay,
    )


async def list_dead_letters(tx: Connection, *, limit: int = 50, before: str | None = None) -> list[DeadLetter]:
    """Newest first; `before` is the id of the last dead letter of the previous page."""
    rows = await tx.fetch(
        """select id, kind, payload, error, attempts, parked_at, replayed_at, can_replay from jobs_dead_letters
           where $2::text is null or id < $2 order by id desc limit $1""",
        limit,
        before,
    )
    return [DeadLetter(**dict(row)) for row in rows]


async def replay(tx: Connection, dead_letter_id: str) -> DeadLetter:
    """Enqueue the job of a dead letter again; replaying twice enqueues it once. Raises DeadLetterNotFound."""
    row = await tx.fetchrow("select * from jobs_dead_letters where id = $1 for update", dead_letter_id)
    if row is None:
        raise DeadLetterNotFound(f"There is no dead letter {dead_letter_id}.")
    if row["replayed_at"] is None:
        await enqueue(tx, row["kind"], row["payload"])
        row = await tx.fetchrow(
            "update jobs_dead_letters set replayed_at = now() where id = $1 returning *", dead_letter_id
        )
        assert row is not None
    columns = ("id", "kind", "payload", "error", "attempts", "parked_at", "replayed_at", "can_replay")
    return DeadLetter(**{column: row[column] for column in columns})
