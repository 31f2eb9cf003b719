"""The tools that a model asks for in one answer: checked, bounded, run, and told as steps.

A model may have read a document that tells it what to do. So nothing is taken on its word: a tool that was not offered is
refused, and so is one that a document names, or words that come out of a text which tries to instruct.
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

_LONGEST_ARGUMENTS = 4000
# A run of so many words that stands in a suspicious text word for word was copied out of it.
_COPIED_WORDS = 3


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a call gave: sources, or words for the model where there are none."""

    call: ToolCall
    sources: tuple[Source, ...] = ()
    words: str = ""


class _Refused(Exception):
    """A call that is not carried out; its text is for the model and the anatomy."""


@dataclass(slots=True)
class CallCollector:
    """Tool calls as their pieces come in."""

    parts: dict[int, tuple[str, str, list[str]]] = field(default_factory=dict)

    def take(self, delta: ToolCallDelta) -> None:
        """Add a piece; some services send no id and say the name once."""
        key, name, arguments = self.parts.get(delta.index, ("", "", []))
        self.parts[delta.index] = (key or delta.id or "", name or delta.name or "", [*arguments, delta.arguments])

    def calls(self) -> tuple[ToolCall, ...]:
        """The calls in their order."""
        return tuple(
            ToolCall(key or f"call_{index}", name, "".join(arguments))
            for index, (key, name, arguments) in sorted(self.parts.items())
        )


class ToolRounds:
    """Runs what a model asks for, for one answer.

    `sources` is the answer's own growing list; `flagged` tells which of them look like instructions.
    """

    def __init__(
        self,
        tools: tuple[AssistantTool, ...],
        asking: ToolContext,
        question: str,
        settings: AssistantSettings,
        trace: Trace,
        *,
        sources: list[Source],
        flagged: dict[int, list[str]],
        decide: Callable[[str, str, list[str]], None],
    ) -> None:
        self._offered = offered(tools, asking, question) if settings.tool_rounds else {}
        self._asking = asking
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
        """What the next request offers; after the last round the tools are named and none may be asked for."""
        tools = tuple(tool.offer() for tool in self._offered.values())
        return CallOptions(tools=tools, tool_choice="auto" if self.open else "none") if tools else CallOptions()

    @property
    def open(self) -> bool:
        """Whether the model may ask for more."""
        return bool(self._offered) and self._rounds < self._settings.tool_rounds

    async def run(self, calls: Sequence[ToolCall]) -> list[ToolResult]:
        """Carry out the calls of one round, one after another; every call gets a result, if only why it has none."""
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
            result = await self._carried_out(tool, call, given)
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
        """Refuse words that stand in a text which tries to instruct, and not in the question."""
        asked = _plain(self._question)
        texts = [_plain(self._sources[at].passage.text) for at in self._flagged]
        for value in arguments.values():
            said = _plain(value) if isinstance(value, str) else ""
            if len(said.split()) >= _COPIED_WORDS and said not in asked and any(said in text for text in texts):
                raise _Refused("These words come from a text that tries to instruct.")

    async def _carried_out(self, tool: AssistantTool, call: ToolCall, given: WireModel) -> ToolResult:
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
    """The arguments by the tool's schema. Raises _Refused, with where they are wrong."""
    if len(arguments) > _LONGEST_ARGUMENTS:
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
