"""All SQL of blobs, pages and documents; facts are in `fact_store.py`."""

from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

import asyncpg

from ascertain.ai.text import Barcode, Box, FormField, Join, Page, Word
from ascertain.kernel.database import Connection
from ascertain.kyc.documents.model import Document, DocumentNotFound, DocumentState
from ascertain.kyc.extraction import Part

# Facts are extracted from the first pages only, because the time grows with the pages; all pages are indexed for search.
MAX_EXTRACTED_PAGES = 50

# One look into the index of the blobs for each document. As a join, while the tables have no statistics yet, it may be planned as
# a comparison with every blob of the tenant.
_DOCUMENT = """
    select d.id, d.case_id, d.collection, d.filename, b.media_type, b.size_bytes, d.sha256, d.parent_id, d.duplicate_of,
           d.state, d.document_type, d.type_confidence, d.type_author, d.parts, b.pages_total, d.pages_read,
           d.facts_count, d.error_code, d.error_detail, d.created_at
    from documents_documents d cross join lateral (
        select media_type, size_bytes, pages_total from documents_blobs
        where tenant_id = d.tenant_id and sha256 = d.sha256 limit 1) b"""


@dataclass(frozen=True, slots=True)
class Blob:
    """A stored file of a tenant, and the file whose pages are read: the same one, or the PDF that it was converted to."""

    sha256: str
    media_type: str
    pages_sha256: str
    pages_media_type: str
    size_bytes: int
    pages_total: int


def _to_document(row: asyncpg.Record) -> Document:
    parts = tuple(Part(**part) for part in row["parts"])
    return Document(**{**dict(row), "state": DocumentState(row["state"]), "parts": parts})


async def find_blob(tx: Connection, sha256: str) -> Blob | None:
    """The tenant's blob with this hash, if any."""
    row = await tx.fetchrow(
        "select sha256, media_type, pages_sha256, pages_media_type, size_bytes, pages_total from documents_blobs where sha256 = $1",
        sha256,
    )
    return Blob(**dict(row)) if row else None


async def insert_blob(tx: Connection, blob: Blob) -> None:
    """Insert a blob; repeating it changes nothing.

    The update of a value by itself locks the row, so that two uploads of the same bytes wait for each other and the second
    sees the document of the first.
    """
    await tx.execute(
        """insert into documents_blobs (sha256, media_type, pages_sha256, pages_media_type, size_bytes, pages_total)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (tenant_id, sha256) do update set size_bytes = excluded.size_bytes""",
        blob.sha256,
        blob.media_type,
        blob.pages_sha256,
        blob.pages_media_type,
        blob.size_bytes,
        blob.pages_total,
    )


async def insert_document(
    tx: Connection,
    document_id: str,
    *,
    case_id: str | None,
    collection: str | None,
    filename: str,
    sha256: str,
    parent_id: str | None,
    duplicate_of: str | None,
    now: datetime,
) -> None:
    """Insert a document in the state queued."""
    await tx.execute(
        """insert into documents_documents (id, case_id, collection, filename, sha256, parent_id, duplicate_of, state,
               created_at)
           values ($1, $2, $3, $4, $5, $6, $7, 'queued', $8)""",
        document_id,
        case_id,
        collection,
        filename,
        sha256,
        parent_id,
        duplicate_of,
        now,
    )


async def find_same(tx: Connection, *, case_id: str | None, collection: str | None, sha256: str) -> Document | None:
    """The first document of the same case or collection with the same bytes."""
    row = await tx.fetchrow(
        f"""{_DOCUMENT} where d.sha256 = $1 and d.case_id is not distinct from $2 and d.collection is not distinct from $3
            order by d.created_at, d.id limit 1""",
        sha256,
        case_id,
        collection,
    )
    return _to_document(row) if row else None


async def get_document(tx: Connection, document_id: str) -> Document:
    """The document. Raises DocumentNotFound."""
    row = await tx.fetchrow(f"{_DOCUMENT} where d.id = $1", document_id)
    if row is None:
        raise DocumentNotFound(f"There is no document {document_id}.")
    return _to_document(row)


async def lock_state(tx: Connection, document_id: str) -> DocumentState | None:
    """The state of a document, with its row locked until the transaction ends; None where there is no such document."""
    state: str | None = await tx.fetchval("select state from documents_documents where id = $1 for update", document_id)
    return DocumentState(state) if state else None


async def list_documents(tx: Connection, case_id: str) -> list[Document]:
    """All documents of a case in the order of their upload: blockers, snapshots and evidence packs rest on every one of them."""
    rows = await tx.fetch(f"{_DOCUMENT} where d.case_id = $1 order by d.created_at, d.id", case_id)
    return [_to_document(row) for row in rows]


async def count_documents(tx: Connection, case_id: str) -> dict[DocumentState, int]:
    """Number of documents of a case in each state that any of them has."""
    rows = await tx.fetch("select state, count(*) from documents_documents where case_id = $1 group by state", case_id)
    return {DocumentState(state): count for state, count in rows}


async def list_failed(tx: Connection, case_id: str) -> list[Document]:
    """The documents of a case that could not be read, in the order of their upload."""
    rows = await tx.fetch(
        f"{_DOCUMENT} where d.case_id = $1 and d.state = 'failed' order by d.created_at, d.id", case_id
    )
    return [_to_document(row) for row in rows]


async def list_collection(tx: Connection, collection: str) -> list[Document]:
    """All documents of a collection in the order of their upload."""
    rows = await tx.fetch(f"{_DOCUMENT} where d.collection = $1 order by d.created_at, d.id", collection)
    return [_to_document(row) for row in rows]


async def update_document(tx: Connection, document_id: str, **columns: Any) -> None:
    """Set columns of a document. Column names come from code and never from input; values are parameters."""
    assignments = ", ".join(f"{name} = ${index}" for index, name in enumerate(columns, 2))
    await tx.execute(f"update documents_documents set {assignments} where id = $1", document_id, *columns.values())


# A word is a JSON array and not an object: a page has hundreds, and the names would double its size.
def _pack(word: Word) -> list[Any]:
    return [word.text, word.box.x0, word.box.y0, word.box.x1, word.box.y1, word.confidence]


def _unpack(packed: list[Any]) -> Word:
    return Word(packed[0], Box(packed[1], packed[2], packed[3], packed[4]), packed[5])


async def insert_page(tx: Connection, sha256: str, page: Page) -> None:
    """Insert a page that has been read; repeating it changes nothing."""
    words = [_pack(word) for word in page.words]
    # Postgres stores no NUL character, which text layers of broken PDFs contain.
    for packed in words:
        packed[0] = packed[0].replace("\x00", "\ufffd")
    await tx.execute(
        """insert into documents_pages (sha256, page_number, width_pt, height_pt, method, quality, words, fields, notes, joins,
                                       barcodes, portraits)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing""",
        sha256,
        page.number,
        page.width_pt,
        page.height_pt,
        page.method,
        page.quality,
        words,
        [[one.name, one.kind, one.value, *astuple(one.box)] for one in page.fields],
        list(page.notes),
        [[list(astuple(box)) for box in (join.upper, join.lower, *join.places)] for join in page.joins],
        [[code.format, code.text, *astuple(code.box)] for code in page.barcodes],
        [list(astuple(box)) for box in page.portraits],
    )


def _to_page(row: asyncpg.Record) -> Page:
    words = tuple(_unpack(packed) for packed in row["words"])
    fields = tuple(FormField(name, kind, value, Box(*box)) for name, kind, value, *box in row["fields"])
    notes = tuple(row["notes"])
    # Same order as in `insert_page`: boxes are stored as plain lists.
    size = (row["width_pt"], row["height_pt"])
    joined = ([Box(*box) for box in boxes] for boxes in row["joins"])
    joins = tuple(Join(upper, lower, tuple(places)) for upper, lower, *places in joined)
    barcodes = tuple(Barcode(kind, text, Box(*box)) for kind, text, *box in row["barcodes"])
    portraits = tuple(Box(*box) for box in row["portraits"])
    quality = round(row["quality"], 4)
    return Page(row["page_number"], *size, words, row["method"], fields, quality, notes, joins, barcodes, portraits)


async def last_page(tx: Connection, sha256: str) -> int:
    """The highest page of a blob that has been read, 0 for none; pages are read in order."""
    number: int | None = await tx.fetchval("select max(page_number) from documents_pages where sha256 = $1", sha256)
    return number or 0


async def get_page(tx: Connection, document_id: str, number: int) -> Page:
    """A page that has been read. Raises DocumentNotFound."""
    row = await tx.fetchrow(
        """select p.page_number, p.width_pt, p.height_pt, p.method, p.words, p.fields,
                  p.quality, p.notes, p.joins, p.barcodes, p.portraits
           from documents_documents d
           join documents_pages p on p.tenant_id = d.tenant_id and p.sha256 = d.sha256
           where d.id = $1 and p.page_number = $2""",
        document_id,
        number,
    )
    if row is None:
        raise DocumentNotFound(f"Page {number} of document {document_id} does not exist or has not been read.")
    return _to_page(row)


async def list_pages(tx: Connection, sha256: str, *, after: int = 0, limit: int = 100) -> list[Page]:
    """Pages of a blob after a page number, in order."""
    rows = await tx.fetch(
        """select page_number, width_pt, height_pt, method, words, fields, quality, notes, joins, barcodes, portraits
           from documents_pages
           where sha256 = $1 and page_number > $2 order by page_number limit $3""",
        sha256,
        after,
        limit,
    )
    return [_to_page(row) for row in rows]
