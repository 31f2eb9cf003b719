"""Sign-in, tokens, API keys, roles.

Passwords are hashed with argon2; access tokens are short-lived JWTs; refresh tokens rotate, and a refresh token that is used
twice ends its sign-in. Browsers have an opaque session id only (`sessions.py`). Permissions are data: named sets in auth_roles;
`rights.sql` computes what somebody may do now, and `rights.py` ends what goes on without it.
"""

from ascertain.kernel.auth.attempts import Caller, sweep_attempts
from ascertain.kernel.auth.keys import (
    ApiKey,
    answers_for,
    create_api_key,
    get_api_key,
    key_lifetime,
    list_api_keys,
    persons_behind,
    revoke_api_key,
)
from ascertain.kernel.auth.links import Link, confirm_account, issue_link, reset_two_factor
from ascertain.kernel.auth.middleware import AuthenticationMiddleware
from ascertain.kernel.auth.model import BadCredentials, TokenReused, TooManyAttempts, User
from ascertain.kernel.auth.own_account import OwnAccount
from ascertain.kernel.auth.password_policy import PasswordPolicy
from ascertain.kernel.auth.passwords import PasswordHasher
from ascertain.kernel.auth.rights import Basis, RightsWatch, end_when_lost
from ascertain.kernel.auth.service_accounts import change_service_account, create_service_account
from ascertain.kernel.auth.sessions import Session, Sessions
from ascertain.kernel.auth.sign_ins import end_own_sign_in, end_own_sign_ins, list_sign_ins, sweep_sessions
from ascertain.kernel.auth.tokens import Authenticator, TokenPair, load_signing_key
from ascertain.kernel.auth.users import (
    change_user,
    create_tenant,
    create_user,
    ensure_roles,
    find_user,
    find_user_by_email,
    list_users,
    names_of,
    refuse_own,
    set_password,
    tenant_name,
)

__all__ = [
    "ApiKey",
    "AuthenticationMiddleware",
    "Authenticator",
    "BadCredentials",
    "Basis",
    "Caller",
    "Link",
    "OwnAccount",
    "PasswordHasher",
    "PasswordPolicy",
    "RightsWatch",
    "Session",
    "Sessions",
    "TokenPair",
    "TokenReused",
    "TooManyAttempts",
    "User",
    "answers_for",
    "change_service_account",
    "change_user",
    "confirm_account",
    "create_api_key",
    "create_service_account",
    "create_tenant",
    "create_user",
    "end_own_sign_in",
    "end_own_sign_ins",
    "end_when_lost",
    "ensure_roles",
    "find_user",
    "find_user_by_email",
    "get_api_key",
    "issue_link",
    "key_lifetime",
    "list_api_keys",
    "list_sign_ins",
    "list_users",
    "load_signing_key",
    "names_of",
    "persons_behind",
    "refuse_own",
    "reset_two_factor",
    "revoke_api_key",
    "set_password",
    "sweep_attempts",
    "sweep_sessions",
    "tenant_name",
]
