"""The tool calls of a model in one answer: checked, limited, carried out, and recorded as steps.

A model may have read a document that instructs it, so its calls are not trusted. Refused are a tool that was not offered, a
tool that a document names, and arguments copied from a text that tries to instruct.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from ascertain.ai.llm import CallOptions, ToolCall, ToolCallDelta
from ascertain.kernel.errors import AscertainError
from ascertain.kernel.http import WireModel
from ascertain.kernel.telemetry import log
from ascertain.kyc.assistant.model import Source
from ascertain.kyc.assistant.settings import AssistantSettings
from ascertain.kyc.assistant.tools import AssistantTool, ToolContext, offered
from ascertain.kyc.assistant.tracing import Trace

_MAX_ARGUMENT_CHARACTERS = 4000
# Arguments of at least so many words that occur word for word in a suspicious text count as copied; names are shorter.
_COPIED_WORDS = 3


@dataclass(frozen=True, slots=True)
class ToolResult:
    """The result of a call: sources, or a message for the model where there are none."""

    call: ToolCall
    sources: tuple[Source, ...] = ()
    words: str = ""


class _Refused(Exception):
    """A call that is not carried out; the message is for the model and the anatomy."""


@dataclass(slots=True)
class CallCollector:
    """Tool calls, assembled from the pieces of a stream."""

    parts: dict[int, tuple[str, str, list[str]]] = field(default_factory=dict)

    def take(self, delta: ToolCallDelta) -> None:
        """Add a piece; some providers send no id, and the name only once."""
        key, name, arguments = self.parts.get(delta.index, ("", "", []))
        self.parts[delta.index] = (key or delta.id or "", name or delta.name or "", [*arguments, delta.arguments])

    def calls(self) -> tuple[ToolCall, ...]:
        """The complete calls in order."""
        return tuple(
            ToolCall(key or f"call_{index}", name, "".join(arguments))
            for index, (key, name, arguments) in sorted(self.parts.items())
        )


class ToolRounds:
    """The rounds of tool calls of one answer.

    `sources` is the list of the answer, which grows with every round; `flagged` are the positions of suspicious ones.
    """

    def __init__(
        self,
        tools: tuple[AssistantTool, ...],
        context: ToolContext,
        question: str,
        settings: AssistantSettings,
        trace: Trace,
        *,
        sources: list[Source],
        flagged: dict[int, list[str]],
        decide: Callable[[str, str, list[str]], None],
    ) -> None:
        self._offered = offered(tools, context, question) if settings.tool_rounds else {}
        self._asking = context
        self._question = question
        self._settings = settings
        self._trace = trace
        self._sources = sources
        self._flagged = flagged
        self._decide = decide
        self._seen: set[tuple[str, str]] = set()
        self._rounds = self._calls = 0
        self.drafts: list[str] = []

    @property
    def options(self) -> CallOptions:
        """The tools of the next request. After the last round they are still listed, because earlier calls refer to them,
        but none may be called."""
        tools = tuple(tool.offer() for tool in self._offered.values())
        return CallOptions(tools=tools, tool_choice="auto" if self.open else "none") if tools else CallOptions()

    @property
    def open(self) -> bool:
        """Whether the model may ask for more."""
        return bool(self._offered) and self._rounds < self._settings.tool_rounds

    async def run(self, calls: Sequence[ToolCall]) -> list[ToolResult]:
        """Carry out the calls of one round in order. Every call gets a result: providers refuse a turn without one."""
        self._rounds += 1
        return [await self._one(call) for call in calls]

    async def _one(self, call: ToolCall) -> ToolResult:
        began = self._trace.now_ms()
        arguments: dict[str, Any] = {}
        try:
            tool = self._permitted(call)
            given = _checked(tool, call.arguments)
            arguments = given.model_dump(exclude_defaults=True)
            self._refuse_copied(call, arguments)
            result = await self._execute(tool, call, given)
            outcome, why = "done", ""
        except _Refused as refusal:
            result, outcome, why = ToolResult(call, words=str(refusal)), "refused", str(refusal)
            self._decide(f"tool {call.name[:60]}", "refused", [why])
        except TimeoutError:
            why = "It took too long."
            result, outcome = ToolResult(call, words=why), "timed out"
        except AscertainError as error:
            result, outcome, why = ToolResult(call, words=error.message), "failed", error.message
        known = self._offered.get(call.name)
        self._trace.step(
            call.name[:60], known.label if known else "unknown tool", len(result.sources), self._trace.now_ms() - began,
            arguments=arguments, asked_by="model", outcome=outcome, why=why,
        )  # fmt: skip
        return result

    def _permitted(self, call: ToolCall) -> AssistantTool:
        self._calls += 1
        if self._calls > self._settings.tool_calls or self._rounds > self._settings.tool_rounds:
            raise _Refused("That is enough; answer from the sources that there are.")
        tool = self._offered.get(call.name)
        if tool is None:
            raise _Refused("There is no such tool here.")
        if any(tool.name in source.passage.text for source in self._sources):
            raise _Refused("A document names this tool, so it is not used for this answer.")
        key = (call.name, " ".join(call.arguments.split()))
        if key in self._seen:
            raise _Refused("This was looked up before; its sources are above.")
        self._seen.add(key)
        return tool

    def _refuse_copied(self, call: ToolCall, arguments: dict[str, Any]) -> None:
        """Refuse arguments that occur in a suspicious text and not in the question."""
        asked = _plain(self._question)
        texts = [_plain(self._sources[at].passage.text) for at in self._flagged]
        for value in arguments.values():
            words = _plain(value) if isinstance(value, str) else ""
            if len(words.split()) >= _COPIED_WORDS and words not in asked and any(words in text for text in texts):
                raise _Refused("These words come from a text that tries to instruct.")

    async def _execute(self, tool: AssistantTool, call: ToolCall, given: WireModel) -> ToolResult:
        if tool.look_up is None:
            self.drafts.append(str(given.model_dump()["text"]).strip())
            return ToolResult(
                call, words="Shown to the person, who decides whether it is written. Say so in a sentence."
            )
        async with asyncio.timeout(self._settings.tool_timeout_s):
            found = await tool.look_up(self._asking, given)
        return ToolResult(call, tuple(found), "" if found else "Nothing was found.")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _checked(tool: AssistantTool, arguments: str) -> WireModel:
    """The arguments, validated by the schema of the tool. Raises _Refused with the fields that are wrong."""
    if len(arguments) > _MAX_ARGUMENT_CHARACTERS:
        raise _Refused("The arguments are too long.")
    try:
        return tool.arguments.model_validate(json.loads(arguments or "{}"))
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, one['loc'])) or 'arguments'}: {one['msg']}"
            for one in error.errors(include_input=False, include_url=False)[:3]
        )
        log.info("assistant.tool_arguments_refused", tool=tool.name, wrong=wrong)
        raise _Refused(f"The arguments do not fit: {wrong}") from error
    except (ValueError, RecursionError) as error:
        raise _Refused("The arguments are no JSON object.") from error
