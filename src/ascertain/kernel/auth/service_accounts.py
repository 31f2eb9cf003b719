"""Service accounts: owners of the keys of programs. They cannot sign in, and a person answers for each."""

from collections.abc import Collection

from ascertain.kernel import audit
from ascertain.kernel.auth.model import OwnRights, User
from ascertain.kernel.auth.names import shown_name
from ascertain.kernel.auth.users import (
    change_user,
    check_roles,
    find_user,
    get_user,
    give_roles,
    lock_account,
    refuse_own,
)
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor


async def create_service_account(
    tx: Connection,
    actor: Actor,
    *,
    name: str,
    roles: list[str],
    responsible_id: str | None,
    limited_to: Collection[str],
) -> User:
    """A new service account.

    Args:
        responsible_id: None is the person who acts.
        limited_to: the permissions that it can have at all, whatever its roles.
    Raises: InvalidInput for an unknown role or responsible person, or invisible characters in the name; OwnRights for a key that is
        no person's.
    """
    if actor.kind != "system" and actor.person_id is None:
        raise OwnRights("A person has to create a service account.")
    name = shown_name(name)
    await check_roles(tx, roles)
    responsible_id = await _responsible(tx, responsible_id or actor.person_id)
    account_id = new_id("svc")
    # The id in place of an e-mail address: it is unique, and no sign-in finds it.
    await tx.execute(
        """insert into auth_users (id, name, email, kind, responsible_id, limited_to)
           values ($1, $2, $1, 'service', $3, $4)""",
        account_id,
        name,
        responsible_id,
        sorted(limited_to),
    )
    await give_roles(tx, account_id, roles)
    details = {"roles": roles, "responsible_id": responsible_id}
    await audit.record(tx, actor, "service_account.create", object_kind="user", object_id=account_id, details=details)
    return await get_user(tx, account_id)


async def change_service_account(
    tx: Connection,
    actor: Actor,
    account_id: str,
    *,
    roles: list[str] | None = None,
    active: bool | None = None,
    responsible_id: str | None = None,
) -> User:
    """Change roles or the responsible person, disable or enable; None changes nothing.

    Raises: UserNotFound, InvalidInput, OwnRights.
    """
    account = await lock_account(tx, account_id, "service")
    refuse_own(actor, account)
    if responsible_id is not None:
        await tx.execute(
            "update auth_users set responsible_id = $2 where id = $1",
            account_id,
            await _responsible(tx, responsible_id),
        )
        details = {"responsible_id": responsible_id, "before": account.responsible_id}
        await audit.record(
            tx, actor, "service_account.change", object_kind="user", object_id=account_id, details=details
        )
    if roles is not None or active is not None:
        await change_user(tx, actor, account_id, roles=roles, active=active, deciding=(), kind="service")
    return await get_user(tx, account_id)


async def _responsible(tx: Connection, user_id: str | None) -> str:
    user = await find_user(tx, user_id) if user_id else None
    if user is None or user.kind != "person" or not user.active:
        raise InvalidInput("An active user has to be responsible for a service account.", field="responsible_id")
    return user.id
