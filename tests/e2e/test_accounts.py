"""A new user sets a password by the link, is confirmed by a second person, turns on the second factor, and signs in with it."""

import time

import pyotp
from playwright.sync_api import Browser, Page, expect

from tests.servers.ascertain_server import RunningServer

from .conftest import OpenPage

_PASSWORD = "violet-otter-stapler-94"


def _fill(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/login")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(_PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_a_user_gets_in_by_link_and_second_factor(
    browser: Browser, open_page: OpenPage, running_server: RunningServer
) -> None:
    address, email = running_server.address, "lin.link@users.example"
    admin = open_page("all")
    admin.goto(f"{address}/admin")
    users = admin.get_by_role("region", name="Users")
    users.get_by_label("Name").fill("Lin Link")
    users.get_by_label("E-mail").fill(email)
    users.get_by_role("button", name="Add user").click()
    link = users.get_by_role("status").locator("code").inner_text()

    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(link)
    page.get_by_label("New password").fill("lin.link@users1")
    page.get_by_label("Repeat it").fill("lin.link@users1")
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_role("alert")).to_contain_text("auth.weak_password")
    page.get_by_label("New password").fill(_PASSWORD)
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_text("The two passwords differ.")).to_be_visible()
    page.get_by_label("Repeat it").fill(_PASSWORD)
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_label("E-mail")).to_have_value(email)

    other = context.new_page()
    other.goto(link)
    other.get_by_label("New password").fill(_PASSWORD)
    other.get_by_label("Repeat it").fill(_PASSWORD)
    other.get_by_role("button", name="Set password").click()
    expect(other.get_by_role("alert")).to_contain_text("auth.link_invalid")
    other.close()

    # The issuer cannot confirm; a head can.
    admin.reload()
    row = users.get_by_role("row").filter(has_text=email)
    expect(row).to_contain_text("to be confirmed")
    row.get_by_role("button", name="Confirm the account").click()
    admin.get_by_role("dialog").get_by_role("button", name="Confirm account").click()
    expect(users.get_by_role("alert")).to_contain_text("auth.confirms_themselves")
    head = open_page("head")
    head.goto(f"{address}/admin")
    row = head.get_by_role("row").filter(has_text=email)
    row.get_by_role("button", name="Confirm the account").click()
    head.get_by_role("dialog").get_by_role("button", name="Confirm account").click()
    expect(row).not_to_contain_text("to be confirmed")

    _fill(page, address, email)
    page.get_by_role("region", name="Queue").wait_for()
    page.get_by_role("button", name="Menu of Lin Link").click()
    page.get_by_role("menuitem", name="Account").click()
    factor = page.get_by_role("region", name="Two-factor authentication")
    factor.get_by_label("Present password").fill("not the password")
    factor.get_by_role("button", name="Set up").click()
    expect(factor.get_by_role("alert")).to_contain_text("auth.wrong_password")
    factor.get_by_label("Present password").fill(_PASSWORD)
    factor.get_by_role("button", name="Set up").click()
    expect(factor.get_by_role("img", name="QR code of the key")).to_be_visible()
    picture = factor.get_by_role("img", name="QR code of the key")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100"), "the QR code is not drawn"
    totp = pyotp.TOTP(factor.locator("code").first.inner_text())
    page.screenshot(path="test-results/account-enrolment.png", full_page=True)
    code = totp.now()
    factor.get_by_label("Code of the app").fill(code)
    factor.get_by_role("button", name="Turn on").click()
    expect(factor.get_by_role("listitem")).to_have_count(10)
    recovery = factor.get_by_role("listitem").first.inner_text()
    expect(factor).to_contain_text("Recovery codes that are left: 10.")
    page.screenshot(path="test-results/account-recovery.png", full_page=True)

    fresh = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    _fill(fresh, address, email)
    fresh.get_by_label("Code").fill(code)  # it was used for the enrolment
    fresh.get_by_role("button", name="Sign in").click()
    expect(fresh.get_by_role("alert")).to_contain_text("auth.bad_code")
    # The next code: clocks may differ by one step, so that nobody has to wait here.
    fresh.get_by_label("Code").fill(totp.at(int(time.time()) + 30))
    fresh.get_by_role("button", name="Sign in").click()
    fresh.get_by_role("region", name="Queue").wait_for()
    fresh.context.close()

    third = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    _fill(third, address, email)
    third.get_by_label("Code").fill(recovery)
    third.get_by_role("button", name="Sign in").click()
    third.get_by_role("region", name="Queue").wait_for()
    third.goto(f"{address}/account")
    sign_ins = third.get_by_role("region", name="Sign-ins")
    expect(sign_ins.get_by_text("this one")).to_have_count(1)
    third.screenshot(path="test-results/account.png", full_page=True)
    sign_ins.get_by_role("button", name="Sign out everywhere").click()
    third.get_by_role("dialog").get_by_role("button", name="Sign out everywhere").click()
    expect(third).to_have_url(f"{address}/login?next=%2Faccount")
    # The first browser is signed out as well, without having asked for anything but its event stream.
    page.goto(address)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    third.context.close()
    context.close()
