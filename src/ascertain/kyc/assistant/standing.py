"""Where a case stands, as sentences that can be cited: its documents, what contradicts, what keeps it from its decision."""

from ascertain.kernel.database import Connection
from ascertain.kyc import cases, documents, entities
from ascertain.kyc.assistant.model import Ref, Source
from ascertain.kyc.assistant.results import computed
from ascertain.kyc.documents import Document, Fact

_MOST_NAMED = 30


async def standing_statements(tx: Connection, case_id: str) -> list[Source]:
    """The documents, contradictions and flags of a case, and what is still to be done before it can be decided."""
    case = await cases.get_case(tx, case_id)
    blockers = await cases.list_blockers(tx, case)
    facts = {fact.id: fact for fact in await documents.effective_facts(tx, case_id)}
    told = document_statements(await documents.list_documents(tx, case_id))
    told += [
        computed("case", f"flag-{flag.id}", flag.detail, "Documents", Ref("document", flag.document_id))
        for flag in await documents.list_open_flags(tx, case_id)
    ]
    for conflict in await entities.list_conflicts(tx, case_id):
        told.append(conflict_statement(conflict, [facts[one] for one in conflict.fact_ids if one in facts]))
    told += [
        computed(
            "case",
            f"blocker-{at}",
            f"What stands in the way of a decision on {case.customer_name}: {blocker.sentence}",
            "Case",
        )
        for at, blocker in enumerate(blockers)
    ]
    if not blockers and case.state == "open":
        told.append(
            computed(
                "case",
                "free",
                f"Nothing stands in the way of a decision on {case.customer_name}: it can be proposed.",
                "Case",
            )
        )
    return told


def document_statements(found: list[Document]) -> list[Source]:
    """Which documents there are, and of each its type and length."""
    if not found:
        return [computed("case", "documents", "No document has been given yet.", "Documents")]
    named = ", ".join(f"{one.filename} ({_type(one)})" for one in found[:_MOST_NAMED])
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    text = f"The case holds {len(found)} document{'s' if len(found) > 1 else ''}: {named}{more}."
    return [computed("case", "documents", text, "Documents")]


def _type(document: Document) -> str:
    return (document.document_type or "type not known").replace("_", " ")


def conflict_statement(conflict: entities.Conflict, facts: list[Fact]) -> Source:
    """Which values two documents give, and where each stands."""
    what = cases.words_of(conflict.property)
    values = "; ".join(f"{fact.value} in {fact.document_name}, page {fact.page_number}" for fact in facts)
    text = f"The documents contradict each other on the {what} of {conflict.subject_name}: {values}."
    ref = Ref("fact", facts[0].id) if facts else None
    return computed("case", f"conflict-{conflict.party_id}-{conflict.property}", text, "Case", ref)
