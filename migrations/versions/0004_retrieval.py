"""Tables of retrieval."""

revision = "0004_retrieval"
down_revision = "0003_documents"


def upgrade() -> None:
    pass
