"""Assembles streamed pieces: text, and tool calls whose arguments arrive in parts."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from ascertain.ai.llm.errors import BrokenStream
from ascertain.ai.llm.model import GatewayEvent, StreamEnd, TextDelta, ToolCall, ToolCallDelta


@dataclass(frozen=True, slots=True)
class ProviderResponse:
    """A provider's complete answer."""

    text: str
    tool_calls: tuple[ToolCall, ...]
    stream_end: StreamEnd


class ResponseAccumulator:
    """The answer so far."""

    def __init__(self) -> None:
        self._text: list[str] = []
        # By index: vendors may interleave the pieces of several tool calls.
        self._calls: dict[int, tuple[str, str, list[str]]] = {}

    def add(self, piece: GatewayEvent | StreamEnd) -> None:
        """Add a piece; events other than text and tool calls are ignored."""
        if isinstance(piece, TextDelta):
            self._text.append(piece.text)
        elif isinstance(piece, ToolCallDelta):
            known = self._calls.setdefault(piece.index, (piece.id or "", piece.name or "", []))
            known[2].append(piece.arguments)

    def clear(self) -> None:
        """Discard everything so far."""
        self._text.clear()
        self._calls.clear()

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._text)

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        """The tool calls, in the order in which they started."""
        return tuple(ToolCall(key, name, "".join(parts)) for key, name, parts in self._calls.values())


async def collect(pieces: AsyncGenerator[TextDelta | ToolCallDelta | StreamEnd, None]) -> ProviderResponse:
    """Read a provider's stream to its end. Raises what the stream raises."""
    accumulated = ResponseAccumulator()
    async for piece in pieces:
        if isinstance(piece, StreamEnd):
            await pieces.aclose()  # returns the connection to the pool now, not when the generator is collected
            return ProviderResponse(accumulated.text, accumulated.tool_calls, piece)
        accumulated.add(piece)
    raise BrokenStream("The answer ended before it was complete.")
