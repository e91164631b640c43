"""A running exercise on both desks: sound to the eye in each language, and apart from actual letters."""

from playwright.sync_api import Page, expect
from tests.e2e.conftest import Enter
from tests.e2e.pages import faults
from tests.e2e.test_desk import NIGHT, SOON, compose
from tests.e2e.two_nodes import TwoNodes

from hamsaya.core.text import LANGUAGES, word

LETTERS = "/irpk/list/incident/?format=json"


def arrives(page: Page, address: str) -> None:
    """Open a page again and again until what it shows has come from the other node."""
    for _ in range(NIGHT // 500):
        answer = page.goto(address)
        if answer is not None and answer.ok:
            return
        page.wait_for_timeout(500)


def in_language(page: Page, lang: str) -> None:
    if page.locator("html").get_attribute("lang") != lang:
        with page.expect_navigation():
            page.click(f"nav .lang button[value={lang}]")


def test_a_running_exercise_is_sound_on_both_desks_and_apart_from_actual_letters(nodes: TwoNodes, enter: Enter) -> None:
    zahedan, turbat = enter(nodes.ir, "duty", "fa"), enter(nodes.pk, "duty", "ur")
    actual = zahedan.request.get(nodes.ir + LETTERS).json()["records"]
    zahedan.goto(f"{nodes.ir}/irpk/exercises/")
    zahedan.click("form[action$='/exercises/begin/'] button")
    path = zahedan.url.removeprefix(nodes.ir)
    arrives(turbat, nodes.pk + path)
    turbat.click("form[action$='/join/'] button")
    turbat.goto(nodes.pk + path)

    zahedan.goto(nodes.ir + path)
    zahedan.click("details.more summary")
    zahedan.click("a[href*='/new/incident/report/?exercise=']")
    compose(zahedan, "flood")
    expect(zahedan.locator("#preview .sheet")).to_contain_text(word("incident_flood", "ur"), timeout=SOON)
    wrong = {"form": faults(zahedan)}
    zahedan.click("#sign")
    zahedan.wait_for_selector("article.rec-head")
    record = zahedan.url.removeprefix(nodes.ir)
    arrives(turbat, nodes.pk + record)
    for page, address in ((zahedan, nodes.ir), (turbat, nodes.pk)):
        for lang in LANGUAGES:
            page.goto(address + path)
            in_language(page, lang)
            wrong[f"{address} {lang} exercise"] = faults(page)
            expect(page.locator(".band--exercise")).to_be_visible()
            page.goto(address + record)
            wrong[f"{address} {lang} letter"] = faults(page)
            expect(page.locator(".band--exercise")).to_be_visible()
    assert {name: found for name, found in wrong.items() if found} == {}
    assert zahedan.request.get(nodes.ir + LETTERS).json()["records"] == actual
    for page, address in ((zahedan, nodes.ir), (turbat, nodes.pk)):
        page.goto(f"{address}/irpk/now/")
        assert page.locator(f"#board a[href='{record}']").count() == 0
    zahedan.goto(nodes.ir + path)
    zahedan.click("form[action$='/end/'] button")
