"""API keys: owned, limited to what the owner may do now, ended with their owner, never beyond the key that made them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from ascertain.kernel import auth
from ascertain.kernel.auth.keys import ApiKeyNotFound, KeyOwner
from ascertain.kernel.auth.model import OwnRights
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import Forbidden, InvalidInput, Unauthenticated
from ascertain.kernel.tenancy import Actor, system_actor
from tests.servers.accounts import add_account, add_key

_RIGHTS = ("case.read", "case.write", "proposal.review")


@pytest.fixture
def authenticator(db: Database, clock: FixedClock, tmp_path: Path) -> auth.Authenticator:
    key = auth.load_signing_key(tmp_path / "key")
    return auth.Authenticator(db, key, auth.PasswordHasher(memory_kib=8, rounds=1), AuthSettings(), clock=clock)


async def _made_by(
    tx: Connection, actor: Actor, permissions: list[str], clock: FixedClock, days: float = 90, owner: str | None = None
) -> str:
    _, secret = await auth.create_api_key(
        tx,
        actor,
        name="made",
        permissions=permissions,
        lifetime=timedelta(days=days),
        owner_id=owner,
        clock=clock,
    )
    return secret


async def test_a_key_of_a_key_of_a_key_is_the_persons_and_has_no_more_rights_and_no_longer_life(
    authenticator: auth.Authenticator, db: Database, actor: Actor, clock: FixedClock
) -> None:
    async with db.transaction(actor.tenant_id) as tx:
        _, secret = await add_key(tx, actor, _RIGHTS, days=10, clock=clock)
    for _ in range(2):
        maker = await authenticator.actor_of(secret)
        async with db.transaction(actor.tenant_id) as tx:
            secret = await _made_by(tx, maker, ["case.read"], clock, days=300)
            with pytest.raises(Forbidden):
                await _made_by(tx, maker, ["admin.manage"], clock)
    last = await authenticator.actor_of(secret)
    assert (last.person_id, last.persons, last.permissions) == (actor.id, (actor.id,), {"case.read"})
    async with db.transaction(actor.tenant_id) as tx:
        with pytest.raises(Forbidden):
            await _made_by(tx, last, ["case.write"], clock)
        with pytest.raises(KeyOwner):
            await _made_by(tx, last, ["case.read"], clock, owner="usr_somebody_else")
    clock.advance(10 * 86_400)
    with pytest.raises(Unauthenticated):
        await authenticator.actor_of(secret)


async def test_revoking_a_key_ends_the_keys_that_were_made_with_it(
    authenticator: auth.Authenticator, db: Database, actor: Actor, clock: FixedClock
) -> None:
    async with db.transaction(actor.tenant_id) as tx:
        first, secret = await add_key(tx, actor, _RIGHTS, clock=clock)
    made = [secret]
    for _ in range(2):
        maker = await authenticator.actor_of(made[-1])
        async with db.transaction(actor.tenant_id) as tx:
            made.append(await _made_by(tx, maker, ["case.read"], clock))
    async with db.transaction(actor.tenant_id) as tx:
        await auth.revoke_api_key(tx, actor, first.id)
    for one in made:
        with pytest.raises(Unauthenticated):
            await authenticator.actor_of(one)
    async with db.transaction(actor.tenant_id) as tx:
        with pytest.raises(KeyOwner):
            await _made_by(tx, maker, ["case.read"], clock)


async def _lose_the_role(tx: Connection, owner: Actor) -> None:
    await tx.execute("delete from auth_user_roles where user_id = $1", owner.id)


async def _change_the_role(tx: Connection, owner: Actor) -> None:
    await auth.ensure_roles(tx, {f"of {owner.id}": frozenset({"library.read"})})


@pytest.mark.parametrize("lose", [_lose_the_role, _change_the_role])
async def test_a_key_loses_what_its_owner_loses(
    authenticator: auth.Authenticator,
    db: Database,
    actor: Actor,
    clock: FixedClock,
    lose: Callable[[Connection, Actor], Awaitable[None]],
) -> None:
    async with db.transaction(actor.tenant_id) as tx:
        _, secret = await add_key(tx, actor, _RIGHTS, clock=clock)
    assert (await authenticator.actor_of(secret)).permissions == set(_RIGHTS)
    async with db.transaction(actor.tenant_id) as tx:
        await lose(tx, actor)
    assert (await authenticator.actor_of(secret)).permissions == frozenset()


async def test_a_key_ends_while_its_owner_is_disabled(
    authenticator: auth.Authenticator, db: Database, actor: Actor, clock: FixedClock, make_actor: Callable[..., Actor]
) -> None:
    other = make_actor("Admin")
    async with db.transaction(actor.tenant_id) as tx:
        _, secret = await add_key(tx, actor, _RIGHTS, clock=clock)
        await auth.change_user(tx, other, actor.id, active=False, deciding=())
    with pytest.raises(Unauthenticated):
        await authenticator.actor_of(secret)
    async with db.transaction(actor.tenant_id) as tx:
        with pytest.raises(KeyOwner):
            await _made_by(tx, system_actor(actor.tenant_id, "command line"), ["case.read"], clock, owner=actor.id)


async def test_a_key_belongs_to_its_tenant_alone(
    authenticator: auth.Authenticator, db: Database, actor: Actor, other_tenant: str, clock: FixedClock
) -> None:
    async with db.transaction(actor.tenant_id) as tx:
        key, secret = await add_key(tx, actor, _RIGHTS, clock=clock)
    assert (await authenticator.actor_of(secret)).tenant_id == actor.tenant_id
    async with db.transaction(other_tenant) as tx:
        with pytest.raises(ApiKeyNotFound):
            await auth.revoke_api_key(tx, system_actor(other_tenant, "test"), key.id)
        with pytest.raises(KeyOwner):
            await _made_by(tx, system_actor(other_tenant, "test"), ["case.read"], clock, owner=actor.id)


async def test_a_key_is_of_its_maker_or_of_a_service_account(
    authenticator: auth.Authenticator, db: Database, actor: Actor, clock: FixedClock, make_actor: Callable[..., Actor]
) -> None:
    responsible, stranger = make_actor("Responsible", frozenset(_RIGHTS)), make_actor("Stranger", frozenset(_RIGHTS))
    async with db.transaction(actor.tenant_id) as tx:
        for one in (actor, responsible, stranger):
            await add_account(tx, one, _RIGHTS)
        account = await auth.create_service_account(
            tx,
            actor,
            name="Loader",
            roles=[f"of {actor.id}"],
            responsible_id=responsible.id,
            limited_to=["case.read", "case.write"],
        )
        for somebody in (stranger, responsible):
            with pytest.raises(KeyOwner):
                await _made_by(tx, somebody, ["case.read"], clock, owner=actor.id)
        with pytest.raises(KeyOwner):
            await _made_by(tx, stranger, ["case.read"], clock, owner=account.id)
        with pytest.raises(Forbidden):
            await _made_by(tx, actor, ["proposal.review"], clock, owner=account.id)
        secret = await _made_by(tx, actor, ["case.write"], clock, owner=account.id)
        await _made_by(tx, responsible, ["case.write"], clock, owner=account.id)
    program = await authenticator.actor_of(secret)
    # Who made the key holds its secret and could act through it, so that both answer for it.
    assert (program.person_id, set(program.persons)) == (None, {responsible.id, actor.id})
    async with db.transaction(actor.tenant_id) as tx:
        await auth.change_user(tx, actor, responsible.id, active=False, deciding=())
    with pytest.raises(Unauthenticated):
        await authenticator.actor_of(secret)
    async with db.transaction(actor.tenant_id) as tx:
        with pytest.raises(InvalidInput):
            await auth.change_service_account(tx, actor, account.id, responsible_id=account.id)
        await auth.change_service_account(tx, actor, account.id, responsible_id=actor.id)
    assert (await authenticator.actor_of(secret)).persons == (actor.id,)


async def test_no_key_changes_the_rights_of_its_own_owner(
    authenticator: auth.Authenticator, db: Database, actor: Actor, clock: FixedClock
) -> None:
    async with db.transaction(actor.tenant_id) as tx:
        _, secret = await add_key(tx, actor, ["admin.manage", "case.read"], clock=clock)
    for key_actor in (
        await authenticator.actor_of(secret),
        Actor(actor.tenant_id, "api_key", "key_x", "old", frozenset()),
    ):
        async with db.transaction(actor.tenant_id) as tx:
            with pytest.raises(OwnRights):
                await auth.change_user(tx, key_actor, actor.id, roles=[f"of {actor.id}"], deciding=())


def test_a_lifetime_is_bounded_by_the_setting() -> None:
    assert auth.key_lifetime(None, AuthSettings(api_key_max_days=30)) == timedelta(days=30)
    assert auth.key_lifetime(None, AuthSettings()) == timedelta(days=90)
    with pytest.raises(InvalidInput):
        auth.key_lifetime(31, AuthSettings(api_key_max_days=30))


async def test_revoking_a_key_ends_also_what_its_descendants_are_making(
    authenticator: auth.Authenticator, db: Database, actor: Actor, clock: FixedClock
) -> None:
    async with db.transaction(actor.tenant_id) as tx:
        first, secret = await add_key(tx, actor, _RIGHTS, clock=clock)
    async with db.transaction(actor.tenant_id) as tx:
        child = await _made_by(tx, await authenticator.actor_of(secret), ["case.read"], clock)
    maker = await authenticator.actor_of(child)

    async def revoke() -> None:
        async with db.transaction(actor.tenant_id) as tx:
            await auth.revoke_api_key(tx, actor, first.id)

    async with db.transaction(actor.tenant_id) as making:
        grandchild = await _made_by(making, maker, ["case.read"], clock)
        revoking = asyncio.create_task(revoke())
        await asyncio.sleep(0.2)  # it waits for the lock of the child
        assert not revoking.done()
    await revoking
    for one in (secret, child, grandchild):
        with pytest.raises(Unauthenticated):
            await authenticator.actor_of(one)


async def test_whoever_answers_for_a_service_account_sees_its_keys(
    db: Database, actor: Actor, clock: FixedClock, make_actor: Callable[..., Actor]
) -> None:
    responsible, stranger = make_actor("Responsible", frozenset(_RIGHTS)), make_actor("Stranger", frozenset(_RIGHTS))
    async with db.transaction(actor.tenant_id) as tx:
        for one in (actor, responsible, stranger):
            await add_account(tx, one, _RIGHTS)
        account = await auth.create_service_account(
            tx, actor, name="Loader", roles=[f"of {actor.id}"], responsible_id=responsible.id, limited_to=_RIGHTS
        )
        await _made_by(tx, responsible, ["case.read"], clock, owner=account.id)
        [key], _ = await auth.list_api_keys(tx, owner_id=responsible.id)
        assert key.owner_id == account.id and await auth.list_api_keys(tx, owner_id=stranger.id) == ([], None)
        assert auth.answers_for(responsible, account) and not auth.answers_for(stranger, account)


async def test_lists_of_people_and_keys_lose_nobody(db: Database, tenant: str, clock: FixedClock, actor: Actor) -> None:
    async with db.transaction(tenant) as tx:
        await auth.ensure_roles(tx, {"analyst": frozenset({"case.read"})})
        people = [
            await auth.create_user(
                tx, name=f"Same {n % 2}", email=f"p{n}@example.org", password_hash=None, roles=["analyst"]
            )
            for n in range(7)
        ]
        for n in range(7):
            await auth.create_api_key(
                tx,
                system_actor(tenant, "cli"),
                name=f"key {n}",
                permissions=["case.read"],
                lifetime=timedelta(days=1),
                owner_id=people[0].id,
                clock=clock,
            )
        found: list[str] = []
        cursor = None
        while True:
            users, cursor = await auth.list_users(tx, limit=3, cursor=cursor)
            found += [user.id for user in users]
            if cursor is None:
                break
        everyone, _ = await auth.list_users(tx)
        assert found == [user.id for user in everyone] and set(found) >= {one.id for one in people}
        names: list[str] = []
        while True:
            keys, cursor = await auth.list_api_keys(tx, owner_id=people[0].id, limit=3, cursor=cursor)
            names += [key.name for key in keys]
            if cursor is None:
                break
        assert sorted(names) == [f"key {n}" for n in range(7)]
        found_by_email = await auth.find_user_by_email(tx, " P3@example.org")
        assert found_by_email is not None and found_by_email.id == people[3].id
