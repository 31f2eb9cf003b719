"""Stateless answers, outside any chat: nothing is stored except the calls in the usage ledger."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from ascertain.ai.llm import Message
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.assistant.answer_run import AnswerRun
from ascertain.kyc.assistant.answerer import Answerer, EventSink
from ascertain.kyc.assistant.model import Outcome, Run


class _NullSink:
    """Discards the events of a run without readers."""

    def put(self, kind: str, data: dict[str, Any]) -> None:
        pass


async def answer_stateless(
    answerer: Answerer,
    actor: Actor,
    *,
    case_id: str | None,
    question: str,
    history: Sequence[Message],
    now: datetime,
    sink: EventSink | None = None,
) -> Outcome:
    """The checked answer to a question about a case, or about the library. The caller checks the access to the case.

    Args:
        sink: receives the events of the answer; None: they are discarded.
    Raises: the errors of the gateway.
    """
    run = _unstored(actor, case_id, question, now)
    return await AnswerRun(answerer, actor.tenant_id, run, history, sink or _NullSink()).answer()


# A run that is never written: the answering code takes a run, so that stored and stateless answers cannot differ.
def _unstored(actor: Actor, case_id: str | None, question: str, now: datetime) -> Run:
    return Run(
        id=new_id("run"),
        chat_id="",
        parent_run_id=None,
        case_id=case_id,
        question=question,
        created_by=actor.id,
        state="running",
        answer="",
        citations=[],
        suggestions=[],
        no_evidence=False,
        provider=None,
        model="",
        prompt_name=None,
        prompt_version=None,
        input_tokens=0,
        output_tokens=0,
        cached_tokens=0,
        cost_usd=Decimal(0),
        first_token_ms=None,
        total_ms=None,
        error=None,
        anatomy={},
        last_ordinal=0,
        shown=False,
        attempt=1,
        stop_requested=False,
        lease_owner=None,
        lease_expires_at=None,
        created_at=now,
        finished_at=None,
        permissions=sorted(actor.permissions),
    )
