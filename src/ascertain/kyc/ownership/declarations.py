"""Statements that people enter about ownership: the regulatory status of a company with its source, and the choice of a source."""

from ascertain.kernel import audit, outbox
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import NotFound
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import entities
from ascertain.kyc.ownership import declaration_store, store
from ascertain.kyc.ownership.exemptions import RegulatoryStatus, StatusNotFound, source_with_author, status_kind
from ascertain.kyc.ownership.sources import Choice

MANUAL_STATEMENT_CHANGED = "ownership.said"  # the name is part of the event contract


class NoSuchConflict(NotFound):
    """The case has no such conflict of sources, or no longer has it."""

    code = "ownership.no_such_conflict"


async def _record_and_publish(tx: Connection, actor: Actor, case_id: str, act: str, details: dict[str, str]) -> None:
    await audit.record(tx, actor, act, object_kind="case", object_id=case_id, stream=case_id, details=details)
    await outbox.publish(tx, MANUAL_STATEMENT_CHANGED, {"case_id": case_id, "act": act, **details}, stream=case_id)


async def add_status(
    tx: Connection, actor: Actor, case_id: str, party_id: str, code: str, source: str
) -> RegulatoryStatus:
    """Store the regulatory status of a company of a case with its source; the steps of the case run again.

    Raises: UnknownStatus; NotFound where the party is not of the case or is a natural person.
    """
    kind = status_kind(code)
    parties = await entities.list_parties(tx, case_id)
    # A natural person has no regulatory status.
    party = next((p for p in parties if p.id == party_id and p.schema != "Person"), None)
    if party is None:
        raise NotFound(f"There is no company {party_id} in the case.")
    status = RegulatoryStatus(code, source_with_author(source, actor.name), new_id("std"))
    await declaration_store.insert_status(
        # By record and not by party: parties are rebuilt with each resolution of the case, records remain.
        tx,
        actor,
        case_id,
        party.records[0].id,
        id=status.id or "",
        code=code,
        source=source,
    )
    details = {"company": party.name, "standing": kind.label, "code": code, "source": source}
    await _record_and_publish(tx, actor, case_id, "ownership.standing", details)
    return status


async def withdraw_status(tx: Connection, actor: Actor, case_id: str, status_id: str) -> None:
    """Withdraw a regulatory status. Raises StatusNotFound."""
    withdrawn = await declaration_store.delete_status(tx, case_id, status_id)
    if withdrawn is None:
        raise StatusNotFound(f"The case has no regulatory status {status_id}.")
    code, source = withdrawn
    details = {"standing": status_kind(code).label, "code": code, "source": source}
    await _record_and_publish(tx, actor, case_id, "ownership.standing_withdrawn", details)


async def choose_source(
    tx: Connection, actor: Actor, case_id: str, *, document_id: str, subject: str, interest: str, reason: str
) -> Choice:
    """Use the other source of a conflict, until the source in force is replaced by a newer one; the steps of the case run again.

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
        raise NoSuchConflict("The case has no such conflict of sources any more: reload its sources.")
    in_force = conflict.kept
    if conflict.reason is not None:  # the source in force was itself chosen: choosing the other revokes that choice
        await _revoke_choice(tx, actor, case_id, in_force.document_id, in_force.subject, interest)
        return Choice(document_id, subject, interest, in_force.document_id, reason, actor.name)
    choice = Choice(document_id, subject, interest, in_force.document_id, reason, actor.name)
    await declaration_store.put_choice(tx, actor, case_id, choice)
    details = {
        "company": conflict.asset_name,
        "source": conflict.other.name,
        "instead": in_force.name,
        "reason": reason,
    }
    await _record_and_publish(tx, actor, case_id, "ownership.source", details)
    return choice


async def _revoke_choice(
    tx: Connection, actor: Actor, case_id: str, document_id: str, subject: str, interest: str
) -> None:
    """Restore the source that ranks first. Raises NoSuchConflict where none was chosen."""
    reason = await declaration_store.delete_choice(tx, case_id, document_id, subject, interest)
    if reason is None:
        raise NoSuchConflict("No source was chosen for this conflict.")
    await _record_and_publish(tx, actor, case_id, "ownership.source_taken_back", {"reason": reason})
