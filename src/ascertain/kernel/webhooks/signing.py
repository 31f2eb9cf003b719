"""Signatures of Standard Webhooks (https://www.standardwebhooks.com, 1.0.0)."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

_PREFIX = "whsec_"
# Oldest message that a receiver accepts: limits how long a recorded message can be replayed.
_TOLERANCE_S = 300


def new_secret() -> str:
    """A new signing secret: the standard's prefix and 32 random bytes in base 64."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sign(secret: str, *, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of a message; the receiver recomputes the signature over `id.timestamp.body`."""
    timestamp = str(int(at.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{_signature(secret, message_id, timestamp, body)}",
    }


def verify_signature(secret: str, headers: dict[str, str], body: bytes, *, now: datetime) -> bool:
    """The check of a receiver: the signature matches and the message is at most five minutes old."""
    timestamp = headers["webhook-timestamp"]
    if abs(now.timestamp() - int(timestamp)) > _TOLERANCE_S:
        return False
    expected = _signature(secret, headers["webhook-id"], timestamp, body)
    given = [part.removeprefix("v1,") for part in headers["webhook-signature"].split(" ")]
    return any(hmac.compare_digest(expected, signature) for signature in given)


def _signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
