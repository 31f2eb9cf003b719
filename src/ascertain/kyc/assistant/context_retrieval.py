"""Retrieval of the context of a question: documents, facts and results of the case, and the policy library."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from ascertain.ai import retrieval
from ascertain.ai.retrieval import ScoredPassage
from ascertain.ai.text import Box
from ascertain.ai.text.embedding import Embedder, VectorCache
from ascertain.kernel.database import Connection, Database
from ascertain.kyc import cases, documents
from ascertain.kyc.assistant.answerer import LocateQuote, RetrievalQuery, RetrieveContext
from ascertain.kyc.assistant.case_status import status_statements
from ascertain.kyc.assistant.citing import quote_boxes
from ascertain.kyc.assistant.document_selection import Fingerprint, named_documents
from ascertain.kyc.assistant.extractive import expand_question
from ascertain.kyc.assistant.model import Ref, Source
from ascertain.kyc.assistant.results import result_statements
from ascertain.kyc.assistant.statements import fact_statements, most_relevant
from ascertain.kyc.assistant.tracing import Trace

LIBRARY = "library"
# With more documents than this, only file names are compared with the question and not the first pages.
MAX_FINGERPRINTS = 60
# Passages of the library in addition to those of the documents that a question names.
LIBRARY_PASSAGES = 4
# Statements given to the model, best first; the limits bound the length of the prompt.
MAX_RESULTS = 16
MAX_FACTS = 14
# Facts compared by meaning: each new one has to be embedded once. By words all of them are compared.
MAX_COMPARED_FACTS = 400


def build_retrieval(db: Database, *, embedder: Embedder) -> tuple[RetrieveContext, LocateQuote]:
    """The functions that retrieve the sources of a question and locate the boxes of a quote."""

    vectors = VectorCache(embedder)

    async def retrieve(wanted: RetrievalQuery, trace: Trace) -> list[Source]:
        statements: list[Source] = []
        results: list[Source] = []
        facts_as_sources: list[Source] = []
        names: dict[str, str] = {}
        focus: list[str] = []
        with trace.stage("facts"):
            if wanted.case_id is not None:
                began = trace.now_ms()
                async with db.transaction(wanted.tenant_id) as tx:
                    facts = await documents.effective_facts(tx, wanted.case_id)
                    case = await cases.get_case(tx, wanted.case_id)
                    results = await result_statements(tx, case) + await status_statements(tx, case, facts)
                    prints = await _fingerprints(tx, wanted.case_id)
                names = {one.document_id: one.title for one in prints}
                focus = named_documents(wanted.question, prints)
                facts_as_sources = fact_statements(facts)
                _record_steps(trace, results, len(facts_as_sources), trace.now_ms() - began)
            if facts_as_sources or results:
                query = expand_question(wanted.question)
                compared = results + facts_as_sources[:MAX_COMPARED_FACTS]
                similarity = await vectors.similarity([query, *(one.passage.text for one in compared)])
                chosen = most_relevant(query, results, most=MAX_RESULTS, similarity=similarity)
                # In the order of their computation: owners before unknown shares, the score before its factors.
                ids = {one.passage.id for one in chosen}
                statements = [one for one in results if one.passage.id in ids]
                statements += most_relevant(query, facts_as_sources, most=MAX_FACTS, similarity=similarity)
        with trace.stage("search"):
            began = trace.now_ms()
            found = await find_passages(db, embedder, wanted, focus, timed=trace.beside)
        arguments = {"query": wanted.question, "documents": [names.get(one, one) for one in focus]}
        in_documents = sum(one.passage.source_id in names for one in found)
        trace.step("search_documents", "documents searched", in_documents, trace.now_ms() - began, arguments=arguments)
        trace.step("search_policy", "policy library searched", len(found) - in_documents, trace.now_ms() - began)
        return statements + [page_source(one, names) for one in found]

    async def locate(tenant_id: str, source: Source, quote: str) -> tuple[Box, ...]:
        passage = source.passage
        # Statements and policies without a page have the boxes of their value, or none.
        if source.document_id is None or passage.page_number is None:
            return passage.boxes
        async with db.transaction(tenant_id) as tx:
            page = await documents.get_page(tx, source.document_id, passage.page_number)
        return quote_boxes(page, quote) or passage.boxes

    return retrieve, locate


def _record_steps(trace: Trace, results: list[Source], facts: int, ms: float) -> None:
    """Record the look-ups of a case under the names of the tools that a model would call for them."""
    trace.step("look_up_facts", "facts looked up", facts, ms)
    for tool, kind, label in (
        ("list_owners", "ownership", "owners and shares computed"),
        ("list_hits", "hit", "screening hits looked up"),
        ("get_risk", "risk", "score and factors looked up"),
    ):
        trace.step(tool, label, sum(one.kind == kind for one in results), ms)


async def find_passages(
    db: Database,
    embedder: Embedder,
    wanted: RetrievalQuery,
    focus: list[str],
    *,
    timed: Callable[[str], AbstractContextManager[object]] = nullcontext,
) -> list[ScoredPassage]:
    """Passages of the case and the library; if the question names documents, theirs and their beginnings."""
    query = expand_question(wanted.question)
    scopes = [LIBRARY] if wanted.case_id is None else [wanted.case_id, LIBRARY]

    async def search(scopes: list[str], limit: int, source_ids: list[str] | None = None) -> list[ScoredPassage]:
        return await retrieval.search(
            db,
            wanted.tenant_id,
            query=query,
            scopes=scopes,
            embedder=embedder,
            limit=limit,
            source_ids=source_ids,
            timed=timed,
        )

    if not focus:
        return await search(scopes, wanted.passages)
    found = await search(scopes, wanted.passages, focus) + await search([LIBRARY], LIBRARY_PASSAGES)
    # The beginning of a document has its parties and its date, and tells which document the other passages belong to.
    async with db.transaction(wanted.tenant_id) as tx:
        beginnings = await retrieval.first_passages(tx, focus)
    ids = {one.passage.id for one in found}
    return found + [ScoredPassage(one, 0.0, {}) for one in beginnings if one.id not in ids]


async def _fingerprints(tx: Connection, case_id: str) -> list[Fingerprint]:
    listed = await documents.list_documents(tx, case_id)
    if len(listed) > MAX_FINGERPRINTS:
        return [Fingerprint(one.id, one.filename, "") for one in listed]
    firsts = {one.source_id: one.text for one in await retrieval.first_passages(tx, [one.id for one in listed])}
    return [Fingerprint(one.id, one.filename, firsts.get(one.id, "")) for one in listed]


def page_source(found: ScoredPassage, names: dict[str, str]) -> Source:
    """The source of a passage: a page of the case, or a policy of the library."""
    of_case = found.passage.source_id in names
    passage = replace(found.passage, rule=not of_case)
    return Source(
        passage,
        "page" if of_case else "policy",
        found.score,
        found.parts,
        Ref("document" if of_case else "policy", passage.source_id),
        passage.source_id,
        names.get(passage.source_id, passage.title),
    )
