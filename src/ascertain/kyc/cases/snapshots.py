"""The snapshot of a proposal: everything that it rests on, copied, hashed, and compared when somebody agrees to it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from ascertain.kernel.database import Connection
from ascertain.kyc import documents, entities, ownership, risk, screening
from ascertain.kyc.cases.model import CaseSummary
from ascertain.kyc.cases.wording import plural

Snapshot = dict[str, Any]

# Of the case itself only what was declared: its state, its counts and its due date change by the proposal itself.
_DECLARED = ("customer_name", "customer_kind", "country", "birth_date", "registration_number", "round")
# A watchlist update stores its version with every hit, also with those that it leaves as they are.
_VOLATILE = {"hits": ("list_version",)}
# Parts that are lists of objects with an id, and the words for one and for several of them.
_LISTS = {
    "documents": ("document", "documents"),
    "facts": ("fact", "facts"),
    "flags": ("open flag", "open flags"),
    "parties": ("party", "parties"),
    "hits": ("screening hit", "screening hits"),
}


async def take_snapshot(tx: Connection, case: CaseSummary) -> Snapshot:
    """Everything that a decision on the case rests on, as plain JSON values."""
    result = await ownership.find_result(tx, case.id)
    assessment = await risk.find_assessment(tx, case.id)
    policy = await risk.find_published(tx)
    parts = {
        "case": asdict(case),
        "documents": [asdict(document) for document in await documents.list_documents(tx, case.id)],
        "facts": [asdict(fact) for fact in await documents.effective_facts(tx, case.id)],
        "flags": [asdict(flag) for flag in await documents.list_open_flags(tx, case.id)],
        "parties": [asdict(party) for party in await entities.list_parties(tx, case.id)],
        "ownership": asdict(result) if result else None,
        "hits": [asdict(hit) for hit in await screening.list_hits(tx, case.id)],
        "assessment": asdict(assessment) if assessment else None,
        "policy": {"id": policy.id, "name": policy.name, "version": policy.version} if policy else None,
    }
    # Through JSON and back, so that the hash is of exactly what the database stores and returns.
    snapshot: Snapshot = json.loads(json.dumps(parts, default=str, sort_keys=True))
    return snapshot


def snapshot_hash(snapshot: Snapshot) -> str:
    """SHA-256 of a snapshot's canonical JSON, in hex."""
    return hashlib.sha256(json.dumps(snapshot, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def differences(proposed: Snapshot, current: Snapshot) -> list[str]:
    """What a decision rests on and is no longer as it was proposed, as sentences; empty where both are equal.

    A part that an older proposal does not have is not compared.
    """
    before, after = _comparable(proposed), _comparable(current)
    changed = [name for name in before if snapshot_hash({name: before[name]}) != snapshot_hash({name: after.get(name)})]
    return [_DESCRIPTIONS.get(name, _describe_part)(name, before[name], after.get(name)) for name in changed]


def _comparable(snapshot: Snapshot) -> Snapshot:
    parts = {**snapshot, "case": {name: snapshot["case"].get(name) for name in _DECLARED}}
    for name, columns in _VOLATILE.items():
        parts[name] = [{key: value for key, value in one.items() if key not in columns} for one in parts.get(name, [])]
    return parts


def _describe_list(name: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> str:
    old, new = ({one["id"]: one for one in side} for side in (before, after))
    counts = {
        "added": len(new.keys() - old.keys()),
        "removed": len(old.keys() - new.keys()),
        "changed": sum(old[one] != new[one] for one in old.keys() & new.keys()),
    }
    said = [f"{plural(count, *_LISTS[name])} {what}" for what, count in counts.items() if count]
    return (", ".join(said) or f"{_LISTS[name][1]} in another order") + "."


def _describe_policy(_: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    old, new = ((f"version {side['version']}" if side else "none") for side in (before, after))
    return f"The policy in force is {new}; the proposal rests on {old}."


def _describe_part(name: str, before: Any, after: Any) -> str:
    title = {"case": "The declared customer", "ownership": "The ownership", "assessment": "The risk assessment"}
    return f"{title.get(name, name)} has changed."


_DESCRIPTIONS: dict[str, Callable[[str, Any, Any], str]] = {
    **dict.fromkeys(_LISTS, _describe_list),
    "policy": _describe_policy,
}
