"""Which addresses events may be sent to.

A name is looked up again at each connection and every address it gives is checked there, for a name that pointed outside at
creation may point inside later.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from ascertain.kernel.outbox.webhooks.model import TargetRefused

_LONGEST_URL = 2000


def check_url(url: str, *, allow_private: bool) -> None:
    """Raise TargetRefused for anything but an HTTPS address outside (HTTP and inside where settings allow it)."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise TargetRefused("The webhook's address is not a valid URL.") from error
    schemes = ("https", "http") if allow_private else ("https",)
    if parts.scheme not in schemes or not host or len(url) > _LONGEST_URL:
        raise TargetRefused(f"A webhook's address begins with {' or '.join(schemes)}:// and names a host.")
    if parts.username is not None or parts.password is not None:
        raise TargetRefused("A webhook's address carries no user name and no password.")
    if not allow_private and (_is_inside(host) or host == "localhost" or host.endswith((".localhost", ".internal"))):
        raise TargetRefused("A webhook's address lies inside the network; a setting has to allow that.")


def _is_inside(address: str) -> bool:
    """True for an IP address that is not a public one; a name is no address and gives False."""
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return not (mapped or ip).is_global or ip.is_multicast


class OutsideResolver(AbstractResolver):
    """Looks names up and refuses the answer if any address lies inside the network."""

    def __init__(self) -> None:
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host. Raises TargetRefused."""
        found = await self._resolver.resolve(host, port, family)
        if any(_is_inside(answer["host"]) for answer in found):
            raise TargetRefused("The webhook's name leads to an address inside the network.")
        return found

    async def close(self) -> None:
        """Nothing is held."""
        await self._resolver.close()
