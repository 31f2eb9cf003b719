"""Commands of the audit log."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ascertain.entrypoints.cli.administration import opened, tenant_ids
from ascertain.entrypoints.settings import load_settings
from ascertain.entrypoints.wiring import anchor_places, audit_key_file
from ascertain.kernel import audit
from ascertain.kernel.clock import utc_now
from ascertain.kernel.errors import Conflict

_ALL = "(all tenants)"
# As many findings as a row of a table can show; JSON has all of them.
_SHOWN = 5


async def verify_audit(console: Console, *, quiet: bool) -> list[dict[str, Any]]:
    """One row per tenant, those that are gone included, and one for the chain over all tenants with its anchors."""
    columns = (TextColumn("Verifying"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    async with opened() as context:
        async with context.db.untenanted() as tx:
            mastered = await audit.list_mastered_tenants(tx)
        tenants = list(dict.fromkeys([*await tenant_ids(context), *mastered]))
        total = 0
        for tenant_id in tenants:
            async with context.db.transaction(tenant_id) as tx:
                total += await audit.count_rows(tx)
        rows = []
        with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
            task = bar.add_task("", total=total)
            for tenant_id in tenants:
                found = await audit.verify(
                    context.db, tenant_id, context.audit_keys, progress=lambda count: bar.advance(task, count)
                )
                rows.append(_row(tenant_id, found, sealed=found.sealed, unsealed=found.unsealed, quiet=quiet))
            places = anchor_places(context.settings)
            master = await audit.verify_master(context.db, context.audit_keys, places)
        rows.append(_row(_ALL, master, sealed=master.records, unsealed=0, quiet=quiet))
    return rows


def _row(
    tenant: str, found: "audit.Verification | audit.MasterVerification", *, sealed: int, unsealed: int, quiet: bool
) -> dict[str, Any]:
    findings = [finding.sentence + (f" ({finding.ordinal:,})" if finding.ordinal else "") for finding in found.findings]
    if not quiet and len(findings) > _SHOWN:
        findings = [*findings[:_SHOWN], f"and {len(findings) - _SHOWN} more"]
    broken = min((finding.ordinal for finding in found.findings if finding.ordinal), default="")
    return {
        "tenant": tenant,
        "intact": found.intact,
        "sealed": sealed,
        "unsealed": unsealed,
        "broken at": broken,
        "findings": findings if quiet else "\n".join(findings),
        "notes": list(found.notices) if quiet else "\n".join(found.notices),
    }


async def accept(reason: str) -> int:
    """Accept the database after a restore. Returns the record at which anchoring continues."""
    async with opened() as context:
        file = anchor_places(context.settings).file
        anchor = await audit.accept_database(
            context.db, file, context.audit_keys, reason=reason, at=utc_now().isoformat()
        )
    return anchor.ordinal


def rotate_key() -> tuple[Path, str]:
    """Add a key to the file. Raises Conflict where the keys are given by a setting."""
    settings = load_settings()
    if settings.audit.keys is not None:
        raise Conflict("The keys are given by ASCERTAIN_AUDIT__KEYS: append the new one there, after a comma.")
    path = audit_key_file(settings)
    return path, audit.add_key(path)
