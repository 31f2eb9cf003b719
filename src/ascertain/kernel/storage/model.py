"""Errors of stored files, and what a store of bytes has to offer."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import ClassVar, Protocol

from ascertain.kernel.errors import AscertainError, MachineFault, NotFound, Unavailable


class FileNotStored(NotFound):
    """The tenant has no file with this hash."""

    code = "storage.not_found"


class FileDamaged(AscertainError):
    """The stored bytes are not those that were uploaded: changed, cut, or replaced by something else than a file."""

    status: ClassVar[int] = 502
    code = "storage.damaged"


class FileMissing(FileDamaged):
    """The stored file of a document that exists is gone. Uploading the same file again repairs it."""

    code = "storage.missing"


class FileUnreadable(Unavailable):
    """The store refuses to read or to write a file, as without the permission or with a full disk."""

    code = "storage.unreadable"


class StorageNotWritable(FileUnreadable, MachineFault):
    """No file can be stored at present: the disk is full, or the folder is read-only."""

    code = "storage.not_writable"


class Store(Protocol):
    """Bytes by path; a path is relative, made of hexadecimal digits and identifiers."""

    def read(self, path: str) -> AsyncIterator[bytes]:
        """The bytes at `path` in pieces. Raises FileNotStored, FileDamaged, FileUnreadable."""
        ...

    async def remove_leftovers(self, folder: str, *, older_than: datetime) -> int:
        """Remove what interrupted writes left under a folder before a moment; returns how many files that were."""
        ...

    async def write(self, path: str, data: bytes) -> None:
        """Write the whole file or nothing. Raises FileUnreadable, StorageNotWritable."""
        ...
