"""Errors as RFC 9457 problem+json, each with a code, a plain sentence and a trace id."""

import asyncio
import math
from typing import Any

import asyncpg
from asyncpg.exceptions._base import DataError as ArgumentError  # raised before the server sees the value
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from opentelemetry import trace
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ascertain.kernel.errors import AscertainError, InvalidInput, NotFound, Unavailable
from ascertain.kernel.http.request_bodies import BodyRefused
from ascertain.kernel.http.streams import stopping

# Of limits that end with a budget's period or another person's act: long enough that waiting clients cost nothing.
_DEFAULT_WAIT_S = 60
_TITLES = {
    400: "Bad request",
    401: "Not authenticated",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Type not supported",
    421: "Wrong host",
    422: "Input not valid",
    429: "Too many requests",
    500: "Internal error",
    502: "Wrong answer of a service",
    503: "Not available",
    504: "Deadline exceeded",
}

PROBLEM_TYPE = "application/problem+json"
_PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "trace_id": {"type": ["string", "null"]},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["type", "title", "status", "code", "detail"],
}

ERROR_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"description": _TITLES[status], "content": {PROBLEM_TYPE: {"schema": _PROBLEM_SCHEMA}}}
    for status in (400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503)
}


def _problem(status: int, code: str, detail: str, **extra: Any) -> JSONResponse:
    context = trace.get_current_span().get_span_context()
    body = {
        "type": f"urn:ascertain:problem:{code}",
        "title": _TITLES.get(status, "Error"),
        "status": status,
        "code": code,
        "detail": detail,
        "trace_id": f"{context.trace_id:032x}" if context.is_valid else None,
        **extra,
    }
    return JSONResponse(body, status_code=status, media_type=PROBLEM_TYPE)


def retry_after_s(error: AscertainError) -> int:
    """Whole seconds to wait after an error of status 429; a minute where the error does not know."""
    wait_s = getattr(error, "retry_after_s", None) or error.details.get("retry_after_s")
    return max(1, math.ceil(wait_s)) if isinstance(wait_s, int | float) else _DEFAULT_WAIT_S


def answer_of(error: AscertainError) -> JSONResponse:
    """The response to an error: problem+json with its status and code, its details as further members."""
    answer = _problem(error.status, error.code, error.message, **error.details)
    if error.status == 401:
        # RFC 9110, section 15.5.2 requires this header with status 401.
        answer.headers["WWW-Authenticate"] = "Bearer"
    if error.status in (429, 503):
        answer.headers["Retry-After"] = str(retry_after_s(error))
    return answer


async def _known(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AscertainError)
    return answer_of(error)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    # Bounded: a long list in the body may have a fault in every item.
    errors = [{"loc": [str(part) for part in item["loc"]], "msg": item["msg"]} for item in error.errors()[:50]]
    where = "; ".join(f"{'.'.join(item['loc'])}: {item['msg']}" for item in errors[:3])
    return answer_of(InvalidInput(f"The request is not valid: {where}"[:1000], errors=errors))


async def _refused_by_postgres(request: Request, error: Exception) -> JSONResponse:
    # Values that pass the wire types and that no column can store, such as an integer out of range.
    return answer_of(InvalidInput("A value of the request cannot be stored."))


async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    """A fault of the server. The response has no details: the trace id finds the traceback in the log."""
    return answer_of(AscertainError("An internal error occurred. The trace id identifies it in the log."))


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if isinstance(error, BodyRefused):
        return answer_of(error.reason)
    kind = _OF_ROUTING.get(error.status_code)
    if kind is None:  # nothing raises another one today; it would be answered all the same
        answer = _problem(error.status_code, f"http.{error.status_code}", str(error.detail))
    elif kind is NoSuchPath:
        answer = answer_of(kind(f"There is nothing at {request.url.path}."))
    else:
        answer = answer_of(kind(str(error.detail)))
    answer.headers.update(error.headers or {})
    return answer


class Unparsable(AscertainError):
    """The body is not of its Content-Type, as a form without parts."""

    status = 400
    code = "http.400"


class NoSuchPath(NotFound):
    """No route has this path."""

    code = "http.404"


class MethodNotAllowed(AscertainError):
    """The path has no route for this method; the header Allow names those it has."""

    status = 405
    code = "http.405"


# What the framework raises before a route runs.
_OF_ROUTING: dict[int, type[AscertainError]] = {400: Unparsable, 404: NoSuchPath, 405: MethodNotAllowed}


class ServerStopping(Unavailable):
    """The request was interrupted by the end of the process; whether it took effect is unknown."""

    code = "server.stopping"
    retry_after_s = 2.0


class ProblemMiddleware:
    """Answers the errors that other middleware raises: the application's own handlers see only those of routes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def observe(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, observe)
        except AscertainError as error:
            if begun or scope["type"] != "http":
                raise
            answer = answer_of(error)
            await answer(scope, receive, send)
        except asyncio.CancelledError:
            # The server is stopping and the request took longer than the grace period: without an answer it would be a 500.
            if begun or scope["type"] != "http" or not stopping.is_set():
                raise
            answer = answer_of(ServerStopping("The server is stopping. Try again in a moment."))
            await answer(scope, receive, send)


def install_problem_handlers(app: FastAPI) -> None:
    """Answer errors of the application, of validation and of routing as problem+json."""
    app.add_exception_handler(AscertainError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    for refused in (asyncpg.DataError, ArgumentError, asyncpg.ProgramLimitExceededError):
        app.add_exception_handler(refused, _refused_by_postgres)
    app.add_exception_handler(Exception, _unforeseen)
    app.add_exception_handler(HTTPException, _http)
