"""What a reading process may do once it is up: compute, read the libraries, and talk to its parent.

Layers that each hold on their own, so that a kernel or a container without one of them still has the others:

- `limits`: memory, processes, open files, no file may grow;
- `landlock`: of the file system only the libraries, read-only; no TCP; no signals to processes outside (Linux 5.13 and later);
- `user`: an identity of its own without rights, where the parent is root;
- `seccomp`: a list of system calls, without sockets, other processes, or opening a file to write.

Everything here is inherited by what the process starts and cannot be undone by it.
"""

import ctypes
import os
import resource
import shutil
import struct
import sys
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LAYERS = ("limits", "landlock", "user", "seccomp")
_libc = ctypes.CDLL(None, use_errno=True)

# linux/prctl.h
_SET_DUMPABLE, _SET_KEEPCAPS, _CAPBSET_DROP, _SET_NO_NEW_PRIVS = 4, 8, 24, 38
_CAP_DAC_READ_SEARCH, _LAST_CAP = 2, 63
_CAPABILITY_VERSION = 0x20080522

# linux/landlock.h; the numbers of the system calls are the same on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
# Rights that a kernel of each version of the interface knows, by version; version 4 added TCP, 6 signals and abstract sockets.
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_TCP_RIGHTS, _SCOPES = 0b11, 0b11

# A uid that no account has, by process, so that readers of two tenants cannot touch each other either.
_FIRST_UID, _UIDS = 1_900_000_000, 100_000_000
_NOBODY = 65_534
_MOST_PROCESSES = 256  # and threads, of the identity
_MOST_FILES = 256

_LIBRARY_FOLDERS = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib", "/usr/share/fonts", "/usr/local/share/fonts",
    "/usr/share/tesseract-ocr", "/usr/share/tessdata", "/usr/share/zoneinfo", "/etc/ld.so.cache", "/etc/fonts", "/etc/localtime",
    "/sys/devices/system/cpu", "/proc/cpuinfo", "/proc/meminfo", "/dev/null", "/dev/urandom")  # fmt: skip
_LOADERS = ("lib*/ld-linux*.so*", "lib/*/ld-linux*.so*", "lib/ld-musl*.so*")


@dataclass(frozen=True, slots=True)
class Profile:
    """What one kind of reading process may do. `languages` are those of tesseract, which only `programs` lets it start."""

    memory_mb: int
    confined: bool = True
    programs: bool = False
    languages: frozenset[str] = frozenset()


def start(profile: Profile, connection: int) -> tuple[str, ...]:
    """Restrict this process for the rest of its life, before it starts threads; returns the layers that are active."""
    _limit(profile.memory_mb)
    if not profile.confined:
        return ("limits",)
    _detach(connection)
    return _enter(programs=profile.programs)


def _enter(*, programs: bool) -> tuple[str, ...]:
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MOST_FILES, _MOST_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform != "linux":
        return ("limits",)
    active = ["limits"]
    _prctl(_SET_NO_NEW_PRIVS, 1)
    landlocked = _tried(lambda: _enter_landlock(programs=programs))
    if landlocked:
        active.append("landlock")
    if _tried(lambda: _leave_root(landlocked=landlocked)):
        active.append("user")
    _prctl(_SET_DUMPABLE, 0)
    if _tried(lambda: _filter_calls(programs=programs)):
        active.append("seccomp")
    return tuple(active)


def _detach(connection: int) -> None:
    """Close every inherited descriptor but the connection, and forget the environment: both may hold what nothing here needs."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.closerange(3, connection)
    os.closerange(connection + 1, max(resource.getrlimit(resource.RLIMIT_NOFILE)[0], connection + 2))
    path = os.environ.get("PATH", os.defpath)
    os.environ.clear()
    os.environ["PATH"] = path


def _tried(layer: Callable[[], bool]) -> bool:
    try:
        return layer()
    except (OSError, ImportError, AttributeError, RuntimeError):
        return False


def _limit(memory_mb: int) -> None:
    # RLIMIT_DATA and not RLIMIT_AS, which also counts mapped files and would need twice the figure.
    resource.setrlimit(resource.RLIMIT_DATA, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would leave the document on the disk


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def landlock_version() -> int:
    """The version of the kernel's interface; 0 without landlock."""
    return max(0, int(_libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1))) if sys.platform == "linux" else 0


def _enter_landlock(*, programs: bool) -> bool:
    version = landlock_version()
    if not version:
        return False
    rights = _FILE_RIGHTS[max(known for known in _FILE_RIGHTS if known <= version)]
    fields = [rights, *([_TCP_RIGHTS] if version >= 4 else []), *([_SCOPES] if version >= 6 else [])]
    attributes = struct.pack(f"{len(fields)}Q", *fields)
    ruleset = _libc.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    if ruleset < 0:
        return False
    for path in _readable():
        _allow(ruleset, path, _READ_FILE | _READ_DIR)
    for path in _programs() if programs else ():
        _allow(ruleset, path, _READ_FILE | _EXECUTE)
    entered: int = _libc.syscall(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)
    return entered == 0


def _allow(ruleset: int, path: Path, rights: int) -> None:
    with suppress(OSError):
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rights &= ~_READ_DIR if not path.is_dir() else ~0
        rule = struct.pack("=Qi", rights, opened)
        _libc.syscall(_ADD_RULE, ruleset, 1, rule, 0)
        os.close(opened)


def _readable() -> Iterator[Path]:
    """Python, its packages and this one, and the system's libraries and fonts. No folder of the application's data."""
    import ascertain

    yield Path(ascertain.__file__).parent
    for name in ("stdlib", "platstdlib", "purelib", "platlib"):
        yield Path(sysconfig.get_paths()[name])
    for entry in sys.path:
        if Path(entry).name in ("site-packages", "dist-packages", "lib-dynload"):
            yield Path(entry)
    yield Path(sys.base_prefix) / "lib"
    yield from map(Path, _LIBRARY_FOLDERS)


def _programs() -> Iterator[Path]:
    found = shutil.which("tesseract")
    if found:
        yield Path(found).resolve()
        for pattern in _LOADERS:
            yield from (path.resolve() for path in Path("/").glob(pattern))


def _leave_root(*, landlocked: bool) -> bool:
    """Become an identity without rights. Without root there is none to leave: the parent's own is as low as it was set up."""
    if os.geteuid() != 0:
        return False
    keep = 0
    if landlocked and not _open_to_all(Path(sys.base_prefix)):
        # Python lies in a folder of root, so that imports need to pass it. What can be read is limited by landlock.
        keep = 1 << _CAP_DAC_READ_SEARCH
    with suppress(OSError):
        for capability in range(_LAST_CAP + 1):
            _prctl(_CAPBSET_DROP, capability)
    _prctl(_SET_KEEPCAPS, 1)
    uid = _FIRST_UID + os.getpid() % _UIDS
    try:
        _become(uid)
    except OSError:  # a user namespace maps few identities
        _become(_NOBODY)
    header = struct.pack("Ii", _CAPABILITY_VERSION, 0)
    data = struct.pack("6I", keep, keep, 0, 0, 0, 0)
    if _libc.capset(header, data) != 0:
        raise OSError(ctypes.get_errno(), "capset")
    resource.setrlimit(resource.RLIMIT_NPROC, (_MOST_PROCESSES, _MOST_PROCESSES))
    return True


def _become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _open_to_all(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o005 == 0o005 for parent in (path, *path.parents))


def _filter_calls(*, programs: bool) -> bool:
    # Loaded by the fork server: it searches for its library by starting a program, which is not possible here any more.
    from ascertain.ai.reading import system_calls

    return system_calls.filter_calls(programs=programs)
