"""POST requests through a proxy, using aiohttp, at several times the CPU cost of `http_pool`."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from ascertain.ai.llm.providers.http_pool import CONNECT_TIMEOUT_S, BodyTooLarge, ConnectionLost

if TYPE_CHECKING:
    import aiohttp


class ProxiedResponse:
    """A response received through the proxy; header names are in lower case."""

    def __init__(self, response: "aiohttp.ClientResponse") -> None:
        self.status = response.status
        self.headers: Mapping[str, str] = {name.lower(): value for name, value in response.headers.items()}
        self._response = response

    def chunks(self) -> AsyncIterator[bytes]:
        """The body in chunks as received."""
        return self._response.content.iter_any()

    async def body(self, most: int) -> bytes:
        """The whole body. Raises BodyTooLarge above `most` bytes."""
        parts = []
        async for chunk in self._response.content.iter_any():
            parts.append(chunk)
            if sum(map(len, parts)) > most:
                raise BodyTooLarge
        return b"".join(parts)


class ProxyClient:
    """Sends POST requests to one URL through one proxy."""

    def __init__(self, url: str, proxy: str) -> None:
        self._url = url
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def post(self, body: bytes, headers: Mapping[str, str], timeout_s: float) -> AsyncIterator[ProxiedResponse]:
        """The response to a POST. Raises TimeoutError, ConnectionLost, OSError, also while the body is read."""
        import aiohttp  # imported here: it takes megabytes, and few installations use a proxy
        from yarl import URL

        timeout = aiohttp.ClientTimeout(total=max(timeout_s, 0.001), connect=CONNECT_TIMEOUT_S)
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60))
        try:
            async with self._session.post(
                URL(self._url, encoded=True), data=body, headers=headers, timeout=timeout, proxy=self._proxy,
                allow_redirects=False,
            ) as response:  # fmt: skip
                yield ProxiedResponse(response)
        except aiohttp.ServerTimeoutError as error:
            raise TimeoutError from error
        except (aiohttp.ClientPayloadError, aiohttp.ServerDisconnectedError) as error:
            raise ConnectionLost("lost") from error
        except aiohttp.ClientError as error:
            raise OSError("The proxy or the address behind it is unreachable.") from error

    async def close(self) -> None:
        """Close idle connections."""
        if self._session is not None:
            await self._session.close()
