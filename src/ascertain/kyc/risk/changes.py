"""The differences between two assessments, in sentences."""

from ascertain.kyc.risk.model import Assessment


def changes(before: Assessment | None, after: Assessment) -> list[str]:
    """Factors that were added, removed or changed their points, and a change of the policy."""
    if before is None:
        return []
    # By code: labels and reasons may be reworded from one policy version to the next.
    old = {factor.code: factor for factor in before.factors}
    new = {factor.code: factor for factor in after.factors}
    sentences = [f"New: {factor.label} (+{factor.points})." for code, factor in new.items() if code not in old]
    sentences += [f"Removed: {factor.label} (-{factor.points})." for code, factor in old.items() if code not in new]
    sentences += [
        f"{factor.label}: from {old[code].points} to {factor.points} points."
        for code, factor in new.items()
        if code in old and old[code].points != factor.points
    ]
    if before.policy_version != after.policy_version:
        sentences.append(f"Policy: from version {before.policy_version} to {after.policy_version}.")
    return sentences
