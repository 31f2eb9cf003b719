"""The assistant: a streaming chat over the documents, facts and results of a case and over the policy library.

It cites its sources or states that there is no evidence. A run is executed by the API process that accepted it, under a
lease. Its events are rows, so that a reader can disconnect and resume. Every sentence is checked against its citations.
"""

from ascertain.kyc.assistant.answer_run import AnswerRun
from ascertain.kyc.assistant.answerer import Answerer, EventSink, LocateQuote, RetrievalQuery, RetrieveContext
from ascertain.kyc.assistant.context_retrieval import build_retrieval
from ascertain.kyc.assistant.event_tail import tail_run
from ascertain.kyc.assistant.extractive.provider import ExtractiveProvider
from ascertain.kyc.assistant.hub import RunHub
from ascertain.kyc.assistant.model import Chat, ChatNotFound, Outcome, Ref, Run, RunEvent, RunNotFound, Source
from ascertain.kyc.assistant.retention import RETENTION_EVERY_S, delete_unused_chats
from ascertain.kyc.assistant.run_executor import RunExecutor
from ascertain.kyc.assistant.settings import AssistantSettings
from ascertain.kyc.assistant.stateless import answer_stateless
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
    "LocateQuote",
    "Outcome",
    "Ref",
    "RetrievalQuery",
    "RetrieveContext",
    "Run",
    "RunEvent",
    "RunExecutor",
    "RunHub",
    "RunNotFound",
    "Source",
    "ToolContext",
    "Trace",
    "answer_stateless",
    "build_retrieval",
    "case_tools",
    "delete_unused_chats",
    "event_data",
    "get_run",
    "tail_run",
]  # fmt: skip
