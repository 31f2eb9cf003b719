"""The ownership tab's files: every export opens as what it is, and a holding of a file that was given leads to its statement."""

import json
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from ascertain.kyc.ownership import bods, ftm
from tests.e2e.conftest import OpenPage
from tests.integration.ownership.test_manual_statements import chart
from tests.integration.ownership.test_owners_from_documents import TIDEWATER, members
from tests.servers.ascertain_server import RunningServer


def _download(page: Page, kind: str) -> tuple[str, str]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export").click()
        page.get_by_role("menuitem", name=kind, exact=True).click()
    path = Path(waiting.value.path())
    return waiting.value.suggested_filename, path.read_text()


def test_each_file_that_the_export_menu_gives_is_what_it_says(
    open_page: OpenPage, running_server: RunningServer
) -> None:
    case = running_server.tenants[0].company_case
    page = open_page("all")
    page.goto(f"{running_server.address}/cases/{case}?tab=ownership")
    expect(page.get_by_role("cell", name="Ilse Varga").first).to_be_visible()
    name, text = _download(page, "BODS")
    assert name.endswith(".bods.json") and bods.faults_of(json.loads(text)) == []
    name, text = _download(page, "FollowTheMoney")
    assert name.endswith(".ftm.jsonl") and {one["schema"] for one in ftm.read(text)} >= {"Person", "Ownership"}
    name, text = _download(page, "GraphML")
    assert name.endswith(".graphml") and list(ET.fromstring(text).iter("{http://graphml.graphdrawing.org/xmlns}edge"))
    name, text = _download(page, "Cypher")
    assert name.endswith(".cypher") and text.count("MERGE (n:Entity") >= 4 and text.rstrip().endswith(";")
    name, text = _download(page, "JSON")
    assert name.endswith(".json") and json.loads(text)["links"]
    page.get_by_role("link", name="across all cases").click()
    expect(page.get_by_label("Graph around Ilse Varga")).to_be_visible()
    for kind in ("JSON", "GraphML", "Cypher"):
        name, _ = _download(page, kind)
        assert name.endswith(f".{kind.lower()}")


def _statements() -> list[dict[str, Any]]:
    def one(record: str, kind: str, details: dict[str, Any]) -> dict[str, Any]:
        return {
            "statementId": record.ljust(32, "-"), "declarationSubject": "t", "statementDate": "2026-10-01",
            "recordId": record, "recordType": kind, "recordDetails": {"isComponent": False, **details},
        }  # fmt: skip

    share = {"type": "shareholding", "directOrIndirect": "direct", "share": {"exact": 80}}
    return [
        one("t", "entity", {"entityType": {"type": "registeredEntity"}, "name": "Fennel Quay Ltd"}),
        one("p", "person", {"personType": "knownPerson", "names": [{"fullName": "Nora Quill"}]}),
        one("r", "relationship", {"subject": "t", "interestedParty": "p", "interests": [share]}),
    ]


def test_a_given_files_holding_opens_its_statement_and_a_standing_changes_what_the_law_asks(
    open_page: OpenPage, running_server: RunningServer, tmp_path: Path
) -> None:
    page = open_page("all")
    page.goto(f"{running_server.address}/cases/new")
    page.get_by_label("Name").fill("Fennel Quay Ltd")
    page.get_by_role("button", name="Open the case").click()
    page.get_by_role("link", name="Ownership").click()
    file = tmp_path / "owners.json"
    file.write_text(json.dumps(_statements(), indent=1))
    page.get_by_label("Statements as BODS or FollowTheMoney").set_input_files(file)
    expect(page.get_by_role("button", name="Nora Quill")).to_be_visible()
    page.get_by_role("region", name="Why Nora Quill").get_by_role("button", name="evidence").click()
    dialog = page.get_by_role("dialog", name="owners.json")
    expect(dialog).to_contain_text(f"Statement {'r'.ljust(32, '-')} of owners.json (BODS 0.4)")
    shown = dialog.get_by_label("The statement, word for word").inner_text()
    assert json.loads(shown) == _statements()[2] and shown.strip() in file.read_text()
    dialog.get_by_role("button", name="Close").click()
    page.get_by_role("combobox", name="Rule").click()
    page.get_by_role("option", name="US FinCEN").click()
    owner = page.get_by_role("row").filter(has_text="Nora Quill").first
    expect(owner).to_contain_text("owner")
    page.get_by_role("button", name="Add a status").click()
    form = page.get_by_role("dialog", name="Add a status")
    form.get_by_role("combobox", name="Status").fill("insur")
    page.get_by_role("option", name="(e)(2)(xii)").click()
    form.get_by_label("Source").fill("the State's list of insurers, 20 November 2026")
    form.get_by_role("button", name="Save").click()
    excluded = page.get_by_role("region", name="Simplified due diligence")
    expect(excluded).to_contain_text("excluded under 31 CFR 1010.230(e)(2)(xii)")
    expect(excluded).to_contain_text("the State's list of insurers, 20 November 2026 (entered by")


def test_a_chart_against_the_register_is_shown_with_both_sides_and_a_person_may_let_it_count(
    open_page: OpenPage, running_server: RunningServer
) -> None:
    papers = {
        "register.pdf": members(*TIDEWATER, "30 September 2024", ("Ben Coyle", 600), ("Ann Birch", 400)),
        "chart.pdf": chart(*TIDEWATER, "1 November 2026", ("Zoe Marsh", 100)),
    }
    with closing(running_server.client(running_server.tenants[0], "all")) as client:
        case = client.post("/cases", json={"customer_name": TIDEWATER[0], "customer_kind": "company"}).json()["id"]
        files = [("files", (name, data, "application/pdf")) for name, data in papers.items()]
        assert client.post(f"/cases/{case}/documents", files=files).is_success
    page = open_page("all")
    page.goto(f"{running_server.address}/cases/{case}?tab=ownership")
    sides = page.get_by_role("region", name=f"Sources on {TIDEWATER[0]}")
    expect(sides).to_contain_text("declared holders differ from the registry")
    expect(sides.get_by_role("row", name="Ben Coyle")).to_contain_text("60 %")
    expect(sides.get_by_role("row", name="Zoe Marsh")).to_contain_text("100 %")
    sides.get_by_role("row", name="Zoe Marsh").get_by_role("button", name="evidence").click()
    expect(page.get_by_role("region", name="Page", exact=True).locator("[data-lit]")).to_be_visible()
    page.get_by_role("link", name="Ownership").click()
    sides.get_by_role("button", name="Use this source").click()
    sides.get_by_label("Reason for using").fill("the shares were sold in October")
    sides.get_by_role("button", name="Use this source").click()
    expect(sides).to_contain_text("chose: the shares were sold in October")
    expect(page.get_by_role("button", name="Zoe Marsh", exact=True)).to_be_visible()


def test_the_tab_the_entity_and_the_review_fit_a_phone_in_the_dark(
    open_page: OpenPage, running_server: RunningServer
) -> None:
    tenant = running_server.tenants[0]
    records = [
        {"id": at, "schema": "Person", "properties": {"name": ["Imre Halasz"], "nationality": ["hu"], **more}}
        for at, more in (("h1", {}), ("h2", {"position": ["sailor"]}))
    ]
    with closing(running_server.client(tenant, "all")) as client:
        assert client.put("/records", json={"source": "register", "records": records}).is_success
        parties = client.get(f"/cases/{tenant.company_case}/parties").json()["items"]
    entity = next(party["entity_id"] for party in parties if party["name"].startswith("Calder"))
    places = {
        f"/cases/{tenant.company_case}?tab=ownership": "Ilse Varga",
        f"/entities/{entity}": "Owners, by the statements of all cases",
        "/review": "Match probability",
    }
    for path, shown in places.items():
        page = open_page("all", scheme="dark")
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{running_server.address}{path}")
        what = page.get_by_text(shown).first
        expect(what).to_be_visible()
        what.scroll_into_view_if_needed()
        box = what.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + min(box["width"], 60) <= 390, (path, box)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    page = open_page("all", scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{running_server.address}/cases/{tenant.company_case}?tab=ownership")
    page.get_by_role("button", name="Open the documents pane").click()
    expect(page.get_by_role("button", name="Close the documents pane")).to_be_in_viewport()
    page.get_by_role("button", name="Close the documents pane").click()
    expect(page.get_by_role("combobox", name="Rule")).to_be_in_viewport()
