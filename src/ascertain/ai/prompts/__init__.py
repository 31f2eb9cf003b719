"""Prompts as versioned files with a name and a schema, rendered with their sources fenced as data."""

from ascertain.ai.prompts.prompt import Prompt, UnknownPrompt, get_prompt, list_prompts
from ascertain.ai.prompts.rendering import NO_EVIDENCE, FencedSource, fence, fence_word, render

__all__ = [
    "NO_EVIDENCE",
    "FencedSource",
    "Prompt",
    "UnknownPrompt",
    "fence",
    "fence_word",
    "get_prompt",
    "list_prompts",
    "render",
]
