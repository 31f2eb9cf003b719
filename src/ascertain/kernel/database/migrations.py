"""Upgrade the schema to the newest version."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import ascertain

if TYPE_CHECKING:
    from alembic.config import Config


def _folder() -> Path:
    """The migrations: inside the installed package, or beside the sources in a checkout."""
    package = Path(ascertain.__file__).parent
    shipped = package / "migrations"
    return shipped if shipped.exists() else package.parent.parent / "migrations"


def _config(owner_url: str) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_folder()))
    config.attributes["owner_url"] = owner_url
    return config


async def migrate(owner_url: str, revision: str = "head") -> None:
    """Upgrade the database at `owner_url` (a role that may create tables) and its SQL functions.

    Several processes may run it at the same time.
    """
    from alembic import command  # imported late: it loads SQLAlchemy, which a process that only serves never needs

    await asyncio.to_thread(command.upgrade, _config(owner_url), revision)
