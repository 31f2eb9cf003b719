"""The database of a command: the configured one, or the embedded one of the home folder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ascertain.entrypoints.process_settings import ProcessSettings
from ascertain.kernel.database import EmbeddedPostgres


@asynccontextmanager
async def database_address(settings: ProcessSettings) -> AsyncIterator[str]:
    """The address of the database; the embedded one is started for the command if `ascertain run` has not started it."""
    if settings.database.url is not None:
        yield settings.database.url.get_secret_value()
        return
    server = EmbeddedPostgres(settings.home / "postgres")
    try:
        yield await server.attach()
    finally:
        server.stop()
