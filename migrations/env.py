"""Alembic's environment: one asyncpg connection, one transaction, one upgrade at a time."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from ascertain.kernel.database.functions import apply_functions, function_files
from ascertain.kernel.database.urls import sqlalchemy_url

# An arbitrary number that nothing else uses: processes that start together migrate one after the other.
_LOCK = 7_266_311


def _upgrade(connection: Connection) -> None:
    context.configure(connection=connection, transaction_per_migration=False)
    with context.begin_transaction():
        connection.execute(text(f"select pg_advisory_xact_lock({_LOCK})"))
        context.run_migrations()
        # Functions need the newest tables; an upgrade to an older revision has those that its migrations created.
        if context.get_revision_argument() == context.get_head_revision():
            driver = connection.connection.dbapi_connection
            assert driver is not None
            driver.run_async(lambda asyncpg_connection: apply_functions(asyncpg_connection, function_files()))


async def _run() -> None:
    url, connect_args = sqlalchemy_url(context.config.attributes["owner_url"])
    engine = create_async_engine(url, poolclass=NullPool, connect_args=connect_args)
    async with engine.connect() as connection:
        await connection.run_sync(_upgrade)
        await connection.commit()
    await engine.dispose()


asyncio.run(_run())
