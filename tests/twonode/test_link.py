"""Hard cases 5 and 10: a link that dies inside every package, answers that get lost, questions that come twice, and a
clock that is years wrong.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.node.world import COMPACT
from tests.simulator import Pair

from hamsaya.core.errors import HamsayaError
from hamsaya.exchange.peer import limit, link
from hamsaya.exchange.peer.ask import LinkDown
from hamsaya.exchange.peer.worker import Exchange
from hamsaya.node.models import Entry, Receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = Pair(tmp_path)
    made.sync()
    return made


def persist(pair: Pair, party: str, tries: int) -> int:
    """Push again and again over a broken link; return how many tries it took."""
    for count in range(1, tries + 1):
        try:
            pair.push(party)
            return count
        except LinkDown:
            continue
    raise AssertionError("no progress")


@pytest.mark.parametrize("most", [1500, 4000, 20_000])
def test_a_link_that_dies_inside_every_package_still_gets_all_across(pair: Pair, most: int) -> None:
    words = " ".join(str(number) for number in range(130))
    pair.a.append(40, text={"lang": "fa", "text": words[:490]})
    size = sum(map(len, pair.a.entries("IR")))
    pair.to_b.cut_every, pair.to_b.sent = most, 0
    persist(pair, "IR", 200)
    assert pair.b.entries("IR") == pair.a.entries("IR")
    assert size > 15_000
    assert pair.to_b.sent < 3 * size + 20 * most
    pair.to_b.cut_every = None


def test_a_file_gets_across_a_link_that_dies_inside_it(pair: Pair) -> None:
    pair.a.append(1, text={"lang": "fa", "text": "سه چوپان " * 50})
    pair.push("IR")
    pair.to_b.cut_every = 900
    done = 0
    for _ in range(20):
        try:
            done += pair.push_files("IR")
        except LinkDown:
            continue
    assert done == 1
    assert pair.b.run(lambda: [e for e in Entry.objects.all() if b'"files":[{' in bytes(e.data)]) != []


def test_pulling_goes_on_where_the_answer_broke_off(pair: Pair) -> None:
    pair.a.append(120)
    pair.to_a.cut_every = 6000
    puller = pair.puller("PK")
    with pair.b:
        for _ in range(60):
            try:
                puller.pull()
                break
            except LinkDown:
                continue
    assert pair.b.entries("IR") == pair.a.entries("IR")


@pytest.mark.parametrize("fault", ["lose", "mute", "double", 30, 700])
@pytest.mark.parametrize("place", range(4))
def test_lost_answers_and_doubled_questions_leave_one_copy_and_one_receipt(
    pair: Pair, fault: str | int, place: int
) -> None:
    pair.a.append(3)
    size = len(pair.a.entries("IR"))
    before = pair.b.run(Receipt.objects.filter(by="PK").count)
    pair.to_b.then(*["ok"] * place, fault)
    persist(pair, "IR", 5)
    pair.to_b.faults.clear()
    assert pair.push("IR") == size
    assert pair.b.entries("IR") == pair.a.entries("IR")
    assert pair.b.run(Receipt.objects.filter(by="PK").count) == before + 1
    given = pair.b.run(lambda: list(Receipt.objects.filter(by="PK", size=size).values_list("at", flat=True)))
    taken = pair.a.run(lambda: list(Receipt.objects.filter(by="PK", size=size).values_list("at", flat=True)))
    assert (len(taken), taken) == (1, given)


@pytest.mark.parametrize("years", [-5, 5])
def test_a_clock_five_years_wrong_stops_nothing_and_is_flagged(pair: Pair, years: int) -> None:
    pair.a.append(2)
    pair.b.append(2)
    pair.b.skew = timedelta(days=365 * years)
    pair.sync()
    assert pair.a.digest() == pair.b.digest()
    now = int(pair.a.now().timestamp())
    state = pair.a.run(link.link_state, COMPACT, now)
    assert (state.is_clock_wrong, state.light, state.stored_there, state.theirs) == (True, "good", 3, 3)
    assert state.clock_offset is not None
    assert abs(state.clock_offset - 365 * years * 86_400) < 100
    pair.b.skew = timedelta()


def test_the_receipt_is_refreshed_and_silence_for_a_day_raises_the_alarm(pair: Pair) -> None:
    first = pair.a.run(link.link_state, COMPACT, int(pair.a.now().timestamp()))
    pair.a.ticks += limit.REFRESH_SECONDS
    pair.b.ticks += limit.REFRESH_SECONDS
    pair.push("IR")
    second = pair.a.run(link.link_state, COMPACT, int(pair.a.now().timestamp()))
    assert first.receipt_at is not None
    assert second.receipt_at is not None
    assert second.receipt_at >= first.receipt_at + limit.REFRESH_SECONDS
    late = pair.a.run(link.link_state, COMPACT, second.receipt_at + limit.ALARM_SECONDS + 1)
    assert (second.light, second.is_alarm, late.light, late.is_alarm) == ("good", False, "alarm", True)


def test_a_turn_of_the_worker_pushes_pulls_and_hands_receipts_over(tmp_path: Path) -> None:
    pair = Pair(tmp_path)
    pair.a.append(2, text={"lang": "fa", "text": "سه چوپان"})
    pair.b.append(1)
    with pair.a:
        Exchange(COMPACT, pair.to_b, pair.a.now, threads=0).turn()
    state = pair.b.run(link.link_state, COMPACT, int(pair.b.now().timestamp()))
    assert (state.stored_there, state.theirs, state.light) == (2, 3, "good")
    assert pair.a.run(link.link_state, COMPACT, 0).stored_there == 3
    assert pair.a.digest() == pair.b.digest()


def test_an_idle_turn_asks_nothing(pair: Pair) -> None:
    with pair.a:
        exchange = Exchange(COMPACT, pair.to_b, pair.a.now, threads=0)
        exchange.turn()
        before = len(pair.to_b.asks)
        exchange.turn()
    assert len(pair.to_b.asks) == before


def test_a_link_that_is_down_is_told_and_the_next_turn_delivers_once(pair: Pair) -> None:
    with pair.a:
        exchange = Exchange(COMPACT, pair.to_b, pair.a.now, threads=0)
    pair.to_b.is_up = False
    pair.a.append(1)
    with pair.a, pytest.raises(LinkDown):
        exchange.turn()
    pair.to_b.is_up = True
    with pair.a:
        exchange.turn()
    assert pair.b.entries("IR") == pair.a.entries("IR")
    with pytest.raises(HamsayaError):
        pair.b.run(exchange_of_a_stranger, pair)


def exchange_of_a_stranger(pair: Pair) -> None:
    """Ask the door of the other node with a key that nobody pinned."""
    pair.to_b.pin = "another"
    Exchange(COMPACT, pair.to_b, pair.a.now, threads=0).pull()
