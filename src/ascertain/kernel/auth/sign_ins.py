"""Sign-ins: one row from the password to the end, of a browser or a program, with an idle and an absolute limit.

Tokens name their sign-in, so that ending the row ends them all, wherever they are.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ascertain.kernel import audit
from ascertain.kernel.auth.attempts import Caller
from ascertain.kernel.auth.model import SignInNotFound
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor

# An ended sign-in is kept for questions about what happened, then deleted at a later one of the same user.
_KEPT = timedelta(days=30)
_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in that has not ended."""

    id: str
    device: str
    address: str
    began_at: datetime
    seen_at: datetime
    expires_at: datetime


# A sign-in that began in the future began while the clock was ahead: its limits would last for as long as the clock was wrong.
# `rights.sql` has the same rule. The clocks of machines differ by less than the five minutes.
_LIVE = """ended_at is null and expires_at > $2 and seen_at + make_interval(secs => idle_s) > $2
    and began_at <= $2::timestamptz + interval '5 minutes'"""
# A session of a sign-in that is over has no use, and contains encrypted tokens.
_DELETE_SESSIONS = """delete from auth_sessions s using auth_sign_ins i
    where i.tenant_id = s.tenant_id and i.id = s.sign_in_id
        and (i.ended_at is not null or i.expires_at <= $1 or i.seen_at + make_interval(secs => i.idle_s) <= $1)"""


async def begin_sign_in(tx: Connection, user_id: str, caller: Caller, settings: AuthSettings, now: datetime) -> str:
    """A new sign-in; returns its id."""
    if caller.browser:
        idle, longest = timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
    else:
        idle, longest = timedelta(days=settings.refresh_token_days), timedelta(days=settings.sign_in_days)
    sign_in_id = new_id("sin")
    await tx.execute(
        "delete from auth_refresh_tokens where user_id = $1 and (expires_at < $2 or revoked_at < $2)",
        user_id,
        now - _KEPT,
    )
    await tx.execute(_DELETE_SESSIONS + " and s.user_id = $2", now, user_id)
    await tx.execute(
        "delete from auth_sign_ins where user_id = $1 and least(ended_at, expires_at) < $2", user_id, now - _KEPT
    )
    await tx.execute(
        """insert into auth_sign_ins (id, user_id, address, device, began_at, seen_at, idle_s, expires_at)
           values ($1, $2, $3, $4, $5, $5, $6, $7)""",
        sign_in_id,
        user_id,
        caller.address[:100],
        caller.agent[:300],
        now,
        int(idle.total_seconds()),
        now + longest,
    )
    return sign_in_id


async def is_live(tx: Connection, sign_in_id: str, now: datetime, *, active: bool = True) -> bool:
    """Whether a sign-in has neither ended nor been idle for too long; if `active`, its person was seen now."""
    seen_at: datetime | None = await tx.fetchval(
        f"select seen_at from auth_sign_ins where id = $1 and {_LIVE}", sign_in_id, now
    )
    if seen_at is None:
        return False
    # Once a minute at most, because every request of a browser comes here. Seen in the future: the clock was ahead then.
    if (active and seen_at < now - _SEEN_EVERY) or seen_at > now + _SEEN_EVERY:
        await tx.execute("update auth_sign_ins set seen_at = $2 where id = $1", sign_in_id, now)
    return True


async def lock(tx: Connection, sign_in_id: str) -> None:
    """Lock a sign-in before its tokens and its browser session, in the order in which `end_sign_ins` locks them."""
    await tx.execute("select from auth_sign_ins where id = $1 for update", sign_in_id)


async def list_sign_ins(tx: Connection, user_id: str, *, now: datetime) -> list[SignIn]:
    """The sign-ins of a user that have not ended, most recently used first."""
    rows = await tx.fetch(
        f"""select id, device, address, began_at, seen_at, expires_at from auth_sign_ins
            where user_id = $1 and {_LIVE} order by seen_at desc, id""",
        user_id,
        now,
    )
    return [SignIn(**dict(row)) for row in rows]


async def end_sign_ins(tx: Connection, user_id: str, *, only: str | None = None, but: str | None = None) -> int:
    """End sign-ins of a user with their tokens and browser sessions; returns how many."""
    rows = await tx.fetch(
        """update auth_sign_ins set ended_at = now()
           where user_id = $1 and ended_at is null and ($2::text is null or id = $2) and id is distinct from $3
           returning id""",
        user_id,
        only,
        but,
    )
    ended = [row["id"] for row in rows]
    await tx.execute(
        "update auth_refresh_tokens set revoked_at = now() where sign_in_id = any($1) and revoked_at is null", ended
    )
    await tx.execute("delete from auth_sessions where sign_in_id = any($1)", ended)
    return len(ended)


async def end_own_sign_in(tx: Connection, actor: Actor, sign_in_id: str) -> None:
    """End a sign-in of the actor. Raises SignInNotFound."""
    if not await end_sign_ins(tx, actor.id, only=sign_in_id):
        raise SignInNotFound("There is no such sign-in, or it has ended.")
    await audit.record(tx, actor, "user.sign_out", object_kind="user", object_id=actor.id)


async def end_own_sign_ins(tx: Connection, actor: Actor) -> None:
    """End all sign-ins of the actor, the present one as well."""
    ended = await end_sign_ins(tx, actor.id)
    await audit.record(tx, actor, "user.sign_out", object_kind="user", object_id=actor.id, details={"sign_ins": ended})


async def sweep_sessions(db: Database, *, now: datetime) -> None:
    """Delete the browser sessions of every tenant whose sign-in has ended, expired or been idle for too long."""
    async with db.untenanted() as tx:
        tenants = await audit.list_tenants(tx)
    for tenant_id in tenants:
        async with db.transaction(tenant_id) as tx:
            await tx.execute(_DELETE_SESSIONS, now)
