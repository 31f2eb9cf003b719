"""The application: the routes of every package, the middleware, the browser's back end and the web app."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI, Request
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor

import ascertain
from ascertain.entrypoints import bff
from ascertain.entrypoints.api import account, audit, auth, events, evidence, health, jobs, keys, usage, users, webhooks
from ascertain.entrypoints.api.web import mount_documentation, mount_web_app
from ascertain.kernel.auth import AuthenticationMiddleware
from ascertain.kernel.clock import Clock, utc_now
from ascertain.kernel.config import HttpSettings
from ascertain.kernel.http import CurrentActor, Db, Resources, install_problem_handlers
from ascertain.kernel.http.boundary import settle
from ascertain.kernel.http.fair_requests import FairRequestMiddleware
from ascertain.kernel.http.idempotency import IdempotencyMiddleware
from ascertain.kernel.http.observing import ObservingMiddleware
from ascertain.kernel.http.problems import ProblemMiddleware
from ascertain.kernel.http.request_bodies import RequestBodyMiddleware
from ascertain.kyc import cases
from ascertain.kyc.assistant.routes import router as assistant_router
from ascertain.kyc.cases.routes import router as cases_router
from ascertain.kyc.documents.routes import router as documents_router
from ascertain.kyc.entities.routes import router as entities_router
from ascertain.kyc.library.routes import router as library_router
from ascertain.kyc.ownership.routes import router as ownership_router
from ascertain.kyc.risk.routes import router as risk_router
from ascertain.kyc.screening.routes import router as screening_router

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]

WEB_FOLDER = Path(ascertain.__file__).parent / "web"
DOCS_FOLDER = Path(ascertain.__file__).parent / "docs"


async def _existing_case(request: Request, actor: CurrentActor, db: Db) -> None:
    """Check that the case in a path exists: packages below `cases` treat its id as opaque text and cannot."""
    case_id = request.path_params.get("case_id")
    if case_id is not None:
        async with db.transaction(actor.tenant_id) as tx:
            await cases.get_stored_case(tx, case_id)


def _api_routes() -> APIRouter:
    api = APIRouter(prefix="/api/v1")
    for router in (
        auth.router,
        account.router,
        users.router,
        keys.router,
        audit.router,
        jobs.router,
        webhooks.router,
        events.router,
        evidence.router,
        usage.router,
    ):
        api.include_router(router)
    # Without the guard, because its own routes load the case.
    api.include_router(cases_router)
    guard = [Depends(_existing_case)]
    for router in (
        documents_router,
        entities_router,
        ownership_router,
        screening_router,
        risk_router,
        library_router,
        assistant_router,
    ):
        api.include_router(router, dependencies=guard)
    return api


def create_app(
    resources: Resources | None = None,
    *,
    lifespan: Lifespan | None = None,
    clock: Clock = utc_now,
    http: HttpSettings | None = None,
) -> FastAPI:
    """The ASGI application.

    Args:
        resources: dependencies of routes; may be filled by `lifespan`. Not needed for the OpenAPI document alone.
        lifespan: opens and closes the resources.
        http: limits of requests; those of a server on loopback where none are given.
    """
    http = http or settle(HttpSettings(), listens_on="127.0.0.1")

    @asynccontextmanager
    async def nothing(app: FastAPI) -> AsyncIterator[None]:
        yield

    app = FastAPI(
        title="Ascertain",
        version=ascertain.__version__,
        description=ascertain.__doc__ or "",
        lifespan=lifespan or nothing,
        # Served by `health`, which asks who may read it.
        openapi_url=None,
        # FastAPI's own page would load its scripts from another host; /docs has the documentation.
        docs_url=None,
        redoc_url=None,
        # A path with a slash too many is a mistake of the caller; a redirect would drop the body or the method in some clients.
        redirect_slashes=False,
        # Operation ids are function names, so that generated clients have readable methods.
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.resources = resources or Resources()
    app.state.clock = clock
    app.state.http = http
    install_problem_handlers(app)
    app.include_router(_api_routes())
    app.include_router(health.router)
    app.include_router(bff.router)
    mount_documentation(app, DOCS_FOLDER)
    mount_web_app(app, WEB_FOLDER)
    # The last one added runs first: the browser's session becomes a bearer token, which then becomes an actor.
    app.add_middleware(RequestBodyMiddleware, settings=http)
    app.add_middleware(IdempotencyMiddleware, longest_body=http.json_body_kb << 10)
    app.add_middleware(FairRequestMiddleware)
    app.add_middleware(AuthenticationMiddleware)
    app.add_middleware(bff.SessionMiddleware)
    app.add_middleware(ProblemMiddleware)
    app.add_middleware(ObservingMiddleware)
    # Without the exclusion each event of a stream would become a span.
    FastAPIInstrumentor.instrument_app(app, excluded_urls="metrics,healthz,readyz", exclude_spans=["send", "receive"])
    return app
