"""Extraction by a language model, in the JSON schema of the document type. A value counts only if it is found on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model

from ascertain.ai import llm, prompts
from ascertain.ai.text import Page, Passage
from ascertain.kyc.extraction.by_patterns import RunningText
from ascertain.kyc.extraction.layout import Segment
from ascertain.kyc.extraction.method import Task, read_value
from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.extraction.types import Column, DocumentType, Field, Table
from ascertain.kyc.extraction.value_location import locate
from ascertain.kyc.values import bearer_of, normalise

PURPOSE = "extract"
_BASE_CONFIDENCE = 0.85  # of a value that was found on a page; reconciliation raises or lowers it
# Bounds of the prompt and of the answer.
_MOST_PAGES = 12
_MOST_PAGE_CHARS = 12_000
_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """The document of a request to a model, and the limits of time, cost and tokens."""

    tenant_id: str
    document_id: str
    version: str
    scope: str | None
    deadline_s: float
    cost_budget_usd: Decimal
    max_tokens: int


def has_model(gateway: llm.Gateway) -> bool:
    """Whether extraction has a language model. The extractive provider, which only quotes, does not count."""
    return gateway.providers(PURPOSE)[0].name != llm.EXTRACTIVE


def shape_of(kind: DocumentType) -> type[BaseModel]:
    """The schema of the answer: a text or null for each field, a list of rows for each table."""
    strict = ConfigDict(extra="forbid")
    fields: dict[str, Any] = {_name(one): (str | None, ...) for one in kind.fields}
    for table in kind.tables:
        columns: dict[str, Any] = {column.name: (str | None, ...) for column in table.columns if column.subject}
        row = create_model(f"{table.name}_row", __config__=strict, **columns)
        fields[f"rows_{table.name}"] = (list[row], ...)
    return create_model(kind.name, __config__=strict, **fields)


def _name(one: Field) -> str:
    return f"{one.subject}_{one.property}"


async def ask_model(gateway: llm.Gateway, task: Task, request: ModelRequest) -> list[FoundFact]:
    """The facts that a model copies out of the pages. A value that is not found on any page is dropped.

    Raises: OutputNotValid after two repairs, and the errors of the gateway (deadline, budget, no provider).
    """
    kind = task.kind
    if not kind.fields and not kind.tables:
        return []
    answer = await llm.structured_completion(gateway, _request(task, request), shape_of(kind), repairs=2)
    values = answer.value.model_dump()
    facts = [fact for one in kind.fields for fact in _of_field(task, one, values[_name(one)])]
    for table in kind.tables:
        for index, row in enumerate(values[f"rows_{table.name}"][:_MOST_ROWS], 1):
            facts += _of_row(task, table, index, row)
    return facts


def _request(task: Task, request: ModelRequest) -> llm.GatewayRequest:
    prompt = prompts.get_prompt("extract")
    pages = [page for page in task.pages if page.words][:_MOST_PAGES]
    sources = tuple(_passage(page, request, task.kind.title) for page in pages)
    variables = {"question": "Copy the values as JSON.", "kind": task.kind.title, "fields": _meanings(task.kind)}
    messages = prompts.render(prompt, variables, sources=[prompts.FencedSource(source) for source in sources])
    return llm.GatewayRequest(
        tenant_id=request.tenant_id,
        purpose=PURPOSE,
        actor_id="documents",
        scope=request.scope,
        messages=messages,
        sources=sources,
        deadline_s=request.deadline_s,
        max_tokens=request.max_tokens,
        prompt_name=prompt.name,
        prompt_version=prompt.version,
        cost_budget_usd=request.cost_budget_usd,
    )


def _passage(page: Page, request: ModelRequest, title: str) -> Passage:
    text = RunningText([page]).lined[:_MOST_PAGE_CHARS]
    return Passage(f"p{page.number}", request.document_id, request.version, page.number, text, (), title)


def _meanings(kind: DocumentType) -> str:
    lines = [
        f"- {_name(one)}: {one.format}; labels such as {', '.join(one.labels[:3]) or '-'}. {one.where}"
        for one in kind.fields
    ]
    for table in kind.tables:
        columns = ", ".join(f"{column.name} ({column.format})" for column in table.columns if column.subject)
        lines.append(f"- rows_{table.name}: every row of the table, with {columns}")
    return "\n".join(lines)


def _of_field(task: Task, one: Field, answer: str | None) -> list[FoundFact]:
    found = locate(answer, task.pages) if answer else None
    fact = (
        read_value(task, one, found.segments, "llm", base_confidence=_BASE_CONFIDENCE * found.similarity)
        if found
        else None
    )
    return [fact] if fact else []


def _of_row(task: Task, table: Table, index: int, row: dict[str, str | None]) -> list[FoundFact]:
    """The facts of a row whose key is found on a page. Its other values are searched for on the line of the key first."""
    key = row.get(table.key)
    found = locate(key, task.pages) if key else None
    if not found:
        return []
    place = found.segments[0]
    schemas = {
        subject.name: bearer_of(key or "").schema if subject.schema == "party" else subject.schema
        for subject in table.subjects
    }
    facts: list[FoundFact] = []
    for column in table.columns:
        answer = row.get(column.name)
        if answer and column.subject:
            where = locate(answer, task.pages, near=place)
            facts += _cell(task, column, schemas, index, where.segments if where else ())
    for link in table.links:
        target = f"{link.to}-{index}" if link.to in schemas else link.to
        facts.append(_fact(f"{link.subject}-{index}", schemas[link.subject], link.property, target, found.segments))
    return facts


def _cell(
    task: Task, column: Column, schemas: dict[str, str], index: int, segments: Sequence[Segment]
) -> list[FoundFact]:
    value = normalise(column.format, " ".join(s.text for s in segments), task.context) if segments else None
    if not value:
        return []
    return [_fact(f"{column.subject}-{index}", schemas[column.subject], column.property, value, segments)]


def _fact(subject: str, schema: str, name: str, value: str, segments: Sequence[Segment]) -> FoundFact:
    quote, boxes = " ".join(segment.text for segment in segments), tuple(segment.box for segment in segments)
    return FoundFact(subject, schema, name, value, quote, segments[0].page_number, boxes, "llm", _BASE_CONFIDENCE)
