"""The cost of a call, and its upper bound, by the price list of the genai-prices package."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib import import_module
from typing import Any

import genai_prices
import msgspec

from ascertain.ai.llm.model import DEFAULT_OPTIONS, CallOptions, Message, Usage

PRICE_LIST = f"genai-prices {genai_prices.__version__}"
FREE = "free"
UNPRICED = "unpriced"
_MILLION = Decimal(1_000_000)
# An upper bound for the tokens that a chat format adds around a message or a tool call.
_FRAME_TOKENS = 16
# Vendors wrap tools and schemas in their own system prompt, whose text is not published; the published token counts of it
# are below a thousand.
_TOOL_PROMPT_TOKENS = 1024
# The usual rule of thumb for English text.
_CHARACTERS_PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Price:
    """The cost in US dollars and the version of the price list ("unpriced" if it does not list the model)."""

    cost_usd: Decimal
    version: str


@dataclass(frozen=True, slots=True)
class _Rate:
    """US dollars per million tokens: a base rate, and rates for the whole call above a number of input tokens."""

    base: Decimal
    steps: tuple[tuple[int, Decimal], ...] = ()

    def at(self, input_tokens: int) -> Decimal:
        rate = self.base
        for start, price in self.steps:
            if input_tokens > start:
                rate = price
        return rate


@dataclass(frozen=True, slots=True)
class _Rates:
    input: _Rate
    output: _Rate
    cache_read: _Rate
    cache_write: _Rate


def load_price_list() -> None:
    """Import the price list now: it is 1.5 MB of code, and the first call would wait a second for it otherwise."""
    import_module("genai_prices.data")


def price_of(price_provider: str | None, model: str, usage: Usage) -> Price:
    """The cost of `usage`; zero if the provider is local or the price list does not know the model."""
    if price_provider is None:
        return Price(Decimal(0), FREE)
    rates = _rates(price_provider, model)
    if not isinstance(rates, _Rates):
        return Price(Decimal(0), UNPRICED) if rates == UNPRICED else _price_from_list(price_provider, model, usage)
    read = min(usage.cached_tokens, usage.input_tokens)
    written = min(usage.cache_write_tokens, usage.input_tokens - read)
    total = usage.input_tokens
    cost = (
        (total - read - written) * rates.input.at(total)
        + read * rates.cache_read.at(total)
        + written * rates.cache_write.at(total)
        + usage.output_tokens * rates.output.at(total)
    )
    return Price(cost / _MILLION, PRICE_LIST)


@lru_cache(maxsize=1000)
def _rates(price_provider: str, model: str) -> _Rates | str:
    """The rates of a model whose price is a plain sum of tokens times rates.

    Cached because `genai_prices.calc_price` takes half a millisecond per call. Returns "unpriced" if the list does not
    know the model, and "list" if the price must be calculated by the list itself.
    """
    try:
        one = genai_prices.Usage(input_tokens=1, output_tokens=1)
        found = genai_prices.calc_price(one, model_ref=model, provider_id=price_provider)
    except (LookupError, ValueError):
        return UNPRICED
    if isinstance(found.model.prices, list):  # prices that depend on the time of day
        return "list"
    price: Any = found.model_price
    read_in = _rate(getattr(price, "input_mtok", None))
    written = _rate(getattr(price, "output_mtok", None))
    if read_in is None or written is None:
        return "list"
    cache_read = _rate(getattr(price, "cache_read_mtok", None)) or read_in
    return _Rates(read_in, written, cache_read, _rate(getattr(price, "cache_write_mtok", None)) or read_in)


def _rate(price: Any) -> _Rate | None:
    if price is None or isinstance(price, Decimal):
        return None if price is None else _Rate(price)
    return _Rate(price.base, tuple((tier.start, tier.price) for tier in price.tiers))


def _price_from_list(price_provider: str, model: str, usage: Usage) -> Price:
    counted = genai_prices.Usage(
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cache_read_tokens=min(usage.cached_tokens, usage.input_tokens),
    )
    try:
        found = genai_prices.calc_price(counted, model_ref=model, provider_id=price_provider)
    except (LookupError, ValueError):
        return Price(Decimal(0), UNPRICED)
    return Price(found.total_price, PRICE_LIST)


def upper_bound(messages: Sequence[Message], max_tokens: int, options: CallOptions = DEFAULT_OPTIONS) -> Usage:
    """The tokens that a call cannot exceed.

    A token of any tokenizer in use covers at least one byte, so the input bound is the length in bytes.
    """
    size = _FRAME_TOKENS + sum(len(message.content.encode()) + _FRAME_TOKENS for message in messages)
    for message in messages:
        size += sum(len(call.arguments.encode()) + len(call.name) + _FRAME_TOKENS for call in message.tool_calls)
    if options.tools:
        size += _TOOL_PROMPT_TOKENS + len(msgspec.json.encode(options.tools))
    if options.output_schema is not None:
        size += _TOOL_PROMPT_TOKENS + len(msgspec.json.encode(options.output_schema.schema))
    return Usage(size, max_tokens, estimated=True)


def estimate(messages: Sequence[Message], answer: str) -> Usage:
    """An estimate of the usage where the provider reports none."""
    asked = sum(len(message.content) for message in messages)
    return Usage(asked // _CHARACTERS_PER_TOKEN + 1, len(answer) // _CHARACTERS_PER_TOKEN + 1, estimated=True)
