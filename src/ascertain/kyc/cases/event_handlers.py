"""What a case does when other rooms tell news; subscribed in the wiring."""

from collections.abc import Awaitable, Callable

from ascertain.kernel import jobs
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection
from ascertain.kernel.outbox import Event
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc.cases import pipeline
from ascertain.kyc.cases.summary import refresh_summary

Subscriber = Callable[[Connection, Event], Awaitable[None]]

# News that changes what the steps work on.
CHANGES_INPUTS = (
    "document.extracted",
    "fact.reviewed",
    "judgement.made",
    "hit.adjudicated",
    "ownership.imported",
    "ownership.said",
)
# News that only moves what the queue shows.
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
    """The case an event is about; a document of the library has none."""
    case_id = event.data.get("case_id")
    return case_id if isinstance(case_id, str) else None


def subscriptions(*, clock: Clock) -> list[tuple[str, str, Subscriber]]:
    """Topic, name and handler of everything cases listens to."""

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
        """A list that changed may find a customer long approved, or change the score of one that waits for its review."""
        case_id = _case_of(event)
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
