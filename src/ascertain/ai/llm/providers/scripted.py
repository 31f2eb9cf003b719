"""A provider that plays a script: for tests, demos and fault drills."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass

from ascertain.ai.llm.errors import LlmError
from ascertain.ai.llm.model import StopReason, StreamEnd, TextDelta, ToolCallDelta, Usage
from ascertain.ai.llm.provider import ProviderCall
from ascertain.ai.llm.response_accumulator import ProviderResponse, collect


@dataclass(frozen=True, slots=True)
class SendText:
    """Send a text as one piece."""

    text: str


@dataclass(frozen=True, slots=True)
class CallTool:
    """Call a tool."""

    id: str
    name: str
    arguments: str
    index: int = 0


@dataclass(frozen=True, slots=True)
class Wait:
    """Pause for `seconds`, or until `until` is set."""

    seconds: float = 0.0
    until: asyncio.Event | None = None


@dataclass(frozen=True, slots=True)
class Fail:
    """Raise an error at this step."""

    error: LlmError


@dataclass(frozen=True, slots=True)
class ScriptedAnswer:
    """One answer: its steps and its end."""

    steps: tuple[SendText | CallTool | Wait | Fail, ...]
    usage: Usage | None = None
    stop_reason: StopReason = "stop"


class ScriptedProvider:
    """Plays `answers` in order and repeats the last one; `calls` records the calls received.

    An answer may be a function of the call, for example to quote its sources.
    """

    price_provider: str | None

    def __init__(
        self,
        answers: Sequence[ScriptedAnswer | Callable[[ProviderCall], ScriptedAnswer]],
        *,
        name: str = "scripted",
        model: str = "scripted-1",
        price_provider: str | None = None,
    ) -> None:
        self._answers = list(answers)
        self.name = name
        self.model = model
        self.price_provider = price_provider
        self.calls: list[ProviderCall] = []

    async def stream(self, call: ProviderCall) -> AsyncGenerator[TextDelta | ToolCallDelta | StreamEnd, None]:
        """Play the next answer."""
        # Chosen before the call is recorded, so that concurrent calls get successive answers.
        answer = self._answers[min(len(self.calls), len(self._answers) - 1)]
        self.calls.append(call)
        script = answer if isinstance(answer, ScriptedAnswer) else answer(call)
        for step in script.steps:
            if isinstance(step, SendText):
                yield TextDelta(step.text)
            elif isinstance(step, CallTool):
                yield ToolCallDelta(step.index, step.id, step.name, step.arguments)
            elif isinstance(step, Fail):
                raise step.error
            elif step.until is not None:
                await step.until.wait()
            else:
                await asyncio.sleep(step.seconds)
        yield StreamEnd(script.stop_reason, script.usage)

    async def complete(self, call: ProviderCall) -> ProviderResponse:
        """The answer collected from the stream."""
        return await collect(self.stream(call))
