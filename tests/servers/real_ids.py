"""Real ids of all objects of a tenant, so that requests reach the handlers and are not refused before."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx

from ascertain.entrypoints.wiring import app_context
from ascertain.kernel import jobs
from ascertain.kernel.jobs import Job
from ascertain.kernel.jobs.store import park
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc.documents import flag_store
from ascertain.kyc.documents.model import FoundFlag
from ascertain.kyc.ownership import declaration_store
from tests.servers.ascertain_server import RunningServer, SeededTenant, wait_until_scored

Ids = dict[str, str]


def _first(client: httpx.Client, path: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(path).json()["items"][0]
    return found


def _created(client: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def _dead_letter(server: RunningServer, tenant: SeededTenant) -> str:
    """A failed job of a kind that no worker runs."""
    async with app_context(server.settings) as context, context.db.transaction(tenant.id) as tx:
        await park(tx, Job("0", tenant.id, "never.run", {}, 4), "It failed.", can_replay=True)
        return (await jobs.list_dead_letters(tx, limit=1))[0].id


async def _flag(server: RunningServer, tenant: SeededTenant, document_id: str) -> str:
    """A flag on a document; the seeded documents have none."""
    flag = FoundFlag("page.poor", "note", "Page 1 is of poor quality: the print is faint.", 1)
    async with app_context(server.settings) as context, context.db.transaction(tenant.id) as tx:
        await flag_store.replace_flags(tx, document_id, tenant.company_case, [flag], [], datetime.now(UTC))
        return (await flag_store.list_flags(tx, [document_id]))[0].id


async def _standing(server: RunningServer, tenant: SeededTenant) -> str:
    """A regulatory status, stored without the event that would run the case's steps again while the walk counts rows.

    It belongs to a record that no party has, because other tests check the owners of the case under each law.
    """
    who = system_actor(tenant.id, "walk")
    async with app_context(server.settings) as context, context.db.transaction(tenant.id) as tx:
        reply = {"id": "std_of_the_first", "code": "insurer", "source": "a page of the supervisor"}
        await declaration_store.insert_status(tx, who, tenant.company_case, "of nobody", **reply)
    return reply["id"]


def _proposed(server: RunningServer, tenant: SeededTenant, client: httpx.Client) -> tuple[str, str]:
    """A proposal that waits for its review and its task, on a case of its own."""
    case = _created(client, "/cases", {"customer_name": "Proposed Ltd", "customer_kind": "company"})["id"]
    asyncio.run(wait_until_scored(server.database_url, [tenant]))
    proposal = _created(client, f"/cases/{case}/proposals", {"outcome": "reject", "reason": "no documents came"})
    return proposal["id"], client.get(f"/cases/{case}").json()["tasks"][0]["id"]


def real_ids(server: RunningServer, tenant: SeededTenant) -> Ids:
    """Ids by the names of path parameters, and two records of one case."""
    client = server.client(tenant, "all")
    case = tenant.company_case
    chat = _created(client, "/chats", {"case_id": case})
    run = _created(client, f"/chats/{chat['id']}/runs", {"question": "Who owns Meridian?"})
    _created(client, f"/cases/{case}/notes", {"text": "a note of the first tenant"})
    fact = next(fact for fact in client.get(f"/cases/{case}/facts").json()["items"] if fact["property"] == "name")
    parties = client.get(f"/cases/{case}/parties").json()["items"]
    key = _created(client, "/api-keys", {"name": "victim", "permissions": ["case.read"]})["key"]
    account = _created(client, "/service-accounts", {"name": "Loader of the first", "roles": ["analyst"]})
    hook = _created(client, "/webhooks", {"url": "http://127.0.0.1:9/hook", "topics": ["never.told"]})["webhook"]
    records = [record["id"] for party in parties for record in party["records"]]
    proposal, task = _proposed(server, tenant, client)
    limit = {"subject_kind": "tenant", "period": "month", "limit_usd": 1000}
    budget = client.put("/budgets", json=limit).json()
    # Records that belong to no case: judging those of a case would run its steps again while the walk counts rows.
    held = ("imported-by-the-first", "another-of-the-first")
    person = {"schema": "Person", "properties": {"name": ["Quite Another"]}}
    source = "registry-of-the-first"
    client.put(
        "/records", json={"source": source, "records": [{"id": one, **person} for one in held]}
    ).raise_for_status()
    pair = {"record_a_id": f"{source}:{held[0]}", "record_b_id": f"{source}:{held[1]}", "verdict": "unsure"}
    judged = client.post("/judgements", json=pair).json()
    document = _first(client, f"/cases/{case}/documents")["id"]
    return {
        "case_id": case,
        "document_id": document,
        "flag_id": asyncio.run(_flag(server, tenant, document)),
        "number": "1",
        "layout": "name|shares",
        "fact_id": fact["id"],
        "hit_id": _first(client, f"/cases/{tenant.person_case}/hits")["id"],
        "entity_id": parties[0]["entity_id"],
        "other_id": parties[1]["entity_id"],
        "policy_id": _first(client, "/policies")["id"],
        "chat_id": chat["id"],
        "run_id": run["id"],
        "key_id": key["id"],
        "account_id": account["id"],
        "sign_in_id": _first(client, "/account/sessions")["id"],
        "user_id": next(user["id"] for user in client.get("/users").json()["items"] if user["roles"] == ["scientist"]),
        "webhook_id": hook["id"],
        "budget_id": budget["id"],
        "letter_id": asyncio.run(_dead_letter(server, tenant)),
        "task_id": task,
        "proposal_id": proposal,
        "kind": "fact",
        "evidence_id": fact["id"],
        "judgement_id": judged["judgement_id"],
        "standing_id": asyncio.run(_standing(server, tenant)),
        "source": source,
        "record_id": held[0],
        "record_a": records[0],
        "record_b": records[1],
    }
