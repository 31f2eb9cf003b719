"""The bundled providers; `bedrock` is imported only where it is used, because botocore is slow to import."""

from ascertain.ai.llm.providers.anthropic import AnthropicProvider
from ascertain.ai.llm.providers.openai_compatible import OpenAiCompatibleProvider, azure_openai
from ascertain.ai.llm.providers.openai_responses import OpenAiResponsesProvider
from ascertain.ai.llm.providers.scripted import (
    CallTool,
    Fail,
    ScriptedAnswer,
    ScriptedProvider,
    SendText,
    Wait,
)

__all__ = [
    "AnthropicProvider",
    "CallTool",
    "Fail",
    "OpenAiCompatibleProvider",
    "OpenAiResponsesProvider",
    "ScriptedAnswer",
    "ScriptedProvider",
    "SendText",
    "Wait",
    "azure_openai",
]
