"""The exercise night on two simulated nodes and a simulated clock: both desks agree, and nothing mixes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings
from tests.node.world import COMPACT, EXAMPLE
from tests.simulator import Pair, SimNode
from tests.twonode.test_clockwork import at, turn

from hamsaya.cli.night import BEGINS_AT, Player, read_script
from hamsaya.core.compact import load_compact
from hamsaya.core.exercise import exercise_of
from hamsaya.node import queries, sql
from hamsaya.people.demo import create_demo_officers
from hamsaya.people.hand_over import last_of, untaken
from hamsaya.people.models import HandOver
from hamsaya.people.viewer import Viewer

pytestmark = pytest.mark.django_db
NIGHT = "night"
AGREED = load_compact(EXAMPLE.read_bytes())
BEGIN = datetime(2026, 11, 22, 20, 0, tzinfo=AGREED.party("IR").tz).astimezone(UTC)
DUTY = Viewer(COMPACT, "duty", roles=frozenset({"duty", "head"}))
AFTER = BEGIN + timedelta(minutes=640)
MINUTES = sorted({minute + by for step in read_script() for minute in (step["at"],) for by in (0, 1, 20)})


@pytest.fixture
def pair(tmp_path: Path, settings: Settings) -> Pair:
    """Two nodes with officers at their posts."""
    settings.HAMSAYA_DEMO = True
    made = Pair(tmp_path)
    made.sync()
    for node in (made.a, made.b):
        node.run(create_demo_officers, AGREED, node.party, BEGIN - timedelta(hours=1))
    return made


def player(node: SimNode) -> Player:
    return Player(COMPACT, node.party, NIGHT, node.path / "night.next")


def play(pair: Pair) -> list[str]:
    """Play the night to its end, the link cut and mended as the script says; return what became of the link."""
    link, said = True, []
    players = [(node, player(node)) for node in (pair.a, pair.b)]
    for minute in MINUTES:
        for step in read_script():
            if "link" in step and step["at"] == minute and (step["link"] == "mend") != link:
                link = step["link"] == "mend"
                said.append(step["link"])
        for _ in range(3):  # an answer goes out in the minute in which its question came
            at(pair, BEGIN + timedelta(minutes=minute))
            for node, side in players:
                node.run(side.play, minute, node.now())
                turn(node)
            if link:
                pair.sync()
    assert [side.is_over for _, side in players] == [True, True]
    return said


def board(node: SimNode, exercise: str) -> dict[str, Any]:
    """Return every record with its state of play, what is owed on it and since when, seen after the night."""

    def look() -> dict[str, Any]:
        rows = list(queries.every(DUTY, COMPACT, exercise=exercise))
        owed = {row.record: queries.owed_on(DUTY, COMPACT, row.record, AFTER) for row in rows}
        return {
            row.record: (
                row.status,
                row.acts,
                row.idle_owner,
                row.idle_other,
                owed[row.record].start,
                limit(owed[row.record]),
            )
            for row in rows
        }

    found: dict[str, Any] = node.run(look)
    return found


def limit(owed: Any) -> tuple[str, datetime | None, bool] | None:
    return (owed.deadline.what, owed.deadline.at, owed.deadline.is_late) if owed.deadline else None


def silences(node: SimNode, exercise: str) -> dict[str, Any]:
    def look() -> dict[str, Any]:
        found = queries.states_of(DUTY, COMPACT, "silence", exercise)
        return {row.record: (state.unanswered, state.missed, state.due) for row, state in found}

    said: dict[str, Any] = node.run(look)
    return said


def test_the_night_is_the_same_on_both_desks_and_apart_from_actual_traffic(pair: Pair) -> None:
    at(pair, BEGIN - timedelta(minutes=5))
    (actual,) = pair.a.append()
    pair.sync()
    before = board(pair.a, "")
    assert play(pair) == ["cut", "mend", "cut", "mend"]
    assert pair.a.digest() == pair.b.digest()
    for party in ("IR", "PK"):
        assert pair.a.entries(party) == pair.b.entries(party)
    night = board(pair.a, NIGHT)
    assert night == board(pair.b, NIGHT)
    assert {exercise_of(record) for record in night} == {NIGHT}
    assert all((idle, other) == (0, 0) for _, _, idle, other, _, _ in night.values())
    assert night[f"IR/x-{NIGHT}"][0] == "ended"
    assert (night[f"IR/x-{NIGHT}-shots"][0], night[f"IR/x-{NIGHT}-test-2"][0]) == ("closed", "waiting")
    silent = silences(pair.a, NIGHT)
    assert silent == silences(pair.b, NIGHT)
    assert silent[f"IR/x-{NIGHT}-silence"][:2] == (f"IR/x-{NIGHT}-test-2", "answer")
    outside = board(pair.a, "")
    assert outside == board(pair.b, "")
    assert {exercise_of(record) for record in outside} == {""}
    assert outside[actual][:2] == before[actual][:2]
    named = {each[0] for each in silences(pair.a, "").values()}
    assert {exercise_of(record) for record in named} <= {""}


def test_at_six_both_desks_hand_over_in_the_exercise_and_actual_shifts_know_nothing_of_it(pair: Pair) -> None:
    play(pair)
    six = BEGIN + timedelta(minutes=600)
    assert (BEGINS_AT + 600) % (24 * 60) == 6 * 60
    for node, desk in ((pair.a, "zahedan"), (pair.b, "turbat")):
        (made,) = node.run(lambda: list(HandOver.objects.select_related("given_by", "taken_by")))
        assert (made.desk, made.given_by.username, made.taken_by.username) == (
            f"x-{NIGHT}-{desk}",
            "duty",
            "supervisor",
        )
        assert abs(made.given_at - six) < timedelta(minutes=1)
        assert made.taken_at == made.given_at
        assert {exercise_of(record) for record in made.summary["open"]} <= {NIGHT}
        assert [f"IR/x-{NIGHT}-test-2", "waiting"] in made.summary["tests"]
        assert node.run(last_of, COMPACT, desk) is None
        assert node.run(untaken, COMPACT) == []
        statement = "SELECT e.data FROM node_entry e JOIN node_log l ON l.id = e.log_id WHERE l.sort = 'audit'"
        audit = b"".join(bytes(row[0]) for row in node.run(sql.rows, statement))
        assert (audit.count(b"hand-over-given"), audit.count(b"hand-over-taken")) == (1, 1)
        assert made.digest.encode() in audit


def test_where_officers_are_people_the_script_signs_no_hand_over(pair: Pair, settings: Settings) -> None:
    settings.HAMSAYA_DEMO = False
    play(pair)
    assert [node.run(HandOver.objects.count) for node in (pair.a, pair.b)] == [0, 0]
