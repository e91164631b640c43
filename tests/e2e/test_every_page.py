"""Every officers' page in each language, wide and narrow, light and dark, by keyboard, and without scripts."""

import pytest
from playwright.sync_api import Browser
from tests.e2e.conftest import Enter, sign_in
from tests.e2e.pages import EVERY_PAGE, NARROW, WIDE, faults, overflow, tab_order
from tests.e2e.two_nodes import TwoNodes

from hamsaya.core.text import direction

OFFICERS = {"en": "supervisor", "fa": "supervisor", "ur": "duty"}
LOOKS = {"en": ((WIDE, "light"),), "fa": ((NARROW, "dark"),), "ur": ((WIDE, "dark"),)}
"""How axe looks at every page in each language: so many pages take their time."""
BY_KEYBOARD = ("now/", "in/council/", "r/PK/notice-operation/", "new/incident/report/", "log/")


@pytest.mark.parametrize(("lang", "side"), [("en", "ir"), ("fa", "ir"), ("ur", "pk")])
def test_every_page_is_sound(nodes: TwoNodes, enter: Enter, lang: str, side: str) -> None:
    address = getattr(nodes, side)
    page = enter(address, OFFICERS[lang], lang)
    wrong = {}
    for name in EVERY_PAGE:
        page.goto(f"{address}/irpk/{name}")
        assert page.locator("html").get_attribute("dir") == direction(lang)
        if found := faults(page, LOOKS[lang]):
            wrong[name] = found
    page.goto(f"{address}/people/account/")
    if found := faults(page, LOOKS[lang]):
        wrong["account"] = found
    assert wrong == {}


def test_the_page_of_oversight_is_sound_for_who_oversees(nodes: TwoNodes, enter: Enter) -> None:
    page = enter(nodes.ir, "oversight", "fa")
    page.goto(f"{nodes.ir}/irpk/oversight/")
    assert faults(page) == []


@pytest.mark.parametrize("lang", ["en", "fa", "ur"])
def test_the_pages_of_coming_in_are_sound(nodes: TwoNodes, browser: Browser, lang: str) -> None:
    page = browser.new_context(viewport={"width": WIDE, "height": 900}).new_page()
    page.add_init_script("window.refusedByPolicy = []")
    wrong = {}
    for name in ("sign-in/", "enrol/"):
        page.goto(f"{nodes.pk}/people/{name}")
        if name == "sign-in/":
            with page.expect_navigation():
                page.click(f"button[name=language][value={lang}]")
        if found := faults(page):
            wrong[name] = found
    page.goto(f"{nodes.pk}/people/sign-in/")
    page.fill("#username", "nobody")
    page.fill("#password", "wrong")
    page.click("#sign-in button[type=submit]")
    assert page.locator("[role=alert]").count() == 1
    if found := faults(page):
        wrong["refused"] = found
    page.context.close()
    assert wrong == {}


@pytest.mark.parametrize("name", BY_KEYBOARD)
def test_the_keyboard_reaches_everything_in_reading_order(nodes: TwoNodes, enter: Enter, name: str) -> None:
    page = enter(nodes.ir, "supervisor", "en")
    page.goto(f"{nodes.ir}/irpk/{name}")
    reached, stops = tab_order(page)
    assert reached == [str(at) for at in range(stops)]
    page.goto(f"{nodes.ir}/irpk/{name}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


def test_an_enlarged_page_does_not_scroll_sideways(nodes: TwoNodes, enter: Enter) -> None:
    """WCAG 1.4.10: 1280 px at 400 % is a page 320 px wide."""
    page = enter(nodes.pk, "supervisor", "ur", viewport={"width": 320, "height": 640})
    wide = {}
    for name in EVERY_PAGE:
        page.goto(f"{nodes.pk}/irpk/{name}")
        if over := overflow(page):
            wide[name] = over
    assert wide == {}


def test_reading_and_sending_work_without_scripts(nodes: TwoNodes, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": WIDE, "height": 900})
    page = context.new_page()
    sign_in(page, nodes.ir, "supervisor")
    page.goto(f"{nodes.ir}/irpk/r/PK/c02/")
    assert page.locator("h1").count() == 1
    page.goto(f"{nodes.ir}/irpk/new/incident/report/")
    page.click("label:has(input[value=livestock])")
    page.click("button[name=preview]")
    assert page.locator("article.sheet[lang=ur]").count() == 1
    page.click("#sign")
    assert page.locator("article.rec-head").count() == 1
    assert page.url.startswith(f"{nodes.ir}/irpk/r/IR/")
    context.close()
