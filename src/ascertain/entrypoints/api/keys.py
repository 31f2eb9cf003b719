"""API keys, and the service accounts that own keys of programs."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from ascertain.entrypoints.roles import FOR_PROGRAMS, check_permissions
from ascertain.kernel import auth
from ascertain.kernel.config import AuthSettings
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

router = APIRouter(tags=["keys"], responses=ERROR_RESPONSES)

Admin = Annotated[Actor, permitted("admin.manage")]
Settings = Annotated[AuthSettings, resource(AuthSettings)]


class ApiKeyOut(WireModel):
    """A key without its secret."""

    id: str
    name: str
    permissions: list[str] = Field(description="What it may do, as far as its owner may")
    hint: str = Field(description="The secret's last four characters")
    owner_id: str | None = Field(description="User or service account; unknown for keys older than owners")
    owner_name: str | None
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class ApiKeysOut(WireModel):
    """A page of keys."""

    items: list[ApiKeyOut]
    next_cursor: str | None = Field(None, description="For the next page; missing on the last")


class NewApiKeyIn(WireModel):
    """A key to create; it can have only permissions of its maker and its owner."""

    name: str = Field(min_length=1, max_length=200)
    permissions: list[str] = Field(min_length=1, max_length=50)
    owner_id: str | None = Field(None, max_length=100, description="A service account; oneself if left out")
    days: int | None = Field(
        None, ge=1, le=3650, description="Days until it expires; the configured default if left out"
    )


class NewApiKeyOut(WireModel):
    """The key and its secret, which is shown only here."""

    key: ApiKeyOut
    secret: SecretShownOnce


class ServiceAccountOut(WireModel):
    """An account that owns keys and cannot sign in."""

    id: str
    name: str
    roles: list[str]
    active: bool
    responsible_id: str = Field(description="The person who answers for its acts")


class ServiceAccountsOut(WireModel):
    """A page of service accounts."""

    items: list[ServiceAccountOut]
    next_cursor: str | None = Field(None, description="For the next page; missing on the last")


class NewServiceAccountIn(WireModel):
    """A service account to create."""

    name: str = Field(min_length=1, max_length=200)
    roles: list[str] = Field(min_length=1, max_length=20)
    responsible_id: str | None = Field(None, max_length=100, description="A user; oneself if left out")


class ServiceAccountChangesIn(WireModel):
    """Changes to a service account; a field that is left out changes nothing."""

    roles: list[str] | None = Field(None, min_length=1, max_length=20)
    active: bool | None = None
    responsible_id: str | None = Field(None, max_length=100)


@router.get("/api-keys")
async def list_api_keys(
    actor: CurrentActor, db: Db, limit: LongPageLimit = 500, cursor: PageCursor = None
) -> ApiKeysOut:
    """The keys of the tenant for administrators, for others their own and those of their service accounts; without secrets."""
    owner_id = None if actor.may("admin.manage") else actor.person_id or actor.id
    async with db.transaction(actor.tenant_id) as tx:
        found, next_cursor = await auth.list_api_keys(tx, owner_id=owner_id, limit=limit, cursor=cursor)
    return ApiKeysOut(items=[ApiKeyOut.model_validate(key) for key in found], next_cursor=next_cursor)


@router.post("/api-keys", status_code=201)
async def create_api_key(
    actor: CurrentActor, db: Db, settings: Settings, clock: ClockDep, body: NewApiKeyIn
) -> NewApiKeyOut:
    """Create a key of one's own or of a service account; its secret is shown in this response only."""
    check_permissions(body.permissions)
    lifetime = auth.key_lifetime(body.days, settings)
    async with db.transaction(actor.tenant_id) as tx:
        key, secret = await auth.create_api_key(
            tx,
            actor,
            name=body.name,
            permissions=body.permissions,
            lifetime=lifetime,
            owner_id=body.owner_id,
            clock=clock,
        )
    return NewApiKeyOut(key=ApiKeyOut.model_validate(key), secret=secret)


@router.delete("/api-keys/{key_id}", status_code=204)
async def revoke_api_key(actor: CurrentActor, db: Db, key_id: StorableStr) -> None:
    """Revoke a key, with all keys that were made with it; one of others needs the permission admin.manage.

    One's own are also those of service accounts that one answers for.
    """
    async with db.transaction(actor.tenant_id) as tx:
        key = await auth.get_api_key(tx, key_id)
        owner = await auth.find_user(tx, key.owner_id) if key.owner_id else None
        if owner is None or not auth.answers_for(actor, owner):
            actor.require("admin.manage")
        await auth.revoke_api_key(tx, actor, key_id)


@router.get("/service-accounts")
async def list_service_accounts(
    actor: Admin, db: Db, limit: LongPageLimit = 1000, cursor: PageCursor = None
) -> ServiceAccountsOut:
    """The service accounts by name."""
    async with db.transaction(actor.tenant_id) as tx:
        found, next_cursor = await auth.list_users(tx, kind="service", limit=limit, cursor=cursor)
    return ServiceAccountsOut(items=[_out(account) for account in found], next_cursor=next_cursor)


@router.post("/service-accounts", status_code=201)
async def create_service_account(actor: Admin, db: Db, body: NewServiceAccountIn) -> ServiceAccountOut:
    """Create an account for a program. Whatever its roles, it can neither review, nor write policies, nor administer people."""
    async with db.transaction(actor.tenant_id) as tx:
        account = await auth.create_service_account(
            tx, actor, name=body.name, roles=body.roles, responsible_id=body.responsible_id, limited_to=FOR_PROGRAMS
        )
    return _out(account)


@router.patch("/service-accounts/{account_id}")
async def change_service_account(
    actor: Admin, db: Db, account_id: StorableStr, body: ServiceAccountChangesIn
) -> ServiceAccountOut:
    """Change roles or the responsible person, or disable the account, which ends its keys within seconds."""
    async with db.transaction(actor.tenant_id) as tx:
        account = await auth.change_service_account(
            tx, actor, account_id, roles=body.roles, active=body.active, responsible_id=body.responsible_id
        )
    return _out(account)


def _out(account: auth.User) -> ServiceAccountOut:
    assert account.responsible_id is not None
    return ServiceAccountOut(
        id=account.id,
        name=account.name,
        roles=list(account.roles),
        active=account.active,
        responsible_id=account.responsible_id,
    )
