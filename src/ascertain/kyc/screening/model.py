"""Entries of watchlists, matches with their parts, and hits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from ascertain.kernel.errors import InvalidInput, NotFound

Verdict = Literal["same", "different", "unsure"]


class HitNotFound(NotFound):
    """The tenant has no such hit."""

    code = "screening.hit_not_found"


class ListNotRead(InvalidInput):
    """The file is no watchlist in a supported format."""

    code = "screening.list_not_read"


@dataclass(frozen=True, slots=True)
class Entry:
    """One person, organisation or other thing on a list; dates may be partial, countries are ISO alpha-2, lower case."""

    id: str
    schema: str
    names: tuple[str, ...]
    birth_dates: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    program: str | None = None
    remarks: str | None = None


def entry_of(stored: dict[str, Any]) -> Entry:
    """An entry from its JSON form, in which tuples are lists."""
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in stored.items()}
    return Entry(**values)


@dataclass(frozen=True, slots=True)
class Watchlist:
    """A loaded list; the version is a hash of its entries."""

    id: str
    name: str
    source: str
    version: str
    entries: int
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """One comparison of a match; strength from -1 (against the match) to 1 (for it)."""

    feature: str
    label: str
    ours: str | None
    theirs: str | None
    strength: float
    note: str


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that may be the screened party; score from 0 to 1."""

    list_id: str
    entry: Entry
    score: float
    parts: tuple[Part, ...]
    matched_words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A match stored on a case, with its adjudication."""

    id: str
    case_id: str
    party_id: str
    party_name: str
    party_roles: tuple[str, ...]
    list_id: str
    list_name: str
    list_version: str
    entry: Entry
    score: float
    parts: tuple[Part, ...]
    matched_words: tuple[tuple[str, str], ...]
    verdict: Verdict | None
    reason: str | None
    adjudicated_by_id: str | None
    adjudicated_by_name: str | None
    adjudicated_at: datetime | None
    created_at: datetime
