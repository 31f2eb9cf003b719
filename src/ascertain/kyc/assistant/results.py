"""What was computed about a case, as sentences that can be cited: owners, hits, risk."""

from ascertain.kernel.database import Connection
from ascertain.kyc.assistant.model import Source


async def result_statements(tx: Connection, case_id: str) -> list[Source]:
    """The case's owners, screening hits and risk, as far as they are computed."""
    return []
