"""Files of the product are its own user's alone: documents of customers, keys, passwords and logs lie in the home folder."""

import os
import stat
from collections.abc import Iterator
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
