"""Cached answers: reused only for their audience, never for another tenant, another user's case or another question."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ascertain.ai.llm import (
    BrokenStream,
    CachePolicy,
    CallOptions,
    CallTool,
    Fail,
    Finished,
    Gateway,
    GatewayRequest,
    Ledger,
    LlmSettings,
    LocalExactCache,
    Message,
    ResponseCache,
    ScriptedAnswer,
    ScriptedProvider,
    SemanticCache,
    SendText,
    TextDelta,
    Tool,
    Usage,
    usage_by_day,
)
from ascertain.ai.text.embedding import Embedded, LocalEmbedder
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.database import Database

POLICY = CachePolicy("library", "v7", shared=True)
SEMANTIC = replace(POLICY, semantic=True)


class OneEmbedder:
    """Gives every text the same vector, so that two questions can differ only by the other conditions."""

    name, version, dimension = "one", "1", 4

    async def embed(self, texts: list[str]) -> list[Embedded]:
        vector = np.array([1, 0, 0, 0], dtype=np.float32)
        return [Embedded(vector, np.zeros(0, np.int32), np.zeros((0, 0), np.float16)) for _ in texts]


def request(tenant: str, question: str = "What is an owner?", **changes: Any) -> GatewayRequest:
    given: dict[str, Any] = {
        "tenant_id": tenant, "purpose": "chat", "actor_id": "usr_1", "scope": None,
        "messages": (Message("user", question),), "sources": (), "deadline_s": 5.0, "max_tokens": 100,
        "prompt_name": "chat", "prompt_version": "1", "cache": POLICY,
    }  # fmt: skip
    return GatewayRequest(**{**given, **changes})


def made(db: Database, clock: FixedClock, embedder: Any = None) -> tuple[Gateway, ScriptedProvider]:
    answers = [ScriptedAnswer((SendText(f"answer {number}"),), Usage(1000, 100)) for number in range(1, 9)]
    provider = ScriptedProvider(answers, model="gpt-5-mini", price_provider="openai")
    ledger = Ledger(db)
    semantic = SemanticCache(db, embedder or OneEmbedder(), threshold=0.95, clock=clock)
    response_cache = ResponseCache(ledger, clock=clock, exact=LocalExactCache(), semantic=semantic)
    return Gateway(
        {"*": [provider]}, ledger, settings=LlmSettings(), clock=clock, response_cache=response_cache
    ), provider


async def texts(gateway: Gateway, requests: Sequence[GatewayRequest]) -> list[str]:
    return [(await gateway.complete(one)).text for one in requests]


async def test_an_identical_request_is_answered_from_the_cache_and_the_saving_recorded(
    db: Database, clock: FixedClock, tenant: str
) -> None:
    gateway, provider = made(db, clock)
    first = await gateway.complete(request(tenant))
    events = [event async for event in gateway.stream(request(tenant, actor_id="usr_2"))]
    assert [event.text for event in events if isinstance(event, TextDelta)] == ["answer 1"]
    last = events[-1]
    assert isinstance(last, Finished) and (last.cache, last.cost_usd) == ("exact", 0)
    assert len(provider.calls) == 1
    await gateway.close()
    day = clock().replace(hour=0)
    async with db.transaction(tenant) as tx:
        rows = await usage_by_day(tx, start=day, end=day.replace(hour=23))
    assert sum(row.cached for row in rows) == 1
    assert sum(row.saved_usd for row in rows) == first.finished.cost_usd == sum(row.cost_usd for row in rows)


@pytest.mark.parametrize("policy", [POLICY, SEMANTIC], ids=["exact", "semantic"])
async def test_an_answer_is_not_reused_if_any_part_of_the_key_differs(
    db: Database, clock: FixedClock, tenant: str, other_tenant: str, policy: CachePolicy
) -> None:
    gateway, _ = made(db, clock)
    mine = request(tenant, cache=policy)
    found = await texts(
        gateway,
        [
            mine,
            replace(mine, tenant_id=other_tenant),
            replace(mine, cache=replace(policy, access_set="library of the board")),
            replace(mine, cache=replace(policy, corpus_version="v8")),
            replace(mine, prompt_version="2"),
            replace(mine, cache=replace(policy, shared=False), actor_id="usr_2"),
            mine,
        ],
    )
    assert found == [f"answer {number}" for number in (1, 2, 3, 4, 5, 6, 1)]


@pytest.mark.parametrize("policy", [POLICY, SEMANTIC], ids=["exact", "semantic"])
async def test_an_answer_about_a_case_is_never_reused_for_another_user(
    db: Database, clock: FixedClock, tenant: str, policy: CachePolicy
) -> None:
    gateway, _ = made(db, clock)
    mine = request(tenant, cache=policy, scope="case_1")
    others = [replace(mine, actor_id="usr_2"), replace(mine, scope="case_2"), replace(mine, scope=None)]
    assert await texts(gateway, [mine, *others, mine]) == [f"answer {number}" for number in (1, 2, 3, 4, 1)]


async def test_similar_questions_match_unless_names_numbers_or_negations_differ(
    db: Database, clock: FixedClock, tenant: str
) -> None:
    gateway, _ = made(db, clock)
    questions = {
        "Who holds shares in Alba Ltd?": 1,
        "Tell me who holds shares in Alba Ltd": 1,
        "Who holds shares in Alda Ltd?": 2,
        "Who holds 25 shares in Alba Ltd?": 3,
        "Who does not hold shares in Alba Ltd?": 4,
    }
    for question, number in questions.items():
        (found,) = await texts(gateway, [request(tenant, question, cache=SEMANTIC)])
        assert found == f"answer {number}", question
    clock.advance(3601)
    assert await texts(gateway, [request(tenant, "Who owns shares in Alba Ltd?", cache=SEMANTIC)]) == ["answer 5"]


async def test_real_embeddings_distinguish_another_subject(db: Database, clock: FixedClock, tenant: str) -> None:
    gateway, _ = made(db, clock, LocalEmbedder())
    same = ["What counts as a beneficial owner?", "what counts as a beneficial owner"]
    other = "Which documents prove an address?"
    found = await texts(gateway, [request(tenant, question, cache=SEMANTIC) for question in (*same, other)])
    assert found == ["answer 1", "answer 1", "answer 2"]


async def test_an_incomplete_answer_is_not_cached(db: Database, clock: FixedClock, tenant: str) -> None:
    provider = ScriptedProvider(
        [
            ScriptedAnswer((SendText("cut"),), Usage(10, 10), "length"),
            ScriptedAnswer((SendText("whole"),), Usage(10, 10)),
        ]
    )
    ledger = Ledger(db)
    response_cache = ResponseCache(ledger, clock=clock, exact=LocalExactCache())
    gateway = Gateway({"*": [provider]}, ledger, settings=LlmSettings(), clock=clock, response_cache=response_cache)
    assert await texts(gateway, [request(tenant)] * 3) == ["cut", "whole", "whole"]


TOOLS = CallOptions(tools=(Tool("list_owners", "The owners.", {"type": "object", "properties": {}}),))


async def test_a_tool_call_is_not_cached_but_an_answer_without_using_the_tools_is(
    db: Database, clock: FixedClock, tenant: str
) -> None:
    asks = ScriptedAnswer((SendText("Let me look. "), CallTool("t1", "list_owners", "{}")), Usage(10, 5))
    provider = ScriptedProvider([asks, ScriptedAnswer((SendText("Nobody."),), Usage(10, 5))])
    made = Gateway(
        {"*": [provider]}, Ledger(db), settings=LlmSettings(), clock=clock,
        response_cache=ResponseCache(Ledger(db), clock=clock, exact=LocalExactCache()),
    )  # fmt: skip
    with_tools = request(tenant, options=TOOLS)
    first = await made.complete(with_tools)
    assert first.tool_calls[0].name == "list_owners"
    assert await texts(made, [with_tools, with_tools]) == ["Nobody.", "Nobody."]
    assert len(provider.calls) == 2
    await made.close()


async def test_text_discarded_by_a_reset_is_not_cached(db: Database, clock: FixedClock, tenant: str) -> None:
    whole = ScriptedAnswer((SendText("whole"),), Usage(10, 5))
    provider = ScriptedProvider([ScriptedAnswer((SendText("half"), Fail(BrokenStream("cut")))), whole])
    made = Gateway(
        {"*": [provider]}, Ledger(db), settings=LlmSettings(retry_pause_s=0), clock=clock,
        response_cache=ResponseCache(Ledger(db), clock=clock, exact=LocalExactCache()),
    )  # fmt: skip
    assert await texts(made, [request(tenant), request(tenant)]) == ["whole", "whole"]
    assert len(provider.calls) == 2
    await made.close()
