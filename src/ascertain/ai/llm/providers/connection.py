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
from ascertain.ai.llm.providers.http_pool import Connection, ConnectionBroke, Origin, TooMuch, request_head
from ascertain.ai.llm.providers.proxied import ProxiedPosts

# An event of a stream longer than this is no piece of an answer.
MAX_EVENT_BYTES = 1 << 20
# An answer in one piece longer than this is not read to its end.
MAX_ANSWER_BYTES = 16 << 20
_MAX_ERROR_BYTES = 1 << 20
_TOO_LONG = ("maximum context", "context size", "context length", "prompt is too long", "input is too long",
             "too many input tokens", "exceeds the context", "context window")  # fmt: skip


class Answer(Protocol):
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
        """The whole body. Raises TooMuch where it is longer than `most` bytes."""


class HttpConnection:
    """Posts to one address over connections that are kept open between calls; the proxy is looked up once."""

    def __init__(self, url: str, *, provider: str) -> None:
        self.url = url
        self.provider = provider
        self._parts = urlsplit(url)
        self._origin = Origin(self._parts)
        proxy = _proxy_for(url)
        self._proxied = ProxiedPosts(url, proxy) if proxy else None

    def post(self, body: bytes, headers: Mapping[str, str], *, timeout_s: float) -> AbstractAsyncContextManager[Answer]:
        """The answer to a POST; connection failures and time-outs become errors of our tree, also while it is read."""
        if self._proxied is not None:
            return self._posted_through(self._proxied, body, headers, timeout_s)
        return _Post(self, self._origin, request_head(self._parts, headers), body, timeout_s)

    async def close(self) -> None:
        """Close the connections kept open."""
        self._origin.close()
        if self._proxied is not None:
            await self._proxied.close()

    @asynccontextmanager
    async def _posted_through(
        self, proxied: ProxiedPosts, body: bytes, headers: Mapping[str, str], timeout_s: float
    ) -> AsyncIterator[Answer]:
        try:
            async with proxied.post(body, headers, timeout_s) as answer:
                yield answer
        except (TimeoutError, ConnectionBroke, OSError) as error:
            raise _named(self.provider, error) from error


class _Post:
    """One POST under way. A class, for a generator behind `async with` would cost more than the request itself."""

    __slots__ = ("_body", "_connection", "_head", "_origin", "_owner", "_timeout_s")

    def __init__(self, owner: HttpConnection, origin: Origin, head: bytes, body: bytes, timeout_s: float) -> None:
        self._owner = owner
        self._origin = origin
        self._head = head
        self._body = body
        self._timeout_s = timeout_s
        self._connection: Connection | None = None

    async def __aenter__(self) -> Answer:
        deadline = asyncio.get_running_loop().time() + max(self._timeout_s, 0.001)
        try:
            self._connection = await self._origin.take(deadline)
        except OSError as error:  # a time-out is one too
            raise _named(self._owner.provider, error) from error
        try:
            await self._connection.ask(b"%b%d\r\n\r\n%b" % (self._head, len(self._body), self._body), deadline)
        except BaseException as error:
            self._connection.close()
            if isinstance(error, TimeoutError | ConnectionBroke | OSError):
                raise _named(self._owner.provider, error) from error
            raise
        return self._connection

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        assert self._connection is not None
        self._origin.give_back(self._connection)
        if isinstance(error, TimeoutError | ConnectionBroke | OSError):
            raise _named(self._owner.provider, error) from error


def _named(provider: str, error: Exception) -> LlmError:
    if isinstance(error, TooMuch):
        return BrokenStream("The answer is too long.")
    if isinstance(error, TimeoutError):
        return ProviderTimedOut(f"{provider} did not answer in time.")
    if isinstance(error, ConnectionBroke):
        return BrokenStream(f"The connection to {provider} broke.")
    return ProviderOverloaded(f"{provider} is not to be reached.")


def _proxy_for(url: str) -> str | None:
    """The proxy of the environment; aiohttp would read the environment and a netrc file anew at every call."""
    parts = urlsplit(url)
    if os.environ.get("NO_PROXY") == "*" or proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get(parts.scheme)


async def event_data(response: Answer) -> AsyncIterator[bytes]:
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


def parsed(data: bytes) -> dict[str, Any]:
    """A JSON object. Raises BrokenStream."""
    try:
        event = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenStream("The answer holds something that is not JSON.") from error
    if not isinstance(event, dict):
        raise BrokenStream("The answer holds something that is not an event.")
    return event


async def read_object(response: Answer) -> dict[str, Any]:
    """The whole answer as a JSON object. Raises BrokenStream."""
    return parsed(await response.body(MAX_ANSWER_BYTES))


def count(counted: Mapping[str, Any], *path: str) -> int:
    """A number of tokens at a path of names; 0 where it is not told or makes no sense."""
    value: Any = counted
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return max(value, 0) if isinstance(value, int) else 0


async def error_of(response: Answer) -> LlmError:
    """The error of our tree for an answer that is none."""
    return named_error(response.status, await response.body(_MAX_ERROR_BYTES), response.headers)


def named_error(status: int, body: bytes, headers: Mapping[str, str]) -> LlmError:
    """The error of our tree for an HTTP status and a JSON error object; the provider's own words stay out of it."""
    try:
        said = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        said = {}
    said = said if isinstance(said, dict) else {}
    inner = said.get("error")
    described = inner if isinstance(inner, dict) else {"message": str(inner or said.get("message") or "")}
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
