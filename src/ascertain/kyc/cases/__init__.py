"""Cases: the pipeline, the queue, tasks, and decisions by four eyes.

A case collects documents, follows them through resolve, own, screen and score, and ends in a decision that one person proposes
and another agrees to. `pipeline.py` is the only state machine; `event_handlers.py` reacts to events of other rooms.
"""

from ascertain.kyc.cases.blockers import list_blockers
from ascertain.kyc.cases.case_commands import add_note, open_case
from ascertain.kyc.cases.decisions import propose, review
from ascertain.kyc.cases.event_handlers import subscriptions
from ascertain.kyc.cases.makers import list_makers
from ascertain.kyc.cases.model import (
    Blocker,
    CaseBlocked,
    CaseChanged,
    CaseDecided,
    CaseNotFound,
    CaseSummary,
    MakerReviews,
    NewCase,
    NoPersonReviews,
    Person,
    Proposal,
    QueueQuery,
    StaleStep,
    Step,
)
from ascertain.kyc.cases.overview import Overview, get_overview
from ascertain.kyc.cases.pipeline import inputs_changed
from ascertain.kyc.cases.queue import list_cases
from ascertain.kyc.cases.snapshots import snapshot_hash
from ascertain.kyc.cases.store import get_case, get_proposal, get_stored_case
from ascertain.kyc.cases.summary import WAITS_FOR_FAILED_STEP, refresh_summary
from ascertain.kyc.cases.wording import humanise

__all__ = [
    "WAITS_FOR_FAILED_STEP",
    "Blocker",
    "CaseBlocked",
    "CaseChanged",
    "CaseDecided",
    "CaseNotFound",
    "CaseSummary",
    "MakerReviews",
    "NewCase",
    "NoPersonReviews",
    "Overview",
    "Person",
    "Proposal",
    "QueueQuery",
    "StaleStep",
    "Step",
    "add_note",
    "get_case",
    "get_overview",
    "get_proposal",
    "get_stored_case",
    "humanise",
    "inputs_changed",
    "list_blockers",
    "list_cases",
    "list_makers",
    "open_case",
    "propose",
    "refresh_summary",
    "review",
    "snapshot_hash",
    "subscriptions",
]
