"""Group commit: who hands in while a group is written goes into the next; a refused hand harms nobody."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections
from tests.node.whole import check_node
from tests.node.world import NOW, join_compact, letter

from hamsaya.core.errors import Refused
from hamsaya.node import ledger
from hamsaya.node.group import LARGEST, Group


class Writer:
    """Holds its first group back until it is let go, and keeps what each group held and when it was written."""

    def __init__(self) -> None:
        self.go, self.began = threading.Event(), threading.Event()
        self.groups: list[tuple[list[int], datetime]] = []

    def write(self, asked: Sequence[int], now: datetime) -> list[str | BaseException]:
        self.groups.append((list(asked), now))
        self.began.set()
        self.go.wait()
        if 13 in asked:
            raise OSError("disk full")
        return [Refused("letter.closed") if each == 7 else str(each) for each in asked]


def outcomes(asked: list[tuple[int, int]]) -> tuple[Writer, list[object]]:
    """Hand these (number, entries) in, the first alone and the others while it is being written, in this order."""
    writer = Writer()
    group = Group(writer.write)
    waiting = group._waiting

    def hand_in(number: int, entries: int, now: datetime) -> object:
        try:
            return group.hand_in(number, entries, now)
        except (Refused, OSError) as error:
            return str(error)

    with ThreadPoolExecutor(len(asked)) as pool:
        hands = []
        for at, (number, entries) in enumerate(asked):
            hands.append(pool.submit(hand_in, number, entries, NOW + timedelta(seconds=at)))
            while at and len(waiting) < at:
                time.sleep(0.001)
            writer.began.wait()
        writer.go.set()
        return writer, [hand.result() for hand in hands]


def test_what_comes_while_a_group_is_written_goes_into_the_next() -> None:
    writer, found = outcomes([(1, 1), (2, 1), (7, 1), (4, 1)])
    assert writer.groups == [([1], NOW), ([2, 7, 4], NOW + timedelta(seconds=3))]
    assert found == ["1", "2", "letter.closed", "4"]


def test_a_group_ends_where_it_holds_enough() -> None:
    writer, _ = outcomes([(1, 1), (2, LARGEST - 1), (3, 1), (4, 1)])
    assert [asked for asked, _ in writer.groups] == [[1], [2, 3], [4]]


def test_what_stops_a_group_is_told_to_all_in_it_and_to_nobody_else() -> None:
    writer, found = outcomes([(1, 1), (2, 1), (13, LARGEST), (4, 1)])
    assert [asked for asked, _ in writer.groups] == [[1], [2, 13], [4]]
    assert found == ["1", "disk full", "disk full", "4"]


def test_who_were_written_together_are_waited_for_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamsaya.node.group.PATIENCE", 5.0)
    writer = Writer()
    group = Group(writer.write)
    waiting = group._waiting

    def hand_in_two(first: int, second: int) -> str:
        group.hand_in(first, 1, NOW)
        while second == 6 and not waiting:
            time.sleep(0.001)
        return group.hand_in(second, 1, NOW)

    with ThreadPoolExecutor(3) as pool:
        hands = [pool.submit(group.hand_in, 1, 1, NOW)]
        writer.began.wait()
        for first, second in ((2, 5), (3, 6)):
            before = len(waiting)
            hands.append(pool.submit(hand_in_two, first, second))
            while len(waiting) == before:
                time.sleep(0.001)
        writer.go.set()
        for hand in hands:
            hand.result()
    assert [asked for asked, _ in writer.groups] == [[1], [2, 3], [5, 6]]


@pytest.mark.django_db(transaction=True)
def test_many_threads_append_to_one_log(home: Path) -> None:
    compact = join_compact()

    def write(number: int) -> int | str:
        try:
            draft = letter(**({"urgency": "now"} if number % 10 == 0 else {}))
            return ledger.append(compact, [draft], post="d", now=NOW)[0].index
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(write, range(60)))
    assert [code for code in found if isinstance(code, str)] == ["letter.reason-missing"] * 6
    assert sorted(index for index in found if isinstance(index, int)) == list(range(1, 55))
    assert check_node(compact) == {"IR": 55, "PK": 0}
