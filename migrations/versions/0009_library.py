"""Tables of library."""

revision = "0009_library"
down_revision = "0008_risk"


def upgrade() -> None:
    pass
