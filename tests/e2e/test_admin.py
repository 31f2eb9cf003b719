"""An admin gives a person another role and ends the right to sign in; a role sees what it may and no faults."""

from playwright.sync_api import expect

from tests.servers.ascertain_server import RunningServer

from .conftest import OpenPage


def test_a_persons_roles_and_access_are_changed(open_page: OpenPage, running_server: RunningServer) -> None:
    admin = open_page("all")
    admin.goto(f"{running_server.address}/admin")
    users = admin.get_by_role("region", name="Users")
    email = "temporary@users.example"
    for label, value in (("Name", "Tess Temporary"), ("E-mail", email)):
        users.get_by_label(label).fill(value)
    users.get_by_role("button", name="Add user").click()
    expect(users.get_by_role("status")).to_contain_text("/set-password#")
    row = users.get_by_role("row").filter(has_text=email)
    expect(row).to_contain_text("analyst")

    row.get_by_role("button", name="Change the roles").click()
    row.get_by_label("reviewer").check()
    row.get_by_label("analyst").uncheck()
    row.get_by_role("button", name="Save roles").click()
    expect(row.get_by_role("cell", name="reviewer", exact=True)).to_be_visible()

    disable = row.get_by_role("button", name="Disable the account")
    question = admin.get_by_role("dialog", name="Disable the account of Tess Temporary?")
    disable.click()
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    admin.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(row).not_to_contain_text("disabled")
    disable.click()
    question.get_by_role("button", name="Disable account").click()
    expect(row).to_contain_text("disabled")
    row.get_by_role("button", name="Enable the account").click()
    admin.get_by_role("dialog", name="Enable the account of").get_by_role("button", name="Enable account").click()
    expect(row).not_to_contain_text("disabled")
    expect(users.get_by_title("Another admin has to change your rights.")).to_have_count(1)


def test_a_role_without_figures_is_told_so_and_not_shown_faults(
    open_page: OpenPage, running_server: RunningServer
) -> None:
    analyst = open_page("analyst")
    analyst.goto(f"{running_server.address}/insights")
    expect(analyst.get_by_text("Your role has no access to the figures.")).to_be_visible()
    expect(analyst.get_by_role("alert")).to_have_count(0)
