"""Every audited action on a case is either making it, so that its author may not review, or not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import ascertain.kyc
from ascertain.kyc.cases.makers import MAKING, NOT_MAKING

# Of the tenant, a chat or the assistant's model; never on the stream of a case.
_NOT_OF_CASES = {"documents.files_checked", "entities.refit", "chat.expire", "policy.draft", "policy.publish"}


def _constants(expression: ast.expr, names: dict[str, ast.expr]) -> Iterator[str]:
    """The texts that an expression may have; an f-string gives its beginning and an asterisk."""
    if isinstance(expression, ast.Name):
        yield from _constants(names[expression.id], names) if expression.id in names else ()
    elif isinstance(expression, ast.IfExp):
        yield from _constants(expression.body, names)
        yield from _constants(expression.orelse, names)
    elif isinstance(expression, ast.Tuple):
        for element in expression.elts:
            yield from _constants(element, names)
    elif isinstance(expression, ast.JoinedStr):
        yield f"{getattr(expression.values[0], 'value', '')}*"
    elif isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        yield expression.value


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func).removeprefix("self.")


def _recorded() -> set[str]:
    """Actions of all calls of `audit.record` in the KYC rooms, through functions that pass their own parameter on."""
    found: set[str] = set()
    for file in Path(ascertain.kyc.__path__[0]).rglob("*.py"):
        tree = ast.parse(file.read_text())
        names = {
            target.id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in (one for given in node.targets for one in getattr(given, "elts", [given]))
            if isinstance(target, ast.Name)
        }
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            parameters = [one.arg for one in function.args.args if one.arg != "self"]
            for node in ast.walk(function):
                if not (isinstance(node, ast.Call) and _called(node) == "audit.record"):
                    continue
                action = node.args[2]
                texts = set(_constants(action, names))
                if not texts and isinstance(action, ast.Name) and action.id in parameters:
                    position = parameters.index(action.id)
                    for call in calls:
                        if _called(call) == function.name and len(call.args) > position:
                            texts |= set(_constants(call.args[position], names))
                assert texts, f"{file.name}:{node.lineno}: the action of this audit entry was not found"
                found |= texts
    return found


def test_every_action_of_a_case_is_classified() -> None:
    recorded = _recorded() - _NOT_OF_CASES
    assert {"ownership.import", "ownership.source_taken_back", "judgement.revoke", "draft.decline"} <= recorded
    assert {"fact.*"} == {action for action in recorded if action.endswith("*")}
    unclassified = {action for action in recorded if not action.endswith("*")} - MAKING - NOT_MAKING
    assert not unclassified, "say in cases/makers.py whether the author of these acts may review the case"


def test_no_action_is_both_and_none_is_classified_that_nothing_records() -> None:
    assert not MAKING & NOT_MAKING
    by_verdict = {"fact.accept", "fact.correct", "fact.reject"}
    assert (MAKING | NOT_MAKING) - _recorded() == by_verdict
