"""Feeds: what a calendar program and a news reader find in them."""

import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import pytest
from icalendar import Calendar
from tests.node.world import NOW, join_compact

from hamsaya.core.reader import Reader
from hamsaya.exchange.calendar import feed
from hamsaya.node import council, ledger
from hamsaya.node.lookup import compact_of
from hamsaya.people.viewer import Viewer

pytestmark = pytest.mark.django_db
VIEWER = Viewer.operator("irpk")
CALL: dict[str, Any] = {"number": "HCM-03", "title": {"en": "Third sitting"}, "form": "remote"}


@pytest.fixture
def reader(home: object, db: None) -> Reader:
    name = join_compact()
    acts: list[tuple[str, dict[str, Any]]] = [("call", CALL), ("postpone", {"day": "2027-03-21", "reason": "travel"})]
    ledger.append(name, [ledger.Draft("sitting", act, "IR/hcm-03", body) for act, body in acts], post="d", now=NOW)
    entered = {
        "number": "C02", "title": {"en": "Officers"}, "wording": {"en": "Officers."}, "modality": "agreed",
        "bound": ["IR"], "area": "security", "verifiability": 3, "due": "2027-01-21",
    }  # fmt: skip
    ledger.append(name, [ledger.Draft("commitment", "enter", "IR/c02", entered)], post="d", now=NOW)
    row, agreed = compact_of(VIEWER, name)
    return Reader.of(agreed, row.party, "en")


def test_a_due_day_stands_in_the_calendar_with_both_calendars(reader: Reader) -> None:
    calendar = Calendar.from_ical(feed.ical(VIEWER, reader, NOW, "https://node"))
    found = [
        (str(each["summary"]), each.decoded("dtstart"), str(each["description"])) for each in calendar.walk("VEVENT")
    ]
    assert found == [("C02: Officers", date(2027, 1, 21), "21 January 2027 (1 Bahman 1405)")]


def test_a_calendar_program_shows_the_day_with_its_title_and_both_dates(reader: Reader, tmp_path: Path) -> None:
    if not (calcurse := shutil.which("calcurse")):
        pytest.skip("calcurse is not here: apt-get install calcurse")
    (tmp_path / "feed.ics").write_bytes(feed.ical(VIEWER, reader, NOW, "https://node"))
    program = [calcurse, "--datadir", str(tmp_path / "data")]
    subprocess.run([*program, "--import", str(tmp_path / "feed.ics")], check=True, capture_output=True)
    asked = ["--query", "--from", "01/21/2027", "--days", "1", "--input-datefmt", "1", "--format-event", "%m|%N"]
    shown = subprocess.run([*program, *asked], check=True, capture_output=True, text=True).stdout
    assert "C02: Officers|" in shown
    assert "21 January 2027 (1 Bahman 1405)" in shown


def test_changes_are_a_feed_with_who_signed_and_where_to_check(reader: Reader) -> None:
    changes = council.changes(VIEWER, "irpk", date(2026, 11, 1))
    read = feedparser.parse(feed.atom(changes, VIEWER, reader, NOW, "https://node"))
    assert (read.bozo, len(read.entries)) == (False, 3)
    assert (read.entries[0].author, read.entries[0].link[:20]) == ("Iran", "https://node/irpk/lo")
