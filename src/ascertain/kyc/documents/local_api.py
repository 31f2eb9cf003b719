"""The library's API: read one file, or all files of a folder, without a server."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ascertain.ai.reading import ReaderPool, media_types
from ascertain.ai.reading.errors import FileTooLarge
from ascertain.ai.text import Page
from ascertain.kernel.clock import utc_now
from ascertain.kernel.errors import AscertainError
from ascertain.kyc.documents.settings import DocumentSettings
from ascertain.kyc.extraction import Catalogue, FoundFact, Part, catalogue_of, classify_parts, extract_parts

PageRead = Callable[[Path, int, int], None]


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """The pages, the parts with their types, and the facts of a file."""

    pages: tuple[Page, ...]
    parts: tuple[Part, ...]
    facts: tuple[FoundFact, ...]

    @property
    def document_type(self) -> str:
        """The type of its first part; most documents have one."""
        return self.parts[0].document_type

    @property
    def type_confidence(self) -> float:
        """The confidence in the type of its first part, 0 to 1."""
        return self.parts[0].confidence


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file of a folder: the document, or the error for which it could not be read."""

    path: Path
    document: ReadDocument | None
    error: AscertainError | None


async def read_async(data: bytes, filename: str, settings: DocumentSettings | None = None) -> ReadDocument:
    """As `read`, from bytes, within a running event loop."""
    chosen = settings or DocumentSettings()
    pool = ReaderPool(chosen)
    try:
        return await _read(pool, catalogue_of(chosen.types_folder), chosen, data, filename, lambda done, total: None)
    finally:
        await pool.close()


async def _read(
    pool: ReaderPool,
    catalogue: Catalogue,
    settings: DocumentSettings,
    data: bytes,
    filename: str,
    on_page: Callable[[int, int], None],
) -> ReadDocument:
    if len(data) > settings.max_bytes:
        raise FileTooLarge(f"{filename} has {len(data):,} bytes; the limit is {settings.max_bytes:,}.")
    media_type = media_types.media_type_of(filename, data)
    if media_type in media_types.CONVERTED:
        data, _ = await pool.convert_to_pdf(media_type, data)
        media_type = "application/pdf"
    pages: list[Page] = []
    async with pool.open(media_type, data) as reader:
        if reader.page_count > settings.max_pages:
            raise FileTooLarge(f"{filename} has {reader.page_count:,} pages; the limit is {settings.max_pages:,}.")
        for number in range(1, reader.page_count + 1):
            pages.append((await reader.read_page(number, draw=False))[0])
            on_page(number, reader.page_count)

    def classify_and_extract() -> ReadDocument:
        parts = classify_parts(pages, catalogue)
        return ReadDocument(
            tuple(pages), tuple(parts), tuple(extract_parts(parts, pages, catalogue, today=utc_now().date()))
        )

    return await asyncio.to_thread(classify_and_extract)


def read(path: str | Path, settings: DocumentSettings | None = None) -> ReadDocument:
    """Read a file in a child process: words with boxes, type, facts with their places.

    Raises: EmptyFile, FileTypeNotRead, CorruptFile, EncryptedFile, FileTooLarge, ReadTimedOut, ReaderCrashed; TypeFileBroken.
    """
    file = Path(path)
    return asyncio.run(read_async(file.read_bytes(), file.name, settings))


def files_of(path: str | Path) -> list[Path]:
    """The files under a folder in order of their paths, without hidden ones; for a file, the file itself."""
    root = Path(path)
    if not root.is_dir():
        return [root]
    return sorted(file for file in root.rglob("*") if file.is_file() and not file.name.startswith("."))


def read_folder(
    path: str | Path,
    settings: DocumentSettings | None = None,
    *,
    workers: int = 2,
    on_page: PageRead | None = None,
) -> Iterator[FileRead]:
    """Read every file under a folder, `workers` at a time; yields each when it is done.

    A file that cannot be read is yielded with its error and does not stop the others.

    Args:
        on_page: called with (file, page, pages) after each page.
    Raises: TypeFileBroken.
    """
    # An event loop of its own and not `asyncio.run`: a generator must return to its caller between two files.
    loop = asyncio.new_event_loop()
    found = _read_all(
        files_of(path), settings or DocumentSettings(), workers, on_page or (lambda file, done, total: None)
    )
    try:
        while True:
            yield loop.run_until_complete(anext(found))
    except StopAsyncIteration:
        return
    finally:
        loop.run_until_complete(found.aclose())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


async def _read_all(
    files: list[Path], settings: DocumentSettings, workers: int, on_page: PageRead
) -> AsyncGenerator[FileRead, None]:
    catalogue = catalogue_of(settings.types_folder)
    pool = ReaderPool(settings, size=workers)

    async def one(file: Path) -> FileRead:
        try:
            data = await asyncio.to_thread(file.read_bytes)
            return FileRead(file, await _read(pool, catalogue, settings, data, file.name, partial(on_page, file)), None)
        except AscertainError as error:
            return FileRead(file, None, error)

    pending = list(reversed(files))
    running: set[asyncio.Task[FileRead]] = set()
    try:
        while pending or running:
            # One more than there are workers: its bytes are read from disk while the workers are busy.
            while pending and len(running) < workers + 1:
                running.add(asyncio.create_task(one(pending.pop())))
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                yield task.result()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await pool.close()
