"""The exercise night on two real nodes, the link cut twice: logs, states, clocks and silences are the same on both."""

import time

import pytest
from tests.twonode.processes import Two

from hamsaya.cli.night import read_script

pytestmark = [pytest.mark.process, pytest.mark.timeout(120)]
SPEED = 2400
"""The night in a quarter of a minute."""


def test_the_night_runs_to_its_end_with_the_link_cut_twice(two: Two) -> None:
    two.agree()
    name = two.a.ask(f"night {SPEED}")["exercise"]
    started = time.monotonic()
    assert two.b.ask(f"night {SPEED}") == {"exercise": name}
    cuts = 0
    for step in (step for step in read_script() if "link" in step):
        time.sleep(max(0.0, started + step["at"] * 60 / SPEED - time.monotonic()))
        two.to_a.is_up = two.to_b.is_up = step["link"] == "mend"
        cuts += step["link"] == "cut"
    assert cuts == 2
    until = time.monotonic() + 60
    while not (two.a.ask(f"board {name}")["done"] and two.b.ask(f"board {name}")["done"]):
        assert time.monotonic() < until, (two.a.ask(f"board {name}"), two.b.ask(f"board {name}"), two.log())
        time.sleep(0.2)
    a, b = two.agree()
    assert a["digest"] == b["digest"]
    ours, theirs = two.a.ask(f"board {name}"), two.b.ask(f"board {name}")
    assert ours == theirs
    acts = [step for step in read_script() if "act" in step]
    assert sum(acts for _, acts, _, _ in ours["records"].values()) == len(acts)
    assert all((idle, other) == (0, 0) for _, _, idle, other in ours["records"].values())
    assert ours["records"][f"IR/x-{name}"][0] == "ended"
    assert ours["records"][f"IR/x-{name}-shots"][0] == "closed"
    assert ours["records"][f"IR/x-{name}-test-2"][0] == "waiting"
    assert f"IR/x-{name}-test-2" in ours["owed"]
    assert ours["records"][f"IR/x-{name}-silence"][0] == "silent"
    assert ours["actual"] == 0
