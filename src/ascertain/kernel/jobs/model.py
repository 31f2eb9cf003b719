"""Jobs, how they are run, and the dead letters of those that failed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ascertain.kernel.errors import AscertainError, NotFound


class DeadLetterNotFound(NotFound):
    """The dead letter does not exist in this tenant."""

    code = "job.dead_letter_not_found"


class PermanentFailure(AscertainError):
    """Raised by a job that no retry can repair; it becomes a dead letter immediately."""

    code = "job.permanent_failure"


class InputFailure(PermanentFailure):
    """Raised by a job whose input is at fault: run again at any time, it fails at the same place."""

    code = "job.input_failure"


@dataclass(frozen=True, slots=True)
class Job:
    """One run of a job; `attempt` counts its starts from 1, including those that a crash ended."""

    id: str
    tenant_id: str
    kind: str
    payload: dict[str, Any]
    attempt: int


@dataclass(frozen=True, slots=True)
class JobSpec:
    """How jobs of a kind are run: at most `concurrency` of a tenant at a time over all workers, and at most `max_attempts` starts.

    Half as many more may run in all (see `fair_pick.in_all`): they are there for the other tenants, however long the jobs of the
    first one take.
    The delay before a retry doubles from `first_delay_s` up to `longest_delay_s`, half of it random. `gave_up` is called for a
    job that becomes a dead letter because its worker died every time, when `run` itself cannot report it.
    """

    kind: str
    run: Callable[[Job], Awaitable[None]]
    max_attempts: int = 4
    concurrency: int = 2
    first_delay_s: float = 1.0
    longest_delay_s: float = 300.0
    gave_up: Callable[[Job, Exception], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A failed job with its last error (redacted); `can_replay` is False where another run would fail in the same way."""

    id: str
    kind: str
    payload: dict[str, Any]
    error: str
    attempts: int
    parked_at: datetime
    replayed_at: datetime | None
    can_replay: bool
