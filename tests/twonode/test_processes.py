"""Hard cases 1, 2, 5 and 10 on two processes, real sockets and TLS: kill -9, a backup put back, a bad line."""

import random
import time
from pathlib import Path

import pytest
from tests.exchange.node_process import put_back
from tests.twonode.processes import ON_POSTGRESQL, Two

pytestmark = [pytest.mark.process, pytest.mark.timeout(240)]


def test_a_letter_reaches_the_neighbours_change_feed_before_its_receipt_comes_back(two: Two) -> None:
    two.agree()
    for _ in range(5):
        size = two.a.ask("state")["size"] + 1
        two.b.tell(f"await {size}")
        assert two.a.ask("append 1") == {"size": size}
        assert two.b.hear()["calls"] >= 0
        assert two.b.ask("state")["theirs_size"] == size
    two.agree()


def test_kill_9_at_any_moment_loses_nothing_that_was_acknowledged(two: Two) -> None:
    chance = random.Random(20261122)
    acknowledged = 0
    for turn in range(6):
        victim = (two.a, two.b)[turn % 2]
        for _ in range(chance.randrange(1, 6)):
            acknowledged = two.a.ask(f"append {chance.randrange(1, 40)}")["size"]
        if victim is two.a:
            two.a.tell("append 200")
        time.sleep(chance.random() / 10)
        victim.kill()
        victim.start()
        assert two.a.ask("state")["size"] >= acknowledged
    a, b = two.agree()
    assert a["size"] >= acknowledged
    assert (a["frozen"], b["frozen"]) == (None, None)
    assert b["theirs_size"] == a["size"]


@pytest.mark.skipif(ON_POSTGRESQL, reason="puts a file back; PostgreSQL has dumps instead")
def test_a_backup_put_back_fetches_what_it_lost_before_it_signs(two: Two, tmp_path: Path) -> None:
    two.a.ask("append 3")
    two.agree()
    image = tmp_path / "image.sqlite3"
    two.a.ask(f"image {image}")
    two.a.ask("append 300")
    before, _ = two.agree()
    two.to_b.is_up = two.to_a.is_up = False
    two.a.kill()
    put_back(two.a.home, image)
    two.a.start()
    assert two.a.ask("append 1")["code"] == "log.reconcile-first"
    two.to_b.is_up = two.to_a.is_up = True
    after, there = two.agree()
    assert (after["ours"], after["size"], there["frozen"]) == (before["ours"], before["size"], None)
    assert two.a.ask("append 1") == {"size": before["size"] + 1}
    two.agree()


def test_a_slow_line_that_dies_inside_every_package_delivers_all(two: Two) -> None:
    """50 kbit/s, each connection dead after 12 kB: a twentieth of one package, TLS handshake included."""
    two.agree()
    for line in (two.to_a, two.to_b):
        line.bytes_a_second, line.cut_after, line.passed = 50_000 / 8, 12_000, 0
    two.to_a.is_up = False
    two.a.ask("append 80")
    size = two.a.ask("state")["size"]
    until = time.monotonic() + 150
    while two.b.ask("state")["theirs_size"] < size:
        assert time.monotonic() < until, two.log()
        time.sleep(0.5)
    assert two.to_b.cuts > 2
    assert two.to_b.passed < 600_000
    for line in (two.to_a, two.to_b):
        line.bytes_a_second, line.cut_after, line.is_up = None, None, True
    two.agree()


def test_lines_that_break_at_random_leave_one_copy_and_honest_receipts(two: Two) -> None:
    chance = random.Random(7)
    for _ in range(12):
        for line in (two.to_a, two.to_b):
            line.cut_after = chance.choice([None, 3000, 9000, 40_000])
        two.a.ask(f"append {chance.randrange(1, 30)}")
        two.b.ask(f"append {chance.randrange(1, 30)}")
        a, b = two.a.ask("state"), two.b.ask("state")
        assert a["receipt"] <= b["theirs_size"]
        assert b["receipt"] <= two.a.ask("state")["theirs_size"]
    for line in (two.to_a, two.to_b):
        line.cut_after = None
    a, b = two.agree()
    assert (a["theirs_size"], b["theirs_size"]) == (b["size"], a["size"])
