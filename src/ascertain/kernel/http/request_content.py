"""The content of a request, by which a repetition is recognised."""

import hashlib
import hmac
from email.message import Message as Headers

from starlette.types import Scope


class ContentHash:
    """A keyed hash of a body, in which the boundary of a multipart body counts as any other: a client chooses it at random."""

    def __init__(self, key: bytes, scope: Scope) -> None:
        self._mac = hmac.new(key, b"\n".join([scope["path"].encode(), scope["query_string"], b""]), hashlib.sha256)
        self._boundary = multipart_boundary(scope)
        self._pending = b""

    def update(self, data: bytes) -> None:
        """Hash further bytes of the body."""
        if not self._boundary:
            self._mac.update(data)
            return
        *whole, rest = (self._pending + data).split(self._boundary)
        for part in whole:
            self._mac.update(part + b"\n--boundary--\n")
        # The end may be the beginning of a boundary that the next bytes complete.
        cut = max(len(rest) - len(self._boundary) + 1, 0)
        self._mac.update(rest[:cut])
        self._pending = rest[cut:]

    def hexdigest(self) -> str:
        """The hash of everything so far."""
        found = self._mac.copy()
        found.update(self._pending)
        return found.hexdigest()


def multipart_boundary(scope: Scope) -> bytes:
    """The boundary of a multipart body; empty for any other body."""
    headers = Headers()
    headers["Content-Type"] = dict(scope["headers"]).get(b"content-type", b"").decode("latin-1")
    boundary = headers.get_boundary() if headers.get_content_maintype() == "multipart" else None
    return boundary.encode("latin-1", "replace") if boundary else b""
