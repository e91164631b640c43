"""A sitting on two real nodes, through the pages: agenda, an objection, a reservation, minutes signed by both sides."""

import time

from playwright.sync_api import Page, expect
from tests.e2e.conftest import Enter
from tests.e2e.pages import faults
from tests.e2e.two_nodes import TwoNodes

from hamsaya.core.text import word

SITTING = "irpk/council/sittings/IR/hcm-01/"
SOON = 30_000
"""Milliseconds that a loaded machine is given for an act to cross."""
TITLE, OTHER = "Informal trade at the fence", "Smuggling at the fence"
DECISION, RESERVATION = "The market at the fence opens in March.", "Subject to funds of the province."


def arrived(page: Page, address: str, words: str) -> None:
    """Open the sitting again until the words stand there."""
    until = time.monotonic() + SOON / 1000
    while time.monotonic() < until:
        page.goto(f"{address}/{SITTING}")
        if page.get_by_text(words, exact=False).count():
            return
        time.sleep(0.5)
    raise AssertionError(words)


def choose(page: Page, name: str, value: str) -> None:
    """Choose a code, whether the form shows it as a list or as buttons."""
    if page.locator(f"select[name='{name}']").count():
        page.select_option(f"select[name='{name}']", value)
    else:
        page.click(f"label:has(input[name='{name}'][value={value}])")


def sign(page: Page) -> None:
    """Sign the open form, and wait until it is signed."""
    page.click("#sign")
    page.wait_for_selector("article.rec-head")


def test_both_nodes_sign_minutes_with_an_item_under_reservation(nodes: TwoNodes, enter: Enter) -> None:
    ours, theirs = enter(nodes.ir, "desk", "en"), enter(nodes.pk, "desk", "ur")
    arrived(ours, nodes.ir, word("council.because_disputed", "en"))
    ours.goto(f"{nodes.ir}/irpk/r/IR/hcm-01/add-item/")
    ours.fill("[name='f.title.en']", TITLE)
    sign(ours)
    arrived(theirs, nodes.pk, TITLE)
    theirs.locator("li", has_text=TITLE).get_by_role("link", name=word("act.sitting.object_item", "ur")).click()
    theirs.fill("[name='f.title.en']", OTHER)
    sign(theirs)
    arrived(ours, nodes.ir, OTHER)
    expect(ours.get_by_text(TITLE)).to_be_visible()

    ours.goto(f"{nodes.ir}/irpk/r/IR/hcm-01/record-item/")
    choose(ours, "f.item", "decision")
    ours.fill("[name='f.text.en']", DECISION)
    sign(ours)
    arrived(theirs, nodes.pk, DECISION)
    theirs.locator("article.item", has_text=DECISION).get_by_role(
        "link", name=word("act.sitting.reserve", "ur")
    ).click()
    theirs.fill("[name='f.words.en']", RESERVATION)
    sign(theirs)
    arrived(ours, nodes.ir, RESERVATION)
    ours.fill("[name='f.next_day']", "2027-07-20")
    ours.get_by_role("button", name=word("act.sitting.present", "en")).click()
    arrived(ours, nodes.ir, "HCM-01/1")
    arrived(theirs, nodes.pk, "HCM-01/1")

    chairs = enter(nodes.ir, "head", "en"), enter(nodes.pk, "head", "fa")
    both = (ours, nodes.ir, "en", chairs[0]), (theirs, nodes.pk, "ur", chairs[1])
    for secretary, address, lang, chair in both:
        for page, act, spoken in ((chair, "sign_minutes", "fa" if lang == "ur" else lang), (secretary, "attest", lang)):
            page.goto(f"{address}/{SITTING}")
            page.get_by_role("link", name=word(f"act.sitting.{act}", spoken)).last.click()
            sign(page)
    for secretary, address, lang, _ in both:
        arrived(secretary, address, word("status.signed", lang))
        expect(secretary.get_by_text(RESERVATION)).to_be_visible()
    assert len({page.inner_text(".proof code") for page, *_ in both}) == 1
    assert [faults(page) for page, *_ in both] == [[], []]


def test_what_became_of_the_liaison_officers_is_one_page_in_three_languages(nodes: TwoNodes, enter: Enter) -> None:
    for lang in ("en", "fa", "ur"):
        page = enter(nodes.ir, "desk", lang)
        page.goto(f"{nodes.ir}/irpk/council/of/PK/c02/")
        for words in ("liaison officers are to be stationed at the earliest date", "A mechanism has to be devised"):
            expect(page.get_by_text(words)).to_be_visible()
        for key in ("score_begun", "score_done"):
            expect(page.locator("#scores ~ .panel b", has_text=word(key, lang)).first).to_be_visible()
        assert faults(page) == []
