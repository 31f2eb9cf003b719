"""Tables of cases."""

revision = "0012_cases"
down_revision = "0011_assistant"


def upgrade() -> None:
    pass
