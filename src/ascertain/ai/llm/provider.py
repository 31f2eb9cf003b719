"""The interface of a text provider."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol

from ascertain.ai.llm.model import DEFAULT_OPTIONS, CallOptions, Message, StreamEnd, TextDelta, ToolCallDelta
from ascertain.ai.llm.response_accumulator import ProviderResponse
from ascertain.ai.text import Passage


@dataclass(frozen=True, slots=True)
class ProviderCall:
    """One call as a provider sees it, without tenant or actor; `timeout_s` is the remaining time to the deadline.

    `id` is the call's id in the ledger. A provider passes it on where the vendor records a client id, so that the
    vendor's records can be reconciled with the ledger.
    """

    messages: tuple[Message, ...]
    sources: tuple[Passage, ...]
    question: str
    max_tokens: int
    timeout_s: float
    options: CallOptions = DEFAULT_OPTIONS
    id: str = ""


class Provider(Protocol):
    """A source of generated text. `price_provider` is its id in the price list; None means that calls are free."""

    @property
    def name(self) -> str:
        """The provider's name in the ledger."""

    @property
    def model(self) -> str:
        """The model's name in the ledger and the price list."""

    @property
    def price_provider(self) -> str | None:
        """The provider's id in the price list."""

    def stream(self, call: ProviderCall) -> AsyncGenerator[TextDelta | ToolCallDelta | StreamEnd, None]:
        """Pieces of the answer, then exactly one StreamEnd. Raises only LlmError and its subclasses."""

    async def complete(self, call: ProviderCall) -> ProviderResponse:
        """The same answer in one response; `collect` builds it from the stream where the vendor only streams."""
