"""Tables of entities."""

revision = "0005_entities"
down_revision = "0004_retrieval"


def upgrade() -> None:
    pass
