"""Liveness, readiness and metrics of the process."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from ascertain.kernel import telemetry
from ascertain.kernel.database import Database
from ascertain.kernel.errors import Unavailable
from ascertain.kernel.http import ERROR_RESPONSES, Resources, WireModel

router = APIRouter(tags=["health"])


class HealthOut(WireModel):
    """The state in one word."""

    status: str


@router.get("/healthz")
async def healthz() -> HealthOut:
    """The process answers."""
    return HealthOut(status="ok")


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


@router.get("/metrics", include_in_schema=False)
async def metrics() -> Response:
    """Prometheus text."""
    return Response(telemetry.render_metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")
