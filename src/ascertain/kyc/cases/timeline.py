"""The timeline: audit entries told as sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ascertain.kernel import audit
from ascertain.kernel.database import Connection
from ascertain.kyc.cases.blockers import words_of

# action -> sentence; {name} is who acted, the rest comes from the entry's details.
_SENTENCES: dict[str, str] = {
    "case.open": "{name} opened the case",
    "case.assign": "{name} changed the owner or the due date",
    "case.evidence_pack": "{name} took an evidence pack",
    "case.note": "{name} wrote a note",
    "case.task_done": "{name} finished a task",
    "case.reopened": "The case was opened again: {because}",
    "document.upload": "{name} added {filename}",
    "document.retry": "{name} had {filename} read again",
    "document.read": "{filename} was read: {pages}",
    "document.classify": "{filename} was recognised as {document_type}",
    "document.retype": "{filename} was said to be {document_type}",
    "document.extract": "{filename} gave {facts}",
    "document.instructs": "{filename} seems to instruct a model, on page {on_pages}",
    "document.fail": "{filename} could not be read",
    "fact.accept": "{name} accepted {property}: {value}",
    "fact.correct": "{name} corrected {property} to {value}",
    "fact.reject": "{name} rejected {property}: {value}",
    "fact.withdraw": "{property}: {value} is no longer taken as accepted: {filename} is something else",
    "judgement.make": "{name} judged two records {verdict}",
    "entities.resolve": "Parties were resolved: {parties}",
    "ownership.import": "{name} gave {statements} statements of ownership: {filename}",
    "ownership.standing": "{name} said what {company} is: {standing}; source: {source}",
    "ownership.standing_withdrawn": "{name} took back what was said of a company: {standing}",
    "ownership.source": "{name} let {source} count for {company}, instead of {instead}: {reason}",
    "ownership.source_taken_back": "{name} let the rank of sources decide again",
    "ownership.compute": "Owners were computed: {owners}",
    "screening.screen": "Parties were screened: {hits}",
    "hit.adjudicate": "{name} judged a hit {verdict}",
    "hit.undo": "{name} took back the judgement of a hit",
    "risk.assess": "Risk was scored {score} ({band})",
    "flag.dismiss": "{name} dismissed a flag: {detail}",
    "chat.share": "{name} shared a conversation with the assistant",
    "chat.unshare": "{name} shares a conversation with the assistant no longer",
    "chat.export": "{name} took a copy of a conversation with the assistant",
    "chat.delete": "{name} deleted a conversation with the assistant",
    "draft.write": "{name} had a note written that the assistant drafted",
    "draft.decline": "{name} declined a note that the assistant drafted",
    "proposal.make": "{name} proposed to {outcome}",
    "proposal.review": "{name} answered the proposal: {review_outcome}",
}


# Numbers among the details, and what they count.
_COUNTED = {"pages": "page", "facts": "fact", "owners": "beneficial owner", "hits": "hit"}


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened to a case."""

    id: str
    at: datetime
    actor_kind: str
    actor_id: str
    actor_name: str
    action: str
    sentence: str
    object_kind: str
    object_id: str
    reason: str | None
    details: dict[str, Any]


def sentence(action: str, name: str, details: dict[str, Any]) -> str:
    """The entry in words; an action without a sentence of its own shows its name."""
    template = _SENTENCES.get(action)
    if template is None:
        return f"{name}: {action}"
    return template.format_map(_Blank({**_spoken(details), "name": name}))


def _spoken(details: dict[str, Any]) -> dict[str, Any]:
    """Details as one says them: "1 page" and not "1 pages", "legal form" and not "legalForm"."""
    spoken = dict(details)
    for key, one in _COUNTED.items():
        if key in details:
            spoken[key] = f"{details[key]} {one}" if details[key] == 1 else f"{details[key]} {one}s"
    for key in ("property", "document_type"):
        if isinstance(details.get(key), str):
            spoken[key] = words_of(details[key]).replace("_", " ")
    return spoken


def to_entry(entry: audit.AuditEntry) -> TimelineEntry:
    """An audit entry as the timeline shows it."""
    return TimelineEntry(
        id=entry.id,
        at=entry.at,
        actor_kind=entry.actor_kind,
        actor_id=entry.actor_id,
        actor_name=entry.actor_name,
        action=entry.action,
        sentence=sentence(entry.action, entry.actor_name, entry.details),
        object_kind=entry.object_kind,
        object_id=entry.object_id,
        reason=entry.reason,
        details=entry.details,
    )


async def list_timeline(
    tx: Connection, case_id: str, *, kind: str | None, limit: int, cursor: str | None
) -> tuple[list[TimelineEntry], str | None]:
    """Newest first; `kind` keeps the actions of one room, such as "fact" or "proposal"."""
    entries, following = await audit.list_entries(
        tx, stream=case_id, action=f"{kind}." if kind else None, limit=limit, cursor=cursor
    )
    return [to_entry(entry) for entry in entries], following


async def list_since(
    tx: Connection, case_id: str, since: datetime, wanted: Callable[[audit.AuditEntry], bool]
) -> list[str]:
    """Sentences of what happened after `since`, oldest first, of the newest 200 entries."""
    entries, _ = await audit.list_entries(tx, stream=case_id, limit=200)
    return [to_entry(entry).sentence for entry in reversed(entries) if entry.at > since and wanted(entry)]
