"""What a call costs, and the most that it can cost, by the price list that comes with genai-prices."""

from dataclasses import dataclass
from decimal import Decimal

import genai_prices

from ascertain.ai.llm.model import Message, Usage

PRICE_LIST = f"genai-prices {genai_prices.__version__}"
FREE = "free"
UNPRICED = "unpriced"


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars, and the price list they come from ("unpriced" where it does not know the model)."""

    cost_usd: Decimal
    version: str


def price_of(price_provider: str | None, model: str, usage: Usage) -> Price:
    """The cost of `usage` of a model; nothing where the provider runs here or the list does not know the model."""
    if price_provider is None:
        return Price(Decimal(0), FREE)
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


def upper_bound(messages: tuple[Message, ...], max_tokens: int) -> Usage:
    """Tokens that a call cannot exceed: a token of any tokenizer in use stands for at least one byte of text."""
    size = sum(len(message.content.encode()) + 16 for message in messages)
    return Usage(size + 16, max_tokens, estimated=True)


def estimate(messages: tuple[Message, ...], answer: str) -> Usage:
    """A fair guess where the provider did not count: four characters a token."""
    return Usage(sum(len(message.content) for message in messages) // 4 + 1, len(answer) // 4 + 1, estimated=True)
