"""Tables of assistant."""

revision = "0011_assistant"
down_revision = "0010_llm"


def upgrade() -> None:
    pass
