"""The library's API: read one file, or all files of a folder, without a server."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ascertain.ai.reading import ReaderPool, media_types
from ascertain.ai.reading.errors import CorruptFile, FileTooLarge
from ascertain.ai.text import Page
from ascertain.kernel.clock import utc_now
from ascertain.kernel.errors import AscertainError
from ascertain.kyc.documents.contents import Contents, InsideFiles, find_contents
from ascertain.kyc.documents.settings import DocumentSettings
from ascertain.kyc.extraction import (
    UNKNOWN,
    Catalogue,
    FoundFact,
    Part,
    catalogue_of,
    classify_parts,
    extract_parts,
)

PageRead = Callable[[Path, int, int], None]


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """The pages, the parts with their types, and the facts of a file.

    `inside` are the documents inside the file, such as the attachments of an e-mail, when the file was read by itself. An archive
    has those alone.
    """

    pages: tuple[Page, ...]
    parts: tuple[Part, ...]
    facts: tuple[FoundFact, ...]
    inside: tuple["FileRead", ...] = ()

    @property
    def document_type(self) -> str:
        """The type of its first part; most documents have one."""
        return self.parts[0].document_type if self.parts else UNKNOWN

    @property
    def type_confidence(self) -> float:
        """The confidence in the type of its first part, 0 to 1."""
        return self.parts[0].confidence if self.parts else 1.0

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about what the file contains and what is not read."""
        return tuple(note for page in self.pages for note in page.content_notes)


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file of a folder: the document, or the error for which it could not be read.

    `inside` is the name of the document within the file, such as an attachment; empty for the file itself.
    """

    path: Path
    document: ReadDocument | None
    error: AscertainError | None
    inside: str = ""


async def read_async(data: bytes, filename: str, settings: DocumentSettings | None = None) -> ReadDocument:
    """As `read`, from bytes, within a running event loop."""
    chosen = settings or DocumentSettings()
    reading = _Reading(ReaderPool(chosen), catalogue_of(chosen.types_folder), chosen)
    try:
        found = [one async for one in reading.read_all(Path(filename), data, lambda done, total: None)]
    finally:
        await reading.pool.close()
    if not found[0].inside:
        if found[0].document is None:
            raise found[0].error or CorruptFile(f"{filename} cannot be read.")
        return replace(found[0].document, inside=tuple(found[1:]))
    return ReadDocument((), (), (), tuple(found))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What all files of one call are read with."""

    pool: ReaderPool
    catalogue: Catalogue
    settings: DocumentSettings

    async def read_all(
        self, path: Path, data: bytes, on_page: Callable[[int, int], None]
    ) -> AsyncGenerator[FileRead, None]:
        """The document of a file, and those inside it; of an archive those inside alone."""
        try:
            contents = await self._open(path.name, data)
            if contents.media_type not in media_types.ARCHIVES:
                yield FileRead(path, await self._read(contents, on_page), None)
        except AscertainError as error:
            yield FileRead(path, None, error)
            return
        except Exception as error:  # whatever a file brings about costs that file and no other
            cause = f"{type(error).__name__}: {error}"
            yield FileRead(path, None, CorruptFile(f"{path.name} could not be processed.", cause=cause))
            return
        files = InsideFiles(contents, self.settings)
        while (one := files.next()) is not None:
            try:
                found = await self._open(one.name, one.data)
                document = await self._read(found, on_page) if found.page_count else None
            except AscertainError as error:
                files.refuse(one, error)
                continue
            except Exception as error:  # as above
                cause = f"{type(error).__name__}: {error}"
                files.refuse(one, CorruptFile(f"{one.name} could not be processed.", cause=cause))
                continue
            files.accept(one, found)
            if document is not None:
                yield FileRead(path, document, None, one.name)
        for refusal in files.refused:
            yield FileRead(path, None, refusal.error, refusal.filename)

    async def _open(self, filename: str, data: bytes) -> Contents:
        if len(data) > self.settings.max_bytes:
            raise FileTooLarge(f"{filename} has {len(data):,} bytes; the limit is {self.settings.max_bytes:,}.")
        media_type = await asyncio.to_thread(media_types.media_type_of, filename, data)
        return await find_contents(self.pool, self.settings, filename, data, media_type)

    async def _read(self, contents: Contents, on_page: Callable[[int, int], None]) -> ReadDocument:
        pages: list[Page] = []
        async with self.pool.open(contents.pages_media_type, contents.pages) as reader:
            for number in range(1, reader.page_count + 1):
                pages.append((await reader.read_page(number, draw=False))[0])
                on_page(number, reader.page_count)

        def classify_and_extract() -> ReadDocument:
            parts = classify_parts(pages, self.catalogue)
            facts = extract_parts(parts, pages, self.catalogue, today=utc_now().date())
            return ReadDocument(tuple(pages), tuple(parts), tuple(facts))

        return await asyncio.to_thread(classify_and_extract)


def read(path: str | Path, settings: DocumentSettings | None = None) -> ReadDocument:
    """Read a file in a child process: words with boxes, type, facts with their places; and the documents inside it.

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
    """Read every file under a folder, `workers` at a time; yields each when it is done, and then the documents inside it.

    An archive is not yielded itself, only its documents.

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
    reading = _Reading(ReaderPool(settings, size=workers), catalogue_of(settings.types_folder), settings)

    async def one(file: Path) -> list[FileRead]:
        data = await asyncio.to_thread(file.read_bytes)
        return [read async for read in reading.read_all(file, data, partial(on_page, file))]

    pending = list(reversed(files))
    running: set[asyncio.Task[list[FileRead]]] = set()
    try:
        while pending or running:
            # One more than there are workers: its bytes are read from disk while the workers are busy.
            while pending and len(running) < workers + 1:
                running.add(asyncio.create_task(one(pending.pop())))
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                for read in task.result():
                    yield read
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await reading.pool.close()
