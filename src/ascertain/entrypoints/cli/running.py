"""Starting one part of the system in this process: the API, the worker, the migration."""

import asyncio
import sys
from typing import TYPE_CHECKING

from ascertain.entrypoints.process_settings import ProcessSettings, load
from ascertain.kernel.database import migrate, passing_group
from ascertain.kernel.errors import Unavailable
from ascertain.kernel.private_files import close_to_others
from ascertain.kernel.processor_shares import interpreter
from ascertain.kernel.threads import SWITCH_INTERVAL_S

if TYPE_CHECKING:
    from ascertain.entrypoints.settings import Settings


def _prepare(settings: "Settings", service: str) -> None:
    from ascertain.kernel import telemetry

    close_to_others(settings.home, passing_group=passing_group())
    interpreter.occupied = settings.shares.occupied
    telemetry.configure_logging(settings.telemetry.log_level)
    telemetry.configure_traces(service, settings.telemetry.otlp_endpoint)


def serve_api() -> None:
    """Serve the API, /v1 and the web app until a signal."""
    from ascertain.entrypoints import v1
    from ascertain.entrypoints.serving import serve
    from ascertain.entrypoints.settings import load_settings
    from ascertain.entrypoints.wiring import make_app
    from ascertain.kernel.database import transaction_name

    settings = load_settings()
    _prepare(settings, "ascertain-api")
    # Fault points around the commits of requests have this name; those of jobs have the job's.
    transaction_name.set("api")
    serve(v1.mount(make_app(settings)), host=settings.host, port=settings.port, http=settings.http)


async def run_worker() -> None:
    """Run jobs until a signal; running jobs finish first."""
    from ascertain.entrypoints.settings import load_settings
    from ascertain.entrypoints.wiring import app_context, job_specs, make_worker, open_readers, worker_gateway
    from ascertain.entrypoints.worker import supervise
    from ascertain.kernel.processes import keep_beating

    settings = load_settings()
    _prepare(settings, "ascertain-worker")
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    async with app_context(settings) as context, worker_gateway(context) as gateway:
        readers = await open_readers(settings, settings.documents.readers + 1)
        specs = job_specs(context, readers, gateway)
        beating = asyncio.create_task(keep_beating())
        try:
            await supervise(lambda: make_worker(context, specs))
        finally:
            beating.cancel()
            await readers.close()


async def migrate_database() -> None:
    """Upgrade the schema as its owner. Raises Unavailable if the owner's address is not set."""
    owner = load(ProcessSettings).database.owner_url
    if owner is None:
        raise Unavailable("Set ASCERTAIN_DATABASE__OWNER_URL to the address of the role that owns the tables.")
    await migrate(owner.get_secret_value())
