"""The status of a case as sentences that can be cited: its documents, flags, conflicts and blockers."""

from collections.abc import Sequence

from ascertain.kernel.database import Connection
from ascertain.kyc import cases, documents, entities
from ascertain.kyc.assistant.model import Ref, Source
from ascertain.kyc.assistant.results import computed
from ascertain.kyc.cases import CaseSummary
from ascertain.kyc.documents import Document, Fact

_MAX_NAMED = 30  # file names in one sentence


async def status_statements(tx: Connection, case: CaseSummary, facts: Sequence[Fact]) -> list[Source]:
    """The documents, flags and conflicts of a case, and its blockers or their absence."""
    of_case = Ref("case", case.id)
    statements = [document_statement(await documents.list_documents(tx, case.id), of_case)]
    statements += [
        computed("case", f"flag-{flag.id}", flag.detail, "Documents", Ref("document", flag.document_id))
        for flag in await documents.list_open_flags(tx, case.id)
    ]
    by_id = {fact.id: fact for fact in facts}
    for conflict in await entities.list_conflicts(tx, case.id):
        statements.append(conflict_statement(conflict, [by_id[one] for one in conflict.fact_ids if one in by_id]))
    blockers = await cases.list_blockers(tx, case)
    for at, blocker in enumerate(blockers):
        # "Stands in the way" is the phrase to which `extractive/wording.toml` rewords questions about blockers.
        text = f"What stands in the way of a decision on {case.customer_name}: {blocker.sentence}"
        statements.append(computed("case", f"blocker-{at}", text, "Case", of_case))
    if not blockers and case.state == "open":
        text = f"Nothing stands in the way of a decision on {case.customer_name}: it can be proposed."
        statements.append(computed("case", "free", text, "Case", of_case))
    return statements


def document_statement(found: Sequence[Document], of_case: Ref) -> Source:
    """The documents of a case, each with its type."""
    if not found:
        return computed("case", "documents", "No document has been uploaded yet.", "Documents", of_case)
    named = ", ".join(f"{one.filename} ({_type(one)})" for one in found[:_MAX_NAMED])
    more = f" and {len(found) - _MAX_NAMED} more" if len(found) > _MAX_NAMED else ""
    text = f"The case has {len(found)} document{'s' if len(found) > 1 else ''}: {named}{more}."
    return computed("case", "documents", text, "Documents", of_case)


def _type(document: Document) -> str:
    return (document.document_type or "unknown type").replace("_", " ")


def conflict_statement(conflict: entities.Conflict, facts: list[Fact]) -> Source:
    """The different values that documents state for one property, each with its document and page."""
    what = cases.humanise(conflict.property)
    values = "; ".join(f"{fact.value} in {fact.document_name}, page {fact.page_number}" for fact in facts)
    text = f"The documents contradict each other on the {what} of {conflict.subject_name}: {values}."
    ref = Ref("fact", facts[0].id) if facts else None
    return computed("case", f"conflict-{conflict.party_id}-{conflict.property}", text, "Case", ref)
