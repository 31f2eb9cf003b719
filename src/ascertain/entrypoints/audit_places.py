"""Where the keys and the anchors of the audit log are, without any business package: verifying needs nothing else."""

from pathlib import Path
from typing import Protocol

from pydantic import Field

from ascertain.entrypoints.process_settings import ProcessSettings
from ascertain.kernel import audit
from ascertain.kernel.config import AuditSettings


class AuditLogSettings(ProcessSettings):
    """The settings of a command that reads the audit log."""

    audit: AuditSettings = Field(default_factory=AuditSettings, description="The audit log")


class HasAuditSettings(Protocol):
    """The settings of a command on the audit log, or all settings."""

    @property
    def home(self) -> Path:
        """The home folder."""

    @property
    def audit(self) -> AuditSettings:
        """Keys and anchors."""


def audit_keys(settings: HasAuditSettings) -> audit.Keyring:
    """The keys of the audit log, made at the first start."""
    given = settings.audit.keys.get_secret_value() if settings.audit.keys else None
    return audit.load_keyring(audit_key_file(settings), given)


def audit_key_file(settings: HasAuditSettings) -> Path:
    """The file with the keys of the audit log."""
    return settings.audit.key_file or settings.home / "keys" / "audit"


def anchor_places(settings: HasAuditSettings) -> audit.AnchorPlaces:
    """Where the head of the audit log is repeated outside the database."""
    file = settings.audit.anchor_file or settings.home / "audit" / "anchors.jsonl"
    bucket = audit.AnchorBucket(settings.audit.anchor_url) if settings.audit.anchor_url else None
    return audit.AnchorPlaces(file, bucket, settings.audit.timestamp_roots_file)
