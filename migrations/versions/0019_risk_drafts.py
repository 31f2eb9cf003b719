"""Who drafted a version of the policy, for somebody else has to publish it."""

from ascertain.kernel.database.schema import execute

revision = "0019_risk_drafts"
down_revision = "0018_users_disabled"


def upgrade() -> None:
    execute("""
        alter table risk_policies add column drafted_by_id text, add column drafted_by_name text,
            add column drafted_at timestamptz;
    """)
