"""Users and API keys."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from ascertain.kernel import audit, auth
from ascertain.kernel.http import ERROR_RESPONSES, Db, WireModel, permitted, resource
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor

router = APIRouter(tags=["users"], responses=ERROR_RESPONSES)

Admin = Annotated[Actor, permitted("admin.manage")]
Hasher = Annotated[auth.PasswordHasher, resource(auth.PasswordHasher)]


class TenantUserOut(WireModel):
    """A person of the tenant."""

    id: str
    name: str
    email: str
    roles: list[str]
    active: bool = Field(description="Whether the person may sign in")

    @classmethod
    def of(cls, user: auth.User) -> "TenantUserOut":
        return cls(id=user.id, name=user.name, email=user.email, roles=list(user.roles), active=user.active)


class UsersOut(WireModel):
    """All users."""

    items: list[TenantUserOut]


class NewUserIn(WireModel):
    """A person to add."""

    name: str = Field(min_length=1, max_length=200)
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=320)
    password: str = Field(min_length=12, max_length=1000)
    roles: list[str] = Field(min_length=1, max_length=20)


class UserChangesIn(WireModel):
    """Other roles, or an end to the right to sign in; what is left out stays."""

    roles: list[str] | None = Field(None, min_length=1, max_length=20)
    active: bool | None = None


class ApiKeyOut(WireModel):
    """A key without its secret."""

    id: str
    name: str
    permissions: list[str]
    hint: str = Field(description="The secret's last four characters")
    created_at: datetime
    revoked_at: datetime | None

    @classmethod
    def of(cls, key: auth.ApiKey) -> "ApiKeyOut":
        return cls(
            id=key.id,
            name=key.name,
            permissions=list(key.permissions),
            hint=key.hint,
            created_at=key.created_at,
            revoked_at=key.revoked_at,
        )


class ApiKeysOut(WireModel):
    """All keys."""

    items: list[ApiKeyOut]


class NewApiKeyIn(WireModel):
    """A key to make; it can hold only permissions of its maker."""

    name: str = Field(min_length=1, max_length=200)
    permissions: list[str] = Field(min_length=1, max_length=50)


class NewApiKeyOut(WireModel):
    """The key and its secret, shown this once."""

    key: ApiKeyOut
    secret: str


@router.get("/users")
async def list_users(actor: Annotated[Actor, permitted("case.read")], db: Db) -> UsersOut:
    """Everybody of the tenant, for naming owners and authors."""
    async with db.transaction(actor.tenant_id) as tx:
        return UsersOut(items=[TenantUserOut.of(user) for user in await auth.list_users(tx)])


@router.post("/users", status_code=201)
async def create_user(actor: Admin, db: Db, hasher: Hasher, body: NewUserIn) -> TenantUserOut:
    """Add a person with roles."""
    password_hash = await hasher.hash(body.password)
    async with db.transaction(actor.tenant_id) as tx:
        user = await auth.create_user(
            tx, name=body.name, email=body.email, password_hash=password_hash, roles=body.roles
        )
        details = {"roles": body.roles}
        await audit.record(tx, actor, "user.create", object_kind="user", object_id=user.id, details=details)
    return TenantUserOut.of(user)


@router.patch("/users/{user_id}")
async def change_user(actor: Admin, db: Db, user_id: StorableStr, body: UserChangesIn) -> TenantUserOut:
    """Give a person other roles or end the right to sign in; in force within seconds, open sessions end at once."""
    async with db.transaction(actor.tenant_id) as tx:
        user = await auth.change_user(tx, actor, user_id, roles=body.roles, active=body.active)
    return TenantUserOut.of(user)


@router.get("/api-keys")
async def list_api_keys(actor: Admin, db: Db) -> ApiKeysOut:
    """All API keys, without their secrets."""
    async with db.transaction(actor.tenant_id) as tx:
        return ApiKeysOut(items=[ApiKeyOut.of(key) for key in await auth.list_api_keys(tx)])


@router.post("/api-keys", status_code=201)
async def create_api_key(actor: Admin, db: Db, body: NewApiKeyIn) -> NewApiKeyOut:
    """Make a key; its secret is shown in this answer only."""
    async with db.transaction(actor.tenant_id) as tx:
        key, secret = await auth.create_api_key(tx, actor, name=body.name, permissions=body.permissions)
    return NewApiKeyOut(key=ApiKeyOut.of(key), secret=secret)


@router.delete("/api-keys/{key_id}", status_code=204)
async def revoke_api_key(actor: Admin, db: Db, key_id: StorableStr) -> None:
    """End a key at once."""
    async with db.transaction(actor.tenant_id) as tx:
        await auth.revoke_api_key(tx, actor, key_id)
