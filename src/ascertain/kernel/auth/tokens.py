"""Access tokens (JWT, minutes) and refresh tokens (opaque, rotating, days)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from ascertain.kernel.auth import users
from ascertain.kernel.auth.attempts import AttemptLimits, Caller
from ascertain.kernel.auth.model import BadCredentials, TokenReused
from ascertain.kernel.auth.passwords import PasswordHasher
from ascertain.kernel.clock import Clock
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import Unauthenticated
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor

_ISSUER = "ascertain"
_AUDIENCE = "ascertain-api"
# Changed roles take effect within this time in every process; without the cache each request would read them.
_PERMISSION_CACHE_TTL = timedelta(seconds=5)
_PERMISSION_CACHE_SIZE = 10_000


@dataclass(frozen=True, slots=True)
class TokenPair:
    """The result of a sign-in; `expires_in_s` is the lifetime of the access token."""

    access_token: str
    refresh_token: str
    expires_in_s: int
    tenant_id: str
    user_id: str


def digest(token: str) -> str:
    """SHA-256 of a random token, in hex: the only form in which tokens are stored.

    A fast hash is enough here: a token has 256 random bits, which cannot be guessed as a password can.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def load_signing_key(path: Path) -> OctKey:
    """The key that signs tokens, created at the first start; readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
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
        self._permission_cache: dict[tuple[str, str], tuple[datetime, frozenset[str]]] = {}

    async def sign_in(self, email: str, password: str, caller: Caller = Caller()) -> TokenPair:
        """Tokens for an e-mail address and password. Raises BadCredentials, TooManyAttempts."""
        address = email.strip().lower()
        now = self._clock()
        async with self._db.untenanted() as tx:
            attempt = await self._limits.begin(tx, address, caller, now)
            row = await tx.fetchrow("select * from find_sign_in($1)", address)
        # Verified even without a user: the time of the response must not reveal which addresses exist.
        good = await self._hasher.verify(row["password_hash"] if row else None, password)
        if row is None or not good:
            raise BadCredentials("The e-mail address or the password is wrong.")
        async with self._db.transaction(row["tenant_id"]) as tx:
            await self._limits.succeed(tx, attempt, now)
            return await self._issue(tx, row["tenant_id"], row["user_id"], family=new_id("fam"))

    async def _issue(self, tx: Connection, tenant_id: str, user_id: str, *, family: str) -> TokenPair:
        refresh = secrets.token_urlsafe(32)
        user = await users.find_user(tx, user_id)
        if user is None or not user.active:
            raise Unauthenticated("The user does not exist any more or is disabled.")
        await tx.execute(
            "insert into auth_refresh_tokens (hash, family, user_id, expires_at) values ($1, $2, $3, $4)",
            digest(refresh),
            family,
            user_id,
            self._clock() + timedelta(days=self._settings.refresh_token_days),
        )
        lifetime_s = self._settings.access_token_minutes * 60
        now = int(self._clock().timestamp())
        claims = {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "sub": user_id,
            "tenant": tenant_id,
            "name": user.name,
            "iat": now,
            "exp": now + lifetime_s,
            "jti": secrets.token_hex(8),
        }
        access = jwt.encode({"alg": "HS256", "kid": self._key.kid}, claims, self._key)
        return TokenPair(access, refresh, lifetime_s, tenant_id, user_id)

    async def refresh(self, refresh_token: str) -> TokenPair:
        """The next pair of a family; the old refresh token cannot be used again. Raises Unauthenticated, TokenReused."""
        hashed = digest(refresh_token)
        async with self._db.untenanted() as tx:
            tenant_id = await tx.fetchval("select find_refresh_tenant($1)", hashed)
        if tenant_id is None:
            raise Unauthenticated("The refresh token is unknown.")
        async with self._db.transaction(tenant_id) as tx:
            tokens = await self.rotate(tx, tenant_id, refresh_token)
        if isinstance(tokens, Unauthenticated):
            raise tokens  # outside the transaction, which has to commit the revocation of the family
        return tokens

    async def rotate(self, tx: Connection, tenant_id: str, refresh_token: str) -> TokenPair | Unauthenticated:
        """The next pair of a family in an open transaction, or the error to raise; the caller commits in both cases."""
        row = await tx.fetchrow("select * from auth_refresh_tokens where hash = $1 for update", digest(refresh_token))
        if row is None:
            return Unauthenticated("The refresh token is unknown.")
        if row["used_at"] is not None or row["revoked_at"] is not None:
            await self._revoke_family(tx, row["family"])
            return TokenReused("This refresh token was used before; sign in again.")
        if row["expires_at"] <= self._clock():
            return Unauthenticated("The sign-in has expired; sign in again.")
        await tx.execute("update auth_refresh_tokens set used_at = $2 where hash = $1", row["hash"], self._clock())
        return await self._issue(tx, tenant_id, row["user_id"], family=row["family"])

    async def _revoke_family(self, tx: Connection, family: str) -> None:
        await tx.execute(
            "update auth_refresh_tokens set revoked_at = $2 where family = $1 and revoked_at is null",
            family,
            self._clock(),
        )

    async def revoke(self, refresh_token: str) -> None:
        """Revoke the family of a refresh token; an unknown token changes nothing."""
        hashed = digest(refresh_token)
        async with self._db.untenanted() as tx:
            tenant_id = await tx.fetchval("select find_refresh_tenant($1)", hashed)
        if tenant_id is None:
            return
        async with self._db.transaction(tenant_id) as tx:
            family = await tx.fetchval("select family from auth_refresh_tokens where hash = $1", hashed)
            await self._revoke_family(tx, family)

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
                exp={"essential": True},
                iss={"essential": True, "value": _ISSUER},
                aud={"essential": True, "value": _AUDIENCE},
                sub={"essential": True},
            )
            registry.validate(token.claims)
        except (JoseError, ValueError) as error:
            raise Unauthenticated("The access token is not valid or has expired.") from error
        claims = token.claims
        permissions = await self._permissions(claims["tenant"], claims["sub"])
        return Actor(claims["tenant"], "person", claims["sub"], claims["name"], permissions)

    async def _permissions(self, tenant_id: str, user_id: str) -> frozenset[str]:
        """The user's present permissions, not those at sign-in; cached for seconds. Raises Unauthenticated."""
        now = self._clock()
        cached = self._permission_cache.get((tenant_id, user_id))
        if cached and cached[0] > now:
            return cached[1]
        async with self._db.transaction(tenant_id) as tx:
            user = await users.find_user(tx, user_id)
            permissions = await users.permissions_of(tx, user_id)
        if user is None or not user.active:
            raise Unauthenticated("The user does not exist any more or is disabled.")
        if len(self._permission_cache) >= _PERMISSION_CACHE_SIZE:
            self._permission_cache.clear()
        self._permission_cache[tenant_id, user_id] = (now + _PERMISSION_CACHE_TTL, permissions)
        return permissions

    async def _actor_of_key(self, key: str) -> Actor:
        async with self._db.untenanted() as tx:
            row = await tx.fetchrow("select * from find_api_key($1, $2)", digest(key), self._clock())
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
