"""A stranger's browser checks a proof of the published folder by itself, and says so when a byte was changed."""

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from tests.exchange.publish.test_public import TODAY, compact, consent

from hamsaya.core.text import word
from hamsaya.exchange.publish.folder import write
from hamsaya.exchange.publish.site import Site

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
            page.add_init_script("crypto.subtle.importKey = async () => { throw new DOMException('unknown') }")
            page.reload()
            said["no Ed25519"] = page.evaluate(CHECK, [proof, keys["IR"]])
            browser.close()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert said == {"whole": "holds", "changed": "fails", "other key": "fails", "no Ed25519": "cannot"}


def test_a_page_opened_from_a_disk_checks_its_proofs_with_no_network_at_all(compact: str, tmp_path: Path) -> None:
    consent(compact)
    folder = tmp_path / "public"
    write(Site(compact, TODAY), folder)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context()
        context.set_offline(True)
        page = context.new_page()
        page.goto((folder / "fa" / "ir-c02.html").as_uri())
        page.locator("[data-check]").first.click()
        page.locator("output:not(:empty)").wait_for()
        said = [each.inner_text() for each in page.locator("output").all()]
        entry = json.loads(page.locator(".entry").first.inner_text())
        browser.close()
    assert said == [word("public.holds", "fa"), ""]
    assert entry["record"] == "IR/c02"


def test_without_scripts_no_button_promises_what_it_cannot_do(compact: str, tmp_path: Path) -> None:
    consent(compact)
    folder = tmp_path / "public"
    write(Site(compact, TODAY), folder)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto((folder / "en" / "ir-c02.html").as_uri())
        buttons = [each.is_visible() for each in page.locator("[data-check]").all()]
        browser.close()
    assert buttons == [False, False]
