"""Tables of ownership."""

revision = "0006_ownership"
down_revision = "0005_entities"


def upgrade() -> None:
    pass
