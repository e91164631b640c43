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


def test_of_many_files_a_refused_one_stays_named_and_stops_none(nodes: TwoNodes, enter: Enter, tmp_path: Path) -> None:
    page = enter(nodes.ir, "desk", "en")
    page.goto(f"{nodes.ir}/irpk/sources/")
    binary, swollen, good = (tmp_path / name for name in ("binary.txt", "swollen.txt", "gate.txt"))
    binary.write_bytes(bytes(range(256)) * 8)
    swollen.write_text("The sides agreed to open a gate. " * 200_000, encoding="utf-8")
    good.write_text("TAFTAN, 5 May 2024. Both sides agreed to repair <b>lamps</b> by 5 June 2024.", encoding="utf-8")
    page.set_input_files("#files", [str(binary), str(swollen), str(good)])
    page.click("form[data-take-in] button.btn--go")
    page.wait_for_selector("#here a:has-text('TAFTAN')")
    told = page.locator("#took li").all_inner_texts()
    assert [line.split(":")[0] for line in told] == [binary.name, swollen.name, good.name]
    assert page.locator("#took li.fault").count() == 2
    assert page.locator("#files").input_value() == ""
    assert faults(page) == []
