"""One question to the assistant at the prompt."""

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
_DRAFTING = "case.write"  # nobody is there who could decide about a draft


class Printed:
    """Prints a sentence when its check passed: what is withdrawn never stood on the terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._sentences: dict[int, str] = {}

    def put(self, kind: str, data: dict[str, Any]) -> None:
        """Take an event of the answer."""
        if kind == "step" and data["asked_by"] == "model":
            self._console.print(f"[{data['label']}: {data['found']}]", style="dim", markup=False)
        elif kind == "token":
            self._sentences[data["sentence"]] = self._sentences.get(data["sentence"], "") + data["text"]
        elif kind == "reset":
            self._sentences.clear()
        elif kind == "check":
            said = self._sentences.pop(data["sentence"], "").strip()
            if data["verdict"] == "supported" and said:
                self._console.print(said, markup=False)

    def rest(self) -> None:
        """Print what needed no check: words of our own."""
        for said in self._sentences.values():
            if said.strip():
                self._console.print(said.strip(), markup=False)


async def ask_assistant(
    tenant: str | None, case: str, question: str, console: Console, *, as_json: bool = False
) -> int:
    """Ask about a case, or about the library; the exit status. Raises CaseNotFound, InvalidInput, what the gateway raises."""
    if not 1 <= len(question.strip()) <= 2000:
        raise InvalidInput("A question has 1 to 2000 characters.")
    printed = Printed(console)
    async with opened() as base:
        tenant_id = await tenant_named(base, tenant)
        case_id = None if case == LIBRARY else await find_case(base, tenant_id, case)
        embedder = LocalEmbedder()
        gateway = llm.build_gateway(
            base.settings.llm,
            base.db,
            clock=utc_now,
            embedder=embedder,
            extractive=assistant.ExtractiveProvider(embedder),
        )
        try:
            outcome = await assistant.answer_stateless(
                make_answerer(base, gateway, embedder),
                replace(operator(tenant_id), permissions=frozenset(PERMISSIONS) - {_DRAFTING}),
                case_id=case_id,
                question=question.strip(),
                history=(),
                now=utc_now(),
                sink=None if as_json else printed,
            )
        finally:
            await gateway.close()
    _tell(outcome, printed, console, as_json=as_json)
    return NO_EVIDENCE_STATUS if outcome.no_evidence else 0


def _tell(outcome: assistant.Outcome, printed: Printed, console: Console, *, as_json: bool) -> None:
    if as_json:
        told = {name: getattr(outcome, name) for name in ("answer", "no_evidence", "citations", "provider", "model")}
        print(json.dumps({**told, "cost_usd": float(outcome.cost_usd), "total_ms": outcome.total_ms}))
        return
    printed.rest()
    for citation in outcome.citations:
        page = f", page {citation['page_number']}" if citation["page_number"] else ""
        quote = " ".join(citation["quote"].split())
        console.print(
            f"[{citation['n']}] {citation['document_name'] or citation['title']}{page}: “{quote}”", markup=False
        )
