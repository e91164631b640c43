"""The two doors: what is appended and received stands in log and records together, or not at all."""

from pathlib import Path

import msgspec
import pytest
from django.conf import settings
from tests.node.world import NOW, Neighbour, join_compact, letter

from hamsaya.core.checkpoint import open_checkpoint
from hamsaya.core.entry import decode_entry
from hamsaya.core.errors import Refused
from hamsaya.core.merkle import root_of
from hamsaya.node import ledger
from hamsaya.node.head import read_head, read_leaves
from hamsaya.node.keyring import key_path, read_key
from hamsaya.node.models import SHARED, Blob, Entry, Record
from hamsaya.node.projector import rebuild, state_digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def compact(home: Path) -> str:
    return join_compact()


def test_an_act_is_signed_stored_and_folded(compact: str) -> None:
    draft = letter(text={"lang": "fa", "text": "سه چوپان"})
    (written,) = ledger.append(compact, [draft], post="zahedan-duty", now=NOW)
    head = read_head(compact, "IR", SHARED)
    entry = decode_entry(bytes(Entry.objects.get(log_id=written.log, index=written.index).data))
    record = Record.objects.get(record=draft.record)
    assert (written.index, written.size, head.size, head.projected) == (1, 2, 2, 2)
    assert (entry.kind, entry.act, entry.post, entry.audience, entry.use) == (
        "incident/1", "report", "zahedan-duty", "DESK", "U1"
    )  # fmt: skip
    assert entry.body["text"] == {"lang": "fa", "file": entry.files[0].hash}
    assert bytes(Blob.objects.get(hash=entry.files[0].hash).data or b"").decode() == "سه چوپان"
    assert (record.status, record.owner, record.needs_other, record.needs_owner) == ("open", "IR", True, False)
    key = read_key(key_path(settings.HAMSAYA_NODE.keys, compact)).verify_key
    checkpoint = open_checkpoint(head.note, [key])
    assert (checkpoint.size, checkpoint.root) == (2, root_of(read_leaves(head, 0, 2)))


def test_a_refused_act_leaves_nothing(compact: str) -> None:
    before = read_head(compact, "IR", SHARED)
    with pytest.raises(Refused) as refused:
        ledger.append(compact, [letter(), letter(urgency="now")], post="zahedan-duty", now=NOW)
    assert refused.value.code == "letter.reason-missing"
    assert (read_head(compact, "IR", SHARED), Record.objects.count()) == (before, 0)


def test_the_neighbours_acts_join_ours_whatever_arrives_first(compact: str) -> None:
    draft = letter()
    ledger.append(compact, [draft], post="zahedan-duty", now=NOW)
    pk = Neighbour()
    pk.write("incident/1", "acknowledge", draft.record, {})
    pk.write("incident/1", "answer", draft.record, {"answer": "done"})
    assert ledger.receive(compact, pk.verified(), pk.note(), now=NOW) == 3
    record = Record.objects.get(record=draft.record)
    assert (record.status, record.acts, record.others, record.idle, record.needs_other) == ("answered", 3, 2, 0, False)
    ledger.append(
        compact, [ledger.Draft("incident", "update", draft.record, {"missing": 0})], post="zahedan-duty", now=NOW
    )
    record = Record.objects.get(record=draft.record)
    assert (record.status, record.acts, record.idle) == ("answered", 4, 0)
    before, after = rebuild(compact)
    assert before == after == state_digest(compact)


def test_entries_received_twice_are_stored_once(compact: str) -> None:
    pk = Neighbour()
    pk.write(
        "link-test/1",
        "test",
        "PK/t1",
        {"desk": "turbat", "counter": 1, "desk_state": "staffed", "sent": "2026-11-22T05:00:00Z"},
    )
    ledger.receive(compact, pk.verified(), pk.note(), now=NOW)
    assert ledger.receive(compact, pk.verified(), pk.note(), now=NOW) == 2
    with pytest.raises(Refused) as refused:
        ledger.receive(compact, [msgspec.structs.replace(pk.verified()[1], index=5)], None, now=NOW)
    assert (refused.value.code, refused.value.params["expected"]) == ("log.gap", 2)


@pytest.mark.django_db
def test_records_drawn_one_after_another_stand_together_and_nobody_guesses_the_next(
    compact: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_795_000_000.0
    monkeypatch.setattr("hamsaya.node.ledger.time.time", lambda: now)
    first = {ledger.new_record(compact) for _ in range(100)}
    now += 1 / ledger.SLUG_TICKS
    second = {ledger.new_record(compact) for _ in range(100)}
    assert (len(first), len(second)) == (100, 100)
    assert {len(record) for record in first | second} == {len("IR/") + 11}
    assert sorted(first | second) == sorted(first) + sorted(second)
    assert len({record[:8] for record in first}) == len({record[:8] for record in second}) == 1
