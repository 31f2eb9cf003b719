"""Every file of the package that is not code has its maker and its licence in NOTICE."""

import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[3]
_CODE = {".py", ".pyi", ".sql", ".md", ".typed"}
# Built from sources whose licences the build collects itself.
_BUILT = ("src/ascertain/web/", "src/ascertain/docs/")
_MODELS = "src/ascertain/models/"


def _assets() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard", "src/ascertain"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode().split("\0")
    names += [str(path.relative_to(ROOT)) for path in (ROOT / _MODELS).rglob("*") if path.is_file()]
    return [
        name
        for name in names
        if name and Path(name).suffix not in _CODE and "LICENSE" not in name and not name.startswith(_BUILT)
    ]


def _entries() -> dict[str, str]:
    """Pattern -> what is said about it."""
    found: dict[str, str] = {}
    pattern = ""
    for line in (ROOT / "NOTICE").read_text().splitlines():
        if line.startswith("src/"):
            pattern = line
            found[pattern] = ""
        elif line.startswith("    ") and pattern:
            found[pattern] += line.strip() + " "
        else:
            pattern = ""
    return found


def test_every_asset_has_an_entry() -> None:
    entries = _entries()
    assert len(_assets()) > 50
    assert [name for name in _assets() if not any(fnmatch(name, pattern) for pattern in entries)] == []


def test_every_entry_has_a_file_and_its_licence_beside_it() -> None:
    assets = _assets()
    for pattern, about in _entries().items():
        if pattern.startswith(_MODELS) and not (ROOT / _MODELS).exists():
            continue  # built by `make model`
        assert any(fnmatch(name, pattern) for name in assets), pattern
        for licence in re.findall(r"([\w.-]*LICENSE) beside", about):
            # The model's is written by the build, which runs only where the model is not there yet.
            if not pattern.startswith(_MODELS):
                assert (ROOT / pattern).parent.joinpath(licence).is_file(), (pattern, licence)


def test_a_font_a_table_or_a_model_of_others_is_not_listed_as_our_own() -> None:
    own = (ROOT / "NOTICE").read_text().partition("Made by the project\n---")[2]
    assert not re.search(r"\.(ttf|otf|tsv|onnx)$", own, re.MULTILINE)
