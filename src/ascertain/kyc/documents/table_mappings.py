"""A person confirms what the columns of a table are; the answer is used at once, and for the next document of the same layout."""

from collections.abc import Sequence
from dataclasses import dataclass

from ascertain.ai.text import Page
from ascertain.kernel import audit, jobs
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import Conflict, InvalidInput, NotFound
from ascertain.kernel.tenancy import Actor
from ascertain.kernel.threads import run_in_thread
from ascertain.kyc.documents import mapping_store, store
from ascertain.kyc.documents.mapping_store import StoredMapping
from ascertain.kyc.documents.model import Document, DocumentState
from ascertain.kyc.documents.reclassification import EXTRACT_JOB
from ascertain.kyc.extraction import Catalogue, ConfirmedMapping, ProposedMapping, propose_mappings

_READ = frozenset({DocumentState.CLASSIFIED, DocumentState.EXTRACTED, DocumentState.DONE})


class TableNotFound(NotFound):
    """The document has no table with this layout."""

    code = "document.table_not_found"


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """A table of a document: a proposal for its columns, and the tenant's mapping of its layout where a person confirmed one."""

    proposed: ProposedMapping
    stored: StoredMapping | None


async def list_tables(
    document: Document, pages: Sequence[Page], stored: Sequence[StoredMapping], catalogue: Catalogue
) -> list[DocumentTable]:
    """The tables of a document whose type has tables."""
    known = {(one.mapping.layout, one.mapping.document_type): one for one in stored}
    proposed = await run_in_thread(propose_mappings, document.parts, pages, catalogue)
    return [DocumentTable(one, known.get((one.layout, one.document_type))) for one in proposed]


async def confirm_mapping(
    tx: Connection,
    actor: Actor,
    document: Document,
    tables: Sequence[DocumentTable],
    mapping: ConfirmedMapping,
    *,
    catalogue: Catalogue,
    clock: Clock,
) -> None:
    """Store a mapping for all documents of this layout, and extract the facts of this one again.

    Raises: TableNotFound; InvalidInput for a table or a column that the type does not have, a column named twice, a table
        without its key, or another number of columns; Conflict for a document that is being read.
    """
    if await store.lock_state(tx, document.id) not in _READ or document.collection:
        raise Conflict(f"{document.filename} is {document.state.value} and has no tables to map.")
    wanted = (mapping.layout, mapping.document_type)
    shown = next((one.proposed for one in tables if (one.proposed.layout, one.proposed.document_type) == wanted), None)
    if shown is None:
        raise TableNotFound(f"{document.filename} has no table with this layout.")
    _check(mapping, shown, catalogue)
    headings = tuple(column.heading for column in shown.columns)
    await mapping_store.set_mapping(tx, actor, mapping, headings, clock())
    await store.update_document(tx, document.id, state=DocumentState.CLASSIFIED.value)
    details = {"filename": document.filename, "headings": ", ".join(filter(None, headings)), "table": mapping.table}
    stream = document.case_id or document.id
    await audit.record(
        tx, actor, "document.map", object_kind="document", object_id=document.id, stream=stream, details=details
    )
    # Without a dedupe key: a queued extraction with the old mapping must not swallow this one.
    await jobs.enqueue(tx, EXTRACT_JOB, {"document_id": document.id})


def _check(mapping: ConfirmedMapping, shown: ProposedMapping, catalogue: Catalogue) -> None:
    tables = {table.name: table for table in catalogue.get(mapping.document_type).tables if not table.sums}
    table = tables.get(mapping.table)
    if table is None:
        raise InvalidInput(f"The type has no table {mapping.table!r}.", field="table")
    if len(mapping.columns) != len(shown.columns):
        raise InvalidInput(f"The table has {len(shown.columns)} columns.", field="columns")
    known = {column.name for column in table.columns}
    named = [name for name in mapping.columns if name is not None]
    unknown = next((name for name in named if name not in known), None)
    if unknown is not None:
        raise InvalidInput(f"The table of {table.name} has no column {unknown!r}.", field="columns")
    if len(set(named)) < len(named):
        raise InvalidInput("Each column can be named once.", field="columns")
    if table.key not in named:
        raise InvalidInput(f"One column has to be the {table.key}: a row is known by it.", field="columns")
