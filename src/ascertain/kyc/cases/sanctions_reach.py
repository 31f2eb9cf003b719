"""Which parties of a case the ownership or control of listed persons reaches: hits from screening, the tests from ownership."""

from dataclasses import dataclass
from datetime import date

from ascertain.kernel.database import Connection
from ascertain.kyc import ownership, screening
from ascertain.kyc.ownership import SanctionsExposure, SanctionsTest

TESTS = ("ofac", "eu", "eu_aml")


@dataclass(frozen=True, slots=True)
class TestedReach:
    """One test, and whom it reaches."""

    test: SanctionsTest
    reached: tuple[SanctionsExposure, ...]


@dataclass(frozen=True, slots=True)
class SanctionsReach:
    """Parties that are listed themselves, by id with their name; whether only so if an open hit is confirmed; and each test."""

    listed: dict[str, str]
    pending: frozenset[str]
    tests: tuple[TestedReach, ...]


async def sanctions_reach(tx: Connection, case_id: str, as_of: date) -> SanctionsReach:
    """Whom confirmed and still open sanctions hits of a case reach on a day; judged as different, a hit reaches nobody."""
    hits = [
        hit
        for hit in await screening.list_hits(tx, case_id)
        if hit.verdict != "different" and any(topic.startswith("sanction") for topic in hit.entry.topics)
    ]
    listed = {hit.party_id: hit.party_name for hit in hits}
    confirmed = {hit.party_id for hit in hits if hit.verdict == "same"}
    graph = (await ownership.graph_of_case(tx, case_id, as_of)).graph
    tested = []
    for code in TESTS:
        test = ownership.sanctions_test(code, as_of)
        found = ownership.sanctions_exposure(graph, listed, test).values()
        tested.append(TestedReach(test, tuple(sorted(found, key=lambda one: one.name))))
    return SanctionsReach(listed, frozenset(listed) - confirmed, tuple(tested))
