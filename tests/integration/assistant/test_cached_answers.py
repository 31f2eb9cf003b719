"""Cached answers: for the same question on the same sources, and for a case only for the same person."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from ascertain.ai.llm import Ledger, LocalExactCache, ResponseCache, ScriptedProvider, Wait, usage_by_day
from ascertain.ai.llm import ScriptedAnswer as Answer
from ascertain.kyc.assistant import Run, RunExecutor

from .conftest import GOOD, SOURCES, Bench, scripted


def executor(bench: Bench, *answers: Any, **more: Any) -> tuple[RunExecutor, ScriptedProvider]:
    """An executor with a cache and a model whose calls have a price."""
    provider = ScriptedProvider(answers or (GOOD,), model="gpt-5-mini", price_provider="openai")
    response_cache = ResponseCache(Ledger(bench.db), clock=bench.clock, exact=LocalExactCache())
    return bench.executor(providers=[provider], response_cache=response_cache, **more), provider


async def ask(bench: Bench, made: RunExecutor, chat: str, *, instead_of: str | None = None) -> Run:
    question = None if instead_of else "Who owns Meridian?"
    async with bench.db.transaction(bench.tenant) as tx:
        run = await made.ask(tx, bench.actor, chat, question, instead_of=instead_of)
    made.begin(bench.tenant, run, fresh=instead_of is not None)
    await bench.events(run.id)
    return await bench.run(run.id)


async def test_a_repeated_question_is_paid_once_and_has_valid_citations(bench: Bench, make_actor: Any) -> None:
    made, provider = executor(bench)
    first = await ask(bench, made, await bench.chat(case_id=None))
    other = replace(bench, actor=make_actor(name="R. Okafor"), executors=bench.executors)
    second = await ask(other, made, await other.chat(case_id=None))
    assert len(provider.calls) == 1
    assert (second.answer, second.citations) == (first.answer, first.citations) and len(first.citations) == 2
    assert first.cost_usd > 0 == second.cost_usd
    assert (first.anatomy["cache"], second.anatomy["cache"]) == ("none", "exact")
    await made._answerer.gateway.settled()
    day = bench.clock().replace(hour=0)
    async with bench.db.transaction(bench.tenant) as tx:
        rows = await usage_by_day(tx, start=day, end=day + timedelta(days=1))
    assert sum(row.cached for row in rows) == 1 and sum(row.saved_usd for row in rows) == first.cost_usd


async def test_a_cached_answer_on_a_case_is_not_shared(bench: Bench, make_actor: Any) -> None:
    made, provider = executor(bench)
    await ask(bench, made, await bench.chat())
    await ask(bench, made, await bench.chat())
    assert len(provider.calls) == 1
    other = replace(bench, actor=make_actor(name="R. Okafor"), executors=bench.executors)
    await ask(other, made, await other.chat())
    assert len(provider.calls) == 2
    await ask(bench, made, await bench.chat(case_id="case_2"))
    assert len(provider.calls) == 3


async def test_other_permissions_other_sources_or_another_attempt_bypass_the_cache(bench: Bench) -> None:
    made, provider = executor(bench)
    chat = await bench.chat(case_id=None)
    first = await ask(bench, made, chat)
    await ask(bench, made, chat, instead_of=first.id)
    assert len(provider.calls) == 2
    limited = replace(bench, actor=replace(bench.actor, permissions=frozenset({"chat.use"})), executors=bench.executors)
    await ask(limited, made, await limited.chat(case_id=None))
    assert len(provider.calls) == 3
    changed = replace(SOURCES[0].passage, text=SOURCES[0].passage.text.replace("610", "611"))
    bench.sources[0] = replace(SOURCES[0], passage=changed)
    await ask(bench, made, await bench.chat(case_id=None))
    assert len(provider.calls) == 4


async def test_a_model_without_a_first_token_is_replaced_by_the_next(bench: Bench) -> None:
    slow = ScriptedProvider([Answer((Wait(30), *GOOD.steps))], name="slow")
    made = bench.executor(
        providers=[slow, ScriptedProvider([scripted("Ilse Varga holds 65.8 % of Meridian [2].")])], first_word_s=0.2
    )
    run = await ask(bench, made, await bench.chat())
    assert run.provider == "scripted" and run.state == "done"
    assert [one["outcome"] for one in run.anatomy["attempts"]] == ["llm.timeout", "done"]
