"""A conversation in a browser: asked again, worded anew, rated, found, renamed, shared and read by a colleague."""

import re

from playwright.sync_api import Page, expect

from tests.servers.ascertain_server import RunningServer

from .conftest import OpenPage

_QUESTION = "How many shares does Ilse Varga hold?"


def _assistant(page: Page, address: str, case_id: str) -> Page:
    page.goto(f"{address}/cases/{case_id}")
    return page.get_by_role("region", name="Assistant")  # type: ignore[return-value]


def _ask(assistant: Page, text: str) -> None:
    helped = assistant.get_by_role("button", name="This helped")
    before = helped.count()
    assistant.get_by_label("Ask about this case").fill(text)
    assistant.get_by_role("button", name="Send").click()
    expect(helped).to_have_count(before + 1)


def test_a_conversation_branches_is_rated_found_and_shared(open_page: OpenPage, running_server: RunningServer) -> None:
    case_id = running_server.tenants[0].company_case
    page = open_page("analyst")
    assistant = _assistant(page, running_server.address, case_id)
    _ask(assistant, _QUESTION)
    assistant.get_by_role("button", name="Answer again").click()
    expect(assistant.get_by_text("2/2")).to_be_visible()
    assistant.get_by_role("button", name="Earlier answer").click()
    expect(assistant.get_by_text("1/2")).to_be_visible()

    assistant.get_by_role("button", name="This did not help").click()
    assistant.get_by_label("What is wrong with it?").fill("The class of the shares is missing")
    assistant.get_by_role("button", name="Send feedback").click()
    expect(assistant.get_by_role("button", name="This did not help")).to_have_attribute("aria-pressed", "true")

    assistant.get_by_role("button", name="Edit").click()
    assistant.get_by_label("Your question").fill("Who are the beneficial owners?")
    assistant.get_by_role("button", name="Ask this instead").click()
    expect(assistant.get_by_text("3/3")).to_be_visible()
    expect(assistant.get_by_role("group", name="Question")).to_have_text(["Who are the beneficial owners?"])

    assistant.get_by_role("button", name="History").click()
    assistant.get_by_label("Search the chats").fill("beneficial owners")
    chats = assistant.get_by_role("list", name="Chats").get_by_role("listitem")
    expect(chats).to_have_count(1)
    assistant.get_by_role("button", name="Rename").click()
    assistant.get_by_label("Title").fill("Who is behind Meridian")
    assistant.get_by_role("button", name="Save").click()
    expect(assistant.get_by_role("button", name="Who is behind Meridian")).to_be_visible()
    # Exactly: the title of a chat, a button as well, may contain the word.
    assistant.get_by_role("button", name="Share", exact=True).click()
    expect(chats).to_contain_text("shared with colleagues")
    with page.expect_download() as exported:
        assistant.get_by_role("link", name="Export").click()
    assert "# Who is behind Meridian" in exported.value.path().read_text()

    colleague = _assistant(open_page("reviewer"), running_server.address, case_id)
    colleague.get_by_role("button", name="History").click()
    colleague.get_by_label("Show", exact=True).click()
    colleague.page.get_by_role("option", name="shared with me").click()
    colleague.get_by_role("button", name="Who is behind Meridian").click()
    expect(colleague.get_by_text(re.compile("A colleague shares this chat"))).to_be_visible()
    expect(colleague.get_by_role("button", name="Answer again")).to_have_count(0)
    expect(colleague.get_by_role("button", name="Send")).to_be_disabled()

    assistant.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete chat").click()
    expect(assistant.get_by_text("No chats match.")).to_be_visible()


def test_an_answers_anatomy_and_the_prompts_are_shown(open_page: OpenPage, running_server: RunningServer) -> None:
    page = open_page("all")
    assistant = _assistant(page, running_server.address, running_server.tenants[0].company_case)
    _ask(assistant, "Who are the beneficial owners?")
    _ask(assistant, "And since when?")
    assistant.get_by_role("link", name="anatomy").last.click()
    expect(page.get_by_text("Searched as")).to_be_visible()
    for part in ("browser session", "embedding of the question", "Look-ups", "owners and shares computed"):
        expect(page.get_by_text(part)).to_be_visible()

    admin = open_page("all")
    admin.goto(f"{running_server.address}/admin")
    for version in ("chat@1", "chat@2"):
        admin.get_by_label(f"Compare {version}").check()
    newest = admin.get_by_role("region", name="chat@2")
    expect(newest).to_contain_text("± - Leave out birth dates")
    newest.scroll_into_view_if_needed()
