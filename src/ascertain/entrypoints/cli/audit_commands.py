"""Commands of the audit log."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ascertain.entrypoints.audit_places import AuditLogSettings, anchor_places, audit_key_file, audit_keys
from ascertain.entrypoints.cli.attaching import database_address
from ascertain.entrypoints.cli.printing import print_rows
from ascertain.entrypoints.process_settings import load
from ascertain.kernel import audit
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import Database
from ascertain.kernel.errors import Conflict

_ALL = "(all tenants)"
# As many findings as a person reads; JSON has all of them.
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _AuditLog:
    settings: AuditLogSettings
    db: Database
    keys: audit.Keyring


@asynccontextmanager
async def _opened() -> AsyncIterator[_AuditLog]:
    """The audit log alone: with the business packages, a command of a second would take five to start."""
    settings = load(AuditLogSettings)
    async with database_address(settings) as address:
        db = await Database.connect(address, max_size=settings.database.pool_size)
        try:
            yield _AuditLog(settings, db, audit_keys(settings))
        finally:
            await db.close()


async def verify_audit(console: Console, *, quiet: bool) -> list[dict[str, Any]]:
    """One row per tenant, those that are gone included, and one for the chain over all tenants with its anchors."""
    columns = (TextColumn("Verifying"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    async with _opened() as log:
        async with log.db.untenanted() as tx:
            mastered = await audit.list_mastered_tenants(tx)
            present = await audit.list_tenants(tx)
        tenants = list(dict.fromkeys([*present, *mastered]))
        total = 0
        for tenant_id in tenants:
            async with log.db.transaction(tenant_id) as tx:
                total += await audit.count_rows(tx)
        rows = []
        with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
            task = bar.add_task("", total=total)
            for tenant_id in tenants:
                found = await audit.verify(log.db, tenant_id, log.keys, progress=lambda count: bar.advance(task, count))
                rows.append(_row(tenant_id, found, sealed=found.sealed, unsealed=found.unsealed))
            places = anchor_places(log.settings)
            master = await audit.verify_master(log.db, log.keys, places)
        rows.append(_row(_ALL, master, sealed=master.records, unsealed=0))
    return rows


def _row(
    tenant: str, found: "audit.Verification | audit.MasterVerification", *, sealed: int, unsealed: int
) -> dict[str, Any]:
    findings = [finding.sentence + (f" ({finding.ordinal:,})" if finding.ordinal else "") for finding in found.findings]
    return {
        "tenant": tenant,
        "intact": found.intact,
        "sealed": sealed,
        "unsealed": unsealed,
        "broken at": min((finding.ordinal for finding in found.findings if finding.ordinal), default=""),
        "findings": findings,
        "notes": list(found.notices),
    }


def print_verified(console: Console, rows: list[dict[str, Any]]) -> None:
    """A table of numbers, and below it the sentences: beside it they would have columns a few letters wide."""
    texts = ("findings", "notes")
    numbers = [{name: value for name, value in row.items() if name not in texts} for row in rows]
    print_rows(numbers, as_json=False, title="Audit log")
    for row in rows:
        sentences = [*row["findings"][:_SHOWN], *row["notes"]]
        if len(row["findings"]) > _SHOWN:
            sentences.insert(_SHOWN, f"and {len(row['findings']) - _SHOWN:,} more; --json has all")
        for sentence in sentences:
            console.print(f"{row['tenant']}: {sentence}", markup=False, highlight=False)


async def accept(reason: str) -> int:
    """Accept the database after a restore. Returns the record at which anchoring continues."""
    async with _opened() as log:
        file = anchor_places(log.settings).file
        anchor = await audit.accept_database(log.db, file, log.keys, reason=reason, at=utc_now().isoformat())
    return anchor.ordinal


def rotate_key() -> tuple[Path, str]:
    """Add a key to the file. Raises Conflict where the keys are given by a setting."""
    settings = load(AuditLogSettings)
    if settings.audit.keys is not None:
        raise Conflict("The keys are given by ASCERTAIN_AUDIT__KEYS: append the new one there, after a comma.")
    path = audit_key_file(settings)
    return path, audit.add_key(path)
