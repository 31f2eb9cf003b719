"""The assistant's tools: what the asker might do when asking, and notes that a model drafted."""

from ascertain.kernel.database.schema import execute

revision = "0025_assistant_tools"
down_revision = "0024_documents_joins"


def upgrade() -> None:
    execute("""
        alter table assistant_runs
            add column permissions jsonb not null default '[]',
            add column drafts jsonb not null default '[]';
    """)
