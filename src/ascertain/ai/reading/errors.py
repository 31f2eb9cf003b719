"""Errors of a file that cannot be read."""

from ascertain.kernel.errors import InvalidInput, TooLarge, Unavailable, UnsupportedType


class EmptyFile(InvalidInput):
    """The file has no bytes."""

    code = "document.empty"


class CorruptFile(InvalidInput):
    """The file cannot be opened as what it is."""

    code = "document.corrupt"


class EncryptedFile(InvalidInput):
    """The file needs a password."""

    code = "document.encrypted"


class FileTooLarge(TooLarge):
    """The file is over a limit of size, pages or pixels, or would unpack to more than one."""

    code = "document.too_large"


class FileTypeNotRead(UnsupportedType):
    """A type of file that is not read."""

    code = "document.type_not_read"


class ReadTimedOut(Unavailable):
    """A page took longer than its limit; its reading process was ended."""

    code = "document.read_timed_out"


class ReaderCrashed(Unavailable):
    """The reading process died on a page."""

    code = "document.reader_crashed"
