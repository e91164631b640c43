"""Two nodes with one command: a stranger signs in on both, and what one side signed stands on the other."""

import http.cookiejar
import os
import pty
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urljoin

import pytest
from tests.cli.shell import Servant, environment, hamsaya

from hamsaya.cli.prepared import NEXT, acts_of
from hamsaya.people.demo import PASSWORD

pytestmark = pytest.mark.process
ADDRESS = re.compile(r"^(?:Iran|Pakistan): (http://127\.0\.0\.1:\d+/)", re.MULTILINE)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SHOWN = re.compile(r'id="demo-code">(\d{6})<')
LANGUAGE = re.compile(r'<html lang="(..)"')
LETTER = (
    "act", "link-test", "test", "--post", "ir-duty-officer", "--set", "desk=zahedan", "counter:=1",
    "desk_state=staffed",
    "sent=2026-11-22T05:00:00Z",
)  # fmt: skip
PARTIES = "IR", "PK"
START, END = 150.0, 60.0


class Running:
    """A demonstration that runs at a terminal of its own."""

    def __init__(self, home: Path, *argv: str) -> None:
        self.terminal, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hamsaya.cli.main", "demo", "--home", str(home), "--port", "18400", *argv],
            env=environment(), stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        self.said = ""

    def hear(self, words: str) -> str:
        """Wait until it has said this; return all that it said."""
        until = time.monotonic() + START
        while words not in self.said:
            assert time.monotonic() < until, self.said
            assert self.process.poll() is None, self.said
            assert self.process.stdout is not None
            self.said += (self.process.stdout.read() or b"").decode()
            time.sleep(0.05)
        return self.said

    def type(self, words: str) -> None:
        """Type a line at its terminal."""
        os.write(self.terminal, f"{words}\n".encode())

    def end(self) -> int:
        """Press Ctrl-C; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(END)

    def close(self) -> None:
        """End it if it runs still, and close what was open."""
        if self.process.poll() is None:
            self.end()
        os.close(self.terminal)
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextmanager
def demo(home: Path, *argv: str) -> Iterator[Running]:
    """Run a demonstration, and end it whatever happens."""
    running = Running(home, *argv)
    try:
        yield running
    finally:
        running.close()


class Browser:
    """A person's browser: keeps cookies, fills in forms, follows where it is sent."""

    def __init__(self, address: str) -> None:
        self._address = address
        jar = http.cookiejar.CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)).open

    def get(self, path: str) -> str:
        """Return a page."""
        with self._open(urljoin(self._address, path), timeout=30) as response:
            page: str = response.read().decode()
            return page

    def post(self, path: str, page: str, **values: str) -> str:
        """Send a form of a page; return the page that comes after."""
        token = TOKEN.search(page)
        assert token is not None, page
        data = urlencode({"csrfmiddlewaretoken": token[1], **values}).encode()
        with self._open(urljoin(self._address, path), data, timeout=30) as response:
            after: str = response.read().decode()
            return after

    def sign_in(self, username: str) -> str:
        """Sign in with what the pages show; return the first page."""
        page = self.get("people/sign-in/")
        page = self.post("people/sign-in/", page, username=username, password=PASSWORD)
        code = SHOWN.search(page)
        assert code is not None, page
        return self.post("people/second-factor/", page, code=code[1])


class Watched:
    """Both nodes, asked for their state by a process each that stays."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.run = [Servant(home / party) for party in PARTIES]

    def states(self) -> list[tuple[str, int]]:
        """Return each node's state digest, and how many of its entries the other has not signed for."""
        return [state(servant) for servant in self.run]

    def are_prepared(self) -> bool:
        """Tell whether each side has signed all that the example has it sign, as it waits for the other's acts."""
        marks = [(self._home / party / NEXT, len(acts_of(party))) for party in PARTIES]
        return all(mark.exists() and mark.read_text(encoding="ascii") == str(count) for mark, count in marks)

    def wait_for_equal(self) -> str:
        """Wait until all is signed, both hold the same and all of it is received; return the digest."""
        until = time.monotonic() + START
        while not self.are_prepared() or len(found := set(self.states())) != 1 or next(iter(found))[1]:
            assert time.monotonic() < until, self.states()
            time.sleep(0.2)
        return found.pop()[0]

    def close(self) -> None:
        """End both processes."""
        for servant in self.run:
            servant.close()


def state(run: Servant) -> tuple[str, int]:
    told = run.data("status")["compacts"][0]
    ours = next(log for log in told["logs"] if (log["party"], log["sort"]) == (told["party"], "shared"))
    return told["digest"], ours["size"] - ours["covered"]


def test_a_stranger_runs_two_nodes_and_comes_back_to_them(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    with demo(home) as running:
        addresses = ADDRESS.findall(running.hear("Ctrl-C ends."))
        assert len(addresses) == 2
        pages = [Browser(address).sign_in("duty") for address in addresses]
        assert [LANGUAGE.findall(page) for page in pages] == [["fa"], ["ur"]]
        nodes = Watched(home)
        before = nodes.wait_for_equal()
        running.type("u")
        running.hear("The cable is unplugged.")
        letter = nodes.run[0].data(*LETTER)["record"]
        assert nodes.states()[0][1] == 1
        assert nodes.states()[1] == (before, 0)
        running.type("p")
        running.hear("The cable is plugged in.")
        after = nodes.wait_for_equal()
        assert after != before
        assert running.end() == 0
    with demo(home) as again:
        said = again.hear("Ctrl-C ends.")
        assert "Making two nodes" not in said
        nodes.wait_for_equal()  # by now the nodes may have signed something themselves: a link test, a silence
        assert [
            [row["record"] for row in run.data("list", "link-test")["records"]].count(letter) for run in nodes.run
        ] == [1, 1]
        assert again.end() == 0
    nodes.close()


def test_a_folder_that_is_no_demonstration_is_not_thrown_away(tmp_path: Path) -> None:
    kept = tmp_path / "letters.txt"
    kept.write_text("kept")
    hamsaya("demo", "--fresh", "--home", str(tmp_path), code=1)
    assert kept.read_text() == "kept"


def test_a_demonstration_of_another_example_is_told_how_to_start_over(tmp_path: Path) -> None:
    """It would not go on: what its nodes agreed on is not what the example says now."""
    compact = tmp_path / "compact.toml"
    compact.write_text("an earlier version", encoding="utf-8")
    said = hamsaya("demo", "--home", str(tmp_path), "--port", "18400", code=1)
    assert "demo --fresh" in said
    assert compact.read_text(encoding="utf-8") == "an earlier version"
