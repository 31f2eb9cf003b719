"""Each event of the business packages changes the inputs of a case, or has a reason here why it does not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import ascertain.kyc
from ascertain.kyc.cases.inputs import CHANGES, changes_inputs

_KYC = Path(ascertain.kyc.__file__).parent
_STEP = "the result of a step, computed from the inputs"
_NO_INPUT = {
    "case.opened": "opens the case, which starts its steps itself",
    "case.inputs_changed": "is published by the change itself",
    "case.assigned": "owner and due date are no evidence",
    "case.noted": "a note is no input of a step",
    "task.completed": "a task is work to do, no evidence",
    "decision.proposed": "the decision itself",
    "decision.made": "the decision itself",
    "decision.returned": "the decision itself",
    "decision.reopened": "the decision itself",
    "document.read": "progress; document.extracted follows",
    "document.failed": "the document was counted when it was uploaded",
    "document.indexed": "the search index is no input",
    "document.damaged": "a flag on the document, which is part of the snapshot",
    "document.repaired": "a flag on the document, which is part of the snapshot",
    "fact.found": "progress; document.extracted follows in the same transaction",
    "entity.resolved": _STEP,
    "owner.computed": _STEP,
    "risk.scored": _STEP,
    "entity.merged": "records stay where they are; judgement.made runs the cases of the records",
    "entity.split": "records stay where they are; judgement.made runs the cases of the records",
    "list.updated": "hit.found and hit.gone follow for the cases that it affects",
    "policy.published": "reaches all cases by a job; the snapshot and a blocker compare the version in force",
    "graph.changed": "news for the projection of the graph",
}


def _topics(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if not name.endswith("publish"):
            continue
        for argument in call.args:
            value = constants.get(argument.id) if isinstance(argument, ast.Name) else getattr(argument, "value", None)
            if isinstance(value, str) and value.count(".") == 1 and " " not in value:
                yield value


# Actions of the audit log that are written by the same call as an event.
_ACTIONS = {"judgement.make", "judgement.revoke", "proposal.make", "proposal.review"}
_OWNERSHIP_ACTIONS = {
    "ownership.standing",
    "ownership.standing_withdrawn",
    "ownership.source",
    "ownership.source_taken_back",
}


def test_every_event_is_an_input_or_says_why_not() -> None:
    published = {topic for path in _KYC.rglob("*.py") for topic in _topics(path)} - _ACTIONS - _OWNERSHIP_ACTIONS
    assert {"fact.reviewed", "hit.found", "ownership.said", "judgement.made"} <= published
    assert sorted(published - set(CHANGES) - set(_NO_INPUT)) == []


def test_the_result_of_a_step_is_no_change_of_its_inputs() -> None:
    assert changes_inputs("hit.found", {"by": "list"}) and not changes_inputs("hit.found", {"by": "case"})
    assert changes_inputs("document.classified", {"by": "person"}) and not changes_inputs("document.classified", {})
