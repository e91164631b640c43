"""Deadlines by the compact's clocks, and what a wrong clock can and cannot do."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.node.world import EXAMPLE, NOW, Neighbour, join_compact, letter

from hamsaya.core.checkpoint import cosign
from hamsaya.core.compact import load_compact
from hamsaya.node import ledger, queries
from hamsaya.node.deadline import Deadline, deadline, stated
from hamsaya.node.head import read_head
from hamsaya.node.models import SHARED, Receipt
from hamsaya.people.viewer import Viewer

AGREED = load_compact(EXAMPLE.read_bytes())
THURSDAY = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)
DUTY = Viewer("irpk", "zahedan-duty", roles=frozenset({"duty"}))


def owed(level: int, start: datetime | None, *, acknowledged: bool = False, kind: str = "incident") -> Deadline:
    return deadline(AGREED, kind, level, "PK", start, acknowledged=acknowledged, now=NOW)


def test_the_clock_of_an_urgent_letter_runs_at_all_hours() -> None:
    assert owed(1, THURSDAY) == Deadline("acknowledge", THURSDAY + timedelta(minutes=10), is_late=False)
    assert owed(2, THURSDAY, acknowledged=True).at == THURSDAY + timedelta(hours=8)
    assert owed(2, THURSDAY, acknowledged=True, kind="claim").at == THURSDAY + timedelta(hours=1)


def test_the_clock_of_a_normal_letter_counts_common_working_days() -> None:
    """Iran rests on Thursday and Friday, Pakistan on Saturday and Sunday: Monday to Wednesday are days for both."""
    assert owed(3, THURSDAY, acknowledged=True).at == datetime(2026, 12, 2, 19, 0, tzinfo=UTC)
    monday = THURSDAY + timedelta(days=4)
    assert owed(3, monday, acknowledged=True).at == monday + timedelta(days=7)
    assert owed(3, monday).at == monday + timedelta(hours=4)


def test_a_letter_that_has_not_arrived_has_no_deadline_yet() -> None:
    assert owed(1, None) == Deadline("acknowledge", None, is_late=False)
    assert owed(1, NOW - timedelta(hours=1)).is_late is True


@pytest.mark.parametrize(
    ("due", "at"),
    [
        ("2026-11-22", datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC)),
        ("2026-11-22T07:00:00Z", datetime(2026, 11, 22, 7, tzinfo=UTC)),
        ("not-stated", None),
        ("", None),
    ],
)
def test_a_stated_due_date(due: str, at: datetime | None) -> None:
    found = stated(due, NOW)
    assert (found and found.at) == at
    assert (found is not None and found.is_late) == (at is not None and at < NOW)


def receipt(compact: str, pk: Neighbour, size: int, said: datetime, arrived: datetime) -> None:
    """Store the neighbour's cosignature with the time that it states."""
    head = read_head(compact, "IR", SHARED)
    line = cosign(head.note, pk.key, int(said.timestamp()))
    Receipt.objects.create(
        compact_id=head.compact_id, log_id=head.id, by="PK", size=size, line=line, at=int(said.timestamp()),
        stored=int(arrived.timestamp()),
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "start"),
    [
        (NOW + timedelta(seconds=2), NOW + timedelta(seconds=2)),
        (NOW - timedelta(days=5 * 365), NOW + timedelta(seconds=9)),
        (NOW + timedelta(days=5 * 365), NOW + timedelta(seconds=9)),
    ],
)
def test_a_clock_five_years_off_does_not_move_a_deadline(home: Path, said: datetime, start: datetime) -> None:
    compact, pk = join_compact(), Neighbour()
    draft = letter(urgency="now", urgency_reason="misreading")
    ledger.append(compact, [draft], post="zahedan-duty", now=NOW)
    assert queries.deadline_of(DUTY, compact, draft.record, NOW) == Deadline("acknowledge", None, is_late=False)
    receipt(compact, pk, 2, said, NOW + timedelta(seconds=9))
    found = queries.deadline_of(DUTY, compact, draft.record, NOW)
    assert found == Deadline("acknowledge", start + timedelta(minutes=10), is_late=False)


@pytest.mark.django_db
def test_acts_with_a_wrong_clock_are_stored_and_folded_all_the_same(home: Path) -> None:
    compact, pk = join_compact(), Neighbour()
    draft = letter()
    ledger.append(compact, [draft], post="zahedan-duty", now=NOW)
    pk.write("incident/1", "acknowledge", draft.record, {}, at="2031-11-22T08:05:00Z")
    pk.write("incident/1", "answer", draft.record, {"answer": "done"}, at="2021-11-22T08:05:00Z")
    ledger.receive(compact, pk.verified(), pk.note(), now=NOW)
    view = queries.record(DUTY, compact, draft.record)
    assert (view.row.status, view.state.acknowledged_at, view.row.changed) == (
        "answered", "2031-11-22T08:05:00Z", "2026-11-22T08:00:00Z",
    )  # fmt: skip


@pytest.mark.django_db
def test_the_board_says_who_must_act_and_until_when(home: Path) -> None:
    compact, pk = join_compact(), Neighbour()
    ours = letter(urgency="now", urgency_reason="misreading")
    ledger.append(compact, [ours, letter()], post="zahedan-duty", now=NOW)
    body = {**ours.body, "from_desk": "turbat", "to_desk": "zahedan"}
    pk.write("incident/1", "report", "PK/theirs", body, audience="DESK")
    ledger.receive(compact, pk.verified(), pk.note(), now=NOW)
    board = queries.board(DUTY, compact, NOW + timedelta(minutes=11))
    assert [(each.row.record, each.deadline) for each in board.needs_us] == [
        ("PK/theirs", Deadline("acknowledge", NOW + timedelta(minutes=10), is_late=True))
    ]
    assert [each.row.urgency for each in board.waits_for_them] == [1, 2]
    acts: list[tuple[str, dict[str, str]]] = [("acknowledge", {}), ("answer", {"answer": "done"})]
    drafts = [ledger.Draft("incident", act, "PK/theirs", body) for act, body in acts]
    ledger.append(compact, drafts, post="zahedan-duty", now=NOW + timedelta(minutes=12))
    board = queries.board(DUTY, compact, NOW + timedelta(minutes=13))
    assert board.needs_us == ()
    assert [row.record for row in board.done_today] == ["PK/theirs"]
