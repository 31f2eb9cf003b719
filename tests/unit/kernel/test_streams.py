"""Event streams end with their events and when the server stops, and release their source."""

from collections.abc import AsyncIterator

from ascertain.kernel.http import SseEvent
from ascertain.kernel.http.streams import HEARTBEAT_S, _frames, stopping


async def _two(log: list[str]) -> AsyncIterator[SseEvent]:
    try:
        yield SseEvent("1", "case.news", {"topic": "a"})
        yield SseEvent(None, "case.news", {"topic": "b\nc"})
    finally:
        log.append("released")


async def test_events_are_framed_and_the_stream_ends_with_them() -> None:
    log: list[str] = []
    frames = [frame async for frame in _frames(_two(log), HEARTBEAT_S)]
    assert frames[1:] == [
        b'id: 1\nevent: case.news\ndata: {"topic":"a"}\n\n',
        b'event: case.news\ndata: {"topic":"b\\nc"}\n\n',
    ]
    assert log == ["released"]


async def test_a_stream_ends_with_a_bye_event_when_the_server_stops() -> None:
    log: list[str] = []
    stopping.set()
    try:
        frames = [frame async for frame in _frames(_two(log), HEARTBEAT_S)]
    finally:
        stopping.clear()
    assert frames[-1] == b"event: bye\ndata: {}\n\n"


async def test_a_reader_that_disconnects_releases_the_source() -> None:
    log: list[str] = []
    frames = _frames(_two(log), HEARTBEAT_S)
    await anext(frames)
    await anext(frames)
    await frames.aclose()  # type: ignore[attr-defined]
    assert log == ["released"]
