"""Jobs, how they are run, and what is left of those that failed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ascertain.kernel.errors import AscertainError, NotFound


class DeadLetterNotFound(NotFound):
    """No such dead letter in this tenant."""

    code = "job.dead_letter_not_found"


class PermanentFailure(AscertainError):
    """Raised by a job whose failure no retry can mend; it becomes a dead letter at once."""

    code = "job.permanent_failure"


@dataclass(frozen=True, slots=True)
class Job:
    """One run of a job; `attempt` counts starts from 1, those cut off by a crash included."""

    id: str
    tenant_id: str
    kind: str
    payload: dict[str, Any]
    attempt: int


@dataclass(frozen=True, slots=True)
class JobSpec:
    """How jobs of a kind are run: at most `concurrency` at once over all workers, `max_attempts` starts in all.

    The pause before a retry doubles from `first_delay_s` up to `longest_delay_s`, half of it at random. `gave_up` is told of a
    job that becomes a dead letter because its worker died each time, when `run` itself can tell nobody.
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
    """A job that was given up, with its last error (redacted)."""

    id: str
    kind: str
    payload: dict[str, Any]
    error: str
    attempts: int
    parked_at: datetime
    replayed_at: datetime | None
