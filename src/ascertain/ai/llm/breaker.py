"""Circuit breakers: a provider that keeps failing is left alone for a while, then tried by one call."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

BreakerKey = tuple[str, str, str]


@dataclass(slots=True)
class _State:
    failures: int = 0
    opened_at: float | None = None
    probing_since: float | None = None


class Breakers:
    """One breaker per (tenant, provider, model), in this process.

    Opens after `failures` in a row; after `cooldown_s` lets one probe through, whose result closes or opens it again.
    `now` is a monotonic clock in seconds.
    """

    def __init__(self, *, failures: int, cooldown_s: float, now: Callable[[], float]) -> None:
        self._failures = failures
        self._cooldown_s = cooldown_s
        self._now = now
        self._states: dict[BreakerKey, _State] = {}

    def state(self, key: BreakerKey) -> Literal["closed", "open", "half-open"]:
        """What the breaker says at this moment."""
        state = self._states.get(key)
        if state is None or state.opened_at is None:
            return "closed"
        return "half-open" if self._now() - state.opened_at >= self._cooldown_s else "open"

    def admit(self, key: BreakerKey) -> bool:
        """Whether a call may leave; in the half-open state it may be the probe, of which there is one at a time."""
        said = self.state(key)
        if said != "half-open":
            return said == "closed"
        state = self._states[key]
        # A probe that never reported (its task was killed) must not hold the breaker open for ever.
        if state.probing_since is not None and self._now() - state.probing_since < self._cooldown_s:
            return False
        state.probing_since = self._now()
        return True

    def succeeded(self, key: BreakerKey) -> None:
        """The provider answered."""
        self._states.pop(key, None)

    def failed(self, key: BreakerKey) -> None:
        """The provider failed in a way that counts."""
        state = self._states.setdefault(key, _State())
        state.failures += 1
        state.probing_since = None
        if state.opened_at is not None or state.failures >= self._failures:
            state.opened_at = self._now()

    def released(self, key: BreakerKey) -> None:
        """The call says nothing about the provider (it was stopped, or the request itself was bad)."""
        if state := self._states.get(key):
            state.probing_since = None
