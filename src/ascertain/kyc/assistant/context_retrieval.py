"""Where an answer's sources come from: the case's documents, facts and results, and the policy library."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from ascertain.ai import retrieval
from ascertain.ai.retrieval import ScoredPassage
from ascertain.ai.text import Box
from ascertain.ai.text.embedding import Embedder, VectorCache
from ascertain.kernel.database import Connection, Database
from ascertain.kyc import cases, documents
from ascertain.kyc.assistant.answerer import Gather, Locate, RetrievalQuery
from ascertain.kyc.assistant.case_status import status_statements
from ascertain.kyc.assistant.citing import quote_boxes
from ascertain.kyc.assistant.document_selection import Fingerprint, named_documents
from ascertain.kyc.assistant.extractive import expand_question
from ascertain.kyc.assistant.model import Ref, Source
from ascertain.kyc.assistant.results import result_statements
from ascertain.kyc.assistant.statements import fact_statements, most_relevant
from ascertain.kyc.assistant.tracing import Trace

LIBRARY = "library"
# A case of more documents is not searched by what its documents are called.
MOST_FINGERPRINTS = 60
# Passages of the library beside those of the documents that a question names.
LIBRARY_BESIDE = 4
MOST_RESULTS = 16
MOST_FACTS = 14
# Of a case of very many facts only so many are compared by meaning; by their words all are.
MOST_TOLD = 400


def case_sources(db: Database, *, embedder: Embedder) -> tuple[Gather, Locate]:
    """What the assistant looks things up with: passages and statements for a question, and the boxes of a quote."""

    vectors = VectorCache(embedder)

    async def gather(wanted: RetrievalQuery, trace: Trace) -> list[Source]:
        statements: list[Source] = []
        results: list[Source] = []
        told: list[Source] = []
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
                told = fact_statements(facts)
                _tell_steps(trace, results, len(told), trace.now_ms() - began)
            if told or results:
                asked = expand_question(wanted.question)
                similarity = await vectors.similarity(
                    [asked, *(one.passage.text for one in results + told[:MOST_TOLD])]
                )
                chosen = most_relevant(asked, results, most=MOST_RESULTS, similarity=similarity)
                # In the order in which they were computed: owners before what is unknown, the score before its factors.
                ids = {one.passage.id for one in chosen}
                statements = [one for one in results if one.passage.id in ids]
                statements += most_relevant(asked, told, most=MOST_FACTS, similarity=similarity)
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
        if source.document_id is None or passage.page_number is None:
            return passage.boxes
        async with db.transaction(tenant_id) as tx:
            page = await documents.get_page(tx, source.document_id, passage.page_number)
        return quote_boxes(page, quote) or passage.boxes

    return gather, locate


def _tell_steps(trace: Trace, results: list[Source], facts: int, ms: float) -> None:
    """What was looked up of the case, in the words of the tools that a model would ask for."""
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
    """Passages of the case and the library; where the question names documents, of these and how they begin."""
    query = expand_question(wanted.question)
    scopes = [LIBRARY] if wanted.case_id is None else [wanted.case_id, LIBRARY]

    async def look(scopes: list[str], limit: int, source_ids: list[str] | None = None) -> list[ScoredPassage]:
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
        return await look(scopes, wanted.passages)
    found = await look(scopes, wanted.passages, focus) + await look([LIBRARY], LIBRARY_BESIDE)
    # Names, date and parties of a document stand at its beginning, and say which document the other passages are of.
    async with db.transaction(wanted.tenant_id) as tx:
        beginnings = await retrieval.first_passages(tx, focus)
    held = {one.passage.id for one in found}
    return found + [ScoredPassage(one, 0.0, {}) for one in beginnings if one.id not in held]


async def _fingerprints(tx: Connection, case_id: str) -> list[Fingerprint]:
    listed = await documents.list_documents(tx, case_id)
    if len(listed) > MOST_FINGERPRINTS:
        return [Fingerprint(one.id, one.filename, "") for one in listed]
    firsts = {one.source_id: one.text for one in await retrieval.first_passages(tx, [one.id for one in listed])}
    return [Fingerprint(one.id, one.filename, firsts.get(one.id, "")) for one in listed]


def page_source(found: ScoredPassage, names: dict[str, str]) -> Source:
    """A passage of a document of the case, or of the library."""
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
