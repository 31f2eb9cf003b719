"""Users."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from ascertain.entrypoints.roles import DECIDING
from ascertain.kernel import audit, auth
from ascertain.kernel.clock import Clock
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Connection
from ascertain.kernel.http import (
    ERROR_RESPONSES,
    ClockDep,
    CurrentActor,
    Db,
    LongPageLimit,
    PageCursor,
    WireModel,
    permitted,
    resource,
)
from ascertain.kernel.http.secrets import SecretShownOnce
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor

router = APIRouter(tags=["users"], responses=ERROR_RESPONSES)

Admin = Annotated[Actor, permitted("admin.manage")]
Auth = Annotated[auth.Authenticator, resource(auth.Authenticator)]
Settings = Annotated[AuthSettings, resource(AuthSettings)]


class TenantUserOut(WireModel):
    """A person of the tenant."""

    id: str
    name: str
    email: str
    roles: list[str]
    active: bool = Field(description="Whether the person may sign in")
    unconfirmed: bool = Field(description="Whether rights are limited until a second person confirms the account")
    two_factor: bool = Field(description="Whether two-factor authentication is set up")


class UsersOut(WireModel):
    """A page of users."""

    items: list[TenantUserOut]
    next_cursor: str | None = Field(None, description="For the next page; missing on the last")


class NewUserIn(WireModel):
    """A person to add."""

    name: str = Field(min_length=1, max_length=200)
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=320)
    roles: list[str] = Field(min_length=1, max_length=20)


class LinkOut(WireModel):
    """A one-time link with which the person sets a password; shown only here."""

    path: SecretShownOnce = Field(description="Path on this server; the part behind # is the secret. Shown once")
    expires_at: datetime

    @classmethod
    def of(cls, link: auth.Link) -> "LinkOut":
        # Behind #, the secret is in no log of a server or proxy.
        return cls(path=f"/set-password#{link.token}", expires_at=link.expires_at)


class NewUserOut(WireModel):
    """The new user and the link to give them."""

    user: TenantUserOut
    link: LinkOut


class UserChangesIn(WireModel):
    """New roles, or whether the user may sign in; a field that is left out changes nothing."""

    roles: list[str] | None = Field(None, min_length=1, max_length=20)
    active: bool | None = None


@router.get("/users")
async def list_users(actor: CurrentActor, db: Db, limit: LongPageLimit = 1000, cursor: PageCursor = None) -> UsersOut:
    """The users of the tenant, so that owners and authors can be shown by name, and for those who administer or confirm them."""
    if not (actor.may("admin.manage") or actor.may("people.confirm")):
        actor.require("case.read")
    async with db.transaction(actor.tenant_id) as tx:
        found, next_cursor = await auth.list_users(tx, limit=limit, cursor=cursor)
    return UsersOut(items=[TenantUserOut.model_validate(user) for user in found], next_cursor=next_cursor)


@router.post("/users", status_code=201)
async def create_user(
    actor: Admin, db: Db, settings: Settings, clock: ClockDep, authenticator: Auth, body: NewUserIn
) -> NewUserOut:
    """Add a person with roles. The link in the response lets them set a password of their own.

    Addresses are unique over all tenants; after 20 that are taken within a day, further ones are refused for a while.
    """
    async with authenticator.counted_taken(actor), db.transaction(actor.tenant_id) as tx:
        user = await auth.create_user(
            tx,
            name=body.name,
            email=body.email,
            password_hash=None,
            roles=body.roles,
            actor=actor,
            deciding=DECIDING,
        )
        details = {"roles": body.roles}
        await audit.record(tx, actor, "user.create", object_kind="user", object_id=user.id, details=details)
        link = await _link(tx, actor, user.id, settings, clock)
    return NewUserOut(user=TenantUserOut.model_validate(user), link=link)


@router.post("/users/{user_id}/link", status_code=201)
async def create_password_link(
    actor: Admin, db: Db, settings: Settings, clock: ClockDep, user_id: StorableStr
) -> LinkOut:
    """A new link for a person who lost the password; earlier links end, the present password remains until it is used."""
    async with db.transaction(actor.tenant_id) as tx:
        return await _link(tx, actor, user_id, settings, clock)


async def _link(tx: Connection, actor: Actor, user_id: str, settings: AuthSettings, clock: Clock) -> LinkOut:
    lifetime = timedelta(hours=settings.link_hours)
    return LinkOut.of(await auth.issue_link(tx, actor, user_id, deciding=DECIDING, lifetime=lifetime, now=clock()))


@router.post("/users/{user_id}/two-factor/reset")
async def reset_two_factor(actor: Admin, db: Db, user_id: StorableStr) -> TenantUserOut:
    """Remove the second factor of a person who lost it; rights are limited until a second person confirms the account."""
    async with db.transaction(actor.tenant_id) as tx:
        return TenantUserOut.model_validate(await auth.reset_two_factor(tx, actor, user_id, deciding=DECIDING))


@router.post("/users/{user_id}/confirmation")
async def confirm_account(
    actor: Annotated[Actor, permitted("people.confirm")], db: Db, user_id: StorableStr
) -> TenantUserOut:
    """Confirm that an account opened by a link is used by the right person; the issuer of the link cannot."""
    async with db.transaction(actor.tenant_id) as tx:
        return TenantUserOut.model_validate(await auth.confirm_account(tx, actor, user_id))


@router.patch("/users/{user_id}")
async def change_user(actor: Admin, db: Db, user_id: StorableStr, body: UserChangesIn) -> TenantUserOut:
    """Change the roles of a user (effective within seconds), or disable the user, which ends open sessions immediately.

    Rights with which people decide, where the user gains them, wait until a second person confirms the account.
    """
    async with db.transaction(actor.tenant_id) as tx:
        user = await auth.change_user(tx, actor, user_id, roles=body.roles, active=body.active, deciding=DECIDING)
    return TenantUserOut.model_validate(user)
