"""Make .venv from the locks, with the machine's python3 alone: `python3 tools/environment.py run|dev`.

pip installs uv into .build/uv, checked by its hash. An environment that already matches its lock is left unchanged, and so is
a .venv that is a symbolic link, because it may serve other checkouts.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import debian_packages  # beside this file: the folder of a script is the first place that Python searches

ROOT = Path(__file__).resolve().parent.parent
BOOTSTRAP = ROOT / ".build" / "uv"
ENVIRONMENT = ROOT / ".venv"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
OLDEST_PYTHON = (3, 11)


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT, stdin=subprocess.DEVNULL)


def bootstrap() -> Path:
    """The path of uv, which is installed on the first call."""
    uv = BOOTSTRAP / "bin" / "uv"
    if not uv.exists():
        _make_bootstrap_environment()
        lock = ROOT / "tools" / "locks" / "uv.txt"
        pip = (BOOTSTRAP / "bin" / "python", "-m", "pip", "--disable-pip-version-check")
        _run(*pip, "install", "--quiet", "--require-hashes", "--no-deps", "-r", lock)
    return uv


def _make_bootstrap_environment() -> None:
    """Debian has ensurepip in a package of its own, so that a fresh machine can import venv and yet make none."""
    command = [sys.executable, "-m", "venv", "--clear", str(BOOTSTRAP)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode == 0:
        return
    if shutil.which("apt-get") is None:
        sys.exit(f"{made.stdout}{made.stderr}\nInstall the venv module of this Python and run this again.")
    debian_packages.install(["python3-venv"])
    _run(*command)


def _wanted(profile: str) -> str:
    return f"{profile} {hashlib.sha256(LOCKS[profile].read_bytes()).hexdigest()}"


def is_ready(profile: str) -> bool:
    """Whether .venv matches the lock. The development environment contains all that a run needs."""
    if ENVIRONMENT.is_symlink():
        return True
    stamp = ENVIRONMENT / ".lock-sha256"
    here = stamp.read_text() if stamp.exists() else ""
    return here in ({_wanted("dev"), _wanted("run")} if profile == "run" else {_wanted("dev")})


def make(profile: str) -> None:
    """Bring .venv to the lock of `profile`."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            f"Ascertain needs Python {'.'.join(map(str, OLDEST_PYTHON))} or newer; this is {sys.version.split()[0]}."
        )
    uv = bootstrap()
    if is_ready(profile):
        return
    print(f"environment: installing what {LOCKS[profile].name} pins into .venv")
    if not (ENVIRONMENT / "bin" / "python").exists():
        _run(uv, "venv", "--quiet", "--python", sys.executable, ENVIRONMENT)
    python = ENVIRONMENT / "bin" / "python"
    _run(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, LOCKS[profile])
    # Without isolation: hatchling is in the lock, and an isolated build would fetch another one.
    _run(uv, "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--python", python, "--editable", ".")
    (ENVIRONMENT / ".lock-sha256").write_text(_wanted(profile))


if __name__ == "__main__":
    try:
        make(sys.argv[1] if len(sys.argv) > 1 else "run")
    except subprocess.CalledProcessError as error:  # the command has printed its own message
        sys.exit(error.returncode)
