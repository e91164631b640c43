"""The main job on two real nodes: an incident crosses, is seen, the link is cut, and nothing is lost or doubled."""

import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.e2e.conftest import Enter
from tests.e2e.two_nodes import TwoNodes

from hamsaya.cli.command import OK, UNTRUSTED

MOST_TAPS = 12
SOON = 20_000
"""Milliseconds that a loaded machine is given; how fast it really is stands in the benchmarks."""


class Finger:
    """Counts what an officer touches."""

    def __init__(self, page: Page) -> None:
        """`page`: the page under the finger."""
        self.page = page
        self.taps = 0

    def tap(self, selector: str) -> None:
        """Touch one thing."""
        self.page.tap(selector)
        self.taps += 1

    def choose(self, selector: str, value: str) -> None:
        """Open a list and touch a line of it: two taps."""
        self.page.select_option(selector, value)
        self.taps += 2

    def type(self, selector: str, text: str) -> None:
        """Touch a line and the keys of its text."""
        self.tap(selector)
        self.page.keyboard.type(text)
        self.taps += len(text)


def send(page: Page, address: str, incident: str) -> str:
    """Send an incident from the board; return its address path."""
    page.goto(f"{address}/irpk/now/")
    page.click(".page-head a.btn--go")
    page.click(f"label:has(input[value={incident}])")
    page.click("label:has(input[name='f.urgency'][value=soon])")
    page.click("#sign")
    page.wait_for_selector("article.rec-head")
    return page.url.removeprefix(address)


def strips(page: Page, path: str) -> int:
    """Return how often a record stands on the open board."""
    return page.locator(f"#board a[href='{path}']").count()


def test_an_incident_crosses_the_border(nodes: TwoNodes, enter: Enter, tmp_path: Path) -> None:
    zahedan, turbat = enter(nodes.ir, "duty", "fa"), enter(nodes.pk, "duty", "ur")
    turbat.goto(f"{nodes.pk}/irpk/now/")
    loaded = turbat.evaluate("performance.timeOrigin")

    path = send(zahedan, nodes.ir, "crossing_by_mistake")
    strip = turbat.locator(f"#board li:has(a[href='{path}'])")
    expect(strip).to_have_count(1, timeout=SOON)
    assert "نادانستہ سرحد عبور کرنا" in strip.inner_text()
    assert turbat.evaluate("performance.timeOrigin") == loaded

    strip.locator("form button").first.click()
    expect(strip.locator("form[action$='/acknowledge/']")).to_have_count(0, timeout=SOON)
    zahedan.wait_for_timeout(500)
    zahedan.reload()
    expect(zahedan.locator("article.rec-head")).to_have_attribute("data-status", "acknowledged", timeout=SOON)
    assert "رؤیت شد" in zahedan.locator("#history").inner_text()

    turbat.goto(f"{nodes.pk}/irpk/now/")
    nodes.unplug()
    while_cut = send(zahedan, nodes.ir, "livestock")
    assert zahedan.locator("[data-receipt=none]").count() > 0
    zahedan.goto(f"{nodes.ir}/irpk/new/incident/report/")
    assert zahedan.locator(".band--offline:visible").count() == 1
    assert strips(turbat, while_cut) == 0
    nodes.plug()
    expect(turbat.locator(f"#board li:has(a[href='{while_cut}'])")).to_have_count(1, timeout=60_000)
    zahedan.goto(nodes.ir + while_cut)
    expect(zahedan.locator("#history [data-receipt=there]")).to_have_count(1, timeout=SOON)

    found = turbat.request.get(f"{nodes.pk}/irpk/list/incident/?format=json").json()["records"]
    assert [row["record"] for row in found].count(record_of(while_cut)) == 1
    check_proof(zahedan, nodes.ir + while_cut, tmp_path)


def record_of(path: str) -> str:
    """Return the record's id from the path of its page."""
    return path.strip("/").removeprefix("irpk/r/")


def check_proof(page: Page, address: str, folder: Path) -> None:
    """Download the proof of the record's first entry and let `hamsaya verify` check it, as the page tells."""
    page.goto(address)
    page.click(".proof a")
    with page.expect_download() as waited:
        page.click("main a.btn--go")
    file = folder / waited.value.suggested_filename
    waited.value.save_as(file)
    (key,) = re.findall(r"--key '([^']+)'", page.inner_text("#how-to-check"))
    assert verify(file, key) == OK
    broken = folder / "broken.tlog-proof"
    broken.write_bytes(file.read_bytes().replace(b"\nextra eyJ", b"\nextra eyI"))
    assert verify(broken, key) == UNTRUSTED


def verify(file: Path, key: str) -> int:
    """Return the exit code of `hamsaya verify` on a proof."""
    command = [sys.executable, "-m", "hamsaya.cli.main", "verify", str(file), "--key", key]
    source = str(Path(__file__).parents[2] / "src")
    return subprocess.run(command, capture_output=True, env={"PYTHONPATH": source}, check=False).returncode


def test_an_urgent_incident_takes_few_taps_on_a_phone(nodes: TwoNodes, enter: Enter) -> None:
    page = enter(nodes.ir, "duty", "fa", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    finger = Finger(page)
    page.goto(f"{nodes.ir}/irpk/now/")
    finger.tap(".page-head a.btn--go")
    finger.tap("label:has(input[value=crossing_by_mistake])")
    finger.tap("label:has(input[name='f.urgency'][value=now])")
    finger.tap("label:has(input[name='f.urgency_reason'][value=misreading])")
    finger.choose("select[name='f.place.place']", "mirjaveh-taftan")
    finger.type("input[name='f.injured']", "2")
    finger.tap("label:has(input[name='f.help_wanted'][value=yes])")
    finger.tap("#sign")
    page.wait_for_selector("article.rec-head[data-status]")
    assert finger.taps == 10 < MOST_TAPS
