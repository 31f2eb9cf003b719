"""Microsoft Entra ID tokens for Azure OpenAI: an application signs in with its own credentials instead of an API key.

Source: Microsoft identity platform, OAuth 2.0 client credentials flow. Not tested against the live service.
"""

import asyncio
import time
from collections.abc import Callable
from urllib.parse import quote, urlencode

from ascertain.ai.llm.errors import ProviderAuthFailed, ProviderOverloaded
from ascertain.ai.llm.providers.connection import HttpConnection, read_object

AUTHORITY = "https://login.microsoftonline.com"
_SCOPE = "https://cognitiveservices.azure.com/.default"
# Tokens are renewed this long before they expire, so that a long streamed call does not outlive its token.
_RENEW_BEFORE_S = 300.0
_TIMEOUT_S = 10.0


class EntraTokens:
    """The application's token, cached until shortly before it expires; `now` is a monotonic clock in seconds."""

    def __init__(
        self,
        *,
        tenant_id: str,
        client_id: str,
        client_secret: str,
        authority: str = AUTHORITY,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        url = f"{authority.rstrip('/')}/{quote(tenant_id, safe='')}/oauth2/v2.0/token"
        self._connection = HttpConnection(url, provider="Entra ID")
        words = {
            "grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret, "scope": _SCOPE
        }  # fmt: skip
        self._form = urlencode(words).encode()
        self._now = now
        self._token = ""
        self._good_until = 0.0
        self._turn = asyncio.Lock()

    async def current(self) -> str:
        """A token valid for the next minutes. Raises ProviderAuthFailed, and what a POST raises."""
        if self._now() < self._good_until:
            return self._token
        async with self._turn:  # concurrent callers wait for one fetch and share its token
            if self._now() >= self._good_until:
                await self._fetch()
        return self._token

    async def close(self) -> None:
        """Close idle connections."""
        await self._connection.close()

    async def _fetch(self) -> None:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        async with self._connection.post(self._form, headers, timeout_s=_TIMEOUT_S) as answer:
            if 400 <= answer.status < 500:
                raise ProviderAuthFailed("Entra ID rejects the configured application credentials.")
            if answer.status != 200:
                raise ProviderOverloaded(f"Entra ID returned an error (status {answer.status}).")
            response = await read_object(answer)
        token, lifetime = response.get("access_token"), response.get("expires_in")
        if not isinstance(token, str) or not isinstance(lifetime, int | str) or not str(lifetime).isdigit():
            raise ProviderAuthFailed("The response of Entra ID contains no token.")
        self._token = token
        self._good_until = self._now() + max(int(lifetime) - _RENEW_BEFORE_S, 0.0)
