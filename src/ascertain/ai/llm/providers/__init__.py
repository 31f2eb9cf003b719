"""The providers that ship."""

from ascertain.ai.llm.providers.extractive import ExtractiveProvider
from ascertain.ai.llm.providers.openai_compatible import OpenAiCompatibleProvider
from ascertain.ai.llm.providers.scripted import Fail, Say, ScriptedAnswer, ScriptedProvider, Wait

__all__ = [
    "ExtractiveProvider",
    "Fail",
    "OpenAiCompatibleProvider",
    "Say",
    "ScriptedAnswer",
    "ScriptedProvider",
    "Wait",
]
