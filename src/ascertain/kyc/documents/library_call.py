"""Reading one file without a server."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from ascertain.ai.text import Page
from ascertain.kyc.documents import sniffing
from ascertain.kyc.documents.classification import classify
from ascertain.kyc.documents.extraction import extract
from ascertain.kyc.documents.model import DocumentType, FoundFact
from ascertain.kyc.documents.reading import ReaderPool
from ascertain.kyc.documents.settings import DocumentSettings


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A file's pages, what it is, and what it states."""

    pages: tuple[Page, ...]
    document_type: DocumentType
    type_confidence: float
    facts: tuple[FoundFact, ...]


async def read_async(data: bytes, filename: str, settings: DocumentSettings | None = None) -> ReadDocument:
    """As `read`, inside a running event loop, from bytes."""
    pool = ReaderPool(settings or DocumentSettings())
    media_type = sniffing.media_type_of(filename, data)
    try:
        if media_type in sniffing.LAID_OUT:
            data, _ = await pool.lay_out(media_type, data)
            media_type = "application/pdf"
        async with pool.open(media_type, data) as reader:
            pages = tuple([(await reader.read_page(number))[0] for number in range(1, reader.page_count + 1)])
    finally:
        await pool.close()
    kind, confidence = classify(pages)
    return ReadDocument(pages, kind, confidence, tuple(extract(kind, pages)))


def read(path: str | Path) -> ReadDocument:
    """Read a file in a child process: words with boxes, type, facts with their places.

    Raises: EmptyFile, FileTypeNotRead, CorruptFile, EncryptedFile, FileTooLarge, ReadTimedOut, ReaderCrashed.
    """
    file = Path(path)
    return asyncio.run(read_async(file.read_bytes(), file.name))
