"""Sign-in, sign-out and the current user."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from ascertain.entrypoints.bff.middleware import (
    COOKIE,
    CsrfRefused,
    cookie_name,
    cookie_of,
    has_csrf_token,
    is_attended,
    same_site,
    session_id_of,
)
from ascertain.kernel import auth
from ascertain.kernel.errors import Forbidden, Unauthenticated
from ascertain.kernel.http import ERROR_RESPONSES, WireModel, resource
from ascertain.kernel.http.secrets import Secret

router = APIRouter(prefix="/bff", tags=["browser"], responses=ERROR_RESPONSES)

Sessions = Annotated[auth.Sessions, resource(auth.Sessions)]


class LoginIn(WireModel):
    """Credentials of a user."""

    email: str = Field(max_length=320)
    password: str = Field(max_length=1000)
    code: str | None = Field(None, max_length=40, description="Of the second factor, where the account has one")


class UserOut(WireModel):
    """The signed-in user."""

    id: str
    name: str
    email: str
    initials: str
    roles: list[str]


class TenantOut(WireModel):
    """The tenant of the session."""

    id: str
    name: str


class MeOut(WireModel):
    """The session, for the web app."""

    user: UserOut
    tenant: TenantOut
    permissions: list[str]
    csrf_token: Secret
    must_enrol: bool = Field(description="Whether nothing else is possible until a second factor is set up")


def initials(name: str) -> str:
    """First letters of the first and last word of a name."""
    words = name.split()
    letters = words[0][:1] + words[-1][:1] if len(words) > 1 else name[:2]
    return letters.upper()


def _me(session: auth.Session) -> MeOut:
    user = session.user
    return MeOut(
        user=UserOut(
            id=user.id, name=user.name, email=user.email, initials=initials(user.name), roles=sorted(user.roles)
        ),
        tenant=TenantOut(id=user.tenant_id, name=session.tenant_name),
        permissions=sorted(session.permissions),
        csrf_token=session.csrf_token,
        must_enrol=session.must_enrol,
    )


async def _from_this_site(request: Request) -> None:
    if not same_site(request.scope["headers"]):
        raise Forbidden("Requests from other sites are refused.")


# Names the browser and not the person: attempts from here are counted apart from those of others (see `auth.attempts`).
_DEVICE_COOKIE = "ascertain_device"
_DEVICE_DAYS = 90


def _set_cookie(request: Request, response: Response, name: str, value: str, max_age_s: int | None = None) -> None:
    # Without HTTPS, as on loopback or in a trusted network, a browser would drop a secure cookie.
    secure = request.url.scheme == "https"
    response.set_cookie(
        cookie_name(request.scope, name),
        value,
        max_age=max_age_s,
        httponly=True,
        samesite="strict",
        secure=secure,
        # The prefix __Host- asks for the whole site; otherwise the cookie is sent to /bff alone.
        path="/" if secure else "/bff",
    )


@router.post("/login", dependencies=[Depends(_from_this_site)])
async def login(body: LoginIn, sessions: Sessions, request: Request, response: Response) -> MeOut:
    """Sign in with e-mail and password; the session is a cookie that scripts cannot read."""
    address = request.client.host if request.client else ""
    device = (cookie_of(request.scope, _DEVICE_COOKIE) or "")[:100] or secrets.token_urlsafe(24)
    caller = auth.Caller(address, device, request.headers.get("user-agent", ""), browser=True)
    session_id, session = await sessions.begin(
        body.email,
        body.password,
        caller=caller,
        code=body.code,
        instead_of=session_id_of(request.scope),
    )
    _set_cookie(request, response, COOKIE, session_id)
    _set_cookie(request, response, _DEVICE_COOKIE, device, _DEVICE_DAYS * 86_400)
    return _me(session)


@router.get("/me")
async def me(sessions: Sessions, request: Request) -> MeOut:
    """The current session."""
    session_id = session_id_of(request.scope)
    attended = is_attended(request.scope["headers"])
    session = await sessions.resolve(session_id, active=attended) if session_id else None
    if session is None:
        raise Unauthenticated("There is no session. Sign in.")
    return _me(session)


@router.post("/logout", status_code=204)
async def logout(sessions: Sessions, request: Request, response: Response) -> None:
    """End the session and revoke its tokens. While there is one it needs the CSRF token: no other site signs people out."""
    session_id = session_id_of(request.scope)
    session = await sessions.resolve(session_id) if session_id else None
    if session_id and session:
        if not has_csrf_token(request.scope["headers"], session):
            raise CsrfRefused("The CSRF token of the session is missing or wrong.")
        await sessions.end(session_id)
    secure = request.url.scheme == "https"
    response.delete_cookie(
        cookie_name(request.scope, COOKIE),
        path="/" if secure else "/bff",
        secure=secure,
        httponly=True,
        samesite="strict",
    )
