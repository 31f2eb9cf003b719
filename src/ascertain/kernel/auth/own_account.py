"""What people change about their own account: password and second factor. Each act asks for the password again."""

from dataclasses import dataclass

from cryptography.fernet import Fernet

from ascertain.kernel import audit
from ascertain.kernel.auth import totp
from ascertain.kernel.auth.attempts import Caller
from ascertain.kernel.auth.links import find_link, use_link
from ascertain.kernel.auth.model import PasswordChanged, TotpRequired, WrongPassword
from ascertain.kernel.auth.password_policy import PasswordPolicy
from ascertain.kernel.auth.passwords import PasswordHasher
from ascertain.kernel.auth.sign_ins import end_sign_ins
from ascertain.kernel.auth.tokens import Authenticator
from ascertain.kernel.auth.users import get_user, lock_account, tenant_name
from ascertain.kernel.clock import Clock
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import Conflict
from ascertain.kernel.tenancy import Actor


@dataclass(frozen=True, slots=True)
class AccountOverview:
    """An account as its person sees it."""

    id: str
    name: str
    email: str
    roles: list[str]
    unconfirmed: bool
    two_factor: bool
    two_factor_required: bool
    recovery_codes_left: int


class OwnAccount:
    """Changes of accounts by their persons."""

    def __init__(
        self,
        db: Database,
        authenticator: Authenticator,
        hasher: PasswordHasher,
        policy: PasswordPolicy,
        settings: AuthSettings,
        *,
        clock: Clock,
    ) -> None:
        self._db = db
        self._authenticator = authenticator
        self._hasher = hasher
        self._policy = policy
        self._settings = settings
        self.now = clock

    @property
    def _cipher(self) -> Fernet:
        return self._authenticator.cipher

    async def overview(self, actor: Actor) -> AccountOverview:
        """The account of the actor."""
        async with self._db.transaction(actor.tenant_id) as tx:
            user = await get_user(tx, actor.id)
            left = await tx.fetchval(
                "select count(*) from auth_recovery_codes where user_id = $1 and used_at is null", actor.id
            )
            enrolled = await totp.is_enrolled(tx, actor.id)
        return AccountOverview(
            user.id,
            user.name,
            user.email,
            list(user.roles),
            user.unconfirmed,
            enrolled,
            bool(set(user.roles) & set(self._settings.two_factor_roles)),
            left,
        )

    async def _checked_hash(self, actor: Actor, password: str, caller: Caller) -> str:
        """The stored hash, after the password was checked against it. Raises WrongPassword, TooManyAttempts."""
        async with self._db.transaction(actor.tenant_id) as tx:
            stored: str | None = await tx.fetchval("select password_hash from auth_users where id = $1", actor.id)
        # Counted as sign-ins are: a session that somebody left open must not become a way to guess the password.
        async with self._authenticator.counted(f"password of {actor.id}", caller):
            if stored is None or not await self._hasher.verify(stored, password):
                raise WrongPassword("The present password is wrong.")
        return stored

    async def change_password(self, actor: Actor, current: str, new: str, caller: Caller) -> None:
        """Replace the password and end all other sign-ins.

        Raises: WrongPassword, TooManyAttempts, WeakPassword; PasswordChanged where it was changed at the same moment.
        """
        stored = await self._checked_hash(actor, current, caller)
        async with self._db.transaction(actor.tenant_id) as tx:
            about = await self._about(tx, actor.id)
        await self._policy.check(new, about=about)
        hashed = await self._hasher.hash(new)
        async with self._db.transaction(actor.tenant_id) as tx:
            # Of two changes at once, the second would silently replace a password that it was not asked about.
            await _lock_unchanged(tx, actor, stored)
            await tx.execute("update auth_users set password_hash = $2 where id = $1", actor.id, hashed)
            await end_sign_ins(tx, actor.id, but=actor.sign_in_id)
            await audit.record(tx, actor, "user.password", object_kind="user", object_id=actor.id)

    async def set_by_link(self, token: str, password: str) -> str:
        """Set a password by a one-time link; returns the e-mail address to sign in with. Raises LinkInvalid, WeakPassword."""
        # The link first: without one, nobody makes this process estimate and hash.
        user = await find_link(self._db, token, self.now())
        async with self._db.transaction(user.tenant_id) as tx:
            about = await self._about(tx, user.id)
        await self._policy.check(password, about=about)
        hashed = await self._hasher.hash(password)
        async with self._db.transaction(user.tenant_id) as tx:
            await use_link(tx, user, token, hashed, self.now())
        return user.email

    async def _about(self, tx: Connection, user_id: str) -> list[str]:
        user = await get_user(tx, user_id)
        return [user.name, user.email, await tenant_name(tx)]

    async def begin_two_factor(self, actor: Actor, password: str, caller: Caller) -> totp.Enrolment:
        """A secret for an authenticator app. Raises WrongPassword, TooManyAttempts, PasswordChanged, TotpEnrolled."""
        stored = await self._checked_hash(actor, password, caller)
        async with self._db.transaction(actor.tenant_id) as tx:
            await _lock_unchanged(tx, actor, stored)
            user = await get_user(tx, actor.id)
            return await totp.begin_enrolment(tx, user.id, user.email, self._cipher)

    async def confirm_two_factor(self, actor: Actor, code: str, caller: Caller) -> list[str]:
        """Turn it on; the recovery codes. Other sign-ins, which had one factor, end. Raises WrongCode, TooManyAttempts."""
        async with (
            self._authenticator.counted(f"code of {actor.id}", caller),
            self._db.transaction(actor.tenant_id) as tx,
        ):
            # Before the second factor counts: a sign-in that found none is stored by then, and ends below.
            await lock_account(tx, actor.id)
            codes = await totp.confirm_enrolment(tx, actor.id, code, self._cipher, self.now())
            await end_sign_ins(tx, actor.id, but=actor.sign_in_id)
            await audit.record(tx, actor, "user.two_factor", object_kind="user", object_id=actor.id)
        return codes

    async def remove_two_factor(self, actor: Actor, password: str, caller: Caller) -> None:
        """Turn it off. Raises WrongPassword, TooManyAttempts, PasswordChanged; TotpRequired where a role requires it."""
        if (await self.overview(actor)).two_factor_required:
            raise TotpRequired("A role of yours requires two-factor authentication.")
        stored = await self._checked_hash(actor, password, caller)
        async with self._db.transaction(actor.tenant_id) as tx:
            await _lock_unchanged(tx, actor, stored)
            if not await totp.is_enrolled(tx, actor.id):
                raise Conflict("Two-factor authentication is not set up.")
            await totp.remove(tx, actor.id)
            await audit.record(tx, actor, "user.two_factor_removed", object_kind="user", object_id=actor.id)


async def _lock_unchanged(tx: Connection, actor: Actor, stored: str) -> None:
    """Lock the account, whose password must be the one that was checked. Raises PasswordChanged."""
    await lock_account(tx, actor.id)
    if await tx.fetchval("select password_hash from auth_users where id = $1", actor.id) != stored:
        raise PasswordChanged("The password was changed meanwhile.")
