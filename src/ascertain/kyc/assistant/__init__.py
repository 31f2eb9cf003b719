"""The assistant: a streaming chat over a case's documents, facts and results and over the policy library.

It cites or says that it has no evidence. Runs execute in the API process that took them, under a lease; their events
are rows, so that a reader may leave, come back and resume; every sentence is checked against what it cites.
"""

from ascertain.kyc.assistant.answer_run import AnswerRun
from ascertain.kyc.assistant.answerer import Answerer, EventSink, Gather, Locate, RetrievalQuery
from ascertain.kyc.assistant.context_retrieval import case_sources
from ascertain.kyc.assistant.event_tail import tail_run
from ascertain.kyc.assistant.extractive.provider import ExtractiveProvider
from ascertain.kyc.assistant.hub import RunHub
from ascertain.kyc.assistant.model import Chat, ChatNotFound, Outcome, Ref, Run, RunEvent, RunNotFound, Source
from ascertain.kyc.assistant.retention import RETENTION_EVERY_S, forget_unused_chats
from ascertain.kyc.assistant.run_executor import RunExecutor
from ascertain.kyc.assistant.settings import AssistantSettings
from ascertain.kyc.assistant.stateless import answer_alone
from ascertain.kyc.assistant.store import get_run
from ascertain.kyc.assistant.tool_implementations import case_tools
from ascertain.kyc.assistant.tools import AssistantTool, ToolContext
from ascertain.kyc.assistant.tracing import Trace
from ascertain.kyc.assistant.wire import event_data

__all__ = [
    "RETENTION_EVERY_S",
    "AnswerRun",
    "Answerer",
    "AssistantSettings",
    "AssistantTool",
    "Chat",
    "ChatNotFound",
    "EventSink",
    "ExtractiveProvider",
    "Gather",
    "Locate",
    "Outcome",
    "Ref",
    "RetrievalQuery",
    "Run",
    "RunEvent",
    "RunExecutor",
    "RunHub",
    "RunNotFound",
    "Source",
    "ToolContext",
    "Trace",
    "answer_alone",
    "case_sources",
    "case_tools",
    "event_data",
    "forget_unused_chats",
    "get_run",
    "tail_run",
]  # fmt: skip
