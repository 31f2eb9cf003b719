"""Access tokens (JWT, minutes) and refresh tokens (opaque, rotating, days)."""

import base64
import hashlib
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.fernet import Fernet
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import OctKey

from ascertain.kernel import audit
from ascertain.kernel.auth import sign_ins, totp, users
from ascertain.kernel.auth.attempts import Attempt, AttemptLimits, Caller, network_of
from ascertain.kernel.auth.model import (
    BadCode,
    BadCredentials,
    CodeRequired,
    EmailTaken,
    TokenReused,
    TooManyAttempts,
    User,
)
from ascertain.kernel.auth.passwords import PasswordHasher
from ascertain.kernel.auth.rights import Basis, Rights, basis_of, present_rights
from ascertain.kernel.clock import Clock
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import Unauthenticated
from ascertain.kernel.private_files import create_privately
from ascertain.kernel.telemetry import counter, log
from ascertain.kernel.tenancy import Actor

_ISSUER = "ascertain"
_AUDIENCE = "ascertain-api"
# What ended or changed takes effect within this time in every process; without the cache each request would read it.
_RIGHTS_CACHE_TTL = timedelta(seconds=2)
_RIGHTS_CACHE_SIZE = 10_000
# A token that another process issued may come from a moment ago by its clock and from the future by ours.
_CLOCKS_DIFFER_S = 30

_outcomes = counter("ascertain_sign_ins_total", "Attempts to sign in by outcome", "outcome")


@dataclass(frozen=True, slots=True)
class TokenPair:
    """The result of a sign-in; `expires_in_s` is the lifetime of the access token."""

    access_token: str
    refresh_token: str
    expires_in_s: int
    tenant_id: str
    user_id: str
    sign_in_id: str


def digest(token: str) -> str:
    """SHA-256 of a random token, in hex: the only form in which tokens are stored.

    A fast hash is enough here: a token has 256 random bits, which cannot be guessed as a password can.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def load_signing_key(path: Path) -> OctKey:
    """The key that signs tokens, created at the first start; readable by its owner alone."""
    if not path.exists():
        create_privately(path, secrets.token_urlsafe(48).encode())
    return OctKey.import_key(path.read_text().strip(), {"kid": digest(path.read_text())[:12]})


class Authenticator:
    """Signs users in, rotates their tokens, and verifies the credentials of requests."""

    def __init__(
        self, db: Database, key: OctKey, hasher: PasswordHasher, settings: AuthSettings, *, clock: Clock
    ) -> None:
        self._db = db
        self._key = key
        self._hasher = hasher
        self._settings = settings
        self._clock = clock
        # Derived: the hashes of the attempts must not be usable to forge a token.
        self._limits = AttemptLimits(hashlib.sha256(b"sign-in attempts\n" + key.raw_value).digest(), settings)
        self._rights_cache: dict[Basis, tuple[datetime, Rights]] = {}

    @property
    def two_factor_roles(self) -> list[str]:
        """Roles whose users need a second factor."""
        return self._settings.two_factor_roles

    @property
    def access_lifetime(self) -> timedelta:
        """How long an access token is valid."""
        return timedelta(minutes=self._settings.access_token_minutes)

    @property
    def cipher(self) -> Fernet:
        """Encrypts the secrets of second factors. Derived, so that an installation has one secret to protect."""
        return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second factors\n" + self._key.raw_value).digest()))

    @asynccontextmanager
    async def counted(self, account: str, caller: Caller) -> AsyncIterator[None]:
        """Count what is done inside as a failed attempt unless it succeeds. Raises TooManyAttempts."""
        now = self._clock()
        async with self._db.untenanted() as tx:
            attempt = await self._limits.begin(tx, account, caller, now)
        yield
        async with self._db.untenanted() as tx:
            await self._limits.succeed(tx, attempt, now)

    @asynccontextmanager
    async def counted_taken(self, actor: Actor) -> AsyncIterator[None]:
        """Count what is done inside where it raises EmailTaken. Raises TooManyAttempts after too many of these."""
        now = self._clock()
        async with self._db.untenanted() as tx:
            attempt = await self._limits.begin_add(tx, actor.persons or (actor.id,), now)
        try:
            yield
        except EmailTaken:
            raise
        except Exception:
            await self._take_back(attempt, now)
            raise
        await self._take_back(attempt, now)

    async def _take_back(self, attempt: Attempt, now: datetime) -> None:
        async with self._db.untenanted() as tx:
            await self._limits.succeed(tx, attempt, now)

    async def sign_in(
        self, email: str, password: str, caller: Caller = Caller(), *, code: str | None = None
    ) -> TokenPair:
        """Tokens for an e-mail address, a password and, where it is set up, a code of the second factor.

        Raises: BadCredentials, TooManyAttempts; CodeRequired without a code where one is needed; BadCode.
        """
        try:
            tokens = await self._sign_in(email, password, caller, code)
        except (Unauthenticated, TooManyAttempts) as error:
            _outcomes.labels(error.code).inc()
            # Without the address: people type passwords into its field.
            log.warning("auth.sign_in_refused", reason=error.code, network=network_of(caller.address))
            raise
        _outcomes.labels("signed_in").inc()
        return tokens

    async def _sign_in(self, email: str, password: str, caller: Caller, code: str | None) -> TokenPair:
        address = email.strip().lower()
        now = self._clock()
        async with self._db.untenanted() as tx:
            attempt = await self._limits.begin(tx, address, caller, now)
            row = await tx.fetchrow("select * from find_sign_in($1)", address)
        # Verified even without a user: the time of the response must not reveal which addresses exist.
        good = await self._hasher.verify(row["password_hash"] if row else None, password)
        if row is None or not good:
            raise BadCredentials("The e-mail address or the password is wrong.")
        two_factor = await self._check_second_factor(row["tenant_id"], row["user_id"], code, caller)
        async with self._db.transaction(row["tenant_id"]) as tx:
            await self._refuse_changed(tx, row["user_id"], row["password_hash"], two_factor)
            await self._limits.succeed(tx, attempt, now)
            sign_in_id = await sign_ins.begin_sign_in(tx, row["user_id"], caller, self._settings, now)
            tokens, user = await self._issue(tx, row["tenant_id"], row["user_id"], sign_in_id)
            person = Actor(user.tenant_id, "person", user.id, user.name, frozenset())
            details = {"sign_in_id": sign_in_id, "two_factor": two_factor, "browser": caller.browser}
            await audit.record(tx, person, "user.sign_in", object_kind="user", object_id=user.id, details=details)
            return tokens

    async def _refuse_changed(self, tx: Connection, user_id: str, password_hash: str, two_factor: bool) -> None:
        """Refuse what was checked before a change. Raises BadCredentials, CodeRequired.

        Checking takes seconds, in which the password may be changed, the user disabled or a second factor set up; each of these
        ends the sign-ins that exist then. Locked until the sign-in is stored, so that one that comes later ends this one.
        """
        stored = await tx.fetchval(
            "select password_hash from auth_users where id = $1 and disabled_at is null for share", user_id
        )
        if stored != password_hash:
            raise BadCredentials("The e-mail address or the password is wrong.")
        if not two_factor and await totp.is_enrolled(tx, user_id):
            raise CodeRequired("Enter a code of your authenticator app.")

    async def _check_second_factor(self, tenant_id: str, user_id: str, code: str | None, caller: Caller) -> bool:
        """Whether the account has a second factor, which was right."""
        async with self._db.transaction(tenant_id) as tx:
            if not await totp.is_enrolled(tx, user_id):
                return False
        if not code:
            raise CodeRequired("Enter a code of your authenticator app.")
        # A count of its own: with a million codes, guessing has to be slow even for somebody who has the password.
        async with self.counted(f"code of {user_id}", caller):
            async with self._db.transaction(tenant_id) as tx:
                right = await totp.use_second_factor(tx, user_id, code, self.cipher, self._clock())
            if not right:
                raise BadCode("The code is wrong or was used before.")
        return True

    async def _issue(self, tx: Connection, tenant_id: str, user_id: str, sign_in_id: str) -> tuple[TokenPair, User]:
        refresh = secrets.token_urlsafe(32)
        user = await users.find_user(tx, user_id)
        if user is None or not user.active:
            raise Unauthenticated("The user does not exist any more or is disabled.")
        await tx.execute(
            "insert into auth_refresh_tokens (hash, sign_in_id, user_id, expires_at) values ($1, $2, $3, $4)",
            digest(refresh),
            sign_in_id,
            user_id,
            self._clock() + timedelta(days=self._settings.refresh_token_days),
        )
        lifetime_s = self._settings.access_token_minutes * 60
        now = int(self._clock().timestamp())
        claims = {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "sub": user_id,
            "sid": sign_in_id,
            "tenant": tenant_id,
            "name": user.name,
            "iat": now,
            "exp": now + lifetime_s,
            "jti": secrets.token_hex(8),
        }
        access = jwt.encode({"alg": "HS256", "kid": self._key.kid}, claims, self._key)
        return TokenPair(access, refresh, lifetime_s, tenant_id, user_id, sign_in_id), user

    async def refresh(self, refresh_token: str) -> TokenPair:
        """The next pair of a sign-in; the old refresh token cannot be used again. Raises Unauthenticated, TokenReused."""
        hashed = digest(refresh_token)
        async with self._db.untenanted() as tx:
            tenant_id = await tx.fetchval("select find_refresh_tenant($1)", hashed)
        if tenant_id is None:
            raise Unauthenticated("The refresh token is unknown.")
        async with self._db.transaction(tenant_id) as tx:
            tokens = await self.rotate(tx, tenant_id, refresh_token)
        if isinstance(tokens, Unauthenticated):
            raise tokens  # outside the transaction, which has to commit the end of the sign-in
        return tokens

    async def rotate(
        self, tx: Connection, tenant_id: str, refresh_token: str, *, active: bool = True
    ) -> TokenPair | Unauthenticated:
        """The next pair of a sign-in in an open transaction, or the error to raise; the caller commits in both cases.

        Args:
            active: whether a person acts, so that the sign-in is not idle.
        """
        hashed = digest(refresh_token)
        await sign_ins.lock(
            tx, await tx.fetchval("select sign_in_id from auth_refresh_tokens where hash = $1", hashed) or ""
        )
        row = await tx.fetchrow("select * from auth_refresh_tokens where hash = $1 for update", hashed)
        if row is None:
            return Unauthenticated("The refresh token is unknown.")
        if row["used_at"] is not None:
            await self._end_family(tx, row["user_id"], row["sign_in_id"])
            return TokenReused("This refresh token was used before and may have been copied; sign in again.")
        if row["revoked_at"] is not None:
            return Unauthenticated("The sign-in has ended; sign in again.")
        if row["expires_at"] <= self._clock():
            return Unauthenticated("The sign-in has expired; sign in again.")
        now = self._clock()
        if not await sign_ins.is_live(tx, row["sign_in_id"], now, active=active):
            return Unauthenticated("The sign-in has ended; sign in again.")
        await tx.execute("update auth_refresh_tokens set used_at = $2 where hash = $1", row["hash"], now)
        tokens, _ = await self._issue(tx, tenant_id, row["user_id"], row["sign_in_id"])
        return tokens

    async def _end_family(self, tx: Connection, user_id: str, sign_in_id: str) -> None:
        await sign_ins.end_sign_ins(tx, user_id, only=sign_in_id)
        # All count as used, so that the owner of the present one learns that one may have been copied.
        await tx.execute(
            "update auth_refresh_tokens set used_at = $2 where sign_in_id = $1 and used_at is null",
            sign_in_id,
            self._clock(),
        )

    async def revoke(self, refresh_token: str) -> None:
        """End the sign-in of a refresh token; an unknown token changes nothing."""
        hashed = digest(refresh_token)
        async with self._db.untenanted() as tx:
            tenant_id = await tx.fetchval("select find_refresh_tenant($1)", hashed)
        if tenant_id is None:
            return
        async with self._db.transaction(tenant_id) as tx:
            row = await tx.fetchrow("select user_id, sign_in_id from auth_refresh_tokens where hash = $1", hashed)
            if row is not None:
                await sign_ins.end_sign_ins(tx, row["user_id"], only=row["sign_in_id"])

    async def actor_of(self, bearer: str) -> Actor:
        """The actor of a bearer token or an API key. Raises Unauthenticated."""
        # The prefix distinguishes keys from tokens without a lookup.
        if bearer.startswith("ask_"):
            return await self._actor_of_key(bearer)
        try:
            # decode checks the signature alone; expiry, issuer and audience are checked by the registry.
            token = jwt.decode(bearer, self._key, algorithms=["HS256"])
            registry = jwt.JWTClaimsRegistry(
                now=int(self._clock().timestamp()),
                leeway=_CLOCKS_DIFFER_S,
                exp={"essential": True},
                iss={"essential": True, "value": _ISSUER},
                aud={"essential": True, "value": _AUDIENCE},
                sub={"essential": True},
            )
            registry.validate(token.claims)
            if token.claims["exp"] <= self._clock().timestamp():  # the registry's leeway is for the beginning only
                raise ExpiredTokenError("exp")
        except (JoseError, ValueError) as error:
            raise Unauthenticated("The access token is not valid or has expired.") from error
        claims = token.claims
        actor = Actor(
            claims["tenant"], "person", claims["sub"], claims["name"], frozenset(), sign_in_id=claims.get("sid") or ""
        )
        rights = await self._rights(basis_of(actor))
        return replace(actor, permissions=rights.permissions, persons=rights.persons)

    async def _rights(self, basis: Basis) -> Rights:
        """The present rights, not those at sign-in; cached for two seconds. Raises Unauthenticated."""
        now = self._clock()
        cached = self._rights_cache.get(basis)
        # The upper bound as well: a clock that was set back would otherwise keep lost rights for as long.
        if cached and now < cached[0] <= now + _RIGHTS_CACHE_TTL:
            return cached[1]
        present = await present_rights(self._db, [basis], settings=self._settings, clock=self._clock)
        if basis not in present:
            self._rights_cache.pop(basis, None)
            raise Unauthenticated("The sign-in has ended; sign in again.")
        if len(self._rights_cache) >= _RIGHTS_CACHE_SIZE:
            self._rights_cache.clear()
        self._rights_cache[basis] = (now + _RIGHTS_CACHE_TTL, present[basis])
        return present[basis]

    async def _actor_of_key(self, key: str) -> Actor:
        async with self._db.untenanted() as tx:
            row = await tx.fetchrow(
                "select * from find_api_key($1, $2, $3)", digest(key), self._clock(), self._settings.two_factor_roles
            )
        if row is None:
            raise Unauthenticated("The API key is unknown, has expired or was revoked, or its owner is disabled.")
        return Actor(
            row["tenant_id"],
            "api_key",
            row["id"],
            row["name"],
            frozenset(row["permissions"]),
            person_id=row["person_id"],
            persons=tuple(row["persons"]),
        )
