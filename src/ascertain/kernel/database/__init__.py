"""Postgres: the pool and its tenant transactions, the embedded server, the migrations."""

from ascertain.kernel.database.embedded import EmbeddedPostgres
from ascertain.kernel.database.migrations import migrate
from ascertain.kernel.database.pool import Connection, Database, transaction_name
from ascertain.kernel.database.schema import APP_ROLE

__all__ = ["APP_ROLE", "Connection", "Database", "EmbeddedPostgres", "migrate", "transaction_name"]
