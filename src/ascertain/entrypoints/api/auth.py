"""Tokens for programs; browsers sign in through the BFF."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from ascertain.kernel.auth import Authenticator, Caller, OwnAccount, TokenPair
from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.http import ERROR_RESPONSES, WireModel, resource
from ascertain.kernel.http.secrets import Secret

router = APIRouter(prefix="/auth", tags=["auth"], responses=ERROR_RESPONSES)

Auth = Annotated[Authenticator, resource(Authenticator)]


class TokenIn(WireModel):
    """An e-mail address and password, or a refresh token."""

    email: str | None = Field(None, max_length=320)
    password: str | None = Field(None, max_length=1000)
    code: str | None = Field(None, max_length=40, description="Of the second factor, where the account has one")
    refresh_token: str | None = Field(None, max_length=200)


class TokenOut(WireModel):
    """A bearer token and the refresh token that renews it."""

    access_token: Secret
    token_type: str
    expires_in: int = Field(description="Lifetime of the access token, seconds")
    refresh_token: Secret

    @classmethod
    def of(cls, tokens: TokenPair) -> "TokenOut":
        return cls(
            access_token=tokens.access_token,
            token_type="Bearer",  # noqa: S106 - the scheme's name
            expires_in=tokens.expires_in_s,
            refresh_token=tokens.refresh_token,
        )


class RevocationIn(WireModel):
    """A refresh token whose sign-in is to end."""

    refresh_token: str = Field(max_length=200)


@router.post("/token")
async def issue_token(body: TokenIn, authenticator: Auth, request: Request) -> TokenOut:
    """Sign in, or renew a sign-in; a refresh token that is used twice ends its sign-in."""
    if body.refresh_token:
        return TokenOut.of(await authenticator.refresh(body.refresh_token))
    if not body.email or not body.password:
        raise InvalidInput("Send email and password, or refresh_token.")
    caller = Caller(request.client.host if request.client else "", agent=request.headers.get("user-agent", ""))
    return TokenOut.of(await authenticator.sign_in(body.email, body.password, caller, code=body.code))


@router.post("/revoke", status_code=204)
async def revoke_token(body: RevocationIn, authenticator: Auth) -> None:
    """Revoke all tokens of a sign-in."""
    await authenticator.revoke(body.refresh_token)


class PasswordByLinkIn(WireModel):
    """The secret of a one-time link, and the password to set."""

    token: str = Field(max_length=200)
    password: str = Field(max_length=1000)


class PasswordByLinkOut(WireModel):
    """The address with which to sign in now."""

    email: str


@router.post("/password")
async def set_password_by_link(
    body: PasswordByLinkIn, accounts: Annotated[OwnAccount, resource(OwnAccount)]
) -> PasswordByLinkOut:
    """Set a password with a one-time link. An unknown, used or expired link gets the same answer as that of a disabled user."""
    return PasswordByLinkOut(email=await accounts.set_by_link(body.token, body.password))
