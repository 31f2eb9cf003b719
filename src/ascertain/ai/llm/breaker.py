"""Circuit breakers: a provider that fails repeatedly is skipped for a while, then probed by a single call."""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, Protocol

from ascertain.kernel.redis import RedisGone, Script, SharedRedis, Word

BreakerKey = tuple[str, str, str]
BreakerState = Literal["closed", "open", "half-open"]


class Breakers(Protocol):
    """One breaker per (tenant, provider, model).

    A breaker opens after a number of consecutive failures. After the cooldown it admits one probe, whose result closes
    it or opens it again.
    """

    def state(self, key: BreakerKey) -> BreakerState:
        """The current state of the breaker."""

    def not_closed(self, tenant_id: str) -> Mapping[BreakerKey, BreakerState]:
        """The tenant's breakers that are open or half open."""

    async def admit(self, key: BreakerKey) -> bool:
        """Whether a call may be sent; in the half-open state only one probe at a time."""

    def succeeded(self, key: BreakerKey) -> None:
        """The provider answered."""

    def failed(self, key: BreakerKey) -> None:
        """The provider failed in a way that trips the breaker."""

    def released(self, key: BreakerKey) -> None:
        """The call is no evidence about the provider: it was cancelled, or the request itself was invalid."""

    async def close(self) -> None:
        """Stop background tasks."""


@dataclass(slots=True)
class _State:
    failures: int = 0
    opened_at: float | None = None
    probing_since: float | None = None


class LocalBreakers:
    """Breakers of this process; `now` is a clock in seconds."""

    def __init__(self, *, failures: int, cooldown_s: float, now: Callable[[], float]) -> None:
        self.failures = failures
        self.cooldown_s = cooldown_s
        self._now = now
        self._states: dict[BreakerKey, _State] = {}

    def state(self, key: BreakerKey) -> BreakerState:
        """The current state of the breaker."""
        state = self._states.get(key)
        if state is None or state.opened_at is None:
            return "closed"
        return "half-open" if self._now() - state.opened_at >= self.cooldown_s else "open"

    def not_closed(self, tenant_id: str) -> Mapping[BreakerKey, BreakerState]:
        """The tenant's breakers that are open or half open."""
        return {key: state for key in self._states if key[0] == tenant_id and (state := self.state(key)) != "closed"}

    async def admit(self, key: BreakerKey) -> bool:
        """Whether a call may be sent."""
        current = self.state(key)
        if current != "half-open":
            return current == "closed"
        state = self._states[key]
        # A probe whose task was killed never reports; it must not keep the breaker open forever.
        if state.probing_since is not None and self._now() - state.probing_since < self.cooldown_s:
            return False
        state.probing_since = self._now()
        return True

    def tracks(self, key: BreakerKey) -> bool:
        """Whether failures of this key are recorded."""
        return key in self._states

    def succeeded(self, key: BreakerKey) -> None:
        """The provider answered."""
        self._states.pop(key, None)

    def failed(self, key: BreakerKey) -> None:
        """The provider failed in a way that trips the breaker."""
        state = self._states.setdefault(key, _State())
        state.failures += 1
        state.probing_since = None
        if state.opened_at is not None or state.failures >= self.failures:
            state.opened_at = self._now()

    def released(self, key: BreakerKey) -> None:
        """The call is no evidence about the provider."""
        if state := self._states.get(key):
            state.probing_since = None

    def adopt(self, key: BreakerKey, failures: int, opened_at: float | None) -> None:
        """Adopt the state shared by other processes."""
        state = self._states.setdefault(key, _State())
        state.failures, state.opened_at = failures, opened_at

    def retain_only(self, keys: set[BreakerKey]) -> None:
        """Forget breakers that have closed in all processes."""
        for key in self._states.keys() - keys:
            del self._states[key]

    async def close(self) -> None:
        """No background tasks."""


# Each field of the hash is one breaker, its value "<failures> <opened at, 0 if closed>". Incrementing in a script counts
# failures of different processes without losing any. The expiry (a day) removes breakers of a system that has been shut down.
_FAILED = Script("""
    local current = redis.call('HGET', KEYS[1], ARGV[1])
    local failures, opened = 0, 0
    if current then failures, opened = string.match(current, '(%d+) ([%d.]+)') end
    failures = tonumber(failures) + 1
    if tonumber(opened) > 0 or failures >= tonumber(ARGV[2]) then opened = ARGV[3] end
    redis.call('HSET', KEYS[1], ARGV[1], failures .. ' ' .. opened)
    redis.call('EXPIRE', KEYS[1], 86400)
    return 1
""")
_STATE_KEY = "ascertain:breakers"
_PROBE_PREFIX = "ascertain:probe:"
# A breaker opened by one process reaches the others within this time; five reads a second cost Redis nothing noticeable.
_REFRESH_EVERY_S = 0.2
# The ASCII unit separator cannot occur in the names of tenants, providers or models.
_SEPARATOR = "\x1f"


class SharedBreakers:
    """Breakers shared by all API processes through Redis.

    Failures are counted in Redis. Each process polls the few breakers with failures several times a second, so a call to
    a healthy provider costs no round trip. A key in Redis elects the process that probes. While Redis is unavailable,
    each process continues with its local state.
    """

    def __init__(
        self, redis: SharedRedis, *, failures: int, cooldown_s: float, now: Callable[[], float] = time.time
    ) -> None:
        self._redis = redis
        self._now = now
        self._local = LocalBreakers(failures=failures, cooldown_s=cooldown_s, now=now)
        self._publishing: set[asyncio.Task[None]] = set()
        self._refreshing: asyncio.Task[None] | None = None

    def state(self, key: BreakerKey) -> BreakerState:
        """The state of the breaker as of the last refresh."""
        return self._local.state(key)

    def not_closed(self, tenant_id: str) -> Mapping[BreakerKey, BreakerState]:
        """The tenant's breakers that are open or half open."""
        return self._local.not_closed(tenant_id)

    async def admit(self, key: BreakerKey) -> bool:
        """Whether a call may be sent."""
        self._start_refreshing()
        if not await self._local.admit(key):
            return False
        if self._local.state(key) == "closed":
            return True
        probe_ms = int(self._local.cooldown_s * 1000)
        try:
            return bool(await self._redis.command("SET", _PROBE_PREFIX + _name(key), "1", "NX", "PX", probe_ms))
        except RedisGone:
            return True

    def succeeded(self, key: BreakerKey) -> None:
        """The provider answered."""
        if self._local.tracks(key):
            self._local.succeeded(key)
            self._publish("HDEL", _STATE_KEY, _name(key))
            self._publish("DEL", _PROBE_PREFIX + _name(key))

    def failed(self, key: BreakerKey) -> None:
        """The provider failed in a way that trips the breaker."""
        self._local.failed(key)
        self._publish(_FAILED, _name(key), self._local.failures, f"{self._now():.3f}")
        self._publish("DEL", _PROBE_PREFIX + _name(key))

    def released(self, key: BreakerKey) -> None:
        """The call is no evidence about the provider."""
        if self._local.tracks(key):
            self._local.released(key)
            self._publish("DEL", _PROBE_PREFIX + _name(key))

    async def close(self) -> None:
        """Stop refreshing and wait for pending writes."""
        if self._refreshing is not None:
            self._refreshing.cancel()
        await asyncio.gather(*self._publishing, return_exceptions=True)

    async def refresh(self) -> None:
        """Load the shared state from Redis. Raises RedisGone."""
        fields = await self._redis.command("HGETALL", _STATE_KEY)
        pairs = fields.items() if isinstance(fields, dict) else zip(fields[::2], fields[1::2], strict=True)
        shared: dict[BreakerKey, tuple[int, float | None]] = {}
        for field, value in pairs:
            tenant, provider, model = field.decode().split(_SEPARATOR)
            failures, opened = value.decode().split(" ")
            shared[tenant, provider, model] = int(failures), float(opened) or None
        # While this process has unwritten changes, the snapshot may predate them and would undo them.
        if not self._publishing:
            self._local.retain_only(set(shared))
            for key, (failures, opened_at) in shared.items():
                self._local.adopt(key, failures, opened_at)

    def _start_refreshing(self) -> None:
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.create_task(self._refresh_forever())

    async def _refresh_forever(self) -> None:
        while True:
            with suppress(RedisGone):
                await self.refresh()
            await asyncio.sleep(_REFRESH_EVERY_S)

    def _publish(self, what: Script | str, *words: Word) -> None:
        task = asyncio.create_task(self._publish_now(what, *words))
        self._publishing.add(task)
        task.add_done_callback(self._publishing.discard)

    async def _publish_now(self, what: Script | str, *words: Word) -> None:
        with suppress(RedisGone):
            if isinstance(what, Script):
                await self._redis.run(what, [_STATE_KEY], *words)
            else:
                await self._redis.command(what, *words)


def _name(key: BreakerKey) -> str:
    return _SEPARATOR.join(key)
