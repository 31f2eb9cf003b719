"""Code that took over a reading process reaches nothing but its pipe, and what the process reads is what it read before."""

import asyncio
import io
import os
import pickle
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from ascertain.ai.reading import ReaderPool, ReaderSettings, answers, media_types
from ascertain.ai.reading.child_process import Child
from ascertain.ai.reading.errors import ReaderCrashed, ReadTimedOut
from ascertain.ai.reading.sandbox import LAYERS, Profile, landlock_version
from ascertain.ai.reading.scripts import listed_languages
from ascertain.ai.text import Page
from ascertain.entrypoints.demo.samples import random_content, render
from ascertain.kernel.errors import AscertainError

pytestmark = pytest.mark.skipif(not landlock_version(), reason="needs landlock (Linux 5.13 or later)")

_FIND_PIPE = """
import os, stat, struct, time
def _sockets():
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                yield number
        except OSError:
            pass
"""
# Sends what the attack returns through the process's own pipe, as whoever took it over could.
_REPORT = """
from multiprocessing.connection import Connection
try:
    outcome = attack()
except BaseException as error:
    outcome = type(error).__name__
pipe = Connection(next(_sockets()))
pipe.send(("ok", outcome))
pipe._handle = None
"""


class _TakeOver:
    """Unpickled, it runs code: the parent is trusted by the process, and here plays the file that breaks its parser."""

    def __init__(self, code: str) -> None:
        self._code = code

    def __reduce__(self) -> tuple[Any, ...]:
        return exec, (self._code, {})


def _attack(child: Child, body: str) -> Any:
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    child._pipe.send((_TakeOver(f"def attack():\n{lines}\n{_FIND_PIPE}{_REPORT}"), ()))
    assert child._pipe.poll(60)
    _, outcome = child._pipe.recv()
    child._pipe.recv_bytes()  # the process's own answer to a command without a name
    return outcome


@pytest.fixture(scope="module", params=[False, True], ids=["reader", "with programs"])
def child(request: pytest.FixtureRequest) -> Iterator[Child]:
    made = Child(Profile(1024, programs=request.param, languages=listed_languages()))
    yield made
    made.kill()


_C = "import ctypes, errno, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"


def _call(number: int, *arguments: Any) -> str:
    given = ", ".join(str(one) for one in (number, *arguments))
    return f"{_C}done = libc.syscall({given})\nreturn 'done' if done >= 0 else errno.errorcode[ctypes.get_errno()]"


@pytest.mark.parametrize(
    "body",
    [
        "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_STREAM)",
        "import socket\nsocket.socket(socket.AF_UNIX, socket.SOCK_STREAM)",
        "import socket\nsocket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
        "import socket\nsocket.socketpair()",
        "open('/etc/shadow').read()",
        "open('/etc/passwd').read()",
        "open('{secret}').read()",
        "open('{public}').read()",
        "import os\nos.listdir('{folder}')",
        "import os\nos.listdir('/')",
        "open('/proc/self/environ').read()",
        "import os\nopen(f'/proc/{{os.getppid()}}/environ').read()",
        "open('{folder}/written', 'w')",
        "open('/tmp/written', 'w')",
        "open('/dev/shm/written', 'w')",
        "import os\nos.open('{folder}', os.O_TMPFILE | os.O_RDWR)",
        "import os\nos.mkdir('{folder}/made')",
        "import os\nos.remove('{public}')",
        "import os\nos.rename('{public}', '{public}2')",
        "import os\nos.symlink('/etc/shadow', '{folder}/link')",
        "import os\nos.chmod('{public}', 0o777)",
        "import os\nos.kill(os.getppid(), 0)",
        "import os\nos.kill(1, 0)",
        "import os\nos.setuid(0)",
        "import os\nos.setresuid(0, 0, 0)",
        "import os\nos.execv('/bin/sh', ['sh', '-c', 'id'])",
        "import os\nos.memfd_create('code')",
        "import resource\nresource.setrlimit(resource.RLIMIT_DATA, (1 << 40, 1 << 40))",
        "import os\nos.unshare(0x10000000) if hasattr(os, 'unshare') else os.chroot('/')",
        "bytearray(8 << 30)",
    ],
)
def test_a_taken_over_process_is_refused(child: Child, tmp_path: Path, body: str) -> None:
    secret, public = tmp_path / "secret", tmp_path / "public"
    secret.write_text("key")
    secret.chmod(0o600)
    public.write_text("another tenant's page")
    tmp_path.chmod(0o777)
    outcome = _attack(child, body.format(secret=secret, public=public, folder=tmp_path))
    assert outcome in {"PermissionError", "OSError", "MemoryError", "FileNotFoundError", "ValueError", "AttributeError"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["public", "secret"]
    assert child.alive


@pytest.mark.parametrize(
    "body",
    [
        f"{_C}return libc.ptrace(16, os.getppid(), 0, 0)",  # PTRACE_ATTACH
        f"{_C}return libc.ptrace(0, 0, 0, 0)",
        f"{_C}return libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)",
        f"{_C}return libc.unshare(0x10000000)",
        f"{_C}return libc.syscall(425, 8, ctypes.create_string_buffer(256))",  # io_uring_setup
        f"{_C}return libc.syscall(434, os.getppid(), 0)",  # pidfd_open
        f"{_C}return libc.syscall(321, 0, None, 0)",  # bpf
        f"{_C}return libc.syscall(250, 0, 0, 0)",  # keyctl
        f"{_C}return libc.syscall(304, -100, None, 0)",  # open_by_handle_at
    ],
)
def test_a_taken_over_process_makes_no_call_that_reaches_the_kernel_or_others(child: Child, body: str) -> None:
    assert _attack(child, body) == -1
    assert child.alive


def test_a_reader_starts_no_process(child: Child) -> None:
    outcome = _attack(
        child, "import os\npid = os.fork()\nif not pid:\n    os._exit(0)\nos.waitpid(pid, 0)\nreturn 'forked'"
    )
    shell = _attack(
        child, "import subprocess\nreturn subprocess.run(['/bin/sh', '-c', 'id'], capture_output=True).stdout"
    )
    assert (outcome, shell) in [("PermissionError", "PermissionError"), ("forked", "PermissionError")]
    if outcome == "forked":  # only the process that may start tesseract, and only that one program
        listed = (
            "import subprocess\nreturn subprocess.run(['tesseract', '--list-langs'], capture_output=True).returncode"
        )
        assert _attack(child, listed) == 0 or not listed_languages()


def test_threads_and_processes_are_bounded(child: Child) -> None:
    body = """
import threading
hold = threading.Event()
count = 0
try:
    while count < 2000:
        threading.Thread(target=hold.wait, daemon=True).start()
        count += 1
except (RuntimeError, MemoryError):
    pass
hold.set()
return count"""
    assert _attack(child, body) < 1000
    assert child.alive


def test_nothing_is_inherited_but_the_pipe(child: Child) -> None:
    body = """
import os
def open_ones():
    for number in range(256):
        try:
            os.fstat(number)
            yield number
        except OSError:
            pass
return len(list(open_ones())), sorted(os.environ), os.getuid(), os.getgroups()"""
    descriptors, variables, uid, groups = _attack(child, body)
    assert descriptors == 4 and variables == ["PATH"]
    assert os.geteuid() != 0 or (uid not in (0, 65534) and groups == [])
    # What the process was started with remains readable in its memory: no more than what finds Python.
    assert child.pid is not None
    started = Path(f"/proc/{child.pid}/environ").read_bytes() if os.geteuid() == 0 else b""
    assert not {name.partition(b"=")[0] for name in started.split(b"\0")} & {b"HOME", b"PYTEST_CURRENT_TEST"}


async def _read(settings: ReaderSettings, media_type: str, data: bytes) -> Any:
    pool = ReaderPool(settings)
    try:
        if media_type in media_types.CONVERTED:
            data, _ = await pool.convert_to_pdf(media_type, data)
            media_type = "application/pdf"
        async with pool.open(media_type, data) as reader:
            pages = [await reader.read_page(number) for number in range(1, reader.page_count + 1)]
            return pages, await reader.inspect()
    finally:
        await pool.close()


@pytest.mark.parametrize("kind", ["pdf", "docx", "text"])
async def test_what_is_read_is_the_same_with_and_without_the_sandbox(kind: str) -> None:
    # Scans, which take far longer, are read within the sandbox by every test of them.
    if kind == "pdf":
        media_type, data = "application/pdf", render("utility_bill", "A", random_content("utility_bill", 1))
    elif kind == "docx":
        document, out = docx.Document(), io.BytesIO()
        document.add_paragraph("Совет директоров решил: Ilse Varga, 董事")
        document.save(out)
        media_type, data = media_types.DOCX, out.getvalue()
    else:
        media_type, data = "text/plain", "Ὁ διευθυντής\n\nthe director\n".encode()
    confined, free = await asyncio.gather(
        _read(ReaderSettings(sandbox="auto"), media_type, data), _read(ReaderSettings(sandbox="off"), media_type, data)
    )
    assert confined == free


async def test_the_active_layers_are_reported() -> None:
    pool = ReaderPool(ReaderSettings(sandbox="require"))
    layers = await pool.layers()
    await pool.close()
    assert set(LAYERS) - {"user"} <= set(layers) and ("user" in layers) == (os.geteuid() == 0)


def test_a_required_sandbox_that_the_kernel_lacks_refuses_to_start() -> None:
    code = """
import asyncio, errno, pyseccomp
rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "landlock_create_ruleset")
rules.load()
from ascertain.ai.reading import ReaderPool, ReaderSettings
async def main():
    for sandbox in ("auto", "require"):
        pool = ReaderPool(ReaderSettings(sandbox=sandbox))
        try:
            print(await pool.layers())
        except Exception as error:
            print(type(error).__name__, error)
        await pool.close()
asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    first, second = done.stdout.strip().splitlines()
    assert "landlock" not in first and "seccomp" in first
    assert second.startswith("SandboxMissing") and "landlock" in second


# What follows writes to the process's pipe as whoever took it over could, and then never returns.
_WRITES = f"""{_FIND_PIPE}
pipe = next(_sockets())
%s
time.sleep(600)
"""


class _Runs:
    """Unpickled by the parent, it would make a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"mkdir {self._folder}",)


def _hostile_answer(writes: str, timeout_s: float) -> type[Exception]:
    child = Child(Profile(1024))
    try:
        with pytest.raises(AscertainError) as failed:
            child.call("page", (_TakeOver(_WRITES % writes),), timeout_s)
        assert not child.alive
        return failed.type
    finally:
        child.kill()


def _framed(answer: bytes) -> str:
    return f"os.write(pipe, {struct.pack('!i', len(answer)) + answer!r})"


@pytest.mark.parametrize("around", ["page", "kind", "bare"])
def test_an_answer_that_names_a_function_runs_nothing(tmp_path: Path, around: str) -> None:
    runs = _Runs(tmp_path / "made")
    answer = {"page": ("ok", (runs, b"")), "kind": (runs, None), "bare": runs}[around]
    assert _hostile_answer(_framed(pickle.dumps(answer)), 60) is ReaderCrashed
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    "answer",
    [
        ("ok", 3),
        ("ok", (Page(1, 600.0, 800.0, ("a",), "text"), b"")),  # type: ignore[arg-type]
        ("ok", (Page("1", 600.0, 800.0, (), "text"), b"")),  # type: ignore[arg-type]
        ("refused", ("unknown", "sentence")),
        ("unknown", None),
        ("ok", (Page, b"")),
        None,
    ],
)
def test_an_answer_of_another_type_is_refused(answer: Any) -> None:
    assert _hostile_answer(_framed(pickle.dumps(answer)), 60) is ReaderCrashed


def test_an_answer_over_the_limit_is_not_received() -> None:
    endless = "os.write(pipe, struct.pack('!iQ', -1, 1 << 40))\nwhile True:\n    os.write(pipe, bytes(1 << 16))"
    assert _hostile_answer(endless, 60) is ReaderCrashed


def test_half_an_answer_and_an_endless_one_are_stopped_at_the_time_limit() -> None:
    assert _hostile_answer("os.write(pipe, struct.pack('!i', 1000) + b'half')", 2) is ReadTimedOut
    slow = "os.write(pipe, struct.pack('!i', 1 << 20))\nwhile True:\n    os.write(pipe, b'x')\n    time.sleep(0.1)"
    assert _hostile_answer(slow, 2) is ReadTimedOut


def test_a_process_that_does_not_read_its_pipe_is_stopped_at_the_time_limit() -> None:
    stopped = Child(Profile(1024))
    assert stopped.pid is not None
    os.kill(stopped.pid, signal.SIGSTOP)
    with pytest.raises(ReadTimedOut):
        stopped.call("open", ("application/pdf", bytes(8 << 20)), 1)
    assert not stopped.alive


def test_a_copy_of_the_process_does_not_prolong_the_time_limit() -> None:
    forked = Child(Profile(1024, programs=True, languages=listed_languages()))
    with pytest.raises(ReadTimedOut):
        forked.call("page", (_TakeOver(_WRITES % "os.fork()"),), 2)
    assert not forked.alive


def test_an_answer_that_is_too_long_becomes_a_refusal() -> None:
    packed = answers.pack("ok", (bytes(answers.LONGEST_ANSWER_BYTES), ()))
    kind, (code, _) = answers.unpack("convert", packed)
    assert (kind, code) == ("refused", "too_large")
