"""The composition root: the parts of the API process and of the worker, and the subscribers of events."""

import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography.fernet import Fernet
from fastapi import FastAPI

from ascertain.ai import llm
from ascertain.ai.reading import ReaderPool
from ascertain.ai.text.embedding import Embedder, LocalEmbedder
from ascertain.entrypoints.api.app import create_app
from ascertain.entrypoints.audit_places import anchor_places, audit_keys
from ascertain.entrypoints.settings import Settings
from ascertain.kernel import audit, auth, outbox, webhooks
from ascertain.kernel.clock import utc_now
from ascertain.kernel.config import AuthSettings, WebhookSettings
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import Unavailable
from ascertain.kernel.http import Resources
from ascertain.kernel.http.boundary import settle
from ascertain.kernel.http.idempotency import RequestHashKey, sweep_idempotency
from ascertain.kernel.jobs import JobSpec, Periodic, Worker
from ascertain.kernel.outbox import EventHub
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

# Guesses at passwords come at a few thousand a minute at most, which is what hashing them allows.
_SWEEP_EVERY_S = 60.0

# Short, so that no round reads for long; the bytes of a round follow from the configured rate.
_SCRUB_ROUND_S = 10.0


@dataclass(frozen=True, slots=True)
class AppContext:
    """What every process needs: settings, database, files and keys."""

    settings: Settings
    db: Database
    storage: ObjectStorage
    session_key: bytes
    signing_key_file: Path
    audit_keys: audit.Keyring

    @property
    def catalogue(self) -> Catalogue:
        """The document types. Raises TypeFileBroken if a file in the configured folder is invalid."""
        return catalogue_of(self.settings.documents.types_folder)

    @property
    def cipher(self) -> Fernet:
        """Encryption of secrets that have to be read again, such as those of webhooks."""
        return Fernet(self.session_key)


@asynccontextmanager
async def app_context(settings: Settings) -> AsyncIterator[AppContext]:
    """Open the database and the files. Raises Unavailable if no database is set."""
    if settings.database.url is None:
        raise Unavailable("No database is set: start with `ascertain run`, or set DATABASE_URL.")
    address = settings.database.url.get_secret_value()
    db = await Database.connect(address, max_size=settings.database.pool_size)
    key_file = settings.signing_key_file
    # Creates the file at the first start.
    auth.load_signing_key(key_file)
    # Derived, so that an installation has one secret to protect; the label separates its uses.
    secret = hashlib.sha256(b"sessions\n" + key_file.read_bytes()).digest()
    try:
        session_key = base64.urlsafe_b64encode(secret)
        # Its own label: pictures of pages are authenticated with it, so that a forged one is drawn again.
        derived_key = hashlib.sha256(b"derived files\n" + key_file.read_bytes()).digest()
        storage = ObjectStorage(settings.storage_address, replica=settings.storage.replica_url, derived_key=derived_key)
        keys = audit_keys(settings)
        with audit.signing_with(keys):
            yield AppContext(settings, db, storage, session_key, key_file, keys)
    finally:
        await db.close()


def password_hasher(settings: Settings) -> auth.PasswordHasher:
    """The hasher with the configured cost."""
    return auth.PasswordHasher(memory_kib=settings.auth.argon2_memory_kib, rounds=settings.auth.argon2_rounds)


def _own_account(
    context: AppContext, authenticator: auth.Authenticator, hasher: auth.PasswordHasher
) -> auth.OwnAccount:
    settings = context.settings.auth
    policy = auth.PasswordPolicy(settings.breached_passwords_file)
    return auth.OwnAccount(context.db, authenticator, hasher, policy, settings, clock=utc_now)


async def open_readers(settings: Settings, size: int) -> ReaderPool:
    """A pool of reading processes. Raises SandboxMissing if the settings require a sandbox that this machine lacks."""
    readers = ReaderPool(settings.documents, size=size)
    # Only where it is required: a process that reads nothing should not start a reading process to learn this.
    if settings.documents.sandbox == "require":
        await readers.layers()
    return readers


def make_answerer(context: AppContext, gateway: llm.Gateway, embedder: Embedder) -> assistant.Answerer:
    """The answerer: sources and tools over the database; fences in prompts are derived from this installation's key."""
    retrieve, locate = assistant.build_retrieval(context.db, embedder=embedder)
    tools = assistant.case_tools(context.db, embedder=embedder)
    settings = context.settings
    return assistant.Answerer(
        gateway, retrieve, locate, settings.assistant, settings.llm, tools, fence_key=context.session_key
    )


@asynccontextmanager
async def _api_resources(app: FastAPI, context: AppContext) -> AsyncIterator[None]:
    """Fill the app's resources. They are closed in an order that lets running answers finish first."""
    settings, db = context.settings, context.db
    hasher = password_hasher(settings)
    key = auth.load_signing_key(context.signing_key_file)
    authenticator = auth.Authenticator(db, key, hasher, settings.auth, clock=utc_now)
    readers = await open_readers(settings, settings.documents.openers)
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
    answerer = make_answerer(context, gateway, embedder)
    rights = auth.RightsWatch(db, settings.auth, clock=utc_now)
    executor = assistant.RunExecutor(db, runs, answerer, rights, clock=utc_now)
    hub = EventHub(db)
    mirror = ownership.open_mirror(settings.ownership)
    resources: Resources = app.state.resources
    instances = (
        db, context.storage, context.cipher, context.catalogue, hasher, authenticator, gateway, answerer, runs, executor, hub,
        rights, context.audit_keys, anchor_places(settings),
    )  # fmt: skip
    for instance in instances:
        resources.add(instance)
    resources.add(auth.Sessions(db, authenticator, context.session_key, clock=utc_now))
    resources.add(Intake(db, context.storage, readers, settings.documents, clock=utc_now))
    resources.add(ScreeningIndex(db))
    resources.add(embedder, as_type=Embedder)
    resources.add(ownership.graph_engine(db, mirror), as_type=ownership.GraphEngine)
    resources.add(settings.webhooks, as_type=WebhookSettings)
    resources.add(RequestHashKey(hashlib.sha256(b"requests\n" + context.session_key).digest()))
    resources.add(settings.auth, as_type=AuthSettings)
    resources.add(_own_account(context, authenticator, hasher))
    process_lock = ProcessLock(db.address, shared=redis is not None)
    # Before anything is served: a second process without Redis would grant every limit twice.
    await process_lock.acquire()
    await rights.start()
    await hub.start()
    await runs.start()
    try:
        yield
    finally:
        # Runs first, because they use everything that is closed after them.
        await executor.close()
        await runs.stop()
        await hub.stop()
        await rights.stop()
        await gateway.close()
        await readers.close()
        await process_lock.release()
        if redis is not None:
            await redis.close()
        if mirror is not None:
            await mirror.close()


def make_app(settings: Settings) -> FastAPI:
    """The application with the resources of its routes, which are opened when it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with app_context(settings) as context, _api_resources(app, context):
            yield

    return create_app(lifespan=lifespan, http=settle(settings.http, listens_on=settings.host))


async def _screening_cutoff(tx: Connection) -> float:
    return (await risk.policy_values(tx)).screening_cutoff


def job_specs(context: AppContext, readers: ReaderPool, gateway: llm.Gateway | None = None) -> list[JobSpec]:
    """All jobs of all packages, and the delivery of events to subscribers. Without a gateway no job calls a model."""
    settings, db = context.settings, context.db
    # One for all jobs of the process, because it caches the lists.
    index = ScreeningIndex(db)
    subscriptions = [*cases.subscriptions(clock=utc_now), webhooks.subscription()]
    mirror = ownership.open_mirror(settings.ownership)
    subscriptions += ownership_jobs.subscriptions(mirrored=mirror is not None)
    return [
        *entities_jobs.job_specs(db),
        *ownership_jobs.job_specs(db, clock=utc_now),
        *(ownership_jobs.mirror_specs(db, mirror) if mirror else ()),
        outbox.dispatch_spec(db, subscriptions),
        webhooks.delivery_spec(db, context.cipher, settings.webhooks, clock=utc_now),
        *document_jobs.job_specs(
            db,
            context.storage,
            readers,
            LocalEmbedder(),
            clock=utc_now,
            catalogue=context.catalogue,
            gateway=gateway,
            settings=settings.documents,
        ),
        *case_jobs.job_specs(db, index, clock=utc_now),
        screening.rescreen_spec(db, index, _screening_cutoff),
    ]


def _chat_retention(context: AppContext) -> tuple[Periodic, ...]:
    """The deletion of chats that were unused for longer than the configured retention; none if retention is unlimited."""
    days = context.settings.assistant.chat_retention_days
    if days is None:
        return ()

    async def forget() -> None:
        await assistant.delete_unused_chats(context.db, days=days, clock=utc_now)

    return (Periodic("chats.forget", assistant.RETENTION_EVERY_S, forget),)


@asynccontextmanager
async def worker_gateway(context: AppContext) -> AsyncIterator[llm.Gateway]:
    """The gateway of a worker; limits, circuit breakers and cached answers are shared through Redis if it is set."""
    settings = context.settings
    redis = SharedRedis(settings.redis.url.get_secret_value()) if settings.redis.url else None
    gateway = llm.build_gateway(
        settings.llm, context.db, clock=utc_now, redis=redis, extractive=assistant.ExtractiveProvider()
    )
    try:
        yield gateway
    finally:
        await gateway.close()
        if redis:
            await redis.close()


def make_sealer(context: AppContext) -> audit.Sealer:
    """The sealer of the audit log with the configured anchors."""
    settings = context.settings.audit
    return audit.Sealer(
        context.db,
        context.audit_keys,
        anchor_places(context.settings),
        utc_now,
        settings.timestamp_url,
        timedelta(hours=settings.timestamp_every_h),
    )


def make_worker(context: AppContext, specs: list[JobSpec]) -> Worker:
    """A worker for all jobs, which also seals the audit log, settles the ledger, checks files and deletes what has expired."""
    worker = context.settings.worker
    sealing = Periodic("audit.seal", worker.audit_seal_every_s, make_sealer(context).run)
    ledger = Periodic("llm.ledger", worker.ledger_every_s, lambda: _settle_ledger(context))
    sweeping = Periodic("expired.sweep", _SWEEP_EVERY_S, lambda: _sweep(context.db))
    scrubbing = Periodic("files.scrub", _SCRUB_ROUND_S, lambda: _scrub(context))
    return Worker(
        context.db,
        specs,
        periodic=(sealing, ledger, sweeping, scrubbing, *_chat_retention(context)),
        heartbeat_timeout_s=worker.heartbeat_timeout_s,
    )


async def _sweep(db: Database) -> None:
    """Delete rows that have expired."""
    await auth.sweep_attempts(db, now=utc_now())
    await sweep_idempotency(db, now=utc_now())
    await auth.sweep_sessions(db, now=utc_now())


async def _scrub(context: AppContext) -> None:
    """One round of checking stored files."""
    settings = context.settings.storage
    await documents.scrub_all(
        context.db,
        context.storage,
        bytes_per_round=int(settings.scrub_bytes_per_s * _SCRUB_ROUND_S),
        every_days=settings.scrub_every_days,
        clock=utc_now,
    )


async def _settle_ledger(context: AppContext) -> None:
    await settle_ledger(context)


async def settle_ledger(context: AppContext) -> int:
    """Settle calls whose process died by the provider's statements, and sum up past days.

    Returns: number of calls settled.
    """
    settings = context.settings.llm
    settled = 0
    if settings.statements_url:
        prices = llm.price_providers(settings)
        settled = await llm.reconcile_from(context.db, settings.statements_url, prices, clock=utc_now)
    await llm.roll_up_all(context.db, clock=utc_now)
    return settled


async def load_watchlist(context: AppContext, list_id: str, name: str, source: str, path: Path) -> int | None:
    """Load a list for all tenants and screen every watched case again. Returns the number of entries, or None if unchanged."""
    return await screening.load_shared_list(context.db, list_id, name, source, screening.read_list(path), now=utc_now())


def make_intake(context: AppContext, readers: ReaderPool) -> Intake:
    """The upload of files outside a server."""
    return documents.Intake(context.db, context.storage, readers, context.settings.documents, clock=utc_now)
