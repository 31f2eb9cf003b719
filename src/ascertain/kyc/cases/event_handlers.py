"""Reactions of a case to events of other rooms; subscribed in the wiring, so that no room below imports cases."""

from collections.abc import Awaitable, Callable

from ascertain.kernel import jobs
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection
from ascertain.kernel.outbox import Event
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc.cases import pipeline
from ascertain.kyc.cases.summary import refresh_summary

Subscriber = Callable[[Connection, Event], Awaitable[None]]

# Events that change the inputs of the steps and therefore restart them.
CHANGES_INPUTS = (
    "document.extracted",
    "fact.reviewed",
    "judgement.made",
    "hit.adjudicated",
    "ownership.imported",
    "ownership.said",
)
# Events that change what the queue shows. Some are in both lists: the summary is refreshed at once, the steps follow later.
CHANGES_SUMMARY = (
    "document.uploaded",
    "document.classified",
    "document.indexed",
    "document.failed",
    "fact.reviewed",
    "judgement.made",
    "hit.found",
    "hit.gone",
    "hit.adjudicated",
    "risk.scored",
)


def _case_of(event: Event) -> str | None:
    """The case of an event; a document of the library has none."""
    case_id = event.data.get("case_id")
    return case_id if isinstance(case_id, str) else None


def subscriptions(*, clock: Clock) -> list[tuple[str, str, Subscriber]]:
    """Topic, subscriber name and handler of every event that cases handle."""

    async def change_inputs(tx: Connection, event: Event) -> None:
        case_id = _case_of(event)
        if case_id:
            actor = system_actor(event.tenant_id, "pipeline")
            await pipeline.inputs_changed(tx, actor, case_id, because=event.topic, clock=clock)

    async def change_summary(tx: Connection, event: Event) -> None:
        case_id = _case_of(event)
        if case_id:
            await refresh_summary(tx, case_id, now=clock())

    async def list_changed(tx: Connection, event: Event) -> None:
        """Restart a case whose hits changed through a list update, even one that is approved or under review."""
        case_id = _case_of(event)
        # Hits found by the case's own screening step are its output; only those of a list update change its inputs.
        if case_id and event.data.get("by") == "list":
            actor = system_actor(event.tenant_id, "monitoring")
            await pipeline.inputs_changed(tx, actor, case_id, because=event.topic, clock=clock)

    async def policy_published(tx: Connection, event: Event) -> None:
        await jobs.enqueue(tx, "case.policy_changed", {"after": ""})

    return [
        *((topic, "cases.inputs", change_inputs) for topic in CHANGES_INPUTS),
        *((topic, "cases.summary", change_summary) for topic in CHANGES_SUMMARY),
        ("hit.found", "cases.list", list_changed),
        ("hit.gone", "cases.list", list_changed),
        ("policy.published", "cases.policy", policy_published),
    ]
