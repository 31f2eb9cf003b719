"""HTTP routes of documents and facts."""

from collections import defaultdict
from typing import Annotated

from fastapi import APIRouter, File, Path, Request, Response, UploadFile
from fastapi.responses import Response as PlainResponse
from fastapi.responses import StreamingResponse

from ascertain.kernel import audit, jobs, outbox
from ascertain.kernel.database import Database
from ascertain.kernel.errors import Conflict
from ascertain.kernel.http import ERROR_RESPONSES, ClockDep, Db, WithAttributes, file_response, permitted, resource
from ascertain.kernel.http.idempotency import repeatable
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.storage import ObjectStorage
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.documents import facts, flag_store, flags, mapping_store, store
from ascertain.kyc.documents.model import Document, DocumentNotFound, DocumentState, Flag
from ascertain.kyc.documents.originals import open_original
from ascertain.kyc.documents.pictures import picture_key
from ascertain.kyc.documents.reclassification import set_parts
from ascertain.kyc.documents.table_mappings import DocumentTable, confirm_mapping, list_tables
from ascertain.kyc.documents.table_wire import DocumentTableOut, DocumentTablesOut, TableMappingIn
from ascertain.kyc.documents.upload import READ_JOB, Intake, Place
from ascertain.kyc.documents.upload_handling import upload_files
from ascertain.kyc.documents.wire import (
    DocumentFlagDismissalIn,
    DocumentFlagOut,
    DocumentOut,
    DocumentsOut,
    DocumentTypesOut,
    FactOut,
    FactReviewIn,
    PageOut,
    RetypedOut,
    RetypeIn,
    UploadedOut,
    WordOut,
    WordsOut,
)
from ascertain.kyc.extraction import Catalogue, ConfirmedMapping, Part

router = APIRouter(tags=["documents"], responses=ERROR_RESPONSES)

Reader = Annotated[Actor, permitted("case.read")]
Writer = Annotated[Actor, permitted("case.write")]
IntakeDep = Annotated[Intake, resource(Intake)]
CatalogueDep = Annotated[Catalogue, resource(Catalogue)]
Storage = Annotated[ObjectStorage, resource(ObjectStorage)]
PageNumber = Annotated[int, Path(ge=1, le=100_000)]


@router.post("/cases/{case_id}/documents", status_code=201)
@repeatable
async def upload_documents(
    actor: Writer, intake: IntakeDep, case_id: StorableStr, files: Annotated[list[UploadFile], File()]
) -> UploadedOut:
    """Upload files to a case; each is accepted or refused on its own, with the reason."""
    return await upload_files(actor, intake, Place(case_id=case_id), files)


@router.get("/cases/{case_id}/documents")
async def list_documents(actor: Reader, db: Db, case_id: StorableStr) -> DocumentsOut:
    """The documents of a case."""
    async with db.transaction(actor.tenant_id) as tx:
        found = await store.list_documents(tx, case_id)
        flags = await flag_store.list_flags(tx, [document.id for document in found])
    of_document: dict[str, list[Flag]] = defaultdict(list)
    for flag in flags:
        of_document[flag.document_id].append(flag)
    return DocumentsOut(items=[DocumentOut.of(document, flags=of_document[document.id]) for document in found])


@router.get("/documents/{document_id}")
async def get_document(actor: Reader, db: Db, document_id: StorableStr) -> DocumentOut:
    """A document with its progress and its flags."""
    async with db.transaction(actor.tenant_id) as tx:
        found = await store.get_document(tx, document_id)
        return DocumentOut.of(found, flags=await flag_store.list_flags(tx, [document_id]))


@router.post("/flags/{flag_id}/dismissals", status_code=201)
async def dismiss_flag(
    actor: Annotated[Actor, permitted("fact.review")], db: Db, flag_id: StorableStr, body: DocumentFlagDismissalIn
) -> DocumentFlagOut:
    """Dismiss a flag with a reason; it remains on record."""
    async with db.transaction(actor.tenant_id) as tx:
        return DocumentFlagOut.model_validate(await flags.dismiss_flag(tx, actor, flag_id, body.reason))


@router.get("/documents/{document_id}/original", response_class=PlainResponse)
async def get_original(actor: Reader, db: Db, storage: Storage, document_id: StorableStr) -> StreamingResponse:
    """The original file, always as a download: shown inline, an untrusted file could run script in our origin."""
    async with db.transaction(actor.tenant_id) as tx:
        document = await store.get_document(tx, document_id)
    original = await open_original(storage, actor.tenant_id, document)
    plain = "".join(char if char.isalnum() or char in "-_." else "_" for char in document.filename)
    ascii_name = plain.encode("ascii", "replace").decode().replace("?", "_")
    headers = {"Content-Disposition": f'attachment; filename="{ascii_name}"', "X-Content-Type-Options": "nosniff"}
    return file_response(original, "application/octet-stream", headers)


@router.get("/documents/{document_id}/pages/{number}.webp", response_class=PlainResponse)
async def get_page_picture(
    actor: Reader,
    db: Db,
    storage: Storage,
    intake: IntakeDep,
    request: Request,
    document_id: StorableStr,
    number: PageNumber,
) -> PlainResponse:
    """The picture of a page that has been read; drawn on demand where it is not stored."""
    async with db.transaction(actor.tenant_id) as tx:
        document = await store.get_document(tx, document_id)
    # The bytes of a document never change, so the picture of a page can be cached; private, because it is customer data.
    etag = f'"{document.sha256[:16]}-{number}"'
    headers = {"ETag": etag, "Cache-Control": "private, max-age=3600"}
    if request.headers.get("if-none-match") == etag:
        return PlainResponse(status_code=304, headers=headers)
    picture = await storage.find_derived(actor.tenant_id, picture_key(document.sha256, number))
    if picture is None:
        picture = await intake.draw_page(actor.tenant_id, document, number)
    if picture is None:
        raise DocumentNotFound(f"Page {number} of {document.filename} has not been read.")
    return PlainResponse(picture, media_type="image/webp", headers=headers)


@router.get("/documents/{document_id}/pages/{number}/words")
async def list_page_words(actor: Reader, db: Db, document_id: StorableStr, number: PageNumber) -> WordsOut:
    """The words of a page with their boxes."""
    async with db.transaction(actor.tenant_id) as tx:
        page = await store.get_page(tx, document_id, number)
    return WordsOut(items=[WordOut.model_validate(word) for word in page.words])


@router.get("/documents/{document_id}/pages/{number}")
async def get_page(actor: Reader, db: Db, document_id: StorableStr, number: PageNumber) -> PageOut:
    """The size of a page, the method by which it was read, and its quality."""
    async with db.transaction(actor.tenant_id) as tx:
        page = await store.get_page(tx, document_id, number)
    return PageOut.model_validate(WithAttributes(page, words_count=len(page.words)))


@router.get("/document-types")
async def list_document_types(actor: Reader, catalogue: CatalogueDep) -> DocumentTypesOut:
    """All document types: those that ship with Ascertain and those of the folder in the settings."""
    return DocumentTypesOut.of(catalogue)


@router.post("/documents/{document_id}/type")
async def set_document_type(
    actor: Writer, db: Db, catalogue: CatalogueDep, document_id: StorableStr, body: RetypeIn
) -> RetypedOut:
    """Correct the type of a document or of page ranges; facts are extracted again, and accepted ones are withdrawn."""
    parts = [Part(part.document_type, 1.0, part.first_page, part.last_page) for part in body.parts]
    async with db.transaction(actor.tenant_id) as tx:
        return RetypedOut.of_retyped(*await set_parts(tx, actor, document_id, parts, catalogue=catalogue))


@router.get("/documents/{document_id}/tables")
async def list_document_tables(
    actor: Reader, db: Db, catalogue: CatalogueDep, document_id: StorableStr
) -> DocumentTablesOut:
    """The tables of a document with a proposal of what each column states, and what a person has confirmed."""
    _, tables = await _tables(db, actor, catalogue, document_id)
    return DocumentTablesOut(items=[DocumentTableOut.of(one, catalogue) for one in tables])


@router.put("/documents/{document_id}/tables/{layout}")
async def set_table_mapping(
    actor: Writer,
    db: Db,
    clock: ClockDep,
    catalogue: CatalogueDep,
    document_id: StorableStr,
    layout: StorableStr,
    body: TableMappingIn,
) -> DocumentTablesOut:
    """Confirm the columns of a layout. It is stored for all files with these headings; this one is extracted again."""
    document, tables = await _tables(db, actor, catalogue, document_id)
    mapping = ConfirmedMapping(layout, body.document_type, body.table, tuple(body.columns))
    async with db.transaction(actor.tenant_id) as tx:
        await confirm_mapping(tx, actor, document, tables, mapping, catalogue=catalogue, clock=clock)
    return await list_document_tables(actor, db, catalogue, document_id)


async def _tables(
    db: Database, actor: Actor, catalogue: Catalogue, document_id: str
) -> tuple[Document, list[DocumentTable]]:
    async with db.transaction(actor.tenant_id) as tx:
        document = await store.get_document(tx, document_id)
        pages = await store.list_pages(tx, document.sha256, limit=store.MAX_EXTRACTED_PAGES)
        stored = await mapping_store.list_mappings(tx, document.types)
    return document, await list_tables(document, pages, stored, catalogue)


@router.post("/documents/{document_id}/retry")
async def retry_document(actor: Writer, db: Db, document_id: StorableStr, response: Response) -> DocumentOut:
    """Read a failed document again. Refused for a document that has not failed."""
    async with db.transaction(actor.tenant_id) as tx:
        document = await store.get_document(tx, document_id)
        if document.state is not DocumentState.FAILED:
            raise Conflict(f"{document.filename} has not failed; its state is {document.state.value}.")
        await store.update_document(
            tx, document_id, state=DocumentState.QUEUED.value, error_code=None, error_detail=None
        )
        stream = document.case_id or document_id
        details = {"filename": document.filename}
        await audit.record(
            tx, actor, "document.retry", object_kind="document", object_id=document_id, stream=stream, details=details
        )
        # Without a dedupe key: the failed job may not have left the queue yet and would swallow this one.
        await jobs.enqueue(tx, READ_JOB, {"document_id": document_id})
        event = {"case_id": document.case_id, "document_id": document_id, "filename": document.filename}
        await outbox.publish(tx, "document.uploaded", event, stream=stream)
        return DocumentOut.of(await store.get_document(tx, document_id))


@router.post("/facts/{fact_id}/reviews", status_code=201)
async def review_fact(
    actor: Annotated[Actor, permitted("fact.review")], db: Db, clock: ClockDep, fact_id: StorableStr, body: FactReviewIn
) -> FactOut:
    """Accept, correct or reject a fact; a correction is a new fact with its author."""
    async with db.transaction(actor.tenant_id) as tx:
        reviewed = await facts.review_fact(
            tx,
            actor,
            fact_id,
            verdict=body.verdict,
            value=body.value,
            page_number=body.page_number,
            boxes=tuple(box.to_box() for box in body.boxes) if body.boxes is not None else None,
            reason=body.reason,
            clock=clock,
        )
    return FactOut.of(reviewed)
