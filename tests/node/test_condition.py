"""What other records say to an act stands at the log's own door: an act made at any other door finds it there."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.node.world import NOW, join_compact, letter

from hamsaya.core.errors import Refused
from hamsaya.node import late, ledger, submission
from hamsaya.node.models import Compact, Record
from hamsaya.node.withdraw import carry_out
from hamsaya.records.principle import PrincipleKind

pytestmark = pytest.mark.django_db
PRINCIPLE = dict(PrincipleKind.example[0].body)


@pytest.fixture
def compact(home: Path, db: None) -> str:
    return join_compact()


def sign(compact: str, *drafts: ledger.Draft, **when: Any) -> None:
    ledger.append(compact, drafts, post="ir-desk", now=NOW + timedelta(**when))


def refusal(compact: str, *drafts: ledger.Draft, **when: Any) -> str:
    """Return why acts are refused; nothing of them may be stored."""
    size = ledger.read_our_head(compact).size
    with pytest.raises(Refused) as refused:
        sign(compact, *drafts, **when)
    assert ledger.read_our_head(compact).size == size
    return refused.value.code


def call(record: str, host: str | None, **more: Any) -> ledger.Draft:
    body = {"number": record[3:], "title": {"en": record}, "form": "in_person", **more}
    return ledger.Draft("sitting", "call", record, {**body, "host": host} if host else body)


def test_a_sitting_is_called_under_the_host_whose_turn_it_is(compact: str) -> None:
    assert refusal(compact, call("IR/s1", "PK")) == "sitting.not-turn"
    sign(compact, call("IR/s1", "IR"))
    assert refusal(compact, call("IR/s2", "IR")) == "sitting.not-turn"
    sign(compact, call("IR/s2", "PK"), call("IR/s3", "IR"))


def test_two_calls_signed_together_turn_as_two_signed_apart(compact: str) -> None:
    assert refusal(compact, call("IR/s1", "IR"), call("IR/s2", "IR")) == "sitting.not-turn"
    groups = [([call(f"IR/s{each}", "IR")], "ir-desk") for each in (1, 2)]
    first, second = ledger.append_groups(compact, groups, now=NOW)
    assert not isinstance(first, Refused)
    assert isinstance(second, Refused)
    assert second.code == "sitting.not-turn"


@pytest.mark.parametrize("more", [{"form": "remote"}, {"commission": "IR/b"}, {"part_of": "IR/s"}])
def test_a_sitting_that_turns_nothing_has_any_host(compact: str, more: dict[str, str]) -> None:
    sign(compact, call("IR/s1", "PK", **more))


def test_a_call_that_waited_on_a_device_finds_the_same_door(compact: str) -> None:
    form = submission.Form("k" * 16)
    with pytest.raises(Refused) as refused:
        submission.submit(compact, call("IR/s1", "PK"), form, now=NOW, go=lambda draft: sign(compact, draft))
    assert refused.value.code == "sitting.not-turn"
    submission.submit(compact, call("IR/s1", "IR"), form, now=NOW, go=lambda draft: sign(compact, draft))


def withdrawal(about: str, **marks: Any) -> ledger.Draft:
    body = {"about": about, "reason": "wrong"}
    return ledger.Draft("withdrawal", "withdraw", f"IR/w-{about[3:]}", body, **marks)


def test_what_both_rely_on_what_is_gone_and_what_never_was_cannot_be_withdrawn(compact: str) -> None:
    sign(compact, ledger.Draft("principle", "enter", "IR/respect", PRINCIPLE), letter(compact, "IR/a"))
    assert refusal(compact, withdrawal("IR/respect")) == "withdrawal.lasting"
    assert refusal(compact, withdrawal("IR/nothing")) == "record.missing"
    sign(compact, withdrawal("IR/a", audience="DESK"))
    assert carry_out(compact, NOW) == 1
    again = ledger.Draft("withdrawal", "withdraw", "IR/again", {"about": "IR/a", "reason": "wrong"}, audience="DESK")
    assert refusal(compact, again) == "record.erased"


def test_a_withdrawal_tells_nobody_who_did_not_see_the_record(compact: str) -> None:
    sign(compact, letter(compact, "IR/a"))
    assert refusal(compact, withdrawal("IR/a")) == "withdrawal.audience"
    sign(compact, withdrawal("IR/a", audience="DESK"))


def test_a_silence_is_what_the_clock_finds(compact: str) -> None:
    sign(compact, ledger.Draft("link-test", "test", "IR/t1", TEST))
    body = {"unanswered": "IR/t1", "missed": "answer", "due": "2026-11-22T05:30:00Z", "traffic": "actual"}
    record = late.silence_record("IR", "IR/t1")
    note = ledger.Draft("silence", "note", record, body)
    assert refusal(compact, note) == "silence.not-due"
    found = late.late_on(Compact.objects.get(name=compact), "IR/t1", NOW + timedelta(hours=1))
    assert found is not None
    right = late.silence_body(found)
    for wrong in ({"due": "2026-11-22T04:00:00Z"}, {"missed": "acknowledge"}, {"received": "2026-11-22T05:00:04Z"}):
        assert (
            refusal(compact, ledger.Draft("silence", "note", record, {**right, **wrong}), hours=1)
            == "silence.otherwise"
        )
    assert refusal(compact, ledger.Draft("silence", "note", "IR/other", right), hours=1) == "silence.otherwise"
    sign(compact, ledger.Draft("silence", "note", record, right), hours=1)
    assert Record.objects.get(record=record).status == "silent"


TEST = {"desk": "zahedan", "counter": 1, "desk_state": "staffed", "sent": "2026-11-22T05:00:00Z"}
RELEASE = ledger.Draft("release", "ask", "IR/r1", {"title": {"en": "Figures"}, "what": "figures"})


def test_what_takes_two_officers_is_signed_by_one_at_no_door(compact: str) -> None:
    assert refusal(compact, RELEASE) == "act.two-persons"
    opened = letter(compact, "IR/a")
    public = ledger.Draft(opened.kind, opened.act, opened.record, opened.body, audience="OPEN")
    assert refusal(compact, public) == "act.two-persons"
    sign(compact, ledger.Draft(**{**vars(RELEASE), "confirmed": True}))
    sign(compact, ledger.Draft(**{**vars(public), "confirmed": True}))
    sign(compact, ledger.Draft("incident", "update", "IR/a", {"dead": 0, "injured": 1}))
