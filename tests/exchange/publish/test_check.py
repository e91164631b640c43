"""A stranger's browser checks a proof of the published folder by itself, and says so when a byte was changed."""

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from tests.exchange.publish.test_public import TODAY, compact, consent

from hamsaya.exchange.publish.site import Site, write

__all__ = ["compact"]
pytestmark = [pytest.mark.django_db, pytest.mark.e2e]
CHECK = """async ([file, key]) => check(file, key)"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's own name
        """Say nothing."""


def test_the_page_checks_a_proof_by_itself(compact: str, tmp_path: Path) -> None:
    consent(compact)
    folder = tmp_path / "public"
    write(Site(compact, TODAY), folder)
    keys = json.loads((folder / "keys.json").read_text())
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    said = {}
    proof = next(folder.glob("proof/*-ir-*")).read_text()
    try:
        with sync_playwright() as player:
            browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/en/ir-c02.html")
            said["whole"] = page.evaluate(CHECK, [proof, keys["IR"]])
            said["changed"] = page.evaluate(CHECK, [proof.replace("extra eyJ", "extra eyK"), keys["IR"]])
            said["other key"] = page.evaluate(CHECK, [proof, keys["PK"]])
            browser.close()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert said == {"whole": "holds", "changed": "fails", "other key": "fails"}
