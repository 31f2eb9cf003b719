"""The audit log: search and verification."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from ascertain.kernel import audit
from ascertain.kernel.http import (
    ERROR_RESPONSES,
    CursorPage,
    Db,
    PageCursor,
    PageLimit,
    WireModel,
    WithAttributes,
    permitted,
    resource,
)
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor

router = APIRouter(prefix="/audit", tags=["audit"], responses=ERROR_RESPONSES)

Auditor = Annotated[Actor, permitted("audit.read")]
Filter = Annotated[StorableStr | None, Query(max_length=100)]


class AuditEntryOut(WireModel):
    """Who did what, when, to what and why."""

    id: str
    at: datetime
    actor_kind: str
    actor_id: str
    actor_name: str
    action: str
    object_kind: str
    object_id: str
    stream: str | None
    reason: str | None
    details: dict[str, Any]


class FindingOut(WireModel):
    """Something that is not as it was written."""

    code: str
    sentence: str
    ordinal: int | None
    entry_id: str | None


class VerificationOut(WireModel):
    """Result of verifying the tenant's chain, the chain over all tenants, and its anchors outside the database."""

    intact: bool
    sealed: int
    unsealed: int
    oldest_unsealed_s: float = Field(description="Seconds for which the oldest entry has waited for its seal")
    broken_at: int | None
    broken_entry_id: str | None
    head: str
    findings: list[FindingOut]
    notices: list[str] = Field(description="What is accepted as it is, or cannot be proven, as sentences")


@router.get("")
async def search_audit(
    actor: Auditor,
    db: Db,
    object_id: Filter = None,
    actor_id: Filter = None,
    action: Filter = None,
    limit: PageLimit = 50,
    cursor: PageCursor = None,
) -> CursorPage[AuditEntryOut]:
    """Entries, newest first; an action with a full stop at its end selects all actions that begin so."""
    async with db.transaction(actor.tenant_id) as tx:
        entries, following = await audit.list_entries(
            tx, object_id=object_id, actor_id=actor_id, action=action, limit=limit, cursor=cursor
        )
    items = [AuditEntryOut.model_validate(entry) for entry in entries]
    return CursorPage(items=items, next_cursor=following)


@router.get("/verification")
async def verify_audit(
    actor: Auditor,
    db: Db,
    keys: Annotated[audit.Keyring, resource(audit.Keyring)],
    places: Annotated[audit.AnchorPlaces, resource(audit.AnchorPlaces)],
) -> VerificationOut:
    """Recompute the chain from its first entry, and compare it with the keys and the anchors."""
    found = await audit.verify(db, actor.tenant_id, keys)
    master = await audit.verify_master(db, keys, places)
    return VerificationOut.model_validate(
        WithAttributes(
            found,
            intact=found.intact and master.intact,
            findings=[*found.findings, *master.findings],
            notices=[*found.notices, *master.notices],
        )
    )
