"""The check of webhook targets against server-side request forgery.

A host name is resolved again for each connection and every address is checked, because a name that was public at creation may
point to a private address later.
"""

import ipaddress
import re
import socket

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from ascertain.kernel.webhooks.model import TargetRefused
from ascertain.kernel.webhooks.public_addresses import is_public

_LONGEST_URL = 2000
_LONGEST_NAME = 253
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
# What ends like a number is read as an IPv4 address by some and as a name by others: 127.1, 0, 2130706433, 0x7f.1.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)


def check_url(url: str, *, allow_private: bool) -> None:
    """Raise TargetRefused unless it is HTTPS to a public address (or HTTP and private addresses where settings allow them)."""
    if " " in url or not url.isprintable():
        raise TargetRefused("A webhook's address must not contain spaces, line breaks or other invisible characters.")
    # Read as the client reads it that connects: it takes ⓛocalhost and １２７.0.0.1 for what they look like.
    try:
        parts = URL(url)
        host, port = (parts.raw_host or "").rstrip("."), parts.explicit_port
    except ValueError as error:
        raise TargetRefused("The webhook's address is not a valid URL.") from error
    schemes = ("https", "http") if allow_private else ("https",)
    if parts.scheme not in schemes or not host or len(url) > _LONGEST_URL:
        raise TargetRefused(f"A webhook's address must begin with {' or '.join(schemes)}:// and contain a host.")
    # Credentials in a URL would appear in logs and in the list of endpoints.
    if parts.user is not None or parts.password is not None:
        raise TargetRefused("A webhook's address must not contain a user name or password.")
    if port == 0:
        raise TargetRefused("Nothing can be reached at port 0.")
    ip = _ip_address(host)
    if ip is None:
        _check_name(host)
    local = host == "localhost" or host.endswith((".localhost", ".internal")) or (ip is not None and not is_public(ip))
    if local and not allow_private:
        raise TargetRefused("A webhook's address must not be in a private network unless a setting allows it.")


def _check_name(host: str) -> None:
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        raise TargetRefused("An IPv4 address in a webhook's address is written as four decimal numbers.")
    if len(host) > _LONGEST_NAME or not all(_LABEL.fullmatch(label) for label in labels):
        raise TargetRefused("The host of the webhook's address is not a valid name.")


def _ip_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address that a host is; None for a name."""
    try:
        # Only an IPv6 address can have a zone.
        return ipaddress.ip_address(host.split("%", 1)[0] if ":" in host else host)
    except ValueError:
        return None


def _is_private(address: str) -> bool:
    ip = _ip_address(address)
    return ip is None or not is_public(ip)


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
