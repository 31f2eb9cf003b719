"""The clock jumps by a day or more and comes back: nobody stays locked out, and nothing that has ended is valid again."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

from ascertain.kernel import auth
from ascertain.kernel.auth.model import BadCode, LinkInvalid
from ascertain.kernel.errors import Unauthenticated
from ascertain.kernel.tenancy import system_actor
from tests.integration.kernel.test_accounts import _FIRST, _HERE, House, house, make_house

__all__ = ["house", "make_house"]
_DAY_S = 86_400.0
_YEARS_S = 70 * 365 * _DAY_S


def _sessions(house: House) -> auth.Sessions:
    return auth.Sessions(house.db, house.authenticator, Fernet.generate_key(), clock=house.clock)


@pytest.mark.parametrize("jump", [_DAY_S, _YEARS_S])
async def test_a_sign_in_of_a_clock_that_was_ahead_ends_when_the_clock_is_right_again(
    house: House, jump: float
) -> None:
    ada = await house.add("ada", "analyst")
    sessions = _sessions(house)
    house.clock.advance(jump)
    tokens, _ = await house.sign_in(ada)
    session, _ = await sessions.begin(ada.email, _FIRST, caller=_HERE)
    house.clock.advance(-jump)
    assert await sessions.resolve(session) is None
    with pytest.raises(Unauthenticated):
        await house.authenticator.actor_of(tokens.access_token)
    with pytest.raises(Unauthenticated):
        await house.authenticator.refresh(tokens.refresh_token)
    # Signing in again is all that anyone has to do.
    again, _ = await sessions.begin(ada.email, _FIRST, caller=_HERE)
    assert await sessions.resolve(again) is not None


async def test_a_session_outlives_a_short_jump_with_its_own_limits(house: House) -> None:
    ada = await house.add("ada", "analyst")
    sessions = _sessions(house)
    session, _ = await sessions.begin(ada.email, _FIRST, caller=_HERE)
    house.clock.advance(40 * 60)  # ahead, and used there: seen, and with a token, of a time to come
    assert await sessions.resolve(session) is not None
    house.clock.advance(-40 * 60)
    found = await sessions.resolve(session, active=False)
    assert found is not None
    assert (await house.authenticator.actor_of(found.access_token)).id == ada.id
    house.clock.advance(61 * 60)
    assert await sessions.resolve(session) is None


async def test_a_jump_forward_ends_sessions_for_good(house: House) -> None:
    ada = await house.add("ada", "analyst")
    sessions = _sessions(house)
    session, _ = await sessions.begin(ada.email, _FIRST, caller=_HERE)
    house.clock.advance(_DAY_S)
    assert await sessions.resolve(session) is None
    house.clock.advance(-_DAY_S)
    assert await sessions.resolve(session) is None


async def test_a_token_of_a_machine_whose_clock_is_a_little_ahead_is_valid(house: House) -> None:
    ada = await house.add("ada", "analyst")
    tokens, _ = await house.sign_in(ada)
    house.clock.advance(-20)
    assert (await house.authenticator.actor_of(tokens.access_token)).id == ada.id
    house.clock.advance(20 + tokens.expires_in_s)
    with pytest.raises(Unauthenticated):
        await house.authenticator.actor_of(tokens.access_token)


@pytest.mark.parametrize("jump", [_DAY_S, _YEARS_S])
async def test_attempts_that_were_counted_ahead_keep_nobody_out(house: House, jump: float) -> None:
    ada = await house.add("ada", "analyst")
    house.clock.advance(jump)
    for _ in range(house.settings.failed_sign_ins_per_quarter_hour):
        with pytest.raises(auth.BadCredentials):
            await house.sign_in(ada, "wrong")
    with pytest.raises(auth.TooManyAttempts):
        await house.sign_in(ada)
    house.clock.advance(-jump)
    assert (await house.sign_in(ada))[1].id == ada.id


async def test_a_clock_that_is_set_back_does_not_free_whoever_has_to_wait(house: House) -> None:
    ada = await house.add("ada", "analyst")
    for _ in range(house.settings.failed_sign_ins_per_quarter_hour):
        with pytest.raises(auth.BadCredentials):
            await house.sign_in(ada, "wrong")
    house.clock.advance(-_DAY_S)
    # One attempt is free, as nothing tells the two cases apart; the count goes on.
    with pytest.raises(auth.BadCredentials):
        await house.sign_in(ada, "wrong")
    with pytest.raises(auth.TooManyAttempts):
        await house.sign_in(ada)


@pytest.mark.parametrize("jump", [_DAY_S, _YEARS_S])
async def test_a_code_that_was_used_ahead_keeps_nobody_out_and_a_used_one_is_not_valid_again(
    house: House, jump: float
) -> None:
    ada = await house.add("ada", "analyst")
    _, totp, recovery = await house.enrol(ada)
    house.clock.advance(60)
    seen = totp.at(house.clock())
    await house.sign_in(ada, code=seen)
    house.clock.advance(jump)
    await house.sign_in(ada, code=totp.at(house.clock()))
    house.clock.advance(-jump)
    # The code that somebody saw before the jump is of this minute again.
    with pytest.raises(BadCode):
        await house.sign_in(ada, code=seen)
    house.clock.advance(30)
    following = totp.at(house.clock())
    await house.sign_in(ada, code=following)
    for used in (seen, following):
        with pytest.raises(BadCode):
            await house.sign_in(ada, code=used)
    assert (await house.sign_in(ada, code=recovery[0]))[1].id == ada.id
    with pytest.raises(BadCode):
        await house.sign_in(ada, code=recovery[0])


async def test_a_code_of_the_step_to_come_is_used_once(house: House) -> None:
    ada = await house.add("ada", "analyst")
    _, totp, _ = await house.enrol(ada)
    house.clock.advance(60)
    early, present = (totp.at(house.clock() + timedelta(seconds=ahead)) for ahead in (30, 0))
    await house.sign_in(ada, code=early)
    for code in (early, present):
        with pytest.raises(BadCode):
            await house.sign_in(ada, code=code)
    house.clock.advance(30)
    with pytest.raises(BadCode):
        await house.sign_in(ada, code=early)


async def test_a_link_that_was_used_or_replaced_stays_so_whatever_the_clock_says(house: House) -> None:
    operator = system_actor(house.tenant, "cli")
    ada = await house.add("ada", "analyst", password=None)
    replaced, used = await house.link(operator, ada), await house.link(operator, ada)
    await house.accounts.set_by_link(used, _FIRST)
    house.clock.advance(-_DAY_S)
    for link in (replaced, used):
        with pytest.raises(LinkInvalid):
            await house.accounts.set_by_link(link, _FIRST)


async def test_counts_are_forgotten_bit_by_bit_however_often_somebody_mistypes(house: House) -> None:
    """Five wrong passwords a day of one office, for half a year, of ever new people: nobody is slowed down."""
    for day in range(120):
        for n in range(5):
            with pytest.raises(auth.BadCredentials):
                await house.authenticator.sign_in(f"new{day}.{n}@example.org", "mistyped", _HERE)
            house.clock.advance(3 * 3600)
        house.clock.advance(9 * 3600)


async def test_whoever_keeps_guessing_is_kept_waiting(house: House) -> None:
    ada = await house.add("ada", "analyst")
    tried = 0
    end = house.clock() + timedelta(days=3)
    while house.clock() < end:
        try:
            await house.sign_in(ada, "wrong")
        except auth.TooManyAttempts as error:
            house.clock.advance(error.details["retry_after_s"])
        except auth.BadCredentials:
            tried += 1
    assert tried <= 10 + 3 * 24 * 4 + 10  # one in a quarter of an hour, as before
