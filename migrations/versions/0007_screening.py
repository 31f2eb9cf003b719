"""Tables of screening."""

revision = "0007_screening"
down_revision = "0006_ownership"


def upgrade() -> None:
    pass
