"""Facts of one party that cannot all be true."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ascertain.kernel.database import Connection
from ascertain.kyc import documents
from ascertain.kyc.documents import Fact, StatedValue
from ascertain.kyc.entities import store

# A person or company has one of each; others, such as addresses, may differ from document to document.
SINGLE_VALUED = ("birthDate", "registrationNumber", "incorporationDate", "jurisdiction", "sharesIssued", "gender")

_Stated = TypeVar("_Stated", Fact, StatedValue)
_Party = TypeVar("_Party")
_Subject = tuple[str, str]  # document and subject


@dataclass(frozen=True, slots=True)
class Conflict:
    """A property of a party of which documents give different values; the facts, best ranked first."""

    party_id: str
    subject_name: str
    schema: str
    property: str
    fact_ids: tuple[str, ...]


def _settled(facts: Sequence[Fact | StatedValue]) -> bool:
    """One value, or one value that a person accepted: persons outrank the machine."""
    # A reviewer's accepted value settles the conflict, whatever other documents state.
    accepted = {fact.value for fact in facts if fact.state == "accepted"}
    return len(accepted or {fact.value for fact in facts}) <= 1


def _unsettled(
    facts: Iterable[_Stated], parties: Iterable[tuple[_Party, _Subject]]
) -> list[tuple[_Party, str, list[_Stated]]]:
    """Party, property and facts of each conflict among these facts of single-valued properties."""
    by_subject: dict[_Subject, list[_Stated]] = defaultdict(list)
    for fact in facts:
        by_subject[fact.document_id, fact.subject].append(fact)
    found: dict[_Party, list[_Stated]] = defaultdict(list)
    for party, subject in parties:
        found[party] += by_subject.get(subject, ())
    stated = [
        (party, name, [fact for fact in mine if fact.property == name])
        for party, mine in found.items()
        for name in SINGLE_VALUED
    ]
    return [(party, name, given) for party, name, given in stated if not _settled(given)]


async def list_conflicts(tx: Connection, case_id: str) -> list[Conflict]:
    """The open conflicts of a case."""
    facts = await documents.effective_facts(tx, case_id, properties=SINGLE_VALUED)
    # Only parties that documents name: an imported file may have brought thousands of others.
    parties = await store.parties_of_subjects(tx, case_id, sorted({fact.document_id for fact in facts}))
    return [
        Conflict(*party, name, tuple(fact.id for fact in given)) for party, name, given in _unsettled(facts, parties)
    ]


async def count_conflicts(tx: Connection, case_id: str) -> int:
    """Number of the open conflicts of a case, from the stated values alone: those of a large case are many."""
    stated = await documents.stated_values(tx, case_id, SINGLE_VALUED)
    parties = await store.party_ids_of_subjects(tx, case_id, sorted({one.document_id for one in stated}))
    return len(_unsettled(stated, parties))
