"""Errors for files that cannot be read. The codes are part of the HTTP API."""

from ascertain.kernel.errors import InvalidInput, MachineFault, TooLarge, Unavailable, UnsupportedType


class EmptyFile(InvalidInput):
    """The file is empty."""

    code = "document.empty"


class CorruptFile(InvalidInput):
    """The file is damaged: it cannot be opened as its own type."""

    code = "document.corrupt"


class EncryptedFile(InvalidInput):
    """The file is protected by a password."""

    code = "document.encrypted"


class FileTooLarge(TooLarge):
    """The file exceeds a limit of size, pages or pixels, or would do so once unpacked."""

    code = "document.too_large"


class FileTypeNotRead(UnsupportedType):
    """The type of the file is not supported."""

    code = "document.type_not_read"


class ReadTimedOut(Unavailable):
    """A page took longer than the time limit, and its reading process was ended."""

    code = "document.read_timed_out"


class ReaderCrashed(Unavailable):
    """The reading process crashed on a page."""

    code = "document.reader_crashed"


class SandboxMissing(Unavailable):
    """The setting requires a sandbox for the reading processes, and this machine lacks a layer of it."""

    code = "document.sandbox_missing"


class ReadersBusy(MachineFault):
    """Too many files of this tenant wait for a reading process, or one waited too long."""

    code = "document.readers_busy"
