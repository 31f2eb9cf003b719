"""What every provider of text must do."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol

from ascertain.ai.llm.model import DEFAULT_OPTIONS, CallOptions, Message, StreamEnd, TextDelta, ToolCallDelta
from ascertain.ai.llm.response_accumulator import ProviderResponse
from ascertain.ai.text import Passage


@dataclass(frozen=True, slots=True)
class ProviderCall:
    """One call as a provider sees it: no tenant, no actor; `timeout_s` is what is left of the deadline.

    `id` is the ledger's; a provider hands it on where the other side keeps such a name, so that both can be compared.
    """

    messages: tuple[Message, ...]
    sources: tuple[Passage, ...]
    question: str
    max_tokens: int
    timeout_s: float
    options: CallOptions = DEFAULT_OPTIONS
    id: str = ""


class Provider(Protocol):
    """A source of text. `price_provider` names it in the price list; None means that a call costs nothing."""

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
        """Pieces of the answer, then exactly one StreamEnd. Raises errors of the LlmError tree only."""

    async def complete(self, call: ProviderCall) -> ProviderResponse:
        """The same answer in one piece; `collect` makes it of the stream where the other side gives no other."""
