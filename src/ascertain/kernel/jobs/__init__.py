"""Durable background jobs on pgqueuer, enqueued in the transaction of the state that they follow from.

A job that fails is retried with backoff and jitter. A job that fails permanently, or whose worker dies every time, becomes a
dead letter that can be listed and replayed. A job may run twice after a crash: handlers are idempotent or fenced at commit.
"""

from ascertain.kernel.jobs.model import DeadLetter, DeadLetterNotFound, InputFailure, Job, JobSpec, PermanentFailure
from ascertain.kernel.jobs.store import enqueue, list_dead_letters, replay
from ascertain.kernel.jobs.worker import Periodic, Worker

__all__ = [
    "DeadLetter",
    "DeadLetterNotFound",
    "InputFailure",
    "Job",
    "JobSpec",
    "Periodic",
    "PermanentFailure",
    "Worker",
    "enqueue",
    "list_dead_letters",
    "replay",
]
