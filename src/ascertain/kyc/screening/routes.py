"""HTTP routes of screening."""

import time
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.http import ERROR_RESPONSES, ClockDep, Db, WireModel, permitted, resource
from ascertain.kernel.http.wire import StorableStr, WithAttributes
from ascertain.kernel.tenancy import Actor
from ascertain.kernel.threads import run_in_thread
from ascertain.kyc.screening import store
from ascertain.kyc.screening.adjudication import adjudicate
from ascertain.kyc.screening.index import Query
from ascertain.kyc.screening.live_index import ScreeningIndex
from ascertain.kyc.screening.model import Entry, Hit
from ascertain.kyc.values import is_partial_date

router = APIRouter(tags=["screening"], responses=ERROR_RESPONSES)

Reader = Annotated[Actor, permitted("case.read")]
Live = Annotated[ScreeningIndex, resource(ScreeningIndex)]
# Below the cutoff of any policy: a person who searches by hand wants to see near misses as well.
_SEARCH_CUTOFF = 0.3


class EntryOut(WireModel):
    """An entry of a list."""

    id: str
    name: str
    schema_: str = Field(alias="schema", serialization_alias="schema")
    aliases: list[str]
    birth_dates: list[str]
    countries: list[str]
    topics: list[str]
    program: str | None
    remarks: str | None

    @classmethod
    def of(cls, entry: Entry) -> "EntryOut":
        return cls(
            id=entry.id,
            name=entry.names[0],
            schema=entry.schema,
            aliases=list(entry.names[1:]),
            birth_dates=list(entry.birth_dates),
            countries=list(entry.countries),
            topics=list(entry.topics),
            program=entry.program,
            remarks=entry.remarks,
        )


class PartOut(WireModel):
    """One comparison of a match; strength from -1 (against) to 1 (for)."""

    feature: str
    label: str
    ours: str | None
    theirs: str | None
    strength: float
    note: str


class MatchedWordsOut(WireModel):
    """A word of the screened name and the word of the listed name that it was matched with."""

    ours: str
    theirs: str


class AdjudicatorOut(WireModel):
    """The person who adjudicated."""

    id: str
    name: str


class HitOut(WireModel):
    """A hit of a case."""

    id: str
    party_id: str
    party_name: str
    party_roles: list[str]
    list_name: str
    list_version: str
    entry: EntryOut
    score: float
    parts: list[PartOut]
    matched_words: list[MatchedWordsOut]
    verdict: Literal["same", "different", "unsure"] | None
    reason: str | None
    adjudicated_by: AdjudicatorOut | None
    adjudicated_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, hit: Hit) -> "HitOut":
        by = hit.adjudicated_by_id
        further = WithAttributes(
            hit,
            entry=EntryOut.of(hit.entry),
            matched_words=[MatchedWordsOut(ours=ours, theirs=theirs) for ours, theirs in hit.matched_words],
            adjudicated_by=AdjudicatorOut(id=by, name=hit.adjudicated_by_name or "") if by else None,
        )
        return cls.model_validate(further)


class HitsOut(WireModel):
    """The hits of a case, strongest first."""

    items: list[HitOut]


class AdjudicationIn(WireModel):
    """The adjudication of a hit; a verdict of null withdraws it."""

    verdict: Literal["same", "different", "unsure"] | None
    reason: str | None = Field(None, max_length=4000)


class WatchlistOut(WireModel):
    """A loaded list."""

    id: str
    name: str
    source: str
    version: str
    entries: int
    loaded_at: datetime


class WatchlistsOut(WireModel):
    """All loaded lists."""

    items: list[WatchlistOut]


class ScreeningIn(WireModel):
    """A name to screen, with what else is known."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    schema_: Literal["Person", "Company", "LegalEntity"] = Field("LegalEntity", alias="schema")
    birth_date: str | None = Field(None, pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")
    countries: list[Annotated[str, StringConstraints(pattern="^[a-z]{2}$")]] = Field(
        default_factory=list, max_length=10
    )
    limit: int = Field(10, ge=1, le=50)


class MatchOut(WireModel):
    """An entry that may be the screened party."""

    entry: EntryOut
    score: float
    parts: list[PartOut]
    matched_words: list[MatchedWordsOut]
    list_name: str


class ScreenedOut(WireModel):
    """Matches, best first."""

    items: list[MatchOut]
    took_ms: float


@router.get("/cases/{case_id}/hits")
async def list_hits(actor: Reader, db: Db, case_id: StorableStr) -> HitsOut:
    """The hits of a case, strongest first."""
    async with db.transaction(actor.tenant_id) as tx:
        return HitsOut(items=[HitOut.of(hit) for hit in await store.list_hits(tx, case_id)])


@router.post("/hits/{hit_id}/adjudications", status_code=201)
async def adjudicate_hit(
    actor: Annotated[Actor, permitted("hit.adjudicate")],
    db: Db,
    clock: ClockDep,
    hit_id: StorableStr,
    body: AdjudicationIn,
) -> HitOut:
    """Adjudicate a hit; a verdict of null withdraws the adjudication."""
    async with db.transaction(actor.tenant_id) as tx:
        return HitOut.of(await adjudicate(tx, actor, hit_id, body.verdict, reason=body.reason, clock=clock))


@router.get("/watchlists")
async def list_watchlists(actor: Reader, db: Db) -> WatchlistsOut:
    """The loaded lists."""
    async with db.transaction(actor.tenant_id) as tx:
        found = await store.list_watchlists(tx)
    return WatchlistsOut(items=[WatchlistOut.model_validate(one) for one in found])


@router.post("/screenings")
async def screen(actor: Annotated[Actor, permitted("screening.use")], live: Live, body: ScreeningIn) -> ScreenedOut:
    """Screen a name against all lists; nothing is stored."""
    index, versions = await live.current()
    if body.birth_date is not None and not is_partial_date(body.birth_date):
        raise InvalidInput(f"The birth date {body.birth_date} is not in the calendar.")
    query = Query(body.name, body.schema_, body.birth_date, tuple(body.countries))
    started = time.perf_counter()
    matches = await run_in_thread(index.match, query, cutoff=_SEARCH_CUTOFF, limit=body.limit)
    took_ms = round((time.perf_counter() - started) * 1000, 2)
    items = [
        MatchOut(
            entry=EntryOut.of(match.entry),
            score=match.score,
            parts=[PartOut.model_validate(part) for part in match.parts],
            matched_words=[MatchedWordsOut(ours=ours, theirs=theirs) for ours, theirs in match.matched_words],
            list_name=versions[match.list_id][0],
        )
        for match in matches
    ]
    return ScreenedOut(items=items, took_ms=took_ms)
