"""A person says what a document is, or where one thing ends in it and the next begins; its facts are looked for again."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from ascertain.kernel import audit, jobs, outbox
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import Conflict, InvalidInput
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.documents import fact_store, store
from ascertain.kyc.documents.model import Document, DocumentState, Fact
from ascertain.kyc.extraction import Catalogue, Part

EXTRACT_JOB = "document.extract"
_READ = frozenset({DocumentState.CLASSIFIED, DocumentState.EXTRACTED, DocumentState.DONE})


async def set_parts(
    tx: Connection, actor: Actor, document_id: str, parts: Sequence[Part], *, catalogue: Catalogue
) -> tuple[Document, list[Fact]]:
    """Put a person's types in place of the machine's, and extract again.

    What a person accepted or corrected while the document passed for something else is withdrawn: it stays, no longer in force,
    for a person to accept or reject anew. What was rejected stays rejected.

    Returns: the document, and the facts that were withdrawn (none where the types and ranges are the same as before).
    Raises: DocumentNotFound; Conflict for a document that is not read yet; InvalidInput for a type that is not known, or ranges
        that do not follow one another from the first page to the last.
    """
    document = await store.get_document(tx, document_id)
    state = await store.lock_state(tx, document_id)
    if state not in _READ or document.collection:
        raise Conflict(f"{document.filename} is {document.state.value}: it has no type that could be corrected.")
    said = [replace(part, confidence=1.0) for part in parts]
    _check(said, document, catalogue)
    before = document.document_type
    await store.update_document(
        tx,
        document_id,
        state=DocumentState.CLASSIFIED.value,
        document_type=said[0].document_type,
        type_confidence=1.0,
        type_author=actor.name,
        parts=[asdict(part) for part in said],
    )
    titles = ", ".join(dict.fromkeys(catalogue.get(part.document_type).title for part in said))
    details = {"filename": document.filename, "document_type": titles, "before": before}
    stream = document.case_id or document_id
    await audit.record(
        tx, actor, "document.retype", object_kind="document", object_id=document_id, stream=stream, details=details
    )
    ranges = [(part.document_type, part.first_page, part.last_page) for part in said]
    changed = ranges != [(part.document_type, part.first_page, part.last_page) for part in document.parts]
    withdrawn = await _withdraw(tx, actor, document) if changed else []
    await jobs.enqueue(tx, EXTRACT_JOB, {"document_id": document_id})
    news = {"case_id": document.case_id, "document_id": document_id, "filename": document.filename}
    await outbox.publish(tx, "document.classified", {**news, "document_type": said[0].document_type}, stream=stream)
    return await store.get_document(tx, document_id), withdrawn


async def _withdraw(tx: Connection, actor: Actor, document: Document) -> list[Fact]:
    withdrawn = await fact_store.withdraw_accepted(tx, document.id)
    for fact in withdrawn:
        await audit.record(
            tx,
            actor,
            "fact.withdraw",
            object_kind="fact",
            object_id=fact.id,
            stream=document.case_id or document.id,
            reason="the type of its document was corrected",
            details={
                "property": fact.property,
                "value": fact.value,
                "document_id": document.id,
                "filename": document.filename,
                "document_type": document.document_type,
            },
        )
    return withdrawn


def _check(parts: Sequence[Part], document: Document, catalogue: Catalogue) -> None:
    following = 1
    for index, part in enumerate(parts):
        if part.document_type not in catalogue:
            raise InvalidInput(f"There is no type {part.document_type!r}.", field=f"parts.{index}.document_type")
        if part.first_page != following or part.last_page < part.first_page:
            raise InvalidInput("Ranges have to follow one another from the first page on.", field=f"parts.{index}")
        following = part.last_page + 1
    if following - 1 != document.pages_total:
        raise InvalidInput(f"The last range has to end with page {document.pages_total}.", field="parts")
