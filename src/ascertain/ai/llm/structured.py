"""Answers in the shape of a pydantic model: asked for by JSON schema, validated, repaired a few times, or refused."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from ascertain.ai.llm.errors import OutputNotValid, ProviderTimedOut
from ascertain.ai.llm.gateway import Gateway
from ascertain.ai.llm.model import GatewayRequest, Message, OutputSchema, Usage

T = TypeVar("T", bound=BaseModel)

# What a model may be told about one answer; more would only push the task out of its sight.
_MOST_FAULTS = 8
_NOT_FOR_MODELS = ("default", "title", "examples")
_FENCE = re.compile(r"^\s*```[a-z]*\s*\n(.*)\n```\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class StructuredAnswer(Generic[T]):
    """The validated value, who gave it, and what it took over all repairs."""

    value: T
    provider: str
    model: str
    repairs: int
    usage: Usage
    cost_usd: Decimal


async def structured_completion(
    gateway: Gateway,
    request: GatewayRequest,
    shape: type[T],
    *,
    repairs: int = 2,
    check: Callable[[T], Sequence[str]] | None = None,
) -> StructuredAnswer[T]:
    """The answer to `request` as a `shape`.

    Args:
        repairs: how often the model is told what is wrong and asked again, inside the request's deadline.
        check: says in sentences what is wrong with a value that fits the schema; nothing: it is right.
    Raises: OutputNotValid; what the gateway raises.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + request.deadline_s
    schema = OutputSchema(shape.__name__.lower(), strict_schema(shape))
    asked = replace(request, options=replace(request.options, output_schema=schema, stream=False))
    usage, cost_usd = Usage(0, 0), Decimal(0)
    for repair in range(repairs + 1):
        left_s = deadline - loop.time()
        if left_s <= 0:
            raise ProviderTimedOut("The model did not give a usable answer in time.")
        said = await gateway.complete(replace(asked, deadline_s=left_s))
        usage, cost_usd = usage + said.finished.usage, cost_usd + said.finished.cost_usd
        if said.finished.stop_reason == "length":
            raise OutputNotValid("The answer was cut off at its longest length.", max_tokens=request.max_tokens)
        value, faults = _validated(said.text, shape, check)
        if value is not None:
            return StructuredAnswer(value, said.finished.provider, said.finished.model, repair, usage, cost_usd)
        told = "\n".join(f"- {fault}" for fault in faults)
        again = Message("user", f"That answer cannot be used:\n{told}\nGive the whole answer again as JSON, corrected.")
        asked = replace(asked, messages=(*request.messages, Message("assistant", said.text or "{}"), again))
    raise OutputNotValid(f"The model gave no valid answer in {repairs + 1} tries: {faults[0]}", faults=list(faults))


def strict_schema(shape: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a model in the strict form: every property required, none besides, no defaults."""
    schema: dict[str, Any] = _strict(shape.model_json_schema())
    return schema


def _strict(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {
        key: {name: _strict(part) for name, part in value.items()} if key in ("properties", "$defs") else _strict(value)
        for key, value in schema.items()
        if key not in _NOT_FOR_MODELS
    }
    if strict.get("type") == "object" and "properties" in strict:
        strict |= {"additionalProperties": False, "required": list(strict["properties"])}
    return strict


def _validated(text: str, shape: type[T], check: Callable[[T], Sequence[str]] | None) -> tuple[T | None, Sequence[str]]:
    fenced = _FENCE.match(text)
    try:
        value = shape.model_validate_json(fenced[1] if fenced else text)
    except ValidationError as error:
        return None, [_fault(item) for item in error.errors(include_url=False)[:_MOST_FAULTS]]
    faults = list(check(value))[:_MOST_FAULTS] if check else []
    return (None, faults) if faults else (value, ())


def _fault(item: Any) -> str:
    where = ".".join(str(part) for part in item["loc"]) or "the answer"
    return f"{where}: {item['msg']}"
