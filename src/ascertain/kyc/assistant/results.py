"""Computed results of a case as sentences that can be cited: owners, hits, risk.

The wording is part of the measured answers (`benchmarks.answers.sample`): measure after a change.
"""

from ascertain.ai.text import Passage
from ascertain.kernel.database import Connection
from ascertain.kyc import ownership, risk, screening
from ascertain.kyc.assistant.model import Ref, Source, SourceKind
from ascertain.kyc.cases import CaseSummary

MAX_HITS = 20
# Chains in one sentence; more of them no reader follows, and the ownership tab shows all.
MAX_CHAINS = 4
# Features of a hit that are named: the strongest for or against it.
_MAX_FEATURES = 3
_VERDICTS = {
    None: "it is still open and not adjudicated",
    "same": "it was adjudicated as a match",
    "different": "it was adjudicated as somebody else",
    "unsure": "it was adjudicated as unsure",
}


async def result_statements(tx: Connection, case: CaseSummary) -> list[Source]:
    """The case's owners, screening hits and risk, as far as they are computed."""
    owned = await ownership.find_result(tx, case.id)
    assessed = await risk.find_assessment(tx, case.id)
    hits = await screening.list_hits(tx, case.id)
    statements = owner_statements(owned) if owned is not None else []
    statements += [hit_statement(hit) for hit in hits[:MAX_HITS]]
    if assessed is not None:
        # Scoring follows screening, so only a scored case is known to have no hits.
        if not hits:
            statements.append(
                computed("hit", "none", "No screening hits on sanctions or watchlists were found.", "Screening")
            )
        statements += risk_statements(assessed, case.customer_name)
    return statements


def computed(kind: SourceKind, id: str, text: str, title: str, ref: Ref | None = None) -> Source:
    """A sentence about a computed result; it has no page and no boxes."""
    return Source(Passage(f"{kind}:{id}", f"{kind}:{id}", "1", None, text, (), title), kind, 1.0, ref=ref)


def percent(fraction: float) -> str:
    """A fraction in percent: 0.658 becomes "65.8 %"."""
    return f"{fraction * 100:.2f}".rstrip("0").rstrip(".") + " %"


def owner_statements(result: ownership.OwnershipResult) -> list[Source]:
    """The owners of the customer, the shares of unknown owners, exclusions and flags."""
    company = next((node.name for node in result.nodes if node.is_customer), "the customer")
    statements = []
    for owner in result.owners:
        directly = f"{percent(owner.direct_fraction)} directly and " if owner.direct_fraction else ""
        holding = f"{directly}{percent(owner.total_fraction)} in total"
        if owner.is_beneficial_owner:
            grounds = " and ".join(owner.grounds)
            text = f"{owner.name} owns or controls {company} and is a beneficial owner by {grounds}, holding {holding}"
            text += f" ({owner.control})." if owner.control else "."
        else:
            text = f"{owner.name} holds {holding} of {company} and is not a beneficial owner."
        ref = Ref("owner", owner.party_id)
        statements.append(computed("ownership", owner.party_id, text, "Ownership", ref))
        chains = [chain(path) for path in owner.paths if path.kind == "shares" and len(path.steps) > 1]
        if chains:
            text = f"{owner.name} holds {company} indirectly, through {'; '.join(chains[:MAX_CHAINS])}."
            statements.append(computed("ownership", f"{owner.party_id}-chains", text, "Ownership", ref))
    if result.unknown_fraction:
        text = f"In total {percent(result.unknown_fraction)} of {company} cannot be traced to a natural person."
        statements.append(computed("ownership", "unknown", text, "Ownership"))
    for at, unknown in enumerate(result.unknowns):
        share = percent(unknown.fraction_total)
        text = f"The owner of {share} of {company} is unknown, behind {unknown.behind_name}: {unknown.reason}."
        statements.append(computed("ownership", f"unknown-{at}", text, "Ownership", Ref("owner", unknown.behind_id)))
    statements += [
        computed("ownership", f"exclusion-{at}", f"{one.sentence} ({one.article})", "Ownership")
        for at, one in enumerate(result.exclusions)
    ]
    statements += [
        computed("ownership", f"flag-{at}", flag.sentence, "Ownership") for at, flag in enumerate(result.flags)
    ]
    return statements


def chain(path: ownership.OwnershipPath) -> str:
    """The steps of a chain from the owner down, and what they multiply to."""
    steps = " times ".join(
        f"{percent(step.fraction) if step.fraction is not None else 'a share not stated'} of {step.to_name}"
        for step in path.steps
    )
    return f"{steps} is {percent(path.product)}"


def hit_statement(hit: screening.Hit) -> Source:
    """A hit with its list, its score, its adjudication and the features with the most weight."""
    listed = hit.entry.names[0] if hit.entry.names else hit.entry.id
    strongest = sorted(hit.parts, key=lambda part: -abs(part.strength))[:_MAX_FEATURES]
    compared = "; ".join(
        f"{part.label}: {part.ours or 'not known'} and {part.theirs or 'not known'}" for part in strongest
    )
    program = f" (program {hit.entry.program})" if hit.entry.program else ""
    text = (
        f"{hit.party_name} has a screening hit: {listed} on the watchlist {hit.list_name}{program}, score {hit.score:.2f}, and "
        f"{_VERDICTS[hit.verdict]} ({compared})."
    )
    return computed("hit", hit.id, text, f"Screening: {hit.list_name}", Ref("hit", hit.id))


def risk_statements(assessment: risk.Assessment, customer: str) -> list[Source]:
    """The score of the customer, and each factor with its points and its reason."""
    policy = Ref("policy", assessment.policy_id)
    version = f"{assessment.policy_name} version {assessment.policy_version}"
    points = [f"{factor.label} {factor.points:+d}" for factor in assessment.factors if factor.points]
    total = f": a base of {assessment.base}, {', '.join(points)}" if points else ""
    text = (
        f"The risk score of {customer} is {assessment.score} of 100, band {assessment.band}, "
        f"under the policy {version}{total}."
    )
    statements = [computed("risk", "score", text, "Risk", policy)]
    for factor in assessment.factors:
        evidence = factor.evidence[0] if factor.evidence else None
        text = f"The risk factor {factor.label} adds {factor.points} points: {factor.reason.rstrip('.')}."
        ref = Ref(evidence.kind, evidence.id) if evidence else policy
        statements.append(computed("risk", factor.code, text, "Risk", ref))
    return statements
