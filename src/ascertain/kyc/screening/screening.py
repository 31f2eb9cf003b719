"""The screening step of a case, and the rescreening of watched cases when a list changed."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

from ascertain.kernel import audit, jobs, outbox
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.jobs import Job, JobSpec
from ascertain.kernel.tenancy import system_actor
from ascertain.kernel.threads import run_in_thread
from ascertain.kyc import entities
from ascertain.kyc.entities import Party
from ascertain.kyc.screening import store
from ascertain.kyc.screening.index import Index, Query
from ascertain.kyc.screening.live_index import ScreeningIndex
from ascertain.kyc.screening.loading import RESCREEN_JOB
from ascertain.kyc.screening.model import Match

Fence = Callable[[Connection], Awaitable[None]]
_CASES_PER_JOB = 100  # a job is repeated whole after a crash, so it must not run for long
_COUNTRY_PROPERTIES = ("nationality", "jurisdiction", "country")


def queries_of(party: Party) -> list[Query]:
    """One query for each name and birth date of a party, conflicting values included.

    A conflict between documents is settled by a person later; until then a hit on any of the values counts. A party that is a
    LegalEntity, because its name leaves open what it is, is screened as a person and as an organisation.
    """
    properties = party.properties
    names = [item.value for item in properties.get("name", [])] or [party.name]
    births: list[str | None] = [item.value for item in properties.get("birthDate", [])]
    countries = {item.value for name in _COUNTRY_PROPERTIES for item in properties.get(name, [])}
    return [Query(name, party.schema, birth, tuple(sorted(countries))) for name in names for birth in births or [None]]


def screen_party(index: Index, party: Party, *, cutoff: float) -> list[Match]:
    """The best match for each entry over all queries of the party."""
    best: dict[tuple[str, str], Match] = {}
    for query in queries_of(party):
        for match in index.match(query, cutoff=cutoff):
            key = (match.list_id, match.entry.id)
            if key not in best or match.score > best[key].score:
                best[key] = match
    return sorted(best.values(), key=lambda match: -match.score)


def _evidence(party: Party, match: Match) -> str:
    """A hash of what a verdict rests on: with other evidence the hit is to be adjudicated again."""
    key = repr((sorted(map(repr, queries_of(party))), match.entry))
    return hashlib.sha256(key.encode()).hexdigest()[:16]


class _InputsChanged(Exception):
    """A list or the parties of the case changed while the case was screened."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a screening changed: `new` hits are to be adjudicated; `gone` ones were not found again, nor called different."""

    hits: int
    new: int
    gone: int


async def screen_case(
    db: Database, tenant_id: str, case_id: str, live: ScreeningIndex, *, cutoff: float, fence: Fence
) -> None:
    """Screen every party of a case; a verdict survives where its evidence is the same.

    Args:
        cutoff: least score of a hit, 0 to 1.
        fence: called first inside the write transaction; raises where the inputs of the case have changed.
    """
    await _screen(db, tenant_id, case_id, live, cutoff=cutoff, fence=fence, by="case")


async def _no_fence(tx: Connection) -> None:
    """A rescreening for a changed list belongs to no version of the case's inputs."""


async def _screen(
    db: Database, tenant_id: str, case_id: str, live: ScreeningIndex, *, cutoff: float, fence: Fence, by: str
) -> None:
    # Matching takes no transaction, so its inputs are compared again inside the one that stores the hits.
    while True:
        index, versions = await live.current()
        async with db.transaction(tenant_id) as tx:
            parties = await entities.list_parties(tx, case_id)
        found = await run_in_thread(_match_all, index, parties, cutoff)
        try:
            async with db.transaction(tenant_id) as tx:
                await fence(tx)
                await store.lock_hits(tx, case_id)
                if (await store.lock_versions(tx), await entities.list_parties(tx, case_id)) != (versions, parties):
                    raise _InputsChanged
                outcome = await _replace_hits(tx, case_id, found, versions)
                await _record_and_publish(tx, tenant_id, case_id, outcome, versions, by)
            return
        except _InputsChanged:
            await live.refresh()


def _match_all(index: Index, parties: list[Party], cutoff: float) -> list[tuple[Party, Match]]:
    return [(party, match) for party in parties for match in screen_party(index, party, cutoff=cutoff)]


async def _replace_hits(
    tx: Connection, case_id: str, found: list[tuple[Party, Match]], versions: dict[str, tuple[str, str]]
) -> _Outcome:
    """Replace the hits of the case."""
    before = {(hit.party_id, hit.list_id, hit.entry.id): hit for hit in await store.list_hits(tx, case_id)}
    new = 0
    keys = set()
    for party, match in found:
        key = (party.id, match.list_id, match.entry.id)
        keys.add(key)
        shown = (party.id, party.name, list(party.roles))
        existed = await store.upsert_hit(tx, case_id, shown, match, versions[match.list_id], _evidence(party, match))
        new += not existed
    await store.delete_other_hits(tx, case_id, sorted(keys))
    await store.watch(tx, case_id)
    gone = [hit for key, hit in before.items() if key not in keys and hit.verdict != "different"]
    return _Outcome(len(found), new, len(gone))


async def _record_and_publish(
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
    """The job that rescreens the watched cases of a tenant after a list changed, one page of cases in each job."""

    async def run(job: Job) -> None:
        await live.refresh()
        async with db.transaction(job.tenant_id) as tx:
            watched = await store.list_watched(tx, after=job.payload.get("after", ""), limit=_CASES_PER_JOB)
            cutoff = await cutoff_of(tx)
        for case_id in watched:
            await _screen(db, job.tenant_id, case_id, live, cutoff=cutoff, fence=_no_fence, by="list")
        if len(watched) == _CASES_PER_JOB:
            async with db.transaction(job.tenant_id) as tx:
                await jobs.enqueue(tx, job.kind, {**job.payload, "after": watched[-1]})

    return JobSpec(RESCREEN_JOB, run, concurrency=1)
