"""Structured answers: requested by JSON schema, validated as a pydantic model, and repaired a bounded number of times."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from ascertain.ai.llm.errors import OutputNotValid, ProviderTimedOut
from ascertain.ai.llm.gateway import Gateway
from ascertain.ai.llm.model import GatewayRequest, Message, OutputSchema, Usage

T = TypeVar("T", bound=BaseModel)

# Faults reported to the model per repair; a longer list distracts it from the task.
_MAX_FAULTS = 8
# Schema keywords that the strict mode of the vendors rejects or ignores.
_NOT_FOR_MODELS = ("default", "title", "examples")
_FENCE = "```"


@dataclass(frozen=True, slots=True)
class StructuredAnswer(Generic[T]):
    """The validated value, its provider and model, and the usage over all repairs."""

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
    """The answer to `request` as an instance of `shape`.

    Args:
        repairs: how often the faults are reported to the model for a new answer, within the request's deadline.
        check: returns the faults of a value that fits the schema, as sentences; none if it is valid.
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
        answer = await gateway.complete(replace(asked, deadline_s=left_s))
        finished = answer.finished
        usage, cost_usd = usage + finished.usage, cost_usd + finished.cost_usd
        if finished.stop_reason == "length":
            # A repair would be cut off as well, at the price of another call.
            raise OutputNotValid("The answer was cut off at the token limit.", max_tokens=request.max_tokens)
        value, faults = _validated(answer.text, shape, check)
        if value is not None:
            return StructuredAnswer(value, finished.provider, finished.model, repair, usage, cost_usd)
        fault_list = "\n".join(f"- {fault}" for fault in faults)
        repair_turn = Message(
            "user", f"That answer cannot be used:\n{fault_list}\nGive the whole answer again as JSON, corrected."
        )
        # Only the latest answer and its faults: a growing history of failures costs tokens and confuses the model.
        asked = replace(asked, messages=(*request.messages, Message("assistant", answer.text or "{}"), repair_turn))
    tries = "1 try" if repairs == 0 else f"{repairs + 1} tries"
    raise OutputNotValid(f"The model gave no valid answer in {tries}: {faults[0]}", faults=list(faults))


def strict_schema(shape: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a model in strict form: all properties required, no additional properties, no defaults.

    OpenAI's strict mode requires this form; the other vendors accept it.
    """
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


def _without_fence(text: str) -> str:
    """The text inside a Markdown code fence, in which some models wrap JSON even when a schema is requested."""
    first, _, rest = text.strip().partition("\n")
    language = first.removeprefix(_FENCE).strip()
    fenced = first.startswith(_FENCE) and rest.endswith("\n" + _FENCE) and (not language or language.isalpha())
    return rest.removesuffix(_FENCE) if fenced else text


def _validated(text: str, shape: type[T], check: Callable[[T], Sequence[str]] | None) -> tuple[T | None, Sequence[str]]:
    try:
        value = shape.model_validate_json(_without_fence(text))
    except ValidationError as error:
        return None, [_fault(item) for item in error.errors(include_url=False)[:_MAX_FAULTS]]
    faults = list(check(value))[:_MAX_FAULTS] if check else []
    return (None, faults) if faults else (value, ())


def _fault(item: Any) -> str:
    where = ".".join(str(part) for part in item["loc"]) or "the answer"
    return f"{where}: {item['msg']}"
