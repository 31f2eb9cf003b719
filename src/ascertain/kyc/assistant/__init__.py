"""The assistant: a streaming chat over a case's documents, facts and results and over the policy library.

It cites or says that it has no evidence. Runs execute in the API process that took them, under a lease; their events
are rows, so that a reader may leave, come back and resume; every sentence is checked against what it cites.
"""

from ascertain.kyc.assistant.alone import answer_alone
from ascertain.kyc.assistant.answerer import Answerer, EventSink, Gather, Locate, Wanted
from ascertain.kyc.assistant.answering import AnswerInProgress
from ascertain.kyc.assistant.desk import RunDesk
from ascertain.kyc.assistant.extractive.provider import ExtractiveProvider
from ascertain.kyc.assistant.gathering import case_sources
from ascertain.kyc.assistant.hub import RunHub
from ascertain.kyc.assistant.looking_up import case_tools
from ascertain.kyc.assistant.model import Chat, ChatNotFound, Outcome, Ref, Run, RunEvent, RunNotFound, Source
from ascertain.kyc.assistant.retention import RETENTION_EVERY_S, forget_unused_chats
from ascertain.kyc.assistant.settings import AssistantSettings
from ascertain.kyc.assistant.store import get_run
from ascertain.kyc.assistant.tailing import tail_run
from ascertain.kyc.assistant.tools import Asking, AssistantTool
from ascertain.kyc.assistant.tracing import Trace
from ascertain.kyc.assistant.wire import event_data

__all__ = [
    "RETENTION_EVERY_S", "AnswerInProgress", "Answerer", "Asking", "AssistantSettings", "AssistantTool", "Chat",
    "ChatNotFound", "EventSink", "ExtractiveProvider", "Gather", "Locate", "Outcome", "Ref", "Run", "RunDesk",
    "RunEvent", "RunHub", "RunNotFound", "Source", "Trace", "Wanted", "answer_alone", "case_sources", "case_tools",
    "event_data", "forget_unused_chats", "get_run", "tail_run",
]  # fmt: skip
