"""Shared by the HTTP providers: keep-alive connections, time limits, server-sent events, and mapping of errors."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import msgspec

from ascertain.ai.llm.errors import (
    BrokenStream,
    ContextTooLong,
    LlmError,
    ProviderAuthFailed,
    ProviderOverloaded,
    ProviderRateLimited,
    ProviderTimedOut,
    RequestRefused,
)
from ascertain.ai.llm.providers.http_pool import BodyTooLarge, Connection, ConnectionLost, ConnectionPool, request_head
from ascertain.ai.llm.providers.proxied import ProxyClient

# Events of real streams are a few hundred bytes; a longer one is not part of an answer.
MAX_EVENT_BYTES = 1 << 20
# Limit of an answer in one response; embeddings of many texts are the largest.
MAX_ANSWER_BYTES = 16 << 20
_MAX_ERROR_BYTES = 1 << 20
# Vendors have no common code for an exceeded context window; some only say so in the message.
_TOO_LONG = ("maximum context", "context size", "context length", "prompt is too long", "input is too long",
             "too many input tokens", "exceeds the context", "context window")  # fmt: skip


class HttpResponse(Protocol):
    """A response with status and headers (names in lower case); the body is read separately."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers with names in lower case."""

    def chunks(self) -> AsyncIterator[bytes]:
        """The body in chunks as received."""

    async def body(self, most: int) -> bytes:
        """The whole body. Raises BodyTooLarge above `most` bytes."""


class HttpConnection:
    """Sends POST requests to one URL over keep-alive connections; the proxy setting is read once."""

    def __init__(self, url: str, *, provider: str) -> None:
        self.url = url
        self.provider = provider
        self._parts = urlsplit(url)
        self._pool = ConnectionPool(self._parts)
        proxy = _proxy_for(url)
        self._proxied = ProxyClient(url, proxy) if proxy else None

    def post(
        self, body: bytes, headers: Mapping[str, str], *, timeout_s: float
    ) -> AbstractAsyncContextManager[HttpResponse]:
        """The response to a POST; connection errors and timeouts become LlmErrors, also while the body is read."""
        if self._proxied is not None:
            return self._post_through_proxy(self._proxied, body, headers, timeout_s)
        return _Request(self, self._pool, request_head(self._parts, headers), body, timeout_s)

    async def close(self) -> None:
        """Close idle connections."""
        self._pool.close()
        if self._proxied is not None:
            await self._proxied.close()

    @asynccontextmanager
    async def _post_through_proxy(
        self, proxied: ProxyClient, body: bytes, headers: Mapping[str, str], timeout_s: float
    ) -> AsyncIterator[HttpResponse]:
        try:
            async with proxied.post(body, headers, timeout_s) as answer:
                yield answer
        except (TimeoutError, ConnectionLost, OSError) as error:
            raise _to_llm_error(self.provider, error) from error


class _Request:
    """One POST request. A class, because a generator-based context manager costs more CPU than the request itself."""

    __slots__ = ("_body", "_connection", "_head", "_owner", "_pool", "_timeout_s")

    def __init__(self, owner: HttpConnection, pool: ConnectionPool, head: bytes, body: bytes, timeout_s: float) -> None:
        self._owner = owner
        self._pool = pool
        self._head = head
        self._body = body
        self._timeout_s = timeout_s
        self._connection: Connection | None = None

    async def __aenter__(self) -> HttpResponse:
        deadline = asyncio.get_running_loop().time() + max(self._timeout_s, 0.001)
        try:
            self._connection = await self._pool.acquire(deadline)
        except OSError as error:  # TimeoutError is a subclass
            raise _to_llm_error(self._owner.provider, error) from error
        try:
            await self._connection.send(b"%b%d\r\n\r\n%b" % (self._head, len(self._body), self._body), deadline)
        except BaseException as error:
            self._connection.close()
            if isinstance(error, TimeoutError | ConnectionLost | OSError):
                raise _to_llm_error(self._owner.provider, error) from error
            raise
        return self._connection

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        assert self._connection is not None
        self._pool.release(self._connection)
        if isinstance(error, TimeoutError | ConnectionLost | OSError):
            raise _to_llm_error(self._owner.provider, error) from error


def _to_llm_error(provider: str, error: Exception) -> LlmError:
    if isinstance(error, BodyTooLarge):
        return BrokenStream(f"The response of {provider} is too long.")
    if isinstance(error, TimeoutError):
        return ProviderTimedOut(f"{provider} did not answer in time.")
    if isinstance(error, ConnectionLost):
        return BrokenStream(f"The connection to {provider} broke.")
    return ProviderOverloaded(f"{provider} is unreachable.")


def _proxy_for(url: str) -> str | None:
    """The proxy from the environment; aiohttp would read the environment and a netrc file for every call."""
    parts = urlsplit(url)
    if os.environ.get("NO_PROXY") == "*" or proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get(parts.scheme)


async def event_data(response: HttpResponse) -> AsyncIterator[bytes]:
    """The data of each server-sent event; events may be split over reads or share one.

    Raises: BrokenStream for an event longer than MAX_EVENT_BYTES.
    """
    rest = b""
    async for chunk in response.chunks():
        rest += chunk
        # Only `data:` lines matter: the vendors repeat the event's type inside the JSON.
        *lines, rest = rest.split(b"\n")
        if len(rest) > MAX_EVENT_BYTES:
            raise BrokenStream("An event of the stream is too long.")
        for line in lines:
            if line.startswith(b"data:"):
                yield line[5:].strip()


def parse_object(data: bytes) -> dict[str, Any]:
    """A JSON object. Raises BrokenStream."""
    try:
        event = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenStream("The response contains invalid JSON.") from error
    if not isinstance(event, dict):
        raise BrokenStream("The response contains JSON that is not an object.")
    return event


async def read_object(response: HttpResponse) -> dict[str, Any]:
    """The whole response as a JSON object. Raises BrokenStream."""
    return parse_object(await response.body(MAX_ANSWER_BYTES))


def token_count(counted: Mapping[str, Any], *path: str) -> int:
    """The token count at a path of keys; 0 if missing or invalid."""
    value: Any = counted
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return max(value, 0) if isinstance(value, int) else 0


async def error_from_response(response: HttpResponse) -> LlmError:
    """The LlmError for an error response."""
    return error_for_status(response.status, await response.body(_MAX_ERROR_BYTES), response.headers)


def error_for_status(status: int, body: bytes, headers: Mapping[str, str]) -> LlmError:
    """The LlmError for an HTTP status and a JSON error object.

    The provider's own message is not passed on: it may quote the prompt, and ours reaches the screen and the logs.
    """
    try:
        content = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        content = {}
    content = content if isinstance(content, dict) else {}
    inner = content.get("error")
    described = inner if isinstance(inner, dict) else {"message": str(inner or content.get("message") or "")}
    code = (
        f"{described.get('code') or ''} {described.get('type') or ''} {headers.get('x-amzn-errortype') or ''}".lower()
    )
    message = str(described.get("message") or "").lower()
    if "context_length" in code or status == 413 or any(words in message for words in _TOO_LONG):
        return ContextTooLong("The sources and the question exceed the model's context window.")
    if "content_filter" in code or "content_policy" in code or "moderation" in code:
        return RequestRefused("The provider's content filter refused this request.")
    if status == 429 or "throttling" in code or "rate_limit" in code:
        return ProviderRateLimited("The provider's rate limit is reached.", retry_after_s=_retry_after(headers))
    if status in (401, 403) or "authentication" in code or "permission_error" in code:
        return ProviderAuthFailed("The provider rejects the configured credentials.")
    if status in (408, 504) or "timeout" in code:
        return ProviderTimedOut("The provider did not answer in time.")
    if 400 <= status < 500:
        return RequestRefused(f"The provider rejects this request (status {status}).")
    return ProviderOverloaded(f"The provider returned an error (status {status}).")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    # OpenAI and Azure also send milliseconds. A date, which HTTP allows for retry-after, is ignored: our backoff applies.
    for name, unit_s in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[name]) * unit_s)
        except (KeyError, ValueError):
            continue
    return None
