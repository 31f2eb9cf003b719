"""The timeline of a case: its audit entries as sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ascertain.kernel import audit
from ascertain.kernel.database import Connection
from ascertain.kyc.cases.pipeline import reason_of
from ascertain.kyc.cases.wording import humanise, plural

# Action to sentence: {name} is the actor, every other field comes from the entry's details. An action of a case without a
# sentence fails a unit test, so that no raw action name reaches the screen.
_SENTENCES: dict[str, str] = {
    "case.open": "{name} opened the case",
    "case.assign": "{name} changed the owner or the due date",
    "case.evidence_pack": "{name} downloaded an evidence pack",
    "case.note": "{name} added a note",
    "case.task_done": "{name} completed a task",
    "case.reopened": "The case was reopened: {because}",
    "document.upload": "{name} added {filename}",
    "document.retry": "{name} re-read {filename}",
    "document.read": "{filename} was read: {pages}",
    "document.classify": "{filename} was classified as {document_type}",
    "document.map": "{name} said what the columns of a table in {filename} are: {headings}",
    "document.retype": "{name} reclassified {filename} as {document_type}",
    "document.extract": "{facts} extracted from {filename}",
    "document.instructs": "Possible prompt injection in {filename}, on page {on_pages}",
    "document.fail": "{filename} could not be read",
    "document.damaged": "The stored file of {filename} was found damaged",
    "document.repaired": "The stored file of {filename} is undamaged again",
    "fact.accept": "{name} accepted {property}: {value}",
    "fact.correct": "{name} corrected {property} to {value}",
    "fact.reject": "{name} rejected {property}: {value}",
    "fact.withdraw": "Acceptance of {property} {value} was withdrawn: {filename} was reclassified",
    "judgement.make": "{name} judged two records: {verdict}",
    "judgement.revoke": "{name} revoked a judgement of two records",
    "entities.resolve": "{parties}",
    "ownership.import": "{name} imported {statements} from {filename}",
    "ownership.standing": "{name} recorded the regulatory status of {company}: {standing} (source: {source})",
    "ownership.standing_withdrawn": "{name} withdrew the regulatory status of a company: {standing}",
    "ownership.source": "{name} selected {source} over {instead} as the source for {company}: {reason}",
    "ownership.source_taken_back": "{name} restored the default source",
    "ownership.compute": "Ownership was computed: {owners}",
    "screening.screen": "Parties were screened: {hits}",
    "hit.adjudicate": "{name} adjudicated a hit: {verdict}",
    "hit.undo": "{name} withdrew the adjudication of a hit",
    "risk.assess": "Risk was scored {score} ({band})",
    "flag.dismiss": "{name} dismissed a flag: {detail}",
    "chat.share": "{name} shared a conversation with the assistant",
    "chat.unshare": "{name} stopped sharing a conversation with the assistant",
    "chat.export": "{name} exported a conversation with the assistant",
    "chat.delete": "{name} deleted a conversation with the assistant",
    "draft.write": "{name} added a note drafted by the assistant",
    "draft.decline": "{name} declined a note drafted by the assistant",
    "proposal.make": "{name} proposed to {outcome}",
    "proposal.review": "{name} reviewed the proposal: {review_outcome}",
}


# Details that are numbers, and the noun that each of them counts.
_COUNTED = {
    "pages": "page",
    "facts": "fact",
    "owners": "beneficial owner",
    "hits": "hit",
    "statements": "ownership statement",
}


class _Details(dict[str, Any]):
    """Details of an entry; one written before its sentence named a detail shows an ellipsis in its place."""

    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event in the history of a case."""

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
    """The entry as a sentence; an action without a template shows its code."""
    template = _SENTENCES.get(action)
    if template is None:
        return f"{name}: {action}"
    return template.format_map(_Details({**_readable(details), "name": name}))


def _readable(details: dict[str, Any]) -> dict[str, Any]:
    """Details in words: "1 page" and not "1 pages", "legal form" and not "legalForm"."""
    readable = dict(details)
    for key, noun in _COUNTED.items():
        if key in details:
            readable[key] = plural(details[key], noun)
    for key in ("property", "document_type"):
        if isinstance(details.get(key), str):
            readable[key] = humanise(details[key])
    if isinstance(details.get("parties"), int):
        readable["parties"] = plural(details["parties"], "party was resolved", "parties were resolved")
    if isinstance(details.get("because"), str):
        readable["because"] = reason_of(details["because"])
    return readable


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
    """Newest first; `kind` selects the actions on one kind of object, such as "fact" or "proposal"."""
    entries, next_cursor = await audit.list_entries(
        tx, stream=case_id, action=f"{kind}." if kind else None, limit=limit, cursor=cursor
    )
    return [to_entry(entry) for entry in entries], next_cursor


async def list_since(
    tx: Connection, case_id: str, since: datetime, wanted: Callable[[audit.AuditEntry], bool]
) -> list[str]:
    """Sentences of the entries after `since` that `wanted` accepts, oldest first; looks at the newest 200 only."""
    # One page of the audit log: a proposal waits for hours or days, and 200 acts in that time are far above what was seen.
    entries, _ = await audit.list_entries(tx, stream=case_id, limit=200)
    return [to_entry(entry).sentence for entry in reversed(entries) if entry.at > since and wanted(entry)]
