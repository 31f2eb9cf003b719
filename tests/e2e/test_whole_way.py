"""Two people take a customer from documents to a decision, in the browser and through every tab."""

import base64
import re
import time
from contextlib import closing

import httpx
import pytest
from playwright.sync_api import Page, expect

from ascertain.entrypoints.demo.samples import applications
from tests.e2e.application import CUSTOMER, NUMBER, OWNER, files
from tests.e2e.conftest import OpenPage
from tests.servers.ascertain_server import RunningServer

pytestmark = pytest.mark.browser

# Drops files as the mouse would: Playwright has no drag from the desktop.
_MAKE_TRANSFER = """files => {
    const transfer = new DataTransfer();
    for (const [name, data] of files) {
        const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: "application/pdf" }));
    }
    return transfer;
}"""
# Keeps every state that a step was seen in, and marks the page: both are lost if it is loaded anew.
_WATCH_STEPS = """() => {
    window.seen = {};
    new MutationObserver(() => {
        for (const step of document.querySelectorAll("ol[aria-label='Progress of the case'] li")) {
            const [name, state] = [...step.querySelectorAll("span:not([aria-hidden])")].map(part => part.textContent);
            (window.seen[name] ??= new Set()).add(state);
        }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def _propose_over_http(client: httpx.Client, case_id: str, proposal: dict[str, str]) -> None:
    """Propose once nothing stands in the way: the steps learn of a judgement by news, and may begin after the page was drawn."""
    until = time.monotonic() + 60
    while (answer := client.post(f"/cases/{case_id}/proposals", json=proposal)).status_code == 409:
        assert time.monotonic() < until, answer.text
        time.sleep(0.3)
    answer.raise_for_status()


def _tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Parts of the case").get_by_role("link", name=re.compile(f"^{name}")).click()


def _open_case_with_documents(page: Page) -> None:
    page.get_by_role("link", name="New case").first.click()
    page.get_by_label("Name", exact=True).fill(CUSTOMER)
    page.get_by_label("Country").fill("GB")
    page.get_by_label("Company number").fill(NUMBER)
    encoded = [[name, base64.b64encode(data).decode()] for name, data in files()]
    transfer = page.evaluate_handle(_MAKE_TRANSFER, encoded)
    page.locator(".dropzone").dispatch_event("drop", {"dataTransfer": transfer})
    expect(page.get_by_text("register-birkenhain.pdf")).to_be_visible()
    page.evaluate(_WATCH_STEPS)
    page.get_by_role("button", name="Open the case").click()
    expect(page.get_by_role("heading", name=CUSTOMER)).to_be_visible()


def _watch_the_steps(page: Page) -> None:
    steps = page.get_by_role("list", name="Progress of the case").get_by_role("listitem")
    expect(steps).to_have_count(8)
    for step in steps.all():
        expect(step).to_contain_text("done", timeout=60_000)
    seen = page.evaluate("Object.fromEntries(Object.entries(window.seen).map(([name, states]) => [name, [...states]]))")
    assert seen, "the page was loaded anew while the documents were read"
    assert any(len(states) > 1 for states in seen.values()), f"no step was seen on its way: {seen}"
    expect(page.get_by_role("region", name="Documents")).to_contain_text("shareholder register")


def _lit_box_is_on_the_page(page: Page) -> None:
    lit = page.get_by_role("region", name="Page", exact=True).locator("[data-lit]").first
    expect(lit).to_be_in_viewport()
    picture = page.get_by_role("region", name="Page", exact=True).get_by_role("img", name=re.compile("^Page"))
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 500
    box, sheet = lit.bounding_box(), picture.bounding_box()
    assert box and sheet
    assert sheet["x"] <= box["x"] and box["x"] + box["width"] <= sheet["x"] + sheet["width"]
    assert 0 < box["height"] < 60


def _review_facts(page: Page) -> None:
    _tab(page, "Facts")
    page.get_by_role("row", name=re.compile("incorporation date")).get_by_role("cell").first.click()
    _lit_box_is_on_the_page(page)
    # From the page back to the list: a box leads to its fact.
    page.get_by_role("region", name="Page", exact=True).get_by_role("button", name=f"company no.: {NUMBER}").click()
    expect(page.locator("tr[aria-selected=true]")).to_contain_text(NUMBER)
    page.locator("tr[aria-selected=true]").get_by_role("button", name="Accept").click()
    expect(page.get_by_role("row", name=re.compile(NUMBER)).first).to_contain_text("accepted")

    legal_form = page.get_by_role("row", name=re.compile("legal form"))
    legal_form.get_by_role("button", name="Correct").click()
    page.get_by_label("legal form", exact=True).fill("public limited company")
    page.get_by_label("Reason (optional)").fill("re-registered in 2020, seen on the certificate")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name=re.compile("legal form"))).to_contain_text("public limited company")

    # A link shows the name of what it leads to, never its key in the document.
    expect(page.get_by_role("row", name=re.compile(f"^asset {CUSTOMER}")).first).to_be_visible()

    jurisdiction = page.get_by_role("row", name=re.compile("jurisdiction"))
    jurisdiction.get_by_role("button", name="Reject").click()
    expect(jurisdiction).to_contain_text("rejected")


def _settle_the_conflict(page: Page) -> None:
    _tab(page, "Decision")
    blockers = page.get_by_role("region", name="Blockers")
    expect(blockers).to_contain_text("birth date")
    blockers.get_by_role("row", name=re.compile("birth date")).get_by_role("button", name="Go there").click()
    conflict = page.get_by_role("region", name="Conflict")
    expect(conflict).to_contain_text("1974-09-02")
    conflict.get_by_role("button", name="Use this value").first.click()
    expect(conflict).to_have_count(0)


def _check_what_is_unsure(page: Page) -> None:
    """One after the other by keyboard, as an analyst does, until none is left."""
    _tab(page, "Facts")
    standing = page.get_by_role("region", name="Case").get_by_text("not reviewed").first
    page.keyboard.press("n")
    for _ in range(30):
        unsure = re.search(r"\d+ to check", standing.inner_text())
        if unsure is None:
            return
        expect(page.locator("tr[aria-selected=true]").get_by_role("button", name="Accept")).to_be_enabled()
        page.keyboard.press("a")
        expect(standing).not_to_contain_text(unsure.group())
    raise AssertionError("facts stay unsure although they were accepted")


def _look_at_the_owners(page: Page) -> None:
    _tab(page, "Ownership")
    owners = page.get_by_role("row", name=re.compile(OWNER))
    expect(owners.first).to_contain_text("65.8 %")
    expect(page.locator(".react-flow__node")).not_to_have_count(0)
    expect(page.locator(".react-flow__edge-path").first).to_be_visible()
    expect(page.get_by_role("region", name=re.compile(f"Why {OWNER}"))).to_contain_text("61 %")


def _judge_the_hit(page: Page) -> None:
    _tab(page, "Screening")
    hit = page.get_by_role("region", name=re.compile(OWNER)).first
    hit.get_by_placeholder("Reason").fill("born six years apart; the passport numbers differ")
    hit.get_by_role("button", name="Different").click()
    expect(hit.get_by_role("button", name="Undo")).to_be_visible()


def _follow_a_reason(page: Page) -> None:
    _tab(page, "Risk")
    score = page.get_by_role("region", name=re.compile("^Score"))
    expect(score).to_contain_text("Circular ownership")
    score.get_by_role("button", name="shares held 40, register.pdf p1").first.click()  # the nominee's holding
    _lit_box_is_on_the_page(page)


def _ask_and_follow_a_citation(page: Page) -> None:
    page.get_by_role("button", name="Close the page").click()
    assistant = page.get_by_role("region", name="Assistant")
    assistant.get_by_label("Ask about this case").fill(f"How many shares does {OWNER} hold in {CUSTOMER}?")
    assistant.get_by_role("button", name="Send").click()
    expect(assistant.get_by_role("link", name="anatomy")).to_be_visible()
    expect(assistant.get_by_role("group", name="Answer")).to_contain_text("610")
    assistant.get_by_role("list", name="Sources").get_by_role("button").filter(has_text=".pdf").first.click()
    _lit_box_is_on_the_page(page)


def _propose(page: Page) -> None:
    _tab(page, "Decision")
    expect(page.get_by_text("Nothing blocks a decision.")).to_be_visible(timeout=60_000)
    page.get_by_label("Reason").fill("Owners known and documented; the hit is another man.")
    page.get_by_role("button", name="Propose …").click()
    page.get_by_role("button", name="Propose to approve").click()
    expect(page.get_by_role("region", name="Proposal to approve")).to_contain_text("waiting for a second person")
    # Whoever proposed may look at the second review, not give it.
    expect(page.get_by_text("You worked on this case")).to_be_visible()
    page.get_by_role("region", name="Second review").get_by_label("Reason").fill("I agree with myself")
    expect(page.get_by_role("button", name="Agree and approve")).to_be_disabled()


def _approve(page: Page) -> None:
    page.get_by_role("link", name="Second review").click()
    page.get_by_role("link", name=CUSTOMER).click()
    page.get_by_role("button", name="Second review").click()
    expect(page.get_by_role("region", name="Proposal to approve")).to_contain_text("the hit is another man")
    review = page.get_by_role("region", name="Second review")
    expect(review).to_contain_text("Nothing has changed since the proposal")
    review.get_by_label("Reason").fill("Checked the register and the hit.")
    review.get_by_role("button", name="Agree and approve").click()
    expect(page.get_by_role("region", name="Proposal to approve")).to_contain_text("agreed")


def _read_the_timeline(page: Page) -> None:
    _tab(page, "Timeline")
    rows = page.get_by_role("row")
    told = {
        "decisions": ("proposed to approve", "reviewed the proposal"),
        "hits": ("adjudicated a hit: different",),
        "facts": ("accepted registration number", "corrected legal form", "rejected jurisdiction"),
        "the case itself": ("opened the case",),
    }
    for kind, sentences in told.items():
        page.get_by_label("Show", exact=True).click()
        page.get_by_role("option", name=kind, exact=True).click()
        for sentence in sentences:
            expect(rows.filter(has_text=sentence).first).to_be_visible()


def test_two_people_take_a_case_from_documents_to_a_decision(open_page: OpenPage) -> None:
    analyst = open_page("analyst")
    _open_case_with_documents(analyst)
    _watch_the_steps(analyst)
    _review_facts(analyst)
    _settle_the_conflict(analyst)
    _check_what_is_unsure(analyst)
    _look_at_the_owners(analyst)
    _judge_the_hit(analyst)
    _follow_a_reason(analyst)
    _ask_and_follow_a_citation(analyst)
    _propose(analyst)
    reviewer = open_page("reviewer")
    _approve(reviewer)
    _read_the_timeline(reviewer)
    # The analyst's own screen has heard of it.
    expect(analyst.get_by_role("region", name="Proposal to approve")).to_contain_text("agreed")


def test_a_maker_who_may_review_is_refused_as_reviewer(open_page: OpenPage, running_server: RunningServer) -> None:
    tenant = running_server.tenants[1]
    customer = {"customer_name": OWNER, "customer_kind": "person", "country": "no", "birth_date": "1974-02-09"}
    bill = next(file for file in applications()[2].files if file.kind == "utility_bill")
    with closing(running_server.client(tenant, "head")) as client:
        case_id = client.post("/cases", json=customer).raise_for_status().json()["id"]
        client.post(f"/cases/{case_id}/documents", files={"files": (bill.filename, bill.data())}).raise_for_status()

    page = open_page("reviewer", tenant=tenant)
    page.goto(f"{running_server.address}/cases/{case_id}?tab=screening")
    page.get_by_placeholder("Reason").fill("born six years apart", timeout=60_000)
    page.get_by_role("button", name="Different").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    _tab(page, "Decision")
    expect(page.get_by_text("Nothing blocks a decision.")).to_be_visible(timeout=60_000)
    proposal = {"outcome": "approve", "reason": "all is in order"}
    with closing(running_server.client(tenant, "head")) as client:
        _propose_over_http(client, case_id, proposal)
    review = page.get_by_role("region", name="Second review")
    review.get_by_label("Reason").fill("I agree with what I judged")
    review.get_by_role("button", name="Agree and approve").click()
    expect(review).to_contain_text("someone else has to review it")
    expect(page.get_by_role("region", name="Proposal to approve")).to_contain_text("waiting for a second person")
