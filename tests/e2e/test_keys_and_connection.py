"""The keyboard alone is enough; a lost connection is made good; no token is ever within reach of a script."""

import re
from contextlib import closing
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e.conftest import OpenPage
from tests.servers.ascertain_server import RunningServer
from tests.servers.cuttable_connection import cuttable_connection

pytestmark = pytest.mark.browser

# Everything that a script of this origin can read and keep.
_WITHIN_REACH = """async () => JSON.stringify({
    local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie, name: window.name,
    databases: (await indexedDB.databases()).map(one => one.name), caches: await caches.keys(),
})"""
_JWT = re.compile(r"eyJ[\w-]+\.[\w-]+\.")


def test_the_queue_and_the_facts_are_worked_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("all")
    rows = page.locator("tbody tr")
    expect(rows.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("k")
    expect(rows.nth(0)).to_have_attribute("aria-selected", "true")

    page.keyboard.press("/")
    expect(page.get_by_placeholder("Name or case number")).to_be_focused()
    page.keyboard.type("Meridian")
    expect(page).to_have_url(re.compile("q=Meridian"))
    expect(rows).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Meridian Freight Ltd")).to_be_visible()

    page.get_by_role("link", name=re.compile("^Facts")).focus()
    page.keyboard.press("Enter")
    page.get_by_role("table").last.wait_for()
    page.keyboard.press("n")
    expect(page.locator("tr[aria-selected=true]")).to_be_visible()
    first = page.locator("tr[aria-selected=true]").inner_text()
    page.keyboard.press("j")
    expect(page.locator("tr[aria-selected=true]")).not_to_have_text(first)


def test_the_sheet_of_keys_and_the_palette_open_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("all")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("search or jump to")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Search or jump to")
    expect(palette.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("viktor")
    expect(palette.get_by_role("button").first).to_contain_text("Viktor Halvorsen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Viktor Halvorsen")).to_be_visible()


def _ask(page: Page, question: str) -> None:
    page.get_by_label("Ask about this case").fill(question)
    page.get_by_role("button", name="Send").click()


def test_news_and_an_answer_survive_a_lost_connection(open_page: OpenPage, running_server: RunningServer) -> None:
    tenant = running_server.tenants[0]
    with (
        cuttable_connection(int(running_server.address.rpartition(":")[2])) as line,
        closing(running_server.client(tenant, "analyst")) as client,
    ):
        page = open_page("all", address=line.address)
        page.goto(f"{line.address}/cases/{tenant.company_case}")
        expect(page.get_by_role("list", name="Progress of the case")).to_be_visible()
        # Something has to have come over the stream before there is a place to go on from.
        before, meanwhile = (f"written {when} {uuid4().hex[:8]}" for when in ("while connected", "meanwhile"))
        client.post(f"/cases/{tenant.company_case}/notes", json={"text": before}).raise_for_status()
        expect(page.get_by_text(before)).to_be_visible()

        line.cut()
        client.post(f"/cases/{tenant.company_case}/notes", json={"text": meanwhile}).raise_for_status()
        line.restore()
        expect(page.get_by_text(meanwhile)).to_be_visible()
        assert b"last-event-id: c" in bytes(line.sent).lower()
        assert b"case.news" in bytes(line.received), "the page asked anew, but the stream told nothing"

        _ask(page, "Who are the beneficial owners?")
        expect(page.get_by_label("Steps")).to_be_visible()
        line.cut()
        line.restore()
        expect(page.get_by_role("link", name="anatomy")).to_be_visible()
        expect(page.get_by_role("group", name="Answer").last).to_contain_text("Varga")


def test_no_token_is_within_reach_of_a_script(open_page: OpenPage, running_server: RunningServer) -> None:
    page = open_page("all")
    page.goto("about:blank")  # what the page before was told cannot be read any more
    told: list[Response] = []
    page.on("response", lambda answer: told.append(answer))
    page.goto(f"{running_server.address}/cases/{running_server.tenants[0].company_case}?tab=risk")
    expect(page.get_by_role("region", name=re.compile("^Score"))).to_be_visible()
    within_reach = page.evaluate(_WITHIN_REACH)
    assert not _JWT.search(within_reach)
    assert page.evaluate("document.cookie") == ""
    cookies = {one["name"]: (one["httpOnly"], one["sameSite"]) for one in page.context.cookies()}
    assert cookies == {"ascertain_session": (True, "Strict"), "ascertain_device": (True, "Strict")}
    answers = [one for one in told if "json" in one.headers.get("content-type", "")]
    assert any(one.url.endswith("/bff/me") for one in answers)
    for answer in answers:
        assert not _JWT.search(answer.text()), f"{answer.url} hands a token to the browser"
        assert "authorization" not in answer.request.all_headers()
