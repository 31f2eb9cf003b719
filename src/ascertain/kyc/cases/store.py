"""All SQL of the cases_ tables except the queue's (see queue.py)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import asyncpg

from ascertain.kernel.database import Connection
from ascertain.kyc.cases import inputs
from ascertain.kyc.cases.model import (
    STEPS,
    CaseNotFound,
    CaseSummary,
    NewCase,
    Note,
    Person,
    Proposal,
    ProposalNotFound,
    Review,
    StepStatus,
    Task,
    TaskNotFound,
)

_SUMMARY_COLUMNS = (
    "id reference customer_name customer_kind country birth_date registration_number state round "
    "round_started_at round_started_ordinal "
    "inputs_version revision due_at created_at updated_at waiting_on progress band score provisional "
    "documents_total documents_done documents_failed facts_to_check hits_to_judge"
).split()


def to_summary(row: asyncpg.Record) -> CaseSummary:
    """A row of cases_cases as the queue shows it."""
    owner = Person(row["owner_id"], row["owner_name"]) if row["owner_id"] else None
    case = CaseSummary(owner=owner, **{column: row[column] for column in _SUMMARY_COLUMNS})
    return replace(case, provisional=True) if row["summary_due"] else case


async def next_number(tx: Connection) -> int:
    """The next case number of the tenant; the counter's row stays locked until the transaction ends."""
    # A sequence would leave gaps after rollbacks, and would be one for all tenants.
    number: int = await tx.fetchval("""
        insert into cases_counters (last_number) values (1)
        on conflict (tenant_id) do update set last_number = cases_counters.last_number + 1
        returning last_number""")
    return number


async def insert_case(
    tx: Connection, case_id: str, number: int, new: NewCase, owner: Person, *, due_at: datetime, now: datetime
) -> None:
    """Insert an open case with its steps waiting."""
    await tx.execute(
        """
        insert into cases_cases (id, number, reference, customer_name, customer_kind, country, birth_date,
            registration_number, owner_id, owner_name, created_by_id, due_at, round_started_at, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9, $11, $12, $12, $12)""",
        case_id,
        number,
        f"C-{number:04d}",
        new.customer_name,
        new.customer_kind,
        new.country,
        new.birth_date,
        new.registration_number,
        owner.id,
        owner.name,
        due_at,
        now,
    )
    await tx.executemany(
        "insert into cases_steps (case_id, step, state, inputs_version) values ($1, $2, 'waiting', 0)",
        [(case_id, step.value) for step in STEPS],
    )


async def get_stored_case(tx: Connection, case_id: str, *, lock: bool = False) -> CaseSummary:
    """The case without the changes that are not delivered yet, with its row locked on request. Raises CaseNotFound.

    For what is done for every document: counting the changes that wait would cost as much as there are.
    """
    row = await tx.fetchrow(f"select * from cases_cases where id = $1 {'for update' if lock else ''}", case_id)
    if row is None:
        raise CaseNotFound(f"There is no case {case_id}.")
    return to_summary(row)


async def get_case(tx: Connection, case_id: str, *, lock: bool = False) -> CaseSummary:
    """The case, with its row locked on request; its version counts changes that are not delivered yet. Raises CaseNotFound."""
    case = await get_stored_case(tx, case_id, lock=lock)
    pending = await inputs.count_pending(tx, case_id)
    return replace(case, inputs_version=case.inputs_version + pending, provisional=case.provisional or pending > 0)


async def update_case(tx: Connection, case_id: str, **columns: Any) -> None:
    """Set columns of a case. Column names come from code and never from input; values are parameters."""
    assignments = ", ".join(f"{name} = ${index}" for index, name in enumerate(columns, 2))
    await tx.execute(f"update cases_cases set {assignments} where id = $1", case_id, *columns.values())


async def set_summary_due(tx: Connection, case_id: str) -> bool:
    """Mark the summary row as out of date; False where it already was."""
    marked = await tx.fetchval(
        "update cases_cases set summary_due = true where id = $1 and not summary_due returning true", case_id
    )
    return bool(marked)


async def begin_round(tx: Connection, case_id: str, *, now: datetime) -> None:
    """Reopen a decided case for another round.

    After an approval the makers are counted from the moment of the decision, so that the act which reopens the case belongs to
    the new round. A rejection approved of nothing: whoever made what it rejected remains a maker.
    """
    await tx.execute(
        """update cases_cases set state = 'open', round = round + 1,
               round_started_at = case when state = 'approved' then decided_at else round_started_at end,
               round_started_ordinal = case when state = 'approved' then decided_ordinal else round_started_ordinal end,
               decided_at = null, decided_ordinal = null, revision = revision + 1, updated_at = $2
           where id = $1""",
        case_id,
        now,
    )


async def set_decided(tx: Connection, case_id: str, state: str, *, ordinal: int, now: datetime) -> None:
    """Store the outcome of a review, which came when the case's stream had reached `ordinal`."""
    await tx.execute(
        """update cases_cases set state = $2, decided_at = case when $2 = 'open' then null else now() end,
               decided_ordinal = case when $2 = 'open' then null else $4::bigint end, revision = revision + 1, updated_at = $3
           where id = $1""",
        case_id,
        state,
        now,
        ordinal,
    )


async def raise_inputs_version(tx: Connection, case_id: str, *, now: datetime) -> int:
    """Raise the version of the case's inputs and set every step to waiting."""
    version: int | None = await tx.fetchval(
        "update cases_cases set inputs_version = inputs_version + 1, updated_at = $2 where id = $1 returning inputs_version",
        case_id,
        now,
    )
    if version is None:
        raise CaseNotFound(f"There is no case {case_id}.")
    await tx.execute(
        "update cases_steps set state = 'waiting', inputs_version = $2, detail = '', finished_at = null where case_id = $1",
        case_id,
        version,
    )
    return version


async def set_step(
    tx: Connection, case_id: str, step: str, state: str, version: int, *, detail: str = "", at: datetime | None = None
) -> bool:
    """Store the progress of a step; False where it is already done on this version or waits for a newer one."""
    written = await tx.fetchval(
        """update cases_steps set state = $3, detail = $5, finished_at = $6
           where case_id = $1 and step = $2 and inputs_version = $4 and state <> 'done' returning true""",
        case_id,
        step,
        state,
        version,
        detail,
        at,
    )
    return bool(written)


async def list_steps(tx: Connection, case_id: str) -> list[StepStatus]:
    """The steps of the case in order."""
    rows = await tx.fetch(
        "select step, state, inputs_version, detail, finished_at from cases_steps where case_id = $1", case_id
    )
    by_name = {row["step"]: StepStatus(**dict(row)) for row in rows}
    return [by_name[step] for step in STEPS if step in by_name]


async def insert_task(tx: Connection, task_id: str, case_id: str, kind: str, title: str, *, now: datetime) -> None:
    """Insert an open task."""
    await tx.execute(
        "insert into cases_tasks (id, case_id, kind, title, created_at) values ($1, $2, $3, $4, $5)",
        task_id,
        case_id,
        kind,
        title,
        now,
    )


async def close_tasks(tx: Connection, case_id: str, kind: str, *, by: str, now: datetime) -> None:
    """Mark every open task of this kind as done."""
    await tx.execute(
        """update cases_tasks set state = 'done', done_at = $3, done_by = $4
           where case_id = $1 and kind = $2 and state = 'open'""",
        case_id,
        kind,
        now,
        by,
    )


async def case_of_task(tx: Connection, task_id: str) -> str:
    """The case of a task, which never changes. Raises TaskNotFound."""
    case_id: str | None = await tx.fetchval("select case_id from cases_tasks where id = $1", task_id)
    if case_id is None:
        raise TaskNotFound(f"There is no task {task_id}.")
    return case_id


async def complete_task(tx: Connection, task_id: str, *, by: str, now: datetime) -> tuple[Task, bool]:
    """Mark one task as done; returns the task and whether it was open. Raises TaskNotFound."""
    closed = await tx.fetchval(
        "update cases_tasks set state = 'done', done_at = $2, done_by = $3 where id = $1 and state = 'open' returning true",
        task_id,
        now,
        by,
    )
    row = await tx.fetchrow(
        "select id, case_id, kind, title, state, created_at from cases_tasks where id = $1", task_id
    )
    if row is None:
        raise TaskNotFound(f"There is no task {task_id}.")
    return Task(**dict(row)), bool(closed)


async def list_tasks(tx: Connection, case_id: str) -> list[Task]:
    """Open tasks first, then those done; each group oldest first."""
    rows = await tx.fetch(
        """select id, case_id, kind, title, state, created_at from cases_tasks
           where case_id = $1 order by state desc, created_at, id""",
        case_id,
    )
    return [Task(**dict(row)) for row in rows]


async def insert_note(tx: Connection, note: Note, case_id: str) -> None:
    """Write a note, with the name that its author has now: a person may be renamed or removed later."""
    await tx.execute(
        "insert into cases_notes (id, case_id, text, author_id, author_name, created_at) values ($1, $2, $3, $4, $5, $6)",
        note.id,
        case_id,
        note.text,
        note.author.id,
        note.author.name,
        note.created_at,
    )


async def list_notes(tx: Connection, case_id: str) -> list[Note]:
    """All notes, newest first; an evidence pack has every one of them."""
    rows = await tx.fetch("select * from cases_notes where case_id = $1 order by created_at desc, id desc", case_id)
    return [
        Note(row["id"], row["text"], Person(row["author_id"], row["author_name"]), row["created_at"]) for row in rows
    ]


async def insert_proposal(tx: Connection, proposal: Proposal) -> None:
    """Insert a waiting proposal with its snapshot."""
    await tx.execute(
        """insert into cases_proposals (id, case_id, round, outcome, reason, proposed_by_id, proposed_by_name,
               proposed_at, inputs_version, snapshot, snapshot_sha256)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
        proposal.id,
        proposal.case_id,
        proposal.round,
        proposal.outcome,
        proposal.reason,
        proposal.proposed_by.id,
        proposal.proposed_by.name,
        proposal.proposed_at,
        proposal.inputs_version,
        proposal.snapshot,
        proposal.snapshot_sha256,
    )


def _to_proposal(row: asyncpg.Record) -> Proposal:
    review = None
    if row["review_outcome"]:
        by = Person(row["reviewed_by_id"], row["reviewed_by_name"])
        review = Review(row["review_outcome"], row["review_reason"], by, row["reviewed_at"])
    same = (
        "id",
        "case_id",
        "round",
        "outcome",
        "reason",
        "proposed_at",
        "inputs_version",
        "snapshot",
        "snapshot_sha256",
        "state",
    )
    proposed_by = Person(row["proposed_by_id"], row["proposed_by_name"])
    return Proposal(proposed_by=proposed_by, review=review, **{column: row[column] for column in same})


async def get_proposal(tx: Connection, proposal_id: str) -> Proposal:
    """The proposal. Raises ProposalNotFound."""
    row = await tx.fetchrow("select * from cases_proposals where id = $1", proposal_id)
    if row is None:
        raise ProposalNotFound(f"There is no proposal {proposal_id}.")
    return _to_proposal(row)


async def find_latest_proposal(tx: Connection, case_id: str) -> Proposal | None:
    """The newest proposal of the case, in any state."""
    row = await tx.fetchrow(
        "select * from cases_proposals where case_id = $1 order by proposed_at desc, id desc limit 1", case_id
    )
    return _to_proposal(row) if row else None


async def list_proposals(tx: Connection, case_id: str) -> list[Proposal]:
    """All proposals of the case, oldest first."""
    rows = await tx.fetch("select * from cases_proposals where case_id = $1 order by proposed_at, id", case_id)
    return [_to_proposal(row) for row in rows]


async def store_review(tx: Connection, proposal_id: str, state: str, review: Review) -> None:
    """Store the second person's answer."""
    await tx.execute(
        """update cases_proposals set state = $2, review_outcome = $3, review_reason = $4, reviewed_by_id = $5,
               reviewed_by_name = $6, reviewed_at = $7
           where id = $1""",
        proposal_id,
        state,
        review.outcome,
        review.reason,
        review.by.id,
        review.by.name,
        review.at,
    )


async def list_undecided(tx: Connection, *, after: str, limit: int) -> list[str]:
    """Ids of cases that are open or under review, after `after`, in order of their ids."""
    rows = await tx.fetch(
        "select id from cases_cases where state in ('open', 'proposed') and id > $1 order by id limit $2", after, limit
    )
    return [row["id"] for row in rows]
