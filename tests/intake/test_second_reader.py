"""The second reader points at words and does nothing else: a stand-in on loopback answers as models do, and worse."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from tests.node.world import NOW

from hamsaya.core.errors import Refused
from hamsaya.intake import door
from hamsaya.intake.become import Desk
from hamsaya.intake.second_reader import reader_set

TEXT = "The weather was fine. Both ministries mean to see the road through to its end, people close to them say."


class StandIn(ThreadingHTTPServer):
    """Answers every question with the words it was given."""

    says: str = "[]"
    status = 200
    asked: list[Any]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, StandIn)
        server.asked.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
        body = json.dumps({"choices": [{"message": {"content": server.says}}]}).encode()
        self.send_response(server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name of the base class
        pass


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    server = StandIn(("127.0.0.1", 0), Handler)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("HAMSAYA_SECOND_READER", f"http://127.0.0.1:{server.server_port}/v1")
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def item(quote: str, find: str = "commitment", modality: str = "pledged") -> dict[str, str]:
    return {"quote": quote, "find": find, "modality": modality}


def take(desk: Desk) -> door.Outcome:
    (outcome,) = door.take(door.brought(desk.compact, "p", NOW), "a.txt", TEXT.encode())
    return outcome


def made(outcome: door.Outcome) -> list[tuple[str, str, str]]:
    assert outcome.source is not None
    found = outcome.source.drafts.filter(rule="second-reader")
    return [(draft.quote, draft.find, draft.band) for draft in found]


def test_only_quotations_that_stand_in_the_report_are_kept(desk: Desk, stand_in: StandIn) -> None:
    quotes = [
        item("see the road through to its end"),
        item("finish the road by May"),
        item("weather", "weather"),
        item("", "call"),
    ]
    stand_in.says = "Here you are:\n```json\n" + json.dumps([*quotes, "x", {"quote": 3}]) + "\n```"
    outcome = take(desk)
    assert made(outcome) == [("see the road through to its end", "commitment", "low")]
    assert outcome.notes[-1] == ("second-reader", {"count": 1})
    path, body = stand_in.asked[0]
    assert (path, TEXT in body["messages"][1]["content"]) == ("/v1/chat/completions", True)


@pytest.mark.parametrize("says", ["no list at all", "{}", "[1, 2", '[{"quote": null}]', "[" * 5000])
def test_an_answer_that_is_none_changes_nothing(desk: Desk, stand_in: StandIn, says: str) -> None:
    stand_in.says = says
    assert made(take(desk)) == []


def test_a_second_reader_that_fails_is_said_so_and_the_report_is_here(desk: Desk, stand_in: StandIn) -> None:
    stand_in.status = 500
    outcome = take(desk)
    assert (outcome.state, outcome.notes) == (door.STORED, (("second-reader-answer", {}),))


def test_without_a_setting_nobody_is_asked(desk: Desk) -> None:
    assert reader_set() is None
    assert made(take(desk)) == []


@pytest.mark.parametrize(
    "address", ["http://example.org/v1", "ftp://127.0.0.1/v1", "http://127.0.0.1:x/v1", "file:///etc/passwd"]
)
def test_other_hosts_are_not_asked(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("HAMSAYA_SECOND_READER", address)
    with pytest.raises(Refused) as refused:
        reader_set()
    assert refused.value.code == "second-reader.address"


def test_a_host_may_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAMSAYA_SECOND_READER", "https://reader.example.org/v1/")
    monkeypatch.setenv("HAMSAYA_SECOND_READER_HOST", "reader.example.org")
    found = reader_set()
    assert found is not None
    assert (found.host, found.path) == ("reader.example.org", "/v1/chat/completions")
