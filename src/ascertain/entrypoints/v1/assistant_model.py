"""The model "ascertain": the assistant over a case of the caller's tenant, or over its library."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ascertain.ai.llm import Message
from ascertain.entrypoints.v1.wire import refuse
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import Database
from ascertain.kernel.http import Resources
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import cases
from ascertain.kyc.assistant import Answerer, answer_stateless

# A question is searched with as a whole; a longer text is a document and belongs into the case.
_MAX_QUESTION_LENGTH = 2000
_MAX_HISTORY = 20


@dataclass(frozen=True, slots=True)
class AssistantAnswer:
    """A checked answer; its text ends with the list of its sources."""

    text: str
    citations: list[dict[str, Any]]
    input_tokens: int
    output_tokens: int
    cached_tokens: int


@dataclass(frozen=True, slots=True)
class AssistantModel:
    """Answers with sentences that their sources support, or with the notice that there is no evidence."""

    answerer: Answerer
    db: Database

    async def answer(self, actor: Actor, messages: tuple[Message, ...], metadata: Mapping[str, str]) -> AssistantAnswer:
        """The answer to the last turn; `metadata` may have the id of a case as `case_id`.

        Raises: Forbidden without chat.use; CaseNotFound; errors of the gateway.
        """
        actor.require("chat.use")
        case_id = metadata.get("case_id")
        if case_id is not None:
            async with self.db.transaction(actor.tenant_id) as tx:
                await cases.get_case(tx, case_id)
        turns = [message for message in messages if message.role in ("user", "assistant") and message.content]
        if not turns or turns[-1].role != "user" or len(turns[-1].content) > _MAX_QUESTION_LENGTH:
            raise refuse(
                f"The last message must be a question of at most {_MAX_QUESTION_LENGTH} characters.", "messages"
            )
        history = turns[:-1][-_MAX_HISTORY:]
        outcome = await answer_stateless(
            self.answerer, actor, case_id=case_id, question=turns[-1].content, history=history, now=utc_now()
        )
        # OpenAI's format has no place for sources, so that they are part of the text as well.
        listed = "".join(f"\n[{one['n']}] {_named(one)}" for one in outcome.citations)
        text = f"{outcome.answer}\n{listed}" if listed else outcome.answer
        return AssistantAnswer(
            text, list(outcome.citations), outcome.input_tokens, outcome.output_tokens, outcome.cached_tokens
        )


def of(resources: Resources) -> AssistantModel:
    """The assistant model on the resources of the process."""
    return AssistantModel(resources.get(Answerer), resources.get(Database))


def _named(citation: Mapping[str, Any]) -> str:
    page = f", page {citation['page_number']}" if citation.get("page_number") else ""
    return f"{citation.get('document_name') or citation.get('title') or citation['kind']}{page}"
