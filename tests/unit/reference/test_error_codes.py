"""Every code that can be answered is that of a class of the error tree, from which the reference is drawn."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import ascertain
from ascertain.entrypoints.v1.answers import CODES
from tools import errors_reference

SOURCE = Path(ascertain.__file__).parent
_CODE = re.compile(r"[a-z]+[a-z_]*(\.[a-z0-9_]+)+")
_DRAWN = set(re.findall(r"^\| `([^`]+)` \| \d", errors_reference.render(), re.MULTILINE))
# Makes the body of a problem: whatever it is given came from a class, except for what the framework may raise one day.
_PROBLEMS = SOURCE / "kernel/http/problems.py"


def _modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path, ast.parse(path.read_text())


def _values_named_code(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        is_argument = isinstance(node, ast.keyword) and node.arg in ("code", "error_code")
        is_variable = isinstance(node, ast.Assign) and any(ast.unparse(one).endswith("code") for one in node.targets)
        if (is_argument or is_variable) and isinstance(node, ast.keyword | ast.Assign):
            yield node.value
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "code":
                    yield value


def test_every_code_that_is_written_in_the_code_is_in_the_reference() -> None:
    # Flags and blockers of a case have codes too, which are no errors; they are shown and not raised.
    written = {
        (node.value, path.relative_to(SOURCE).as_posix())
        for path, tree in _modules()
        for value in _values_named_code(tree)
        for node in ast.walk(value)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value)
    }
    assert {"idempotency.in_flight", "http.400", "document.step_failed"} <= {code for code, _ in written}
    assert {one for one in written if one[0] not in _DRAWN} == set()


def test_problems_are_answered_from_classes_of_errors_only() -> None:
    elsewhere = [
        path.relative_to(SOURCE).as_posix()
        for path, tree in _modules()
        if path != _PROBLEMS
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value == "application/problem+json"
    ]
    assert elsewhere == []
    made = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(_PROBLEMS.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_problem"
    ]
    assert made == [
        "_problem(error.status, error.code, error.message, **error.details)",
        "_problem(error.status_code, f'http.{error.status_code}', str(error.detail))",
    ]


def test_codes_that_have_another_name_under_v1_exist() -> None:
    assert set(CODES) <= _DRAWN
