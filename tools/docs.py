"""Build the documentation site from docs/ and the code into src/ascertain/docs, where the server offers it under /docs.

`python tools/docs.py [build|serve]`. Pages that restate the code (HTTP API, command line) are drawn from it at every build.
Zensical and mkdocstrings run in an environment of their own, locked in tools/locks/docs.txt: the program does not need them. The
build is strict: a broken link or a missing name fails it. It runs again only when its sources changed.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "ascertain" / "docs"
STAGE = ROOT / ".build" / "docs"
LOCK = ROOT / "tools" / "locks" / "docs.txt"
CONFIG = "zensical.toml"
# Pages that live at the root, because hosting sites and contributors look for them there.
_ROOT_PAGES = {
    "ARCHITECTURE.md": "explanation/architecture.md",
    "CHANGELOG.md": "about/changelog.md",
    "CONTRIBUTING.md": "about/contributing.md",
    "CODE_OF_CONDUCT.md": "about/code-of-conduct.md",
    "SECURITY.md": "about/security.md",
}


def _run(*command: object, cwd: Path = ROOT) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd=cwd, stdin=subprocess.DEVNULL)


def _environment() -> Path:
    """Zensical's own environment, made again when its lock changed; the path of its `bin`."""
    home = ROOT / ".build" / "docs-env"
    stamp = home / ".lock-sha256"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        uv = shutil.which("uv") or ROOT / ".build" / "uv" / "bin" / "uv"
        _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, home)
        _run(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", home / "bin" / "python", LOCK)
        stamp.write_text(wanted)
    return home / "bin"


def _sources() -> list[Path]:
    pages = [path for path in (ROOT / "docs").rglob("*") if path.is_file()]
    code = [path for path in (ROOT / "src" / "ascertain").rglob("*.py") if OUT not in path.parents]
    tools = [ROOT / "tools" / name for name in ("docs.py", "http_reference.py", "cli_reference.py")]
    return sorted([*pages, *code, *tools, ROOT / CONFIG, LOCK, *(ROOT / name for name in _ROOT_PAGES)])


def _sources_hash() -> str:
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def is_built() -> bool:
    """Whether the built site is that of the sources as they are; without sources, whether there is one."""
    stamp = OUT / ".sources-sha256"
    if not (ROOT / CONFIG).exists():
        return True
    return stamp.exists() and stamp.read_text() == _sources_hash()


def _links_from_root(text: str, page: str) -> str:
    """A root page is moved one folder down: its links to docs/ and to other root pages follow."""

    def moved(match: re.Match[str]) -> str:
        target, anchor = match[1], match[2] or ""
        if target in _ROOT_PAGES:
            folder = Path(page).parent
            goal = Path(_ROOT_PAGES[target])
            return f"]({goal.name if goal.parent == folder else f'../{goal}'}{anchor})"
        return f"](../{target.removeprefix('docs/')}{anchor})" if target.startswith("docs/") else match[0]

    return re.sub(r"\]\(([\w./-]+)(#[\w-]+)?\)", moved, text)


def _draw_reference(folder: Path) -> None:
    """The pages that are drawn from the code."""
    sys.path.insert(0, str(ROOT))
    from ascertain.entrypoints.api.app import create_app
    from ascertain.entrypoints.cli.app import app
    from tools import cli_reference, http_reference

    http = folder / "http"
    http.mkdir(parents=True)
    for name, page in http_reference.render(create_app().openapi()).items():
        (http / name).write_text(page)
    (folder / "cli.md").write_text(cli_reference.render(app))


def _stage() -> None:
    """docs/, the root pages and the drawn pages together, as Zensical reads them."""
    shutil.rmtree(STAGE, ignore_errors=True)
    shutil.copytree(ROOT / "docs", STAGE / "pages")
    for source, page in _ROOT_PAGES.items():
        target = STAGE / "pages" / page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_links_from_root((ROOT / source).read_text(), page))
    _draw_reference(STAGE / "pages" / "reference")
    shutil.copy(ROOT / CONFIG, STAGE / CONFIG)
    (STAGE / "src").symlink_to(ROOT / "src")


def _check_menu() -> None:
    """Every page has its place in the menu: one without is found by nobody, and Zensical does not mind."""
    menu = set(re.findall(r'= "([\w./-]+\.md)"', (ROOT / CONFIG).read_text()))
    pages = {path.relative_to(STAGE / "pages").as_posix() for path in (STAGE / "pages").rglob("*.md")}
    if pages != menu:
        sys.exit(f"docs: in no menu: {sorted(pages - menu)}; in the menu and not there: {sorted(menu - pages)}")


def build() -> None:
    """Bring src/ascertain/docs up to date."""
    if is_built():
        print("docs: up to date")
        return
    binaries = _environment()
    _stage()
    _check_menu()
    _run(binaries / "zensical", "build", "--strict", "--clean", cwd=STAGE)
    shutil.rmtree(OUT, ignore_errors=True)
    shutil.copytree(STAGE / "site", OUT)
    (OUT / ".sources-sha256").write_text(_sources_hash())


def serve() -> None:
    """The site on loopback, as it is now."""
    binaries = _environment()
    _stage()
    _run(binaries / "zensical", "serve", cwd=STAGE)


if __name__ == "__main__":
    try:
        {"build": build, "serve": serve}[sys.argv[1] if len(sys.argv) > 1 else "build"]()
    except subprocess.CalledProcessError as error:  # the command has already said what is wrong
        sys.exit(error.returncode)
