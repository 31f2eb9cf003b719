"""Every setting of Ascertain: the rooms' settings, composed; read from the environment, a .env file and secret files."""

import os
from pathlib import Path
from typing import Any, Self

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ascertain.ai.llm import LlmSettings
from ascertain.kernel.config import (
    AuthSettings,
    DatabaseSettings,
    RedisSettings,
    StorageSettings,
    TelemetrySettings,
    WebhookSettings,
    WorkerSettings,
)
from ascertain.kyc.assistant.settings import AssistantSettings
from ascertain.kyc.documents.settings import DocumentSettings
from ascertain.kyc.ownership.settings import OwnershipSettings


class Settings(BaseSettings):
    """Where Ascertain keeps its things and where it listens."""

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
    storage: StorageSettings = Field(default_factory=StorageSettings, description="Files")
    auth: AuthSettings = Field(default_factory=AuthSettings, description="Sign-in and tokens")
    worker: WorkerSettings = Field(default_factory=WorkerSettings, description="Background work")
    webhooks: WebhookSettings = Field(default_factory=WebhookSettings, description="Events sent to other systems")
    telemetry: TelemetrySettings = Field(default_factory=TelemetrySettings, description="Logs and traces")
    documents: DocumentSettings = Field(default_factory=DocumentSettings, description="Uploads and reading")
    llm: LlmSettings = Field(default_factory=LlmSettings, description="Models that answer")
    assistant: AssistantSettings = Field(default_factory=AssistantSettings, description="Questions and answers")

    graph_url: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("GRAPH_URL", "ASCERTAIN_GRAPH_URL"),
        description="Short form of ASCERTAIN_OWNERSHIP__GRAPH_URL",
    )
    ownership: OwnershipSettings = Field(default_factory=OwnershipSettings, description="The graph")

    @model_validator(mode="after")
    def _short_forms(self) -> Self:
        if self.graph_url is not None and self.ownership.graph_url is None:
            self.ownership = self.ownership.model_copy(update={"graph_url": self.graph_url})
        if self.database_url is not None and self.database.url is None:
            self.database = self.database.model_copy(update={"url": self.database_url})
        if self.redis_url is not None and self.redis.url is None:
            self.redis = self.redis.model_copy(update={"url": self.redis_url})
        return self

    @property
    def signing_key_file(self) -> Path:
        """The file with the secret that signs tokens."""
        return self.auth.signing_key_file or self.home / "keys" / "signing"

    @property
    def storage_address(self) -> str:
        """Folder or URL of the files."""
        return self.storage.url or str(self.home / "files")


def load_settings() -> Settings:
    """Settings of this process; a folder named by ASCERTAIN_SECRETS_DIR holds one secret a file, named as the variable."""
    folder = os.environ.get("ASCERTAIN_SECRETS_DIR")
    values: dict[str, Any] = {"_secrets_dir": folder} if folder else {}
    return Settings(**values)
