"""A desk officer takes a report in and reviews it by keyboard alone, in Persian."""

import re
from pathlib import Path

from playwright.sync_api import Page
from tests.e2e.conftest import Enter
from tests.e2e.pages import faults
from tests.e2e.two_nodes import TwoNodes

REPORT = Path(__file__).parents[2] / "examples" / "iran-pakistan" / "reports" / "S3.txt"


def counts(page: Page) -> dict[str, int]:
    """Return how many drafts are in which state."""
    states = page.eval_on_selector_all("article.draft[id^=d]", "all => all.map(each => each.dataset.state)")
    return {state: states.count(state) for state in states}


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_report_is_reviewed_by_keyboard(nodes: TwoNodes, enter: Enter) -> None:
    page = enter(nodes.ir, "desk", "fa")
    page.goto(f"{nodes.ir}/irpk/sources/")
    assert faults(page) == []
    page.set_input_files("#files", str(REPORT))
    page.click("form[data-take-in] button.btn--go")
    page.wait_for_selector("article.draft")
    all_open = counts(page)
    assert set(all_open) == {"open"}
    assert faults(page) == []
    for _ in range(3):
        press(page, "a")
    assert counts(page) == {"accepted": 3, "open": all_open["open"] - 3}
    press(page, "u")
    assert counts(page) == {"accepted": 2, "open": all_open["open"] - 2}
    page.click("form[data-once] button.btn--go")
    page.wait_for_load_state()
    assert counts(page) == {"signed": 2, "open": all_open["open"] - 2}
    page.locator("article.draft[data-state=signed] a[href*='/r/']").first.click()
    page.wait_for_load_state()
    quoted = page.locator("main blockquote, main q").first.inner_text().strip()
    assert re.sub(r"\s+", " ", quoted) in re.sub(r"\s+", " ", REPORT.read_text(encoding="utf-8"))
    assert faults(page) == []
