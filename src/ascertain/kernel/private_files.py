"""Files of the product are its own user's alone: documents of customers, keys, passwords and logs lie in the home folder."""

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_OTHERS = 0o077
# A group of its own may pass through, not list: the system user of the embedded Postgres, where root starts it.
_PASSING_GROUP = 0o010
# Content-addressed files by the hundred thousand. They are walked through only where their folder itself was open to others.
_LARGE_FOLDERS = frozenset({"files"})
# Postgres checks the mode of its data at every start, and owns it.
_FOREIGN_FOLDERS = frozenset({"data"})


def restrict_new_files() -> None:
    """Files and folders that this process and its children create from now on are closed to other users."""
    os.umask(_OTHERS)


@contextmanager
def opened_to_append(path: Path, *, waits: bool = True, through_link: bool = False) -> Iterator[int]:
    """A descriptor to append to a file of the owner alone, under its lock; file and folder are made where they are missing.

    Args:
        waits: for the lock; otherwise BlockingIOError is raised where another process has it.
        through_link: the file may be a link, as a mounted secret is.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | (0 if through_link else os.O_NOFOLLOW)
    descriptor = os.open(path, flags, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        yield descriptor
    finally:
        os.close(descriptor)


def append_whole(descriptor: int, lines: bytes) -> None:
    """Append lines to a file and put them on the disk, all of them or none. Raises OSError."""
    size = os.fstat(descriptor).st_size
    # A line that a crash cut must not swallow the next one.
    remaining = memoryview(lines if not size or os.pread(descriptor, 1, size - 1) == b"\n" else b"\n" + lines)
    try:
        while remaining:  # a nearly full disk takes a part of a write without an error
            remaining = remaining[os.write(descriptor, remaining) :]
        os.fsync(descriptor)
    except OSError:
        with suppress(OSError):
            os.ftruncate(descriptor, size)
        raise


def append_privately(path: Path, lines: bytes, *, through_link: bool = False) -> None:
    """Append lines to a file of the owner alone, all of them or none, and put them on the disk. Raises OSError."""
    with opened_to_append(path, through_link=through_link) as descriptor:
        append_whole(descriptor, lines)


def create_privately(path: Path, content: bytes) -> None:
    """Make a file of the owner alone with its whole content; where it exists it is left as it is.

    Of two processes at a first start one makes it, and both read it whole.
    """
    partial = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    try:
        append_privately(partial, content)
        os.link(partial, path)
    except FileExistsError:
        pass
    finally:
        partial.unlink(missing_ok=True)


def close_to_others(home: Path, *, passing_group: int | None = None) -> int:
    """Take the rights of other users from everything in `home`; returns how many files and folders were open.

    Args:
        passing_group: id of the group that may pass through the folders on the way to the database.
    """
    if not home.is_dir():
        return 0
    # The folder first: from then on nobody else reaches what is in it.
    changed = _close(home, passing_group)
    return changed + sum(_close(path, passing_group) for path in _inside(home))


def _inside(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_symlink():  # it may point anywhere, and has no mode of its own
                continue
            path = Path(entry.path)
            if not entry.is_dir():
                yield path
                continue
            if entry.name in _FOREIGN_FOLDERS and folder.name == "postgres":
                continue
            # What is inside first: where this is interrupted, the folder is still open and the next start goes on.
            if entry.name not in _LARGE_FOLDERS or entry.stat().st_mode & _OTHERS:
                yield from _inside(path)
            yield path


def _close(path: Path, passing_group: int | None) -> bool:
    found = path.lstat()
    allowed = ~_OTHERS
    if stat.S_ISDIR(found.st_mode) and found.st_gid == passing_group:
        allowed |= _PASSING_GROUP
    mode = stat.S_IMODE(found.st_mode)
    # A file of another user, such as the database's socket, is that user's to close.
    if mode & allowed == mode or found.st_uid != os.geteuid():
        return False
    path.chmod(mode & allowed)
    return True
