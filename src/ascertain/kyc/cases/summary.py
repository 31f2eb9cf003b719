"""The summary row of a case, from which the queue is read; refreshed on every event of the case."""

from datetime import datetime

from ascertain.kernel.database import Connection
from ascertain.kyc import documents, entities, risk, screening
from ascertain.kyc.cases import store
from ascertain.kyc.cases.blockers import list_blockers
from ascertain.kyc.cases.model import Blocker, CaseSummary, StepStatus
from ascertain.kyc.cases.wording import STEP_NAMES, plural

# What a case waits for when only a person can go on; commands that watch a case end on it.
WAITS_FOR_FAILED_STEP = "a step that failed"


def waiting_on(case: CaseSummary, blockers: list[Blocker], *, facts: int, hits: int) -> str:
    """What the case waits for, as the queue shows it: the earliest thing that somebody or something has to do."""
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
        parts.append(plural(facts, "fact to check", "facts to check"))
    if hits:
        parts.append(plural(hits, "hit to judge", "hits to judge"))
    if parts:
        return ", ".join(parts)
    if "step.failed" in codes:
        return WAITS_FOR_FAILED_STEP
    return "steps running" if "step.running" in codes else "your proposal"


def progress(total: int, done: int, steps: list[StepStatus]) -> str:
    """Progress in a few words, such as "read 4/5" or "read 5/5 · owners done"."""
    finished = [step.step for step in steps if step.state == "done"]
    head = f"read {done}/{total}"
    return f"{head} · {STEP_NAMES[finished[-1]]} done" if finished else head


async def refresh_summary(tx: Connection, case_id: str, *, now: datetime) -> None:
    """Write the summary row from the current state of documents, entities, screening and risk."""
    case = await store.get_case(tx, case_id, lock=True)
    found = await documents.list_documents(tx, case_id)
    done = sum(document.state == "done" for document in found)
    failed = sum(document.state == "failed" for document in found)
    facts = len(await documents.facts_to_check(tx, case_id)) + len(await entities.list_conflicts(tx, case_id))
    hits = sum(hit.verdict in (None, "unsure") for hit in await screening.list_hits(tx, case_id))
    assessment = await risk.find_assessment(tx, case_id)
    steps = await store.list_steps(tx, case_id)
    # Results are provisional until every document is read and every step is done on the current inputs.
    unfinished = any(step.state != "done" for step in steps)
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
        provisional=unfinished or done + failed < len(found),
        waiting_on=waiting_on(case, await list_blockers(tx, case), facts=facts, hits=hits),
        progress=progress(len(found), done, steps),
        updated_at=now,
    )
