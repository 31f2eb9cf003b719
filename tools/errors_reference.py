"""Generate docs/reference/errors.md from the error tree: `python -m tools.errors_reference`; a test compares it."""

import importlib
import pkgutil
from pathlib import Path

import ascertain
from ascertain.entrypoints.v1.answers import CODES
from ascertain.kernel.errors import AscertainError

PATH = Path(__file__).parent.parent / "docs/reference/errors.md"

_HEAD = """# Errors

Generated from the tree of error classes by `make reference`.

Every error is answered as `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `code`, `detail` (one sentence) and
`trace_id`; for an invalid body `errors` lists each place (`loc`) and fault (`msg`). Programs should use `code`. The same codes are
used for a file that was refused among others, and for the `error` of a failed document or run.

| code | status | raised as | when |
|---|---|---|---|
"""


_V1_HEAD = """
## Under /v1

There an error is the `error` object of OpenAI's API, with status 400 in place of 422, and these codes have the names that its
clients expect:

| code | under /v1 |
|---|---|
"""


def _import_everything() -> None:
    for module in pkgutil.walk_packages(ascertain.__path__, "ascertain."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def _tree(kind: type[AscertainError], depth: int = 0) -> list[tuple[int, type[AscertainError]]]:
    below = sorted(
        # A class with two parents is listed once, below the first.
        (
            child
            for child in kind.__subclasses__()
            if child.__module__.startswith("ascertain.") and child.__bases__[0] is kind
        ),
        key=lambda child: (child.status, child.code, child.__name__),
    )
    return [(depth, kind), *(row for child in below for row in _tree(child, depth + 1))]


def _row(depth: int, kind: type[AscertainError]) -> str:
    summary = " ".join((kind.__doc__ or "").split("\n\n")[0].split()).replace("|", "\\|")
    return f"| `{kind.code}` | {kind.status} | {'&nbsp;&nbsp;' * depth}{kind.__name__} | {summary} |"


def render() -> str:
    """The reference as Markdown."""
    _import_everything()
    tree = "\n".join(_row(depth, kind) for depth, kind in _tree(AscertainError))
    return (
        _HEAD + tree + "\n" + _V1_HEAD + "\n".join(f"| `{code}` | `{there}` |" for code, there in CODES.items()) + "\n"
    )


if __name__ == "__main__":
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text(render())
