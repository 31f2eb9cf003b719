"""Chats, runs, their events and usage over HTTP."""

import json
from dataclasses import asdict
from typing import Any

import pytest

from ascertain.kyc import cases
from ascertain.kyc.assistant import store
from ascertain.kyc.assistant.model import Draft

from .conftest import Bench


def parse(stream: str) -> list[dict[str, Any]]:
    blocks = [block for block in stream.split("\n\n") if "data:" in block]
    lines = [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]
    return [{"event": one["event"], "last_id": one["id"], **json.loads(one["data"])} for one in lines]


async def test_a_question_is_asked_streamed_and_listed(bench: Bench, client_of: Any) -> None:
    client = client_of(bench.actor)
    chat = (await client.post("/chats", json={"case_id": None})).json()
    asked = await client.post(f"/chats/{chat['id']}/runs", json={"question": "Who owns Meridian?"})
    assert asked.status_code == 201 and asked.json()["state"] == "running"
    run_id = asked.json()["id"]
    events = parse((await client.get(f"/runs/{run_id}/events")).text)
    assert events[-1]["event"] == "done" and events[-1]["run"]["state"] == "done"
    assert {"id", "run_id", "at", "type"} <= set(events[0])
    again = parse((await client.get(f"/runs/{run_id}/events", headers={"Last-Event-ID": events[3]["last_id"]})).text)
    assert again == events[4:]
    garbage = await client.get(f"/runs/{run_id}/events", headers={"Last-Event-ID": "case:7;x"})
    assert parse(garbage.text) == events
    found = (await client.get(f"/chats/{chat['id']}")).json()
    assert found["title"] == "Who owns Meridian?"
    assert [(turn["role"], turn["state"]) for turn in found["messages"]] == [("user", "done"), ("assistant", "done")]
    assert [one["n"] for one in found["messages"][1]["citations"]] == [1, 2]
    anatomy = (await client.get(f"/runs/{run_id}/anatomy")).json()
    assert anatomy["prompt"] == {"name": "chat", "version": "3"} and anatomy["provider"] == "scripted"
    assert [source["used"] for source in anatomy["sources"]] == [True, True]
    assert anatomy["searched"] == "Who owns Meridian?"
    assert {"rewrite", "search", "first_token", "answer", "checks", "store"} <= {
        one["name"] for one in anatomy["spans"]
    }
    assert (await client.post(f"/runs/{run_id}/stop")).json()["state"] == "done"


async def test_chats_are_listed_in_pages_and_deleted(bench: Bench, client_of: Any) -> None:
    client = client_of(bench.actor)
    made = [(await client.post("/chats", json={"case_id": None})).json()["id"] for _ in range(3)]
    first = (await client.get("/chats", params={"limit": 2})).json()
    second = (await client.get("/chats", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert sorted(chat["id"] for page in (first, second) for chat in page["items"]) == sorted(made)
    assert second["next_cursor"] is None
    assert (await client.get("/chats", params={"cursor": "nonsense"})).status_code == 422
    assert (await client.delete(f"/chats/{made[0]}")).status_code == 204
    assert (await client.get(f"/chats/{made[0]}")).status_code == 404


async def test_other_persons_and_tenants_get_not_found(
    bench: Bench, client_of: Any, make_actor: Any, other_tenant: str
) -> None:
    mine = client_of(bench.actor)
    chat = (await mine.post("/chats", json={"case_id": None})).json()["id"]
    run = (await mine.post(f"/chats/{chat}/runs", json={"question": "Who owns Meridian?"})).json()["id"]
    await mine.get(f"/runs/{run}/events")
    for stranger in (make_actor(name="R. Okafor"), make_actor(tenant_id=other_tenant)):
        client = client_of(stranger)
        answers = [
            await client.get(f"/chats/{chat}"),
            await client.delete(f"/chats/{chat}"),
            await client.post(f"/chats/{chat}/runs", json={"question": "?"}),
            await client.get(f"/runs/{run}"),
            await client.get(f"/runs/{run}/events"),
            await client.get(f"/runs/{run}/anatomy"),
            await client.post(f"/runs/{run}/stop"),
        ]
        assert [answer.status_code for answer in answers] == [404] * 7
        assert (await client.get("/chats")).json()["items"] == []
        assert (await client.get("/chats", params={"shared": True})).json()["items"] == []
        more = [
            await client.get(f"/chats/{chat}/export"),
            await client.patch(f"/chats/{chat}", json={"shared": True}),
            await client.put(f"/runs/{run}/rating", json={"rating": "up"}),
        ]
        assert [answer.status_code for answer in more] == [404] * 3


async def test_every_route_needs_the_permission(bench: Bench, client_of: Any, make_actor: Any) -> None:
    client = client_of(make_actor(permissions=frozenset({"case.read"})))
    assert (await client.post("/chats", json={"case_id": None})).status_code == 403


@pytest.mark.parametrize("question", ["", "   ", "x" * 2001, "nul \x00"])
async def test_an_invalid_question_is_refused(bench: Bench, client_of: Any, question: str) -> None:
    client = client_of(bench.actor)
    chat = (await client.post("/chats", json={"case_id": None})).json()["id"]
    refused = await client.post(f"/chats/{chat}/runs", json={"question": question})
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"


async def test_a_drafted_note_is_declined_or_added_once_over_http(bench: Bench, client_of: Any) -> None:
    client = client_of(bench.actor)
    new = cases.NewCase("Meridian", "company", "gb", None, None)
    async with bench.db.transaction(bench.tenant) as tx:
        case = await cases.open_case(tx, bench.actor, new, clock=bench.clock)
    chat = (await client.post("/chats", json={"case_id": case.id})).json()["id"]
    run_id = (await client.post(f"/chats/{chat}/runs", json={"question": "Who owns Meridian?"})).json()["id"]
    await client.get(f"/runs/{run_id}/events")
    async with bench.db.transaction(bench.tenant) as tx:
        await store.set_drafts(tx, run_id, [asdict(Draft(n, f"Note {n}.")) for n in (1, 2)])
    declined = await client.post(f"/runs/{run_id}/drafts/1/decision", json={"write": False})
    assert [one["state"] for one in declined.json()["drafts"]] == ["declined", "open"]
    written = await client.post(f"/runs/{run_id}/drafts/2/decision", json={"write": True})
    assert written.json()["drafts"][1]["decided_by"] == bench.actor.name
    again = await client.post(f"/runs/{run_id}/drafts/2/decision", json={"write": True})
    assert (again.status_code, again.json()["code"]) == (409, "draft.decided")
    assert (await client.post(f"/runs/{run_id}/drafts/3/decision", json={"write": True})).status_code == 404
    shown = (await client.get(f"/chats/{chat}")).json()["messages"][1]["drafts"]
    assert [one["state"] for one in shown] == ["declined", "written"]
    async with bench.db.transaction(bench.tenant) as tx:
        assert [note.text for note in (await cases.get_overview(tx, case.id)).notes] == ["Note 2."]
        texts = await tx.fetch("select action from audit_entries where object_id = $1", run_id)
    assert sorted(row["action"] for row in texts) == ["draft.decline", "draft.write"]
