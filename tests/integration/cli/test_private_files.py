"""What the product writes is its own user's alone, under any umask; what was open before is closed at the next start."""

import io
import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from ascertain.entrypoints.demo.seeding import Demo, SignIn, _show_people
from ascertain.kernel.database import EmbeddedPostgres, passing_group
from ascertain.kernel.private_files import append_privately, close_to_others, create_privately


def open_to_others(home: Path) -> list[str]:
    """Files and folders in `home` that other users have rights on, except the way of the database's own user."""
    found = []
    for path in [home, *home.rglob("*")]:
        state = path.lstat()
        passing = stat.S_ISDIR(state.st_mode) and state.st_gid == passing_group()
        if not stat.S_ISLNK(state.st_mode) and stat.S_IMODE(state.st_mode) & (0o067 if passing else 0o077):
            found.append(f"{path.relative_to(home)} {stat.S_IMODE(state.st_mode):o}")
    return found


_FIRST_START = """
import asyncio, os, sys
from pathlib import Path
from ascertain.entrypoints import cli
from ascertain.kernel import auth
from ascertain.kernel.database import EmbeddedPostgres
from ascertain.kernel.storage import ObjectStorage
home = Path(sys.argv.pop())
async def start():
    server = EmbeddedPostgres(home / "postgres")
    await server.start()
    auth.load_signing_key(home / "keys" / "signing")
    await ObjectStorage(str(home / "files")).put("tenant_1", b"a document")
    server.stop()
try:
    cli.main()
except SystemExit:
    asyncio.run(start())
"""


def test_a_new_installation_is_closed_under_an_open_umask(tmp_path: Path) -> None:
    home = tmp_path / "home"
    # The real command sets what its children inherit; `--help` ends at once.
    command = [sys.executable, "-c", _FIRST_START, "--help", str(home)]
    result = subprocess.run(command, cwd=tmp_path, umask=0, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr
    assert (home / "postgres" / "data" / "PG_VERSION").exists()
    assert len(list((home / "files").rglob("*"))) == 4
    assert open_to_others(home) == []


def test_an_old_installation_is_closed_and_nothing_outside_is_touched(tmp_path: Path) -> None:
    home, outside = tmp_path / "home", tmp_path / "outside"
    outside.write_text("another's")
    for name in ("keys/signing", "files/t/blobs/ab/abc", "postgres/passwords", "demo.json", "postgres/data/base/1"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("x")
    (home / "link").symlink_to(outside)
    for path in [home, outside, *home.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o666)
    close_to_others(home)
    data = [line for line in open_to_others(home) if line.startswith("postgres/data")]
    assert open_to_others(home) == data  # Postgres closes its own and refuses to start otherwise
    assert stat.S_IMODE(outside.stat().st_mode) == 0o666
    assert close_to_others(home) == 0
    (home / "keys" / "signing").chmod(0o644)
    assert close_to_others(home) == 1


@pytest.mark.parametrize("name", ["a folder with spaces", "long" * 30])
def test_a_socket_outside_its_folder_has_a_name_that_nobody_can_foresee(tmp_path: Path, name: str) -> None:
    sockets = []
    for number in range(2):
        server = EmbeddedPostgres(tmp_path / f"{number}" / name)
        server._folder.mkdir(parents=True)
        server._prepare_folders()
        socket = server._socket
        assert socket.parent != server._folder
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        again = EmbeddedPostgres(tmp_path / f"{number}" / name)
        again._prepare_folders()
        assert again._socket == socket  # other commands find it
        # A folder of another user under the recorded name is not used.
        socket.chmod(0o777)
        again._prepare_folders()
        assert again._socket != socket
        sockets += [socket.name, again._socket.name]
        socket.rmdir()
        again._socket.rmdir()
    assert len(set(sockets)) == 4


def test_passwords_of_the_demo_go_to_a_terminal_only(tmp_path: Path) -> None:
    demo = Demo("t", [SignIn("A. Beck", "a.beck@northgate.example", ["analyst"], "a secret")], "usr_1")
    shown = {}
    for terminal in (True, False):
        output = io.StringIO()
        _show_people(Console(file=output, force_terminal=terminal), demo, tmp_path / "demo.json")
        shown[terminal] = output.getvalue()
    assert "a secret" in shown[True]
    assert "a secret" not in shown[False]
    assert str(tmp_path / "demo.json") in shown[False]
    assert json.dumps("a.beck@northgate.example").strip('"') in shown[False]


def test_lines_are_appended_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "audit"
    append_privately(file, b"first\n")
    # The system takes what fits below the limit and reports no error; then nothing more.
    code = f"""
import resource, signal
from pathlib import Path
from ascertain.kernel.private_files import append_privately
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
try:
    append_privately(Path({str(file)!r}), b"second line\\n")
except OSError as error:
    print(type(error).__name__)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "OSError\n" and file.read_bytes() == b"first\n"
    file.write_bytes(b"first\ncut")
    append_privately(file, b"second\n")
    assert file.read_bytes() == b"first\ncut\nsecond\n" and open_to_others(tmp_path / "keys") == []


def test_a_file_that_two_processes_create_has_the_content_of_one(tmp_path: Path) -> None:
    create_privately(tmp_path / "signing", b"of the first")
    create_privately(tmp_path / "signing", b"of the second")
    assert [path.name for path in tmp_path.iterdir()] == ["signing"]
    assert (tmp_path / "signing").read_bytes() == b"of the first"


def test_nothing_is_appended_through_a_link_unless_it_may_be_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic links"):
        append_privately(tmp_path / "link", b"line\n")
    append_privately(tmp_path / "link", b"line\n", through_link=True)
    assert (tmp_path / "elsewhere").read_bytes() == b"line\n"
