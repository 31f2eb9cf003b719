"""What providers over HTTP share: connections kept open, time limits, server-sent events, and how failures are named."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import msgspec
from yarl import URL

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

# An event of a stream longer than this is no piece of an answer.
MAX_EVENT_BYTES = 1 << 20
# An answer in one piece longer than this is not read to its end.
MAX_ANSWER_BYTES = 16 << 20
_CONNECT_TIMEOUT_S = 5.0
_TOO_LONG = ("maximum context", "context size", "context length", "prompt is too long", "input is too long",
             "too many input tokens", "exceeds the context", "context window")  # fmt: skip


class HttpConnection:
    """Posts to one address; connections are kept open between calls, the proxy is looked up once."""

    def __init__(self, url: str, *, provider: str) -> None:
        self.url = URL(url, encoded=True)
        self.provider = provider
        self._session: aiohttp.ClientSession | None = None
        self._proxy = _proxy_for(url)

    @asynccontextmanager
    async def post(
        self, body: bytes, headers: Mapping[str, str], *, timeout_s: float
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """The answer to a POST; connection failures and time-outs become errors of our tree, also while it is read."""
        timeout = aiohttp.ClientTimeout(total=max(timeout_s, 0.001), connect=_CONNECT_TIMEOUT_S)
        try:
            async with self._open().post(
                self.url, data=body, headers=headers, timeout=timeout, proxy=self._proxy, allow_redirects=False
            ) as response:
                yield response
        except (TimeoutError, aiohttp.ServerTimeoutError) as error:
            raise ProviderTimedOut(f"{self.provider} did not answer in time.") from error
        except (aiohttp.ClientPayloadError, aiohttp.ServerDisconnectedError) as error:
            raise BrokenStream(f"The connection to {self.provider} broke.") from error
        except (aiohttp.ClientError, OSError) as error:
            raise ProviderOverloaded(f"{self.provider} is not to be reached.") from error

    async def close(self) -> None:
        """Close the connections kept open."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(connector=connector, read_bufsize=1 << 18)
        return self._session


def _proxy_for(url: str) -> str | None:
    """The proxy of the environment; aiohttp would read the environment and a netrc file anew at every call."""
    parts = urlsplit(url)
    if os.environ.get("NO_PROXY") == "*" or proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get(parts.scheme)


async def event_data(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    """The data of each server-sent event; one may come in several reads, several in one.

    Raises BrokenStream for an event without end.
    """
    rest = b""
    async for chunk in response.content.iter_any():
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


async def read_object(response: aiohttp.ClientResponse) -> dict[str, Any]:
    """The whole answer as a JSON object. Raises BrokenStream."""
    body = await response.content.read(MAX_ANSWER_BYTES) if response.content_length is None else await response.read()
    while not response.content.at_eof():
        if len(body) > MAX_ANSWER_BYTES:
            raise BrokenStream("The answer is too long.")
        body += await response.content.readany()
    return parsed(body)


def count(counted: Mapping[str, Any], *path: str) -> int:
    """A number of tokens at a path of names; 0 where it is not told or makes no sense."""
    value: Any = counted
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return max(value, 0) if isinstance(value, int) else 0


async def error_of(response: aiohttp.ClientResponse) -> LlmError:
    """The error of our tree for an answer that is none."""
    return named_error(response.status, await response.content.read(65_536), response.headers)


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
    for name, unit_s in (("retry-after-ms", 0.001), ("Retry-After", 1.0)):
        try:
            return max(0.0, float(headers[name]) * unit_s)
        except (KeyError, ValueError):
            continue
    return None
