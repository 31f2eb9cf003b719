"""The facts of a case beside the party each speaks of; conflicts between documents side by side."""

from ascertain.kernel.database import Connection
from ascertain.kyc import documents, entities


async def parties_by_subject(tx: Connection, case_id: str) -> "dict[tuple[str, str], entities.Party]":
    """(document id, local subject key) -> party."""
    return {
        (record.document_id, record.subject): party
        for party in await entities.list_parties(tx, case_id)
        for record in party.records
        if record.document_id
    }


async def list_facts(
    tx: Connection, case_id: str
) -> "tuple[list[tuple[documents.Fact, entities.Party | None]], list[entities.Conflict]]":
    """Every fact with its party (None before the parties are resolved, or for a fact about a document), and the conflicts."""
    parties = await parties_by_subject(tx, case_id)
    facts = await documents.list_facts(tx, case_id)
    paired = [(fact, parties.get((fact.document_id, fact.subject))) for fact in facts]
    return paired, await entities.list_conflicts(tx, case_id)
