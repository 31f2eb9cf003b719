"""Postgres: the pool and its tenant transactions, the embedded server, the migrations."""

from ascertain.kernel.database.embedded import EmbeddedPostgres
from ascertain.kernel.database.migrations import migrate
from ascertain.kernel.database.pool import (
    LOST_CONNECTION_ERRORS,
    Connection,
    Database,
    DatabaseFull,
    DatabaseGone,
    transaction_name,
)
from ascertain.kernel.database.schema import APP_ROLE

__all__ = [
    "APP_ROLE",
    "LOST_CONNECTION_ERRORS",
    "Connection",
    "Database",
    "DatabaseFull",
    "DatabaseGone",
    "EmbeddedPostgres",
    "migrate",
    "transaction_name",
]
