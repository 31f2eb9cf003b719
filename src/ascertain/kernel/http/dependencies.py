"""Dependencies of routes: the actor, the database, the clock and other resources of the process."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, Query, Request, Security
from fastapi.security import HTTPBearer

from ascertain.kernel.clock import Clock, utc_now
from ascertain.kernel.database import Database
from ascertain.kernel.errors import Unauthenticated
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor

T = TypeVar("T")


class Resources:
    """Objects that the composition root created, found by type; a process has one of each."""

    def __init__(self) -> None:
        self._by_type: dict[Any, Any] = {}

    def add(self, thing: Any, *, as_type: Any = None) -> None:
        """Register `thing` under its own type, or under `as_type` where routes ask for a Protocol."""
        self._by_type[as_type or type(thing)] = thing

    def get(self, wanted: type[T]) -> T:
        """The instance of `wanted`; a KeyError here is a mistake in the wiring."""
        return cast(T, self._by_type[wanted])


def resource(wanted: type[Any]) -> Any:
    """A dependency that gives a route the instance of `wanted`."""

    def find(request: Request) -> Any:
        return request.app.state.resources.get(wanted)

    return Depends(find)


# The middleware reads the token; this only declares it in the OpenAPI document, and so in every generated client.
_bearer = HTTPBearer(auto_error=False, description="An access token (POST /auth/token) or an API key")


async def current_actor(request: Request, _: Annotated[object, Security(_bearer)] = None) -> Actor:
    """The actor that the authentication middleware put into the request's state."""
    actor: Actor | None = getattr(request.state, "actor", None)
    if actor is None:
        raise Unauthenticated(getattr(request.state, "auth_problem", None) or "Sign in or send an API key.")
    return actor


def permitted(permission: str) -> Any:
    """A dependency that gives the actor and refuses one without `permission` before the route begins."""

    async def check(actor: Annotated[Actor, Depends(current_actor)]) -> Actor:
        actor.require(permission)
        return actor

    check_permission: Callable[..., Any] = check
    check_permission.permission = permission  # type: ignore[attr-defined]
    return Depends(check_permission)


def _clock(request: Request) -> Clock:
    return cast(Clock, getattr(request.app.state, "clock", utc_now))


CurrentActor = Annotated[Actor, Depends(current_actor)]
Db = Annotated[Database, resource(Database)]
ClockDep = Annotated[Clock, Depends(_clock)]
PageLimit = Annotated[int, Query(ge=1, le=200, description="Items in a page")]
LongPageLimit = Annotated[int, Query(ge=1, le=1000, description="Items in a page")]
PageCursor = Annotated[StorableStr | None, Query(max_length=200, description="From next_cursor of the page before")]
