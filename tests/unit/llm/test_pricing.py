"""Calls are priced by the bundled price list, and a reservation is never below the actual usage."""

from decimal import Decimal

import genai_prices
import pytest

from ascertain.ai.llm import CallOptions, Message, Tool, Usage
from ascertain.ai.llm.pricing import FREE, PRICE_LIST, UNPRICED, price_of, upper_bound


def test_cached_tokens_cost_less() -> None:
    plain = price_of("openai", "gpt-5-mini", Usage(1000, 100))
    cached = price_of("openai", "gpt-5-mini", Usage(1000, 100, 800))
    assert Decimal(0) < cached.cost_usd < plain.cost_usd
    assert plain.version == PRICE_LIST


def test_a_local_model_is_free_and_an_unknown_model_is_unpriced() -> None:
    assert price_of(None, "llama", Usage(10, 10)).version == FREE
    assert price_of("openai", "no-such-model", Usage(10, 10)).version == UNPRICED


def test_the_upper_bound_is_one_token_per_byte() -> None:
    bound = upper_bound((Message("user", "é" * 10),), 50)
    assert bound.input_tokens >= 20
    assert bound.output_tokens == 50


@pytest.mark.parametrize(
    ("provider", "model"), [("openai", "gpt-5-mini"), ("anthropic", "claude-sonnet-4-5"), ("google", "gemini-2.5-pro")]
)
@pytest.mark.parametrize("size", [100, 199_999, 250_000])
def test_our_price_equals_that_of_the_price_list(provider: str, model: str, size: int) -> None:
    counted = genai_prices.Usage(input_tokens=size, output_tokens=321, cache_read_tokens=40, cache_write_tokens=20)
    expected = genai_prices.calc_price(counted, model_ref=model, provider_id=provider).total_price
    assert price_of(provider, model, Usage(size, 321, 40, cache_write_tokens=20)).cost_usd == expected


def test_the_upper_bound_includes_tools_and_schemas() -> None:
    options = CallOptions(tools=(Tool("owners", "x" * 500, {"type": "object"}),))
    assert (
        upper_bound((Message("user", "?"),), 5, options).input_tokens
        > upper_bound((Message("user", "?"),), 5).input_tokens + 500
    )
