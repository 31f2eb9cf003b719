"""Conversations over HTTP: attempts, branches, sharing, search, rating, export and retention."""

from typing import Any

import pytest

from ascertain.kyc.assistant import delete_unused_chats, store

from .conftest import GOOD, Bench


async def ask(client: Any, chat: str, **body: Any) -> dict[str, Any]:
    answer = await client.post(f"/chats/{chat}/runs", json=body)
    assert answer.status_code == 201, answer.text
    run: dict[str, Any] = answer.json()
    await client.get(f"/runs/{run['id']}/events")
    return run


@pytest.fixture
async def talk(bench: Bench, client_of: Any) -> tuple[Any, str, dict[str, Any]]:
    """A client, a chat and its first run."""
    client = client_of(bench.actor)
    chat = (await client.post("/chats", json={"case_id": None})).json()["id"]
    return client, chat, await ask(client, chat, question="Who owns Meridian?")


def questions(chat: dict[str, Any]) -> list[str]:
    return [turn["text"] for turn in chat["messages"] if turn["role"] == "user"]


async def test_asking_again_adds_a_branch_and_preserves_the_first_answer(talk: Any) -> None:
    client, chat, first = talk
    again = await ask(client, chat, instead_of=first["id"])
    assert again["question"] == first["question"]
    shown = (await client.get(f"/chats/{chat}")).json()
    assert [turn["run_id"] for turn in shown["messages"]] == [again["id"]] * 2
    assert shown["messages"][1]["variants"] == [first["id"], again["id"]]
    assert (await client.get(f"/runs/{first['id']}")).json()["state"] == "done"
    back = await client.patch(f"/chats/{chat}", json={"head_run_id": first["id"]})
    assert back.status_code == 200
    assert (await client.get(f"/chats/{chat}")).json()["messages"][0]["run_id"] == first["id"]


async def test_a_reworded_question_starts_a_branch_of_its_own(talk: Any, bench: Bench) -> None:
    client, chat, first = talk
    second = await ask(client, chat, question="And since when?")
    edited = await ask(client, chat, question="Who controls Meridian?", instead_of=first["id"])
    assert questions((await client.get(f"/chats/{chat}")).json()) == ["Who controls Meridian?"]
    await client.patch(f"/chats/{chat}", json={"head_run_id": first["id"]})
    assert questions((await client.get(f"/chats/{chat}")).json()) == ["Who owns Meridian?", "And since when?"]
    third = await ask(client, chat, question="Is that all?")
    async with bench.db.transaction(bench.tenant) as tx:
        runs = [await store.find_run(tx, run["id"]) for run in (first, second, edited, third)]
    assert [run and run.parent_run_id for run in runs] == [None, first["id"], None, second["id"]]


async def test_a_run_of_another_chat_cannot_be_replaced(talk: Any) -> None:
    client, _, first = talk
    other = (await client.post("/chats", json={"case_id": None})).json()["id"]
    assert (await client.post(f"/chats/{other}/runs", json={"instead_of": first["id"]})).status_code == 404
    assert (await client.patch(f"/chats/{other}", json={"head_run_id": first["id"]})).status_code == 404
    assert (await client.post(f"/chats/{other}/runs", json={})).status_code == 422


async def test_turns_of_another_branch_are_not_sent_to_the_model(bench: Bench, client_of: Any) -> None:
    executor = bench.executor(GOOD, GOOD, GOOD)
    first = await bench.ask(executor, "Who owns Meridian?")
    await executor.finished(first.id)
    async with bench.db.transaction(bench.tenant) as tx:
        edited = await executor.ask(tx, bench.actor, first.chat_id, "And since when?", instead_of=first.id)
    executor.begin(bench.tenant, edited)
    await executor.finished(edited.id)
    assert bench.asked[-1].question == "And since when?"


async def test_a_shared_chat_is_read_only_for_colleagues(
    talk: Any,
    client_of: Any,
    make_actor: Any,
    other_tenant: str,
) -> None:
    client, chat, run = talk
    assert (await client.patch(f"/chats/{chat}", json={"shared": True})).json()["shared"] is True
    colleague = client_of(make_actor(name="R. Okafor"))
    assert [one["id"] for one in (await colleague.get("/chats", params={"shared": True})).json()["items"]] == [chat]
    assert (await colleague.get(f"/chats/{chat}")).json()["messages"][1]["state"] == "done"
    assert (await colleague.get(f"/runs/{run['id']}/anatomy")).status_code == 200
    assert (await colleague.put(f"/runs/{run['id']}/rating", json={"rating": "down"})).status_code == 204
    refused = [
        await colleague.patch(f"/chats/{chat}", json={"title": "mine now"}),
        await colleague.delete(f"/chats/{chat}"),
        await colleague.post(f"/chats/{chat}/runs", json={"question": "And mine?"}),
        await colleague.post(f"/chats/{chat}/runs", json={"instead_of": run["id"]}),
        await colleague.post(f"/runs/{run['id']}/stop"),
    ]
    assert [answer.status_code for answer in refused] == [404] * 5
    stranger = client_of(make_actor(tenant_id=other_tenant))
    assert (await stranger.get("/chats", params={"shared": True})).json()["items"] == []
    assert (await stranger.get(f"/chats/{chat}")).status_code == 404
    await client.patch(f"/chats/{chat}", json={"shared": False})
    assert (await colleague.get(f"/chats/{chat}")).status_code == 404


async def test_chats_are_found_by_text_of_questions_and_answers(talk: Any) -> None:
    client, chat, _ = talk

    async def found(words: str) -> list[str]:
        return [one["id"] for one in (await client.get("/chats", params={"q": words})).json()["items"]]

    assert await found("owns meridian") == [chat]
    assert await found("65.8 %") == [chat]
    assert await found("100%") == [] and await found("_") == []
    await client.patch(f"/chats/{chat}", json={"title": "Ownership of the freight company"})
    assert await found("freight") == [chat]


async def test_a_rating_is_stored_for_each_person_and_can_be_removed(talk: Any) -> None:
    client, chat, run = talk

    async def rated() -> tuple[str | None, str]:
        turn = (await client.get(f"/chats/{chat}")).json()["messages"][1]
        return turn["rating"], turn["rating_reason"]

    await client.put(f"/runs/{run['id']}/rating", json={"rating": "down", "reason": " the share is wrong "})
    assert await rated() == ("down", "the share is wrong")
    await client.put(f"/runs/{run['id']}/rating", json={"rating": "up"})
    assert await rated() == ("up", "")
    await client.put(f"/runs/{run['id']}/rating", json={"rating": None})
    assert await rated() == (None, "")
    assert (await client.put(f"/runs/{run['id']}/rating", json={"rating": "meh"})).status_code == 422


async def test_an_export_has_questions_answers_and_sources_without_markup(talk: Any) -> None:
    client, chat, _ = talk
    await client.patch(f"/chats/{chat}", json={"title": "<script>alert(1)</script> [x](http://evil)"})
    answer = await client.get(f"/chats/{chat}/export")
    assert answer.headers["content-disposition"].startswith("attachment")
    text = answer.text
    assert "## Who owns Meridian?" in text and "ordinary shares of Meridian [1]." in text
    assert "- [1] register.pdf, page 2: “Ilse Varga holds 610 of 1,000 ordinary shares of Meridian.”" in text
    assert "<script>" not in text and "\\[x\\]" in text


async def test_unused_chats_are_deleted_with_an_audit_entry(talk: Any, bench: Bench) -> None:
    client, chat, _ = talk
    assert await delete_unused_chats(bench.db, days=30, clock=bench.clock) == 0
    bench.clock.advance(31 * 24 * 3600)
    fresh = (await client.post("/chats", json={"case_id": None})).json()["id"]
    assert await delete_unused_chats(bench.db, days=30, clock=bench.clock) == 1
    assert [one["id"] for one in (await client.get("/chats")).json()["items"]] == [fresh]
    assert (await client.get(f"/chats/{chat}")).status_code == 404
    async with bench.db.transaction(bench.tenant) as tx:
        texts = await tx.fetch("select action, details from audit_entries where action = 'chat.expire'")
    assert [row["details"]["chats"] for row in texts] == [1]


async def test_prompts_are_listed_with_usage_and_ratings(talk: Any, bench: Bench) -> None:
    client, _, run = talk
    await client.put(f"/runs/{run['id']}/rating", json={"rating": "down", "reason": "too long"})
    newest, older, _ = [one for one in (await client.get("/prompts")).json()["items"] if one["name"] == "chat"]
    assert (newest["name"], newest["version"], newest["in_use"]) == ("chat", "3", True)
    assert (newest["answers"], newest["rated_up"], newest["rated_down"]) == (1, 0, 1)
    assert (older["version"], older["in_use"], older["answers"]) == ("2", False, 0)
    assert "people whom the question is not about" in newest["system"] and newest["system"] != older["system"]
