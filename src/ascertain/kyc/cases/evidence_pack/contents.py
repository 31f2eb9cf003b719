"""The contents of a pack, read in one transaction under the lock of the case."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from ascertain.kernel import audit
from ascertain.kernel.database import Connection
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import documents, entities, ownership, risk, screening
from ascertain.kyc.cases import store, timeline

# The download of a pack is in the audit log and not in the pack, or each pack would differ from the one before.
MADE = "case.evidence_pack"


@dataclass(frozen=True, slots=True)
class Pack:
    """A case as plain JSON values, and its documents; their files are read one by one when the pack is written."""

    reference: str
    content: dict[str, Any]
    documents: tuple[documents.Document, ...]


async def gather(tx: Connection, case_id: str) -> Pack:
    """Everything that a decision on the case rests on. Raises CaseNotFound."""
    case = await store.get_case(tx, case_id, lock=True)
    files = await documents.list_documents(tx, case_id)
    result = await ownership.find_result(tx, case_id)
    assessment = await risk.find_assessment(tx, case_id)
    parts = {
        "format": "ascertain.evidence-pack/1",
        "case": asdict(case),
        "parties": [asdict(party) for party in await entities.list_parties(tx, case_id)],
        "documents": [asdict(document) for document in files],
        "facts": [asdict(fact) for fact in await documents.list_facts(tx, case_id)],
        "ownership": asdict(result) if result else None,
        "hits": [asdict(hit) for hit in await screening.list_hits(tx, case_id)],
        "assessment": asdict(assessment) if assessment else None,
        "notes": [asdict(note) for note in await store.list_notes(tx, case_id)],
        "proposals": [asdict(proposal) for proposal in await store.list_proposals(tx, case_id)],
        "timeline": await _timeline(tx, case_id),
    }
    content: dict[str, Any] = json.loads(json.dumps(parts, default=str, sort_keys=True))
    return Pack(case.reference, content, tuple(files))


async def _timeline(tx: Connection, case_id: str) -> list[dict[str, Any]]:
    """Every audit entry of the case, oldest first, with its place and hash in the tenant's chain."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        entries, cursor = await audit.list_entries(tx, stream=case_id, limit=200, cursor=cursor)
        entries = [entry for entry in entries if entry.action != MADE]
        seals = await audit.list_seals(tx, [entry.id for entry in entries])
        found += [
            {
                **asdict(entry),
                "sentence": timeline.sentence(entry.action, entry.actor_name, entry.details),
                "seal": {"ordinal": seals[entry.id][0], "sha256": seals[entry.id][1]} if entry.id in seals else None,
            }
            for entry in entries
        ]
        if cursor is None:
            return found[::-1]


async def record_made(tx: Connection, actor: Actor, case_id: str, manifest_sha256: str) -> None:
    """Record who downloaded a pack of the case, and which one."""
    details = {"manifest_sha256": manifest_sha256}
    await audit.record(tx, actor, MADE, object_kind="case", object_id=case_id, stream=case_id, details=details)
