"""The claim of an Idempotency-Key knows whether work of its request was committed."""

from ascertain.kernel.database.schema import execute

revision = "0042_committed_claims"
down_revision = "0041_issuers_and_replays"


def upgrade() -> None:
    execute("alter table http_idempotency add column committed boolean not null default false")
