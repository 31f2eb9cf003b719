"""HTTP conventions of all routes: the actor, problem responses, pages, event streams."""

from ascertain.kernel.http.dependencies import (
    ClockDep,
    CurrentActor,
    Db,
    LongPageLimit,
    PageCursor,
    PageLimit,
    Resources,
    current_actor,
    permitted,
    resource,
)
from ascertain.kernel.http.files import file_response
from ascertain.kernel.http.problems import ERROR_RESPONSES, answer_of, install_problem_handlers
from ascertain.kernel.http.streams import SseEvent, sse_response
from ascertain.kernel.http.wire import CursorPage, RefOut, WireModel, WithAttributes

__all__ = [
    "ERROR_RESPONSES",
    "ClockDep",
    "CurrentActor",
    "CursorPage",
    "Db",
    "LongPageLimit",
    "PageCursor",
    "PageLimit",
    "RefOut",
    "Resources",
    "SseEvent",
    "WireModel",
    "WithAttributes",
    "answer_of",
    "current_actor",
    "file_response",
    "install_problem_handlers",
    "permitted",
    "resource",
    "sse_response",
]
