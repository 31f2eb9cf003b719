"""What people say of ownership beside papers: the standing of a company with its source, and which of two sources counts."""

from ascertain.kernel import audit, outbox
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import NotFound
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import entities
from ascertain.kyc.ownership import declaration_store, store
from ascertain.kyc.ownership.exemptions import RegulatoryStatus, StatusNotFound, status_kind
from ascertain.kyc.ownership.sources import Choice

MANUAL_STATEMENT_CHANGED = "ownership.said"


class NoSuchConflict(NotFound):
    """The case has no such conflict of sources, or not any more."""

    code = "ownership.no_such_conflict"


async def _tell(tx: Connection, actor: Actor, case_id: str, act: str, details: dict[str, str]) -> None:
    await audit.record(tx, actor, act, object_kind="case", object_id=case_id, stream=case_id, details=details)
    await outbox.publish(tx, MANUAL_STATEMENT_CHANGED, {"case_id": case_id, "act": act, **details}, stream=case_id)


async def add_status(
    tx: Connection, actor: Actor, case_id: str, party_id: str, code: str, source: str
) -> RegulatoryStatus:
    """Keep that a company of a case has a standing, by a named source; the case's steps run anew.

    Raises: UnknownStatus; NotFound where the party is not of the case or is a natural person.
    """
    kind = status_kind(code)
    parties = await entities.list_parties(tx, case_id)
    party = next((p for p in parties if p.id == party_id and p.schema != "Person"), None)
    if party is None:
        raise NotFound(f"There is no company {party_id} in the case.")
    said = RegulatoryStatus(code, f"{source} (said by {actor.name})", new_id("std"))
    await declaration_store.insert_status(
        tx, actor, case_id, party.records[0].id, id=said.id or "", code=code, source=source
    )
    details = {"company": party.name, "standing": kind.label, "code": code, "source": source}
    await _tell(tx, actor, case_id, "ownership.standing", details)
    return said


async def withdraw_status(tx: Connection, actor: Actor, case_id: str, standing_id: str) -> None:
    """Take a standing back. Raises StatusNotFound."""
    taken = await declaration_store.delete_status(tx, case_id, standing_id)
    if taken is None:
        raise StatusNotFound(f"There is no standing {standing_id} in the case.")
    code, source = taken
    details = {"standing": status_kind(code).label, "code": code, "source": source}
    await _tell(tx, actor, case_id, "ownership.standing_withdrawn", details)


async def choose_source(
    tx: Connection, actor: Actor, case_id: str, *, document_id: str, subject: str, interest: str, reason: str
) -> Choice:
    """Let the other source of a conflict count, as long as what counts now would count by its rank; the case's steps run anew.

    Raises: NoSuchConflict.
    """
    result = await store.find_result(tx, case_id)
    wanted = (document_id, subject, interest)
    conflict = next(
        (
            c
            for c in (result.conflicts if result else ())
            if (c.other.document_id, c.other.subject, c.interest) == wanted
        ),
        None,
    )
    if conflict is None:
        raise NoSuchConflict("No such conflict of sources stands in the case: look at its sources again.")
    if conflict.reason is not None:  # what counts was itself chosen: choosing the other takes that back
        await _take_back(tx, actor, case_id, conflict.kept.document_id, conflict.kept.subject, interest)
        return Choice(document_id, subject, interest, conflict.kept.document_id, reason, actor.name)
    choice = Choice(document_id, subject, interest, conflict.kept.document_id, reason, actor.name)
    await declaration_store.put_choice(tx, actor, case_id, choice)
    details = {
        "company": conflict.asset_name,
        "source": conflict.other.name,
        "instead": conflict.kept.name,
        "reason": reason,
    }
    await _tell(tx, actor, case_id, "ownership.source", details)
    return choice


async def _take_back(tx: Connection, actor: Actor, case_id: str, document_id: str, subject: str, interest: str) -> None:
    """Let ranks decide again. Raises NoSuchConflict where nothing was chosen."""
    taken = await declaration_store.delete_choice(tx, case_id, document_id, subject, interest)
    if taken is None:
        raise NoSuchConflict("No source was chosen there.")
    await _tell(tx, actor, case_id, "ownership.source_taken_back", {"reason": taken})
