"""A rumour from paste to a line signed by both in three languages: one desk reads Persian, the other Urdu."""

import time

from playwright.sync_api import Page, expect
from tests.e2e.conftest import Enter
from tests.e2e.pages import violations
from tests.e2e.two_nodes import TwoNodes

SOON = 20_000
RUMOUR = "نیروهای دو کشور عملیات مشترکی انجام دادند. این عملیات در مرز مشترک انجام شد."


class Hand:
    """Counts taps, and the time in which a page waits for its officer."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.seconds = page, 0, 0.0

    def tap(self, selector: str) -> None:
        """Touch one thing and wait for what follows."""
        start = time.monotonic()
        self.page.click(selector)
        self.page.wait_for_load_state()
        self.taps, self.seconds = self.taps + 1, self.seconds + time.monotonic() - start

    def choose(self, selector: str, value: str) -> None:
        """Open a list and touch a line of it: two taps."""
        self.page.select_option(selector, value)
        self.taps += 2


def test_from_a_pasted_rumour_to_a_line_signed_by_both(nodes: TwoNodes, enter: Enter) -> None:
    ours, theirs = enter(nodes.ir, "spokesperson", "fa"), enter(nodes.pk, "spokesperson", "ur")
    tehran, islamabad = Hand(ours), Hand(theirs)
    ours.goto(f"{nodes.ir}/irpk/claims/")
    theirs.goto(f"{nodes.pk}/irpk/claims/")
    began = time.monotonic()

    ours.fill("#words", RUMOUR)
    tehran.tap("button[name=look]")
    assert ours.locator("#known").count() == 1
    tehran.tap("#enter")
    ours.wait_for_selector("article.rec-head")
    path = ours.url.removeprefix(nodes.ir)
    tehran.choose("select[name='verdict.1']", "false")
    tehran.choose("select[name='verdict.2']", "no_record")
    tehran.tap("#sign-answers")
    tehran.tap("#hold")

    link = theirs.locator(f"a[href='{path}']")
    deadline = time.monotonic() + SOON / 1000
    while not link.count() and time.monotonic() < deadline:
        theirs.reload()
    islamabad.tap(f"a[href='{path}']")
    assert theirs.locator("html").get_attribute("lang") == "ur"
    assert "درست نہیں" in theirs.locator("#sides-1").inner_text()
    islamabad.choose("select[name='verdict.1']", "false")
    islamabad.choose("select[name='verdict.2']", "ours_not_joint")
    islamabad.tap("#sign-answers")

    joint = ours.locator("#sides-1 .joint")
    expect(joint).to_contain_text("نادرست است", timeout=SOON)
    assert ours.locator("#sides-2 .joint .missing").count() == 1
    tehran.tap("#compose-again")
    tehran.tap("#propose")
    line = ours.locator("[data-line]")
    expect(line).to_have_count(1)
    digest = line.get_attribute("data-line")

    sign = theirs.locator(f"[data-line='{digest}'] [data-sign]")
    expect(sign).to_have_count(1, timeout=SOON)
    assert violations(theirs) == []
    islamabad.tap(f"[data-line='{digest}'] [data-sign]")
    expect(theirs.locator("article.rec-head")).to_have_attribute("data-status", "agreed")
    assert theirs.locator(f"[data-line='{digest}'] blockquote").count() == 3
    expect(ours.locator(f"[data-line='{digest}'] .tally-row b")).to_have_count(1, timeout=SOON)
    whole = time.monotonic() - began

    assert (tehran.taps, islamabad.taps) == (10, 7)
    print(
        f"\nclaims desk: {tehran.taps} + {islamabad.taps} taps; {whole:.1f} s on both screens, of which the pages took"
        f" {tehran.seconds + islamabad.seconds:.1f} s"
    )
