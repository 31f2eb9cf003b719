"""The overview of a case: what its first tab shows, collected from the rooms below."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ascertain.kernel.database import Connection
from ascertain.kyc import documents, risk
from ascertain.kyc.cases import store
from ascertain.kyc.cases.blockers import list_blockers
from ascertain.kyc.cases.decisions import changed_since
from ascertain.kyc.cases.makers import list_makers
from ascertain.kyc.cases.model import Blocker, CaseSummary, Note, Person, Proposal, StepState, StepStatus, Task
from ascertain.kyc.cases.wording import plural

# The steps of a document, and how many of them are finished in each state. A failed document counts as finished with all:
# it is a blocker of its own, and the other documents must not appear unfinished because of it.
_DOCUMENT_STEPS = ("read", "classify", "extract", "index")
_STEPS_FINISHED = {"queued": 0, "reading": 0, "read": 1, "classified": 2, "extracted": 3, "done": 4, "failed": 4}


@dataclass(frozen=True, slots=True)
class Overview:
    """A case with its steps, blockers, tasks, notes and the state of its decision."""

    case: CaseSummary
    steps: list[StepStatus]
    blockers: list[Blocker]
    tasks: list[Task]
    notes: list[Note]
    assessment: "risk.Assessment | None"
    proposal: Proposal | None
    changed_since: list[str]
    makers: list[Person]


def document_steps(counts: "Mapping[documents.DocumentState, int]", version: int) -> list[StepStatus]:
    """The documents' own steps, summed over all documents of the case, of which `counts` are in each state."""
    total = sum(counts.values())
    finished: Counter[int] = Counter()
    for reached, count in counts.items():
        finished.update(dict.fromkeys(range(_STEPS_FINISHED[reached.value]), count))
    steps = []
    for position, name in enumerate(_DOCUMENT_STEPS):
        done = finished[position]
        state: StepState = "done" if total and done == total else "running" if done < total else "waiting"
        detail = f"{done} of {plural(total, 'document')}" if total else "no documents"
        steps.append(StepStatus(name, state, version, detail, None))
    return steps


async def get_overview(tx: Connection, case_id: str) -> Overview:
    """Everything that the first tab of a case shows. Raises CaseNotFound."""
    case = await store.get_case(tx, case_id)
    proposal = await store.find_latest_proposal(tx, case_id)
    return Overview(
        case=case,
        steps=document_steps(await documents.count_documents(tx, case_id), case.inputs_version)
        + await store.list_steps(tx, case_id),
        blockers=await list_blockers(tx, case),
        tasks=await store.list_tasks(tx, case_id),
        notes=await store.list_notes(tx, case_id),
        assessment=await risk.find_assessment(tx, case_id),
        proposal=proposal,
        changed_since=await changed_since(tx, proposal),
        makers=await list_makers(tx, case),
    )
