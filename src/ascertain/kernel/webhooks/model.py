"""Endpoints and deliveries of webhooks, and their errors."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ascertain.kernel.errors import InvalidInput, NotFound

DeliveryState = Literal["waiting", "delivered", "failed"]


class EndpointNotFound(NotFound):
    """The webhook endpoint does not exist in this tenant."""

    code = "webhook.not_found"


class TargetRefused(InvalidInput):
    """Events may not be sent to this address."""

    code = "webhook.target_refused"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A receiver of events; `topics` are names, prefixes that end in ".*", or "*" for all."""

    id: str
    url: str
    topics: tuple[str, ...]
    active: bool
    disabled_reason: str | None
    created_at: datetime

    def wants(self, topic: str) -> bool:
        """Whether events of this topic are sent to this endpoint."""
        return self.active and any(_covers(pattern, topic) for pattern in self.topics)


def _covers(pattern: str, topic: str) -> bool:
    return pattern in ("*", topic) or (pattern.endswith(".*") and topic.startswith(pattern[:-1]))


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one endpoint; `last_status` is the receiver's HTTP status."""

    id: str
    endpoint_id: str
    event_id: str
    topic: str
    state: DeliveryState
    attempts: int
    last_status: int | None
    last_error: str | None
    created_at: datetime
    finished_at: datetime | None
