"""Intake of files: detect the type, open once in a child process to refuse unreadable files, store, queue for reading."""

import asyncio
import hashlib
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, replace

from ascertain.ai.reading import ReaderPool, media_types
from ascertain.ai.reading.errors import FileTooLarge, ReadersBusy
from ascertain.kernel import audit, jobs, outbox
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import AscertainError
from ascertain.kernel.fair_queue import FairQueue
from ascertain.kernel.ids import new_id
from ascertain.kernel.storage import FileDamaged, FileNotStored, ObjectStorage
from ascertain.kernel.tenancy import Actor
from ascertain.kernel.threads import run_in_thread
from ascertain.kyc.documents import store
from ascertain.kyc.documents.contents import Contents, InsideFiles, Refusal, find_contents
from ascertain.kyc.documents.model import Document
from ascertain.kyc.documents.originals import read_pages
from ascertain.kyc.documents.pictures import picture_key
from ascertain.kyc.documents.scrubbing import set_problem
from ascertain.kyc.documents.settings import DocumentSettings
from ascertain.kyc.documents.store import Blob

READ_JOB = "document.read"


@dataclass(frozen=True, slots=True)
class Place:
    """The owner of a document: a case, or a collection such as the policy library."""

    case_id: str | None = None
    collection: str | None = None


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A readable file; an archive has no blob, because only the files inside are documents."""

    filename: str
    blob: Blob | None
    contents: Contents


class Intake:
    """Accepts files for any case or collection."""

    def __init__(
        self, db: Database, storage: ObjectStorage, readers: ReaderPool, settings: DocumentSettings, *, clock: Clock
    ) -> None:
        self._db = db
        self._storage = storage
        self._readers = readers
        self.settings = settings
        self._clock = clock
        # Two files of a tenant for each process: while one is opened, another is stored.
        slots = 2 * settings.openers
        self._turns = FairQueue(
            slots, waiting=settings.waiting_files_per_tenant, per_tenant=slots - 2, refusal=ReadersBusy
        )

    def turn(self, tenant_id: str) -> AbstractAsyncContextManager[None]:
        """A turn for one file, in memory from here on. Raises ReadersBusy."""
        deadline = asyncio.get_running_loop().time() + self.settings.longest_wait_s
        return self._turns.slot(tenant_id, deadline)

    async def upload(
        self, actor: Actor, place: Place, filename: str, data: bytes
    ) -> tuple[list[Document], list[Refusal]]:
        """Add one file; files inside it become documents of their own with this one as their parent.

        The files of an archive are added in its place, because it has no pages.

        The same bytes are not added twice to one place: the first document is returned, with itself as `duplicate_of`.

        Returns: the document, then those inside; and the files inside that were refused.
        Raises: EmptyFile, FileTypeNotRead, CorruptFile, EncryptedFile, FileTooLarge.
        """
        # The bytes are stored before the rows that name them, so a crash leaves at most a file without a row.
        root = await self._prepare(actor.tenant_id, safe_name(filename), data)
        files, refusals = await self._prepare_inside(actor.tenant_id, root)
        documents: list[Document] = []
        ids: dict[
            int, str | None
        ] = {}  # of the document that each file became; that of an archive is the one which it is in
        async with self._db.transaction(actor.tenant_id) as tx:
            for number, parent, prepared in files:
                ids[number] = ids.get(parent) if number else None
                if prepared.blob is not None:
                    document = await self._insert(tx, actor, place, prepared.filename, prepared.blob, ids[number])
                    documents.append(document)
                    ids[number] = document.id
        return documents, refusals

    async def _prepare_inside(
        self, tenant_id: str, root: _Prepared
    ) -> tuple[list[tuple[int, int, _Prepared]], list[Refusal]]:
        """The file and those inside of it, each with its number and that of the file that it is in; and the refused ones."""
        files = [(0, 0, root)]
        inside = InsideFiles(root.contents, self.settings)
        while (one := inside.next()) is not None:
            try:
                prepared = await self._prepare(tenant_id, safe_name(one.name), one.data)
            except AscertainError as error:
                inside.refuse(one, error)
                continue
            inside.accept(one, prepared.contents)
            files.append((one.number, one.parent, prepared))
        return files, [Refusal(safe_name(refusal.filename), refusal.error) for refusal in inside.refused]

    async def draw_page(self, tenant_id: str, document: Document, page_number: int) -> bytes | None:
        """Draw and store the picture of a page that has been read; None for a page that has not."""
        async with self._db.transaction(tenant_id) as tx:
            blob = await store.find_blob(tx, document.sha256)
            read = await store.last_page(tx, document.sha256)
        if blob is None or page_number > read:
            return None
        data = await read_pages(self._storage, self._readers, tenant_id, blob)
        async with self._readers.open(blob.pages_media_type, data) as reader:
            _, picture = await reader.read_page(page_number)
        await self._storage.put_derived(tenant_id, picture_key(document.sha256, page_number), picture)
        return picture

    async def _prepare(self, tenant_id: str, filename: str, data: bytes) -> _Prepared:
        # Again after the HTTP limit: attachments and the library's own API arrive here without one.
        if len(data) > self.settings.max_bytes:
            raise FileTooLarge(f"{filename} has {len(data):,} bytes; the limit is {self.settings.max_bytes:,}.")
        # Both in a thread: 50 MB take a tenth of a second, in which the event loop would serve nobody.
        media_type = await run_in_thread(media_types.media_type_of, filename, data)
        sha256 = await run_in_thread(lambda: hashlib.sha256(data).hexdigest())
        async with self._db.transaction(tenant_id) as tx:
            known = await store.find_blob(tx, sha256)
        # A known file need not be opened again, unless further files are inside, which are not stored with it.
        if known and media_type not in media_types.NESTING:
            # Stored again all the same: it repairs a file that was damaged or lost.
            await self._storage.put(tenant_id, data)
            with suppress(FileDamaged, FileNotStored):
                await read_pages(self._storage, self._readers, tenant_id, known)
            return _Prepared(filename, known, Contents(media_type, b"", media_type, known.pages_total, ()))
        found = await find_contents(self._readers, self.settings, filename, data, media_type)
        # The pages are not needed any more once they are stored: an archive may have two hundred files.
        without_pages = replace(found, pages=b"")
        if media_type in media_types.ARCHIVES:
            return _Prepared(filename, None, without_pages)
        sha256 = await self._storage.put(tenant_id, data)
        is_paged = found.pages is data
        pages_sha256 = sha256 if is_paged else await self._storage.put(tenant_id, found.pages)
        blob = Blob(sha256, media_type, pages_sha256, found.pages_media_type, len(data), found.page_count)
        return _Prepared(filename, blob, without_pages)

    async def _insert(
        self, tx: Connection, actor: Actor, place: Place, filename: str, blob: Blob, parent_id: str | None
    ) -> Document:
        await store.insert_blob(tx, blob)
        # Its bytes were stored just now, and checked.
        await set_problem(tx, actor, blob.sha256, None, clock=self._clock)
        same = await store.find_same(tx, case_id=place.case_id, collection=place.collection, sha256=blob.sha256)
        if same is not None:
            return replace(same, duplicate_of=same.id)
        document_id = new_id("doc")
        await store.insert_document(
            tx,
            document_id,
            case_id=place.case_id,
            collection=place.collection,
            filename=filename,
            sha256=blob.sha256,
            parent_id=parent_id,
            duplicate_of=None,
            now=self._clock(),
        )
        details = {"filename": filename, "sha256": blob.sha256, "size_bytes": blob.size_bytes}
        stream = place.case_id or document_id
        await audit.record(
            tx, actor, "document.upload", object_kind="document", object_id=document_id, stream=stream, details=details
        )
        await jobs.enqueue(tx, READ_JOB, {"document_id": document_id}, dedupe_key=document_id)
        event = {"case_id": place.case_id, "document_id": document_id, "filename": filename}
        await outbox.publish(tx, "document.uploaded", event, stream=stream)
        return await store.get_document(tx, document_id)


def safe_name(filename: str) -> str:
    """The last part of a path, without control characters, at most 200 characters."""
    # Some clients send a whole path, with backslashes on Windows.
    name = filename.replace("\\", "/").rpartition("/")[2]
    name = "".join(char for char in name if char.isprintable())[-200:].strip()
    # "." and ".." would be folders in an archive.
    return name if name.strip(".") else "unnamed"
