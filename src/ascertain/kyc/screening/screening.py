"""The screening step of a case, and screening again when a list changed."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

from ascertain.kernel import audit, jobs, outbox
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.jobs import Job, JobSpec
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc import entities
from ascertain.kyc.entities import Party
from ascertain.kyc.screening import store
from ascertain.kyc.screening.index import Index, Query
from ascertain.kyc.screening.live_index import ScreeningIndex
from ascertain.kyc.screening.loading import RESCREEN_JOB
from ascertain.kyc.screening.model import Match

Fence = Callable[[Connection], Awaitable[None]]
_CASES_IN_A_JOB = 100
_COUNTRY_PROPERTIES = ("nationality", "jurisdiction", "country")


def queries_of(party: Party) -> list[Query]:
    """All that is known of a party, conflicting values included: one query for each name and birth date."""
    properties = party.properties
    names = [item.value for item in properties.get("name", [])] or [party.name]
    births: list[str | None] = [item.value for item in properties.get("birthDate", [])]
    countries = {item.value for name in _COUNTRY_PROPERTIES for item in properties.get(name, [])}
    return [Query(name, party.schema, birth, tuple(sorted(countries))) for name in names for birth in births or [None]]


def screen_party(index: Index, party: Party, *, cutoff: float) -> list[Match]:
    """The best match for each entry over all that is known of the party."""
    best: dict[tuple[str, str], Match] = {}
    for query in queries_of(party):
        for match in index.match(query, cutoff=cutoff):
            key = (match.list_id, match.entry.id)
            if key not in best or match.score > best[key].score:
                best[key] = match
    return sorted(best.values(), key=lambda match: -match.score)


def _evidence(party: Party, match: Match) -> str:
    """A hash of what a verdict rests on."""
    key = repr((sorted(map(repr, queries_of(party))), match.entry))
    return hashlib.sha256(key.encode()).hexdigest()[:16]


class _Moved(Exception):
    """A list or the case's parties changed while the case was screened."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What screening anew changed: hits that have to be judged, and hits that are gone though nobody called them different."""

    hits: int
    new: int
    gone: int


async def screen_case(
    db: Database, tenant_id: str, case_id: str, live: ScreeningIndex, *, cutoff: float, fence: Fence
) -> None:
    """Screen every party of a case anew; verdicts stay where their evidence does.

    Args:
        cutoff: least score of a hit, 0 to 1.
        fence: called first inside the write transaction; raises where the case's inputs moved on.
    """
    await _screen(db, tenant_id, case_id, live, cutoff=cutoff, fence=fence, by="case")


async def _no_fence(tx: Connection) -> None:
    """Screening on the list's own account follows no version of a case."""


async def _screen(
    db: Database, tenant_id: str, case_id: str, live: ScreeningIndex, *, cutoff: float, fence: Fence, by: str
) -> None:
    while True:
        index, versions = await live.current()
        async with db.transaction(tenant_id) as tx:
            parties = await entities.list_parties(tx, case_id)
        found = await asyncio.to_thread(_match_all, index, parties, cutoff)
        try:
            async with db.transaction(tenant_id) as tx:
                await fence(tx)
                await store.lock_hits(tx, case_id)
                if (await store.lock_versions(tx), await entities.list_parties(tx, case_id)) != (versions, parties):
                    raise _Moved
                outcome = await _keep(tx, case_id, found, versions)
                await _tell(tx, tenant_id, case_id, outcome, versions, by)
            return
        except _Moved:
            await live.refresh()


def _match_all(index: Index, parties: list[Party], cutoff: float) -> list[tuple[Party, Match]]:
    return [(party, match) for party in parties for match in screen_party(index, party, cutoff=cutoff)]


async def _keep(
    tx: Connection, case_id: str, found: list[tuple[Party, Match]], versions: dict[str, tuple[str, str]]
) -> _Outcome:
    """Put these matches in place of the case's hits."""
    before = {(hit.party_id, hit.list_id, hit.entry.id): hit for hit in await store.list_hits(tx, case_id)}
    new = 0
    kept = set()
    for party, match in found:
        key = (party.id, match.list_id, match.entry.id)
        kept.add(key)
        seen = (party.id, party.name, list(party.roles))
        stays = await store.upsert_hit(tx, case_id, seen, match, versions[match.list_id], _evidence(party, match))
        new += not stays
    await store.remove_others(tx, case_id, sorted(kept))
    await store.watch(tx, case_id)
    gone = [hit for key, hit in before.items() if key not in kept and hit.verdict != "different"]
    return _Outcome(len(found), new, len(gone))


async def _tell(
    tx: Connection, tenant_id: str, case_id: str, outcome: _Outcome, versions: dict[str, tuple[str, str]], by: str
) -> None:
    details = {**asdict(outcome), "lists": dict(versions.values())}
    await audit.record(
        tx,
        system_actor(tenant_id, "screening"),
        "screening.screen",
        object_kind="case",
        object_id=case_id,
        stream=case_id,
        details=details,
    )
    if outcome.new:
        await outbox.publish(tx, "hit.found", {"case_id": case_id, "hits": outcome.new, "by": by}, stream=case_id)
    if outcome.gone:
        await outbox.publish(tx, "hit.gone", {"case_id": case_id, "hits": outcome.gone, "by": by}, stream=case_id)


def rescreen_spec(db: Database, live: ScreeningIndex, cutoff_of: Callable[[Connection], Awaitable[float]]) -> JobSpec:
    """The job that screens the watched cases of a tenant after a list changed, a page of cases in each job."""

    async def run(job: Job) -> None:
        await live.refresh()
        async with db.transaction(job.tenant_id) as tx:
            watched = await store.list_watched(tx, after=job.payload.get("after", ""), limit=_CASES_IN_A_JOB)
            cutoff = await cutoff_of(tx)
        for case_id in watched:
            await _screen(db, job.tenant_id, case_id, live, cutoff=cutoff, fence=_no_fence, by="list")
        if len(watched) == _CASES_IN_A_JOB:
            async with db.transaction(job.tenant_id) as tx:
                await jobs.enqueue(tx, job.kind, {**job.payload, "after": watched[-1]})

    return JobSpec(RESCREEN_JOB, run, concurrency=1)
