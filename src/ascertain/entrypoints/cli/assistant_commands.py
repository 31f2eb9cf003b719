"""`ascertain ask`: one question to the assistant."""

import json
from dataclasses import replace
from typing import Any

from rich.console import Console

from ascertain.ai import llm
from ascertain.ai.text.embedding import LocalEmbedder
from ascertain.entrypoints.cli.administration import opened
from ascertain.entrypoints.cli.casework import find_case
from ascertain.entrypoints.cli.people import operator, tenant_named
from ascertain.entrypoints.roles import PERMISSIONS
from ascertain.entrypoints.wiring import make_answerer
from ascertain.kernel.clock import utc_now
from ascertain.kernel.errors import InvalidInput
from ascertain.kyc import assistant

LIBRARY = "library"
NO_EVIDENCE_STATUS = 3
# Drafts need a person who accepts or rejects them, and the command line has none.
_DRAFTING = "case.write"


class SentencePrinter:
    """Prints a sentence after its check passed, because a terminal cannot withdraw what it has shown."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._sentences: dict[int, str] = {}

    def put(self, kind: str, data: dict[str, Any]) -> None:
        """Process an event of the answer."""
        if kind == "step" and data["asked_by"] == "model":
            self._console.print(f"[{data['label']}: {data['found']}]", style="dim", markup=False)
        elif kind == "token":
            self._sentences[data["sentence"]] = self._sentences.get(data["sentence"], "") + data["text"]
        elif kind == "reset":
            self._sentences.clear()
        elif kind == "check":
            sentence = self._sentences.pop(data["sentence"], "").strip()
            if data["verdict"] == "supported" and sentence:
                self._console.print(sentence, markup=False)

    def print_unchecked(self) -> None:
        """Print the sentences that need no check, which are fixed texts of the assistant."""
        for sentence in self._sentences.values():
            if sentence.strip():
                self._console.print(sentence.strip(), markup=False)


async def ask_assistant(
    tenant: str | None, case: str, question: str, console: Console, *, as_json: bool = False
) -> int:
    """Ask about a case or the library; returns the exit status. Raises CaseNotFound, InvalidInput, errors of the gateway."""
    if not 1 <= len(question.strip()) <= 2000:
        raise InvalidInput("A question must have 1 to 2000 characters.")
    printer = SentencePrinter(console)
    async with opened() as context:
        tenant_id = await tenant_named(context, tenant)
        case_id = None if case == LIBRARY else await find_case(context, tenant_id, case)
        embedder = LocalEmbedder()
        gateway = llm.build_gateway(
            context.settings.llm,
            context.db,
            clock=utc_now,
            embedder=embedder,
            extractive=assistant.ExtractiveProvider(embedder),
        )
        try:
            outcome = await assistant.answer_stateless(
                make_answerer(context, gateway, embedder),
                replace(operator(tenant_id), permissions=frozenset(PERMISSIONS) - {_DRAFTING}),
                case_id=case_id,
                question=question.strip(),
                history=(),
                now=utc_now(),
                sink=None if as_json else printer,
            )
        finally:
            await gateway.close()
    _print(outcome, printer, console, as_json=as_json)
    return NO_EVIDENCE_STATUS if outcome.no_evidence else 0


def _print(outcome: assistant.Outcome, printer: SentencePrinter, console: Console, *, as_json: bool) -> None:
    if as_json:
        answer = {name: getattr(outcome, name) for name in ("answer", "no_evidence", "citations", "provider", "model")}
        print(json.dumps({**answer, "cost_usd": float(outcome.cost_usd), "total_ms": outcome.total_ms}))
        return
    printer.print_unchecked()
    for citation in outcome.citations:
        page = f", page {citation['page_number']}" if citation["page_number"] else ""
        quote = " ".join(citation["quote"].split())
        console.print(
            f"[{citation['n']}] {citation['document_name'] or citation['title']}{page}: “{quote}”", markup=False
        )
