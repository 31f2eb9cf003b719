"""Determines the actor from the bearer token of a request, before any route runs."""

import time

from starlette.types import ASGIApp, Receive, Scope, Send

from ascertain.kernel.auth.attempts import network_of
from ascertain.kernel.auth.model import RightsLost
from ascertain.kernel.auth.rights import RightsWatch, end_when_lost
from ascertain.kernel.auth.tokens import Authenticator
from ascertain.kernel.errors import Unauthenticated
from ascertain.kernel.http.problems import answer_of
from ascertain.kernel.tenancy import Actor, acting_tenant


class AuthenticationMiddleware:
    """Puts the Actor into the request's state. With an invalid token there is none, and a route that needs one answers 401.

    A request that still lasts when the actor loses a right ends there (see `rights.py`), so that no route checks for itself.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Until a tenant is known, a network has its own turns in the pools that come before sign-in.
        acting_tenant.set(f"address {network_of((scope.get('client') or ('',))[0])}")
        bearer = _bearer(scope["headers"])
        if not bearer:
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        state = scope.setdefault("state", {})
        resources = scope["app"].state.resources
        actor: Actor | None = None
        try:
            actor = state["actor"] = await resources.get(Authenticator).actor_of(bearer)
            acting_tenant.set(actor.tenant_id)
        except Unauthenticated as error:
            state["auth_problem"] = error.message
        # Set by the observing middleware, which measures the request from its arrival.
        if spent := state.get("spent"):
            spent.ms["auth"] = (time.perf_counter() - began) * 1000
        if actor is None:
            await self._app(scope, receive, send)
            return
        try:
            await end_when_lost(resources.get(RightsWatch), actor, self._app, scope, receive, send)
        except RightsLost as error:  # outside the application, which answers its own errors
            await answer_of(error)(scope, receive, send)


def _bearer(headers: list[tuple[bytes, bytes]]) -> str | None:
    for name, value in headers:
        if name == b"authorization":
            scheme, _, token = value.decode("latin-1").partition(" ")
            return token.strip() if scheme.lower() == "bearer" else None
    return None
