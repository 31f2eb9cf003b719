"""The check of stored files, as a command and as a part of the doctor."""

import time
from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ascertain.entrypoints.cli.administration import opened, tenant_ids
from ascertain.entrypoints.wiring import AppContext
from ascertain.kernel.clock import utc_now
from ascertain.kyc import documents

# The doctor looks at everything on a machine: beyond this time it reports how many files it has checked.
_DOCTOR_S = 10.0


async def check_files(console: Console, *, quiet: bool) -> tuple[int, list[dict[str, str]]]:
    """Check every file of every tenant. Returns the number of files, and one row per damaged file."""
    async with opened() as context:
        counts = {tenant_id: await _count(context, tenant_id) for tenant_id in await tenant_ids(context)}
        columns = (TextColumn("Checking files"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        rows: list[dict[str, str]] = []
        with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
            task = bar.add_task("", total=sum(counts.values()))
            advance: Callable[[int], None] = lambda count: bar.advance(task, count)  # noqa: E731
            for tenant_id in counts:
                damaged = await documents.check_all(
                    context.db, context.storage, tenant_id, clock=utc_now, progress=advance
                )
                rows += [_row(tenant_id, one) for one in damaged]
    return sum(counts.values()), rows


async def _count(context: AppContext, tenant_id: str) -> int:
    async with context.db.transaction(tenant_id) as tx:
        return await documents.count_files(tx)


def _row(tenant_id: str, damaged: documents.DamagedFile) -> dict[str, str]:
    names = ", ".join(damaged.filenames) or "no document"
    return {"tenant": tenant_id, "documents": names, "problem": damaged.problem, "sha256": damaged.sha256}


async def find_damaged(context: AppContext) -> tuple[int, int, list[str]]:
    """Look at as many files as ten seconds allow, without changing anything.

    Returns: files checked, files in all, and the names of documents whose file is damaged or missing.
    """
    until = time.monotonic() + _DOCTOR_S
    checked, total, names = 0, 0, dict[str, None]()
    for tenant_id in await tenant_ids(context):
        total += await _count(context, tenant_id)
        looked, found = await documents.find_damaged(
            context.db, context.storage, tenant_id, enough=lambda: time.monotonic() > until
        )
        checked += looked
        names |= dict.fromkeys(found)
    return checked, total, list(names)
