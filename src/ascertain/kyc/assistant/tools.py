"""Tools that a model may call: their arguments, and the permission that each of them needs.

Every tool only reads, except one that drafts a note; the note is added only when the person who asked confirms it. A tool
knows the tenant, the case and the permissions of that person and nothing else, so that a model reaches exactly what the
person could open on the screen.

Names, descriptions and argument types, with their docstrings, are sent to the models: they are measured text, like a prompt.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from ascertain.ai.llm import Tool
from ascertain.kernel.http import WireModel
from ascertain.kyc.assistant.model import Source

# The question itself has to ask for a note before the drafting tool is offered; a document cannot cause it.
_ASKS_FOR_NOTE = re.compile(
    r"\b(notes?|jot|minutes?|write (it|this|that) down|(put|record|add|note) (it|this|that|these)\b.{0,40}\b(file|case|record))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ToolContext:
    """The person for whom a tool is called, as far as a tool may know them."""

    tenant_id: str
    case_id: str | None
    permissions: frozenset[str]


class NoArguments(WireModel):
    """A tool that wants to be told nothing."""


class FactsWanted(WireModel):
    """Which facts to look up; at least one of the two."""

    about: str = Field("", max_length=200, description="Name of a person, company, account or document")
    field: str = Field("", max_length=100, description="What is wanted of it, such as birth date or address")


class SharesWanted(WireModel):
    """Whose shares to compute."""

    holder: str = Field("", max_length=200, description="Name of one holder; empty for all")
    at_least_percent: float = Field(0, ge=0, le=100, description="Only holders of at least so much in all, in percent")


class HitsWanted(WireModel):
    """Which screening hits to look up."""

    name: str = Field("", max_length=200, description="Name of the party or of the listed one; empty for all")
    verdict: Literal["any", "open", "same", "different", "unsure"] = "any"


class DocumentSearch(WireModel):
    """What to look for in the documents of the case."""

    query: str = Field(min_length=2, max_length=400, description="Words or a question")
    document: str = Field("", max_length=200, description="File name, to search one document alone")


class PolicySearch(WireModel):
    """What to look for in the policy library."""

    query: str = Field(min_length=2, max_length=400, description="Words or a question")


class NoteWanted(WireModel):
    """A note to draft."""

    text: str = Field(min_length=1, max_length=2000, description="The note, in full sentences")


LookUp = Callable[[ToolContext, Any], Awaitable[list[Source]]]


@dataclass(frozen=True, slots=True)
class AssistantTool:
    """A tool; `look_up` is None for the one that drafts. `of_case`: offered only in a chat about a case."""

    name: str
    label: str
    description: str
    arguments: type[WireModel]
    permission: str
    look_up: LookUp | None
    of_case: bool = True

    def offer(self) -> Tool:
        """The tool as it is sent to a model."""
        return Tool(self.name, self.description, self.arguments.model_json_schema())


DRAFT_NOTE = AssistantTool(
    "draft_note",
    "note drafted",
    "Draft a note for the case where the person asked for one. It is shown to the person, who decides whether it is written.",
    NoteWanted,
    "case.write",
    None,
)


def offered(tools: tuple[AssistantTool, ...], context: ToolContext, question: str) -> dict[str, AssistantTool]:
    """The tools for this question by name; tools that the person has no permission for are not mentioned to the model."""
    return {
        tool.name: tool
        for tool in tools
        if tool.permission in context.permissions
        and (context.case_id is not None or not tool.of_case)
        and (tool.look_up is not None or _ASKS_FOR_NOTE.search(question))
    }
