"""What the tools of the assistant look up, as sources that can be cited."""

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
    MOST_CHAINS,
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

MOST_FOUND = 12
MOST_PASSAGES = 6


@dataclass(frozen=True, slots=True)
class ToolImplementations:
    """Each look-up reads in a transaction of the asker's tenant."""

    db: Database
    embedder: Embedder

    async def facts(self, asking: ToolContext, wanted: FactsWanted) -> list[Source]:
        """Facts about somebody or something."""
        async with self.db.transaction(asking.tenant_id) as tx:
            found = fact_statements(await documents.effective_facts(tx, _case(asking)))
        return _about(f"{wanted.about} {wanted.field}", found)

    async def owners(self, asking: ToolContext, wanted: NoArguments) -> list[Source]:
        """Owners of the customer and what is unknown."""
        async with self.db.transaction(asking.tenant_id) as tx:
            result = await ownership.find_result(tx, _case(asking))
        return owner_statements(result) if result else []

    async def shares(self, asking: ToolContext, wanted: SharesWanted) -> list[Source]:
        """Shares in the customer, computed."""
        async with self.db.transaction(asking.tenant_id) as tx:
            return await _shares(tx, _case(asking), wanted)

    async def hits(self, asking: ToolContext, wanted: HitsWanted) -> list[Source]:
        """Screening hits by name and verdict."""
        async with self.db.transaction(asking.tenant_id) as tx:
            found = await screening.list_hits(tx, _case(asking))
        verdict = None if wanted.verdict == "open" else wanted.verdict
        chosen = [hit for hit in found if wanted.verdict == "any" or hit.verdict == verdict]
        told = [hit_statement(hit) for hit in chosen]
        return _about(wanted.name, told) if wanted.name else told

    async def scored(self, asking: ToolContext, wanted: NoArguments) -> list[Source]:
        """The score and its factors."""
        async with self.db.transaction(asking.tenant_id) as tx:
            assessed = await risk.find_assessment(tx, _case(asking))
            case = await cases.get_case(tx, _case(asking))
        return risk_statements(assessed, case.customer_name) if assessed else []

    async def _look(
        self, asking: ToolContext, query: str, scopes: list[str], only: list[str] | None = None
    ) -> list[retrieval.ScoredPassage]:
        words = expand_question(query)
        return await retrieval.search(
            self.db,
            asking.tenant_id,
            query=words,
            scopes=scopes,
            embedder=self.embedder,
            limit=MOST_PASSAGES,
            source_ids=only,
        )

    async def search_documents(self, asking: ToolContext, wanted: DocumentSearch) -> list[Source]:
        """Passages of the case, or of one document."""
        async with self.db.transaction(asking.tenant_id) as tx:
            names = {one.id: one.filename for one in await documents.list_documents(tx, _case(asking))}
        only = [key for key, name in names.items() if wanted.document.lower() in name.lower()]
        if not only:
            return []
        found = await self._look(asking, wanted.query, [_case(asking)], only)
        return [page_source(one, names) for one in found]

    async def search_policy(self, asking: ToolContext, wanted: PolicySearch) -> list[Source]:
        """Passages of the library."""
        return [page_source(one, {}) for one in await self._look(asking, wanted.query, [LIBRARY])]


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
            NoArguments, "case.read", look_ups.scored,
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


def _case(asking: ToolContext) -> str:
    assert asking.case_id is not None  # tools of a case are not offered without one
    return asking.case_id


def _about(words: str, told: Sequence[Source]) -> list[Source]:
    """The statements that share a word with what is asked, best first."""
    asked = set(terms(words))
    ranked = most_relevant(words, told, most=MOST_FOUND)
    return [one for one in ranked if asked & set(terms(one.passage.text))]


async def _shares(tx: Connection, case_id: str, wanted: SharesWanted) -> list[Source]:
    """Shares computed exactly from the case's graph, each with the chains that make it up."""
    result = await ownership.find_result(tx, case_id)
    if result is None or result.company_party_id is None:
        return []
    stated = await ownership.graph_of_case(tx, case_id, date.fromisoformat(result.as_of))
    company = result.company_party_id
    if company not in stated.graph.names:
        return []
    least = Fraction(str(wanted.at_least_percent)) / 100
    held = ownership.beneficial_owners(stated.graph, company, threshold=least)
    names, asked = stated.graph.names, set(terms(wanted.holder))
    chosen = [(party, share) for party, share in held if asked <= set(terms(names[party])) and share]
    if not chosen:
        who = f"{wanted.holder} holds no share" if asked else "Nobody holds a share"
        bound = f" of at least {percent(float(least))}" if least else ""
        text = f"By the documents {who}{bound} of {names[company]} that can be computed."
        return [computed("ownership", f"shares-none-{wanted.holder}-{least}", text, "Ownership")]
    chains = {owner.party_id: owner.paths for owner in result.owners}
    told = []
    for party, share in chosen[:MOST_FOUND]:
        text = f"{names[party]} holds {percent(float(share))} of {names[company]} in all"
        ways = [chain(path) for path in chains.get(party, ()) if path.kind == "shares" and path.steps]
        text += f": {'; '.join(ways[:MOST_CHAINS])}." if ways else "."
        told.append(computed("ownership", f"share-{party}", text, "Ownership", Ref("owner", party)))
    return told
