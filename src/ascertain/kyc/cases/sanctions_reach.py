"""Which parties of a case the ownership or control of listed persons reaches: hits from screening, the tests from ownership."""

from dataclasses import dataclass
from datetime import date

from ascertain.kernel.database import Connection
from ascertain.kyc import ownership, screening
from ascertain.kyc.ownership import SanctionsExposure, SanctionsTest

# OFAC's 50 percent rule, the EU's best practices on ownership and control, and Article 20(1)(d) of Regulation (EU) 2024/1624.
TESTS = ("ofac", "eu", "eu_aml")


@dataclass(frozen=True, slots=True)
class TestedReach:
    """One test, and the parties that it reaches."""

    test: SanctionsTest
    reached: tuple[SanctionsExposure, ...]


@dataclass(frozen=True, slots=True)
class SanctionsReach:
    """Listed parties by id with their name, those `pending` because no hit is confirmed yet, and the result of each test."""

    listed: dict[str, str]
    pending: frozenset[str]
    tests: tuple[TestedReach, ...]


async def sanctions_reach(tx: Connection, case_id: str, as_of: date) -> SanctionsReach:
    """The parties that the sanctions hits of a case reach on a day; hits adjudicated as different are left out.

    Open hits count, marked as pending: a possible match has to show its consequences before it is adjudicated.
    """
    hits = [
        hit
        for hit in await screening.list_hits(tx, case_id)
        if hit.verdict != "different" and any(topic.startswith("sanction") for topic in hit.entry.topics)
    ]
    listed = {hit.party_id: hit.party_name for hit in hits}
    confirmed = {hit.party_id for hit in hits if hit.verdict == "same"}
    # The graph of the day asked for: the tests changed over time, and so did the holdings.
    graph = (await ownership.graph_of_case(tx, case_id, as_of)).graph
    tested = []
    for code in TESTS:
        test = ownership.sanctions_test(code, as_of)
        found = ownership.sanctions_exposure(graph, listed, test).values()
        tested.append(TestedReach(test, tuple(sorted(found, key=lambda one: one.name))))
    return SanctionsReach(listed, frozenset(listed) - confirmed, tuple(tested))
