"""What a file consists of: the pages that are read, and the files inside it, each of which is a document of its own."""

from collections import deque
from dataclasses import dataclass
from itertools import count

from ascertain.ai.reading import ReaderPool, media_types
from ascertain.ai.reading.errors import CorruptFile, FileTooLarge
from ascertain.kernel.errors import AscertainError
from ascertain.kyc.documents.settings import DocumentSettings


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file, or a file inside of it, that was refused, with the reason."""

    filename: str
    error: AscertainError


@dataclass(frozen=True, slots=True)
class Contents:
    """A file that can be read. An archive has no pages of its own.

    Attributes:
        pages: the file whose pages are read: the file itself, or the PDF that it was laid out to.
        inside: the files inside, as paths with bytes.
        refused: files inside that cannot be unpacked.
    """

    media_type: str
    pages: bytes
    pages_media_type: str
    page_count: int
    inside: tuple[tuple[str, bytes], ...]
    refused: tuple[Refusal, ...] = ()


async def find_contents(
    readers: ReaderPool, settings: DocumentSettings, filename: str, data: bytes, media_type: str
) -> Contents:
    """Open a file in a child process. Raises CorruptFile, EncryptedFile, FileTooLarge, ReadTimedOut, ReadersBusy."""
    if media_type in media_types.ARCHIVES:
        files, left_out = await readers.unpack(data)
        refused = [Refusal(name, CorruptFile(f"{name} cannot be read: {reason}.")) for name, reason in left_out]
        if not files and not refused:
            raise CorruptFile(f"{filename} has no files inside.")
        return Contents(media_type, b"", media_type, 0, files, tuple(refused))
    paged, paged_type = data, media_type
    inside: tuple[tuple[str, bytes], ...] = ()
    if media_type in media_types.CONVERTED:
        paged, inside = await readers.convert_to_pdf(media_type, data)
        paged_type = media_types.PDF
    async with readers.open(paged_type, paged) as reader:
        pages = reader.page_count
        if media_type == media_types.PDF:
            inside = await reader.attachments()
    if not pages:
        raise CorruptFile(f"{filename} has no pages.")
    if pages > settings.max_pages:
        raise FileTooLarge(f"{filename} has {pages:,} pages; the limit is {settings.max_pages:,}.")
    return Contents(media_type, paged, paged_type, pages, inside)


@dataclass(frozen=True, slots=True)
class Inside:
    """A file inside another: its number from 1, its name and bytes, and the number of the file that it is in (0: the outermost)."""

    number: int
    name: str
    data: bytes
    parent: int


class InsideFiles:
    """The files inside a file, those inside of them, and so on, in order, and those that are refused.

    A queue instead of recursion: a message may nest thousands deep. The limits of files and bytes count those of every depth.
    """

    def __init__(self, root: Contents, settings: DocumentSettings) -> None:
        is_archive = root.media_type in media_types.ARCHIVES
        self._most = settings.max_archive_files if is_archive else settings.max_attachments
        self._kind = "files in an archive" if is_archive else "attachments"
        self._bytes_left = settings.max_unpacked_bytes
        self._pending: deque[Inside] = deque()
        self._numbers = count(1)
        self._accepted = 0
        self.refused: list[Refusal] = []
        self.add(0, root)

    def next(self) -> Inside | None:
        """The next file, to be opened; it is then refused, or what is inside it is added. None after the last one."""
        while self._pending:
            one = self._pending.popleft()
            if self._accepted < self._most:
                return one
            self.refuse(one, FileTooLarge(f"{one.name} exceeds the limit of {self._most} {self._kind}."))
        return None

    def refuse(self, one: Inside, error: AscertainError) -> None:
        """Record that a file cannot be read; the others are not affected."""
        self.refused.append(Refusal(one.name, error))

    def accept(self, one: Inside, contents: Contents) -> None:
        """Record that a file was opened, and continue with what is inside it."""
        self._accepted += 1
        self.add(one.number, contents)

    def add(self, parent: int, contents: Contents) -> None:
        """Append the files inside a file."""
        self.refused += contents.refused
        for name, data in contents.inside:
            self._bytes_left -= len(data)
            if self._bytes_left >= 0:
                self._pending.append(Inside(next(self._numbers), name, data, parent))
            else:
                error = FileTooLarge(f"{name} exceeds the limit of unpacked bytes for all files inside one file.")
                self.refused.append(Refusal(name, error))
