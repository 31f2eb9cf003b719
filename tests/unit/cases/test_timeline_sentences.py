"""Every audited action on a case has a sentence in the timeline, and no sentence shows a code."""

import ast
import re
from pathlib import Path

import pytest

import ascertain.kyc
from ascertain.kyc.cases.inputs import CHANGES
from ascertain.kyc.cases.pipeline import reason_of
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
    recorded.discard("entities.refit")  # belongs to the tenant's model, not to a case
    assert {action for action in recorded if sentence(action, "A. Beck", {}) == f"A. Beck: {action}"} == set()


@pytest.mark.parametrize(
    ("action", "details", "expected"),
    [
        ("document.extract", {"filename": "a.pdf", "facts": 1}, "1 fact extracted from a.pdf"),
        ("document.extract", {"filename": "a.pdf", "facts": 12}, "12 facts extracted from a.pdf"),
        (
            "document.retype",
            {"filename": "a.pdf", "document_type": "Trust deed"},
            "A. Beck reclassified a.pdf as trust deed",
        ),
        ("document.retry", {"filename": "a.pdf"}, "A. Beck re-read a.pdf"),
        ("fact.accept", {"property": "birthDate", "value": "1971"}, "A. Beck accepted birth date: 1971"),
        ("entities.resolve", {"parties": 1}, "1 party was resolved"),
        ("hit.undo", {}, "A. Beck withdrew the adjudication of a hit"),
        ("case.reopened", {"because": "hit.found"}, "The case was reopened: a watchlist update produced a hit"),
        ("case.reopened", {"because": "unknown.topic"}, "The case was reopened: the inputs of the case changed"),
    ],
)
def test_sentences_name_and_count_in_plain_english(action: str, details: dict[str, object], expected: str) -> None:
    assert sentence(action, "A. Beck", details) == expected


def test_every_event_that_changes_the_inputs_has_a_reason_in_words() -> None:
    general = reason_of("unknown.topic")
    assert [topic for topic in (*CHANGES, "policy.published") if reason_of(topic) == general] == []
