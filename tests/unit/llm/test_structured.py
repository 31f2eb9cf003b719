"""Structured answers: a strict schema, a bounded number of repairs, and a clear failure."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import BaseModel, Field

from ascertain.ai.llm import (
    Gateway,
    GatewayRequest,
    LlmSettings,
    Message,
    OutputNotValid,
    ScriptedAnswer,
    ScriptedProvider,
    SendText,
    Usage,
    strict_schema,
    structured_completion,
)
from ascertain.ai.llm.spending import Ledger


class Owner(BaseModel):
    name: str
    share: float = Field(0.0, ge=0, le=1)


class Owners(BaseModel):
    owners: list[Owner]
    note: str | None = None


class FreeLedger(Ledger):
    """A ledger without a database, for scripted calls."""

    def __init__(self) -> None:
        pass

    async def reserve(self, call: Any) -> tuple[str, ...]:
        return ()

    def settle(self, tenant_id: str, result: Any) -> None:
        pass

    async def settled(self) -> None:
        pass


REQUEST = GatewayRequest("tenant_1", "extract", "usr_1", None, (Message("user", "Owners?"),), (), 5.0, 100, "x", "1")
GOOD = '{"owners": [{"name": "Ilse Varga", "share": 0.61}], "note": null}'


@pytest.fixture
async def gateway_of() -> AsyncIterator[Any]:
    made: list[Gateway] = []

    def make(*texts: str, stop_reason: Any = "stop") -> tuple[Gateway, ScriptedProvider]:
        answers = [ScriptedAnswer((SendText(text),), Usage(10, 5), stop_reason) for text in texts]
        provider = ScriptedProvider(answers)
        made.append(Gateway({"*": [provider]}, FreeLedger(), settings=LlmSettings()))
        return made[-1], provider

    yield make
    for gateway in made:
        await gateway.close()


async def test_a_valid_answer_is_returned_as_the_model(gateway_of: Any) -> None:
    gateway, provider = gateway_of(GOOD)
    found = await structured_completion(gateway, REQUEST, Owners)
    assert found.value == Owners(owners=[Owner(name="Ilse Varga", share=0.61)])
    assert (found.repairs, found.usage) == (0, Usage(10, 5))
    options = provider.calls[0].options
    assert options.output_schema.name == "owners" and not options.stream


async def test_a_code_fence_around_the_answer_is_removed(gateway_of: Any) -> None:
    gateway, _ = gateway_of(f"```json\n{GOOD}\n```")
    assert (await structured_completion(gateway, REQUEST, Owners)).value.owners[0].share == 0.61


async def test_faults_are_reported_to_the_model_for_a_repair(gateway_of: Any) -> None:
    gateway, provider = gateway_of(GOOD.replace("0.61", "61"), GOOD)
    found = await structured_completion(gateway, REQUEST, Owners)
    assert (found.repairs, found.usage) == (1, Usage(20, 10))
    repair_turn = provider.calls[1].messages[-1].content
    assert "owners.0.share: Input should be less than or equal to 1" in repair_turn


async def test_a_failed_check_causes_a_repair(gateway_of: Any) -> None:
    gateway, provider = gateway_of(GOOD.replace("Ilse", "Anna"), GOOD)

    def known(value: Owners) -> list[str]:
        return [f"{one.name} is not on the page." for one in value.owners if one.name != "Ilse Varga"]

    assert (await structured_completion(gateway, REQUEST, Owners, check=known)).repairs == 1
    assert "Anna Varga is not on the page." in provider.calls[1].messages[-1].content


async def test_repairs_are_bounded_and_the_error_states_the_number_of_tries(gateway_of: Any) -> None:
    gateway, provider = gateway_of("no JSON at all")
    with pytest.raises(OutputNotValid, match="3 tries"):
        await structured_completion(gateway, REQUEST, Owners, repairs=2)
    assert len(provider.calls) == 3
    assert len(provider.calls[2].messages) == 3  # only the latest faults, not a growing history


async def test_a_truncated_answer_is_not_repaired(gateway_of: Any) -> None:
    gateway, provider = gateway_of('{"owners": [', stop_reason="length")
    with pytest.raises(OutputNotValid, match="cut off"):
        await structured_completion(gateway, REQUEST, Owners)
    assert len(provider.calls) == 1


def test_the_schema_is_strict_at_every_depth() -> None:
    schema = strict_schema(Owners)
    assert schema["required"] == ["owners", "note"] and schema["additionalProperties"] is False
    owner = schema["$defs"]["Owner"]
    assert owner["required"] == ["name", "share"] and "default" not in owner["properties"]["share"]
