"""The officers' pages that the browser tests go through, and what is asked of each."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

NARROW = 360
WIDE = 1280

EVERY_PAGE = (
    "now/", "in/desk/", "in/desk/?kind=notice", "in/desk/?kind=link-test", "in/council/", "in/council/?kind=principle",
    "in/reports/", "in/reports/?kind=claim", "in/reports/?q=%D9%85%D8%B1%D8%B2", "in/directory/", "list/office/",
    "r/PK/c02/", "r/PK/notice-operation/", "r/PK/claim-joint-operation/", "r/IR/s1/", "r/IR/summit-arab-islamic/",
    "r/IR/gas-pipeline/", "r/IR/office-foreign-minister/", "r/IR/desk-zahedan/", "r/IR/assessment-deputy-minister/",
    "border/", "device/away/",
    "new/incident/report/", "new/notice/tell/", "new/link-test/test/", "r/PK/notice-operation/answer/", "log/",
    "r/PK/c02/mark/", "log/IR/3/", "log/?digest=1", "second/", "help/", "help/first-night/", "r/IR/not-there/",
    "map/", "sources/", "promised/?q=market",
    "line/PK/c02/", "claims/", "claims/PK/claim-joint-operation/", "council/", "council/of/PK/c02/", "council/areas/",
    "council/areas/markets/", "council/areas/all/", "council/charts/", "council/feeds/",
    "watch/shift/", "watch/roster/", "watch/log/", "watch/figures/", "watch/late/daily/", "watch/late/weekly/",
    "exercises/", "handling/", "oversight/", "council/bodies/", "council/changed/", "council/sittings/",
    "council/sittings/IR/hcm-01/", "council/sittings/IR/hcm-01/round/", "council/sittings/IR/hcm-01/report/",
    "council/sittings/IR/hcm-01/word/", "council/paper/brief/",
)  # fmt: skip

FOCUSABLE = """
() => {
  const all = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")];
  const named = {};
  for (const each of all) if (each.type === "radio") (named[each.name] ??= []).push(each);
  const stops = all.filter(each => {
    if (each.disabled || !each.checkVisibility({visibilityProperty: true})) return false;
    if (each.type !== "radio") return true;
    const group = named[each.name].filter(one => one.checkVisibility());
    return each === (group.find(one => one.checked) || group[0]);
  });
  stops.forEach((each, at) => each.dataset.stop = at);
  return stops.length;
}
"""


LOOK = """
axe.run(document, {resultTypes: ["violations"], preload: {assets: ["media"]}}).then(found => found.violations)
"""
"""Each rule that axe runs by itself; what it found sound is not brought here, nor are style sheets fetched once more,
which an experimental rule alone would read: a third of the time."""


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong: rule and first element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(LOOK)
    return [f"{each['id']}: {each['nodes'][0]['target']} {each['nodes'][0]['failureSummary']}" for each in found]


def overflow(page: Page) -> int:
    """Return by how many pixels the page scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def faults(page: Page, looks: tuple[tuple[int, str], ...] = ((WIDE, "light"), (NARROW, "dark"))) -> list[str]:
    """Look at the open page at both widths, and as axe does at these; return what is wrong with it."""
    found = []
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        if over := overflow(page):
            found.append(f"{width} px: scrolls sideways by {over} px")
        for scheme in (scheme for at, scheme in looks if at == width):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            found += [f"{width} px, {scheme}: {each}" for each in violations(page)]
    found += [f"policy: {each}" for each in page.evaluate("window.refusedByPolicy")]
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.emulate_media(color_scheme="light")
    return found


def tab_order(page: Page) -> tuple[list[str], int]:
    """Go through the page with the Tab key; return where the focus stood each time, and how many stops there are."""
    stops = int(page.evaluate(FOCUSABLE))
    reached = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        reached.append(str(page.evaluate("document.activeElement.dataset.stop ?? document.activeElement.outerHTML")))
    return reached, stops
