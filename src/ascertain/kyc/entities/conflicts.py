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
        if fact.property in SINGLE_VALUED:
            facts[fact.document_id, fact.subject].append(fact)
    # Only parties that documents name: an imported file may have brought thousands of others.
    found: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for party, subject in await store.parties_of_subjects(tx, case_id, sorted({one for one, _ in facts})):
        found[party] += facts.get(subject, ())
    conflicts = []
    for (party_id, party_name, schema), mine in found.items():
        for name in SINGLE_VALUED:
            stated = [fact for fact in mine if fact.property == name]
            if not _settled(stated):
                conflicts.append(Conflict(party_id, party_name, schema, name, tuple(fact.id for fact in stated)))
    return conflicts
