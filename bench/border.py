"""The map page in a real browser: bytes over the wire, and when it is first seen on a line of 256 kbit/s."""

import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from harness import figure, report
from node_home import ROOT

TURNS = 5
SLOW = {"offline": False, "latency": 100, "downloadThroughput": 32_000, "uploadThroughput": 32_000}
"""256 kbit/s each way, 100 ms."""
MOST_BYTES, MOST_MS = 400_000, 1_000
SEEN = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"


def visit(page: Any, session: Any, address: str) -> tuple[float, float, float]:
    """Return the bytes that a visit fetched, and the milliseconds to the first view and to the whole page."""
    fetched: list[float] = []
    session.on("Network.loadingFinished", lambda event: fetched.append(event["encodedDataLength"]))
    page.goto(address, wait_until="load")
    page.wait_for_timeout(500)
    return sum(fetched), page.evaluate(SEEN), page.evaluate(LOADED)


def measure(folder: Path) -> tuple[float, list[tuple[float, float, float]]]:
    """Return the bytes of a first visit, and what the next ones took on the slow line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hamsaya.settings")
    import django

    django.setup()
    from playwright.sync_api import sync_playwright
    from tests.e2e.conftest import ARGUMENTS, sign_in
    from tests.e2e.two_nodes import TwoNodes

    path = shutil.which("chromium")
    if path is None:
        raise RuntimeError("no chromium here: apt-get install chromium")
    with TwoNodes(folder) as nodes, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        sign_in(context.new_page(), nodes.ir, "duty")
        kept = context.storage_state()
        page = browser.new_context(storage_state=kept, viewport={"width": 1280, "height": 900}).new_page()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        address = f"{nodes.ir}/irpk/map/"
        first, _, _ = visit(page, session, address)
        session.send("Network.emulateNetworkConditions", SLOW)
        later = []
        for _ in range(TURNS):
            session = page.context.new_cdp_session(page)
            session.send("Network.enable")
            later.append(visit(page, session, address))
        browser.close()
    return first, later


def main() -> None:
    """Measure and report."""
    with tempfile.TemporaryDirectory(prefix="hamsaya-bench-") as scratch:
        first, later = measure(Path(scratch))
    size, seen, whole = (statistics.median(column) for column in zip(*later, strict=True))
    report(
        "border",
        [
            figure("map page, first visit", first, "bytes", "what it may be", MOST_BYTES),
            figure("map page, later visits", size, "bytes", "what it may be", MOST_BYTES),
            figure("map page at 256 kbit/s, first view", seen, "ms", "what it may be", MOST_MS),
            figure("map page at 256 kbit/s, whole", whole, "ms", "what it may be", MOST_MS),
        ],
    )


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    main()
