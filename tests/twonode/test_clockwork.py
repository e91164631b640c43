"""What two nodes do by the clock: tests at fixed hours, answers by the machine, silence signed once, alike on both."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.node.world import COMPACT, NOW
from tests.simulator import Pair, SimNode

from hamsaya.core.errors import Refused
from hamsaya.node import clockwork, late, ledger, queries
from hamsaya.node.deadline import STATED, Deadline
from hamsaya.node.lookup import agreed_text, both_heads
from hamsaya.node.models import Compact, Record
from hamsaya.people.viewer import Viewer

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
DUTY = Viewer(COMPACT, "duty", roles=frozenset({"duty"}))


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = Pair(tmp_path)
    made.sync()
    return made


def at(pair: Pair, moment: datetime) -> None:
    """Set both clocks."""
    for node in (pair.a, pair.b):
        node.ticks, node.skew = 0, moment - NOW


def turn(node: SimNode) -> int:
    """Do what is due by the clock."""
    done: int = node.run(lambda: clockwork.turn(COMPACT, node.now()))
    return done


def named(node: SimNode, name: str) -> list[tuple[str, str]]:
    """Return the records of a kind with their status."""
    found = node.run(lambda: list(Record.objects.filter(name=name).order_by("record")))
    return [(row.record, row.status) for row in found]


def test_each_side_sends_one_test_at_the_fixed_hour_and_the_other_answers_by_itself(pair: Pair) -> None:
    at(pair, MORNING - timedelta(seconds=30))
    assert (turn(pair.a), turn(pair.b)) == (0, 0)
    at(pair, MORNING + timedelta(seconds=5))
    assert [turn(pair.a), turn(pair.a)] == [1, 0]
    pair.a.restart()
    assert turn(pair.a) == 0
    pair.sync()
    assert turn(pair.b) == 2, "its own test, and the answer to ours"
    pair.sync()
    assert turn(pair.a) == 1
    pair.sync()
    both = [("IR/test-2026-11-23-morning", "answered"), ("PK/test-2026-11-23-morning", "answered")]
    assert (named(pair.a, "link-test"), named(pair.b, "link-test")) == (both, both)
    assert pair.a.digest() == pair.b.digest()


@pytest.mark.parametrize("ahead", [90, -90])
def test_an_answer_says_by_how_much_the_clocks_differ(pair: Pair, ahead: int) -> None:
    at(pair, MORNING + timedelta(seconds=120))
    pair.a.skew += timedelta(seconds=ahead)
    pair.b.append(1)
    turn(pair.a)
    pair.sync()
    turn(pair.b)
    pair.sync()
    states = [
        each.run(queries.record, DUTY, COMPACT, "IR/test-2026-11-23-morning").state.offset for each in (pair.a, pair.b)
    ]
    assert states[0] == states[1]
    assert abs(states[0] - ahead) <= 5, "the simulated clocks tick with each reading"


def test_without_a_receipt_within_the_hour_no_difference_is_stated(pair: Pair) -> None:
    at(pair, MORNING + timedelta(hours=2))
    with pair.b:
        row = Compact.objects.get(name=COMPACT)
        assert clockwork.seconds_ahead(row, pair.b.now()) is None


def test_a_second_worker_that_took_the_same_decision_writes_nothing(pair: Pair) -> None:
    at(pair, MORNING + timedelta(seconds=5))
    with pair.a:
        row = Compact.objects.get(name=COMPACT)
        agreed = agreed_text(row.source)
        one, two = (list(clockwork.link_tests(row, agreed, pair.a.now())) for _ in range(2))
        assert [clockwork.sign(COMPACT, draft, pair.a.now()) for draft in (*one, *two)] == [True, False]
    assert named(pair.a, "link-test") == [("IR/test-2026-11-23-morning", "waiting")]


def test_a_node_that_was_away_at_the_hour_sends_nothing_late(pair: Pair) -> None:
    at(pair, MORNING + timedelta(minutes=31))
    assert turn(pair.a) == 0


def test_silence_on_a_test_is_signed_once_and_a_late_answer_stands_beside_it(pair: Pair) -> None:
    at(pair, MORNING + timedelta(seconds=5))
    turn(pair.a)
    pair.sync()
    at(pair, MORNING + timedelta(minutes=31))
    assert [turn(pair.a), turn(pair.a)] == [1, 0]
    pair.sync()
    (silence,) = named(pair.a, "silence")
    assert turn(pair.b) == 1, "the answer, late"
    pair.sync()
    assert (named(pair.a, "silence"), named(pair.b, "silence")) == ([silence], [silence])
    assert named(pair.a, "link-test") == [("IR/test-2026-11-23-morning", "answered")]
    view = pair.b.run(lambda: queries.record(DUTY, COMPACT, silence[0]))
    assert (view.state.unanswered, view.state.due) == ("IR/test-2026-11-23-morning", "2026-11-23T05:30:06Z")
    assert view.state.received is not None
    assert pair.a.digest() == pair.b.digest()


def test_silence_on_an_urgent_letter_is_signed_by_the_node_and_on_a_normal_one_by_an_officer(pair: Pair) -> None:
    (urgent,) = pair.a.append(urgency="now", urgency_reason="misreading")
    (normal,) = pair.a.append(urgency="today")
    at(pair, NOW + timedelta(minutes=70))
    assert turn(pair.a) == 0, "not received: no clock runs"
    pair.sync()
    at(pair, NOW + timedelta(minutes=129))
    assert turn(pair.a) == 0
    at(pair, NOW + timedelta(minutes=131))
    assert turn(pair.a) == 1
    at(pair, NOW + timedelta(days=20, hours=2))
    assert turn(pair.a) == 0
    with pair.a:
        row = Compact.objects.get(name=COMPACT)
        waiting = late.late_answers(row, agreed_text(row.source), both_heads(row), pair.a.now())
        assert [each.row.record for each in waiting] == [normal]
        (silence,) = Record.objects.filter(name="silence")
        assert late.silence_record("IR", urgent) == silence.record


TOLD = {
    4: [],
    6: ["second-alarm"],
    11: ["second-alarm", "duty-supervisor"],
    31: ["second-alarm", "duty-supervisor", "heads-of-desk"],
    61: ["second-alarm", "duty-supervisor", "heads-of-desk", "directors"],
}


@pytest.mark.parametrize(("minutes", "told"), TOLD.items())
def test_both_nodes_count_from_the_same_receipt_and_tell_the_same_people(
    pair: Pair, minutes: int, told: list[str]
) -> None:
    (letter,) = pair.a.append(urgency="now", urgency_reason="misreading")
    pair.b.skew = timedelta(seconds=90)
    pair.sync()
    now = NOW + timedelta(minutes=minutes, seconds=100)
    ours, theirs = (node.run(lambda: queries.owed_on(DUTY, COMPACT, letter, now)) for node in (pair.a, pair.b))
    assert (ours.deadline, ours.start, ours.steps) == (theirs.deadline, theirs.start, theirs.steps)
    assert [step.to for step in ours.steps if step.reached] == told
    pair.b.act(letter, "acknowledge")
    pair.sync()
    after = pair.a.run(lambda: queries.owed_on(DUTY, COMPACT, letter, now))
    assert [step.to for step in after.steps] == ["directors"], "seen in time: only the answer is still owed"


def test_a_time_stated_in_an_answer_is_the_next_limit_on_both_boards_until_a_later_answer(pair: Pair) -> None:
    (letter,) = pair.a.append(urgency="soon")
    pair.sync()
    until = NOW + timedelta(hours=3)
    pair.b.act(letter, "answer", {"answer": "need_time", "until": f"{until:%Y-%m-%dT%H:%M:%SZ}"})
    pair.sync()
    for minutes, is_late in ((179, False), (181, True)):
        now = NOW + timedelta(minutes=minutes)
        expected = Deadline(STATED, until, is_late)
        for node, column in ((pair.a, "waits_for_them"), (pair.b, "needs_us")):
            (strip,) = getattr(node.run(lambda now=now: queries.board(DUTY, COMPACT, now)), column)
            assert (strip.row.record, strip.deadline) == (letter, expected)
            assert node.run(lambda now=now: queries.deadline_of(DUTY, COMPACT, letter, now)) == expected
    pair.b.act(letter, "answer", {"answer": "done"})
    pair.sync()
    for node in (pair.a, pair.b):
        assert node.run(lambda: queries.deadline_of(DUTY, COMPACT, letter, NOW)) is None
    assert pair.a.digest() == pair.b.digest()


def test_who_is_told_counts_anew_from_a_stated_time_that_passed_alike_on_both_nodes(pair: Pair) -> None:
    (letter,) = pair.a.append(urgency="now", urgency_reason="misreading")
    pair.sync()
    until = NOW + timedelta(hours=3)
    pair.b.act(letter, "answer", {"answer": "doing", "until": f"{until:%Y-%m-%dT%H:%M:%SZ}"})
    pair.sync()
    for minutes, told in {-1: [], **TOLD}.items():
        now = until + timedelta(minutes=minutes)
        ours, theirs = (
            node.run(lambda now=now: queries.owed_on(DUTY, COMPACT, letter, now)) for node in (pair.a, pair.b)
        )
        assert ours.steps == theirs.steps
        assert {step.missed for step in ours.steps} == {STATED}
        assert [step.to for step in ours.steps if step.reached] == told
    ringing = [node.run(lambda: queries.ringing_now(DUTY, COMPACT, now)) for node in (pair.a, pair.b)]
    assert [[(row.record, at) for row, at in each] for each in ringing] == [[], [(letter, until)]], (
        "on the side that owes"
    )
    pair.b.act(letter, "answer", {"answer": "done"})
    assert pair.b.run(lambda: queries.ringing_now(DUTY, COMPACT, now)) == ()


def test_the_other_side_says_once_why_it_was_silent_and_both_nodes_show_it(pair: Pair) -> None:
    pair.a.append(urgency="now", urgency_reason="misreading")
    pair.sync()
    at(pair, NOW + timedelta(minutes=131))
    assert turn(pair.a) == 1
    pair.sync()
    ((silence, _),) = named(pair.b, "silence")
    with pair.b:
        drafts = [ledger.Draft("silence", "explain", silence, {"silent_because": c}) for c in ("desk_empty", "other")]
        ledger.append(COMPACT, drafts[:1], post="turbat-duty", now=pair.b.now())
        with pytest.raises(Refused):
            ledger.append(COMPACT, drafts[1:], post="turbat-duty", now=pair.b.now())
    pair.sync()
    ours, theirs = (node.run(lambda: queries.record(DUTY, COMPACT, silence)) for node in (pair.a, pair.b))
    assert ours.state == theirs.state
    assert (theirs.row.status, theirs.state.silent_because) == ("explained", "desk_empty")
    assert pair.a.digest() == pair.b.digest()
