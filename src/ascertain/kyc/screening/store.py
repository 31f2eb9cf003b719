"""All SQL of screening."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import asyncpg

from ascertain.kernel.database import Connection
from ascertain.kernel.ids import new_id
from ascertain.kyc.screening.model import Entry, Hit, HitNotFound, Match, Part, Verdict, Watchlist, entry_of


async def list_watchlists(tx: Connection) -> list[Watchlist]:
    """The loaded lists, by name."""
    rows = await tx.fetch("select id, name, source, version, entries, loaded_at from screening_lists order by name")
    return [Watchlist(**dict(row)) for row in rows]


async def find_watchlist(tx: Connection, list_id: str) -> Watchlist | None:
    """A list, None where it is not loaded; its row is locked, so that two loads of one list follow each other."""
    row = await tx.fetchrow(
        "select id, name, source, version, entries, loaded_at from screening_lists where id = $1 for update", list_id
    )
    return Watchlist(**dict(row)) if row else None


async def replace_list(tx: Connection, watchlist: Watchlist, entries: list[Entry]) -> None:
    """Replace a list and its entries; the entries of the old one go with its row."""
    await tx.execute("delete from screening_lists where id = $1", watchlist.id)
    await tx.execute(
        "insert into screening_lists (id, name, source, version, entries, loaded_at) values ($1, $2, $3, $4, $5, $6)",
        watchlist.id,
        watchlist.name,
        watchlist.source,
        watchlist.version,
        watchlist.entries,
        watchlist.loaded_at,
    )
    await tx.executemany(
        """insert into screening_entries (list_id, entry_id, schema, names, birth_dates, countries, topics, program, remarks)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing""",
        [
            (
                watchlist.id, e.id, e.schema, list(e.names), list(e.birth_dates), list(e.countries), list(e.topics),
                e.program, e.remarks,
            )
            for e in entries
            if e.names
        ],
    )  # fmt: skip


async def list_entries(tx: Connection, list_id: str) -> list[Entry]:
    """All entries of a list."""
    rows = await tx.fetch("select * from screening_entries where list_id = $1", list_id)
    return [
        Entry(
            row["entry_id"],
            row["schema"],
            tuple(row["names"]),
            tuple(row["birth_dates"]),
            tuple(row["countries"]),
            tuple(row["topics"]),
            row["program"],
            row["remarks"],
        )
        for row in rows
    ]


def _to_hit(row: asyncpg.Record) -> Hit:
    entry = entry_of(row["entry"])
    special = ("entry", "parts", "matched_words", "party_roles", "tenant_id", "entry_id", "evidence")
    same = {key: value for key, value in row.items() if key not in special}
    return Hit(
        **same,
        entry=entry,
        party_roles=tuple(row["party_roles"]),
        parts=tuple(Part(**part) for part in row["parts"]),
        matched_words=tuple((ours, theirs) for ours, theirs in row["matched_words"]),
    )


async def list_hits(tx: Connection, case_id: str) -> list[Hit]:
    """The hits of a case, strongest first."""
    rows = await tx.fetch("select * from screening_hits where case_id = $1 order by score desc, id", case_id)
    return [_to_hit(row) for row in rows]


async def count_open_hits(tx: Connection, case_id: str) -> int:
    """Number of the hits of a case that no person has called the same or different."""
    count: int = await tx.fetchval(
        "select count(*) from screening_hits where case_id = $1 and (verdict is null or verdict = 'unsure')", case_id
    )
    return count


async def get_hit(tx: Connection, hit_id: str, *, lock: bool = False) -> Hit:
    """The hit. Raises HitNotFound."""
    row = await tx.fetchrow(f"select * from screening_hits where id = $1 {'for update' if lock else ''}", hit_id)
    if row is None:
        raise HitNotFound(f"There is no hit {hit_id}.")
    return _to_hit(row)


async def upsert_hit(
    tx: Connection,
    case_id: str,
    party: tuple[str, str, list[str]],
    match: Match,
    listed: tuple[str, str],
    evidence: str,
) -> bool:
    """Store a match; its verdict survives as long as the evidence (of the party and the entry) is the same.

    Returns: whether the hit existed before with the same evidence.
    """
    entry: dict[str, Any] = asdict(match.entry)
    known: str | None = await tx.fetchval(
        """select evidence from screening_hits
           where case_id = $1 and party_id = $2 and list_id = $3 and entry_id = $4""",
        case_id,
        party[0],
        match.list_id,
        match.entry.id,
    )
    await tx.execute(
        """insert into screening_hits (id, case_id, party_id, party_name, party_roles, list_id, list_name, list_version,
               entry_id, entry, score, parts, matched_words, evidence)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
           on conflict (tenant_id, case_id, party_id, list_id, entry_id) do update set
               party_name = excluded.party_name, party_roles = excluded.party_roles, list_name = excluded.list_name,
               list_version = excluded.list_version, entry = excluded.entry, score = excluded.score,
               parts = excluded.parts, matched_words = excluded.matched_words, evidence = excluded.evidence,
               verdict = case when screening_hits.evidence = excluded.evidence then screening_hits.verdict end,
               reason = case when screening_hits.evidence = excluded.evidence then screening_hits.reason end,
               adjudicated_by_id = case when screening_hits.evidence = excluded.evidence
                   then screening_hits.adjudicated_by_id end,
               adjudicated_by_name = case when screening_hits.evidence = excluded.evidence
                   then screening_hits.adjudicated_by_name end,
               adjudicated_at = case when screening_hits.evidence = excluded.evidence
                   then screening_hits.adjudicated_at end""",
        new_id("hit"),
        case_id,
        *party,
        match.list_id,
        *listed,
        match.entry.id,
        entry,
        match.score,
        [asdict(part) for part in match.parts],
        [list(pair) for pair in match.matched_words],
        evidence,
    )
    return known == evidence


async def delete_other_hits(tx: Connection, case_id: str, found: list[tuple[str, str, str]]) -> None:
    """Delete the hits of a case that were not found again; `found` are (party, list, entry)."""
    await tx.execute(
        """delete from screening_hits h where case_id = $1 and not exists (
               select from unnest($2::text[], $3::text[], $4::text[]) as k (party, list, entry)
               where k.party = h.party_id and k.list = h.list_id and k.entry = h.entry_id)""",
        case_id,
        [party for party, _, _ in found],
        [list_id for _, list_id, _ in found],
        [entry for _, _, entry in found],
    )


async def set_verdict(
    tx: Connection,
    hit_id: str,
    verdict: Verdict | None,
    reason: str | None,
    by: tuple[str, str] | None,
    at: datetime | None,
) -> None:
    """Store the verdict of a person, or None where it is withdrawn."""
    await tx.execute(
        """update screening_hits set verdict = $2, reason = $3, adjudicated_by_id = $4, adjudicated_by_name = $5,
               adjudicated_at = $6
           where id = $1""",
        hit_id,
        verdict,
        reason,
        by[0] if by else None,
        by[1] if by else None,
        at,
    )


async def watch(tx: Connection, case_id: str) -> None:
    """Rescreen the case whenever a list changes."""
    await tx.execute("insert into screening_watches (case_id) values ($1) on conflict do nothing", case_id)


async def list_watched(tx: Connection, *, after: str, limit: int) -> list[str]:
    """The watched cases of the tenant after `after`, in order of their ids."""
    rows = await tx.fetch(
        "select case_id from screening_watches where case_id > $1 order by case_id limit $2", after, limit
    )
    return [row["case_id"] for row in rows]


async def lock_hits(tx: Connection, case_id: str) -> None:
    """Serialise writers of the case's hits until the transaction ends: its step and a changed list may screen it concurrently."""
    await tx.execute("select pg_advisory_xact_lock(hashtext('hits ' || current_setting('app.tenant') || $1))", case_id)


async def lock_versions(tx: Connection) -> dict[str, tuple[str, str]]:
    """The name and version of each list by its id; no list changes until the transaction ends."""
    rows = await tx.fetch("select id, name, version from screening_lists order by id for share")
    return {row["id"]: (row["name"], row["version"]) for row in rows}
