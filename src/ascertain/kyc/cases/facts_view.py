"""The facts of a case beside the party each speaks of; conflicts between documents side by side."""

from collections.abc import Iterable

from ascertain.kernel.database import Connection
from ascertain.kyc import documents, entities
from ascertain.kyc.documents import Fact
from ascertain.kyc.entities import Conflict, Party

Subject = tuple[str, str]  # document id and the subject's local key


def _party_of_subjects(facts: list[Fact], parties: list[Party]) -> dict[Subject, Party]:
    """A holding is its owner's, a passport or account its holder's; what has no such link is a record of its own."""
    own = {(r.document_id, r.subject): party for party in parties for r in party.records if r.document_id}
    linked = {
        (fact.document_id, fact.subject): own[fact.document_id, fact.value]
        for fact in facts
        if fact.property in ("owner", "holder") and (fact.document_id, fact.value) in own
    }
    return {**linked, **own}


def linked_names(facts: Iterable[Fact]) -> dict[str, str]:
    """Fact id to the name of the subject that its value points to, for "member-2" says nothing to a person."""
    facts = list(facts)
    names = {(fact.document_id, fact.subject): fact.value for fact in facts if fact.property == "name"}
    linked = {fact.id: (fact.document_id, fact.value) for fact in facts if fact.property in documents.LINKS}
    return {fact_id: names[subject] for fact_id, subject in linked.items() if subject in names}


async def list_facts(tx: Connection, case_id: str) -> tuple[list[tuple[Fact, Party | None]], list[Conflict]]:
    """Every fact with its party, and the conflicts.

    A fact has no party before the parties are resolved, and none if it is of the document itself, such as its date.
    """
    facts = await documents.list_facts(tx, case_id)
    parties = _party_of_subjects(facts, await entities.list_parties(tx, case_id))
    paired = [(fact, parties.get((fact.document_id, fact.subject))) for fact in facts]
    return paired, await entities.list_conflicts(tx, case_id)
