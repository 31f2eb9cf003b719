"""One-time links, the second person, two-factor authentication, own passwords, sign-ins and their limits."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from cryptography.fernet import Fernet

from ascertain.entrypoints.roles import DECIDING
from ascertain.kernel import audit, auth
from ascertain.kernel.auth import totp
from ascertain.kernel.auth.model import (
    BadCode,
    CodeRequired,
    ConfirmsThemselves,
    LinkInvalid,
    OwnRights,
    PasswordChanged,
    SignInNotFound,
    TotpEnrolled,
    TotpRequired,
    UserNotFound,
    WeakPassword,
    WrongPassword,
)
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import AscertainError, Conflict, Unauthenticated
from ascertain.kernel.tenancy import Actor, system_actor

_ROLES = {
    "admin": frozenset({"admin.manage", "people.confirm", "audit.read"}),
    "head": frozenset({"case.read", "audit.read", "proposal.review", "policy.write", "people.confirm"}),
    "analyst": frozenset({"case.read"}),
}
_FIRST, _SECOND = "violet-otter-stapler-94", "granite-walrus-lantern-27"
_HERE = auth.Caller("192.0.2.1", agent="Firefox", browser=True)


@dataclass
class House:
    """A tenant with an administrator and a head who can sign in."""

    db: Database
    tenant: str
    clock: FixedClock
    settings: AuthSettings
    authenticator: auth.Authenticator
    accounts: auth.OwnAccount

    async def add(self, name: str, *roles: str, password: str | None = _FIRST) -> auth.User:
        hashed = await auth.PasswordHasher(memory_kib=8, rounds=1).hash(password) if password else None
        email = f"{name}@example.org"
        async with self.db.transaction(self.tenant) as tx:
            return await auth.create_user(tx, name=name, email=email, password_hash=hashed, roles=list(roles))

    async def sign_in(
        self, user: auth.User, password: str = _FIRST, code: str | None = None, caller: auth.Caller = _HERE
    ) -> tuple[auth.TokenPair, Actor]:
        tokens = await self.authenticator.sign_in(user.email, password, caller, code=code)
        return tokens, await self.authenticator.actor_of(tokens.access_token)

    async def link(self, by: Actor, user: auth.User) -> str:
        async with self.db.transaction(self.tenant) as tx:
            link = await auth.issue_link(
                tx, by, user.id, deciding=DECIDING, lifetime=timedelta(hours=72), now=self.clock()
            )
        return link.token

    async def confirm(self, by: Actor, user: auth.User) -> auth.User:
        async with self.db.transaction(self.tenant) as tx:
            return await auth.confirm_account(tx, by, user.id)

    async def enrol(self, user: auth.User) -> tuple[Actor, pyotp.TOTP, list[str]]:
        _, actor = await self.sign_in(user)
        enrolment = await self.accounts.begin_two_factor(actor, _FIRST, _HERE)
        totp = pyotp.TOTP(enrolment.secret)
        return actor, totp, await self.accounts.confirm_two_factor(actor, totp.at(self.clock()), _HERE)


MakeHouse = Callable[..., House]


@pytest.fixture
def make_house(db: Database, tenant: str, clock: FixedClock, tmp_path: Path) -> MakeHouse:
    def make(**settings: Any) -> House:
        chosen = AuthSettings(**settings)
        hasher = auth.PasswordHasher(memory_kib=8, rounds=1)
        key = auth.load_signing_key(tmp_path / "key")
        authenticator = auth.Authenticator(db, key, hasher, chosen, clock=clock)
        accounts = auth.OwnAccount(db, authenticator, hasher, auth.PasswordPolicy(), chosen, clock=clock)
        return House(db, tenant, clock, chosen, authenticator, accounts)

    return make


@pytest.fixture
async def house(make_house: MakeHouse, db: Database, tenant: str) -> House:
    async with db.transaction(tenant) as tx:
        await auth.ensure_roles(tx, _ROLES)
    return make_house()


async def test_a_link_lets_a_new_user_set_a_password_once(house: House) -> None:
    _, admin = await house.sign_in(await house.add("admin", "admin"))
    ada = await house.add("ada", "analyst", password=None)
    with pytest.raises(auth.BadCredentials):
        await house.sign_in(ada)
    token = await house.link(admin, ada)
    with pytest.raises(WeakPassword):
        await house.accounts.set_by_link(token, "ada@example.org1")
    answers = await asyncio.gather(
        *(house.accounts.set_by_link(token, password) for password in (_FIRST, _SECOND)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in answers) == ["LinkInvalid", "str"]
    with pytest.raises(LinkInvalid):
        await house.accounts.set_by_link(token, _FIRST)
    async with house.db.transaction(house.tenant) as tx:
        assert token not in str(await tx.fetch("select * from auth_links"))


async def test_a_link_ends_with_time_with_a_newer_one_and_while_its_user_is_disabled(house: House) -> None:
    _, admin = await house.sign_in(await house.add("admin", "admin"))
    ada = await house.add("ada", "analyst", password=None)
    replaced, token = await house.link(admin, ada), await house.link(admin, ada)
    async with house.db.transaction(house.tenant) as tx:
        await auth.change_user(tx, admin, ada.id, active=False, deciding=())
    errors = []
    for bad in (replaced, token, "made-up", ""):
        with pytest.raises(LinkInvalid) as refused:
            await house.accounts.set_by_link(bad, _FIRST)
        errors.append((refused.value.code, refused.value.message, refused.value.details))
    assert len({str(error) for error in errors}) == 1  # who exists cannot be told from the answer
    async with house.db.transaction(house.tenant) as tx:
        await auth.change_user(tx, admin, ada.id, active=True, deciding=())
    house.clock.advance(72 * 3600)
    with pytest.raises(LinkInvalid):
        await house.accounts.set_by_link(token, _FIRST)


async def test_an_account_opened_by_a_link_gets_the_issuers_rights_until_a_second_person_confirms(house: House) -> None:
    _, admin = await house.sign_in(await house.add("admin", "admin"))
    _, head = await house.sign_in(await house.add("head", "head"))
    ada = await house.add("ada", "head", "admin", password=None)
    with pytest.raises(Conflict):
        await house.confirm(head, ada)  # before the link is used there is nobody to confirm
    await house.accounts.set_by_link(await house.link(admin, ada), _FIRST)
    _, actor = await house.sign_in(ada)
    assert actor.permissions == {"audit.read"}
    for nobody in (admin, actor):
        with pytest.raises(ConfirmsThemselves):
            await house.confirm(nobody, ada)
    async with house.db.transaction(house.tenant) as tx:
        key, secret = await auth.create_api_key(
            tx, admin, name="x", permissions=["people.confirm"], lifetime=timedelta(days=1), clock=house.clock
        )
    for program in (
        await house.authenticator.actor_of(secret),
        Actor(house.tenant, "api_key", key.id, "unowned", frozenset(DECIDING)),
    ):
        with pytest.raises(ConfirmsThemselves):
            await house.confirm(program, ada)
    assert not (await house.confirm(head, ada)).unconfirmed
    _, actor = await house.sign_in(ada)
    assert actor.permissions == _ROLES["head"] | _ROLES["admin"]


async def test_acts_of_an_account_that_nobody_confirmed_are_those_of_its_issuers_too(house: House) -> None:
    _, admin = await house.sign_in(await house.add("admin", "admin"))
    _, other = await house.sign_in(await house.add("other", "admin"))
    ada = await house.add("ada", "analyst", password=None)
    await house.accounts.set_by_link(await house.link(admin, ada), _FIRST)
    await house.enrol(ada)
    async with house.db.transaction(house.tenant) as tx:
        await auth.reset_two_factor(tx, other, ada.id, deciding=DECIDING)
    house.clock.advance(3)
    _, actor = await house.sign_in(ada)
    assert set(actor.persons) == {ada.id, admin.id, other.id} and actor.person_id == ada.id
    async with house.db.transaction(house.tenant) as tx:
        await audit.record(tx, actor, "fact.accept", object_kind="fact", object_id="fact_1", stream="case_1")
        [entry], _ = await audit.list_entries(tx, stream="case_1")
        _, secret = await auth.create_api_key(
            tx, actor, name="x", permissions=[], lifetime=timedelta(days=1), clock=house.clock
        )
    assert set(entry.details["persons"]) == set(actor.persons)
    assert set((await house.authenticator.actor_of(secret)).persons) == set(actor.persons)
    for issuer in (admin, other):
        with pytest.raises(ConfirmsThemselves):
            await house.confirm(issuer, ada)
    await house.confirm((await house.sign_in(await house.add("head", "head")))[1], ada)
    house.clock.advance(3)
    assert (await house.sign_in(ada))[1].persons == (ada.id,)


async def test_a_role_with_which_people_decide_waits_for_a_second_person(house: House) -> None:
    _, admin = await house.sign_in(await house.add("admin", "admin"))
    _, head = await house.sign_in(await house.add("head", "head"))
    ada = await house.add("ada", "analyst")
    async with house.db.transaction(house.tenant) as tx:
        changed = await auth.change_user(tx, admin, ada.id, roles=["head"], deciding=DECIDING)
    assert changed.unconfirmed
    house.clock.advance(3)
    _, actor = await house.sign_in(ada)
    assert actor.permissions == _ROLES["head"] - DECIDING and admin.id in actor.persons
    for nobody in (admin, actor):
        with pytest.raises(ConfirmsThemselves):
            await house.confirm(nobody, ada)
    await house.confirm(head, ada)
    house.clock.advance(3)
    assert (await house.sign_in(ada))[1].permissions == _ROLES["head"]
    # A right that the account had before needs nobody.
    async with house.db.transaction(house.tenant) as tx:
        assert not (await auth.change_user(tx, admin, ada.id, roles=["head", "analyst"], deciding=DECIDING)).unconfirmed


async def test_a_reset_by_an_administrator_does_not_hand_over_the_rights_of_a_head(house: House) -> None:
    _, admin = await house.sign_in(await house.add("admin", "admin"))
    head = await house.add("head", "head")
    tokens, before = await house.sign_in(head)
    assert "proposal.review" in before.permissions
    await house.accounts.set_by_link(await house.link(admin, head), _SECOND)
    with pytest.raises(Unauthenticated):
        await house.authenticator.refresh(tokens.refresh_token)
    with pytest.raises(auth.BadCredentials):
        await house.sign_in(head)
    _, after = await house.sign_in(head, _SECOND)
    assert after.permissions == {"audit.read"}
    # A key that the account made before loses the same rights.
    async with house.db.transaction(house.tenant) as tx:
        with pytest.raises(AscertainError):
            await auth.create_api_key(
                tx, after, name="x", permissions=["proposal.review"], lifetime=timedelta(days=1), clock=house.clock
            )
    # Changed roles do not widen the limit.
    async with house.db.transaction(house.tenant) as tx:
        await auth.change_user(tx, admin, head.id, roles=["head", "analyst"], deciding=())
    house.clock.advance(3)
    _, after = await house.sign_in(head, _SECOND)
    assert after.permissions == {"audit.read"}


async def test_nobody_gets_a_link_for_themselves(house: House) -> None:
    user = await house.add("admin", "admin")
    _, admin = await house.sign_in(user)
    async with house.db.transaction(house.tenant) as tx:
        _, secret = await auth.create_api_key(
            tx, admin, name="x", permissions=["admin.manage"], lifetime=timedelta(days=1), clock=house.clock
        )
    for actor in (admin, await house.authenticator.actor_of(secret)):
        with pytest.raises(OwnRights):
            await house.link(actor, user)


async def test_the_operators_link_needs_no_second_person(house: House) -> None:
    ada = await house.add("ada", "head", password=None)
    await house.accounts.set_by_link(await house.link(system_actor(house.tenant, "command line"), ada), _FIRST)
    assert (await house.sign_in(ada))[1].permissions == _ROLES["head"]


async def test_a_code_is_required_works_once_and_is_stored_encrypted(house: House) -> None:
    ada = await house.add("ada", "analyst")
    actor, totp, recovery = await house.enrol(ada)
    async with house.db.transaction(house.tenant) as tx:
        stored = str(await tx.fetch("select * from auth_totp")) + str(
            await tx.fetch("select * from auth_recovery_codes")
        )
    assert totp.secret not in stored and not any(code in stored for code in recovery)
    with pytest.raises(TotpEnrolled):
        await house.accounts.begin_two_factor(actor, _FIRST, _HERE)
    with pytest.raises(CodeRequired):
        await house.sign_in(ada)
    with pytest.raises(BadCode):  # of the enrolment, which used it
        await house.sign_in(ada, code=totp.at(house.clock()))
    house.clock.advance(30)
    code = totp.at(house.clock())
    answers = await asyncio.gather(*(house.sign_in(ada, code=code) for _ in range(5)), return_exceptions=True)
    assert sum(not isinstance(one, Exception) for one in answers) == 1
    house.clock.advance(300)
    for stale in (code, totp.at(house.clock() - timedelta(seconds=90)), "123", "abcdef", "٠١٢٣٤٥"):
        with pytest.raises(BadCode):
            await house.sign_in(ada, code=stale)
    await house.sign_in(ada, code=recovery[0].upper())
    with pytest.raises(BadCode):
        await house.sign_in(ada, code=recovery[0])


async def test_codes_cannot_be_guessed_even_with_the_password(house: House) -> None:
    ada = await house.add("ada", "analyst")
    _, totp, _ = await house.enrol(ada)
    house.clock.advance(60)
    right = totp.at(house.clock())
    wrong = [f"{number:06}" for number in range(60) if f"{number:06}" != right]
    # From many networks, so that only the count of the account is left to refuse.
    guesses = await asyncio.gather(
        *(house.sign_in(ada, code=code, caller=auth.Caller(f"198.51.{n}.7")) for n, code in enumerate(wrong)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, BadCode) for one in guesses) <= house.settings.failed_sign_ins_per_account
    with pytest.raises(auth.TooManyAttempts):
        await house.sign_in(ada, code=right, caller=auth.Caller("198.51.100.99"))


async def test_a_role_may_require_the_second_factor(house: House, make_house: MakeHouse) -> None:
    strict = make_house(two_factor_roles=["head"])
    head = await strict.add("head", "head")
    assert (await strict.sign_in(head))[1].permissions == frozenset()
    sessions = auth.Sessions(strict.db, strict.authenticator, Fernet.generate_key(), clock=strict.clock)
    _, session = await sessions.begin(head.email, _FIRST, caller=_HERE)
    assert session.must_enrol and not session.permissions
    actor, totp, _ = await strict.enrol(head)
    strict.clock.advance(30)
    assert (await strict.sign_in(head, code=totp.at(strict.clock())))[1].permissions == _ROLES["head"]
    with pytest.raises(TotpRequired):
        await strict.accounts.remove_two_factor(actor, _FIRST, _HERE)


async def test_an_administrator_removes_a_lost_factor_with_a_second_person_only(house: House) -> None:
    _, admin = await house.sign_in(await house.add("admin", "admin"))
    other = await house.add("other", "head")
    head = await house.add("head", "head")
    await house.enrol(head)
    async with house.db.transaction(house.tenant) as tx:
        assert (await auth.reset_two_factor(tx, admin, head.id, deciding=DECIDING)).unconfirmed
        with pytest.raises(Conflict):
            await auth.reset_two_factor(tx, admin, head.id, deciding=DECIDING)
    assert (await house.sign_in(head))[1].permissions == {"audit.read"}
    with pytest.raises(ConfirmsThemselves):
        await house.confirm(admin, head)
    await house.confirm((await house.sign_in(other))[1], head)
    assert (await house.sign_in(head))[1].permissions == _ROLES["head"]


async def test_ones_own_password_needs_the_present_one_and_ends_the_other_sign_ins(house: House) -> None:
    ada = await house.add("ada", "analyst")
    other, _ = await house.sign_in(ada)
    mine, actor = await house.sign_in(ada)
    with pytest.raises(WrongPassword):
        await house.accounts.change_password(actor, "wrong", _SECOND, _HERE)
    with pytest.raises(WeakPassword):
        await house.accounts.change_password(actor, _FIRST, "password1234", _HERE)
    await house.accounts.change_password(actor, _FIRST, _SECOND, _HERE)
    house.clock.advance(3)
    with pytest.raises(Unauthenticated):
        await house.authenticator.actor_of(other.access_token)
    with pytest.raises(Unauthenticated):
        await house.authenticator.refresh(other.refresh_token)
    assert (await house.authenticator.actor_of(mine.access_token)).id == ada.id
    with pytest.raises(auth.BadCredentials):
        await house.sign_in(ada, _FIRST)
    await house.sign_in(ada, _SECOND)


async def test_of_two_password_changes_at_once_one_is_refused(house: House) -> None:
    _, actor = await house.sign_in(await house.add("ada", "analyst"))
    answers = await asyncio.gather(
        *(house.accounts.change_password(actor, _FIRST, f"{_SECOND}-{n}", _HERE) for n in range(4)),
        return_exceptions=True,
    )
    assert answers.count(None) == 1
    # The others found another password at once, or when they stored theirs.
    assert all(isinstance(one, PasswordChanged | WrongPassword) for one in answers if one is not None)


async def test_a_session_does_not_become_a_way_to_guess_the_password(house: House) -> None:
    _, actor = await house.sign_in(await house.add("ada", "analyst"))
    answers = await asyncio.gather(
        *(house.accounts.change_password(actor, f"guess {n}", _SECOND, _HERE) for n in range(30)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, WrongPassword) for one in answers) == 10
    assert sum(isinstance(one, auth.TooManyAttempts) for one in answers) == 20


async def test_sign_ins_are_listed_and_ended_one_by_one_or_all(house: House) -> None:
    ada, eve = await house.add("ada", "analyst"), await house.add("eve", "analyst")
    first, _ = await house.sign_in(ada)
    house.clock.advance(60)
    second, actor = await house.sign_in(ada, caller=auth.Caller("203.0.113.9", agent="curl/8"))
    _, stranger = await house.sign_in(eve)
    async with house.db.transaction(house.tenant) as tx:
        found = await auth.list_sign_ins(tx, ada.id, now=house.clock())
        assert [(one.device, one.address) for one in found] == [("curl/8", "203.0.113.9"), ("Firefox", "192.0.2.1")]
        with pytest.raises(SignInNotFound):
            await auth.end_own_sign_in(tx, stranger, first.sign_in_id)
        await auth.end_own_sign_in(tx, actor, first.sign_in_id)
    house.clock.advance(3)
    with pytest.raises(Unauthenticated):
        await house.authenticator.actor_of(first.access_token)
    assert await house.authenticator.actor_of(second.access_token)
    async with house.db.transaction(house.tenant) as tx:
        await auth.end_own_sign_ins(tx, actor)
        assert await auth.list_sign_ins(tx, ada.id, now=house.clock()) == []
    house.clock.advance(3)
    for ended in (first, second):
        with pytest.raises(Unauthenticated):
            await house.authenticator.actor_of(ended.access_token)
        with pytest.raises(Unauthenticated):
            await house.authenticator.refresh(ended.refresh_token)


async def test_browser_sessions_end_when_idle_and_at_their_longest(house: House) -> None:
    ada = await house.add("ada", "analyst")
    sessions = auth.Sessions(house.db, house.authenticator, Fernet.generate_key(), clock=house.clock)
    idle, _ = await sessions.begin(ada.email, _FIRST, caller=_HERE)
    busy, _ = await sessions.begin(ada.email, _FIRST, caller=_HERE)
    for _ in range(6):
        house.clock.advance(9 * 60)
        assert await sessions.resolve(busy) is not None
        # An open stream that connects again is no activity.
        assert await sessions.resolve(idle, active=False) is not None
    house.clock.advance(9 * 60)
    assert await sessions.resolve(idle, active=False) is None
    for _ in range(14):
        assert await sessions.resolve(busy) is not None
        house.clock.advance(50 * 60)
    assert await sessions.resolve(busy) is None


async def test_signing_in_again_gives_a_new_session_and_ends_the_one_that_the_browser_had(house: House) -> None:
    ada = await house.add("ada", "analyst")
    sessions = auth.Sessions(house.db, house.authenticator, Fernet.generate_key(), clock=house.clock)
    planted, _ = await sessions.begin((await house.add("eve", "analyst")).email, _FIRST, caller=_HERE)
    mine, _ = await sessions.begin(ada.email, _FIRST, caller=_HERE, instead_of=planted)
    assert mine != planted and await sessions.resolve(planted) is None
    # An id that nobody was given does not become a session by signing in with it.
    other, _ = await sessions.begin(ada.email, _FIRST, caller=_HERE, instead_of="chosen-by-an-attacker")
    assert other != "chosen-by-an-attacker" and await sessions.resolve("chosen-by-an-attacker") is None


class _SlowHasher(auth.PasswordHasher):
    """Lets something happen after a password was verified and before the sign-in goes on."""

    then: Callable[[], Awaitable[object]] | None = None

    async def verify(self, stored: str | None, password: str) -> bool:
        good = await super().verify(stored, password)
        then, self.then = self.then, None
        if then is not None:
            await then()
        return good


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ("password", auth.BadCredentials),
        ("link", auth.BadCredentials),
        ("disable", Unauthenticated),
        ("code", CodeRequired),
    ],
)
async def test_what_changes_while_a_password_is_verified_refuses_the_sign_in(
    house: House, tmp_path: Path, change: str, error: type[Exception]
) -> None:
    ada, (_, admin) = await house.add("ada", "analyst"), await house.sign_in(await house.add("admin", "admin"))
    _, actor = await house.sign_in(ada)
    token = await house.link(admin, ada)
    enrolment = await house.accounts.begin_two_factor(actor, _FIRST, _HERE)
    code = pyotp.TOTP(enrolment.secret).at(house.clock())

    async def disable() -> None:
        async with house.db.transaction(house.tenant) as tx:
            await auth.change_user(tx, admin, ada.id, active=False, deciding=DECIDING)

    changes: dict[str, Callable[[], Awaitable[object]]] = {
        "password": lambda: house.accounts.change_password(actor, _FIRST, _SECOND, _HERE),
        "link": lambda: house.accounts.set_by_link(token, _SECOND),
        "disable": disable,
        "code": lambda: house.accounts.confirm_two_factor(actor, code, _HERE),
    }
    hasher = _SlowHasher(memory_kib=8, rounds=1)
    hasher.then = changes[change]
    slow = auth.Authenticator(
        house.db, auth.load_signing_key(tmp_path / "key"), hasher, house.settings, clock=house.clock
    )
    with pytest.raises(error):
        await slow.sign_in(ada.email, _FIRST, _HERE)
    async with house.db.transaction(house.tenant) as tx:
        live = await auth.list_sign_ins(tx, ada.id, now=house.clock())
    assert len(live) <= (change in ("password", "code"))  # the one that made the change


async def test_whoever_enables_an_account_gives_no_deciding_rights_alone(house: House) -> None:
    _, admin = await house.sign_in(await house.add("admin", "admin"))
    _, other = await house.sign_in(await house.add("other", "head"))
    head = await house.add("head", "head")
    async with house.db.transaction(house.tenant) as tx:
        await auth.change_user(tx, admin, head.id, active=False, deciding=DECIDING)
        assert (await auth.change_user(tx, admin, head.id, active=True, deciding=DECIDING)).unconfirmed
    _, actor = await house.sign_in(head)
    assert actor.permissions == _ROLES["head"] - DECIDING and admin.id in actor.persons
    with pytest.raises(ConfirmsThemselves):
        await house.confirm(admin, head)
    await house.confirm(other, head)
    # Enabled already: nothing is given.
    async with house.db.transaction(house.tenant) as tx:
        assert not (await auth.change_user(tx, admin, head.id, active=True, deciding=DECIDING)).unconfirmed


async def test_a_link_made_before_an_account_was_disabled_is_gone_after_it_is_enabled(house: House) -> None:
    _, admin = await house.sign_in(await house.add("admin", "admin"))
    ada = await house.add("ada", "analyst")
    token = await house.link(admin, ada)
    async with house.db.transaction(house.tenant) as tx:
        for active in (False, True):
            await auth.change_user(tx, admin, ada.id, active=active, deciding=DECIDING)
    with pytest.raises(LinkInvalid):
        await house.accounts.set_by_link(token, _SECOND)


async def test_the_operators_link_and_password_lift_no_limit_that_an_administrator_set(house: House) -> None:
    _, admin = await house.sign_in(await house.add("admin", "admin"))
    operator = system_actor(house.tenant, "command line")
    ada = await house.add("ada", "analyst")
    token = await house.link(operator, ada)
    async with house.db.transaction(house.tenant) as tx:
        await auth.change_user(tx, admin, ada.id, roles=["head"], deciding=DECIDING)
    await house.accounts.set_by_link(token, _SECOND)
    _, actor = await house.sign_in(ada, _SECOND)
    assert actor.permissions == _ROLES["head"] - DECIDING and admin.id in actor.persons
    # An account that was made with the role, and whose password the operator sets without the administrator's link.
    hashed = await auth.PasswordHasher(memory_kib=8, rounds=1).hash(_FIRST)
    async with house.db.transaction(house.tenant) as tx:
        eve = await auth.create_user(
            tx,
            name="eve",
            email="eve@example.org",
            password_hash=None,
            roles=["head"],
            actor=admin,
            deciding=DECIDING,
        )
        await auth.set_password(tx, operator, eve.id, hashed)
    _, actor = await house.sign_in(eve)
    assert actor.permissions == _ROLES["head"] - DECIDING
    with pytest.raises(ConfirmsThemselves):
        await house.confirm(admin, eve)


async def test_everyone_who_answers_for_the_issuer_is_barred_from_confirming(house: House) -> None:
    _, admin = await house.sign_in(await house.add("admin", "admin"))
    _, opener = await house.sign_in(await house.add("opener", "head"))
    admin = replace(admin, persons=(admin.id, opener.id))  # as an account that the opener's act left unconfirmed
    ada = await house.add("ada", "head")
    await house.accounts.set_by_link(await house.link(admin, ada), _SECOND)
    with pytest.raises(ConfirmsThemselves):
        await house.confirm(opener, ada)


async def test_a_service_account_is_changed_as_one_only_and_by_a_person(house: House) -> None:
    _, admin = await house.sign_in(await house.add("admin", "admin"))
    _, head = await house.sign_in(await house.add("head", "head"))
    async with house.db.transaction(house.tenant) as tx:
        account = await auth.create_service_account(
            tx, admin, name="Loader", roles=["head"], responsible_id=None, limited_to=["case.read"]
        )
    acts: list[Callable[[Connection], Awaitable[object]]] = [
        lambda tx: auth.change_user(tx, admin, account.id, roles=["admin"], deciding=DECIDING),
        lambda tx: auth.confirm_account(tx, head, account.id),
        lambda tx: auth.reset_two_factor(tx, admin, account.id, deciding=DECIDING),
        lambda tx: auth.issue_link(
            tx, admin, account.id, deciding=DECIDING, lifetime=timedelta(hours=1), now=house.clock()
        ),
    ]
    for act in acts:
        async with house.db.transaction(house.tenant) as tx:
            with pytest.raises(UserNotFound):
                await act(tx)
    program = Actor(house.tenant, "api_key", "key_x", "unowned", frozenset({"admin.manage"}))
    async with house.db.transaction(house.tenant) as tx:
        with pytest.raises(OwnRights):
            await auth.change_service_account(tx, program, account.id, responsible_id=head.id)
        with pytest.raises(OwnRights):
            await auth.create_service_account(
                tx, program, name="x", roles=["analyst"], responsible_id=head.id, limited_to=[]
            )
        assert (await auth.find_user(tx, account.id)) == account


async def test_a_second_factor_that_is_set_up_is_not_replaced_by_a_request_that_began_before(house: House) -> None:
    ada = await house.add("ada", "analyst")
    _, actor = await house.sign_in(ada)
    enrolment = await house.accounts.begin_two_factor(actor, _FIRST, _HERE)
    code = pyotp.TOTP(enrolment.secret).at(house.clock())
    async with house.db.transaction(house.tenant) as confirming:
        await totp.confirm_enrolment(confirming, ada.id, code, house.authenticator.cipher, house.clock())
        beginning = asyncio.create_task(house.accounts.begin_two_factor(actor, _FIRST, _HERE))
        await asyncio.sleep(0.2)  # it has read that nothing is confirmed, or waits for the row
    with pytest.raises(TotpEnrolled):
        await beginning


async def test_sessions_of_sign_ins_that_are_over_are_deleted(house: House) -> None:
    ada = await house.add("ada", "analyst")
    sessions = auth.Sessions(house.db, house.authenticator, Fernet.generate_key(), clock=house.clock)

    async def count() -> object:
        async with house.db.transaction(house.tenant) as tx:
            return await tx.fetchval("select count(*) from auth_sessions")

    for _ in range(3):
        await sessions.begin(ada.email, _FIRST, caller=_HERE)
    assert await count() == 3
    house.clock.advance(25 * 3600)
    live, _ = await sessions.begin(ada.email, _FIRST, caller=_HERE)
    assert await count() == 1
    await auth.sweep_sessions(house.db, now=house.clock())
    assert await sessions.resolve(live) is not None
    house.clock.advance(25 * 3600)
    await auth.sweep_sessions(house.db, now=house.clock())
    assert await count() == 0


async def test_a_clock_that_was_set_back_does_not_prolong_lost_rights(house: House) -> None:
    ada = await house.add("ada", "analyst")
    tokens, actor = await house.sign_in(ada)
    house.clock.advance(-3600)
    async with house.db.transaction(house.tenant) as tx:
        await auth.end_own_sign_ins(tx, actor)
    with pytest.raises(Unauthenticated):
        await house.authenticator.actor_of(tokens.access_token)


async def test_success_and_a_new_attempt_lock_their_counts_in_one_order(house: House) -> None:
    ada = await house.add("ada", "analyst")
    callers = [auth.Caller("192.0.2.1", device=f"browser {n % 3}") for n in range(24)]
    answers = await asyncio.gather(*(house.sign_in(ada, caller=one) for one in callers), return_exceptions=True)
    assert not [one for one in answers if isinstance(one, Exception) and not isinstance(one, auth.TooManyAttempts)]
