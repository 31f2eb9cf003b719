"""Settings of the kernel with their descriptions; `entrypoints/settings.py` composes them with those of other packages."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, SecretStr

Access = Literal["auto", "open", "signed_in", "off"]


class DatabaseSettings(BaseModel):
    """Postgres."""

    url: SecretStr | None = Field(
        None, description="Address with the app's role, which must not own the tables; unset: the embedded server"
    )
    owner_url: SecretStr | None = Field(
        None,
        description="Address with the role that runs migrations; it needs BYPASSRLS. Unset: run `ascertain migrate` yourself",
    )
    pool_size: int = Field(20, ge=2, le=200, description="Maximum number of connections of one process")
    shared_buffers: str = Field("128MB", description="Buffer cache of the embedded server")


class StorageSettings(BaseModel):
    """Files."""

    url: str | None = Field(None, description="Folder or URL (s3://, gs://, az://); unset: a folder in the home folder")
    replica_url: str | None = Field(
        None,
        description="Second folder or URL with the same files, kept by your own replication: damaged files are repaired from it. "
        "Ascertain never writes to it",
    )
    scrub_every_days: float = Field(
        7, gt=0, le=3650, description="Days after which every stored file has been read and its hash checked again"
    )
    scrub_bytes_per_s: int = Field(
        4 << 20,
        ge=1024,
        description="Reading of the checks of stored files, bytes per second of a worker over all tenants",
    )


class AuditSettings(BaseModel):
    """Keys and anchors of the audit log."""

    key_file: Path | None = Field(
        None,
        description="File with the keys of the audit log, one per line, the last one signs; unset: created in the home folder. "
        "Every process needs it",
    )
    keys: SecretStr | None = Field(
        None, description="The keys themselves, separated by commas, the last one signs; instead of the file"
    )
    anchor_file: Path | None = Field(
        None,
        description="File to which workers append the head of the audit log; unset: in the home folder. Put it on a disk that "
        "administrators of the database cannot write to",
    )
    anchor_url: str | None = Field(
        None,
        description="Bucket (s3://, gs://, az://) that also gets each head, under names that are only created; set a default "
        "object lock on it",
    )
    timestamp_url: str | None = Field(
        None, description="Timestamp authority (RFC 3161) that is asked for a timestamp of the newest head"
    )
    timestamp_every_h: float = Field(1, gt=0, le=8760, description="Interval between two timestamps, hours")
    timestamp_roots_file: Path | None = Field(
        None, description="Certificates of the authorities whose timestamps are trusted (PEM), for verifying"
    )


class AuthSettings(BaseModel):
    """Sign-in and tokens."""

    access_token_minutes: int = Field(10, ge=1, le=60, description="Lifetime of an access token, minutes")
    refresh_token_days: int = Field(14, ge=1, le=90, description="Lifetime of a sign-in without use, days")
    signing_key_file: Path | None = Field(
        None, description="File with the secret that signs tokens; unset: created in the home folder"
    )
    failed_sign_ins_per_quarter_hour: int = Field(
        10,
        ge=3,
        le=1000,
        description="Wrong passwords for one e-mail address from one network (or browser) before further attempts are refused for "
        "30 seconds, then for twice as long each time, up to a quarter of an hour",
    )
    failed_sign_ins_per_account: int = Field(
        50,
        ge=3,
        le=100_000,
        description="The same for one e-mail address from all networks together, except those from which it signed in before",
    )
    failed_sign_ins_per_network: int = Field(
        50,
        ge=3,
        le=1_000_000,
        description="The same for all e-mail addresses from one network together, except those that signed in from it before",
    )
    sign_in_days: int = Field(
        30, ge=1, le=365, description="Longest lifetime of a program's sign-in, however it is used, days"
    )
    session_idle_minutes: int = Field(
        60, ge=1, le=1440, description="Time without activity after which a browser session ends, minutes"
    )
    session_hours: int = Field(12, ge=1, le=168, description="Longest lifetime of a browser session, hours")
    link_hours: int = Field(
        72, ge=1, le=720, description="Lifetime of the one-time link with which a user sets a password, hours"
    )
    two_factor_roles: list[str] = Field(
        default_factory=list,
        description="Roles that require two-factor authentication: without it their users can do nothing else",
    )
    breached_passwords_file: Path | None = Field(
        None,
        description="File of breached passwords that are refused: sorted SHA-1 hashes, as public collections are distributed, "
        "or one password a line",
    )
    api_key_days: int = Field(90, ge=1, le=3650, description="Lifetime of an API key where none is given, days")
    api_key_max_days: int = Field(365, ge=1, le=3650, description="Longest lifetime that an API key may get, days")
    # Memory and rounds are OWASP's minimum for argon2id: 19 MiB and 2 iterations, with one degree of parallelism.
    argon2_memory_kib: int = Field(19456, ge=8, description="Memory of the password hash, KiB")
    argon2_rounds: int = Field(2, ge=1, le=20, description="Rounds of the password hash")


class HttpSettings(BaseModel):
    """Requests: who may send them, from where, how large and how slowly."""

    allowed_hosts: list[str] = Field(
        [],
        description='Names (or addresses) under which the server is reached, as JSON: ["ascertain.bank.example"]; any other is '
        "answered with 421. Empty: names of this machine's loopback where the server listens on loopback, otherwise every name",
    )
    trusted_proxies: list[str] = Field(
        [],
        description="Addresses or networks of proxies whose X-Forwarded-For and -Proto are believed, as JSON; empty: none",
    )
    api_origins: list[str] = Field(
        [],
        description='Origins of other web apps whose scripts may call /api with a bearer token, as JSON: ["https://app.example"]; '
        '["*"] for every origin. Cookies are never accepted from another origin',
    )
    v1_origins: list[str] = Field([], description="The same for /v1")
    metrics: Access = Field(
        "auto",
        description="Who reads /metrics: open (everybody), signed_in (an API key or token with system.read), off; auto: open on "
        "loopback, otherwise signed_in",
    )
    openapi: Access = Field(
        "auto",
        description="Who reads /api/v1/openapi.json: open, signed_in (anybody who is) or off; auto as for metrics",
    )
    open_body_kb: int = Field(8, ge=1, le=1024, description="Largest body of a route that needs no sign-in, kB")
    json_body_kb: int = Field(1024, ge=16, le=65_536, description="Largest JSON body of the other routes, kB")
    upload_body_mb: int = Field(
        512,
        ge=1,
        le=16_384,
        description="Largest upload or import with all its files, MB; each file has a limit of its own",
    )
    v1_body_mb: int = Field(32, ge=1, le=512, description="Largest body under /v1, MB")
    header_timeout_s: float = Field(15, gt=0, le=600, description="Time to send the headers of a request, seconds")
    body_timeout_s: float = Field(
        30,
        gt=0,
        le=3600,
        description="Time to send a body beyond what 4 kB a second allow, and to read a response without any progress, seconds",
    )
    max_connections: int = Field(
        15_000, ge=10, le=1_000_000, description="Most open connections of one process; further ones are closed at once"
    )


class TelemetrySettings(BaseModel):
    """Logs and traces."""

    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Lowest severity that is logged")
    otlp_endpoint: str | None = Field(None, description="Endpoint for traces (OTLP over HTTP); unset: no export")


class WorkerSettings(BaseModel):
    """Background work."""

    heartbeat_timeout_s: float = Field(
        20,
        ge=2,
        le=600,
        description="Time without heartbeat after which a running job is given to another worker, seconds",
    )
    ledger_every_s: float = Field(
        60, ge=1, le=86_400, description="Interval between two settlements of the usage ledger, seconds"
    )
    audit_seal_every_s: float = Field(
        5, ge=0.2, le=3600, description="Interval between two sealings of the audit log, seconds"
    )


class ShareSettings(BaseModel):
    """What a tenant may compute while others are active."""

    occupied: float = Field(
        0.15,
        gt=0,
        le=1,
        description="How busy the interpreter of an API process or worker may be, as a share of one processor, before a tenant "
        "that takes more than its fair share waits for the others; 1: only where it is fully busy",
    )


class WebhookSettings(BaseModel):
    """Events sent to other systems."""

    allow_private_targets: bool = Field(False, description="Whether webhooks may be sent to private network addresses")
    timeout_s: float = Field(10, ge=1, le=60, description="Timeout of a delivery, seconds")
    endpoints_per_tenant: int = Field(
        20, ge=1, le=1000, description="Maximum number of webhook endpoints of one tenant"
    )


class RedisSettings(BaseModel):
    """Redis, shared by the API processes."""

    url: SecretStr | None = Field(
        None,
        description="Address of Redis, such as redis://host:6379/0 (rediss:// for TLS, with ?ssl_ca_certs=FILE for a private "
        "authority; unix:// for a socket); unset: a single API process with its limits in memory",
    )
