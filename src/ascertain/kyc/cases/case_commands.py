"""Commands on a case: open, assign, add a note, complete a task."""

from datetime import timedelta

from ascertain.kernel import audit, outbox
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import PreconditionFailed
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.cases import pipeline, store
from ascertain.kyc.cases.model import CaseSummary, NewCase, Note, Person, Task
from ascertain.kyc.cases.summary import refresh_summary

# The service level of a new case, counted in calendar days; an analyst may set another due date.
DAYS_TO_DECIDE = 5


async def open_case(tx: Connection, actor: Actor, new: NewCase, *, clock: Clock) -> CaseSummary:
    """Open a case owned by `actor`, due in five days; its steps start on the declared customer.

    Returns: the case as the queue shows it.
    """
    now = clock()
    case_id = new_id("case")
    owner = Person(actor.id, actor.name)
    due_at = now + timedelta(days=DAYS_TO_DECIDE)
    number = await store.next_number(tx)
    await store.insert_case(tx, case_id, number, new, owner, due_at=due_at, now=now)
    await audit.record(tx, actor, "case.open", object_kind="case", object_id=case_id, stream=case_id)
    await pipeline.inputs_changed(tx, actor, case_id, because="case.opened", clock=clock)
    await refresh_summary(tx, case_id, now=now)
    await outbox.publish(tx, "case.opened", {"case_id": case_id}, stream=case_id)
    return await store.get_case(tx, case_id)


async def assign(
    tx: Connection,
    actor: Actor,
    case_id: str,
    *,
    changes: dict[str, object],
    expected_revision: int | None,
    clock: Clock,
) -> CaseSummary:
    """Change the owner (owner_id with owner_name) or the due date of a case.

    Raises: CaseNotFound; PreconditionFailed where the case has changed since `expected_revision` was read.
    """
    case = await store.get_case(tx, case_id, lock=True)
    if expected_revision is not None and expected_revision != case.revision:
        raise PreconditionFailed("The case has changed since you loaded it. Reload it and try again.")
    await store.update_case(tx, case_id, **changes, revision=case.revision + 1, updated_at=clock())
    details = {name: str(value) for name, value in changes.items()}
    await audit.record(tx, actor, "case.assign", object_kind="case", object_id=case_id, stream=case_id, details=details)
    await outbox.publish(tx, "case.assigned", {"case_id": case_id}, stream=case_id)
    return await store.get_case(tx, case_id)


async def add_note(tx: Connection, actor: Actor, case_id: str, text: str, *, clock: Clock) -> Note:
    """Add a note to a case. Raises CaseNotFound."""
    await store.get_case(tx, case_id)
    note = Note(new_id("note"), text, Person(actor.id, actor.name), clock())
    await store.insert_note(tx, note, case_id)
    await audit.record(tx, actor, "case.note", object_kind="case", object_id=case_id, stream=case_id)
    await outbox.publish(tx, "case.noted", {"case_id": case_id}, stream=case_id)
    return note


async def complete_task(tx: Connection, actor: Actor, task_id: str, *, clock: Clock) -> Task:
    """Mark a task as done; repeating it changes nothing. Raises TaskNotFound."""
    # The case first, as whoever decides on it does: locked the other way round, the two would wait for each other.
    await store.get_case(tx, await store.case_of_task(tx, task_id), lock=True)
    task, was_open = await store.complete_task(tx, task_id, by=actor.id, now=clock())
    if not was_open:
        return task
    await audit.record(tx, actor, "case.task_done", object_kind="task", object_id=task_id, stream=task.case_id)
    await outbox.publish(tx, "task.completed", {"case_id": task.case_id, "task_id": task_id}, stream=task.case_id)
    return task
