"""Chat completions as OpenAI speaks them, over aiohttp: Ollama, vLLM, llama.cpp and hosted services answer to it."""

import json
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

import aiohttp

from ascertain.ai.llm.model import (
    BrokenStream,
    ContextTooLong,
    Ended,
    LlmError,
    ProviderAuthFailed,
    ProviderOverloaded,
    ProviderRateLimited,
    ProviderTimedOut,
    RequestRefused,
    StopReason,
    TextDelta,
    Usage,
)
from ascertain.ai.llm.provider import ProviderCall

# An event of the stream longer than this is no chat completion.
MAX_EVENT_BYTES = 1 << 20
_STOP_REASONS: dict[str, StopReason] = {"stop": "stop", "length": "length", "content_filter": "filtered"}


class OpenAiCompatibleProvider:
    """`base_url` ends before `/chat/completions`, such as https://api.openai.com/v1 or http://localhost:11434/v1."""

    def __init__(
        self,
        *,
        base_url: str,
        model: str,
        api_key: str | None = None,
        name: str = "openai",
        price_provider: str | None = "openai",
        connect_timeout_s: float = 5.0,
    ) -> None:
        self.name = name
        self.model = model
        self.price_provider = price_provider
        self._url = base_url.rstrip("/") + "/chat/completions"
        self._api_key = api_key
        self._connect_timeout_s = connect_timeout_s
        self._session: aiohttp.ClientSession | None = None

    async def stream(self, call: ProviderCall) -> AsyncGenerator[TextDelta | Ended, None]:
        """Ask for a stream with usage and pass its pieces on."""
        body = {
            "model": self.model,
            "messages": [{"role": message.role, "content": message.content} for message in call.messages],
            "stream": True,
            "stream_options": {"include_usage": True},
            "max_tokens": call.max_tokens,
            "temperature": 0,
        }
        headers = {"Authorization": f"Bearer {self._api_key}"} if self._api_key else {}
        timeout = aiohttp.ClientTimeout(total=max(call.timeout_s, 0.001), connect=self._connect_timeout_s)
        try:
            async with self._open().post(self._url, json=body, headers=headers, timeout=timeout) as response:
                if response.status != 200:
                    raise _error_of(response.status, await response.content.read(65_536), response.headers)
                async for piece in _pieces(response):
                    yield piece
        except (TimeoutError, aiohttp.ServerTimeoutError) as error:
            raise ProviderTimedOut(f"{self.name} did not answer in time.") from error
        except (aiohttp.ClientPayloadError, aiohttp.ServerDisconnectedError) as error:
            raise BrokenStream(f"The connection to {self.name} broke.") from error
        except (aiohttp.ClientError, OSError) as error:
            raise ProviderOverloaded(f"{self.name} is not to be reached.") from error

    async def close(self) -> None:
        """Close the connections kept open."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60), trust_env=True
            )
        return self._session


async def _events(response: aiohttp.ClientResponse) -> AsyncIterator[str]:
    """The data of each server-sent event; one may come in several reads, several in one."""
    rest = b""
    async for chunk in response.content.iter_any():
        rest += chunk
        *lines, rest = rest.split(b"\n")
        if len(rest) > MAX_EVENT_BYTES:
            raise BrokenStream("An event of the stream is too long.")
        for line in lines:
            if line.startswith(b"data:"):
                yield line[5:].strip().decode("utf-8", "replace")


async def _pieces(response: aiohttp.ClientResponse) -> AsyncGenerator[TextDelta | Ended, None]:
    stop_reason: StopReason | None = None
    usage: Usage | None = None
    async for data in _events(response):
        if data == "[DONE]":
            break
        event = _parsed(data)
        if event.get("error"):
            raise _error_of(int(event.get("status") or 500), json.dumps(event).encode(), response.headers)
        usage = _usage_of(event) or usage
        for choice in event.get("choices") or []:
            text = (choice.get("delta") or {}).get("content")
            if text:
                yield TextDelta(str(text))
            if choice.get("finish_reason"):
                stop_reason = _STOP_REASONS.get(choice["finish_reason"], "stop")
    if stop_reason is None:
        raise BrokenStream("The answer ended without saying that it is whole.")
    yield Ended(stop_reason, usage)


def _parsed(data: str) -> dict[str, Any]:
    try:
        event = json.loads(data)
    except ValueError as error:
        raise BrokenStream("The stream holds something that is not JSON.") from error
    if not isinstance(event, dict):
        raise BrokenStream("The stream holds something that is not an event.")
    return event


def _usage_of(event: dict[str, Any]) -> Usage | None:
    counted = event.get("usage")
    if not isinstance(counted, dict):
        return None
    cached = (counted.get("prompt_tokens_details") or {}).get("cached_tokens") or 0
    return Usage(int(counted.get("prompt_tokens") or 0), int(counted.get("completion_tokens") or 0), int(cached))


def _error_of(status: int, body: bytes, headers: Any) -> LlmError:
    """The error of our tree for an HTTP status and OpenAI's error object; the provider's own words stay out of it."""
    try:
        described = json.loads(body).get("error") or {}
    except (ValueError, AttributeError):
        described = {}
    described = described if isinstance(described, dict) else {"message": str(described)}
    code = f"{described.get('code') or ''} {described.get('type') or ''}".lower()
    message = str(described.get("message") or "").lower()
    if "context_length" in code or "maximum context" in message or "context size" in message or status == 413:
        return ContextTooLong("The sources and the question are longer than the model reads at once.")
    if "content_filter" in code or "content_policy" in code or "moderation" in code:
        return RequestRefused("The provider refuses this question.")
    if status == 429:
        return ProviderRateLimited("The provider takes no more for now.", retry_after_s=_retry_after(headers))
    if status in (401, 403):
        return ProviderAuthFailed("The provider does not accept the key in the settings.")
    if status in (408, 504):
        return ProviderTimedOut("The provider did not answer in time.")
    if 400 <= status < 500:
        return RequestRefused(f"The provider does not take this request (status {status}).")
    return ProviderOverloaded(f"The provider fails (status {status}).")


def _retry_after(headers: Any) -> float | None:
    try:
        return max(0.0, float(headers.get("Retry-After")))
    except (TypeError, ValueError):
        return None
