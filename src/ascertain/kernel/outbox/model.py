"""An event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; `ordinal` counts from 1 within the tenant's stream."""

    id: str
    tenant_id: str
    stream: str
    ordinal: int
    topic: str
    data: dict[str, Any]
    at: datetime
