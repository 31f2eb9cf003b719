"""Blockers: what has to be settled before a case can be decided."""

from collections.abc import Iterable

from ascertain.kernel.database import Connection
from ascertain.kyc import documents, entities, ownership, risk, screening
from ascertain.kyc.cases import store
from ascertain.kyc.cases.model import Blocker, CaseSummary, StepStatus
from ascertain.kyc.cases.wording import STEP_NAMES, humanise, plural


async def _document_blockers(tx: Connection, case_id: str) -> list[Blocker]:
    blockers = []
    counts = await documents.count_documents(tx, case_id)
    if not counts:
        blockers.append(Blocker("documents.none", "No document has been uploaded yet.", "overview"))
    unread = sum(count for state, count in counts.items() if state not in ("done", "failed"))
    if unread:
        # A rejection waits too: an unread document may name the customer that the rejection is about.
        sentence = f"{plural(unread, 'document is', 'documents are')} still being read."
        blockers.append(Blocker("documents.reading", sentence, "overview", stops_rejection=True))
    for document in await documents.list_failed(tx, case_id):
        sentence = f"{document.filename} could not be read: replace it or retry."
        blockers.append(Blocker("documents.failed", sentence, "overview", "document", document.id))
    return blockers


async def _flag_blockers(tx: Connection, case_id: str) -> list[Blocker]:
    """Open flags of high severity, the first of each document: one document is one thing to look at."""
    severe = [flag for flag in await documents.list_open_flags(tx, case_id) if flag.severity == "high"]
    first_by_document = {flag.document_id: flag for flag in reversed(severe)}
    return [
        Blocker(
            "documents.flagged",
            f"{flag.detail} Review the document, then dismiss the flag or request a better document.",
            "overview",
            "document",
            flag.document_id,
        )
        for flag in reversed(first_by_document.values())
    ]


def step_blockers(case: CaseSummary, steps: Iterable[StepStatus]) -> list[Blocker]:
    """The first step that failed or has not run on the current inputs of the case; empty where every step has."""
    blockers = []
    for step in steps:
        name = STEP_NAMES[step.step]
        if step.state == "failed":
            sentence = f"The step “{name}” failed: {step.detail}"
            blockers.append(Blocker("step.failed", sentence, "overview", stops_rejection=True))
        elif step.state != "done" or step.inputs_version != case.inputs_version:
            sentence = f"The step “{name}” has not run on the latest facts yet."
            blockers.append(Blocker("step.running", sentence, "overview", stops_rejection=True))
    # The steps follow one another, so those after the first blocked one add nothing.
    return blockers[:1]


def policy_blockers(assessment: "risk.Assessment | None", policy: "risk.Policy | None") -> list[Blocker]:
    """Whether the case was scored under another version of the policy than the published one."""
    # A published version reaches the cases page by page; until then their scores are those of the version before.
    if assessment is None or policy is None or assessment.policy_id == policy.id:
        return []
    sentence = f"The case has not been scored under version {policy.version} of the policy yet."
    return [Blocker("step.running", sentence, "overview", stops_rejection=True)]


async def _fact_blockers(tx: Connection, case_id: str) -> list[Blocker]:
    blockers = []
    for conflict in await entities.list_conflicts(tx, case_id):
        what = f"{humanise(conflict.property)} of {conflict.subject_name}"
        sentence = f"Documents disagree on the {what}: accept one value and reject the others."
        blockers.append(Blocker("facts.conflict", sentence, "facts", "fact", conflict.fact_ids[0]))
    to_check = await documents.facts_to_check(tx, case_id)
    withdrawn = [fact for fact in to_check if fact.state == "withdrawn"]
    if withdrawn:
        counted = plural(len(withdrawn), "accepted fact was", "accepted facts were")
        sentence = f"{counted} withdrawn when a document was reclassified: accept, correct or reject again."
        blockers.append(Blocker("facts.withdrawn", sentence, "facts", "fact", withdrawn[0].id))
    unsure = [fact for fact in to_check if fact.state == "unchecked"]
    if unsure:
        sentence = (
            f"{plural(len(unsure), 'fact was', 'facts were')} read with low confidence: accept, correct or reject."
        )
        blockers.append(Blocker("facts.unchecked", sentence, "facts", "fact", unsure[0].id))
    return blockers


async def _hit_blockers(tx: Connection, case_id: str) -> list[Blocker]:
    open_hits = [hit for hit in await screening.list_hits(tx, case_id) if hit.verdict in (None, "unsure")]
    if not open_hits:
        return []
    count = plural(len(open_hits), "screening hit is", "screening hits are")
    sentence = f"{count} open: adjudicate as same or different."
    return [Blocker("hits.open", sentence, "screening", "hit", open_hits[0].id)]


async def _owner_blockers(tx: Connection, case_id: str) -> list[Blocker]:
    """Flags of the ownership result that make a decision impossible, such as shares of more than 100 % in all."""
    result = await ownership.find_result(tx, case_id)
    flags = result.flags if result else ()
    return [Blocker(f"owners.{f.code}", f.sentence, "ownership") for f in flags if f.severity == "blocker"]


async def list_blockers(tx: Connection, case: CaseSummary) -> list[Blocker]:
    """Everything that prevents an approval, in the order in which an analyst would settle it.

    Documents come first: settling one may add facts, facts change the owners, and owners are screened and scored.
    """
    assessment = await risk.find_assessment(tx, case.id)
    blockers = await _document_blockers(tx, case.id)
    blockers += await _flag_blockers(tx, case.id)
    blockers += step_blockers(case, await store.list_steps(tx, case.id)) or policy_blockers(
        assessment, await risk.find_published(tx)
    )
    blockers += await _fact_blockers(tx, case.id)
    blockers += await _owner_blockers(tx, case.id)
    blockers += await _hit_blockers(tx, case.id)
    if assessment and assessment.band == "prohibited":
        blockers.append(
            Blocker("risk.prohibited", "The policy prohibits this customer: it can only be rejected.", "risk")
        )
    return blockers
