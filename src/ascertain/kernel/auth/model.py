"""Users, and the errors of sign-in."""

from dataclasses import dataclass
from typing import Literal

from ascertain.kernel.errors import Conflict, Forbidden, NotFound, RateLimited, Unauthenticated


class BadCredentials(Unauthenticated):
    """The e-mail address or the password is wrong."""

    code = "auth.bad_credentials"


class TokenReused(Unauthenticated):
    """A refresh token was used a second time and may have been copied, so that every token of its family is revoked."""

    code = "auth.token_reused"


class TooManyAttempts(RateLimited):
    """Too many wrong passwords for one e-mail address."""

    code = "auth.too_many_attempts"


class UserNotFound(NotFound):
    """The user does not exist in this tenant."""

    code = "auth.user_not_found"


class OwnRights(Forbidden):
    """Nobody changes the rights of their own account, nor does a key without a known owner change rights."""

    code = "auth.own_rights"


class EmailTaken(Conflict):
    """Another user has this e-mail address."""

    code = "auth.email_taken"


AccountKind = Literal["person", "service"]


@dataclass(frozen=True, slots=True)
class User:
    """An account of a tenant; roles name sets of permissions.

    A service account cannot sign in: it owns keys, and its responsible person answers for it. `unconfirmed` accounts have limited
    rights until a second person confirms them.
    """

    id: str
    tenant_id: str
    name: str
    email: str
    roles: tuple[str, ...]
    active: bool = True
    kind: AccountKind = "person"
    responsible_id: str | None = None
    unconfirmed: bool = False
