"""Tenants, their users and their roles."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import asyncpg

from ascertain.kernel import audit
from ascertain.kernel.auth.model import AccountKind, EmailTaken, OwnRights, User, UserNotFound
from ascertain.kernel.auth.names import check_address, shown_name
from ascertain.kernel.auth.sign_ins import end_sign_ins
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor

Roles = Mapping[str, frozenset[str]]

_USER_COLUMNS = """u.id, u.tenant_id, u.name, u.email, u.disabled_at is null as active, u.kind, u.responsible_id,
    u.limited_to is not null and u.kind = 'person' and u.password_hash is not null as unconfirmed,
    exists(select from auth_totp t where t.tenant_id = u.tenant_id and t.user_id = u.id and t.confirmed_at is not null)
        as two_factor,
    (select coalesce(array_agg(role order by role), '{}') from auth_user_roles r
     where r.tenant_id = u.tenant_id and r.user_id = u.id) as roles"""


def _to_user(row: asyncpg.Record) -> User:
    return User(**{**dict(row), "roles": tuple(row["roles"])})


async def create_tenant(db: Database, name: str, roles: Roles) -> str:
    """A new tenant with its roles; returns its id. Raises InvalidInput for a name with invisible characters."""
    name = shown_name(name)
    tenant_id = new_id("tenant")
    async with db.transaction(tenant_id) as tx:
        await tx.execute("insert into tenants (tenant_id, name) values ($1, $2)", tenant_id, name)
        await ensure_roles(tx, roles)
    return tenant_id


async def ensure_roles(tx: Connection, roles: Roles) -> None:
    """Bring the tenant's roles of these names to these permissions."""
    await tx.executemany(
        """insert into auth_roles (name, permissions) values ($1, $2)
           on conflict (tenant_id, name) do update set permissions = excluded.permissions""",
        [(name, sorted(permissions)) for name, permissions in roles.items()],
    )


async def create_user(
    tx: Connection,
    *,
    name: str,
    email: str,
    password_hash: str | None,
    roles: list[str],
    actor: Actor | None = None,
    deciding: Collection[str] = (),
) -> User:
    """A new user, who cannot sign in before a password is set.

    Args:
        actor: who adds the user; None for the operator of the machine.
        deciding: permissions that the account gets when a second person has confirmed it, however its password is set.
    Raises:
        EmailTaken: addresses are unique over all tenants, because sign-in asks for no tenant.
        InvalidInput: an unknown role, or a name or address with invisible characters.
    """
    name = shown_name(name)
    check_address(email)
    user_id = new_id("usr")
    await check_roles(tx, roles)
    try:
        async with tx.transaction():  # a savepoint: the caller's transaction stays usable after the violation
            await tx.execute(
                "insert into auth_users (id, name, email, password_hash) values ($1, $2, $3, $4)",
                user_id,
                name,
                email.strip().lower(),
                password_hash,
            )
    except asyncpg.UniqueViolationError as error:
        raise EmailTaken("A user with this e-mail address exists.") from error
    await give_roles(tx, user_id, roles)
    if actor is not None:
        await _limit_gained(tx, actor, user_id, before=set(), deciding=deciding)
    return await get_user(tx, user_id)


async def _limit_gained(
    tx: Connection, actor: Actor, user_id: str, *, before: set[str], deciding: Collection[str]
) -> None:
    after = await _rights_by_roles(tx, user_id)
    gained = (after - before) & set(deciding)
    if gained and actor.kind != "system":
        await limit_account(tx, user_id, sorted(after - gained), actor.persons)


async def check_roles(tx: Connection, roles: list[str]) -> None:
    """Raises InvalidInput for a role that the tenant does not have."""
    known = {row["name"] for row in await tx.fetch("select name from auth_roles")}
    unknown = sorted(set(roles) - known)
    if unknown:
        raise InvalidInput(f"There is no role {unknown[0]}.", field="roles", known=sorted(known))


async def give_roles(tx: Connection, user_id: str, roles: list[str]) -> None:
    """Add roles to an account."""
    await tx.executemany(
        "insert into auth_user_roles (user_id, role) values ($1, $2)",
        [(user_id, role) for role in dict.fromkeys(roles)],
    )


async def change_user(
    tx: Connection,
    actor: Actor,
    user_id: str,
    *,
    roles: list[str] | None = None,
    active: bool | None = None,
    deciding: Collection[str],
    kind: AccountKind = "person",
) -> User:
    """Replace the roles of an account, or disable or enable it; None changes nothing.

    Disabling a user ends open sessions, tokens and links; new roles take effect within seconds (see `Authenticator`).

    Args:
        deciding: permissions that the account, if it did not have them before or was disabled, gets when a second person has
            confirmed it.
    Raises: UserNotFound; OwnRights; InvalidInput for an unknown role.
    """
    user = await lock_account(tx, user_id, kind)
    refuse_own(actor, user)
    # Whoever enables an account gives all its rights back, as if its roles were new.
    before = set() if active and not user.active else await _rights_by_roles(tx, user_id)
    if roles is not None:
        await check_roles(tx, roles)
        await tx.execute("delete from auth_user_roles where user_id = $1", user_id)
        await give_roles(tx, user_id, roles)
    if active is not None:
        # Disabling twice preserves the first date.
        disabled = "null" if active else "coalesce(disabled_at, now())"
        await tx.execute(f"update auth_users set disabled_at = {disabled} where id = $1", user_id)
        if not active:
            await _delete_links(tx, user_id)
            await end_sign_ins(tx, user_id)
    await _limit_gained(tx, actor, user_id, before=before, deciding=deciding)
    details = {"roles": roles, "active": active}
    await audit.record(tx, actor, "user.change", object_kind="user", object_id=user_id, details=details)
    return await get_user(tx, user_id)


async def limit_account(tx: Connection, user_id: str, rights: Collection[str], issuers: Collection[str]) -> None:
    """Limit what an account may do until a second person, none of the issuers, confirms it."""
    # A limit that is still in force remains beside a new one, and so do its issuers: none of them may lift it.
    await tx.execute(
        """update auth_users set
               limited_to = case when limited_to is null then $2
                                 else array(select unnest(limited_to) intersect select unnest($2::text[])) end,
               limited_by = array(select distinct unnest(limited_by || $3::text[]))
           where id = $1""",
        user_id,
        list(rights),
        list(issuers),
    )


def refuse_own(actor: Actor, user: User) -> None:
    """Refuse to administer oneself, by whichever key. Raises OwnRights."""
    if actor.kind != "system" and (actor.person_id is None or user.id in actor.persons):
        raise OwnRights("Another person has to change your rights.")


async def set_password(tx: Connection, actor: Actor, user_id: str, password_hash: str) -> None:
    """Set a new password and end all sessions of the user. Raises UserNotFound."""
    await lock_account(tx, user_id)
    await store_password(tx, user_id, password_hash)
    await audit.record(tx, actor, "user.password", object_kind="user", object_id=user_id)


async def store_password(tx: Connection, user_id: str, password_hash: str) -> None:
    """Store a new password; all sign-ins and open links of the user end."""
    await tx.execute("update auth_users set password_hash = $2 where id = $1", user_id, password_hash)
    await _delete_links(tx, user_id)
    await end_sign_ins(tx, user_id)


async def _delete_links(tx: Connection, user_id: str) -> None:
    await tx.execute("delete from auth_links where user_id = $1 and used_at is null", user_id)


async def lock_account(tx: Connection, user_id: str, kind: AccountKind = "person") -> User:
    """The account of this kind, which nothing changes until the transaction ends. Raises UserNotFound.

    Locked before its links and sign-ins by everyone who changes it, so that what was decided on is still true when it is stored.
    """
    await tx.execute("select from auth_users where id = $1 for no key update", user_id)
    user = await get_user(tx, user_id)
    if user.kind != kind:
        raise UserNotFound(f"There is no user {user_id}.")
    return user


async def get_user(tx: Connection, user_id: str) -> User:
    """The user. Raises UserNotFound."""
    user = await find_user(tx, user_id)
    if user is None:
        raise UserNotFound(f"There is no user {user_id}.")
    return user


async def find_user(tx: Connection, user_id: str) -> User | None:
    """The user, if the tenant has one of this id."""
    row = await tx.fetchrow(f"select {_USER_COLUMNS} from auth_users u where id = $1", user_id)
    return _to_user(row) if row else None


async def list_users(
    tx: Connection, *, kind: AccountKind = "person", limit: int | None = None, cursor: str | None = None
) -> tuple[list[User], str | None]:
    """A page of persons or service accounts by name, and the cursor of the next page; all of them without a limit."""
    rows = await tx.fetch(
        f"""select {_USER_COLUMNS} from auth_users u
            where kind = $1 and ($2::text is null or (name, id) > (select name, id from auth_users where id = $2))
            order by name, id limit $3""",
        kind,
        cursor,
        # One more than the page shows whether there is another page.
        None if limit is None else limit + 1,
    )
    page = [_to_user(row) for row in rows[:limit]]
    return page, page[-1].id if limit is not None and len(rows) > limit else None


async def find_user_by_email(tx: Connection, email: str) -> User | None:
    """The person of the tenant who has this address."""
    row = await tx.fetchrow(
        f"select {_USER_COLUMNS} from auth_users u where email = $1 and kind = 'person'", email.strip().lower()
    )
    return _to_user(row) if row else None


async def names_of(tx: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Names by id of those accounts that exist."""
    rows = await tx.fetch("select id, name from auth_users where id = any($1)", list(ids))
    return {row["id"]: row["name"] for row in rows}


async def _rights_by_roles(tx: Connection, user_id: str) -> set[str]:
    """The permissions of the user's roles, whatever limits them now."""
    rows = await tx.fetch(
        """select distinct unnest(r.permissions) as permission from auth_user_roles u
           join auth_roles r on r.tenant_id = u.tenant_id and r.name = u.role where u.user_id = $1""",
        user_id,
    )
    return {row["permission"] for row in rows}


async def permissions_of(tx: Connection, user_id: str, two_factor_roles: Sequence[str] = ()) -> frozenset[str]:
    """What the user may do now; see `rights.sql`. `two_factor_roles`: roles whose users need a second factor."""
    found: list[str] = await tx.fetchval(
        "select auth_user_permissions(nullif(current_setting('app.tenant', true), ''), $1, $2)",
        user_id,
        list(two_factor_roles),
    )
    return frozenset(found)


async def tenant_name(tx: Connection) -> str:
    """The name of the transaction's tenant."""
    name: str | None = await tx.fetchval("select name from tenants")
    return name or ""
