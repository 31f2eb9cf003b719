"""The published policy, and the default policy of a new tenant."""

import json
from pathlib import Path
from typing import Any

from ascertain.kernel import audit
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.risk import store
from ascertain.kyc.risk.model import Policy, PolicyValues
from ascertain.kyc.risk.rules import check

_STANDARD = Path(__file__).parent / "policies" / "standard.json"


def standard_content() -> dict[str, Any]:
    """The default policy: a decision graph of one table, built from its rows, and its settings."""
    stored = json.loads(_STANDARD.read_text())
    return {"settings": stored["settings"], "graph": graph_of(stored["rows"])}


def graph_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows with conditions by feature, as a GoRules decision model: every row that applies adds a factor."""
    # In the order of first use, which is the order of the columns in the editor.
    fields = list(dict.fromkeys(field for row in rows for field in row.get("when", {})))
    outputs = ("code", "label", "points", "reason", "rests_on", "prohibits")
    rules = []
    for number, row in enumerate(rows):
        cells = {f"in_{field}": row.get("when", {}).get(field, "") for field in fields}
        # The features that a row tests are also what its evidence comes from.
        values = {**row, "rests_on": " ".join(row.get("when", {})), "prohibits": row.get("prohibits", False)}
        cells |= {f"out_{name}": json.dumps(values.get(name, ""), ensure_ascii=False) for name in outputs}
        rules.append({"_id": f"row{number}", **cells})
    table = {
        "hitPolicy": "collect",  # every row that applies, not the first one
        "inputs": [{"id": f"in_{field}", "name": field, "field": field} for field in fields],
        "outputs": [{"id": f"out_{name}", "name": name, "field": name} for name in outputs],
        "rules": rules,
    }
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "features", "position": {"x": 0, "y": 0}},
            {
                "id": "table",
                "type": "decisionTableNode",
                "name": "factors",
                "content": table,
                "position": {"x": 300, "y": 0},
            },
            {"id": "out", "type": "outputNode", "name": "factors", "position": {"x": 600, "y": 0}},
        ],
        "edges": [
            {"id": "e1", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "e2", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }


async def ensure_default_policy(tx: Connection, actor: Actor, *, clock: Clock) -> Policy:
    """The published policy; where there is none yet, the default one is checked and published."""
    published = await store.find_published(tx)
    if published:
        return published
    # No second person is needed for the default policy: it ships with the product and no user wrote it.
    content = standard_content()
    check(content)
    policy = Policy(new_id("pol"), "Standard onboarding policy", 1, content, "published", actor.name, clock())
    await store.insert_policy(tx, policy)
    await audit.record(tx, actor, "policy.publish", object_kind="policy", object_id=policy.id, details={"version": 1})
    return policy


def values_of(policy: Policy) -> PolicyValues:
    """The values of a policy that other capabilities need."""
    settings = policy.content["settings"]
    return PolicyValues(
        regime=settings["regime"],
        threshold=settings["threshold"],
        screening_cutoff=settings["screening_cutoff"],
        required_documents=settings["required_documents"],
        bands=settings["bands"],
        country_risk=settings["country_risk"],
    )


async def policy_values(tx: Connection) -> PolicyValues:
    """Values of the published policy. Raises PolicyNotFound."""
    return values_of(await store.get_published(tx))
