"""Context of a question: passages of the documents it names and statements of the case, of this case and tenant only."""

import zlib
from pathlib import Path

import numpy as np
import pytest

from ascertain.ai import retrieval
from ascertain.ai.text import Box, Page, Word, terms
from ascertain.ai.text.embedding import Embedded
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.database import Database
from ascertain.kyc import cases
from ascertain.kyc.assistant import AssistantSettings, RetrievalQuery, Source, Trace, build_retrieval
from ascertain.kyc.cases import store as case_store
from ascertain.kyc.documents import store as document_store


class HashEmbedder:
    """Adds up one random direction a term: no model, and like texts are near each other."""

    name = "hash"
    version = "1"
    dimension = 384

    async def embed(self, texts: list[str]) -> list[Embedded]:
        return [Embedded(self._vector(text), np.zeros(0, np.int32), np.zeros((0, 0), np.float16)) for text in texts]

    def _vector(self, text: str) -> "np.typing.NDArray[np.float32]":
        vector = np.full(384, 1e-3)
        for term in terms(text):
            vector += np.random.default_rng(zlib.crc32(term.encode())).standard_normal(384)
        return (vector / np.linalg.norm(vector)).astype(np.float32)


EMBEDDER = HashEmbedder()


def page(number: int, text: str) -> Page:
    words = [
        Word(word, Box(0.05 * (at % 18), 0.02 * (at // 18), 0.05 * (at % 18) + 0.04, 0.02 * (at // 18) + 0.015))
        for at, word in enumerate(text.split())
    ]
    return Page(number, 595, 842, tuple(words), "text")


async def add(db: Database, clock: FixedClock, tenant: str, case_id: str, name: str, *pages: str) -> str:
    """A document of a case that is read and indexed."""
    document_id, sha = f"doc_{name}", name.ljust(64, "0")
    read = [page(number, text) for number, text in enumerate(pages, 1)]
    chunks = await retrieval.embed_chunks(retrieval.chunk_pages(read, f"{name}.pdf"), EMBEDDER)
    async with db.transaction(tenant) as tx:
        kind = "application/pdf"
        await document_store.insert_blob(tx, document_store.Blob(sha, kind, sha, kind, 1, len(read)))
        await document_store.insert_document(
            tx, document_id, case_id=case_id, collection=None, filename=f"{name}.pdf", sha256=sha, parent_id=None,
            duplicate_of=None, now=clock(),
        )  # fmt: skip
        for one in read:
            await document_store.insert_page(tx, sha, one)
        await retrieval.index_source(tx, scope=case_id, source_id=document_id, version="1", chunks=chunks)
    return document_id


@pytest.fixture
async def two_cases(db: Database, clock: FixedClock, tenant: str) -> None:
    async with db.transaction(tenant) as tx:
        for number in (1, 2):
            new, who = cases.NewCase("Meridian Freight Ltd", "company"), cases.Person("usr_1", "A. Beck")
            await case_store.insert_case(tx, f"case_{number}", number, new, who, due_at=clock(), now=clock())


async def retrieve(db: Database, tenant: str, case_id: str | None, question: str) -> list[Source]:
    look, _ = build_retrieval(db, embedder=EMBEDDER)
    trace = Trace(AssistantSettings(), lambda kind, data: None)
    return await look(RetrievalQuery(tenant, case_id, question, 12), trace)


SUPPLY = (
    "SUPPLY AGREEMENT between Acme Ltd and Beta Inc",
    "This agreement is governed by the laws of the State of Nevada.",
)
LICENSE = (
    "LICENSE AGREEMENT between Zenith Ltd and Omega Inc",
    "This agreement is governed by the laws of the State of Ohio.",
)


@pytest.mark.usefixtures("two_cases")
async def test_passages_of_the_named_document_are_found(
    db: Database, clock: FixedClock, tenant: str, other_tenant: str, tmp_path: Path
) -> None:
    await add(db, clock, tenant, "case_1", "supply", *SUPPLY)
    wanted = await add(db, clock, tenant, "case_1", "license", *LICENSE)
    question = "What is the governing law of the agreement between Zenith and Omega?"
    found = [one for one in await retrieve(db, tenant, "case_1", question) if one.kind != "case"]
    assert {source.document_id for source in found} == {wanted}
    assert {source.passage.page_number for source in found} == {1, 2}
    assert all(source.kind == "page" and source.document_name == "license.pdf" for source in found)
    assert {one.kind for one in await retrieve(db, tenant, "case_2", question)} == {"case"}
    assert await retrieve(db, tenant, None, question) == []
    with pytest.raises(cases.CaseNotFound):
        await retrieve(db, other_tenant, "case_1", question)


@pytest.mark.usefixtures("two_cases")
async def test_the_status_of_the_case_is_among_the_sources(db: Database, clock: FixedClock, tenant: str) -> None:
    await add(db, clock, tenant, "case_1", "supply", *SUPPLY)
    texts = [one.passage.text for one in await retrieve(db, tenant, "case_1", "Which documents are there?")]
    assert "The case has 1 document: supply.pdf (unknown type)." in texts
    assert any(text.startswith("What stands in the way of a decision on Meridian Freight Ltd: ") for text in texts)


@pytest.mark.usefixtures("two_cases")
async def test_a_quote_is_found_on_its_page(db: Database, clock: FixedClock, tenant: str) -> None:
    await add(db, clock, tenant, "case_1", "supply", *SUPPLY)
    found = await retrieve(db, tenant, "case_1", "What is the governing law?")
    source = next(one for one in found if one.passage.page_number == 2)
    _, locate = build_retrieval(db, embedder=EMBEDDER)
    (box,) = await locate(tenant, source, "laws of the State of Nevada.")
    assert box.x0 > 0.2
    assert box.y1 < 0.05
