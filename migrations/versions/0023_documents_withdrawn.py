"""Documents: a fact that a person accepted under a type that was corrected since is withdrawn, not kept in force."""

from ascertain.kernel.database.schema import execute

revision = "0023_documents_withdrawn"
down_revision = "0022_documents_flags"


def upgrade() -> None:
    execute("""
        alter table documents_facts drop constraint documents_facts_state_check;
        alter table documents_facts add constraint documents_facts_state_check
            check (state in ('unchecked', 'accepted', 'rejected', 'superseded', 'withdrawn'));
    """)
