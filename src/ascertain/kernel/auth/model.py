"""Users, and how sign-in fails."""

from dataclasses import dataclass

from ascertain.kernel.errors import Conflict, Forbidden, NotFound, RateLimited, Unauthenticated


class BadCredentials(Unauthenticated):
    """The e-mail address and password do not belong together."""

    code = "auth.bad_credentials"


class TokenReused(Unauthenticated):
    """A refresh token came a second time: somebody copied it, so every token of its family is ended."""

    code = "auth.token_reused"


class TooManyAttempts(RateLimited):
    """Too many wrong passwords for one address."""

    code = "auth.too_many_attempts"


class UserNotFound(NotFound):
    """No such user in this tenant."""

    code = "auth.user_not_found"


class OwnRights(Forbidden):
    """Nobody changes their own roles or ends their own right to sign in."""

    code = "auth.own_rights"


class EmailTaken(Conflict):
    """Another user has this e-mail address."""

    code = "auth.email_taken"


@dataclass(frozen=True, slots=True)
class User:
    """A person of a tenant; roles name sets of permissions."""

    id: str
    tenant_id: str
    name: str
    email: str
    roles: tuple[str, ...]
    active: bool = True
