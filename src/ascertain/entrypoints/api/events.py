"""The event stream of a browser tab: events of the queue, a case and a run, resumable by Last-Event-ID.

One stream per tab: a browser opens at most six HTTP/1.1 connections to a host.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import StreamingResponse

from ascertain.kernel import outbox
from ascertain.kernel.database import Database
from ascertain.kernel.http import ERROR_RESPONSES, Db, SseEvent, permitted, resource, sse_response
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.outbox import EventHub
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import assistant, cases
from ascertain.kyc.assistant import RunHub

router = APIRouter(tags=["events"], responses=ERROR_RESPONSES)

Hub = Annotated[EventHub, resource(EventHub)]
Runs = Annotated[RunHub, resource(RunHub)]
Name = Annotated[StorableStr | None, Query(max_length=80)]
_STREAM: dict[int | str, dict[str, object]] = {200: {"content": {"text/event-stream": {}}}}
# Events that wait for a slow reader; beyond that its producers wait too.
_MAX_QUEUED = 512


class _Position:
    """The position of a reader in each stream: the composite event id `c<ordinal>r<ordinal>`."""

    def __init__(self, last_event_id: str | None) -> None:
        self.case: int | None = None
        self.run = 0
        if last_event_id and last_event_id.startswith("c"):
            case, _, run = last_event_id[1:].partition("r")
            with suppress(ValueError):  # the browser repeats an invalid id at each attempt: resume from now instead
                self.case, self.run = int(case), int(run or 0)

    @property
    def id(self) -> str:
        return f"c{self.case or 0}r{self.run}"


async def _case_events(
    queue: asyncio.Queue[SseEvent], hub: EventHub, db: Database, actor: Actor, case_id: str, position: _Position
) -> None:
    if position.case is None:
        async with db.transaction(actor.tenant_id) as tx:
            position.case = await outbox.last_ordinal(tx, case_id)
    async for event in hub.tail(actor.tenant_id, case_id, after=position.case):
        # Before the event is sent, so that its id includes it.
        position.case = event.ordinal
        data = {
            "topic": event.topic,
            "case_id": case_id,
            "ordinal": event.ordinal,
            "data": event.data,
            "at": event.at.isoformat(),
        }
        await queue.put(SseEvent(position.id, "case.news", data))


async def _queue_events(queue: asyncio.Queue[SseEvent], hub: EventHub, actor: Actor) -> None:
    async for notice in hub.tenant_news(actor.tenant_id):
        data = {"topic": notice["topic"], "case_id": notice["stream"]}
        # Without an id: a reader that was disconnected loads the queue again.
        await queue.put(SseEvent(None, "queue.news", data))


async def _run_events(
    queue: asyncio.Queue[SseEvent], runs: RunHub, db: Database, actor: Actor, run_id: str, position: _Position
) -> None:
    async for event in assistant.tail_run(db, runs, actor.tenant_id, run_id, position.run):
        position.run = event.ordinal
        await queue.put(SseEvent(position.id, event.type, assistant.event_data(event)))


async def _merged(
    hub: EventHub,
    runs: RunHub,
    db: Database,
    actor: Actor,
    case_id: str | None,
    run_id: str | None,
    position: _Position,
) -> AsyncIterator[SseEvent]:
    queue: asyncio.Queue[SseEvent] = asyncio.Queue(_MAX_QUEUED)
    producers = [asyncio.create_task(_queue_events(queue, hub, actor))]
    if case_id:
        producers.append(asyncio.create_task(_case_events(queue, hub, db, actor, case_id, position)))
    if run_id:
        producers.append(asyncio.create_task(_run_events(queue, runs, db, actor, run_id, position)))
    try:
        while True:
            yield await queue.get()
    finally:
        for producer in producers:
            producer.cancel()


@router.get("/events", response_class=StreamingResponse, responses=_STREAM)
async def stream_events(
    actor: Annotated[Actor, permitted("case.read")],
    db: Db,
    hub: Hub,
    runs: Runs,
    case: Name = None,
    run: Name = None,
    last_event_id: Annotated[StorableStr | None, Header()] = None,
) -> StreamingResponse:
    """Events of the queue, and of a case and a run if they are given."""
    async with db.transaction(actor.tenant_id) as tx:
        if case:
            await cases.get_case(tx, case)
        if run:
            # A run belongs to a person's chat, which needs more than reading the case.
            actor.require("chat.use")
            await assistant.get_run(tx, run, person=actor.id)
    # Checked before this line: an error inside the generator would come after the status.
    return sse_response(_merged(hub, runs, db, actor, case, run, _Position(last_event_id)))


@router.get("/cases/{case_id}/events", response_class=StreamingResponse, responses=_STREAM)
async def stream_case_events(
    actor: Annotated[Actor, permitted("case.read")],
    db: Db,
    hub: Hub,
    runs: Runs,
    case_id: StorableStr,
    last_event_id: Annotated[StorableStr | None, Header()] = None,
) -> StreamingResponse:
    """Events of one case, for programs."""
    async with db.transaction(actor.tenant_id) as tx:
        await cases.get_case(tx, case_id)
    return sse_response(_merged(hub, runs, db, actor, case_id, None, _Position(last_event_id)))
