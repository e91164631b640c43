"""The council's papers, charts, feeds and Word pages and the public part, in each language: by axe, wide and narrow."""

import pytest
from playwright.sync_api import Browser
from tests.e2e.conftest import Enter
from tests.e2e.pages import NARROW, faults
from tests.e2e.two_nodes import TwoNodes

from hamsaya.core.text import direction

COUNCIL = (
    "council/paper/brief/", "council/paper/matrix/", "council/paper/history/PK/c02/", "council/charts/",
    "council/changed/", "council/feeds/",
)  # fmt: skip
PUBLIC = ("index", "sittings", "border", "warnings", "records", "figures", "charts")


@pytest.mark.parametrize(("lang", "side"), [("en", "ir"), ("fa", "ir"), ("ur", "pk")])
def test_the_councils_pages_are_sound(nodes: TwoNodes, enter: Enter, lang: str, side: str) -> None:
    address = getattr(nodes, side)
    page = enter(address, "supervisor", lang)
    wrong = {}
    for name in COUNCIL:
        page.goto(f"{address}/irpk/{name}")
        assert page.locator("html").get_attribute("dir") == direction(lang)
        if found := faults(page):
            wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize("lang", ["en", "fa", "ur"])
def test_the_public_part_is_sound_and_asks_nobody_for_anything(nodes: TwoNodes, browser: Browser, lang: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("window.refusedByPolicy = []")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    wrong = {}
    for name in PUBLIC:
        page.goto(f"{nodes.ir}/public/irpk/{lang}/{name}.html")
        assert page.locator("html").get_attribute("dir") == direction(lang)
        if found := faults(page):
            wrong[name] = found
    cookies = context.cookies()
    context.close()
    assert wrong == {}
    assert cookies == []
    assert [each for each in asked if not each.startswith((nodes.ir, "data:"))] == []


def test_the_public_part_is_read_without_scripts_on_a_phone(nodes: TwoNodes, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": NARROW, "height": 700})
    page = context.new_page()
    page.goto(f"{nodes.ir}/public/irpk/ur/index.html")
    headings = page.locator("h1").all_inner_texts()
    links = page.locator("nav.nav a").count()
    context.close()
    assert len(headings) == 1
    assert links == 9
