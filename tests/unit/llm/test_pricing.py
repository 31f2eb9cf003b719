"""Calls are priced by the list that ships, and a reservation is never below what is used."""

from decimal import Decimal

from ascertain.ai.llm import Message, Usage
from ascertain.ai.llm.pricing import FREE, PRICE_LIST, UNPRICED, price_of, upper_bound


def test_cached_tokens_cost_less() -> None:
    plain = price_of("openai", "gpt-5-mini", Usage(1000, 100))
    cached = price_of("openai", "gpt-5-mini", Usage(1000, 100, 800))
    assert Decimal(0) < cached.cost_usd < plain.cost_usd
    assert plain.version == PRICE_LIST


def test_a_model_of_ones_own_is_free_and_an_unknown_one_says_so() -> None:
    assert price_of(None, "llama", Usage(10, 10)).version == FREE
    assert price_of("openai", "no-such-model", Usage(10, 10)).version == UNPRICED


def test_the_bound_counts_a_token_for_every_byte() -> None:
    bound = upper_bound((Message("user", "é" * 10),), 50)
    assert bound.input_tokens >= 20
    assert bound.output_tokens == 50
