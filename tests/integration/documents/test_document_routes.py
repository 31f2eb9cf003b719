"""The HTTP routes of documents and facts."""

from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from ascertain.ai.reading import ReaderPool
from ascertain.entrypoints.demo.samples import random_content, render
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.database import Database
from ascertain.kernel.http import Resources, install_problem_handlers
from ascertain.kernel.storage import ObjectStorage
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.documents import DocumentSettings, Intake
from ascertain.kyc.documents.routes import router
from ascertain.kyc.extraction import builtin_catalogue
from tests.integration.documents.test_document_steps import DocumentsRoom


@pytest.fixture
async def room(db: Database, storage: ObjectStorage, actor: Actor, clock: FixedClock) -> AsyncIterator[DocumentsRoom]:
    settings = DocumentSettings(max_files=3, max_bytes=200_000)
    readers = ReaderPool(settings)
    yield DocumentsRoom(db, storage, readers, actor, clock, Intake(db, storage, readers, settings, clock=clock))
    await readers.close()


@pytest.fixture
async def client(room: DocumentsRoom) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(router)
    install_problem_handlers(app)
    resources = Resources()
    for thing in (room.db, room.storage, room.intake, builtin_catalogue()):
        resources.add(thing)
    app.state.resources, app.state.clock = resources, room.clock

    async def signed_in(scope: Any, receive: Any, send: Any) -> None:
        scope.setdefault("state", {})["actor"] = room.actor
        await app(scope, receive, send)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(signed_in), base_url="http://test") as client:
        yield client


@cache
def _bill() -> bytes:
    return render("utility_bill", "A", random_content("utility_bill", 2))


async def test_files_are_accepted_or_refused_one_by_one(client: httpx.AsyncClient) -> None:
    files = [
        ("files", ("bill.pdf", _bill())),
        ("files", ("nothing.pdf", b"")),
        ("files", ("big.txt", b"word " * 50_000)),
    ]
    answer = await client.post("/cases/case_A/documents", files=files)
    assert answer.status_code == 201
    body = answer.json()
    assert [item["filename"] for item in body["items"]] == ["bill.pdf"]
    assert [(item["filename"], item["code"]) for item in body["refused"]] == [
        ("nothing.pdf", "document.empty"),
        ("big.txt", "document.too_large"),
    ]
    again = (await client.post("/cases/case_A/documents", files=files[:1])).json()["items"][0]
    assert again["duplicate_of"] == again["id"] == body["items"][0]["id"]
    assert (await client.post("/cases/case_A/documents", files=files[:1] * 4)).status_code == 422


async def test_a_page_is_served_with_its_words_picture_and_tag(client: httpx.AsyncClient, room: DocumentsRoom) -> None:
    upload = await client.post("/cases/case_A/documents", files=[("files", ("bill.pdf", _bill()))])
    path = f"/documents/{upload.json()['items'][0]['id']}"
    assert (await client.get(f"{path}/pages/1.webp")).status_code == 404
    await room.run_jobs()
    document = (await client.get(path)).json()
    assert (document["state"], document["document_type"], document["pages_read"]) == ("done", "utility_bill", 1)
    picture = await client.get(f"{path}/pages/1.webp")
    assert picture.headers["content-type"] == "image/webp" and picture.content[8:12] == b"WEBP"
    assert "private" in picture.headers["cache-control"]
    tagged = await client.get(f"{path}/pages/1.webp", headers={"If-None-Match": picture.headers["etag"]})
    assert (tagged.status_code, tagged.content) == (304, b"")
    words = (await client.get(f"{path}/pages/1/words")).json()["items"]
    page = (await client.get(f"{path}/pages/1")).json()
    assert page["words_count"] == len(words) > 20 and page["method"] == "text" and page["quality"] == 1
    assert all(0 <= word["box"]["x0"] < word["box"]["x1"] <= 1 for word in words)
    original = await client.get(f"{path}/original")
    assert original.content == _bill() and original.headers["content-disposition"].startswith("attachment")
    assert (await client.get(f"{path}/pages/2")).json()["code"] == "document.not_found"
    assert (await client.post(f"{path}/retry")).status_code == 409


async def test_a_fact_is_corrected_over_http_and_an_invalid_value_is_refused(
    client: httpx.AsyncClient, room: DocumentsRoom
) -> None:
    await client.post("/cases/case_A/documents", files=[("files", ("bill.pdf", _bill()))])
    await room.run_jobs()
    async with room.db.transaction(room.tenant) as tx:
        fact_id = await tx.fetchval("select id from documents_facts where property = 'date'")
    refused = await client.post(f"/facts/{fact_id}/reviews", json={"verdict": "correct", "value": "soon"})
    assert (refused.status_code, refused.json()["code"]) == (422, "input.invalid")
    body = {"verdict": "correct", "value": "3 July 2026", "reason": "stamp"}
    corrected = (await client.post(f"/facts/{fact_id}/reviews", json=body)).json()
    assert (corrected["value"], corrected["method"], corrected["state"]) == ("2026-07-03", "person", "accepted")
    assert corrected["author"]["name"] == room.actor.name
    assert (await client.post(f"/facts/{fact_id}/reviews", json={"verdict": "accept"})).status_code == 409
    assert (await client.post("/facts/fact_0/reviews", json={"verdict": "accept"})).status_code == 404


async def test_an_impossible_birth_date_that_a_person_types_is_taken_and_marked(
    client: httpx.AsyncClient, room: DocumentsRoom
) -> None:
    passport = render("passport", "A", random_content("passport", 2))
    await client.post("/cases/case_A/documents", files=[("files", ("passport.pdf", passport))])
    await room.run_jobs()
    async with room.db.transaction(room.tenant) as tx:
        fact_id = await tx.fetchval("select id from documents_facts where property = 'birthDate'")
    body = {"verdict": "correct", "value": "14 March 1871", "reason": "as printed"}
    corrected = (await client.post(f"/facts/{fact_id}/reviews", json=body)).json()
    assert (corrected["value"], corrected["notes"]) == ("1871-03-14", ["The birth date is before 1900"])
    assert corrected["confidence"] <= 0.5
    again = (await client.post(f"/facts/{corrected['id']}/reviews", json={**body, "value": "14 March 1971"})).json()
    assert (again["value"], again["notes"], again["confidence"]) == ("1971-03-14", [], 1.0)
