"""Pairs that the machine is unsure of, judged by keyboard; the palette leads to the entity with its golden record."""

from contextlib import closing

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.servers.ascertain_server import RunningServer


def test_a_pair_is_judged_and_undone_by_keyboard_and_the_entity_opens_from_the_palette(
    open_page: OpenPage, running_server: RunningServer
) -> None:
    records = [
        {"id": at, "schema": "Person", "properties": {"name": ["Zoltan Quist"], **more}}
        for at, more in (("r1", {"nationality": ["hu"]}), ("r2", {"nationality": ["hu"], "position": ["sailor"]}))
    ]
    with closing(running_server.client(running_server.tenants[0], "all")) as client:
        placed = client.put("/records", json={"source": "register", "records": records})
        assert len(set(placed.json()["entity_of"].values())) == 2
    page = open_page("all")
    page.goto(f"{running_server.address}/review")
    expect(page.get_by_text("Persons: default weights")).to_be_visible()
    pair = page.get_by_role("region", name="Zoltan Quist and Zoltan Quist")
    for _ in range(20):  # other pairs of the tenant may stand before it
        if pair.count():
            break
        page.keyboard.press("j")
    expect(pair).to_be_visible()
    page.keyboard.press("s")
    said = page.get_by_role("status").filter(has_text="Zoltan Quist")
    expect(said).to_contain_text("same")
    expect(pair).to_have_count(0)
    page.keyboard.press("u")
    expect(said).to_have_count(0)
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Search or jump to")
    expect(palette.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("Zoltan Qu")
    expect(palette.get_by_role("button", name="Zoltan Quist")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Zoltan Quist").first).to_be_visible()
    known = page.get_by_role("table").filter(has_text="Why this value")
    expect(known).to_contain_text("register")
    expect(known).to_contain_text("the only record with a value")
