"""What answering needs from outside."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from ascertain.ai import prompts
from ascertain.ai.llm import Gateway, LlmSettings
from ascertain.ai.text import Box
from ascertain.kyc.assistant.model import Run, Source
from ascertain.kyc.assistant.settings import AssistantSettings
from ascertain.kyc.assistant.tools import AssistantTool
from ascertain.kyc.assistant.tracing import Trace


@dataclass(frozen=True, slots=True)
class RetrievalQuery:
    """What sources are looked up for; `question` stands on its own, without the turns before it."""

    tenant_id: str
    case_id: str | None
    question: str
    passages: int


# Finds the sources of a question, best first, saying its stages; finds the boxes of a quote.
Gather = Callable[[RetrievalQuery, Trace], Awaitable[list[Source]]]
Locate = Callable[[str, Source, str], Awaitable[tuple[Box, ...]]]
# Which prompt answers a run: the newest unless something else decides, such as a share of the runs for a new version.
ChoosePrompt = Callable[[Run, AssistantSettings], prompts.Prompt]


class EventSink(Protocol):
    """Where a run's events go."""

    def put(self, kind: str, data: dict[str, Any]) -> None:
        """Add an event."""


def prompt_of_settings(run: Run, settings: AssistantSettings) -> prompts.Prompt:
    """The chat prompt in the version of the settings, or the newest. Raises UnknownPrompt."""
    return prompts.get_prompt("chat", settings.prompt_version)


@dataclass(frozen=True, slots=True)
class Answerer:
    """What answering needs; one for the process. `fence_key` is the same in every process that shares a cache."""

    gateway: Gateway
    gather: Gather
    locate: Locate
    settings: AssistantSettings
    llm: LlmSettings
    tools: tuple[AssistantTool, ...] = ()
    fence_key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    choose_prompt: ChoosePrompt = prompt_of_settings
