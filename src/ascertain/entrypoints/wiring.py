"""The composition root: what the API process and the worker are made of, and who listens to which news."""

import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet
from fastapi import FastAPI

from ascertain.ai import llm
from ascertain.ai.reading import ReaderPool
from ascertain.ai.text.embedding import Embedder, LocalEmbedder
from ascertain.entrypoints.api.app import create_app
from ascertain.entrypoints.settings import Settings
from ascertain.kernel import audit, auth, outbox
from ascertain.kernel.clock import utc_now
from ascertain.kernel.config import WebhookSettings
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import Unavailable
from ascertain.kernel.http import Resources
from ascertain.kernel.jobs import JobSpec, Periodic, Worker
from ascertain.kernel.outbox import EventHub, webhooks
from ascertain.kernel.redis import ProcessLock, SharedRedis
from ascertain.kernel.storage import ObjectStorage
from ascertain.kyc import assistant, cases, documents, ownership, risk, screening
from ascertain.kyc.cases import jobs as case_jobs
from ascertain.kyc.documents import Intake
from ascertain.kyc.documents import jobs as document_jobs
from ascertain.kyc.entities import jobs as entities_jobs
from ascertain.kyc.extraction import Catalogue, catalogue_of
from ascertain.kyc.ownership import jobs as ownership_jobs
from ascertain.kyc.screening import ScreeningIndex


@dataclass(frozen=True, slots=True)
class AppContext:
    """What every process needs: the database, the files, the keys."""

    settings: Settings
    db: Database
    storage: ObjectStorage
    session_key: bytes
    signing_key_file: Path

    @property
    def catalogue(self) -> Catalogue:
        """The types of documents. Raises TypeFileBroken where a file of the settings' folder is."""
        return catalogue_of(self.settings.documents.types_folder)

    @property
    def cipher(self) -> Fernet:
        """What encrypts secrets that have to be read again."""
        return Fernet(self.session_key)


@asynccontextmanager
async def foundation(settings: Settings) -> AsyncIterator[AppContext]:
    """Open the database and the files. Raises Unavailable where no database is set."""
    if settings.database.url is None:
        raise Unavailable("No database is set: start with `ascertain run`, or set DATABASE_URL.")
    address = settings.database.url.get_secret_value()
    db = await Database.connect(address, max_size=settings.database.pool_size)
    key_file = settings.signing_key_file
    auth.load_signing_key(key_file)
    secret = hashlib.sha256(b"sessions\n" + key_file.read_bytes()).digest()
    try:
        session_key = base64.urlsafe_b64encode(secret)
        yield AppContext(settings, db, ObjectStorage(settings.storage_address), session_key, key_file)
    finally:
        await db.close()


def password_hasher(settings: Settings) -> auth.PasswordHasher:
    """The hasher with the settings' cost."""
    return auth.PasswordHasher(memory_kib=settings.auth.argon2_memory_kib, rounds=settings.auth.argon2_rounds)


def make_answerer(base: AppContext, gateway: llm.Gateway, embedder: Embedder) -> assistant.Answerer:
    """What answers questions: sources and tools over the database, marked with this installation's key."""
    retrieve, locate = assistant.build_retrieval(base.db, embedder=embedder)
    tools = assistant.case_tools(base.db, embedder=embedder)
    settings = base.settings
    return assistant.Answerer(
        gateway, retrieve, locate, settings.assistant, settings.llm, tools, fence_key=base.session_key
    )


@asynccontextmanager
async def _api_resources(app: FastAPI, base: AppContext) -> AsyncIterator[None]:
    """Fill the app's resources, and close them in the order that lets running answers end first."""
    settings, db = base.settings, base.db
    hasher = password_hasher(settings)
    key = auth.load_signing_key(base.signing_key_file)
    authenticator = auth.Authenticator(db, key, hasher, settings.auth, clock=utc_now)
    readers = ReaderPool(settings.documents)
    embedder = LocalEmbedder()
    redis = SharedRedis(settings.redis.url.get_secret_value()) if settings.redis.url else None
    gateway = llm.build_gateway(
        settings.llm,
        db,
        clock=utc_now,
        redis=redis,
        embedder=embedder,
        extractive=assistant.ExtractiveProvider(embedder),
    )
    runs = assistant.RunHub(db)
    answerer = make_answerer(base, gateway, embedder)
    executor = assistant.RunExecutor(db, runs, answerer, clock=utc_now)
    hub = EventHub(db)
    mirror = ownership.open_mirror(settings.ownership)
    resources: Resources = app.state.resources
    made = (
        db, base.storage, base.cipher, base.catalogue, hasher, authenticator, gateway, answerer, runs, executor, hub,
    )  # fmt: skip
    for thing in made:
        resources.add(thing)
    resources.add(auth.Sessions(db, authenticator, base.session_key, clock=utc_now))
    resources.add(Intake(db, base.storage, readers, settings.documents, clock=utc_now))
    resources.add(ScreeningIndex(db))
    resources.add(embedder, as_type=Embedder)
    resources.add(ownership.graph_engine(db, mirror), as_type=ownership.GraphEngine)
    resources.add(settings.webhooks, as_type=WebhookSettings)
    place = ProcessLock(db.address, shared=redis is not None)
    await place.take()
    await hub.start()
    await runs.start()
    try:
        yield
    finally:
        await executor.close()
        await runs.stop()
        await hub.stop()
        await gateway.close()
        await readers.close()
        await place.give_back()
        if redis is not None:
            await redis.close()
        if mirror is not None:
            await mirror.close()


def make_app(settings: Settings) -> FastAPI:
    """The application with everything that its routes ask for, opened when it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with foundation(settings) as base, _api_resources(app, base):
            yield

    return create_app(lifespan=lifespan)


async def _screening_cutoff(tx: Connection) -> float:
    return (await risk.policy_values(tx)).screening_cutoff


def job_specs(base: AppContext, readers: ReaderPool, gateway: llm.Gateway | None = None) -> list[JobSpec]:
    """Every job of every room, and the delivery of news to those who subscribed. Without a gateway no job asks a model."""
    settings, db = base.settings, base.db
    index = ScreeningIndex(db)
    subscriptions = [*cases.subscriptions(clock=utc_now), webhooks.subscription()]
    mirror = ownership.open_mirror(settings.ownership)
    subscriptions += ownership_jobs.subscriptions(mirrored=mirror is not None)
    return [
        *entities_jobs.job_specs(db),
        *ownership_jobs.job_specs(db, clock=utc_now),
        *(ownership_jobs.mirror_specs(db, mirror) if mirror else ()),
        outbox.dispatch_spec(db, subscriptions),
        webhooks.delivery_spec(db, base.cipher, settings.webhooks, clock=utc_now),
        *document_jobs.job_specs(
            db,
            base.storage,
            readers,
            LocalEmbedder(),
            clock=utc_now,
            catalogue=base.catalogue,
            gateway=gateway,
            settings=settings.documents,
        ),
        *case_jobs.job_specs(db, index, clock=utc_now),
        screening.rescreen_spec(db, index, _screening_cutoff),
    ]


def _chat_retention(base: AppContext) -> tuple[Periodic, ...]:
    """Deletes chats that nobody used for longer than the settings keep them; nothing where they are kept for ever."""
    days = base.settings.assistant.chat_retention_days
    if days is None:
        return ()

    async def forget() -> None:
        await assistant.delete_unused_chats(base.db, days=days, clock=utc_now)

    return (Periodic("chats.forget", assistant.RETENTION_EVERY_S, forget),)


@asynccontextmanager
async def worker_gateway(base: AppContext) -> AsyncIterator[llm.Gateway]:
    """The gateway of a worker: limits, breakers and kept answers shared by Redis where one is set."""
    settings = base.settings
    redis = SharedRedis(settings.redis.url.get_secret_value()) if settings.redis.url else None
    gateway = llm.build_gateway(
        settings.llm, base.db, clock=utc_now, redis=redis, extractive=assistant.ExtractiveProvider()
    )
    try:
        yield gateway
    finally:
        await gateway.close()
        if redis:
            await redis.close()


def make_worker(base: AppContext, specs: list[JobSpec]) -> Worker:
    """A worker over all jobs; the audit log is sealed beside them."""
    worker = base.settings.worker
    sealing = Periodic("audit.seal", worker.audit_seal_every_s, lambda: audit.seal_all(base.db))
    ledger = Periodic("llm.ledger", worker.ledger_every_s, lambda: _keep_ledger(base))
    return Worker(
        base.db,
        specs,
        periodic=(sealing, ledger, *_chat_retention(base)),
        heartbeat_timeout_s=worker.heartbeat_timeout_s,
    )


async def _keep_ledger(base: AppContext) -> None:
    await keep_ledger(base)


async def keep_ledger(base: AppContext) -> int:
    """Settle calls whose process died, where the provider's statements tell what they used; sum up the days behind.

    Returns how many calls were settled.
    """
    settings = base.settings.llm
    settled = 0
    if settings.statements_url:
        prices = llm.price_providers(settings)
        settled = await llm.reconcile_from(base.db, settings.statements_url, prices, clock=utc_now)
    await llm.roll_up_all(base.db, clock=utc_now)
    return settled


async def load_watchlist(base: AppContext, list_id: str, name: str, source: str, path: Path) -> int | None:
    """Load a list for all tenants and have every watched case screened again; None where nothing changed."""
    return await screening.load_shared_list(base.db, list_id, name, source, screening.read_list(path), now=utc_now())


def make_intake(base: AppContext, readers: ReaderPool) -> Intake:
    """What takes files in, outside a server."""
    return documents.Intake(base.db, base.storage, readers, base.settings.documents, clock=utc_now)
