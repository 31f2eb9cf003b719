"""Postgres: the pool and its tenant transactions, the embedded server, the migrations."""

from ascertain.kernel.database.embedded import EmbeddedPostgres
from ascertain.kernel.database.migrations import migrate
from ascertain.kernel.database.pool import (
    LOST_CONNECTION_ERRORS,
    Connection,
    Database,
    DatabaseFull,
    DatabaseGone,
    before_commit,
    transaction_name,
)
from ascertain.kernel.database.schema import APP_ROLE
from ascertain.kernel.database.server_account import passing_group

__all__ = [
    "APP_ROLE",
    "LOST_CONNECTION_ERRORS",
    "Connection",
    "Database",
    "DatabaseFull",
    "DatabaseGone",
    "EmbeddedPostgres",
    "before_commit",
    "migrate",
    "passing_group",
    "transaction_name",
]
