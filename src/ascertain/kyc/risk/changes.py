"""What changed between two assessments, in sentences."""

from ascertain.kyc.risk.model import Assessment


def changes(before: Assessment | None, after: Assessment) -> list[str]:
    """Factors that came, went or changed their points, and a change of policy."""
    if before is None:
        return []
    old = {factor.code: factor for factor in before.factors}
    new = {factor.code: factor for factor in after.factors}
    sentences = [f"New: {factor.label} (+{factor.points})." for code, factor in new.items() if code not in old]
    sentences += [f"Gone: {factor.label} (-{factor.points})." for code, factor in old.items() if code not in new]
    sentences += [
        f"{factor.label}: {old[code].points} became {factor.points}."
        for code, factor in new.items()
        if code in old and old[code].points != factor.points
    ]
    if before.policy_version != after.policy_version:
        sentences.append(f"Policy version {before.policy_version} became {after.policy_version}.")
    return sentences
