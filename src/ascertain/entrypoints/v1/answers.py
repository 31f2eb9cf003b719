"""Responses and errors in the format of OpenAI's clients."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

import msgspec

from ascertain.ai.llm import BudgetExhausted, ContextTooLong, LimitReached
from ascertain.kernel.errors import AscertainError
from ascertain.kernel.http.problems import retry_after_s

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_PRIVATE = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
JSON = [(b"content-type", b"application/json"), *_PRIVATE]
EVENTS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    *_PRIVATE,
    (b"x-accel-buffering", b"no"),
]
_TYPES = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
# Codes that OpenAI's clients act on, in place of our own.
CODES = {
    "llm.model_not_offered": "model_not_found",
    "llm.context_too_long": "context_length_exceeded",
    "llm.limit_reached": "rate_limit_exceeded",
    "llm.rate_limited": "rate_limit_exceeded",
    "llm.budget_exhausted": "insufficient_quota",
    "llm.budget": "insufficient_quota",
    "llm.refused": "content_policy_violation",
    "auth.required": "invalid_api_key",
}

encode = msgspec.json.Encoder().encode


def coded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers in the form of ASGI."""
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


async def send_json(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    """Send a complete response."""
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*JSON, length, *headers]})
    await send({"type": "http.response.body", "body": body})


def error_object(error: AscertainError) -> dict[str, Any]:
    """OpenAI's error object."""
    status = http_status(error)
    return {
        "error": {
            "message": error.message,
            "type": _TYPES.get(status, "invalid_request_error" if status < 500 else "server_error"),
            "param": error.details.get("param"),
            "code": CODES.get(error.code, error.code),
        }
    }


def http_status(error: AscertainError) -> int:
    """OpenAI's clients expect 400 where the rest of the API answers 422, and where a prompt exceeds the model's context."""
    return 400 if error.status == 422 or isinstance(error, ContextTooLong) else error.status


def error_headers(error: AscertainError) -> list[tuple[bytes, bytes]]:
    """Headers from which a client decides when to try again."""
    headers: dict[str, str] = {}
    wait_s = getattr(error, "retry_after_s", None)
    if wait_s is not None or error.status == 429:
        # Rounded up: a client that came a moment too early would be refused again.
        headers["Retry-After"] = str(retry_after_s(error))
    if isinstance(error, LimitReached):
        headers |= error.quota_status.headers()
    if isinstance(error, BudgetExhausted):
        headers["x-should-retry"] = "false"  # OpenAI's clients retry a 429, which cannot help before the next period
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return coded(headers)


async def send_error(send: Send, error: AscertainError) -> None:
    """Send an error as a complete response."""
    await send_json(send, http_status(error), encode(error_object(error)), error_headers(error))
