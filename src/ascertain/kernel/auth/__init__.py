"""Sign-in, tokens, API keys, roles.

Passwords are hashed with argon2; access tokens are short-lived JWTs; refresh tokens rotate, and a refresh token that is used
twice revokes its whole family. Browsers have an opaque session id only (`sessions.py`). Permissions are data: named sets in
auth_roles.
"""

from ascertain.kernel.auth.attempts import Caller, sweep_attempts
from ascertain.kernel.auth.keys import (
    ApiKey,
    create_api_key,
    get_api_key,
    key_lifetime,
    list_api_keys,
    persons_behind,
    revoke_api_key,
)
from ascertain.kernel.auth.middleware import AuthenticationMiddleware
from ascertain.kernel.auth.model import BadCredentials, TokenReused, TooManyAttempts, User
from ascertain.kernel.auth.passwords import PasswordHasher
from ascertain.kernel.auth.service_accounts import change_service_account, create_service_account
from ascertain.kernel.auth.sessions import Session, Sessions
from ascertain.kernel.auth.tokens import Authenticator, TokenPair, load_signing_key
from ascertain.kernel.auth.users import (
    change_user,
    create_tenant,
    create_user,
    ensure_roles,
    find_user,
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
    "Caller",
    "PasswordHasher",
    "Session",
    "Sessions",
    "TokenPair",
    "TokenReused",
    "TooManyAttempts",
    "User",
    "change_service_account",
    "change_user",
    "create_api_key",
    "create_service_account",
    "create_tenant",
    "create_user",
    "ensure_roles",
    "find_user",
    "get_api_key",
    "key_lifetime",
    "list_api_keys",
    "list_users",
    "load_signing_key",
    "names_of",
    "persons_behind",
    "refuse_own",
    "revoke_api_key",
    "set_password",
    "sweep_attempts",
    "tenant_name",
]
