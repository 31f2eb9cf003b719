"""Commands that check policies, replay them and score features."""

import json
from pathlib import Path
from typing import Any

from ascertain.entrypoints.cli.administration import opened
from ascertain.entrypoints.cli.people import tenant_named
from ascertain.entrypoints.cli.printing import plural
from ascertain.kernel.clock import utc_now
from ascertain.kernel.errors import InvalidInput
from ascertain.kyc import risk


def _policy(file: Path | None) -> risk.Policy:
    """The policy in a file, or the shipped one, checked. Raises InvalidInput, PolicyBroken."""
    content = _json(file) if file else risk.standard_content()
    risk.check(content)
    return risk.Policy("pol_file", file.name if file else "Standard", 0, content, "draft", None, None)


def _json(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text())
    except ValueError as error:
        raise InvalidInput(f"{file.name} is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise InvalidInput(f"{file.name} does not contain a JSON object.")
    return found


def test_policy(file: Path | None) -> str:
    """One sentence about a valid policy. Raises PolicyBroken, which names the cell or setting."""
    policy = _policy(file)
    rules = len(risk.table_of(policy.content)["rules"])
    return f"{policy.name} is valid: {plural(rules, 'row')}, base {policy.content['settings']['base']}."


async def replay_policy(tenant: str | None, file: Path) -> list[dict[str, Any]]:
    """One row per pair of bands before and after."""
    policy = _policy(file)
    async with opened() as context, context.db.transaction(await tenant_named(context, tenant)) as tx:
        found = await risk.replay(tx, policy, clock=utc_now)
    return [{"before": a, "after": b, "cases": number} for (a, b), number in sorted(found.bands.items())]


def score(features: Path, policy: Path | None) -> tuple[int, str, list[dict[str, Any]]]:
    """Score, band and factors. Raises InvalidInput for an unknown feature."""
    given = _json(features)
    unknown = sorted(given.keys() - set(risk.Features.__dataclass_fields__))
    if unknown:
        raise InvalidInput(f"There is no feature {unknown[0]}.")
    found = risk.assess(risk.Features(**given), _policy(policy), at=utc_now())
    rows = [{"points": one.points, "factor": one.label, "reason": one.reason} for one in found.factors]
    return found.score, found.band, rows
