"""What is defined is used. A handler that nobody registers passes its own tests and never runs."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
SOURCES = ROOT / "src" / "ascertain"
USERS = ("src/ascertain", "migrations", "benchmarks", "tools")
# A type in quotes, or a target such as "package.module:function", is a use as well.
_REFERENCE = re.compile(r"[\w.:\[\]|, ]+")
# Offered to whoever uses the package: receivers check our webhooks, Splink takes over our weights, labels of metrics are bounded.
_OFFERED = {"verify_signature", "splink_settings", "splink_rows", "term_frequencies", "tenant_label"}


@cache
def _trees(folder: str) -> list[tuple[Path, ast.Module]]:
    paths = [path for path in sorted((ROOT / folder).rglob("*.py")) if "__pycache__" not in path.parts]
    return [(path, ast.parse(path.read_text())) for path in paths]


def _uses(path: Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        # The list of names that a package offers uses none of them.
        elif isinstance(node, ast.Constant) and path.name != "__init__.py" and _REFERENCE.fullmatch(str(node.value)):
            yield from re.findall(r"\w+", str(node.value))


def _defined() -> Iterator[tuple[str, Path]]:
    for path, tree in _trees("src/ascertain"):
        for node in tree.body:
            # A decorator registers what it decorates.
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.decorator_list:
                yield node.name, path


def test_every_function_and_class_is_used():
    used = {name for folder in USERS for path, tree in _trees(folder) for name in _uses(path, tree)}
    unused = {
        f"{path.relative_to(ROOT)} {name}"
        for name, path in _defined()
        if name not in used and name not in _OFFERED and not name.startswith("__")
    }
    assert unused == set()
