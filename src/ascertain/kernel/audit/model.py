"""Entries of the audit log and the result of verifying them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, when, to what and why; `stream` groups entries, as all of one case."""

    id: str
    at: datetime
    actor_kind: str
    actor_id: str
    actor_name: str
    action: str
    object_kind: str
    object_id: str
    stream: str | None
    reason: str | None
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verification:
    """Result of a verification: number of sealed and unsealed entries, and the first entry that does not match."""

    sealed: int
    unsealed: int
    broken_at: int | None
    broken_entry_id: str | None
    head: str

    @property
    def intact(self) -> bool:
        """True where no sealed entry was changed, removed or reordered."""
        return self.broken_at is None
