"""Facts of one party that cannot all be true."""

from collections import defaultdict
from dataclasses import dataclass

from ascertain.kernel.database import Connection
from ascertain.kyc import documents
from ascertain.kyc.documents import Fact
from ascertain.kyc.entities import store

# A person or company has one of each; others, such as addresses, may differ from document to document.
SINGLE_VALUED = ("birthDate", "registrationNumber", "incorporationDate", "jurisdiction", "sharesIssued", "gender")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A property of a party of which documents give different values; the facts, best ranked first."""

    party_id: str
    subject_name: str
    schema: str
    property: str
    fact_ids: tuple[str, ...]


def _settled(facts: list[Fact]) -> bool:
    """One value, or one value that a person accepted: persons outrank the machine."""
    # A reviewer's accepted value settles the conflict, whatever other documents state.
    accepted = {fact.value for fact in facts if fact.state == "accepted"}
    return len(accepted or {fact.value for fact in facts}) <= 1


async def list_conflicts(tx: Connection, case_id: str) -> list[Conflict]:
    """The open conflicts of a case."""
    facts: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in await documents.effective_facts(tx, case_id):
        facts[fact.document_id, fact.subject].append(fact)
    conflicts = []
    for party in await store.list_parties(tx, case_id):
        mine = [fact for record in party.records for fact in facts.get((record.document_id or "", record.subject), ())]
        for name in SINGLE_VALUED:
            found = [fact for fact in mine if fact.property == name]
            if not _settled(found):
                ids = tuple(fact.id for fact in found)
                conflicts.append(Conflict(party.id, party.name, party.schema, name, ids))
    return conflicts
