"""Settings that every process has: the ground it stands on, sign-in, and the models that answer."""

import os
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ascertain.ai.llm import LlmSettings
from ascertain.kernel.config import AuthSettings, DatabaseSettings, RedisSettings, TelemetrySettings

AnySettings = TypeVar("AnySettings", bound="BaseSettings")


class GroundSettings(BaseSettings):
    """What a process needs that serves models alone, without any KYC room."""

    model_config = SettingsConfigDict(
        env_prefix="ASCERTAIN_", env_nested_delimiter="__", env_file=".env", extra="ignore", populate_by_name=True
    )

    home: Path = Field(
        Path(".ascertain"), description="Home folder: the embedded database, files and keys that have no other place"
    )
    host: str = Field("127.0.0.1", description="Address the server listens on")
    port: int = Field(8800, ge=0, le=65535, description="Port the server listens on; 0: a free one")
    database_url: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("DATABASE_URL", "ASCERTAIN_DATABASE_URL"),
        description="Short form of ASCERTAIN_DATABASE__URL",
    )
    database: DatabaseSettings = Field(default_factory=DatabaseSettings, description="Postgres")
    redis_url: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("REDIS_URL", "ASCERTAIN_REDIS_URL"),
        description="Short form of ASCERTAIN_REDIS__URL",
    )
    redis: RedisSettings = Field(default_factory=RedisSettings, description="Redis")
    auth: AuthSettings = Field(default_factory=AuthSettings, description="Sign-in and tokens")
    telemetry: TelemetrySettings = Field(default_factory=TelemetrySettings, description="Logs and traces")
    llm: LlmSettings = Field(default_factory=LlmSettings, description="Models that answer")

    @model_validator(mode="after")
    def _short_addresses(self) -> Self:
        if self.database_url is not None and self.database.url is None:
            self.database = self.database.model_copy(update={"url": self.database_url})
        if self.redis_url is not None and self.redis.url is None:
            self.redis = self.redis.model_copy(update={"url": self.redis_url})
        return self

    @property
    def signing_key_file(self) -> Path:
        """The file with the secret that signs tokens."""
        return self.auth.signing_key_file or self.home / "keys" / "signing"


def load(kind: type[AnySettings]) -> AnySettings:
    """Settings of this process; a folder named by ASCERTAIN_SECRETS_DIR holds one secret a file, named as the variable."""
    folder = os.environ.get("ASCERTAIN_SECRETS_DIR")
    values: dict[str, Any] = {"_secrets_dir": folder} if folder else {}
    return kind(**values)
