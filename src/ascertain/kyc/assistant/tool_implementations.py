"""Implementations of the assistant's tools; each returns sources that can be cited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ascertain.ai import retrieval
from ascertain.ai.text import terms
from ascertain.ai.text.embedding import Embedder
from ascertain.kernel.database import Connection, Database
from ascertain.kyc import cases, documents, ownership, risk, screening
from ascertain.kyc.assistant.context_retrieval import LIBRARY, page_source
from ascertain.kyc.assistant.extractive import expand_question
from ascertain.kyc.assistant.model import Ref, Source
from ascertain.kyc.assistant.results import (
    MAX_CHAINS,
    chain,
    computed,
    hit_statement,
    owner_statements,
    percent,
    risk_statements,
)
from ascertain.kyc.assistant.statements import fact_statements, most_relevant
from ascertain.kyc.assistant.tools import (
    DRAFT_NOTE,
    AssistantTool,
    DocumentSearch,
    FactsWanted,
    HitsWanted,
    NoArguments,
    PolicySearch,
    SharesWanted,
    ToolContext,
)

# Sources that one call returns; a model may call again with other words.
MAX_FOUND = 12
MAX_PASSAGES = 6


@dataclass(frozen=True, slots=True)
class ToolImplementations:
    """The look-ups of the tools, each in a transaction of the tenant of the person who asked."""

    db: Database
    embedder: Embedder

    async def facts(self, context: ToolContext, wanted: FactsWanted) -> list[Source]:
        """Facts about a party, an account or a document."""
        async with self.db.transaction(context.tenant_id) as tx:
            found = fact_statements(await documents.effective_facts(tx, _case(context)))
        return _about(f"{wanted.about} {wanted.field}", found)

    async def owners(self, context: ToolContext, wanted: NoArguments) -> list[Source]:
        """Owners of the customer, and unknown shares."""
        async with self.db.transaction(context.tenant_id) as tx:
            result = await ownership.find_result(tx, _case(context))
        return owner_statements(result) if result else []

    async def shares(self, context: ToolContext, wanted: SharesWanted) -> list[Source]:
        """Shares in the customer, computed."""
        async with self.db.transaction(context.tenant_id) as tx:
            return await _shares(tx, _case(context), wanted)

    async def hits(self, context: ToolContext, wanted: HitsWanted) -> list[Source]:
        """Screening hits by name and verdict."""
        async with self.db.transaction(context.tenant_id) as tx:
            found = await screening.list_hits(tx, _case(context))
        verdict = None if wanted.verdict == "open" else wanted.verdict
        chosen = [hit for hit in found if wanted.verdict == "any" or hit.verdict == verdict]
        statements = [hit_statement(hit) for hit in chosen]
        return _about(wanted.name, statements) if wanted.name else statements

    async def risk(self, context: ToolContext, wanted: NoArguments) -> list[Source]:
        """The risk score and its factors."""
        async with self.db.transaction(context.tenant_id) as tx:
            assessed = await risk.find_assessment(tx, _case(context))
            case = await cases.get_case(tx, _case(context))
        return risk_statements(assessed, case.customer_name) if assessed else []

    async def _search(
        self, context: ToolContext, query: str, scopes: list[str], only: list[str] | None = None
    ) -> list[retrieval.ScoredPassage]:
        words = expand_question(query)
        return await retrieval.search(
            self.db,
            context.tenant_id,
            query=words,
            scopes=scopes,
            embedder=self.embedder,
            limit=MAX_PASSAGES,
            source_ids=only,
        )

    async def search_documents(self, context: ToolContext, wanted: DocumentSearch) -> list[Source]:
        """Passages of the case, or of one document."""
        async with self.db.transaction(context.tenant_id) as tx:
            names = {one.id: one.filename for one in await documents.list_documents(tx, _case(context))}
        only = [key for key, name in names.items() if wanted.document.lower() in name.lower()]
        if not only:
            return []
        found = await self._search(context, wanted.query, [_case(context)], only)
        return [page_source(one, names) for one in found]

    async def search_policy(self, context: ToolContext, wanted: PolicySearch) -> list[Source]:
        """Passages of the library."""
        return [page_source(one, {}) for one in await self._search(context, wanted.query, [LIBRARY])]


def case_tools(db: Database, *, embedder: Embedder) -> tuple[AssistantTool, ...]:
    """The tools over a case and the library, and the one that drafts."""
    look_ups = ToolImplementations(db, embedder)
    return (
        AssistantTool(
            "look_up_facts", "facts looked up", "Facts read from the case's documents: names, dates, numbers, addresses.",
            FactsWanted, "case.read", look_ups.facts,
        ),
        AssistantTool(
            "list_owners", "owners and shares computed", "Owners of the customer, beneficial owners and what is unknown.",
            NoArguments, "case.read", look_ups.owners,
        ),
        AssistantTool(
            "compute_shares", "shares computed",
            "What a person holds of the customer in all, through any chain, or who holds at least so many percent.",
            SharesWanted, "case.read", look_ups.shares,
        ),
        AssistantTool(
            "list_hits", "screening hits looked up", "Screening hits of the case on watchlists, with what was said of them.",
            HitsWanted, "case.read", look_ups.hits,
        ),
        AssistantTool(
            "get_risk", "score and factors looked up", "The risk score of the case and each factor with its reason.",
            NoArguments, "case.read", look_ups.risk,
        ),
        AssistantTool(
            "search_documents", "documents searched", "Passages of the case's documents for words or a question.",
            DocumentSearch, "case.read", look_ups.search_documents,
        ),
        AssistantTool(
            "search_policy", "policy library searched", "Passages of the policies and procedures for words or a question.",
            PolicySearch, "library.read", look_ups.search_policy, of_case=False,
        ),
        DRAFT_NOTE,
    )  # fmt: skip


def _case(context: ToolContext) -> str:
    assert context.case_id is not None  # tools of a case are not offered without one
    return context.case_id


def _about(words: str, statements: Sequence[Source]) -> list[Source]:
    """The statements with at least one of these words, best first."""
    asked = set(terms(words))
    ranked = most_relevant(words, statements, most=MAX_FOUND)
    return [one for one in ranked if asked & set(terms(one.passage.text))]


async def _shares(tx: Connection, case_id: str, wanted: SharesWanted) -> list[Source]:
    """Shares computed exactly from the graph of the case, each with its chains of holdings."""
    result = await ownership.find_result(tx, case_id)
    if result is None or result.company_party_id is None:
        return []
    # The stored result has rounded floats; thresholds are compared exactly, so the shares are computed again from the graph.
    stated = await ownership.graph_of_case(tx, case_id, date.fromisoformat(result.as_of))
    company = result.company_party_id
    if company not in stated.graph.names:
        return []
    minimum = Fraction(str(wanted.at_least_percent)) / 100
    holders = ownership.beneficial_owners(stated.graph, company, threshold=minimum)
    names, asked = stated.graph.names, set(terms(wanted.holder))
    chosen = [(party, share) for party, share in holders if asked <= set(terms(names[party])) and share]
    if not chosen:
        who = f"{wanted.holder} holds no share" if asked else "no one holds a share"
        bound = f" of at least {percent(float(minimum))}" if minimum else ""
        text = f"According to the documents {who}{bound} of {names[company]} that can be computed."
        return [computed("ownership", f"shares-none-{wanted.holder}-{minimum}", text, "Ownership")]
    paths = {owner.party_id: owner.paths for owner in result.owners}
    statements = []
    for party, share in chosen[:MAX_FOUND]:
        text = f"{names[party]} holds {percent(float(share))} of {names[company]} in total"
        chains = [chain(path) for path in paths.get(party, ()) if path.kind == "shares" and path.steps]
        text += f": {'; '.join(chains[:MAX_CHAINS])}." if chains else "."
        statements.append(computed("ownership", f"share-{party}", text, "Ownership", Ref("owner", party)))
    return statements
