"""Whatever is recorded of a case is told in a sentence and not by its code."""

import ast
import re
from pathlib import Path

import ascertain.kyc
from ascertain.kyc.cases.timeline import sentence


def _recorded_of_cases() -> set[str]:
    """Actions that some `audit.record(..., stream=...)` of the KYC rooms names outright or by one of two names."""
    found: set[str] = set()
    for file in Path(ascertain.kyc.__path__[0]).rglob("*.py"):
        tree = ast.parse(file.read_text())
        named = {
            target.id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record" and len(node.args) > 2):
                continue
            if any(keyword.arg == "stream" for keyword in node.keywords):
                action = node.args[2]
                meant = named.get(action.id, action) if isinstance(action, ast.Name) else action
                found |= {
                    one.value
                    for one in ast.walk(meant)
                    if isinstance(one, ast.Constant) and re.fullmatch(r"\w+\.\w+", str(one.value))
                }
    return found


def test_every_action_on_a_case_has_a_sentence() -> None:
    recorded = _recorded_of_cases()
    assert {"chat.export", "draft.write", "chat.unshare", "document.upload"} <= recorded
    recorded.discard("entities.refit")  # of the tenant's model
    assert {action for action in recorded if sentence(action, "A. Beck", {}) == f"A. Beck: {action}"} == set()
