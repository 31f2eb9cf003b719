"""A provider that fails repeatedly is skipped, then probed by a single call."""

from ascertain.ai.llm import LocalBreakers

KEY = ("tenant", "openai", "gpt")


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_a_breaker_opens_after_consecutive_failures_for_its_key_only() -> None:
    breakers = LocalBreakers(failures=2, cooldown_s=10, now=Seconds())
    breakers.failed(KEY)
    assert await breakers.admit(KEY)
    breakers.failed(KEY)
    assert not await breakers.admit(KEY)
    assert await breakers.admit(("other tenant", "openai", "gpt"))


async def test_a_success_resets_the_failure_count() -> None:
    breakers = LocalBreakers(failures=2, cooldown_s=10, now=Seconds())
    breakers.failed(KEY)
    breakers.succeeded(KEY)
    breakers.failed(KEY)
    assert breakers.state(KEY) == "closed"


async def test_one_probe_decides_after_the_cooldown() -> None:
    now = Seconds()
    breakers = LocalBreakers(failures=1, cooldown_s=10, now=now)
    breakers.failed(KEY)
    now.now = 10
    assert await breakers.admit(KEY)
    assert not await breakers.admit(KEY)
    breakers.failed(KEY)
    assert breakers.state(KEY) == "open"
    now.now = 20
    assert await breakers.admit(KEY)
    breakers.succeeded(KEY)
    assert await breakers.admit(KEY) and await breakers.admit(KEY)


async def test_a_cancelled_probe_allows_another() -> None:
    now = Seconds()
    breakers = LocalBreakers(failures=1, cooldown_s=10, now=now)
    breakers.failed(KEY)
    now.now = 10
    assert await breakers.admit(KEY)
    breakers.released(KEY)
    assert await breakers.admit(KEY)
