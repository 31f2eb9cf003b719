"""Reading one file without a server."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from ascertain.ai.text import Page
from ascertain.kyc.documents import sniffing
from ascertain.kyc.documents.classification import classify_parts
from ascertain.kyc.documents.extraction import extract_parts
from ascertain.kyc.documents.model import FoundFact, Part
from ascertain.kyc.documents.reading import ReaderPool
from ascertain.kyc.documents.settings import DocumentSettings
from ascertain.kyc.documents.types import catalogue_of


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A file's pages, what it is, and what it states."""

    pages: tuple[Page, ...]
    parts: tuple[Part, ...]
    facts: tuple[FoundFact, ...]

    @property
    def document_type(self) -> str:
        """The type of its first part; most documents have one."""
        return self.parts[0].document_type

    @property
    def type_confidence(self) -> float:
        """How sure its first part is to be of that type, 0 to 1."""
        return self.parts[0].confidence


async def read_async(data: bytes, filename: str, settings: DocumentSettings | None = None) -> ReadDocument:
    """As `read`, inside a running event loop, from bytes."""
    chosen = settings or DocumentSettings()
    catalogue = catalogue_of(chosen.types_folder)
    pool = ReaderPool(chosen)
    media_type = sniffing.media_type_of(filename, data)
    try:
        if media_type in sniffing.LAID_OUT:
            data, _ = await pool.lay_out(media_type, data)
            media_type = "application/pdf"
        async with pool.open(media_type, data) as reader:
            pages = tuple([(await reader.read_page(number))[0] for number in range(1, reader.page_count + 1)])
    finally:
        await pool.close()
    parts = classify_parts(pages, catalogue)
    return ReadDocument(pages, tuple(parts), tuple(extract_parts(parts, pages, catalogue)))


def read(path: str | Path) -> ReadDocument:
    """Read a file in a child process: words with boxes, type, facts with their places.

    Raises: EmptyFile, FileTypeNotRead, CorruptFile, EncryptedFile, FileTooLarge, ReadTimedOut, ReaderCrashed.
    """
    file = Path(path)
    return asyncio.run(read_async(file.read_bytes(), file.name))
