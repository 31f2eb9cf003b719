"""Settings of the kernel, each with what it means; `entrypoints/settings.py` composes them with those of the rooms."""

from pathlib import Path

from pydantic import BaseModel, Field, SecretStr


class DatabaseSettings(BaseModel):
    """Postgres."""

    url: SecretStr | None = Field(
        None, description="Address of the app's role, which must not own the tables; unset: the embedded server"
    )
    owner_url: SecretStr | None = Field(
        None,
        description="Address of the role that runs migrations; it needs BYPASSRLS. Unset: migrations are yours to run",
    )
    pool_size: int = Field(20, ge=2, le=200, description="Most connections of one process")
    shared_buffers: str = Field("128MB", description="Cache of the embedded server")


class StorageSettings(BaseModel):
    """Files."""

    url: str | None = Field(None, description="Folder or URL (s3://, gs://, az://); unset: a folder in the home folder")


class AuthSettings(BaseModel):
    """Sign-in and tokens."""

    access_token_minutes: int = Field(10, ge=1, le=60, description="How long an access token is good for")
    refresh_token_days: int = Field(14, ge=1, le=90, description="How long a sign-in lasts without use")
    signing_key_file: Path | None = Field(
        None, description="File with the secret that signs tokens; unset: made once in the home folder"
    )
    failed_sign_ins_per_quarter_hour: int = Field(
        10, ge=3, le=1000, description="Wrong passwords for one e-mail address before it has to wait"
    )
    argon2_memory_kib: int = Field(19456, ge=8, description="Memory of the password hash, KiB")
    argon2_rounds: int = Field(2, ge=1, le=20, description="Rounds of the password hash")


class TelemetrySettings(BaseModel):
    """Logs and traces."""

    log_level: str = Field(
        "INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Least severe line that is logged"
    )
    otlp_endpoint: str | None = Field(None, description="Where traces go (OTLP over HTTP); unset: nowhere")


class WorkerSettings(BaseModel):
    """Background work."""

    heartbeat_timeout_s: float = Field(
        20, ge=2, le=600, description="Silence after which a running job is taken from its worker, seconds"
    )
    ledger_every_s: float = Field(
        60, ge=1, le=86_400, description="Pause between two looks at the ledger of model calls, seconds"
    )
    audit_seal_every_s: float = Field(
        5, ge=0.2, le=3600, description="Pause between two sealings of the audit log, seconds"
    )


class WebhookSettings(BaseModel):
    """Events sent to other systems."""

    allow_private_targets: bool = Field(False, description="Whether webhooks may go to addresses inside the network")
    timeout_s: float = Field(10, ge=1, le=60, description="Longest wait for a receiver's answer, seconds")
    endpoints_per_tenant: int = Field(20, ge=1, le=1000, description="Most webhook endpoints of one tenant")


class RedisSettings(BaseModel):
    """Redis, shared by the API processes."""

    url: SecretStr | None = Field(
        None,
        description="Address of Redis, such as redis://host:6379/0 (rediss:// by TLS, with ?ssl_ca_certs=FILE for an authority of "
        "one's own; unix:// a socket); unset: one API process, its limits in memory",
    )
