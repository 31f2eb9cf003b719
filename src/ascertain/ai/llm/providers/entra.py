"""Tokens of Microsoft Entra ID for Azure OpenAI, by which a bank need not keep a key: an application signs in by itself.

Source: Microsoft identity platform, OAuth 2.0 client credentials flow. The live service was not reached.
"""

import asyncio
import time
from collections.abc import Callable
from urllib.parse import quote, urlencode

from ascertain.ai.llm.errors import ProviderAuthFailed, ProviderOverloaded
from ascertain.ai.llm.providers.connection import HttpConnection, read_object

AUTHORITY = "https://login.microsoftonline.com"
_SCOPE = "https://cognitiveservices.azure.com/.default"
# A token is changed for a new one this long before it ends, and asked for within this time.
_EARLY_S = 300.0
_TIMEOUT_S = 10.0


class EntraTokens:
    """The application's token, kept until shortly before its end; `now` is a monotonic clock in seconds."""

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
        """A token that is good for the next minutes. Raises ProviderAuthFailed, and what a POST raises."""
        if self._now() < self._good_until:
            return self._token
        async with self._turn:  # whoever waited here finds the token that was fetched meanwhile
            if self._now() >= self._good_until:
                await self._fetch()
        return self._token

    async def close(self) -> None:
        """Close the connections kept open."""
        await self._connection.close()

    async def _fetch(self) -> None:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        async with self._connection.post(self._form, headers, timeout_s=_TIMEOUT_S) as answer:
            if 400 <= answer.status < 500:
                raise ProviderAuthFailed("Entra ID does not accept the application's credentials in the settings.")
            if answer.status != 200:
                raise ProviderOverloaded(f"Entra ID fails (status {answer.status}).")
            response = await read_object(answer)
        token, lifetime = response.get("access_token"), response.get("expires_in")
        if not isinstance(token, str) or not isinstance(lifetime, int | str) or not str(lifetime).isdigit():
            raise ProviderAuthFailed("Entra ID's answer holds no token.")
        self._token = token
        self._good_until = self._now() + max(int(lifetime) - _EARLY_S, 0.0)
