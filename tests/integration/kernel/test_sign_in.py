"""Sign-in, rotating tokens, API keys and browser sessions."""

import asyncio
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from ascertain.kernel import auth
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Database
from ascertain.kernel.errors import Forbidden, InvalidInput, Unauthenticated
from ascertain.kernel.tenancy import Actor
from tests.servers.accounts import add_key

_ROLES = {"analyst": frozenset({"case.read", "case.write"})}
_BROWSER = auth.Caller("127.0.0.1", agent="Firefox", browser=True)
_HASHER = auth.PasswordHasher(memory_kib=8, rounds=1)


@pytest.fixture
async def authenticator(db: Database, clock: FixedClock, tmp_path: Path) -> auth.Authenticator:
    key = auth.load_signing_key(tmp_path / "key")
    return auth.Authenticator(db, key, _HASHER, AuthSettings(failed_sign_ins_per_quarter_hour=3), clock=clock)


@pytest.fixture
async def user(db: Database, tenant: str) -> auth.User:
    async with db.transaction(tenant) as tx:
        await auth.ensure_roles(tx, _ROLES)
        return await auth.create_user(
            tx,
            name="A. Beck",
            email="A.Beck@example.org",
            password_hash=await _HASHER.hash("correct horse"),
            roles=["analyst"],
        )


async def test_a_signed_in_person_acts_with_the_permissions_of_the_roles(
    authenticator: auth.Authenticator, user: auth.User, clock: FixedClock
) -> None:
    tokens = await authenticator.sign_in("a.beck@EXAMPLE.org ", "correct horse")
    actor = await authenticator.actor_of(tokens.access_token)
    assert (actor.id, actor.tenant_id, actor.permissions) == (user.id, user.tenant_id, _ROLES["analyst"])
    clock.advance(601)
    with pytest.raises(Unauthenticated):
        await authenticator.actor_of(tokens.access_token)


async def test_after_too_many_wrong_passwords_attempts_are_refused(
    authenticator: auth.Authenticator, user: auth.User, clock: FixedClock
) -> None:
    with pytest.raises(auth.BadCredentials):
        await authenticator.sign_in("nobody@example.org", "x")
    for _ in range(3):
        with pytest.raises(auth.BadCredentials):
            await authenticator.sign_in(user.email, "wrong")
    with pytest.raises(Exception, match="Too many"):
        await authenticator.sign_in(user.email, "correct horse")
    clock.advance(16 * 60)
    assert (await authenticator.sign_in(user.email, "correct horse")).user_id == user.id


async def test_concurrent_guesses_cannot_exceed_the_limit(authenticator: auth.Authenticator, user: auth.User) -> None:
    guesses = await asyncio.gather(
        *(authenticator.sign_in(user.email, f"guess {n}") for n in range(20)), return_exceptions=True
    )
    assert sum(isinstance(answer, auth.BadCredentials) for answer in guesses) == 3


async def test_changed_roles_apply_within_seconds_to_existing_tokens(
    authenticator: auth.Authenticator, db: Database, user: auth.User, actor: Actor, clock: FixedClock
) -> None:
    tokens = await authenticator.sign_in(user.email, "correct horse")
    assert (await authenticator.actor_of(tokens.access_token)).may("case.write")
    async with db.transaction(user.tenant_id) as tx:
        await auth.ensure_roles(tx, {"reader": frozenset({"case.read"})})
        changed = await auth.change_user(tx, actor, user.id, roles=["reader"], deciding=())
        with pytest.raises(InvalidInput):
            await auth.change_user(tx, actor, user.id, roles=["emperor"], deciding=())
    assert changed.roles == ("reader",)
    clock.advance(6)
    assert (await authenticator.actor_of(tokens.access_token)).permissions == {"case.read"}


async def test_a_disabled_user_is_signed_out_everywhere(
    authenticator: auth.Authenticator, db: Database, user: auth.User, actor: Actor, clock: FixedClock
) -> None:
    sessions = auth.Sessions(db, authenticator, Fernet.generate_key(), clock=clock)
    session_id, _ = await sessions.begin(user.email, "correct horse", caller=_BROWSER)
    tokens = await authenticator.sign_in(user.email, "correct horse")
    await authenticator.actor_of(tokens.access_token)
    async with db.transaction(user.tenant_id) as tx:
        assert not (await auth.change_user(tx, actor, user.id, active=False, deciding=())).active
    assert await sessions.resolve(session_id) is None
    with pytest.raises(Unauthenticated):
        await authenticator.refresh(tokens.refresh_token)
    with pytest.raises(auth.BadCredentials):
        await authenticator.sign_in(user.email, "correct horse")
    clock.advance(6)
    with pytest.raises(Unauthenticated):
        await authenticator.actor_of(tokens.access_token)
    async with db.transaction(user.tenant_id) as tx:
        await auth.change_user(tx, actor, user.id, active=True, deciding=())
    assert (await authenticator.sign_in(user.email, "correct horse")).user_id == user.id


async def test_a_new_password_ends_all_sessions(
    authenticator: auth.Authenticator, db: Database, user: auth.User, actor: Actor
) -> None:
    tokens = await authenticator.sign_in(user.email, "correct horse")
    async with db.transaction(user.tenant_id) as tx:
        await auth.set_password(tx, actor, user.id, await _HASHER.hash("another horse"))
    with pytest.raises(Unauthenticated):
        await authenticator.refresh(tokens.refresh_token)
    with pytest.raises(auth.BadCredentials):
        await authenticator.sign_in(user.email, "correct horse")
    assert (await authenticator.sign_in(user.email, "another horse")).user_id == user.id


async def test_users_cannot_change_their_own_rights(db: Database, user: auth.User, make_actor: object) -> None:
    me = Actor(user.tenant_id, "person", user.id, user.name, frozenset({"admin.manage"}))
    async with db.transaction(user.tenant_id) as tx:
        for change in ({"roles": ["analyst"]}, {"active": False}):
            with pytest.raises(Forbidden):
                await auth.change_user(tx, me, user.id, **change, deciding=())  # type: ignore[arg-type]


async def test_a_refresh_token_used_twice_ends_its_whole_family(
    authenticator: auth.Authenticator, user: auth.User
) -> None:
    first = await authenticator.sign_in(user.email, "correct horse")
    second = await authenticator.refresh(first.refresh_token)
    with pytest.raises(auth.TokenReused):
        await authenticator.refresh(first.refresh_token)
    with pytest.raises(auth.TokenReused):
        await authenticator.refresh(second.refresh_token)


async def test_a_refresh_token_of_a_disabled_user_says_that_the_sign_in_has_ended(
    authenticator: auth.Authenticator, db: Database, user: auth.User
) -> None:
    tokens = await authenticator.sign_in(user.email, "correct horse")
    admin = Actor(user.tenant_id, "person", "usr_other", "Other", frozenset({"admin.manage"}))
    async with db.transaction(user.tenant_id) as tx:
        await auth.change_user(tx, admin, user.id, active=False, deciding=())
    with pytest.raises(Unauthenticated, match="has ended") as refused:
        await authenticator.refresh(tokens.refresh_token)
    assert refused.value.code == "auth.required"


async def test_an_api_key_is_shown_once_scoped_and_revocable(
    authenticator: auth.Authenticator, db: Database, actor: Actor, clock: FixedClock
) -> None:
    async with db.transaction(actor.tenant_id) as tx:
        key, secret = await add_key(tx, actor, ["case.read"], clock=clock)
        assert await tx.fetchval("select count(*) from auth_api_keys where hash = $1", secret) == 0
    found = await authenticator.actor_of(secret)
    assert (found.kind, found.id, found.permissions) == ("api_key", key.id, {"case.read"})
    async with db.transaction(actor.tenant_id) as tx:
        await auth.revoke_api_key(tx, actor, key.id)
    with pytest.raises(Unauthenticated):
        await authenticator.actor_of(secret)


async def test_a_browser_session_renews_its_access_token_and_ends(
    authenticator: auth.Authenticator, db: Database, user: auth.User, clock: FixedClock
) -> None:
    sessions = auth.Sessions(db, authenticator, Fernet.generate_key(), clock=clock)
    session_id, begun = await sessions.begin(user.email, "correct horse", caller=_BROWSER)
    clock.advance(600)
    renewed = await sessions.resolve(session_id)
    assert renewed is not None
    assert renewed.access_token != begun.access_token
    assert (await authenticator.actor_of(renewed.access_token)).id == user.id
    await sessions.end(session_id)
    assert await sessions.resolve(session_id) is None
