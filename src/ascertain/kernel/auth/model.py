"""Users, and the errors of sign-in."""

from dataclasses import dataclass
from typing import Literal

from ascertain.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound, RateLimited, Unauthenticated


class BadCredentials(Unauthenticated):
    """The e-mail address or the password is wrong."""

    code = "auth.bad_credentials"


class TokenReused(Unauthenticated):
    """A refresh token was used a second time and may have been copied, so that every token of its family is revoked."""

    code = "auth.token_reused"


class TooManyAttempts(RateLimited):
    """Too many wrong passwords for one e-mail address."""

    code = "auth.too_many_attempts"


class CodeRequired(Unauthenticated):
    """The password is right, and the account has a second factor: send a code as well."""

    code = "auth.code_required"


class BadCode(Unauthenticated):
    """The code of the second factor is wrong or was used before."""

    code = "auth.bad_code"


class WrongPassword(InvalidInput):
    """The present password, which an act on one's own account asks for, is wrong."""

    code = "auth.wrong_password"


class WrongCode(InvalidInput):
    """The code does not belong to the authenticator app that is being set up."""

    code = "auth.wrong_code"


class TotpEnrolled(Conflict):
    """Two-factor authentication is set up already."""

    code = "auth.two_factor_enrolled"


class TotpRequired(Forbidden):
    """A role of the account requires two-factor authentication."""

    code = "auth.two_factor_required"


class WeakPassword(InvalidInput):
    """The new password is too short, too easily guessed, or known from a breach."""

    code = "auth.weak_password"


class PasswordChanged(Conflict):
    """The password was changed by another request at the same moment."""

    code = "auth.password_changed"


class LinkInvalid(NotFound):
    """The one-time link is unknown, was used, has expired, or belongs to a disabled user."""

    code = "auth.link_invalid"


class ConfirmsThemselves(Forbidden):
    """An account is confirmed by somebody other than its user and the issuer of its link."""

    code = "auth.confirms_themselves"


class SignInNotFound(NotFound):
    """The sign-in does not exist, is another person's, or has ended."""

    code = "auth.sign_in_not_found"


class RightsLost(Forbidden):
    """The actor was disabled, signed out or lost a permission while the request was served."""

    code = "auth.rights_lost"


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
    two_factor: bool = False
