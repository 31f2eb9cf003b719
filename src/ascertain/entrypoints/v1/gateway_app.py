"""The data plane in a process of its own: keys, limits, budgets and models, without any KYC package.

It needs a third of the memory of the whole API, and as many of these processes run as the traffic needs; they share limits and
breakers through Redis and budgets through Postgres. Not served here: the model "ascertain", the extractive answerer (it quotes
the sources of a case, and a request here has none) and the API.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from ascertain.ai import llm
from ascertain.ai.text.embedding import LocalEmbedder
from ascertain.entrypoints.api import health
from ascertain.entrypoints.gateway_settings import GatewaySettings
from ascertain.entrypoints.v1.data_plane import App, DataPlane, dispatch_by_path
from ascertain.kernel import auth
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import Database
from ascertain.kernel.errors import Unavailable
from ascertain.kernel.http import Resources, install_problem_handlers
from ascertain.kernel.http.boundary import settle
from ascertain.kernel.redis import ProcessLock, SharedRedis


def make_gateway_app(settings: GatewaySettings) -> App:
    """/v1, health and metrics; resources are opened when the server starts. Raises Unavailable if no database is set."""
    if settings.database.url is None:
        raise Unavailable("No database is set: set DATABASE_URL.")
    address = settings.database.url.get_secret_value()
    resources = Resources()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        db = await Database.connect(address, max_size=settings.database.pool_size)
        redis = SharedRedis(settings.redis.url.get_secret_value()) if settings.redis.url else None
        process_lock = ProcessLock(address, shared=redis is not None)
        await process_lock.acquire()
        gateway = llm.build_gateway(settings.llm, db, clock=utc_now, redis=redis, embedder=LocalEmbedder())
        hasher = auth.PasswordHasher(memory_kib=settings.auth.argon2_memory_kib, rounds=settings.auth.argon2_rounds)
        key = auth.load_signing_key(settings.signing_key_file)
        rights = auth.RightsWatch(db, settings.auth, clock=utc_now)
        await rights.start()
        for thing in (db, gateway, rights, auth.Authenticator(db, key, hasher, settings.auth, clock=utc_now)):
            resources.add(thing)
        try:
            yield
        finally:
            await gateway.close()
            await rights.stop()
            await process_lock.release()
            if redis is not None:
                await redis.close()
            await db.close()

    app = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    app.state.resources = resources
    app.state.http = settle(settings.http, listens_on=settings.host)
    install_problem_handlers(app)
    app.include_router(health.router)
    # For the metrics; /v1 looks keys up by itself.
    app.add_middleware(auth.AuthenticationMiddleware)
    return dispatch_by_path(app, DataPlane(resources))
