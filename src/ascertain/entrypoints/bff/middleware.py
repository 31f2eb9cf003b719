"""From session cookie to bearer token, as plain ASGI so that event streams pass through unbuffered."""

import hmac
import time
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from ascertain.kernel import auth
from ascertain.kernel.http import problem

COOKIE = "ascertain_session"
CSRF_HEADER = b"x-csrf-token"
_PREFIX = "/bff/api/"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def session_id_of(headers: list[tuple[bytes, bytes]]) -> str | None:
    """The value of the session cookie, if the request has one."""
    for name, value in headers:
        if name == b"cookie":
            try:
                morsel = SimpleCookie(value.decode("latin-1")).get(COOKIE)
            except CookieError:
                return None
            if morsel:
                return morsel.value
    return None


def _header(headers: list[tuple[bytes, bytes]], wanted: bytes) -> str:
    return next((value.decode("latin-1") for name, value in headers if name == wanted), "")


def same_site(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether the request comes from our own pages, by the header that browsers set and scripts cannot."""
    # Empty for old browsers and programs; the CSRF token protects writing requests in any case.
    return _header(headers, b"sec-fetch-site") in ("", "same-origin", "none")


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
        session_id = session_id_of(headers)
        sessions: auth.Sessions = scope["app"].state.resources.get(auth.Sessions)
        session = await sessions.resolve(session_id) if session_id else None
        if session is None:
            return problem(401, "auth.required", "Sign in again."), scope
        if scope["method"] not in _SAFE_METHODS:
            given = _header(headers, CSRF_HEADER)
            # Compared in constant time, so that the token cannot be found byte by byte.
            if not same_site(headers) or not hmac.compare_digest(given.encode(), session.csrf_token.encode()):
                return problem(403, "auth.csrf", "The CSRF token of the session is missing or wrong."), scope
        # The routes behind must see one credential only.
        other = [(name, value) for name, value in headers if name not in (b"cookie", b"authorization", CSRF_HEADER)]
        bearer = (b"authorization", f"Bearer {session.access_token}".encode())
        path = scope["path"].removeprefix("/bff")
        raw_path = scope.get("raw_path", path.encode()).removeprefix(b"/bff")
        return None, {**scope, "path": path, "raw_path": raw_path, "headers": [*other, bearer]}
