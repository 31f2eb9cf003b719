"""Intake of files: detect the type, open once in a child process to refuse unreadable files, store, queue for reading."""

import asyncio
import hashlib
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, replace

from ascertain.ai.reading import ReaderPool, media_types
from ascertain.ai.reading.errors import CorruptFile, FileTooLarge, ReadersBusy
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
class Refusal:
    """A file or an attachment that was refused, with the reason."""

    filename: str
    error: AscertainError


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A readable file and its attachments."""

    filename: str
    blob: Blob
    attachments: tuple[tuple[str, bytes], ...]


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
        """Add one file; its attachments become documents of their own with this one as their parent.

        The same bytes are not added twice to one place: the first document is returned, with itself as `duplicate_of`.

        Returns: the document, then those of its attachments; and the attachments that were refused.
        Raises: EmptyFile, FileTypeNotRead, CorruptFile, EncryptedFile, FileTooLarge.
        """
        # The bytes are stored before the rows that name them, so a crash leaves at most a file without a row.
        prepared = await self._prepare(actor.tenant_id, safe_name(filename), data)
        refusals: list[Refusal] = []
        attachments = await self._prepare_attachments(actor.tenant_id, prepared, refusals)
        async with self._db.transaction(actor.tenant_id) as tx:
            documents = [await self._insert(tx, actor, place, prepared, None)]
            for parent, child in attachments:
                documents.append(await self._insert(tx, actor, place, child, documents[parent].id))
        return documents, refusals

    async def _prepare_attachments(
        self, tenant_id: str, root: _Prepared, refusals: list[Refusal]
    ) -> list[tuple[int, _Prepared]]:
        """Attachments of a file, their attachments, and so on, each with the position of its parent in the whole list.

        A queue instead of recursion: a message may nest thousands deep. The limit counts attachments of every depth.
        """
        files = [root]
        found: list[tuple[int, _Prepared]] = []
        pending = [(0, name, content) for name, content in root.attachments]
        while pending:
            parent, name, content = pending.pop(0)
            filename = safe_name(name)
            try:
                if len(files) > self.settings.max_attachments:
                    raise FileTooLarge(f"{filename} exceeds the limit of {self.settings.max_attachments} attachments.")
                prepared = await self._prepare(tenant_id, filename, content)
            except AscertainError as error:
                refusals.append(Refusal(filename, error))
                continue
            pending += [(len(files), inner, inner_content) for inner, inner_content in prepared.attachments]
            files.append(prepared)
            found.append((parent, prepared))
        return found

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
        # A known file need not be opened again, except for an e-mail, whose attachments are not stored with the blob.
        if known and media_type != media_types.EMAIL:
            # Stored again all the same: it repairs a file that was damaged or lost.
            await self._storage.put(tenant_id, data)
            with suppress(FileDamaged, FileNotStored):
                await read_pages(self._storage, self._readers, tenant_id, known)
            return _Prepared(filename, known, ())
        paged, paged_type = data, media_type
        attachments: tuple[tuple[str, bytes], ...] = ()
        if media_type in media_types.CONVERTED:
            paged, attachments = await self._readers.convert_to_pdf(media_type, data)
            paged_type = "application/pdf"
        async with self._readers.open(paged_type, paged) as reader:
            pages = reader.page_count
        if not pages:
            raise CorruptFile(f"{filename} has no pages.")
        if pages > self.settings.max_pages:
            raise FileTooLarge(f"{filename} has {pages:,} pages; the limit is {self.settings.max_pages:,}.")
        sha256 = await self._storage.put(tenant_id, data)
        pages_sha256 = sha256 if paged is data else await self._storage.put(tenant_id, paged)
        return _Prepared(filename, Blob(sha256, media_type, pages_sha256, paged_type, len(data), pages), attachments)

    async def _insert(
        self, tx: Connection, actor: Actor, place: Place, prepared: _Prepared, parent_id: str | None
    ) -> Document:
        await store.insert_blob(tx, prepared.blob)
        # Its bytes were stored just now, and checked.
        await set_problem(tx, actor, prepared.blob.sha256, None, clock=self._clock)
        same = await store.find_same(
            tx, case_id=place.case_id, collection=place.collection, sha256=prepared.blob.sha256
        )
        if same is not None:
            return replace(same, duplicate_of=same.id)
        document_id = new_id("doc")
        await store.insert_document(
            tx,
            document_id,
            case_id=place.case_id,
            collection=place.collection,
            filename=prepared.filename,
            sha256=prepared.blob.sha256,
            parent_id=parent_id,
            duplicate_of=None,
            now=self._clock(),
        )
        details = {
            "filename": prepared.filename,
            "sha256": prepared.blob.sha256,
            "size_bytes": prepared.blob.size_bytes,
        }
        stream = place.case_id or document_id
        await audit.record(
            tx, actor, "document.upload", object_kind="document", object_id=document_id, stream=stream, details=details
        )
        await jobs.enqueue(tx, READ_JOB, {"document_id": document_id}, dedupe_key=document_id)
        event = {"case_id": place.case_id, "document_id": document_id, "filename": prepared.filename}
        await outbox.publish(tx, "document.uploaded", event, stream=stream)
        return await store.get_document(tx, document_id)


def safe_name(filename: str) -> str:
    """The last part of a path, without control characters, at most 200 characters."""
    # Some clients send a whole path, with backslashes on Windows.
    name = filename.replace("\\", "/").rpartition("/")[2]
    name = "".join(char for char in name if char.isprintable())[-200:].strip()
    # "." and ".." would be folders in an archive.
    return name if name.strip(".") else "unnamed"
