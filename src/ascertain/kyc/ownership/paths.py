"""Every chain from an owner down to the company with its product; the part that comes from cycles is a line of its own.

Chains are followed largest first up to a limit; the result says where the limit cut them off.
"""

import heapq
from fractions import Fraction

from ascertain.kyc.ownership.model import MEANS_OF_CONTROL, Edge
from ascertain.kyc.ownership.result import OwnershipPath, PathStep
from ascertain.kyc.ownership.shares import ONE, ZERO, worded
from ascertain.kyc.ownership.solving import Holding, Holdings, cycles
from ascertain.kyc.ownership.structure import SHARES, Structure

# The number of simple paths grows exponentially with the layers of a structure. Fifty chains are more than a person reads; the
# steps bound the work where few of many paths reach the company. The rest is reported as one line.
_MOST_PATHS = 50
_MOST_STEPS = 20_000
# Totals are exact but products shown are summed as rationals of many terms; a billionth is below any share that is displayed.
_NEGLIGIBLE_SHARE = Fraction(1, 10**9)
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
    """An edge in a few words, as shown beside its line."""
    if not edge.counted:
        return _MEANS_LABELS.get(edge.interest, edge.interest)
    words = worded(edge.bounds) if edge.share is not None else "share not stated"
    return words if edge.interest == "shareholding" else f"{words} {_MEANS_LABELS.get(edge.interest, '')}".strip()


def chains(holdings: Holdings, owner: str, company: str) -> tuple[list[list[Holding]], bool]:
    """Chains of holdings that pass no party twice, largest product first, and whether more were left out.

    At most `_MOST_PATHS` chains and `_MOST_STEPS` steps; only parties that lead to the company are visited.
    """
    leads = {company}
    waiting = [company]
    while waiting:
        for held in holdings.of(waiting.pop()):
            if held.owner not in leads:
                leads.add(held.owner)
                waiting.append(held.owner)
    found: list[list[Holding]] = []
    # Best-first search: a product never grows along a chain, so chains leave the heap largest first. The count breaks ties.
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
        # A chain that returned to a company would add what cycles add, which is reported as one line of its own.
        passed = {owner, *(held.asset for held in chain)}
        for held in holdings.by(last):
            if held.asset in leads and held.asset not in passed:
                count += 1
                heapq.heappush(heap, (product * held.share.high, count, [*chain, held]))
    return found, bool(heap)


def _step(structure: Structure, edge: Edge, label: str = "") -> PathStep:
    names = structure.graph.names
    fraction = float(edge.bounds.low) if edge.counted else None
    # `through_nominees` leaves the nominee's name in the details, in these words.
    via = f", {edge.details}" if edge.details.startswith("held by") else ""
    label = (label or edge_label(edge)) + via
    return PathStep(edge.owner, names[edge.owner], edge.asset, names[edge.asset], fraction, edge.fact_ids, label)


def _note(steps: list[Edge]) -> str:
    documents = {edge.document_id for edge in steps if edge.document_id}
    return "1 document" if len(documents) == 1 else f"{len(documents)} documents"


def owner_paths(structure: Structure, owner: str) -> tuple[tuple[OwnershipPath, ...], bool]:
    """The chains of an owner with their products, the part from cycles, the chain of control; and whether chains were cut."""
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
    from_cycles = structure.total(owner).low - summed
    if from_cycles > _NEGLIGIBLE_SHARE and not cut:
        paths.append(OwnershipPath((), float(from_cycles), _cycle_note(holdings)))
    elif cut:
        rest = max(from_cycles, ZERO)
        paths.append(
            OwnershipPath((), float(rest), f"more than {len(found)} chains: the rest, circular ownership included")
        )
    # A chain of majorities is visible as a chain of shares; only one with another means of control is shown in addition.
    control = structure.controlled(owner).get(structure.company, [])
    if any(edge.interest in MEANS_OF_CONTROL for edge in control):
        steps = tuple(_step(structure, edge) for edge in control)
        paths.append(OwnershipPath(steps, 0.0, f"control, {_note(control)}", "control"))
    return tuple(paths), cut


def _cycle_note(holdings: Holdings) -> str:
    """What circular ownership adds; for a single simple cycle with its divisor, which is 1 less the product of its shares.

    One time round a cycle multiplies a share by that product p, and 1 + p + p² + ... is 1 / (1 - p).
    """
    groups = cycles(holdings)
    inside = [h for c in (groups[0] if groups else ()) for h in holdings.of(c) if h.owner in groups[0]]
    if len(groups) != 1 or len(inside) != len(groups[0]):
        return "from circular ownership"
    ordered = sorted(inside, key=lambda held: -held.share.low)
    product = " × ".join(f"{float(held.share.low):.3g}" for held in ordered)
    return f"from circular ownership, ÷ (1 − {product})"
