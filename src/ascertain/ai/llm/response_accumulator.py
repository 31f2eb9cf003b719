"""Pieces put together: text, and tool calls whose arguments come bit by bit."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from ascertain.ai.llm.errors import BrokenStream
from ascertain.ai.llm.model import GatewayEvent, StreamEnd, TextDelta, ToolCall, ToolCallDelta


@dataclass(frozen=True, slots=True)
class ProviderResponse:
    """A provider's answer in one piece."""

    text: str
    tool_calls: tuple[ToolCall, ...]
    stream_end: StreamEnd


class ResponseAccumulator:
    """What was said so far."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._calls: dict[int, tuple[str, str, list[str]]] = {}

    def add(self, piece: GatewayEvent | StreamEnd) -> None:
        """Take a piece in; what is neither text nor a tool call changes nothing."""
        if isinstance(piece, TextDelta):
            self._text.append(piece.text)
        elif isinstance(piece, ToolCallDelta):
            known = self._calls.setdefault(piece.index, (piece.id or "", piece.name or "", []))
            known[2].append(piece.arguments)

    def clear(self) -> None:
        """Begin again."""
        self._text.clear()
        self._calls.clear()

    @property
    def text(self) -> str:
        """The text as one."""
        return "".join(self._text)

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        """The tools asked for, in the order in which they were begun."""
        return tuple(ToolCall(key, name, "".join(parts)) for key, name, parts in self._calls.values())


async def collect(pieces: AsyncGenerator[TextDelta | ToolCallDelta | StreamEnd, None]) -> ProviderResponse:
    """A provider's stream read to its end. Raises what the stream raises."""
    said = ResponseAccumulator()
    async for piece in pieces:
        if isinstance(piece, StreamEnd):
            await pieces.aclose()
            return ProviderResponse(said.text, said.tool_calls, piece)
        said.add(piece)
    raise BrokenStream("The answer ended without saying that it is whole.")
