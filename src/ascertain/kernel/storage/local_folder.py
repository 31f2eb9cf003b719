"""A folder of this machine as a store: files of the owner alone, written whole and on the disk before they have their name."""

import asyncio
import errno
import os
import re
import secrets
import stat
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ascertain.kernel.faults import fault_point
from ascertain.kernel.storage.model import FileDamaged, FileNotStored, FileUnreadable, StorageNotWritable
from ascertain.kernel.telemetry import log

# Large enough that a thread for each piece costs little, small enough for many readers at a time.
_PIECE_BYTES = 1 << 20
# A link could lead outside the folder, and a pipe put in place of a file would block the reader without these.
_READ_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
# Of the whole disk or folder and not of one file: every file would fail until somebody acts.
_NOT_WRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)
_PARTIAL = re.compile(r"\.[0-9a-f]{16}\.part$")
_MISSING = (errno.ENOENT, errno.ENOTDIR)


class LocalFolder:
    """Files under one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    async def read(self, path: str) -> AsyncIterator[bytes]:
        """The bytes at `path` in pieces."""
        descriptor = await asyncio.to_thread(self._open, path)
        try:
            # No further than the file was long when it was opened: it may grow while it is read.
            remaining = os.fstat(descriptor).st_size
            while remaining > 0:
                piece = await asyncio.to_thread(_read, descriptor, min(remaining, _PIECE_BYTES))
                if not piece:
                    break
                remaining -= len(piece)
                yield piece
        finally:
            os.close(descriptor)

    def _open(self, path: str) -> int:
        place = self._folder / path
        try:
            if place.parent.resolve() != place.parent:
                raise FileDamaged("A folder of the stored file was replaced by a link.")
            descriptor = os.open(place, _READ_FLAGS)
        except OSError as error:
            if error.errno in _MISSING:
                raise FileNotStored("There is no file with this hash.") from error
            # A link, or a socket, which cannot be opened as a file.
            if error.errno in (errno.ELOOP, errno.ENXIO):
                raise FileDamaged("The stored file was replaced by something that is not a file.") from error
            raise FileUnreadable(f"The stored file cannot be read: {os.strerror(error.errno or 0)}.") from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise FileDamaged("The stored file was replaced by something that is not a file.")
        return descriptor

    async def write(self, path: str, data: bytes) -> None:
        """Write the whole file or nothing."""
        await asyncio.to_thread(self._write, path, data)

    def _write(self, path: str, data: bytes) -> None:
        place = self._folder / path
        # A name that cannot be guessed, in the same folder, so that renaming is one step for every reader.
        partial = place.with_name(f"{place.name}.{secrets.token_hex(8)}.part")
        try:
            self._make_folder(place.parent)
            if place.is_dir() and not place.is_symlink():
                self._move_aside(place)
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                # In two parts, so that a test can kill the process when half of the file is on the disk.
                half = len(data) // 2
                file.write(data[:half])
                file.flush()
                fault_point("storage.write.during")
                file.write(data[half:])
                file.flush()
                # The row that names the file is committed after this: a power cut must not leave it without its bytes.
                os.fsync(file.fileno())
            partial.replace(place)
            _sync_folder(place.parent)
        except OSError as error:
            with suppress(OSError):
                partial.unlink()
            reason = f"The file cannot be stored: {os.strerror(error.errno or 0)}."
            if error.errno in _NOT_WRITABLE:
                raise StorageNotWritable(f"{reason} Nothing was stored; try again when that is resolved.") from error
            raise FileUnreadable(reason) from error

    async def remove_leftovers(self, folder: str, *, older_than: datetime) -> int:
        """Remove files of interrupted writes under `folder` that were last written before a moment; returns their number."""
        return await asyncio.to_thread(self._remove_leftovers, self._folder / folder, older_than.timestamp())

    def _remove_leftovers(self, top: Path, older_than_s: float) -> int:
        if top.resolve() != top:  # replaced by a link, which leads to files of others
            return 0
        removed = 0
        for folder, _, names in os.walk(top):
            for place in (Path(folder, name) for name in names if _PARTIAL.search(name)):
                with suppress(OSError):  # another worker was faster, or the folder is read-only
                    if place.lstat().st_mtime < older_than_s:
                        place.unlink()
                        removed += 1
        return removed

    def _move_aside(self, place: Path) -> None:
        """Free the place of a file or a folder. What was put there remains, under a name that nothing here reads."""
        aside = place.with_name(f"{place.name}.{secrets.token_hex(8)}.displaced")
        place.rename(aside)
        log.warning("storage.displaced", place=str(place), moved_to=aside.name)

    def _make_folder(self, folder: Path) -> None:
        for one in (folder, *folder.parents):
            if self._folder in one.parents and os.path.lexists(one) and not one.is_dir() and not one.is_symlink():
                self._move_aside(one)
        missing = [one for one in (folder, *folder.parents) if not one.exists()]
        for one in reversed(missing):
            # Customers' documents: nobody but the system user may list them.
            one.mkdir(mode=0o700, exist_ok=True)
        if folder.resolve() != folder:
            name = next(one for one in (*reversed(folder.parents), folder) if one.is_symlink()).relative_to(
                self._folder
            )
            raise FileUnreadable(
                f"The folder {name} of the stored files was replaced by a link; nothing is written to it."
            )


def _read(descriptor: int, size: int) -> bytes:
    try:
        return os.read(descriptor, size)
    except OSError as error:
        raise FileUnreadable(f"The stored file cannot be read: {os.strerror(error.errno or 0)}.") from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
