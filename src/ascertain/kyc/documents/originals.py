"""The stored files of a document: the original, and the pages that it was laid out to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from ascertain.ai.reading import ReaderPool
from ascertain.kernel.storage import FileDamaged, FileMissing, FileNotStored, FileUnreadable, ObjectStorage
from ascertain.kyc.documents.model import Document
from ascertain.kyc.documents.store import Blob


@contextmanager
def naming(filename: str) -> Iterator[None]:
    """Errors of storage name the file as people know it, and not by its hash alone."""
    try:
        yield
    except FileNotStored as error:
        # Not a 404: the document is there, and whoever asked for it asked for the right thing.
        raise FileMissing(
            f"{filename}: the stored file is missing. Upload the same file again.", filename=filename
        ) from error
    except (FileDamaged, FileUnreadable) as error:
        raise type(error)(f"{filename}: {error.message}", filename=filename) from error


async def open_original(storage: ObjectStorage, tenant_id: str, document: Document) -> IO[bytes]:
    """The file as it was uploaded. Raises FileDamaged, FileMissing, FileUnreadable with the name of the document."""
    with naming(document.filename):
        return await storage.open(tenant_id, document.sha256)


async def read_pages(storage: ObjectStorage, readers: ReaderPool, tenant_id: str, blob: Blob) -> bytes:
    """The file whose pages are read: the original, or the PDF that it was laid out to.

    A PDF that is damaged or missing is laid out again from the original; it is accepted only if it is the same, because the
    places of facts refer to it. Raises FileDamaged, FileNotStored, FileUnreadable.
    """
    try:
        return await storage.get(tenant_id, blob.pages_sha256)
    except (FileDamaged, FileNotStored):
        if blob.pages_sha256 == blob.sha256:
            raise
        original = await storage.get(tenant_id, blob.sha256)
        paged, _ = await readers.convert_to_pdf(blob.media_type, original)
        if await storage.put(tenant_id, paged) != blob.pages_sha256:
            raise
        return paged
