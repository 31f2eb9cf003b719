"""What providers over HTTP share: connections kept open, time limits, server-sent events, and how failures are named."""

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

# An event of a stream longer than this is no piece of an answer.
MAX_EVENT_BYTES = 1 << 20
# An answer in one piece longer than this is not read to its end.
MAX_ANSWER_BYTES = 16 << 20
_MAX_ERROR_BYTES = 1 << 20
_TOO_LONG = ("maximum context", "context size", "context length", "prompt is too long", "input is too long",
             "too many input tokens", "exceeds the context", "context window")  # fmt: skip


class HttpResponse(Protocol):
    """An answer whose status and headers (names in lower case) are there, and whose body comes."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers, their names in lower case."""

    def chunks(self) -> AsyncIterator[bytes]:
        """The body in the pieces that it came in."""

    async def body(self, most: int) -> bytes:
        """The whole body. Raises BodyTooLarge where it is longer than `most` bytes."""


class HttpConnection:
    """Posts to one address over connections that are kept open between calls; the proxy is looked up once."""

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
        """The answer to a POST; connection failures and time-outs become errors of our tree, also while it is read."""
        if self._proxied is not None:
            return self._post_through_proxy(self._proxied, body, headers, timeout_s)
        return _Request(self, self._pool, request_head(self._parts, headers), body, timeout_s)

    async def close(self) -> None:
        """Close the connections kept open."""
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
    """One POST under way. A class, for a generator behind `async with` would cost more than the request itself."""

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
        except OSError as error:  # a time-out is one too
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
        return BrokenStream("The answer is too long.")
    if isinstance(error, TimeoutError):
        return ProviderTimedOut(f"{provider} did not answer in time.")
    if isinstance(error, ConnectionLost):
        return BrokenStream(f"The connection to {provider} broke.")
    return ProviderOverloaded(f"{provider} is not to be reached.")


def _proxy_for(url: str) -> str | None:
    """The proxy of the environment; aiohttp would read the environment and a netrc file anew at every call."""
    parts = urlsplit(url)
    if os.environ.get("NO_PROXY") == "*" or proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get(parts.scheme)


async def event_data(response: HttpResponse) -> AsyncIterator[bytes]:
    """The data of each server-sent event; one may come in several reads, several in one.

    Raises BrokenStream for an event without end.
    """
    rest = b""
    async for chunk in response.chunks():
        rest += chunk
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
        raise BrokenStream("The answer holds something that is not JSON.") from error
    if not isinstance(event, dict):
        raise BrokenStream("The answer holds something that is not an event.")
    return event


async def read_object(response: HttpResponse) -> dict[str, Any]:
    """The whole answer as a JSON object. Raises BrokenStream."""
    return parse_object(await response.body(MAX_ANSWER_BYTES))


def token_count(counted: Mapping[str, Any], *path: str) -> int:
    """A number of tokens at a path of names; 0 where it is not told or makes no sense."""
    value: Any = counted
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return max(value, 0) if isinstance(value, int) else 0


async def error_from_response(response: HttpResponse) -> LlmError:
    """The error of our tree for an answer that is none."""
    return error_for_status(response.status, await response.body(_MAX_ERROR_BYTES), response.headers)


def error_for_status(status: int, body: bytes, headers: Mapping[str, str]) -> LlmError:
    """The error of our tree for an HTTP status and a JSON error object; the provider's own words stay out of it."""
    try:
        response = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        response = {}
    response = response if isinstance(response, dict) else {}
    inner = response.get("error")
    described = inner if isinstance(inner, dict) else {"message": str(inner or response.get("message") or "")}
    code = (
        f"{described.get('code') or ''} {described.get('type') or ''} {headers.get('x-amzn-errortype') or ''}".lower()
    )
    message = str(described.get("message") or "").lower()
    if "context_length" in code or status == 413 or any(words in message for words in _TOO_LONG):
        return ContextTooLong("The sources and the question are longer than the model reads at once.")
    if "content_filter" in code or "content_policy" in code or "moderation" in code:
        return RequestRefused("The provider refuses this question.")
    if status == 429 or "throttling" in code or "rate_limit" in code:
        return ProviderRateLimited("The provider takes no more for now.", retry_after_s=_retry_after(headers))
    if status in (401, 403) or "authentication" in code or "permission_error" in code:
        return ProviderAuthFailed("The provider does not accept the credentials in the settings.")
    if status in (408, 504) or "timeout" in code:
        return ProviderTimedOut("The provider did not answer in time.")
    if 400 <= status < 500:
        return RequestRefused(f"The provider does not take this request (status {status}).")
    return ProviderOverloaded(f"The provider fails (status {status}).")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    for name, unit_s in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[name]) * unit_s)
        except (KeyError, ValueError):
            continue
    return None
