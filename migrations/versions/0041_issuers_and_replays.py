"""Links know all persons who answer for their issue; stored responses know the permissions that their routes require."""

from ascertain.kernel.database.schema import execute

revision = "0041_issuers_and_replays"
down_revision = "0040_audit_keys"


def upgrade() -> None:
    execute("""
        alter table auth_links add column issuers text[] not null default '{}';
        update auth_links set issuers = array[issued_by] where issued_by is not null;
        alter table auth_links drop column issued_by;
        -- Responses from before do not know what their routes require.
        truncate http_idempotency;
        alter table http_idempotency add column permissions text[] not null default '{}';
    """)
