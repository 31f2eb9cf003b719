"""The policy library: import of a folder, search next to a case, and its own permission."""

import asyncio
import time

import pytest

from ascertain.ai.reading import ReaderPool
from ascertain.entrypoints.wiring import app_context, make_intake
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc import documents, library
from tests.servers.ascertain_server import RunningServer, SeededTenant


async def _import(
    server: RunningServer, tenant: SeededTenant
) -> tuple[list[documents.Document], list[tuple[str, str]]]:
    async with app_context(server.settings) as context:
        readers = ReaderPool(context.settings.documents)
        intake = make_intake(context, readers)
        found = await library.import_folder(intake, system_actor(tenant.id, "set-up"), library.SAMPLE_POLICY)
        await readers.close()
        return found


@pytest.fixture(scope="module")
def tenant(running_server: RunningServer) -> SeededTenant:
    """The second tenant with the sample policy in its library, indexed."""
    tenant = running_server.tenants[1]
    taken, refused = asyncio.run(_import(running_server, tenant))
    assert taken and not refused
    client = running_server.client(tenant, "auditor")
    for _ in range(600):
        states = [one["state"] for one in client.get("/library/documents").json()["items"]]
        if set(states) == {"done"}:
            return tenant
        time.sleep(0.1)
    raise TimeoutError(states)


def test_importing_a_folder_twice_adds_nothing(running_server: RunningServer, tenant: SeededTenant) -> None:
    client = running_server.client(tenant, "auditor")
    before = [one["id"] for one in client.get("/library/documents").json()["items"]]
    again, refused = asyncio.run(_import(running_server, tenant))
    assert {one.id for one in again} <= set(before) and not refused
    assert [one["id"] for one in client.get("/library/documents").json()["items"]] == before


def test_a_question_finds_the_passage_of_the_policy_with_its_page_and_boxes(
    running_server: RunningServer, tenant: SeededTenant
) -> None:
    client = running_server.client(tenant, "analyst")
    body = {"query": "When is enhanced due diligence required?", "library": True, "limit": 5}
    items = client.post("/search", json=body).json()["items"]
    assert items and "enhanced due diligence" in " ".join(item["text"] for item in items).lower()
    assert items[0]["page_number"] == 1 and items[0]["boxes"]
    assert [item["score"] for item in items] == sorted((item["score"] for item in items), reverse=True)
    assert client.post("/search", json={**body, "library": False}).json() == {"items": []}


def test_policies_of_one_tenant_are_not_found_by_another(running_server: RunningServer, tenant: SeededTenant) -> None:
    other = running_server.client(running_server.tenants[0], "analyst")
    ids = {one["id"] for one in running_server.client(tenant, "auditor").get("/library/documents").json()["items"]}
    found = other.post("/search", json={"query": "enhanced due diligence", "library": True}).json()["items"]
    assert not ids & {item["document_id"] for item in found}


def test_only_the_compliance_head_writes_to_the_library(running_server: RunningServer, tenant: SeededTenant) -> None:
    files = [("files", ("rule.md", b"# A rule\n\nEvery file has two eyes.", "text/markdown"))]
    assert running_server.client(tenant, "analyst").post("/library/documents", files=files).status_code == 403
    created = running_server.client(tenant, "head").post("/library/documents", files=files)
    assert created.status_code == 201 and created.json()["items"][0]["filename"] == "rule.md"
