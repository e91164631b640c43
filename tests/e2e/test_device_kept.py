"""What waits on a device outlives a crash, an ended sign-in and a colleague's leaving; the second alarm rings."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from tests.e2e.conftest import ARGUMENTS, Enter
from tests.e2e.test_desk import LISTEN, NIGHT, SOON, compose, cut, incidents, mend
from tests.e2e.two_nodes import TwoNodes
from tests.exchange.proxy import Proxy
from tests.web.test_files import BARE, LOCATED

from hamsaya.core.text import word

Cookies = list[Any]
TWO_OFFICERS = """() => Promise.all(["duty", "supervisor"].flatMap(function (officer) {
  const common = { officer: officer, at: 1, fields: [] }, url = "/irpk/new/incident/report/";
  const letter = { ...common, key: "letter-of-" + officer, compact: "irpk", url: url, title: officer, said: "not yet" };
  return [hamsaya.store.put("letters", letter), hamsaya.store.put("drafts", { ...common, id: officer + "|" + url })];
}))"""
LETTERS = "async () => (await hamsaya.store.all('letters')).map((each) => each.key).sort()"


@pytest.fixture(scope="module")
def line(nodes: TwoNodes) -> Iterator[Proxy]:
    """The line between an officer's browser and Iran's node."""
    with Proxy(int(nodes.ir.rpartition(":")[2])) as proxy:
        yield proxy


@pytest.fixture
def cookies(nodes: TwoNodes, enter: Enter, signed_in: dict[tuple[str, str], Any]) -> Cookies:
    """What the node gave the duty officer's browser."""
    enter(nodes.ir, "duty")
    kept: Cookies = signed_in[nodes.ir, "duty"]["cookies"]
    return kept


class Device:
    """A browser of its own with a profile on disk, at the other end of the line."""

    def __init__(self, browser: Browser, chromium: str, profile: Path, line: Proxy, cookies: Cookies) -> None:
        self._launch = browser.browser_type.launch_persistent_context
        self._chromium, self.profile, self.line, self.cookies = chromium, profile, line, cookies
        self.context: BrowserContext | None = None

    def start(self) -> Page:
        """Start the browser on its profile; the officer is signed in, and on the board."""
        self.line.is_up = True
        address = f"http://127.0.0.1:{self.line.port}"
        self.context = self._launch(str(self.profile), executable_path=self._chromium, args=ARGUMENTS, base_url=address)
        self.context.add_cookies(self.cookies)
        page = self.context.pages[0]
        page.goto("/irpk/now/")
        if page.locator("html").get_attribute("lang") != "fa":
            page.click("nav .lang button[value=fa]")
        page.wait_for_selector("html[lang=fa][data-kept]", timeout=NIGHT)
        return page

    def crash(self) -> None:
        """Kill every process of this browser at once, as a failing machine does."""
        for each in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                said = each.read_bytes()
            except OSError:
                continue
            if f"--user-data-dir={self.profile}\0".encode() in said:
                os.kill(int(each.parent.name), signal.SIGKILL)
        with suppress(Error):  # there may be nothing left to let go of
            self.close()
        self.context = None

    def close(self) -> None:
        """Let go of the browser."""
        if self.context is not None:
            self.context.close()
            self.context = None


@pytest.fixture
def device(browser: Browser, chromium: str, tmp_path: Path, line: Proxy, cookies: Cookies) -> Iterator[Device]:
    made = Device(browser, chromium, tmp_path / "profile", line, cookies)
    yield made
    made.close()
    line.is_up = True


def write(page: Page, incident: str) -> None:
    """Fill in a letter and see its preview."""
    page.goto("/irpk/new/incident/report/")
    compose(page, incident)
    expect(page.locator("#preview .sheet")).to_contain_text(word(f"incident_{incident}", "ur"), timeout=SOON)


def test_a_crashed_browser_loses_no_letter_and_no_file(device: Device) -> None:
    page = device.start()
    before = incidents(page, "fire")
    cut(device.line, page)
    page.goto("/irpk/new/incident/report/")
    compose(page, "fire")
    page.set_input_files("#attach", {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": LOCATED})
    page.click("#sign")
    expect(page.locator("#device li")).to_have_count(1, timeout=SOON)
    device.crash()

    page = device.start()
    waiting = page.locator("#device li")
    expect(waiting.locator("article.sheet[lang=ur]")).to_have_count(1, timeout=SOON)
    waiting.locator("[data-do=sign]").click()
    expect(waiting).to_have_count(0, timeout=SOON)
    (record,) = set(incidents(page, "fire")) - set(before)
    page.goto(f"/irpk/r/{record}/")
    address = page.locator("a[href*='/file/']").first.get_attribute("href")
    assert page.request.get(str(address)).body() == BARE


def sign_in_again(device: Device, page: Page) -> None:
    """Wait for the page to ask for a sign-in, give it one, and wait for the device to have sent all that it kept.

    Its address is looked at again and again: on its way there a browser may give up one load for another.
    """
    expect(page).to_have_url(re.compile("/people/sign-in/"), timeout=SOON)
    page.wait_for_load_state()
    assert device.context is not None
    device.context.add_cookies(device.cookies)
    page.goto("/irpk/now/")
    page.wait_for_function("async () => (await hamsaya.store.all('letters')).length === 0", timeout=SOON)
    expect(page.locator("#device li")).to_have_count(0, timeout=SOON)


def test_a_sign_in_that_ends_while_letters_wait_loses_none(device: Device) -> None:
    page = device.start()
    before = incidents(page, "sabotage")
    write(page, "sabotage")
    device.line.is_up = False
    page.click("#sign")
    expect(page.locator("#device li")).to_have_count(1, timeout=SOON)
    assert device.context is not None
    device.context.clear_cookies()
    mend(device.line, page)
    sign_in_again(device, page)
    assert len(incidents(page, "sabotage")) == len(before) + 1


def test_a_sign_in_that_ends_while_a_letter_is_written_loses_nothing(device: Device) -> None:
    page = device.start()
    before = incidents(page, "attack_on_post")
    write(page, "attack_on_post")
    assert device.context is not None
    device.context.clear_cookies()
    page.click("#sign")
    sign_in_again(device, page)
    assert len(incidents(page, "attack_on_post")) == len(before) + 1


def test_who_leaves_takes_their_own_letters_alone(device: Device) -> None:
    page = device.start()
    page.evaluate(TWO_OFFICERS)
    page.goto("/people/account/")
    page.route("**/people/sign-out/", lambda route: route.fulfill(body="signed out"))
    page.click("#sign-out button")
    expect(page.locator("#leave")).to_contain_text("۱")
    page.click("#leave button")
    page.wait_for_url("**/people/sign-out/")
    page.unroute("**/people/sign-out/")
    page.goto("/people/account/")
    assert page.evaluate(LETTERS) == ["letter-of-supervisor"]
    drafts = "async () => (await hamsaya.store.all('drafts')).map((each) => each.officer)"
    assert page.evaluate(drafts) == ["supervisor"]


def test_the_second_alarm_rings_again_after_five_minutes(nodes: TwoNodes, enter: Enter) -> None:
    zahedan, turbat = enter(nodes.ir, "duty", "fa"), enter(nodes.pk, "duty", "ur")
    turbat.add_init_script(LISTEN)
    turbat.clock.install()
    turbat.goto(f"{nodes.pk}/irpk/now/")
    turbat.click("#sound")
    zahedan.goto(f"{nodes.ir}/irpk/new/incident/report/")
    compose(zahedan, "aircraft")
    zahedan.click("label:has(input[name='f.urgency'][value=now])")
    zahedan.click("label:has(input[name='f.urgency_reason'][value=misreading])")
    expect(zahedan.locator("#preview .sheet")).to_be_visible(timeout=SOON)
    before = turbat.evaluate("() => window.rang")
    zahedan.click("#sign")
    zahedan.wait_for_selector("article.rec-head")
    path = zahedan.url.removeprefix(nodes.ir)
    alarm = turbat.locator(f"#lamp [data-alarm]:has(a[href='{path}'])")
    expect(alarm).to_be_visible(timeout=SOON)
    turbat.wait_for_function("from => window.rang > from", arg=before, timeout=SOON)
    first = turbat.evaluate("() => window.rang")
    turbat.clock.run_for(10_000)
    assert turbat.evaluate("() => window.rang") == first
    turbat.clock.fast_forward("05:00")
    turbat.wait_for_function("from => window.rang > from", arg=first, timeout=SOON)
    again = turbat.evaluate("() => window.rang")
    assert again - first > first - before
    turbat.locator(f"#board li:has(a[href='{path}']) form[action$='/acknowledge/'] button").click()
    expect(alarm).to_have_count(0, timeout=SOON)
    turbat.clock.fast_forward("05:00")
    turbat.wait_for_timeout(1_500)
    assert turbat.evaluate("() => window.rang || 0") in (0, again)
