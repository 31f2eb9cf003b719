"""Liveness, readiness and metrics of the process, and its OpenAPI document."""

import asyncio
import json
from functools import lru_cache

from asyncpg import InterfaceError, PostgresError
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response

from ascertain.kernel import audit, telemetry
from ascertain.kernel.config import Access
from ascertain.kernel.database import Database
from ascertain.kernel.errors import NotFound, Unavailable
from ascertain.kernel.http import ERROR_RESPONSES, Resources, WireModel, current_actor

router = APIRouter(tags=["health"])

_unsealed_s = telemetry.gauge(
    "ascertain_audit_unsealed_seconds", "Seconds since the oldest audit entry began to wait for its seal"
)


class HealthOut(WireModel):
    """The state in one word."""

    status: str


# HEAD as well, with which many monitors ask.
@router.head("/healthz", include_in_schema=False)
@router.get("/healthz")
async def healthz() -> HealthOut:
    """The process answers."""
    return HealthOut(status="ok")


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", responses={503: ERROR_RESPONSES[503]})
async def readyz(request: Request) -> HealthOut:
    """The process can reach its database."""
    resources: Resources = request.app.state.resources
    try:
        async with resources.get(Database).untenanted() as tx:
            await tx.fetchval("select 1")
    # KeyError: the application has not opened its resources yet.
    except (OSError, KeyError) as error:
        raise Unavailable("The database does not answer.") from error
    return HealthOut(status="ready")


@lru_cache(maxsize=4)
def _document(app: FastAPI) -> bytes:
    return json.dumps(app.openapi(), separators=(",", ":")).encode()


async def _allow(request: Request, access: Access, permission: str | None) -> None:
    """Refuse whoever may not read. Raises NotFound where nobody may, Unauthenticated, Forbidden."""
    if access == "off":
        raise NotFound(f"There is nothing at {request.url.path}.")
    if access != "open":
        actor = await current_actor(request)
        if permission:
            actor.require(permission)


@router.get("/api/v1/openapi.json", include_in_schema=False)
async def openapi(request: Request) -> Response:
    """The description of every route."""
    await _allow(request, request.app.state.http.openapi, None)
    # In a thread: the first call walks through every route for seconds, and the text is half a megabyte.
    return Response(await asyncio.to_thread(_document, request.app), media_type="application/json")


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Prometheus text. Its labels name routes and tenants, which are no business of the whole network."""
    await _allow(request, request.app.state.http.metrics, "system.read")
    await _measure_audit(request)
    return Response(telemetry.render_metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")


async def _measure_audit(request: Request) -> None:
    """Asked of the database at each scrape, because the worker that seals may be the one that has stopped."""
    resources: Resources = request.app.state.resources
    try:
        async with resources.get(Database).untenanted() as tx:
            _unsealed_s.set(await audit.oldest_unsealed_s(tx))
    except (OSError, KeyError, PostgresError, InterfaceError):
        # Not zero: the alert must not be silenced by a database that does not answer.
        _unsealed_s.set(float("inf"))
