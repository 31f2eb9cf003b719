"""Settings of a process without any business package: the home folder, the database and the server's address."""

import os
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ascertain.kernel.config import DatabaseSettings

AnySettings = TypeVar("AnySettings", bound="BaseSettings")


class ProcessSettings(BaseSettings):
    """The settings for starting, stopping and migrating; without the others the supervising process stays small."""

    model_config = SettingsConfigDict(
        env_prefix="ASCERTAIN_", env_nested_delimiter="__", env_file=".env", extra="ignore", populate_by_name=True
    )

    home: Path = Field(
        Path(".ascertain"),
        description="Home folder: embedded database, files and keys, unless they are configured elsewhere",
    )
    host: str = Field("127.0.0.1", description="Address the server listens on")
    port: int = Field(8800, ge=0, le=65535, description="Port the server listens on; 0: a free one")
    start_timeout_s: float = Field(
        900,
        ge=1,
        le=86_400,
        description="Longest start of the database or the API under `ascertain run` while the process makes progress, seconds",
    )
    hang_timeout_s: float = Field(
        10,
        ge=2,
        le=3600,
        description="Silence after which `ascertain run` ends and restarts a process that does nothing, seconds; "
        "six times as long for one that computes",
    )
    restart_limit: int = Field(
        10, ge=1, le=1000, description="Ends of one process within the window after which `ascertain run` gives up"
    )
    restart_window_s: float = Field(
        120, ge=1, le=86_400, description="Time after which the end of a process no longer counts, seconds"
    )
    database_url: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("DATABASE_URL", "ASCERTAIN_DATABASE_URL"),
        description="Short form of ASCERTAIN_DATABASE__URL",
    )
    database: DatabaseSettings = Field(default_factory=DatabaseSettings, description="Postgres")

    @model_validator(mode="after")
    def _short_database_address(self) -> Self:
        # The long form takes precedence where both are set.
        if self.database_url is not None and self.database.url is None:
            self.database = self.database.model_copy(update={"url": self.database_url})
        return self


def load(kind: type[AnySettings]) -> AnySettings:
    """Settings of this process. The folder ASCERTAIN_SECRETS_DIR may have one file per secret, named like its variable."""
    folder = os.environ.get("ASCERTAIN_SECRETS_DIR")
    values: dict[str, Any] = {"_secrets_dir": folder} if folder else {}
    return kind(**values)
