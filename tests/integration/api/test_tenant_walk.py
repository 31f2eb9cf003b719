"""Every route with the other tenant's real ids: nothing is returned or changed. A route without a row here fails the test."""

import asyncio
from collections.abc import Callable
from typing import Any

import asyncpg
import httpx
import pytest

from tests.servers.ascertain_server import RunningServer, SeededTenant
from tests.servers.real_ids import Ids, real_ids

# Routes without any object of a tenant: before sign-in, or without stored data.
_TENANTLESS = {
    "issue_token",
    "revoke_token",
    "set_password_by_link",
    "healthz",
    "readyz",
    "login",
    "me",
    "logout",
    "predict",
    "screen",
    "resolve_records",
    "list_regimes",
}
# Bodies of writing routes, with the other tenant's ids.
_BODIES: dict[str, Callable[[Ids], Any]] = {
    "create_user": lambda ids: {
        "name": "X",
        "email": "x@walk.example",
        "roles": ["analyst"],
    },
    "change_user": lambda ids: {"active": False},
    "create_api_key": lambda ids: {"name": "walk", "permissions": ["case.read"]},
    "create_service_account": lambda ids: {"name": "Walk", "roles": ["analyst"]},
    "change_service_account": lambda ids: {"active": False},
    "change_own_password": lambda ids: {"current": "not mine", "new": "violet-otter-stapler-94"},
    "begin_two_factor": lambda ids: {"password": "not mine"},
    "confirm_two_factor": lambda ids: {"code": "000000"},
    "remove_two_factor": lambda ids: {"password": "not mine"},
    "create_webhook": lambda ids: {"url": "http://127.0.0.1:9/hook", "topics": ["never.told"]},
    "open_case": lambda ids: {"customer_name": "Walk Ltd", "customer_kind": "company"},
    "change_case": lambda ids: {"due_at": "2030-01-01T00:00:00Z"},
    "add_note": lambda ids: {"text": "seen by the wrong tenant"},
    "propose_decision": lambda ids: {"outcome": "reject", "reason": "wrong tenant"},
    "review_proposal": lambda ids: {"outcome": "return", "reason": "wrong tenant"},
    "review_fact": lambda ids: {"verdict": "reject"},
    "dismiss_flag": lambda ids: {"reason": "wrong tenant"},
    "set_document_type": lambda ids: {"parts": [{"document_type": "passport", "first_page": 1, "last_page": 1}]},
    "set_table_mapping": lambda ids: {"document_type": "shareholder_register", "table": "members", "columns": ["name"]},
    "draft_policy": lambda ids: {"name": "Walk", "content": {}},
    "publish_policy": lambda ids: {"reason": "wrong tenant"},
    "make_judgement": lambda ids: {
        "record_a_id": ids["record_a"],
        "record_b_id": ids["record_b"],
        "verdict": "different",
    },
    "put_records": lambda ids: {
        "source": "walk",
        "records": [{"id": "x", "schema": "Person", "properties": {"name": ["Quite Another"]}}],
    },
    "add_standing": lambda ids: {"party_id": "party_x", "code": "insurer", "source": "the wrong tenant"},
    "add_source_choice": lambda ids: {
        "document_id": ids["document_id"],
        "subject": "company",
        "interest": "shareholding",
        "reason": "wrong tenant",
    },
    "adjudicate_hit": lambda ids: {"verdict": "same", "reason": "wrong tenant"},
    "search": lambda ids: {"query": "Meridian shares", "case_id": ids["case_id"], "library": False},
    "create_chat": lambda ids: {"case_id": ids["case_id"]},
    "create_run": lambda ids: {"question": "Who owns it?"},
    "change_chat": lambda ids: {"shared": True, "title": "seen by the wrong tenant"},
    "rate_run": lambda ids: {"rating": "down", "reason": "wrong tenant"},
    "decide_note_draft": lambda ids: {"write": True, "text": "written by the wrong tenant"},
    "set_budget": lambda ids: {"subject_kind": "tenant", "period": "month", "limit_usd": 5},
}
_QUERIES: dict[str, Callable[[Ids], dict[str, str]]] = {
    "stream_events": lambda ids: {"case": ids["case_id"], "run": ids["run_id"]},
    "list_chats": lambda ids: {"case": ids["case_id"]},
    "search_audit": lambda ids: {"object_id": ids["case_id"]},
    "search_entities": lambda ids: {"q": "Meridian"},
}
# Lists and searches answer 200 with the tenant's own objects; all others must refuse.
_ANSWERS_OWN = {
    "list_users", "create_user", "list_api_keys", "create_api_key",
    "list_service_accounts", "create_service_account", "get_account", "list_own_sessions",
    "search_audit", "verify_audit", "list_dead_letters",
    "list_webhooks", "create_webhook", "list_cases", "open_case", "take_next_case", "search_entities", "list_watchlists",
    "list_policies",
    "draft_policy", "list_document_types", "list_library", "upload_policies", "search", "list_chats", "get_usage", "export_usage",
    "list_budgets", "set_budget", "list_model_routes", "list_prompts",
    "list_review_pairs", "put_records", "list_entity_models", "learn_weights", "get_projection",
}  # fmt: skip

# Acts on one's own account, tried with a sign-in of its own: one of them ends it. Wrong passwords are refused with 422.
_OWN_ACCOUNT = {
    "change_own_password", "begin_two_factor", "confirm_two_factor", "remove_two_factor", "end_own_session", "end_own_sessions",
}  # fmt: skip
# Deliveries of a removed endpoint remain listed, so that an unknown endpoint has an empty list and not a 404.
_ANSWERS_EMPTY = {"list_webhook_deliveries"}


@pytest.fixture(scope="module")
def victim_ids(running_server: RunningServer) -> Ids:
    """Real ids of all objects of the first tenant."""
    return real_ids(running_server, running_server.tenants[0])


def _rows(server: RunningServer, tenant: SeededTenant) -> dict[str, int]:
    """How many rows the tenant has in each table, and a hash of those that only persons change."""

    async def count() -> dict[str, int]:
        connection = await asyncpg.connect(server.database_url)
        await connection.execute("select set_config('app.tenant', $1, false)", tenant.id)
        names = await connection.fetch(
            """select table_name as tablename from information_schema.columns
               where column_name = 'tenant_id' and table_schema = 'public'"""
        )
        moving = {
            "jobs_runs",
            "audit_seals",
            "audit_unsealed",
            "audit_heads",
            "auth_refresh_tokens",
            "assistant_run_events",
            "assistant_runs",
            "llm_calls",
            "llm_budget_use",
        }
        found = {
            row["tablename"]: await connection.fetchval(f"select count(*) from {row['tablename']}")
            for row in names
            if row["tablename"] not in moving
        }
        await connection.close()
        return found

    return asyncio.run(count())


def _operations(server: RunningServer) -> list[tuple[str, str, dict[str, Any]]]:
    document = httpx.get(f"{server.address}/api/v1/openapi.json", timeout=60).json()
    return [
        (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if operation["operationId"] not in _TENANTLESS
    ]


def test_the_other_tenants_objects_are_neither_returned_nor_changed(
    running_server: RunningServer, victim_ids: Ids
) -> None:
    victim, attacker = running_server.tenants
    client = running_server.client(attacker, "all")
    before = _rows(running_server, victim)
    secrets = [value for name, value in victim_ids.items() if name not in ("number", "kind", "layout")]
    for method, path, operation in _operations(running_server):
        name = operation["operationId"]
        wanted = {part["name"] for part in operation.get("parameters", []) if part["in"] == "path"}
        assert wanted <= victim_ids.keys(), (
            f"{name} takes ids that this walk does not know: {wanted - victim_ids.keys()}"
        )
        taken = bool(wanted) or name in _ANSWERS_OWN or name in _BODIES or name in _QUERIES or name in _OWN_ACCOUNT
        assert taken, f"{name} is not covered: say whether it answers with one's own or takes ids"
        url = path.removeprefix("/api/v1").format(**victim_ids)
        options: dict[str, Any] = {"params": _QUERIES[name](victim_ids)} if name in _QUERIES else {}
        if name in ("upload_documents", "upload_policies"):
            options["files"] = [("files", ("walk.txt", b"A text of the walk, long enough to be one.", "text/plain"))]
        elif name == "import_ownership":
            options["files"] = {"file": ("walk.json", b"[]", "application/json")}
        elif "requestBody" in operation:
            assert name in _BODIES, f"{name} takes a body that this walk does not know"
            options["json"] = _BODIES[name](victim_ids)
        caller = running_server.client(attacker, "scientist") if name in _OWN_ACCOUNT else client
        answer = caller.request(method.upper(), url, **options)
        if name in _ANSWERS_OWN:
            assert answer.status_code < 300 or answer.status_code == 422, (name, answer.status_code, answer.text)
            output = answer.text
            leaked = [value for value in secrets if value in output and name != "search"]
            assert not leaked, (name, leaked)
        elif name in _OWN_ACCOUNT:
            assert answer.status_code in (204, 404, 422), (name, answer.status_code, answer.text)
        elif name in _ANSWERS_EMPTY:
            assert answer.json() == {"items": [], "next_cursor": None}, name
        else:
            output = (name, answer.status_code, answer.text[:300])
            assert answer.status_code in (403, 404), output
    assert _rows(running_server, victim) == before


def test_search_finds_nothing_in_the_other_tenants_case(running_server: RunningServer, victim_ids: Ids) -> None:
    client = running_server.client(running_server.tenants[1], "all")
    body = {"query": "register of members shares", "case_id": victim_ids["case_id"], "library": False}
    assert client.post("/search", json=body).json() == {"items": []}


def test_without_a_token_nothing_answers(running_server: RunningServer, victim_ids: Ids) -> None:
    for method, path, operation in _operations(running_server):
        url = running_server.address + path.format(**victim_ids)
        answer = httpx.request(method.upper(), url, timeout=60)
        assert answer.status_code == 401, (operation["operationId"], answer.status_code)
