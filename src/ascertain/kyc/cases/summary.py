"""The queue's row of a case, kept up to date as news arrives."""

from datetime import datetime

from ascertain.kernel.database import Connection
from ascertain.kyc import documents, entities, risk, screening
from ascertain.kyc.cases import store
from ascertain.kyc.cases.blockers import list_blockers
from ascertain.kyc.cases.model import Blocker, CaseSummary, StepStatus

_STEP_NAMES = {"resolve": "parties", "own": "owners", "screen": "screening", "score": "risk"}


def waiting_on(case: CaseSummary, blockers: list[Blocker], *, facts: int, hits: int) -> str:
    """What the case waits for, in the words of the queue."""
    if case.state == "proposed":
        return "second review"
    if case.state in ("approved", "rejected"):
        return "nothing: " + case.state
    codes = {blocker.code for blocker in blockers}
    if "documents.none" in codes:
        return "documents"
    if "documents.reading" in codes:
        return "documents being read"
    if "documents.failed" in codes:
        return "a document that could not be read"
    parts = []
    if facts:
        parts.append("1 fact to check" if facts == 1 else f"{facts} facts to check")
    if hits:
        parts.append("1 hit to judge" if hits == 1 else f"{hits} hits to judge")
    if parts:
        return ", ".join(parts)
    if "step.failed" in codes:
        return "a step that failed"
    return "steps running" if "step.running" in codes else "your proposal"


def progress(total: int, done: int, steps: list[StepStatus]) -> str:
    """How far the work is, such as "read 4/5" or "read 5/5 · owners done"."""
    finished = [step.step for step in steps if step.state == "done"]
    head = f"read {done}/{total}"
    return f"{head} · {_STEP_NAMES[finished[-1]]} done" if finished else head


async def refresh_summary(tx: Connection, case_id: str, *, now: datetime) -> None:
    """Write the summary row from what the rooms hold now."""
    case = await store.get_case(tx, case_id, lock=True)
    found = await documents.list_documents(tx, case_id)
    done = sum(document.state == "done" for document in found)
    failed = sum(document.state == "failed" for document in found)
    facts = len(await documents.facts_to_check(tx, case_id)) + len(await entities.list_conflicts(tx, case_id))
    hits = sum(hit.verdict in (None, "unsure") for hit in await screening.list_hits(tx, case_id))
    assessment = await risk.find_assessment(tx, case_id)
    steps = await store.list_steps(tx, case_id)
    behind = any(step.state != "done" for step in steps)
    await store.update_case(
        tx,
        case_id,
        documents_total=len(found),
        documents_done=done,
        documents_failed=failed,
        facts_to_check=facts,
        hits_to_judge=hits,
        band=assessment.band if assessment else None,
        score=assessment.score if assessment else None,
        provisional=behind or done + failed < len(found),
        waiting_on=waiting_on(case, await list_blockers(tx, case), facts=facts, hits=hits),
        progress=progress(len(found), done, steps),
        updated_at=now,
    )
