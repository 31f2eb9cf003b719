"""Commands that open, show and watch cases."""

import asyncio
from pathlib import Path
from typing import Any, Literal

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from ascertain.ai.reading import ReaderPool
from ascertain.entrypoints.cli.administration import opened
from ascertain.entrypoints.cli.people import operator, tenant_named
from ascertain.entrypoints.wiring import AppContext, make_intake
from ascertain.kernel.clock import utc_now
from ascertain.kernel.errors import AscertainError, NotFound
from ascertain.kyc import cases, documents

_POLL_S = 0.5


async def find_case(context: AppContext, tenant_id: str, wanted: str) -> str:
    """The id of the case with this id or reference. Raises NotFound."""
    async with context.db.transaction(tenant_id) as tx:
        if wanted.startswith("case_"):
            return (await cases.get_case(tx, wanted)).id
        # The command line is no person, so that no case is its own.
        query = cases.QueueQuery(viewer_id="", now=utc_now(), text=wanted, limit=200)
        found, _ = await cases.list_cases(tx, query)
    case = next((case for case in found if case.reference == wanted.upper()), None)
    if case is None:
        raise NotFound(f"There is no case {wanted}.")
    return case.id


def _row(case: cases.CaseSummary) -> dict[str, Any]:
    return {
        "case": case.reference,
        "customer": case.customer_name,
        "type": case.customer_kind,
        "state": case.state,
        "waiting on": case.waiting_on,
        "risk": f"{case.band} {case.score}" if case.band else "",
        "due": f"{case.due_at:%Y-%m-%d}",
        "owner": case.owner.name if case.owner else "",
        "id": case.id,
    }


async def list_cases(tenant: str | None, state: str, limit: int) -> list[dict[str, Any]]:
    """One row per case, earliest due date first."""
    async with opened() as context, context.db.transaction(await tenant_named(context, tenant)) as tx:
        found, _ = await cases.list_cases(tx, cases.QueueQuery(viewer_id="", now=utc_now(), state=state, limit=limit))
    return [_row(case) for case in found]


async def new_case(
    tenant: str | None,
    name: str,
    kind: Literal["person", "company"],
    files: list[Path],
    *,
    country: str | None,
    birth_date: str | None,
    registration_number: str | None,
) -> tuple[dict[str, Any], list[str]]:
    """Open a case with its documents; returns its row, and the reasons for refused files."""
    refused = []
    async with opened() as context:
        tenant_id = await tenant_named(context, tenant)
        actor = operator(tenant_id)
        new = cases.NewCase(name, kind, country, birth_date, registration_number)
        async with context.db.transaction(tenant_id) as tx:
            case = await cases.open_case(tx, actor, new, clock=utc_now)
        readers = ReaderPool(context.settings.documents)
        intake = make_intake(context, readers)
        for file in files:
            try:
                _, inside = await intake.upload(actor, documents.Place(case_id=case.id), file.name, file.read_bytes())
                refused += [f"{file.name}: {refusal.filename}: {refusal.error.message}" for refusal in inside]
            # A refused file must not prevent the others.
            except AscertainError as error:
                refused.append(f"{file.name}: {error.message}")
        await readers.close()
        async with context.db.transaction(tenant_id) as tx:
            return _row(await cases.get_case(tx, case.id)), refused


async def show_case(tenant: str | None, wanted: str) -> dict[str, Any]:
    """A case with its steps, blockers, risk factors (highest points first), tasks and proposal."""
    async with opened() as context:
        tenant_id = await tenant_named(context, tenant)
        case_id = await find_case(context, tenant_id, wanted)
        async with context.db.transaction(tenant_id) as tx:
            overview = await cases.get_overview(tx, case_id)
    factors = sorted(overview.assessment.factors, key=lambda factor: -factor.points) if overview.assessment else []
    proposal = overview.proposal
    return {
        **_row(overview.case),
        "steps": [{"step": one.step, "state": one.state, "detail": one.detail} for one in overview.steps],
        "blockers": [{"code": one.code, "sentence": one.sentence} for one in overview.blockers],
        "factors": [{"points": one.points, "reason": one.reason} for one in factors],
        "tasks": [{"title": one.title, "state": one.state} for one in overview.tasks],
        "proposal": {"outcome": proposal.outcome, "by": proposal.proposed_by.name, "state": proposal.state}
        if proposal
        else None,
    }


async def watch_case(tenant: str | None, wanted: str, console: Console) -> dict[str, Any]:
    """Show the progress of a case until it is scored on all its documents; returns its row."""
    async with opened() as context:
        tenant_id = await tenant_named(context, tenant)
        case_id = await find_case(context, tenant_id, wanted)
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[at]}"), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            bar = progress.add_task(wanted, total=100, at="")
            while True:
                async with context.db.transaction(tenant_id) as tx:
                    case = await cases.get_case(tx, case_id)
                # The last tenth is the score.
                share = 90 * (case.documents_done + case.documents_failed) / max(case.documents_total, 1)
                done = not case.provisional
                progress.update(bar, description=case.customer_name, completed=100 if done else share, at=case.progress)
                if done or case.waiting_on == cases.WAITS_FOR_FAILED_STEP:
                    return _row(case)
                await asyncio.sleep(_POLL_S)
