"""The steps of a document: read, classify, extract, index; each enqueues the next in its own transaction."""

import time
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from ascertain.ai import retrieval
from ascertain.ai.llm import Gateway
from ascertain.ai.reading import ReaderPool
from ascertain.ai.reading.errors import CorruptFile, EncryptedFile, FileTooLarge
from ascertain.ai.reading.forensics import Finding
from ascertain.ai.text import Page
from ascertain.ai.text.embedding import Embedder
from ascertain.kernel import audit, jobs, outbox
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import AscertainError, MachineFault
from ascertain.kernel.jobs import InputFailure, Job, JobSpec, PermanentFailure
from ascertain.kernel.storage import ObjectStorage
from ascertain.kernel.tenancy import system_actor
from ascertain.kernel.threads import run_in_thread
from ascertain.kyc.documents import fact_store, flag_store, mapping_store, store
from ascertain.kyc.documents.flags import find_flags
from ascertain.kyc.documents.model import Document, DocumentState, StepFailed
from ascertain.kyc.documents.originals import read_pages
from ascertain.kyc.documents.pictures import picture_key
from ascertain.kyc.documents.prompt_injection_flags import INSTRUCTS, find_prompt_injections
from ascertain.kyc.documents.reclassification import EXTRACT_JOB
from ascertain.kyc.documents.settings import DocumentSettings
from ascertain.kyc.documents.store import Blob
from ascertain.kyc.documents.upload import READ_JOB
from ascertain.kyc.extraction import (
    CLASSIFIER_VERSION,
    EXTRACTOR_VERSION,
    UNKNOWN,
    Catalogue,
    FoundFact,
    ModelRequest,
    Part,
    account_for_tables,
    ask_model,
    builtin_catalogue,
    classify_parts,
    extract_parts,
    has_model,
    pages_of,
    task_of,
)

CLASSIFY_JOB, INDEX_JOB = "document.classify", "document.index"
# Progress events of a long file, no more often than a person can follow them.
_PROGRESS_EVERY_S = 0.5
# Pages whose pictures are drawn while reading; the others are drawn on demand, when somebody opens them.
_DRAWN_AHEAD = 60
_MAX_ATTEMPTS = 3
# Reading time after which a long document lets others go first. Opening it again takes milliseconds.
_TURN_S = 15.0
# States in which a step may start. A job that runs again after its commit finds the document in a later state and does
# nothing. A failed document may continue from any step, by a replayed job.
_START_STATES = {
    READ_JOB: {DocumentState.QUEUED, DocumentState.READING, DocumentState.FAILED},
    CLASSIFY_JOB: {DocumentState.READ, DocumentState.FAILED},
    EXTRACT_JOB: {DocumentState.CLASSIFIED, DocumentState.FAILED},
    INDEX_JOB: {DocumentState.EXTRACTED, DocumentState.FAILED},
}


class _AlreadyDone(Exception):
    """The document has already passed this step."""


class DocumentSteps:
    """The four steps of a document. Each writes its result in one transaction and may run twice without a second effect."""

    def __init__(
        self,
        db: Database,
        storage: ObjectStorage,
        readers: ReaderPool,
        embedder: Embedder,
        *,
        catalogue: Catalogue,
        clock: Clock,
        gateway: Gateway | None = None,
        settings: DocumentSettings | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._gateway = gateway
        self._settings = settings or DocumentSettings()
        self._db = db
        self._storage = storage
        self._readers = readers
        self._embedder = embedder
        self._clock = clock

    async def read(self, job: Job) -> None:
        """Read the pages one by one, continuing after the last stored page."""
        document = await self._document(job)
        async with self._db.transaction(job.tenant_id) as tx:
            await self._fence(tx, job)
            blob = await store.find_blob(tx, document.sha256)
            done = await store.last_page(tx, document.sha256)
            await store.update_document(tx, document.id, state=DocumentState.READING.value, pages_read=done)
        assert blob is not None
        if done < blob.pages_total:
            data = await read_pages(self._storage, self._readers, job.tenant_id, blob)
            async with self._readers.open(blob.pages_media_type, data) as reader:
                published_at, began = 0.0, time.monotonic()
                for number in range(done + 1, blob.pages_total + 1):
                    if time.monotonic() - began > _TURN_S:
                        await self._read_on_later(job, document, number)
                        return
                    page, picture = await reader.read_page(number, draw=number <= _DRAWN_AHEAD)
                    if picture:
                        await self._storage.put_derived(job.tenant_id, picture_key(document.sha256, number), picture)
                    publish = time.monotonic() - published_at > _PROGRESS_EVERY_S
                    await self._store_page(job.tenant_id, document, page, blob.pages_total, publish=publish)
                    published_at = time.monotonic() if publish else published_at
        findings = await self._inspect(job.tenant_id, blob)
        async with self._db.transaction(job.tenant_id) as tx:
            await self._fence(tx, job)
            await flag_store.set_findings(tx, document.sha256, findings)
            await store.update_document(
                tx,
                document.id,
                state=DocumentState.READ.value,
                pages_read=blob.pages_total,
                error_code=None,
                error_detail=None,
            )
            await self._record(tx, job, document, "document.read", pages=blob.pages_total)
            await self._publish(tx, document, "document.read", page=blob.pages_total, pages=blob.pages_total)
            await _enqueue_next(tx, CLASSIFY_JOB, document)

    async def _read_on_later(self, job: Job, document: Document, number: int) -> None:
        """Go on in a job of its own, behind those of other tenants that wait: a thousand scanned pages take hours."""
        async with self._db.transaction(job.tenant_id) as tx:
            await self._fence(tx, job)
            # This job still counts as running, so that its own key would make the new one a duplicate.
            await jobs.enqueue(
                tx, READ_JOB, {"document_id": document.id}, dedupe_key=f"{document.id} from page {number}"
            )

    async def _inspect(self, tenant_id: str, blob: Blob) -> list[Finding]:
        """Signs of editing. A file that cannot be inspected has none: its pages are read, so the document must not fail."""
        if blob.media_type != "application/pdf":
            return []
        data = await read_pages(self._storage, self._readers, tenant_id, blob)
        try:
            async with self._readers.open(blob.pages_media_type, data) as reader:
                return await reader.inspect()
        except AscertainError:
            return []

    async def _store_page(self, tenant_id: str, document: Document, page: Page, pages: int, *, publish: bool) -> None:
        async with self._db.transaction(tenant_id) as tx:
            await store.insert_page(tx, document.sha256, page)
            await store.update_document(tx, document.id, pages_read=page.number)
            if publish:
                await self._publish(tx, document, "document.read", page=page.number, pages=pages)

    async def classify(self, job: Job) -> None:
        """Determine the types of the document and its parts."""
        document = await self._document(job)
        async with self._db.transaction(job.tenant_id) as tx:
            pages = await store.list_pages(tx, document.sha256, limit=store.MAX_EXTRACTED_PAGES)
        parts = await run_in_thread(classify_parts, pages, self._catalogue)
        # A policy of the library has no type to classify and no facts to extract.
        if document.collection or not pages:
            parts = [Part(UNKNOWN, 1.0, 1, max(document.pages_total or 1, 1))]
        async with self._db.transaction(job.tenant_id) as tx:
            await self._fence(tx, job)
            await store.update_document(
                tx,
                document.id,
                state=DocumentState.CLASSIFIED.value,
                document_type=parts[0].document_type,
                type_confidence=parts[0].confidence,
                type_author=None,
                parts=[asdict(part) for part in parts],
            )
            shown = ", ".join(dict.fromkeys(self._catalogue.get(part.document_type).title for part in parts))
            await self._record(tx, job, document, "document.classify", document_type=shown, version=CLASSIFIER_VERSION)
            await self._publish(tx, document, "document.classified", document_type=parts[0].document_type)
            await _enqueue_next(tx, EXTRACT_JOB, document)

    async def extract(self, job: Job) -> None:
        """Extract the facts and find the flags."""
        document = await self._document(job)
        async with self._db.transaction(job.tenant_id) as tx:
            pages = await store.list_pages(tx, document.sha256, limit=store.MAX_EXTRACTED_PAGES)
            findings = await flag_store.find_findings(tx, document.sha256) or []
            mappings = [one.mapping for one in await mapping_store.list_mappings(tx, document.types)]
        model_results = [await self._ask_model(job, document, part, pages) for part in document.parts]
        model_facts = [facts for facts, _ in model_results]
        uploaded = document.created_at.date()  # not the day of the job: extracting again finds the same
        # A document of the library states the tenant's own rules and nothing of a customer.
        parts = [] if document.collection else document.parts
        found = await run_in_thread(
            extract_parts, parts, pages, self._catalogue, model_facts=model_facts[: len(parts)], today=uploaded,
            mappings=mappings,
        )  # fmt: skip
        doubts = await run_in_thread(
            account_for_tables, parts, pages, found, self._catalogue, today=uploaded, mappings=mappings
        )
        total = document.pages_total or 0
        flags = (
            find_flags(found, pages, findings, as_of=uploaded, tables=doubts, pages_total=total)
            if document.case_id
            else []
        )
        versions = {"classifier": CLASSIFIER_VERSION, "extractor": EXTRACTOR_VERSION}
        versions |= {f"type:{name}": self._catalogue.get(name).digest for name in document.types}
        outcomes = [outcome for _, outcome in model_results]
        versions |= {"model": "; ".join(outcomes)} if any(outcomes) else {}
        async with self._db.transaction(job.tenant_id) as tx:
            await self._fence(tx, job)
            count = await fact_store.replace_found(
                tx, document.id, document.case_id, found, versions, document.created_at
            )
            await flag_store.replace_flags(tx, document.id, document.case_id, flags, found, document.created_at)
            await store.update_document(tx, document.id, state=DocumentState.EXTRACTED.value, facts_count=count)
            await self._record(tx, job, document, "document.extract", facts=count, **versions)
            await self._publish(tx, document, "fact.found", count=count)
            await self._publish(tx, document, "document.extracted", count=count)
            await _enqueue_next(tx, INDEX_JOB, document)

    async def _ask_model(
        self, job: Job, document: Document, part: Part, pages: Sequence[Page]
    ) -> tuple[list[FoundFact], str]:
        """Facts that a language model finds in a part, and the outcome: "asked" or the code of the error.

        A failure of the model never fails the step: the facts of the other methods are complete without it.
        """
        if self._gateway is None or not self._settings.model_extraction or not has_model(self._gateway):
            return [], ""
        request = ModelRequest(
            tenant_id=job.tenant_id,
            document_id=document.id,
            version=document.sha256[:12],
            scope=document.case_id,
            deadline_s=self._settings.model_deadline_s,
            cost_budget_usd=Decimal(str(self._settings.model_cost_budget_usd)),
            max_tokens=self._settings.model_max_tokens,
        )
        task = await run_in_thread(task_of, part.document_type, pages_of(part, pages), self._catalogue)
        try:
            return await ask_model(self._gateway, task, request), "asked"
        except AscertainError as error:
            return [], error.code

    async def index(self, job: Job) -> None:
        """Index the passages for search, and look for prompt injection."""
        document = await self._document(job)
        pages: list[Page] = []
        async with self._db.transaction(job.tenant_id) as tx:
            while batch := await store.list_pages(tx, document.sha256, after=len(pages)):
                pages += batch
        chunks = await run_in_thread(retrieval.chunk_pages, pages, document.filename)
        injections = await run_in_thread(find_prompt_injections, chunks)
        embedded = await retrieval.embed_chunks(chunks, self._embedder)
        async with self._db.transaction(job.tenant_id) as tx:
            await self._fence(tx, job)
            await retrieval.index_source(
                tx, scope=document.scope, source_id=document.id, version=document.sha256[:12], chunks=embedded
            )
            await store.update_document(
                tx, document.id, state=DocumentState.DONE.value, error_code=None, error_detail=None
            )
            await flag_store.replace_flags(
                tx, document.id, document.case_id, injections, [], document.created_at, code=INSTRUCTS
            )
            if injections:
                numbers = ", ".join(str(number) for number in sorted({flag.page_number or 1 for flag in injections}))
                await self._record(tx, job, document, "document.instructs", flags=len(injections), on_pages=numbers)
            await self._publish(tx, document, "document.indexed", chunks=len(chunks))

    async def _document(self, job: Job) -> Document:
        async with self._db.transaction(job.tenant_id) as tx:
            document = await store.get_document(tx, job.payload["document_id"])
        if document.state not in _START_STATES[job.kind]:
            raise _AlreadyDone
        return document

    async def _fence(self, tx: Connection, job: Job) -> None:
        """Begin a step's write transaction: lock the document and stop if another run has finished this step meanwhile."""
        if await store.lock_state(tx, job.payload["document_id"]) not in _START_STATES[job.kind]:
            raise _AlreadyDone

    async def _record(self, tx: Connection, job: Job, document: Document, action: str, **details: Any) -> None:
        actor = system_actor(job.tenant_id, "documents")
        stream = document.case_id or document.id
        details = {"filename": document.filename, **details}
        await audit.record(
            tx, actor, action, object_kind="document", object_id=document.id, stream=stream, details=details
        )

    async def _publish(self, tx: Connection, document: Document, topic: str, **more: Any) -> None:
        event = {"case_id": document.case_id, "document_id": document.id, "filename": document.filename, **more}
        await outbox.publish(tx, topic, event, stream=document.case_id or document.id)

    async def fail(self, job: Job, error: Exception) -> None:
        """Mark the document as failed, with the reason."""
        async with self._db.transaction(job.tenant_id) as tx:
            document = await store.get_document(tx, job.payload["document_id"])
        known = isinstance(error, AscertainError)
        shown = error if isinstance(error, AscertainError) else StepFailed("Internal error; see the failed jobs.")
        async with self._db.transaction(job.tenant_id) as tx:
            await store.update_document(
                tx, document.id, state=DocumentState.FAILED.value, error_code=shown.code, error_detail=shown.message
            )
            await self._record(tx, job, document, "document.fail", code=shown.code, known=known)
            await self._publish(tx, document, "document.failed", code=shown.code)


async def _enqueue_next(tx: Connection, kind: str, document: Document) -> None:
    await jobs.enqueue(tx, kind, {"document_id": document.id}, dedupe_key=document.id)


def job_specs(
    db: Database,
    storage: ObjectStorage,
    readers: ReaderPool,
    embedder: Embedder,
    *,
    clock: Clock,
    catalogue: Catalogue | None = None,
    gateway: Gateway | None = None,
    settings: DocumentSettings | None = None,
) -> list[JobSpec]:
    """The jobs of documents. Without a gateway no model is asked."""
    known = catalogue or builtin_catalogue()
    steps = DocumentSteps(
        db, storage, readers, embedder, catalogue=known, clock=clock, gateway=gateway, settings=settings
    )

    def spec(kind: str, work: Any, concurrency: int) -> JobSpec:
        async def run(job: Job) -> None:
            try:
                await work(job)
            except _AlreadyDone:
                return
            # Errors of the file itself are final: another attempt would read the same bytes.
            except (CorruptFile, EncryptedFile, FileTooLarge) as error:
                await steps.fail(job, error)
                # A limit can be raised, and a replay then helps.
                final = PermanentFailure if isinstance(error, FileTooLarge) else InputFailure
                raise final(error.message) from error
            # A full disk says nothing about the file: the document waits until there is space.
            except MachineFault:
                raise
            except Exception as error:
                if job.attempt >= _MAX_ATTEMPTS:
                    await steps.fail(job, error)
                raise

        return JobSpec(kind, run, max_attempts=_MAX_ATTEMPTS, concurrency=concurrency, gave_up=steps.fail)

    # Of one tenant. Reading is bounded by the pool of child processes as well; the embedder has threads of its own.
    return [
        spec(READ_JOB, steps.read, (settings or DocumentSettings()).readers),
        spec(CLASSIFY_JOB, steps.classify, 4),
        spec(EXTRACT_JOB, steps.extract, 2),
        spec(INDEX_JOB, steps.index, 1),
    ]
