"""Tables of llm."""

revision = "0010_llm"
down_revision = "0009_library"


def upgrade() -> None:
    pass
