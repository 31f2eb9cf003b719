"""Tables of risk."""

revision = "0008_risk"
down_revision = "0007_screening"


def upgrade() -> None:
    pass
