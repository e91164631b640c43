"""Minutes that one side leaves without an answer: silence, and what the compact makes of it, alike on both nodes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.node import world
from tests.node.world import COMPACT, NOW
from tests.twonode.council_table import HCM, ITEM, OPERATOR, PARTIES, Table, laid_table, present

from hamsaya.core import meeting
from hamsaya.node import council, queries


@pytest.fixture
def table(tmp_path: Path, db: None) -> Table:
    return laid_table(tmp_path)


def signed_minutes(table: Table) -> str:
    """Let both chairs sign minutes late on 20 December, by UTC; in Islamabad it is the 21st already."""
    table.day("2026-12-20")
    for node in table.nodes.values():
        node.skew += timedelta(hours=23) - timedelta(hours=NOW.hour)
    table.act("IR", HCM, "hold", day="2026-12-20")
    table.act("IR", HCM, "record-item", **ITEM)
    minutes = present(table, HCM, "HCM-01")
    table.sync()
    for party in PARTIES:
        table.act(party, HCM, "sign-minutes", digest=minutes)
    return minutes


def told_on(table: Table, monkeypatch: pytest.MonkeyPatch, moment: datetime) -> Any:
    """Return what both nodes tell at a moment: status, who is silent, and which statuses find the sitting."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    def look() -> Any:
        found = queries.record(OPERATOR, COMPACT, HCM)
        listed = {row.record: row.status for row in queries.records(OPERATOR, COMPACT, "sitting").rows}
        by_status = [
            status for status in ("signed", "approved")
            if queries.records(OPERATOR, COMPACT, "sitting", status=status).rows
        ]  # fmt: skip
        assert listed[HCM] == found.row.status == council.sittings(OPERATOR, COMPACT)[0][0].status
        return found.row.status, meeting.silent(found.state, PARTIES, moment.date()), by_status

    return table.on_both(look)


LAST = datetime(2027, 1, 19, 23, 59, tzinfo=UTC)
AFTER = datetime(2027, 1, 20, 0, 1, tzinfo=UTC)


@pytest.fixture
def silence_approves(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = world.source
    agreed = lambda name=COMPACT: plain(name).replace(b"silence_approves = false", b"silence_approves = true", 1)  # noqa: E731
    monkeypatch.setattr(world, "source", agreed)


def test_silence_is_shown_as_silence_where_the_compact_does_not_let_it_approve(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.act("IR", HCM, "approve", digest=signed_minutes(table), view="approve")
    assert told_on(table, monkeypatch, LAST) == ("signed", (), ["signed"])
    assert told_on(table, monkeypatch, AFTER) == ("signed", ("PK",), ["signed"])


def test_where_the_compact_lets_silence_approve_it_does_so_on_both_nodes_at_one_moment(
    silence_approves: None, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.act("IR", HCM, "approve", digest=signed_minutes(table), view="approve")
    assert told_on(table, monkeypatch, LAST) == ("signed", (), ["signed"])
    assert told_on(table, monkeypatch, AFTER) == ("approved", ("PK",), ["approved"])


def test_an_objection_or_a_word_on_other_minutes_is_not_overruled_by_silence(
    silence_approves: None, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    minutes = signed_minutes(table)
    other = present(table, HCM, "HCM-01", next_day="2027-07-01")
    table.sync()
    table.act("PK", HCM, "approve", digest=other, view="approve")
    assert told_on(table, monkeypatch, LAST)[0] == "signed"
    table.act("IR", HCM, "approve", digest=minutes, view="object", words={"en": "Item 1 was not agreed."})
    assert told_on(table, monkeypatch, AFTER) == ("signed", ("PK",), ["signed"])
