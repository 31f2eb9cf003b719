"""The bytes that are hashed and authenticated: every process and version must compute the same."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from ascertain.kernel.audit.model import AuditEntry, Head, RecordedEntry

GENESIS = "0" * 64
# In this order in what is authenticated; the moment and the details are apart.
_FIELDS = (
    "id", "actor_kind", "actor_id", "actor_name", "action", "object_kind", "object_id", "stream", "reason",
)  # fmt: skip
_ENTRY, _SEAL, _MASTER = b"ascertain audit entry\n", b"ascertain audit seal\n", b"ascertain audit master\n"


def _plain(value: Any) -> Any:
    """A JSON value as the database returns it: it stores numbers as decimals, so 1e16 and 10000000000000000 are one."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


# Sorted keys and no spaces. One encoder, because making it takes longer than an entry.
_json = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def entry_message(tenant_id: str, entry: AuditEntry) -> bytes:
    """What the MAC of an entry covers: everything but its moment, which the database sets and the seal covers seconds later."""
    # Twice through JSON, so that keys and nested values have the form in which they come back.
    details = _plain(json.loads(json.dumps(entry.details)))
    # The ordinal decides who is a maker of a round of a case. Entries from before ordinals have none.
    ordinal = [] if entry.stream_ordinal is None else [entry.stream_ordinal]
    return _ENTRY + _json([tenant_id, [getattr(entry, name) for name in _FIELDS], details, *ordinal]).encode()


def seal_hash(previous: str, ordinal: int, recorded: RecordedEntry) -> str:
    """SHA-256, in hex, of the seal before, the ordinal, and the entry with its MAC and its moment."""
    entry = recorded.entry
    body = (
        entry_message(recorded.tenant_id, entry) + _json([entry.at.isoformat(), recorded.key_id, recorded.mac]).encode()
    )
    return hashlib.sha256(f"{previous}\n{ordinal}\n".encode() + body).hexdigest()


def first_seal_hash(previous: str, ordinal: int, entry: AuditEntry) -> str:
    """The hash of seals from before entries had a MAC."""
    known_then = {name: value for name, value in asdict(entry).items() if name != "stream_ordinal"}
    body = json.dumps(known_then, default=lambda at: at.isoformat(), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{ordinal}\n{body}".encode()).hexdigest()


def seal_message(tenant_id: str, ordinal: int, hash_: str) -> bytes:
    """What the MAC of a seal covers."""
    return _SEAL + f"{tenant_id}\n{ordinal}\n{hash_}".encode()


def master_hash(previous: str, ordinal: int, at: str, heads: list[Head]) -> str:
    """SHA-256, in hex, of a record of the master chain."""
    listed = sorted([head.tenant_id, head.entries, head.hash, head.before_keys] for head in heads)
    return hashlib.sha256(f"{previous}\n{ordinal}\n{at}\n{_json(listed)}".encode()).hexdigest()


def master_message(ordinal: int, hash_: str) -> bytes:
    """What the MAC of a record of the master chain, and of its anchor, covers."""
    return _MASTER + f"{ordinal}\n{hash_}".encode()
