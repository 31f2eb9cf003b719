"""Settings of every serving process: address, sign-in and models."""

from pathlib import Path
from typing import Self

from pydantic import AliasChoices, Field, SecretStr, model_validator

from ascertain.ai.llm import LlmSettings
from ascertain.entrypoints.process_settings import ProcessSettings
from ascertain.kernel.config import AuthSettings, HttpSettings, RedisSettings, TelemetrySettings


class GatewaySettings(ProcessSettings):
    """The settings of a process that serves models alone, without any KYC package."""

    redis_url: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("REDIS_URL", "ASCERTAIN_REDIS_URL"),
        description="Short form of ASCERTAIN_REDIS__URL",
    )
    redis: RedisSettings = Field(default_factory=RedisSettings, description="Redis")
    http: HttpSettings = Field(default_factory=HttpSettings, description="Requests: origins, hosts, sizes and times")
    auth: AuthSettings = Field(default_factory=AuthSettings, description="Sign-in and tokens")
    telemetry: TelemetrySettings = Field(default_factory=TelemetrySettings, description="Logs and traces")
    llm: LlmSettings = Field(default_factory=LlmSettings, description="Models that answer")

    @model_validator(mode="after")
    def _short_redis_address(self) -> Self:
        # The long form takes precedence where both are set.
        if self.redis_url is not None and self.redis.url is None:
            self.redis = self.redis.model_copy(update={"url": self.redis_url})
        return self

    @property
    def signing_key_file(self) -> Path:
        """The file with the secret that signs tokens."""
        return self.auth.signing_key_file or self.home / "keys" / "signing"
