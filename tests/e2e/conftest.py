"""A real browser and two real nodes for the tests in this folder."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.e2e.two_nodes import TwoNodes

from hamsaya.people.demo import PASSWORD

HERE = Path(__file__).parent
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WATCH = """
window.refusedByPolicy = [];
document.addEventListener("securitypolicyviolation",
  e => window.refusedByPolicy.push(e.violatedDirective + " " + e.blockedURI));
"""
Enter = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser against real processes."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.process)
            pages = item.path.name == "test_every_page.py"
            item.add_marker(pytest.mark.xdist_group("e2e-pages" if pages else "e2e"))  # each about half of the time


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Debian's chromium is."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium here: apt-get install chromium")
    return path


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Debian's chromium; it ends with the module, since its event loop would stand in the way of other tests' loops."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield made
        made.close()


@pytest.fixture(scope="session")
def nodes(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoNodes]:
    """Two nodes with the example's records and a cable between them."""
    with TwoNodes(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture(scope="session")
def signed_in() -> dict[tuple[str, str], Any]:
    """What a browser keeps of each sign-in so far: a phone's code opens once, the next comes half a minute on."""
    return {}


@pytest.fixture
def enter(browser: Browser, signed_in: dict[tuple[str, str], Any]) -> Iterator[Enter]:
    """Return a function that signs an officer in and returns the page; what goes wrong in a page fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def make(address: str, officer: str, lang: str = "", **options: Any) -> Page:
        kept = signed_in.get((address, officer))
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "storage_state": kept, **options})
        contexts.append(context)
        context.add_init_script(WATCH)
        context.on("request", lambda request: _check_host(request.url, address, wrong))
        page = context.new_page()
        page.on("console", lambda said: _check_console(said.type, said.text, wrong))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        if kept is None:
            sign_in(page, address, officer)
            signed_in[address, officer] = context.storage_state()
        page.goto(f"{address}/irpk/now/")
        if lang and page.locator("html").get_attribute("lang") != lang:
            with page.expect_navigation():
                page.click(f"nav .lang button[value={lang}]")
        return page

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


def _check_host(asked: str, address: str, wrong: list[str]) -> None:
    if not asked.startswith((f"{address}/", "data:image/")):
        wrong.append(f"asked another host: {asked}")


def _check_console(kind: str, text: str, wrong: list[str]) -> None:
    if kind in {"error", "warning"} and "the server responded with a status of 40" not in text:
        wrong.append(text)


def sign_in(page: Page, address: str, officer: str) -> None:
    """Give name and password, then the code that the demonstration's page shows."""
    page.goto(f"{address}/people/sign-in/")
    page.fill("#username", officer)
    page.fill("#password", PASSWORD)
    page.click("#sign-in button[type=submit]")
    code = re.sub(r"\D", "", page.inner_text("#demo-code"))
    page.fill("#code", code)
    page.click("#second-factor button[type=submit]")
    page.wait_for_selector("#board")
