"""The dependencies of answering a run."""

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
    """A query for sources; `question` is complete without the turns before it (see `query_rewriting`)."""

    tenant_id: str
    case_id: str | None
    question: str
    passages: int


# Returns the sources of a question, best first, and records its stages in the trace.
RetrieveContext = Callable[[RetrievalQuery, Trace], Awaitable[list[Source]]]
# Returns the boxes of a quote of a source.
LocateQuote = Callable[[str, Source, str], Awaitable[tuple[Box, ...]]]
# Selects the prompt of a run: the newest by default, or for instance a new version for a share of the runs.
ChoosePrompt = Callable[[Run, AssistantSettings], prompts.Prompt]


class EventSink(Protocol):
    """The receiver of the events of a run."""

    def put(self, kind: str, data: dict[str, Any]) -> None:
        """Add an event."""


def prompt_of_settings(run: Run, settings: AssistantSettings) -> prompts.Prompt:
    """The chat prompt in the version of the settings, or the newest one. Raises UnknownPrompt."""
    return prompts.get_prompt("chat", settings.prompt_version)


@dataclass(frozen=True, slots=True)
class Answerer:
    """Everything that answering depends on; one for each process.

    `fence_key` has to be the same in every process that shares a response cache: the fence word is part of the prompt.
    """

    gateway: Gateway
    retrieve: RetrieveContext
    locate: LocateQuote
    settings: AssistantSettings
    llm: LlmSettings
    tools: tuple[AssistantTool, ...] = ()
    fence_key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    choose_prompt: ChoosePrompt = prompt_of_settings
