"""OpenAI's own client, unchanged, against /v1."""

import asyncio
import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import httpx
import openai
import pytest
from openai import AsyncOpenAI
from pydantic import BaseModel

from ascertain.ai.llm import (
    BrokenStream,
    Budget,
    CallTool,
    Fail,
    Ledger,
    LocalExactCache,
    ProviderOverloaded,
    ResponseCache,
    ScriptedAnswer,
    ScriptedProvider,
    SendText,
    Usage,
    Wait,
    set_budget,
)
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import Database
from ascertain.kernel.tenancy import Actor
from tests.servers.data_plane import RunningPlane, StartPlane

ANSWER = ScriptedAnswer((SendText("Nevada "), SendText("[1]")), Usage(100, 10, 40, reasoning_tokens=3))
CALLS = ScriptedAnswer((CallTool("c_1", "owners", '{"of":"Alba"}'),), Usage(10, 5), "tool_calls")
ASK: list[Any] = [{"role": "user", "content": "Which law?"}]
TOOLS: list[Any] = [{"type": "function", "function": {"name": "owners", "parameters": {"type": "object"}}}]


def client(plane: RunningPlane, **changes: Any) -> AsyncOpenAI:
    return AsyncOpenAI(**{"base_url": plane.address, "api_key": plane.key, "max_retries": 0, **changes})


async def test_a_chat_whole_and_streamed(start_plane: StartPlane) -> None:
    plane = await start_plane([ScriptedProvider([ANSWER], model="m-1")])
    async with client(plane) as sdk:
        raw = await sdk.chat.completions.with_raw_response.create(model="m-1", messages=ASK)
        said = raw.parse()
        assert said.choices[0].message.content == "Nevada [1]" and said.choices[0].finish_reason == "stop"
        assert said.usage is not None and said.usage.prompt_tokens_details is not None
        assert (said.usage.prompt_tokens, said.usage.prompt_tokens_details.cached_tokens) == (100, 40)
        assert '"requests";r=' in raw.headers["RateLimit"] and "w=60" in raw.headers["RateLimit-Policy"]
        stream = await sdk.chat.completions.create(
            model="auto", messages=ASK, stream=True, stream_options={"include_usage": True}
        )
        chunks = [chunk async for chunk in stream]
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == "Nevada [1]"
    assert chunks[-1].usage is not None and chunks[-1].usage.completion_tokens == 10


async def test_tools_are_called_and_their_results_taken(start_plane: StartPlane) -> None:
    provider = ScriptedProvider([CALLS, CALLS, ANSWER])
    plane = await start_plane([provider])
    async with client(plane) as sdk:
        said = await sdk.chat.completions.create(model="auto", messages=ASK, tools=TOOLS, tool_choice="required")
        call: Any = said.choices[0].message.tool_calls[0]  # type: ignore[index]
        assert (call.id, call.function.name, json.loads(call.function.arguments)) == ("c_1", "owners", {"of": "Alba"})
        stream = await sdk.chat.completions.create(model="auto", messages=ASK, tools=TOOLS, stream=True)
        chunks = [chunk async for chunk in stream]
        assert any(chunk.choices[0].delta.tool_calls for chunk in chunks)
        turn: list[Any] = [*ASK, said.choices[0].message, {"role": "tool", "tool_call_id": "c_1", "content": "Calder"}]
        await sdk.chat.completions.create(model="auto", messages=turn)
    assert [message.role for message in provider.calls[2].messages] == ["user", "assistant", "tool"]
    assert provider.calls[2].messages[1].tool_calls[0].arguments == '{"of":"Alba"}'


async def test_a_request_at_temperature_0_is_answered_from_the_cache_for_the_same_key_only(
    start_plane: StartPlane, db: Database
) -> None:
    answers = [ScriptedAnswer((SendText(f"answer {number}"),), Usage(10, 5)) for number in range(1, 9)]
    provider = ScriptedProvider(answers)
    stored = LocalExactCache()
    plane = await start_plane([provider], response_cache=ResponseCache(Ledger(db), clock=utc_now, exact=stored))
    other = await start_plane([provider], response_cache=ResponseCache(Ledger(db), clock=utc_now, exact=stored))

    async def said(of: RunningPlane, **changes: Any) -> str | None:
        async with client(of) as sdk:
            answer = await sdk.chat.completions.create(
                **{"model": "auto", "messages": ASK, "temperature": 0, **changes}
            )
            return str(answer.choices[0].message.content)

    assert [await said(plane), await said(plane)] == ["answer 1", "answer 1"]
    assert await said(other) == "answer 2"
    assert [await said(plane, temperature=1), await said(plane, temperature=1)] == ["answer 3", "answer 4"]
    assert await said(plane, temperature=openai.omit) == "answer 5"


async def test_parsed_answers_by_schema(start_plane: StartPlane) -> None:
    class Law(BaseModel):
        state: str

    provider = ScriptedProvider([ScriptedAnswer((SendText('{"state": "Nevada"}'),), Usage(1, 1))])
    plane = await start_plane([provider])
    async with client(plane) as sdk:
        said = await sdk.chat.completions.parse(model="auto", messages=ASK, response_format=Law)
    assert said.choices[0].message.parsed == Law(state="Nevada")
    wanted = provider.calls[0].options.output_schema
    assert wanted is not None and wanted.name == "Law"


async def test_responses_whole_and_streamed(start_plane: StartPlane) -> None:
    provider = ScriptedProvider([ANSWER, ANSWER, CALLS])
    plane = await start_plane([provider])
    async with client(plane) as sdk:
        said = await sdk.responses.create(model="auto", input="Which law?", instructions="Be brief.")
        assert said.output_text == "Nevada [1]" and said.status == "completed" and said.usage is not None
        assert said.usage.output_tokens_details.reasoning_tokens == 3
        async with sdk.responses.stream(model="auto", input=ASK) as stream:
            kinds = [event.type async for event in stream]
            final = await stream.get_final_response()
        assert final.output_text == "Nevada [1]"
        assert kinds[:2] == ["response.created", "response.in_progress"] and kinds[-1] == "response.completed"
        tools: list[Any] = [{"type": "function", "name": "owners", "parameters": {"type": "object"}, "strict": False}]
        async with sdk.responses.stream(model="auto", input=ASK, tools=tools) as stream:
            final = await stream.get_final_response()
        item: Any = final.output[0]
        assert (item.type, item.call_id, item.arguments) == ("function_call", "c_1", '{"of":"Alba"}')
        with pytest.raises(openai.BadRequestError, match="are not stored"):
            await sdk.responses.create(model="auto", input="More?", previous_response_id="resp_1")
    assert [message.role for message in provider.calls[0].messages] == ["system", "user"]


async def test_embeddings_and_models(start_plane: StartPlane) -> None:
    plane = await start_plane([ScriptedProvider([ANSWER], name="main", model="m-1")])
    async with client(plane) as sdk:
        found = await sdk.embeddings.create(model="auto", input=["a share register", "a cat"])
        assert [len(one.embedding) for one in found.data] == [384, 384]
        assert abs(sum(value * value for value in found.data[0].embedding) - 1) < 1e-3
        names = {model.id async for model in sdk.models.list()}
        assert {"auto", "main", "m-1", found.model} <= names
        assert (await sdk.models.retrieve("m-1")).owned_by == "main"
        with pytest.raises(openai.NotFoundError):
            await sdk.chat.completions.create(model="gpt-unknown", messages=ASK)


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"n": 2}, "n"),
        ({"logprobs": True}, "logprobs"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]},
            "messages[0].content",
        ),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "user", "content": "nul \x00"}]}, "messages[0].content"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"max_tokens": 10**9}, "max_tokens"),
        ({"tool_choice": {"type": "function"}}, "tool_choice"),
        ({"temperature": "warm"}, None),
    ],
)
async def test_unsupported_parameters_are_refused_by_name(
    start_plane: StartPlane, body: dict[str, Any], param: str | None
) -> None:
    plane = await start_plane([ScriptedProvider([ANSWER])])
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {plane.key}"}) as http:
        answer = await http.post(f"{plane.address}/chat/completions", json={"model": "auto", "messages": ASK, **body})
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["param"] == param


async def test_errors_are_those_that_the_client_knows(start_plane: StartPlane, db: Database, actor: Actor) -> None:
    failing = ScriptedProvider([ScriptedAnswer((Fail(ProviderOverloaded("down")),))])
    plane = await start_plane([failing], retries=0, requests_per_minute=2)
    async with client(plane) as sdk:
        with pytest.raises(openai.InternalServerError) as down:
            await sdk.chat.completions.create(model="auto", messages=ASK)
        assert down.value.status_code == 503
        with pytest.raises(openai.InternalServerError):
            await sdk.chat.completions.create(model="auto", messages=ASK, stream=True)
        with pytest.raises(openai.RateLimitError) as limited:
            await sdk.chat.completions.create(model="auto", messages=ASK)
        assert int(limited.value.response.headers["Retry-After"]) in range(1, 31)
        assert limited.value.code == "rate_limit_exceeded"
    async with client(plane, api_key="ask_wrong") as sdk:
        with pytest.raises(openai.AuthenticationError):
            await sdk.chat.completions.create(model="auto", messages=ASK)
    without = await start_plane([failing], permissions=["case.read"])
    async with client(without) as sdk:
        with pytest.raises(openai.PermissionDeniedError):
            await sdk.models.list()


async def test_a_request_over_its_budget_is_not_retried(start_plane: StartPlane, db: Database, actor: Actor) -> None:
    dear = ScriptedProvider([ANSWER], model="gpt-5-mini", price_provider="openai")
    plane = await start_plane([dear])
    async with db.transaction(actor.tenant_id) as tx:
        await set_budget(tx, actor, Budget("tenant", "", "month", Decimal("0.0001")), clock=utc_now)
    async with client(plane, max_retries=3) as sdk:
        with pytest.raises(openai.RateLimitError) as spent:
            await sdk.chat.completions.create(model="gpt-5-mini", messages=ASK)
    assert spent.value.code == "insufficient_quota"
    assert dear.calls == []


async def test_two_texts_are_never_spliced(start_plane: StartPlane) -> None:
    broken = ScriptedProvider([ScriptedAnswer((SendText("Wyo"), Fail(BrokenStream("cut"))))], name="a")
    plane = await start_plane([broken, ScriptedProvider([ANSWER], name="b")], retries=0)
    async with client(plane) as sdk:
        seen = []
        with pytest.raises(openai.APIError, match="was interrupted"):
            async for chunk in await sdk.chat.completions.create(model="auto", messages=ASK, stream=True):
                seen.append(chunk.choices[0].delta.content or "")
        assert "".join(seen) == "Wyo"
        options: Any = {"include_reset": True}
        stream = await sdk.chat.completions.create(model="auto", messages=ASK, stream=True, stream_options=options)
        seen = []
        async for chunk in stream:
            if (chunk.model_extra or {}).get("reset"):
                seen.clear()
            elif chunk.choices:
                seen.append(chunk.choices[0].delta.content or "")
        assert "".join(seen) == "Nevada [1]"


async def test_a_caller_that_disconnects_ends_the_call(start_plane: StartPlane, db: Database, tenant: str) -> None:
    plane = await start_plane([ScriptedProvider([ScriptedAnswer((SendText("Neva"), Wait(60)))])])
    async with client(plane) as sdk:
        stream = await sdk.chat.completions.create(model="auto", messages=ASK, stream=True)
        await anext(aiter(stream))
        await stream.close()
    for _ in range(100):
        await plane.gateway.settled()
        async with db.transaction(tenant) as tx:
            rows = await tx.fetch("select state, outcome from llm_calls")
        if [tuple(row) for row in rows] == [("settled", "cancelled")]:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(rows)


@pytest.mark.parametrize("change", ["revoked_at = now()", "expires_at = now() - interval '1 s'", "permissions = '{}'"])
async def test_a_stream_ends_when_its_key_ends_or_loses_the_permission(
    start_plane: StartPlane, db: Database, tenant: str, change: str
) -> None:
    plane = await start_plane([ScriptedProvider([ScriptedAnswer((SendText("Neva"), Wait(60)))])])
    async with client(plane) as sdk:
        stream = await sdk.chat.completions.create(model="auto", messages=ASK, stream=True)
        chunks = aiter(stream)
        await anext(chunks)
        async with db.transaction(tenant) as tx:
            await tx.execute(f"update auth_api_keys set {change}")
        # The provider would wait for a minute.
        async with asyncio.timeout(20):
            with suppress(StopAsyncIteration):
                while True:
                    await anext(chunks)
