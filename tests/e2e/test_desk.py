"""The desk at night: a level 1 exchange without a common language, and letters written while our node is away."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.conftest import Enter, sign_in
from tests.e2e.pages import violations
from tests.e2e.two_nodes import TwoNodes
from tests.exchange.proxy import Proxy

from hamsaya.core.text import word

SOON = 20_000
NIGHT = 60_000
"""Milliseconds that a loaded machine is given; how fast it really is stands in the benchmarks."""
LISTEN = """
window.rang = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...given) { window.rang += 1; return start.apply(this, given); };
"""


@pytest.fixture(scope="module")
def whole_line(nodes: TwoNodes) -> Iterator[Proxy]:
    """The line between an officer's browser and Iran's node."""
    with Proxy(int(nodes.ir.rpartition(":")[2])) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def far_away(
    browser: Browser, nodes: TwoNodes, whole_line: Proxy, signed_in: dict[tuple[str, str], Any]
) -> Iterator[Page]:
    """An officer's page at the other end of that line, with the board and the forms kept on the device."""
    kept = signed_in.get((nodes.ir, "duty"))
    context = browser.new_context(base_url=f"http://127.0.0.1:{whole_line.port}", storage_state=kept)
    page = context.new_page()
    if kept is None:
        sign_in(page, nodes.ir, "duty")
        signed_in[nodes.ir, "duty"] = context.storage_state()
    page.goto("/irpk/now/")
    if page.locator("html").get_attribute("lang") != "fa":
        page.click("nav .lang button[value=fa]")
    page.wait_for_selector("html[lang=fa][data-kept]", timeout=NIGHT)
    yield page
    context.close()


@pytest.fixture
def line(whole_line: Proxy) -> Iterator[Proxy]:
    """The line, which the test can cut; it is whole again afterwards."""
    yield whole_line
    whole_line.is_up = True


@pytest.fixture
def far(far_away: Page, line: Proxy, nodes: TwoNodes, signed_in: dict[tuple[str, str], Any]) -> Page:
    """The far officer on the board, with nothing left on the device."""
    far_away.goto("about:blank")
    far_away.context.clear_cookies()
    far_away.context.add_cookies(signed_in[nodes.ir, "duty"]["cookies"])
    far_away.goto("/irpk/now/")
    far_away.evaluate("() => Promise.all(['letters', 'drafts'].map(hamsaya.store.clear))")
    far_away.wait_for_selector("html[data-kept]", timeout=NIGHT)
    return far_away


def cut(line: Proxy, page: Page) -> None:
    """Take the line away, and let the page notice."""
    line.is_up = False
    page.evaluate("() => htmx.trigger(document.body, 'changed')")
    expect(page.locator("#node-away")).to_be_visible(timeout=SOON)


def mend(line: Proxy, page: Page) -> None:
    """Give the line back, and let the page notice as a browser does."""
    line.is_up = True
    page.evaluate("() => window.dispatchEvent(new Event('online'))")


def compose(page: Page, incident: str) -> None:
    """Fill in an incident by codes alone."""
    page.click("label:has(input[name='f.urgency'][value=soon])")
    page.click(f"label:has(input[value={incident}])")


def ten_minutes_later(page: Page) -> None:
    """Open the page anew as it would be ten minutes on, by the node's time that the device keeps."""
    page.evaluate("() => localStorage.setItem('hamsaya.ahead', Number(localStorage.getItem('hamsaya.ahead')) + 600)")
    page.reload()


def counts_down(page: Page) -> None:
    """Check that the first limit within two hours is counted from the node's time, though the node is away."""
    ahead = float(page.evaluate("() => localStorage.getItem('hamsaya.ahead')"))
    limits = page.locator("#board time[data-until]:not([data-seconds])").all()
    left = [(each, int(str(each.get_attribute("data-until"))) - time.time() - ahead) for each in limits]
    found = [
        (int(re.findall(r"\d+", each.inner_text())[0]), abs(seconds) / 60)
        for each, seconds in left
        if abs(seconds) < 7000
    ]
    assert found
    assert [abs(shown - minutes) < 2 for shown, minutes in found] == [True] * len(found)


def incidents(page: Page, incident: str) -> list[Any]:
    """Return the titles of that incident's letters as our node lists them."""
    found = page.request.get("/irpk/list/incident/?format=json&owner=IR").json()["records"]
    return [row["record"] for row in found if row["title_en"] == word(f"incident_{incident}", "en")]


def test_a_letter_written_while_the_node_is_away_goes_exactly_once(far: Page, line: Proxy) -> None:
    before = incidents(far, "earthquake")
    cut(line, far)
    far.goto("/irpk/new/incident/report/")
    compose(far, "earthquake")
    far.wait_for_timeout(600)
    far.reload()
    far.click("#draft-offer [data-do=take]")
    assert far.locator("input[value=earthquake]").is_checked()
    far.click("#sign")
    waiting = far.locator("#device li")
    expect(waiting).to_have_count(1, timeout=SOON)
    assert word("desk.on_device", "fa") in waiting.inner_text()
    ten_minutes_later(far)
    expect(waiting).to_have_count(1, timeout=SOON)
    counts_down(far)
    assert violations(far) == []

    mend(line, far)
    expect(waiting.locator("article.sheet[lang=ur]")).to_have_count(1, timeout=SOON)
    waiting.locator("[data-do=sign]").dblclick()
    expect(waiting).to_have_count(0, timeout=SOON)
    strip = far.locator("#board li", has_text=word("incident_earthquake", "fa")).first
    expect(strip.locator("[data-step=node][data-done]")).to_have_count(1, timeout=SOON)
    expect(strip.locator("[data-step=stored][data-done]")).to_have_count(1, timeout=NIGHT)
    assert len(incidents(far, "earthquake")) == len(before) + 1


def test_a_letter_that_was_previewed_goes_by_itself_when_the_line_is_back(far: Page, line: Proxy) -> None:
    before = incidents(far, "epidemic")
    far.goto("/irpk/new/incident/report/")
    compose(far, "epidemic")
    expect(far.locator("#preview .sheet")).to_contain_text(word("incident_epidemic", "ur"), timeout=SOON)
    line.is_up = False
    far.click("#sign")
    expect(far.locator("#device li")).to_have_count(1, timeout=SOON)
    mend(line, far)
    expect(far.locator("#device li")).to_have_count(0, timeout=SOON)
    assert len(incidents(far, "epidemic")) == len(before) + 1


def test_a_page_that_is_not_kept_says_what_can_be_done_while_the_node_is_away(far: Page, line: Proxy) -> None:
    cut(line, far)
    far.goto("/irpk/council/")
    expect(far.get_by_role("heading", name=word("desk.away", "fa"))).to_be_visible(timeout=SOON)
    assert far.url.endswith("/irpk/council/")
    far.click("main a[href='/irpk/new/incident/report/']")
    expect(far.locator("#sign")).to_be_visible(timeout=SOON)
    line.is_up = True
    far.goto("/irpk/council/")
    expect(far.get_by_role("heading", name=word("desk.away", "fa"))).to_have_count(0)


def test_nobody_signs_what_another_officer_wrote(
    far: Page, line: Proxy, nodes: TwoNodes, enter: Enter, signed_in: dict[tuple[str, str], Any]
) -> None:
    before = incidents(far, "fire")
    cut(line, far)
    far.goto("/irpk/new/incident/report/")
    compose(far, "fire")
    far.click("#sign")
    expect(far.locator("#device li")).to_have_count(1, timeout=SOON)
    enter(nodes.ir, "supervisor")
    far.goto("about:blank")
    far.context.clear_cookies()
    far.context.add_cookies(signed_in[nodes.ir, "supervisor"]["cookies"])
    line.is_up = True
    far.goto("/irpk/now/")
    waiting = far.locator("#device li")
    expect(waiting).to_contain_text("duty", timeout=SOON)
    far.wait_for_timeout(1_000)
    assert incidents(far, "fire") == before
    waiting.locator("[data-do=show]").click()
    expect(waiting.locator("article.sheet")).to_have_count(1, timeout=SOON)
    waiting.locator("[data-do=sign]").click()
    expect(waiting).to_have_count(0, timeout=SOON)
    assert len(incidents(far, "fire")) == len(before) + 1


def test_signing_out_warns_of_letters_and_clears_the_device(far: Page, line: Proxy) -> None:
    cut(line, far)
    far.goto("/irpk/new/incident/report/")
    compose(far, "accident")
    far.click("#sign")
    expect(far.locator("#device li")).to_have_count(1, timeout=SOON)
    line.is_up = True
    far.goto("/people/account/")
    far.click("#sign-out button")
    expect(far.locator("#leave")).to_be_visible()
    assert far.url.endswith("/people/account/")
    assert violations(far) == []
    left = "async () => [(await hamsaya.store.all('letters')).length, await caches.has('pages')]"
    assert far.evaluate(left) == [1, True]
    far.route("**/people/sign-out/", lambda route: route.fulfill(body="signed out"))
    far.click("#leave button")
    far.wait_for_url("**/people/sign-out/")
    far.unroute("**/people/sign-out/")
    far.goto("/people/account/")
    assert far.evaluate(left) == [0, False]


def test_two_officers_without_a_common_language_settle_a_level_1_letter(nodes: TwoNodes, enter: Enter) -> None:
    zahedan, turbat = enter(nodes.ir, "duty", "fa"), enter(nodes.pk, "duty", "ur")
    turbat.add_init_script(LISTEN)
    turbat.goto(f"{nodes.pk}/irpk/now/")
    turbat.click("#sound")
    expect(turbat.locator("#sound")).to_have_text(word("desk.sound_on", "ur"))
    rang = turbat.evaluate("() => window.rang")

    zahedan.goto(f"{nodes.ir}/irpk/now/")
    zahedan.click(".page-head a.btn--go")
    zahedan.click("label:has(input[value=firing_across])")
    zahedan.click("label:has(input[name='f.urgency'][value=now])")
    zahedan.click("label:has(input[name='f.urgency_reason'][value=misreading])")
    zahedan.select_option("select[name='f.place.place']", "mirjaveh-taftan")
    expect(zahedan.locator("#preview .sheet[lang=ur]")).to_contain_text(word("incident_firing_across", "ur"))
    zahedan.click("#sign")
    zahedan.wait_for_selector("article.rec-head")
    path = zahedan.url.removeprefix(nodes.ir)

    alarm = turbat.locator(f"#lamp [data-alarm]:has(a[href='{path}'])")
    expect(alarm).to_be_visible(timeout=SOON)
    turbat.wait_for_function("from => window.rang > from", arg=rang, timeout=SOON)
    strip = turbat.locator(f"#board li:has(a[href='{path}'])")
    assert word("incident_firing_across", "ur") in strip.inner_text()
    assert violations(turbat) == []
    strip.locator("form[action$='/acknowledge/'] button").click()
    expect(alarm).to_have_count(0, timeout=SOON)
    zahedan.goto(f"{nodes.ir}/irpk/now/")
    ours = zahedan.locator(f"#board li:has(a[href='{path}'])")
    expect(ours.locator("[data-step=acknowledged][data-done]")).to_have_count(1, timeout=SOON)

    strip.locator("summary").click()
    assert violations(turbat) == []
    turbat.evaluate("() => htmx.ajax('GET', hamsaya.body.board + 'bays/', '#board')")
    expect(strip.locator("details[open]")).to_have_count(1)
    strip.locator("button[value=doing]").click()
    expect(ours).to_contain_text(word("status.answered", "fa"), timeout=SOON)
    zahedan.goto(nodes.ir + path)
    assert "موضوع در دست اقدام است" in zahedan.inner_text("main")
    assert zahedan.locator("p.free").count() == 0
    assert violations(zahedan) == []


def test_acknowledging_and_answering_work_without_scripts(
    nodes: TwoNodes, enter: Enter, browser: Browser, signed_in: dict[tuple[str, str], Any]
) -> None:
    zahedan = enter(nodes.ir, "duty", "fa")
    enter(nodes.pk, "duty", "ur")
    zahedan.goto(f"{nodes.ir}/irpk/new/incident/report/")
    compose(zahedan, "aircraft")
    zahedan.click("#sign")
    zahedan.wait_for_selector("article.rec-head")
    path = zahedan.url.removeprefix(nodes.ir)
    context = browser.new_context(
        java_script_enabled=False, base_url=nodes.pk, storage_state=signed_in[nodes.pk, "duty"]
    )
    page = context.new_page()
    record = page.locator(f"#board li:has(a[href='{path}'])")
    for _ in range(40):
        page.goto("/irpk/now/")
        if record.count():
            break
        page.wait_for_timeout(500)
    record.locator("form[action$='/acknowledge/'] button").click()
    assert record.locator("form[action$='/acknowledge/']").count() == 0
    record.locator("summary").click()
    record.locator("select[name='f.office']").select_option("pk-duty-officer")
    record.locator("button[value=not_ours]").click()
    page.goto(path)
    assert page.locator("article.rec-head").get_attribute("data-status") == "answered"
    context.close()
