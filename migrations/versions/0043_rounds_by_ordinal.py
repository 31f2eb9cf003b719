"""Rounds of a case begin at an ordinal of its stream: a moment is not the order of commits, and a clock may be set back."""

from ascertain.kernel.database.schema import execute

revision = "0043_rounds_by_ordinal"
down_revision = "0042_committed_claims"


def upgrade() -> None:
    execute("""
        -- Entries and rounds from before have none; they are compared by their moments as before.
        alter table audit_entries add column ordinal bigint;
        alter table cases_cases add column decided_ordinal bigint, add column round_started_ordinal bigint;
    """)
