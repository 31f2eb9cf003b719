"""Reclassification: a person corrects the type of a document or the page ranges of its parts; facts are extracted again."""

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
# States with pages and a type to correct. A document of the library has no type (see `DocumentSteps.classify`).
_CLASSIFIED = frozenset({DocumentState.CLASSIFIED, DocumentState.EXTRACTED, DocumentState.DONE})


async def set_parts(
    tx: Connection, actor: Actor, document_id: str, parts: Sequence[Part], *, catalogue: Catalogue
) -> tuple[Document, list[Fact]]:
    """Replace the machine's types by a person's, and extract the facts again.

    Facts that were accepted or corrected under the old type are withdrawn: they are stored but not in force, until a person
    reviews them again. Rejected facts remain rejected.

    Returns: the document, and the withdrawn facts (none where the types and ranges have not changed).
    Raises: DocumentNotFound; Conflict for a document that is not classified yet; InvalidInput for an unknown type, or for
        ranges with gaps or overlaps between the first page and the last.
    """
    document = await store.get_document(tx, document_id)
    state = await store.lock_state(tx, document_id)
    if state not in _CLASSIFIED or document.collection:
        raise Conflict(f"{document.filename} is {document.state.value} and has no type to correct.")
    corrected = [replace(part, confidence=1.0) for part in parts]
    _check(corrected, document, catalogue)
    before = document.document_type
    await store.update_document(
        tx,
        document_id,
        state=DocumentState.CLASSIFIED.value,
        document_type=corrected[0].document_type,
        type_confidence=1.0,
        type_author=actor.name,
        parts=[asdict(part) for part in corrected],
    )
    titles = ", ".join(dict.fromkeys(catalogue.get(part.document_type).title for part in corrected))
    details = {"filename": document.filename, "document_type": titles, "before": before}
    stream = document.case_id or document_id
    await audit.record(
        tx, actor, "document.retype", object_kind="document", object_id=document_id, stream=stream, details=details
    )
    ranges = [(part.document_type, part.first_page, part.last_page) for part in corrected]
    changed = ranges != [(part.document_type, part.first_page, part.last_page) for part in document.parts]
    withdrawn = await _withdraw(tx, actor, document) if changed else []
    # Without a dedupe key: a queued extraction of the old type must not swallow this one.
    await jobs.enqueue(tx, EXTRACT_JOB, {"document_id": document_id})
    event = {"case_id": document.case_id, "document_id": document_id, "filename": document.filename}
    await outbox.publish(
        tx, "document.classified", {**event, "document_type": corrected[0].document_type, "by": "person"}, stream=stream
    )
    return await store.get_document(tx, document_id), withdrawn


async def _withdraw(tx: Connection, actor: Actor, document: Document) -> list[Fact]:
    # Each with an audit entry of its own: the timeline has to show which accepted values are no longer in force.
    withdrawn = await fact_store.withdraw_accepted(tx, document.id)
    for fact in withdrawn:
        await audit.record(
            tx,
            actor,
            "fact.withdraw",
            object_kind="fact",
            object_id=fact.id,
            stream=document.case_id or document.id,
            reason="the document was reclassified",
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
    next_page = 1
    for index, part in enumerate(parts):
        if part.document_type not in catalogue:
            raise InvalidInput(
                f"There is no document type {part.document_type!r}.", field=f"parts.{index}.document_type"
            )
        if part.first_page != next_page or part.last_page < part.first_page:
            raise InvalidInput(
                "Page ranges must start at page 1 and leave no gap and no overlap.", field=f"parts.{index}"
            )
        next_page = part.last_page + 1
    if next_page - 1 != document.pages_total:
        raise InvalidInput(f"The last page range must end with page {document.pages_total}.", field="parts")
