"""One-time links with which people set a password of their own; administrators know and set none.

An administrator could use the link, though. So an account that was opened by a link has no more rights than the issuer has, and
none of those with which people decide, until a second person has confirmed that the right person is at it. Until then its acts are
the issuer's, too. Roles with which people decide wait for a second person in the same way, whenever they are given.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from ascertain.kernel import audit
from ascertain.kernel.auth import totp
from ascertain.kernel.auth.model import ConfirmsThemselves, LinkInvalid, User
from ascertain.kernel.auth.tokens import digest
from ascertain.kernel.auth.users import get_user, limit_account, lock_account, refuse_own, store_password
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import Conflict, InvalidInput
from ascertain.kernel.tenancy import Actor


@dataclass(frozen=True, slots=True)
class Link:
    """The secret part of a link, shown once, and its end."""

    token: str
    expires_at: datetime


async def issue_link(
    tx: Connection, actor: Actor, user_id: str, *, deciding: Collection[str], lifetime: timedelta, now: datetime
) -> Link:
    """A link for a user in place of earlier ones.

    Args:
        deciding: permissions that the account does not get before it is confirmed, even if the issuer has them.
    Raises: UserNotFound; OwnRights for oneself; InvalidInput for a disabled user.
    """
    user = await lock_account(tx, user_id)
    refuse_own(actor, user)
    if not user.active:
        raise InvalidInput("A link can be made for an active person only.")
    await tx.execute("delete from auth_links where user_id = $1 and used_at is null", user_id)
    token = secrets.token_urlsafe(32)
    # The operator of the machine has every right anyway, and is audited.
    by_operator = actor.kind == "system"
    await tx.execute(
        "insert into auth_links (hash, user_id, issuers, issuer_rights, expires_at) values ($1, $2, $3, $4, $5)",
        digest(token),
        user_id,
        list(actor.persons),
        None if by_operator else _rights_to_give(actor, deciding),
        now + lifetime,
    )
    await audit.record(tx, actor, "user.link", object_kind="user", object_id=user_id)
    return Link(token, now + lifetime)


def _rights_to_give(actor: Actor, deciding: Collection[str]) -> list[str]:
    return sorted(set(actor.permissions) - set(deciding))


async def find_link(db: Database, token: str, now: datetime) -> User:
    """The user whom a link is for. Raises LinkInvalid, alike for one that is unknown, used, expired or of a disabled user."""
    async with db.untenanted() as tx:
        row = await tx.fetchrow("select * from find_link($1, $2)", digest(token), now)
    if row is None:
        raise LinkInvalid("The link is not valid any more. Ask for a new one.")
    async with db.transaction(row["tenant_id"]) as tx:
        return await get_user(tx, row["user_id"])


async def use_link(tx: Connection, user: User, token: str, password_hash: str, now: datetime) -> None:
    """Set the password of a link's user, end all sessions, and limit the account until it is confirmed. Raises LinkInvalid."""
    await lock_account(tx, user.id)
    link = await tx.fetchrow(
        """update auth_links set used_at = $3 where hash = $1 and user_id = $2 and used_at is null and expires_at > $3
           returning issuers, issuer_rights""",
        digest(token),
        user.id,
        now,
    )
    if link is None:
        raise LinkInvalid("The link is not valid any more. Ask for a new one.")
    await store_password(tx, user.id, password_hash)
    # The operator's link adds no limit; one that an administrator's act set stays until a second person confirms.
    if link["issuer_rights"] is not None:
        await limit_account(tx, user.id, link["issuer_rights"], link["issuers"])
    person = Actor(user.tenant_id, "person", user.id, user.name, frozenset())
    await audit.record(tx, person, "user.link_used", object_kind="user", object_id=user.id)


async def reset_two_factor(tx: Connection, actor: Actor, user_id: str, *, deciding: Collection[str]) -> User:
    """Remove the second factor of a user who has lost it; rights are limited as after a link. Raises UserNotFound, OwnRights."""
    user = await lock_account(tx, user_id)
    refuse_own(actor, user)
    if not await totp.is_enrolled(tx, user_id):
        raise Conflict("This user has no two-factor authentication.")
    await totp.remove(tx, user_id)
    if actor.kind != "system":
        await limit_account(tx, user_id, _rights_to_give(actor, deciding), actor.persons)
    await audit.record(tx, actor, "user.two_factor_reset", object_kind="user", object_id=user_id)
    return await get_user(tx, user_id)


async def confirm_account(tx: Connection, actor: Actor, user_id: str) -> User:
    """Lift the limit of an account, as somebody who knows that the right person uses it.

    Raises: UserNotFound; Conflict where there is no limit; ConfirmsThemselves for the issuer of the link and the user.
    """
    user = await lock_account(tx, user_id)
    issuers = await tx.fetchval("select limited_by from auth_users where id = $1", user_id)
    if not user.unconfirmed:
        raise Conflict("This account needs no confirmation.")
    by_operator = actor.kind == "system"
    if not by_operator and (actor.person_id is None or {*issuers, user_id} & set(actor.persons)):
        raise ConfirmsThemselves(
            "Somebody other than the user and whoever gave access or roles has to confirm the account."
        )
    await tx.execute("update auth_users set limited_to = null, limited_by = '{}' where id = $1", user_id)
    await audit.record(tx, actor, "user.confirm", object_kind="user", object_id=user_id, details={"issuers": issuers})
    return await get_user(tx, user_id)
