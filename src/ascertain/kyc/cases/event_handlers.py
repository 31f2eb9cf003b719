"""Reactions of a case to events of other rooms; subscribed in the wiring, so that no room below imports cases."""

from collections.abc import Awaitable, Callable

from ascertain.kernel import jobs
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection
from ascertain.kernel.outbox import Event
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc.cases import inputs, pipeline
from ascertain.kyc.cases.summary import refresh_soon

Subscriber = Callable[[Connection, Event], Awaitable[None]]

# Events that change what the queue shows. Some are in both lists: the summary is refreshed soon, the steps follow later.
CHANGES_SUMMARY = (
    "document.uploaded",
    "document.classified",
    "document.indexed",
    "document.failed",
    "document.damaged",
    "document.repaired",
    "fact.reviewed",
    "judgement.made",
    "hit.found",
    "hit.gone",
    "hit.adjudicated",
    "risk.scored",
)

_OF_LISTS = ("hit.found", "hit.gone")


def _subscriber(topic: str) -> str:
    return inputs.LIST_SUBSCRIBER if topic in _OF_LISTS else inputs.SUBSCRIBER


def _case_of(event: Event) -> str | None:
    """The case of an event; a document of the library has none."""
    case_id = event.data.get("case_id")
    return case_id if isinstance(case_id, str) else None


def subscriptions(*, clock: Clock) -> list[tuple[str, str, Subscriber]]:
    """Topic, subscriber name and handler of every event that cases handle."""

    async def change_inputs(tx: Connection, event: Event) -> None:
        case_id = _case_of(event)
        if case_id and inputs.changes_inputs(event.topic, event.data):
            # A hit of a list update restarts even a case that is decided or under review.
            by = "monitoring" if event.topic in _OF_LISTS else "pipeline"
            actor = system_actor(event.tenant_id, by)
            await pipeline.inputs_changed(tx, actor, case_id, because=event.topic, clock=clock)

    async def change_summary(tx: Connection, event: Event) -> None:
        case_id = _case_of(event)
        if case_id:
            await refresh_soon(tx, case_id)

    async def policy_published(tx: Connection, event: Event) -> None:
        await jobs.enqueue(tx, "case.policy_changed", {"after": ""})

    return [
        *((topic, _subscriber(topic), change_inputs) for topic in inputs.CHANGES),
        *((topic, "cases.summary", change_summary) for topic in CHANGES_SUMMARY),
        ("policy.published", "cases.policy", policy_published),
    ]
