"""Entries of the audit log, its chains, and the result of verifying them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, when, to what and why; `stream` groups entries, as all of one case.

    `stream_ordinal` is the newest event of the stream at the entry: it orders entries as they were committed.
    """

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
    stream_ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class RecordedEntry:
    """An entry as it is stored, with the code that authenticates it."""

    tenant_id: str
    entry: AuditEntry
    key_id: str | None
    mac: str | None


@dataclass(frozen=True, slots=True)
class Seal:
    """The position of an entry in its tenant's chain."""

    ordinal: int
    entry_id: str
    hash: str
    key_id: str | None
    mac: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """How many entries of a tenant are sealed, and the newest hash; up to the ordinal `before_keys` they may have no MAC."""

    tenant_id: str
    entries: int
    hash: str
    before_keys: int = 0


@dataclass(frozen=True, slots=True)
class MasterRecord:
    """A record of the chain over all tenants: the heads that changed since the record before."""

    ordinal: int
    at: datetime
    hash: str
    key_id: str | None
    mac: str | None
    heads: tuple[Head, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written: where, and what it shows."""

    code: str
    sentence: str
    ordinal: int | None = None
    entry_id: str | None = None


@dataclass(slots=True)
class Report:
    """What a verification found; `notices` say what it cannot prove."""

    findings: list[Finding] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    count: int = 0

    # One change of the first entry can make every later one wrong; the first places are what an investigation needs.
    _MOST: ClassVar[int] = 50

    def find(self, code: str, sentence: str, ordinal: int | None = None, entry_id: str | None = None) -> None:
        """Add a finding; beyond fifty they are only counted."""
        self.count += 1
        if len(self.findings) < Report._MOST:
            self.findings.append(Finding(code, sentence, ordinal, entry_id))


@dataclass(frozen=True, slots=True)
class Verification:
    """Result of a verification of one tenant: number of sealed and unsealed entries, and everything that does not match."""

    sealed: int
    unsealed: int
    oldest_unsealed_s: float
    head: str
    findings: tuple[Finding, ...]
    notices: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """True where no entry was changed, added, removed or reordered."""
        return not self.findings

    @property
    def broken_at(self) -> int | None:
        """The first position that does not match."""
        return min((one.ordinal for one in self.findings if one.ordinal is not None), default=None)

    @property
    def broken_entry_id(self) -> str | None:
        """The entry of the first finding that names one."""
        return next((one.entry_id for one in self.findings if one.entry_id), None)


@dataclass(frozen=True, slots=True)
class MasterVerification:
    """Result of verifying the chain over all tenants and its anchors outside the database."""

    records: int
    head: str
    findings: tuple[Finding, ...]
    notices: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """True where the chain and every anchor match."""
        return not self.findings
