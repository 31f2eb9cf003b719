"""The policy library has no table of its own: its documents are those of the collection "library"."""

revision = "0009_library"
down_revision = "0008_risk"


def upgrade() -> None:
    pass
