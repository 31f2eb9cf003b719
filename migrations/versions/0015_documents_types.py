"""Documents: types by file, parts of a combined file, a form's own fields, and what vouches for a value."""

from ascertain.kernel.database.schema import execute

revision = "0015_documents_types"
down_revision = "0014_llm_spending"


def upgrade() -> None:
    execute("""
        alter table documents_documents
            add column parts jsonb not null default '[]',
            add column type_author text;
        alter table documents_pages add column fields jsonb not null default '[]';
        alter table documents_facts add column details jsonb not null default '{}';
    """)
