"""From session cookie to bearer token, as plain ASGI so that event streams pass through unbuffered."""

import hmac
import time
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from ascertain.kernel import auth
from ascertain.kernel.errors import Forbidden, Unauthenticated
from ascertain.kernel.http import answer_of

COOKIE = "ascertain_session"
CSRF_HEADER = b"x-csrf-token"
# Set by the web app on what it reads by itself, without a person at the page. Leaving it out gains nothing but a longer session.
_UNATTENDED_HEADER = b"x-unattended"
_PREFIX = "/bff/api/"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def cookie_name(scope: Scope, name: str) -> str:
    """The name of a cookie. Over TLS with the prefix that no other host and no plain connection can set it under."""
    return f"__Host-{name}" if scope["scheme"] == "https" else name


def session_id_of(scope: Scope) -> str | None:
    """The value of the session cookie, if the request has one."""
    return cookie_of(scope, COOKIE)


def cookie_of(scope: Scope, name: str) -> str | None:
    """The value of a cookie that `cookie_name` named."""
    for header, value in scope["headers"]:
        if header == b"cookie":
            try:
                morsel = SimpleCookie(value.decode("latin-1")).get(cookie_name(scope, name))
            except CookieError:
                return None
            if morsel:
                return morsel.value
    return None


def _header(headers: list[tuple[bytes, bytes]], wanted: bytes) -> str:
    return next((value.decode("latin-1") for name, value in headers if name == wanted), "")


def is_attended(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether a person caused a request: neither an event stream, which a browser opens again by itself, nor a page that polls."""
    return "text/event-stream" not in _header(headers, b"accept") and not _header(headers, _UNATTENDED_HEADER)


def same_site(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether the request comes from our own pages, by headers that browsers set and scripts cannot.

    Programs send neither; what they may do depends on the CSRF token or on credentials that no browser adds by itself.
    """
    site = _header(headers, b"sec-fetch-site")
    if site:
        return site in ("same-origin", "none")
    origin = _header(headers, b"origin").lower()
    # The scheme is not compared: behind a proxy that is not trusted we do not know our own.
    return not origin or origin.partition("://")[2] == _header(headers, b"host").lower()


def has_csrf_token(headers: list[tuple[bytes, bytes]], session: auth.Session) -> bool:
    """Whether a request comes from our own pages and with the CSRF token of its session."""
    given = _header(headers, CSRF_HEADER)
    # Compared in constant time, so that the token cannot be found byte by byte.
    return same_site(headers) and hmac.compare_digest(given.encode(), session.csrf_token.encode())


class CsrfRefused(Forbidden):
    """A writing request of a browser without the CSRF token of its session, or from another origin."""

    code = "auth.csrf"


class SessionMiddleware:
    """Rewrites /bff/api/... to /api/... with the session's bearer token; checks the CSRF token of all writing requests."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_PREFIX):
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        refusal, rewritten = await self._rewrite(scope)
        if spent := scope.get("state", {}).get("spent"):
            spent.ms["bff"] = (time.perf_counter() - began) * 1000
        if refusal is not None:
            await refusal(scope, receive, send)
        else:
            await self._app(rewritten, receive, send)

    async def _rewrite(self, scope: Scope) -> tuple[Any, Scope]:
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        session_id = session_id_of(scope)
        sessions: auth.Sessions = scope["app"].state.resources.get(auth.Sessions)
        session = await sessions.resolve(session_id, active=is_attended(headers)) if session_id else None
        if session is None:
            return answer_of(Unauthenticated("Sign in again.")), scope
        if scope["method"] not in _SAFE_METHODS and not has_csrf_token(headers, session):
            return answer_of(CsrfRefused("The CSRF token of the session is missing or wrong.")), scope
        # The routes behind must see one credential only.
        other = [(name, value) for name, value in headers if name not in (b"cookie", b"authorization", CSRF_HEADER)]
        bearer = (b"authorization", f"Bearer {session.access_token}".encode())
        path = scope["path"].removeprefix("/bff")
        raw_path = scope.get("raw_path", path.encode()).removeprefix(b"/bff")
        return None, {**scope, "path": path, "raw_path": raw_path, "headers": [*other, bearer]}
