"""The screening step of a case, and screening again when a list changed."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable

from ascertain.kernel import audit, outbox
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


async def screen_case(
    db: Database, tenant_id: str, case_id: str, live: ScreeningIndex, *, cutoff: float, fence: Fence
) -> None:
    """Screen every party of a case anew; verdicts stay where their evidence does.

    Args:
        cutoff: least score of a hit, 0 to 1.
        fence: called first inside the write transaction; raises where the case's inputs moved on.
    """
    index, versions = await live.current()
    async with db.transaction(tenant_id) as tx:
        parties = await entities.list_parties(tx, case_id)
    found = await asyncio.to_thread(lambda: [(p, m) for p in parties for m in screen_party(index, p, cutoff=cutoff)])
    async with db.transaction(tenant_id) as tx:
        await fence(tx)
        fresh = 0
        for party, match in found:
            seen = (party.id, party.name, list(party.roles))
            fresh += await store.upsert_hit(tx, case_id, seen, match, versions[match.list_id], _evidence(party, match))
        await store.remove_others(tx, case_id, [(p.id, m.list_id, m.entry.id) for p, m in found])
        await store.watch(tx, case_id)
        actor = system_actor(tenant_id, "screening")
        details = {"hits": len(found), "new": fresh, "lists": dict(versions.values())}
        await audit.record(
            tx, actor, "screening.screen", object_kind="case", object_id=case_id, stream=case_id, details=details
        )
        if fresh:
            await outbox.publish(tx, "hit.found", {"case_id": case_id, "hits": fresh}, stream=case_id)


async def _no_fence(tx: Connection) -> None:
    """Screening on the list's own account follows no version of a case."""


def rescreen_spec(db: Database, live: ScreeningIndex, cutoff_of: Callable[[Connection], Awaitable[float]]) -> JobSpec:
    """The job that screens the watched cases of a tenant after a list changed."""

    async def run(job: Job) -> None:
        await live.refresh()
        async with db.transaction(job.tenant_id) as tx:
            watched = await store.list_watched(tx)
            cutoff = await cutoff_of(tx)
        for case_id in watched:
            await screen_case(db, job.tenant_id, case_id, live, cutoff=cutoff, fence=_no_fence)

    return JobSpec(RESCREEN_JOB, run, concurrency=1)
