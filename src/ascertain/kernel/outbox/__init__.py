"""Events that commit with the state that they describe, numbered within their stream, with exactly one effect.

A stream is an opaque key, such as a case. Its ordinals are assigned under the lock of its row, so that a reader who has seen
ordinal n has seen all before it. Subscribers run in the worker; readers in API processes are woken by NOTIFY and read rows.
"""

from ascertain.kernel.outbox.dispatch import Subscriber, Subscription, dispatch_spec
from ascertain.kernel.outbox.hub import EventHub
from ascertain.kernel.outbox.model import Event
from ascertain.kernel.outbox.store import (
    DISPATCH_JOB,
    count_undelivered,
    last_ordinal,
    list_events,
    lock_stream,
    publish,
)

__all__ = [
    "DISPATCH_JOB",
    "Event",
    "EventHub",
    "Subscriber",
    "Subscription",
    "count_undelivered",
    "dispatch_spec",
    "last_ordinal",
    "list_events",
    "lock_stream",
    "publish",
]
