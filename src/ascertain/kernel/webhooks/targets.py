"""The check of webhook targets against server-side request forgery.

A host name is resolved again for each connection and every address is checked, because a name that was public at creation may
point to a private address later.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from ascertain.kernel.webhooks.model import TargetRefused

_LONGEST_URL = 2000


def check_url(url: str, *, allow_private: bool) -> None:
    """Raise TargetRefused unless it is HTTPS to a public address (or HTTP and private addresses where settings allow them)."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise TargetRefused("The webhook's address is not a valid URL.") from error
    schemes = ("https", "http") if allow_private else ("https",)
    if parts.scheme not in schemes or not host or len(url) > _LONGEST_URL:
        raise TargetRefused(f"A webhook's address must begin with {' or '.join(schemes)}:// and contain a host.")
    # Credentials in a URL would appear in logs and in the list of endpoints.
    if parts.username is not None or parts.password is not None:
        raise TargetRefused("A webhook's address must not contain a user name or password.")
    if not allow_private and (_is_private(host) or host == "localhost" or host.endswith((".localhost", ".internal"))):
        raise TargetRefused("A webhook's address must not be in a private network unless a setting allows it.")


def _is_private(address: str) -> bool:
    """True for an IP address that is not public; False for a host name."""
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    # A private IPv4 address can be written inside an IPv6 one (::ffff:10.0.0.1, 2002:0a00:1::).
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return not (mapped or ip).is_global or ip.is_multicast


class PublicResolver(AbstractResolver):
    """Resolves names and refuses a name with any private address."""

    def __init__(self) -> None:
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host. Raises TargetRefused."""
        found = await self._resolver.resolve(host, port, family)
        if any(_is_private(answer["host"]) for answer in found):
            raise TargetRefused("The webhook's host name resolves to an address in a private network.")
        return found

    async def close(self) -> None:
        """Close the resolver below."""
        await self._resolver.close()
