"""Two-factor authentication by time-based one-time codes (RFC 6238), with recovery codes for a lost device."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken

from ascertain.kernel.auth.model import TotpEnrolled, WrongCode
from ascertain.kernel.database import Connection
from ascertain.kernel.telemetry import log

_ISSUER = "Ascertain"
_STEP_S = 30
# One step before and after: clocks of telephones differ, and typing takes time.
_WINDOW = 1
_RECOVERY_CODES = 10
# Beside the last one used, those of times to which a wrong clock may come back.
_KEPT_STEPS = 20


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The secret of an authenticator app, as text and as the address that its QR code holds."""

    secret: str
    uri: str


async def is_enrolled(tx: Connection, user_id: str) -> bool:
    """Whether the user has confirmed an authenticator app."""
    found: bool = await tx.fetchval(
        "select exists(select from auth_totp where user_id = $1 and confirmed_at is not null)", user_id
    )
    return found


async def begin_enrolment(tx: Connection, user_id: str, email: str, cipher: Fernet) -> Enrolment:
    """A new secret, which counts once a code of it was entered. Raises TotpEnrolled."""
    secret = pyotp.random_base32()
    # Checked by the statement itself: a confirmed secret must not be replaced by a request that began before it was confirmed.
    stored = await tx.fetchval(
        """insert into auth_totp (user_id, secret) values ($1, $2)
           on conflict (tenant_id, user_id) do update set secret = excluded.secret, used_steps = '{}'
               where auth_totp.confirmed_at is null
           returning true""",
        user_id,
        cipher.encrypt(secret.encode()).decode(),
    )
    if not stored:
        raise TotpEnrolled("Two-factor authentication is set up already.")
    return Enrolment(secret, pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=_ISSUER))


async def confirm_enrolment(tx: Connection, user_id: str, code: str, cipher: Fernet, now: datetime) -> list[str]:
    """Turn two-factor authentication on; returns the recovery codes, which are shown only here. Raises WrongCode, TotpEnrolled."""
    if await is_enrolled(tx, user_id):
        raise TotpEnrolled("Two-factor authentication is set up already.")
    if not await _use_code(tx, user_id, code, cipher, now):
        raise WrongCode("The code is wrong. Check the clock of the device.")
    await tx.execute("update auth_totp set confirmed_at = $2 where user_id = $1", user_id, now)
    codes = ["-".join(secrets.token_hex(4) for _ in range(3)) for _ in range(_RECOVERY_CODES)]
    await tx.execute("delete from auth_recovery_codes where user_id = $1", user_id)
    await tx.executemany(
        "insert into auth_recovery_codes (user_id, hash) values ($1, $2)", [(user_id, _hash(one)) for one in codes]
    )
    return codes


async def use_second_factor(tx: Connection, user_id: str, code: str, cipher: Fernet, now: datetime) -> bool:
    """Whether a code of the app or a recovery code is right; either can be used once."""
    if await _use_code(tx, user_id, code, cipher, now):
        return True
    used = await tx.fetchval(
        "update auth_recovery_codes set used_at = $3 where user_id = $1 and hash = $2 and used_at is null returning true",
        user_id,
        _hash(code),
        now,
    )
    return used is not None


async def remove(tx: Connection, user_id: str) -> None:
    """Turn two-factor authentication off."""
    await tx.execute("delete from auth_totp where user_id = $1", user_id)
    await tx.execute("delete from auth_recovery_codes where user_id = $1", user_id)


async def _use_code(tx: Connection, user_id: str, code: str, cipher: Fernet, now: datetime) -> bool:
    code = "".join(code.split())
    # Locked: of two requests with one code, the second must see that it was used.
    row = await tx.fetchrow("select secret, used_steps from auth_totp where user_id = $1 for update", user_id)
    if row is None or not (code.isascii() and code.isdigit()):
        return False
    try:
        totp = pyotp.TOTP(cipher.decrypt(row["secret"].encode()).decode())
    except InvalidToken:  # encrypted under a signing key that is lost: to be reset
        log.warning("auth.second_factor_unreadable", user_id=user_id)
        return False
    present = int(now.timestamp()) // _STEP_S
    # A step after the window was used while the clock was ahead: it must not keep the owner out until then.
    last = max((step for step in row["used_steps"] if step <= present + _WINDOW), default=0)
    matching = [
        step
        for step in range(present - _WINDOW, present + _WINDOW + 1)
        if step > last and secrets.compare_digest(totp.generate_otp(step), code)
    ]
    if not matching:
        return False
    # Codes up to the one used are refused from now on, so that nobody who saw it can use it or an earlier one.
    used = [*row["used_steps"], matching[0]][-_KEPT_STEPS:]
    await tx.execute("update auth_totp set used_steps = $2 where user_id = $1", user_id, used)
    return True


def _hash(code: str) -> str:
    # 96 random bits cannot be guessed, so that a fast hash protects them well enough.
    return hashlib.sha256("".join(code.lower().split()).encode()).hexdigest()
