"""Browser sessions: the tokens are in a row, encrypted; the browser has an opaque id."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import Fernet

from ascertain.kernel.auth import sign_ins, totp, users
from ascertain.kernel.auth.attempts import Caller
from ascertain.kernel.auth.model import User
from ascertain.kernel.auth.tokens import Authenticator, TokenPair, digest
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import Unauthenticated

# Refreshed before the access token expires, so that a request that has just been let in can finish with it.
_REFRESH_BEFORE_EXPIRY = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. `must_enrol`: nothing else is possible until a second factor is set up."""

    user: User
    tenant_name: str
    permissions: frozenset[str]
    access_token: str
    csrf_token: str
    must_enrol: bool


class Sessions:
    """Creates, resolves and ends browser sessions."""

    def __init__(self, db: Database, authenticator: Authenticator, encryption_key: bytes, *, clock: Clock) -> None:
        """`encryption_key` is a Fernet key: 32 bytes in URL-safe base 64."""
        self._db = db
        self._authenticator = authenticator
        self._fernet = Fernet(encryption_key)
        self._clock = clock

    async def begin(
        self, email: str, password: str, *, caller: Caller, code: str | None = None, instead_of: str | None = None
    ) -> tuple[str, Session]:
        """Sign in; returns the session id for the cookie, always a new one. Raises as `Authenticator.sign_in`.

        Args:
            instead_of: the session id that the browser had, which ends.
        """
        tokens = await self._authenticator.sign_in(email, password, caller, code=code)
        if instead_of is not None:
            await self.end(instead_of)
        session_id, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
        async with self._db.transaction(tokens.tenant_id) as tx:
            await tx.execute(
                """insert into auth_sessions (id_hash, user_id, csrf_token, tokens, access_expires_at, sign_in_id)
                   values ($1, $2, $3, $4, $5, $6)""",
                digest(session_id),
                tokens.user_id,
                csrf,
                self._encrypt(tokens),
                self._access_expiry(tokens),
                tokens.sign_in_id,
            )
            return session_id, await self._session(tx, tokens.user_id, tokens.access_token, csrf)

    async def resolve(self, session_id: str, *, active: bool = True) -> Session | None:
        """The session of a cookie. An access token that is about to expire is renewed under the row's lock.

        Args:
            active: whether a person acts; a page that polls or opens its stream again is none and must not prolong the session.
        """
        hashed = digest(session_id)
        async with self._db.untenanted() as tx:
            tenant_id = await tx.fetchval("select find_session_tenant($1)", hashed)
        if tenant_id is None:
            return None
        async with self._db.transaction(tenant_id) as tx:
            row = await tx.fetchrow("select * from auth_sessions where id_hash = $1", hashed)
            if row is None:
                return None
            now = self._clock()
            if not await sign_ins.is_live(tx, row["sign_in_id"], now, active=active):
                await sign_ins.end_sign_ins(tx, row["user_id"], only=row["sign_in_id"])
                return None
            # Two tabs renew at the same time: the second waits for the lock and reads the tokens that the first stored, instead of
            # using the refresh token twice, which would end the session.
            if self._is_due(row["access_expires_at"]):
                await sign_ins.lock(tx, row["sign_in_id"])
                row = await tx.fetchrow("select * from auth_sessions where id_hash = $1 for update", hashed)
                if row is None:
                    return None
            stored = json.loads(self._fernet.decrypt(row["tokens"].encode()))
            access = stored["access"]
            if self._is_due(row["access_expires_at"]):
                renewed = await self._renew(tx, tenant_id, hashed, stored["refresh"], active)
                if renewed is None:
                    return None
                access = renewed
            return await self._session(tx, row["user_id"], access, row["csrf_token"])

    def _is_due(self, access_expires_at: datetime) -> bool:
        """Whether the access token is to be renewed: it is about to expire, or was issued while the clock was ahead."""
        left = access_expires_at - self._clock()
        return not _REFRESH_BEFORE_EXPIRY < left <= self._authenticator.access_lifetime + _REFRESH_BEFORE_EXPIRY

    async def _renew(self, tx: Connection, tenant_id: str, hashed: str, refresh_token: str, active: bool) -> str | None:
        # On the connection of this transaction: waiting for a second one while the row is locked could exhaust the pool.
        tokens = await self._authenticator.rotate(tx, tenant_id, refresh_token, active=active)
        if isinstance(tokens, Unauthenticated):
            await tx.execute("delete from auth_sessions where id_hash = $1", hashed)
            return None
        await tx.execute(
            "update auth_sessions set tokens = $2, access_expires_at = $3 where id_hash = $1",
            hashed,
            self._encrypt(tokens),
            self._access_expiry(tokens),
        )
        return tokens.access_token

    async def end(self, session_id: str) -> None:
        """Sign out: end the sign-in with its tokens, and delete the session."""
        hashed = digest(session_id)
        async with self._db.untenanted() as tx:
            tenant_id = await tx.fetchval("select find_session_tenant($1)", hashed)
        if tenant_id is None:
            return
        async with self._db.transaction(tenant_id) as tx:
            row = await tx.fetchrow("select user_id, sign_in_id from auth_sessions where id_hash = $1", hashed)
            if row is not None:
                await sign_ins.end_sign_ins(tx, row["user_id"], only=row["sign_in_id"])
                await tx.execute("delete from auth_sessions where id_hash = $1", hashed)

    async def _session(self, tx: Connection, user_id: str, access_token: str, csrf_token: str) -> Session:
        user = await users.find_user(tx, user_id)
        if user is None or not user.active:
            raise Unauthenticated("The user does not exist any more or is disabled.")
        required = self._authenticator.two_factor_roles
        permissions = await users.permissions_of(tx, user_id, required)
        must_enrol = bool(set(user.roles) & set(required)) and not await totp.is_enrolled(tx, user_id)
        return Session(user, await users.tenant_name(tx), permissions, access_token, csrf_token, must_enrol)

    def _encrypt(self, tokens: TokenPair) -> str:
        plain = json.dumps({"access": tokens.access_token, "refresh": tokens.refresh_token})
        return self._fernet.encrypt(plain.encode()).decode()

    def _access_expiry(self, tokens: TokenPair) -> datetime:
        return self._clock() + timedelta(seconds=tokens.expires_in_s)
