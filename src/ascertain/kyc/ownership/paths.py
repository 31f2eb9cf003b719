"""Every chain from an owner down to the company, with its product; what circles add stands as a line of its own.

Chains are followed largest first and bounded; where the bound cuts, the result says so.
"""

import heapq
from fractions import Fraction

from ascertain.kyc.ownership.model import MEANS_OF_CONTROL, Edge
from ascertain.kyc.ownership.result import OwnershipPath, PathStep
from ascertain.kyc.ownership.shares import ONE, ZERO, worded
from ascertain.kyc.ownership.solving import Holding, Holdings, cycles
from ascertain.kyc.ownership.structure import SHARES, Structure

_MOST_PATHS = 50
_MOST_STEPS = 20_000
_MEANS_LABELS = {
    "appointmentOfBoard": "appoints the board",
    "controlViaCompanyRulesOrArticles": "articles or agreement",
    "controlByLegalFramework": "legal framework",
    "otherInfluenceOrControl": "influence or control",
    "seniorManagingOfficial": "senior managing official",
    "boardChair": "chairs the board",
    "boardMember": "on the board",
    "beneficiaryOfLegalArrangement": "beneficiary",
    "votingRights": "votes",
    "declaration": "declared as owner",
    "unknownInterest": "interest of unknown kind",
}


def edge_label(edge: Edge) -> str:
    """What an edge says, in a few words."""
    if not edge.counted:
        return _MEANS_LABELS.get(edge.interest, edge.interest)
    words = worded(edge.bounds) if edge.share is not None else "share not stated"
    return words if edge.interest == "shareholding" else f"{words} {_MEANS_LABELS.get(edge.interest, '')}".strip()


def chains(holdings: Holdings, owner: str, company: str) -> tuple[list[list[Holding]], bool]:
    """Chains of holdings that pass nobody twice, largest product first, and whether more were left out.

    Never more than fifty chains or twenty thousand steps; only what leads to the company is entered.
    """
    leads = {company}
    waiting = [company]
    while waiting:
        for held in holdings.of(waiting.pop()):
            if held.owner not in leads:
                leads.add(held.owner)
                waiting.append(held.owner)
    found: list[list[Holding]] = []
    heap: list[tuple[Fraction, int, list[Holding]]] = []
    count = steps = 0
    for held in holdings.by(owner):
        if held.asset in leads:
            count += 1
            heapq.heappush(heap, (-held.share.high, count, [held]))
    while heap and len(found) < _MOST_PATHS and steps < _MOST_STEPS:
        steps += 1
        product, _, chain = heapq.heappop(heap)
        last = chain[-1].asset
        if last == company:
            found.append(chain)
            continue
        passed = {owner, *(held.asset for held in chain)}
        for held in holdings.by(last):
            if held.asset in leads and held.asset not in passed:
                count += 1
                heapq.heappush(heap, (product * held.share.high, count, [*chain, held]))
    return found, bool(heap)


def _step(structure: Structure, edge: Edge, label: str = "") -> PathStep:
    names = structure.graph.names
    fraction = float(edge.bounds.low) if edge.counted else None
    via = f", {edge.details}" if edge.details.startswith("held by") else ""
    label = (label or edge_label(edge)) + via
    return PathStep(edge.owner, names[edge.owner], edge.asset, names[edge.asset], fraction, edge.fact_ids, label)


def _note(steps: list[Edge]) -> str:
    documents = {edge.document_id for edge in steps if edge.document_id}
    return "1 document" if len(documents) == 1 else f"{len(documents)} documents"


def owner_paths(structure: Structure, owner: str) -> tuple[tuple[OwnershipPath, ...], bool]:
    """The chains of an owner with their products, what going round circles adds, the chain of control; and whether cut."""
    holdings = structure.holdings(SHARES)
    found, cut = chains(holdings, owner, structure.company)
    paths = []
    summed = ZERO
    for chain in found:
        product = ONE
        for held in chain:
            product *= held.share.low
        summed += product
        edges = [held.edge for held in chain]
        steps = tuple(_step(structure, held.edge, worded(held.share)) for held in chain)
        paths.append(OwnershipPath(steps, float(product), _note(edges)))
    paths.sort(key=lambda path: -path.product)
    around = structure.total(owner).low - summed
    if around > Fraction(1, 10**9) and not cut:
        paths.append(OwnershipPath((), float(around), _round_note(holdings)))
    elif cut:
        left = max(around, ZERO)
        paths.append(OwnershipPath((), float(left), f"more than {len(found)} chains: the rest, and circles, together"))
    control = structure.controlled(owner).get(structure.company, [])
    if any(edge.interest in MEANS_OF_CONTROL for edge in control):
        steps = tuple(_step(structure, edge) for edge in control)
        paths.append(OwnershipPath(steps, 0.0, f"control, {_note(control)}", "control"))
    return tuple(paths), cut


def _round_note(holdings: Holdings) -> str:
    """What going round does; for a single plain circle with its divisor, 1 less the product of its shares."""
    groups = cycles(holdings)
    inside = [h for c in (groups[0] if groups else ()) for h in holdings.of(c) if h.owner in groups[0]]
    if len(groups) != 1 or len(inside) != len(groups[0]):
        return "going round the circles"
    ordered = sorted(inside, key=lambda held: -held.share.low)
    product = " × ".join(f"{float(held.share.low):.3g}" for held in ordered)
    return f"going round the circle, ÷ (1 − {product})"
