"""Draw docs/reference/errors.md from the error tree: `python tools/errors_reference.py` writes it, a test compares it."""

import importlib
import pkgutil
from pathlib import Path

import ascertain
from ascertain.kernel.errors import AscertainError

PATH = Path(__file__).parent.parent / "docs/reference/errors.md"

_HEAD = """# Errors

Drawn from the tree of error classes; `make reference` or `python tools/errors_reference.py` draws it anew.

Every error answers as `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `code`, `detail` (one plain sentence)
and `trace_id`; a refused body carries `errors`, each with its place (`loc`) and what is wrong (`msg`). Programs should look at
`code`. A code also reaches a file that was refused among others, and the `error` of a failed document or run.

| code | status | raised as | when |
|---|---|---|---|
"""


def _import_everything() -> None:
    for module in pkgutil.walk_packages(ascertain.__path__, "ascertain."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def _tree(kind: type[AscertainError], depth: int = 0) -> list[tuple[int, type[AscertainError]]]:
    below = sorted(
        # A class of two parents is drawn once, below the first.
        (
            child
            for child in kind.__subclasses__()
            if child.__module__.startswith("ascertain.") and child.__bases__[0] is kind
        ),
        key=lambda child: (child.status, child.code, child.__name__),
    )
    return [(depth, kind), *(row for child in below for row in _tree(child, depth + 1))]


def _row(depth: int, kind: type[AscertainError]) -> str:
    told = " ".join((kind.__doc__ or "").split("\n\n")[0].split()).replace("|", "\\|")
    return f"| `{kind.code}` | {kind.status} | {'&nbsp;&nbsp;' * depth}{kind.__name__} | {told} |"


def render() -> str:
    """The reference as Markdown."""
    _import_everything()
    return _HEAD + "\n".join(_row(depth, kind) for depth, kind in _tree(AscertainError)) + "\n"


if __name__ == "__main__":
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text(render())
