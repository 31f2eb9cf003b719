"""Users."""

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


class UsersOut(WireModel):
    """All users."""

    items: list[TenantUserOut]


class NewUserIn(WireModel):
    """A person to add."""

    name: str = Field(min_length=1, max_length=200)
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=320)
    # NIST SP 800-63B asks for 8 or more; hashing bounds the length from above.
    password: str = Field(min_length=12, max_length=1000)
    roles: list[str] = Field(min_length=1, max_length=20)


class UserChangesIn(WireModel):
    """New roles, or whether the user may sign in; a field that is left out changes nothing."""

    roles: list[str] | None = Field(None, min_length=1, max_length=20)
    active: bool | None = None


@router.get("/users")
async def list_users(actor: Annotated[Actor, permitted("case.read")], db: Db) -> UsersOut:
    """All users of the tenant, so that owners and authors can be shown by name."""
    async with db.transaction(actor.tenant_id) as tx:
        return UsersOut(items=[TenantUserOut.model_validate(user) for user in await auth.list_users(tx)])


@router.post("/users", status_code=201)
async def create_user(actor: Admin, db: Db, hasher: Hasher, body: NewUserIn) -> TenantUserOut:
    """Add a person with roles."""
    # Before the transaction, because hashing takes longer than everything in it.
    password_hash = await hasher.hash(body.password)
    async with db.transaction(actor.tenant_id) as tx:
        user = await auth.create_user(
            tx, name=body.name, email=body.email, password_hash=password_hash, roles=body.roles
        )
        details = {"roles": body.roles}
        await audit.record(tx, actor, "user.create", object_kind="user", object_id=user.id, details=details)
    return TenantUserOut.model_validate(user)


@router.patch("/users/{user_id}")
async def change_user(actor: Admin, db: Db, user_id: StorableStr, body: UserChangesIn) -> TenantUserOut:
    """Change the roles of a user (effective within seconds), or disable the user, which ends open sessions immediately."""
    async with db.transaction(actor.tenant_id) as tx:
        user = await auth.change_user(tx, actor, user_id, roles=body.roles, active=body.active)
    return TenantUserOut.model_validate(user)
