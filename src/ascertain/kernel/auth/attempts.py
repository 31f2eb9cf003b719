"""Limits of attempts to sign in, counted in Postgres for all processes together.

Attempts are counted by the account, by the network of the caller, and by both. Where the account has signed in before from this
network or browser, they are counted for that place alone: whoever guesses from elsewhere does not lock its owner out.
Of each count as many failures are forgotten in a day as are allowed: an office where a few people mistype every day is not slowed
down for ever. An address without an account is counted like any other, so that a refusal does not tell which addresses exist.
"""

import hashlib
import hmac
import ipaddress
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from ascertain.kernel.auth.model import TooManyAttempts
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Connection, Database

_FIRST_WAIT_S = 30
_LONGEST_WAIT_S = 15 * 60
# An address has an account in one tenant only, so that a refusal tells that it has one in another: not to be asked in bulk.
_TAKEN_ADDRESSES = 20
# Further failures would not lengthen the wait, and would take days to be forgotten.
_MOST_BEYOND = 5
# Longer than the longest wait, or each wait would begin a new count.
_FORGET_AFTER = timedelta(hours=24)
_KNOWN_FOR = timedelta(days=90)
# About 150 MB of table and index. Rows beyond it are deleted oldest first, so that addresses made up by the million fill no disk.
MAX_ROWS = 500_000


@dataclass(frozen=True, slots=True)
class Caller:
    """Where an attempt comes from.

    Attributes:
        address: the client's IP address.
        device: the secret of a browser in which somebody signed in before.
        agent: what the client calls itself.
        browser: whether the sign-in becomes a browser session, which has shorter limits than that of a program.
    """

    address: str = ""
    device: str | None = None
    agent: str = ""
    browser: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was counted as failed before its password is checked; `limits` has the allowed failures by key."""

    limits: Mapping[str, int]
    place: str
    device: str | None


def network_of(address: str) -> str:
    """The part of an IP address that one caller can be expected to have alone: all of IPv4, the first 64 bits of IPv6."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


class AttemptLimits:
    """Counts attempts; `key` keys the hashes under which they are stored, so that the table names no addresses."""

    def __init__(self, key: bytes, settings: AuthSettings) -> None:
        self._key = key
        self._settings = settings

    async def begin(self, tx: Connection, account: str, caller: Caller, now: datetime) -> Attempt:
        """Count an attempt as failed before it is checked, so that concurrent ones cannot exceed a limit.

        Raises: TooManyAttempts with the seconds to wait, which are the same whether the account exists or not.
        """
        network = network_of(caller.address)
        here = self._hash("place", account, network)
        device = self._hash("device", account, caller.device) if caller.device else None
        known = await self._known(tx, [key for key in (device, here) if key], now)
        if device in known:
            limits = {device: self._settings.failed_sign_ins_per_quarter_hour}
        elif here in known:
            limits = {here: self._settings.failed_sign_ins_per_quarter_hour}
        else:
            limits = {
                here: self._settings.failed_sign_ins_per_quarter_hour,
                self._hash("account", account): self._settings.failed_sign_ins_per_account,
                self._hash("network", network): self._settings.failed_sign_ins_per_network,
            }
        await self._begin(tx, limits, "Too many attempts to sign in.", now)
        return Attempt(limits, here, device)

    async def begin_add(self, tx: Connection, persons: Collection[str], now: datetime) -> Attempt:
        """Count an account that persons add, one who acts by a key of another included, as one whose address is taken.

        Raises: TooManyAttempts.
        """
        limits = {self._hash("taken", person): _TAKEN_ADDRESSES for person in persons}
        await self._begin(tx, limits, "Too many addresses that have an account already.", now)
        return Attempt(limits, "", None)

    async def _begin(self, tx: Connection, limits: Mapping[str, int], too_many: str, now: datetime) -> None:
        rows = await _locked(tx, sorted(limits), now)
        if wait_s := max((_wait_s(row, now) for row in rows), default=0):
            raise TooManyAttempts(f"{too_many} Try again in {wait_s} seconds.", retry_after_s=wait_s)
        await self._count(tx, rows, limits, now)

    async def succeed(self, tx: Connection, attempt: Attempt, now: datetime) -> None:
        """Take back the count, and remember network and browser as places from which the account signs in."""
        places = sorted(key for key in (attempt.place, attempt.device) if key)
        # All in the order of `begin`, or the two could wait for each other.
        await _locked(tx, sorted({*attempt.limits, *places}), now)
        await tx.execute(
            """update auth_sign_in_attempts a
               set failures = greatest(failures - 1, 0),
                   refused_until = case when failures - 1 < l.allowed then null else refused_until end
               from unnest($1::text[], $2::int[]) l (key, allowed) where a.key = l.key""",
            list(attempt.limits),
            list(attempt.limits.values()),
        )
        await tx.execute(
            """insert into auth_sign_in_attempts (key, failures, last_at, known_at)
               select key, 0, $2, $2 from unnest($1::text[]) key
               on conflict (key) do update set failures = 0, refused_until = null, last_at = $2, known_at = $2""",
            places,
            now,
        )

    async def _known(self, tx: Connection, keys: Sequence[str], now: datetime) -> set[str]:
        rows = await tx.fetch(
            "select key from auth_sign_in_attempts where key = any($1) and known_at > $2", keys, now - _KNOWN_FOR
        )
        return {row["key"] for row in rows}

    async def _count(
        self, tx: Connection, rows: Sequence[asyncpg.Record], limits: Mapping[str, int], now: datetime
    ) -> None:
        for row in rows:
            allowed = limits[row["key"]]
            left, since = _not_forgotten(row, allowed, now)
            failures = min(left + 1, allowed + _MOST_BEYOND)
            beyond = failures - allowed
            wait_s = min(_FIRST_WAIT_S * 2**beyond, _LONGEST_WAIT_S) if beyond >= 0 else None
            await tx.execute(
                "update auth_sign_in_attempts set failures = $2, last_at = $3, refused_until = $4 where key = $1",
                row["key"],
                failures,
                since,
                now + timedelta(seconds=wait_s) if wait_s else None,
            )

    def _hash(self, *parts: str) -> str:
        return hmac.new(self._key, "\n".join(parts).encode("utf-8", "replace"), hashlib.sha256).hexdigest()


async def _locked(tx: Connection, keys: Sequence[str], now: datetime) -> list[asyncpg.Record]:
    """The rows of the keys, created where they are missing; keys come sorted, so that two attempts cannot wait for each other."""
    await tx.execute(
        """insert into auth_sign_in_attempts (key, failures, last_at) select key, 0, $2 from unnest($1::text[]) key
           on conflict (key) do nothing""",
        keys,
        now,
    )
    return await tx.fetch("select * from auth_sign_in_attempts where key = any($1) order by key for update", keys)


def _not_forgotten(row: asyncpg.Record, allowed: int, now: datetime) -> tuple[int, datetime]:
    """The failures that still count, and the moment from which the next one is being forgotten."""
    last_at: datetime = min(row["last_at"], now)  # later than now: counted while the clock was ahead
    each = _FORGET_AFTER / allowed
    forgotten = (now - last_at) // each
    if forgotten >= min(row["failures"], allowed):
        return 0, now
    return row["failures"] - forgotten, last_at + forgotten * each


def _wait_s(row: asyncpg.Record, now: datetime) -> int:
    until: datetime | None = row["refused_until"]
    # A longer wait than the longest was set while the clock was ahead, and would last until then.
    if until is None or until > now + timedelta(seconds=_LONGEST_WAIT_S):
        return 0
    return max(0, int(-((now - until) // timedelta(seconds=1))))


async def sweep_attempts(db: Database, *, now: datetime, max_rows: int = MAX_ROWS) -> None:
    """Delete counts that have expired, and the oldest beyond `max_rows`; known places expire after 90 days."""
    async with db.untenanted() as tx:
        await tx.execute(
            """delete from auth_sign_in_attempts
               where last_at < $1 and (known_at is null or known_at < $2)""",
            now - _FORGET_AFTER,
            now - _KNOWN_FOR,
        )
        # Known places need a password, so that nobody can make them up: they never have to go for others.
        await tx.execute(
            """delete from auth_sign_in_attempts where key in (
                   select key from auth_sign_in_attempts where known_at is null order by last_at desc offset $1)""",
            max_rows,
        )
