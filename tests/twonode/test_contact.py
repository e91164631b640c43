"""Contact log and figures of a month: alike on both nodes, in either calendar; silence and late answers apart."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.node.world import COMPACT, NOW, letter
from tests.simulator import Pair, SimNode
from tests.twonode.test_clockwork import DUTY, at, turn

from hamsaya.core.month import Month
from hamsaya.node import ledger, queries
from hamsaya.node.contact import Contact, contacts
from hamsaya.node.figures import Figures, LinkTests, Waits, figures

pytestmark = pytest.mark.django_db
NOVEMBER = Month("gregorian", 2026, 11)
AZAR = Month("solar-hijri", 1405, 9)
EARLIER = {"at": "2026-11-21T10:00:00Z", "precision": "minute"}


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = Pair(tmp_path)
    made.sync()
    return made


def log_of(node: SimNode) -> list[tuple[object, ...]]:
    start, end = NOW - timedelta(days=40), NOW + timedelta(days=40)
    found: list[Contact] = node.run(lambda: list(contacts(DUTY, COMPACT, start, end)))
    return [
        (e.row.record, e.sent, e.received, e.acknowledged, e.answered, e.acknowledge_by, e.answer_by, e.silence)
        for e in found
    ]


def month_of(node: SimNode, month: Month, now: datetime) -> Figures:
    (found,) = node.run(figures, DUTY, COMPACT, [month], now)
    assert isinstance(found, Figures)
    return found


def practise(pair: Pair) -> None:
    """Write one urgent letter of an exercise: it stands apart and counts nowhere."""
    draft = letter(COMPACT, "IR/x-night-rumour", traffic="exercise", urgency="now", urgency_reason="misreading")
    pair.a.run(ledger.append, COMPACT, [draft], post="zahedan-duty", now=pair.a.now())


def a_day(pair: Pair) -> datetime:
    """Two days of traffic; return when they are over."""
    letters = pair.a.append(9)
    (urgent,) = pair.a.append(urgency="now", urgency_reason="misreading")
    practise(pair)
    pair.b.append(3, urgency="now", urgency_reason="misreading", from_desk="turbat", to_desk="zahedan")
    pair.sync()
    for minutes, each in enumerate(letters, 1):
        at(pair, NOW + timedelta(minutes=10 * minutes))
        pair.b.act(each, "acknowledge")
    at(pair, NOW + timedelta(minutes=200))
    turn(pair.a)
    pair.sync()
    pair.b.act(urgent, "answer", {"answer": "done"})
    at(pair, datetime(2026, 11, 22, 17, 0, 5, tzinfo=UTC))
    turn(pair.a)
    pair.sync()
    turn(pair.b)
    pair.sync()
    at(pair, datetime(2026, 11, 23, 5, 0, 5, tzinfo=UTC))
    turn(pair.a)
    pair.sync()
    at(pair, datetime(2026, 11, 23, 6, 0, 0, tzinfo=UTC))
    turn(pair.a)
    turn(pair.b)
    pair.sync()
    return datetime(2026, 11, 23, 6, 1, tzinfo=UTC)


def test_both_nodes_keep_the_same_log_and_count_the_same(pair: Pair) -> None:
    over = a_day(pair)
    assert log_of(pair.a) == log_of(pair.b)
    assert len(log_of(pair.a)) == 16
    for month in (NOVEMBER, AZAR):
        assert month_of(pair.a, month, over) == month_of(pair.b, month, over)


def test_a_month_is_counted_by_kind_level_test_and_silence(pair: Pair) -> None:
    over = a_day(pair)
    found = month_of(pair.a, AZAR, over)
    assert found.letters == {"IR": {"incident": 10}, "PK": {"incident": 3}}
    assert (found.share("IR"), found.is_misused("IR"), found.share("PK"), found.is_misused("PK")) == (
        10.0, False, 100.0, True,
    )  # fmt: skip
    waits = found.waits["IR"][2]
    assert (waits.count, round(waits.median or 0), round(waits.p90 or 0)) == (9, 50, 90)
    assert found.waits["IR"][4] == Waits(0, None, None)
    assert (found.silences, found.unreceived) == ({"IR": 10, "PK": 3}, {"IR": 0, "PK": 0})
    assert found.tests["IR"] == LinkTests(expected=2, sent=2, answered=1, late=1, silent=0, unsent=0)
    assert found.tests["PK"] == LinkTests(expected=2, sent=1, answered=0, late=1, silent=0, unsent=1)


def test_a_letter_on_the_border_of_two_months_counts_in_one_alone(pair: Pair) -> None:
    """Azar 1405 began on 22 November 2026 at midnight in Tehran; December begins at midnight in Islamabad."""
    compact = pair.a.run(queries.compact_of, DUTY, COMPACT)[1]
    assert AZAR.stretch(compact)[0] == datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
    assert NOVEMBER.stretch(compact)[1] == datetime(2026, 11, 30, 19, 0, tzinfo=UTC)
    at(pair, datetime(2026, 11, 21, 20, 29, 50, tzinfo=UTC))
    pair.a.append(1, happened=EARLIER)
    at(pair, datetime(2026, 11, 21, 20, 30, 5, tzinfo=UTC))
    pair.a.append(1, happened=EARLIER)
    now = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
    assert [month_of(pair.a, month, now).total("IR") for month in (AZAR.plus(-1), AZAR, NOVEMBER)] == [1, 1, 2]
