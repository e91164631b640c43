"""A withdrawn letter leaves nothing of its words on either node, and the other node says so under its own signature."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.node.world import COMPACT, NOW, letter
from tests.simulator import POSTS, Pair, SimNode

from hamsaya.core.errors import Refused
from hamsaya.core.husk import is_husk
from hamsaya.intake import shelf
from hamsaya.node import dump, ledger, projector, queries, retain, search, withdraw
from hamsaya.node.access import Viewer
from hamsaya.node.models import Blob, Record
from hamsaya.people import second
from hamsaya.people.enrol import add_officer
from hamsaya.people.viewer import OFFICER

SECRET = "the herd of Gulnar crossed at the dry well"
pytestmark = pytest.mark.django_db
ROLES = frozenset({"duty", "head"})


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(tmp_path)


def officer(node: SimNode) -> Viewer:
    """A duty officer of that node."""
    return Viewer(COMPACT, POSTS[node.party], OFFICER, officer="duty", roles=ROLES)


def send_letter(node: SimNode, **body: Any) -> str:
    """Send a letter with words of its own; return the record."""
    (record,) = node.append(text={"lang": "en", "text": SECRET}, **body)
    return record


def withdraw_at(node: SimNode, record: str) -> None:
    """Withdraw a record on its own node."""
    with node:
        withdraw.withdraw(officer(node), record, "sent_by_mistake", node.now())


def withdraw_by_two(node: SimNode, record: str) -> None:
    """Withdraw a record of level 1: one officer asks, another confirms."""
    with node:
        asks, confirms = (add_officer(name, "en") for name in ("one", "two"))
        pending = withdraw.ask(officer(node), asks, record, "wrong", "wrong place", node.now())
        second.confirm(officer(node), confirms, pending.pk, pending.digest, node.now())


def follow(node: SimNode) -> int:
    """Let a node's worker do its round."""
    with node:
        projector.project_all(COMPACT)
        search.catch_up_all(COMPACT)
        return withdraw.follow(COMPACT, node.now())


def row(node: SimNode, record: str) -> Record:
    """Return a record's row."""
    with node:
        return Record.objects.get(record=record)


def whole(node: SimNode) -> bytes:
    """Return everything that the node's database, its backup and its folder hold, as bytes."""
    kept = io.BytesIO(node.image())
    parts = [kept.getvalue()]
    with node:
        parts += [path.read_bytes() for path in node.path.rglob("*") if path.is_file()]
    return b"".join(parts)


def crossed(pair: Pair, **body: Any) -> str:
    """A letter that both nodes hold, answered by the other side in words."""
    record = send_letter(pair.a, **body)
    pair.sync()
    pair.push_files("IR")
    answer = {"answer": "done", "text": {"lang": "ur", "text": f"seen: {SECRET}"}}
    pair.b.act(record, "answer", answer)
    pair.sync()
    pair.push_files("PK")
    for node in (pair.a, pair.b):
        follow(node)
        with node:
            shelf.ask(COMPACT, SECRET)
    return record


def test_nothing_of_a_withdrawn_letter_is_left_on_either_node(pair: Pair) -> None:
    record = crossed(pair)
    assert SECRET.encode() in whole(pair.a)
    assert SECRET.encode() in whole(pair.b)
    withdraw_at(pair.a, record)
    assert SECRET.encode() not in whole(pair.a)
    pair.sync()
    assert follow(pair.b) == 1
    assert SECRET.encode() not in whole(pair.b)
    pair.sync()
    for node in (pair.a, pair.b):
        follow(node)
        assert SECRET.encode() not in whole(node)
        assert row(node, record).status == "erased"
        with node:
            assert queries.search(officer(node), COMPACT, "gulnar").rows == ()
            assert {bool(blob.withdrawn) for blob in Blob.objects.all()} == {True}
            assert [blob.salt for blob in Blob.objects.all()] == [None, None]
    assert pair.a.digest() == pair.b.digest()


def test_codes_go_with_the_words_and_hash_kind_and_times_stay(pair: Pair) -> None:
    record = crossed(pair)
    before = row(pair.b, record)
    withdraw_at(pair.a, record)
    pair.sync()
    follow(pair.b)
    after = row(pair.b, record)
    assert (after.kind, after.opened, after.acts) == (before.kind, before.opened, before.acts)
    assert (after.place, after.happened, bytes(after.owner_state)) == ("", "", b"")
    with pair.b:
        acts = queries.history(officer(pair.b), COMPACT, record)
    assert [(act.act, dict(act.body), act.had_effect) for act in acts] == [("report", {}, False), ("answer", {}, False)]
    assert all(len(act.leaf) == 64 and act.at for act in acts)


def test_the_other_node_confirms_by_its_own_signature_and_silence_shows(pair: Pair) -> None:
    record = crossed(pair)
    withdraw_at(pair.a, record)
    with pair.a:
        (found,) = Record.objects.filter(name="withdrawal")
    assert (found.status, found.needs_other) == ("asked", True)
    pair.sync()
    follow(pair.b)
    pair.sync()
    told = row(pair.a, found.record)
    assert (told.status, told.needs_other) == ("confirmed", False)
    with pair.a:
        state = queries.record(officer(pair.a), COMPACT, found.record).state
        (confirm,) = [act for act in queries.history(officer(pair.a), COMPACT, found.record) if act.party == "PK"]
    assert (state.entries, confirm.act, confirm.signed > confirm.index) == (2, "confirm", True)


def test_the_logs_stay_proven_and_a_rebuild_changes_nothing(pair: Pair) -> None:
    record = crossed(pair)
    roots = [head.root for head in pair.b.heads()]
    withdraw_at(pair.a, record)
    pair.sync()
    follow(pair.b)
    pair.sync()
    for node in (pair.a, pair.b):
        with node:
            before, after = projector.rebuild(COMPACT)
        assert before == after
        assert row(node, record).status == "erased"
    assert roots != [head.root for head in pair.b.heads()]
    husks = [is_husk(entry) for entry in pair.b.entries("IR")]
    assert husks.count(True) == 1


def test_a_late_answer_to_a_withdrawn_letter_is_refused_or_swept(pair: Pair) -> None:
    record = crossed(pair)
    withdraw_at(pair.a, record)
    pair.b.act(record, "answer", {"answer": "done", "text": {"lang": "ur", "text": f"late: {SECRET}"}})
    pair.sync()
    pair.push_files("PK")
    for node in (pair.b, pair.a, pair.b):
        follow(node)
        pair.sync()
        assert SECRET.encode() not in whole(node)
    with pytest.raises(Refused) as refused:
        pair.b.act(record, "answer", {"answer": "done"})
    assert refused.value.code == "record.erased"


def test_a_letter_of_level_1_goes_from_both_nodes_by_two_officers(pair: Pair) -> None:
    record = crossed(pair, urgency="now", urgency_reason="misreading")
    with pytest.raises(Refused) as refused:
        withdraw_at(pair.a, record)
    assert (refused.value.code, row(pair.a, record).status) == ("act.two-persons", "answered")
    withdraw_by_two(pair.a, record)
    assert SECRET.encode() not in whole(pair.a)
    pair.sync()
    follow(pair.b)
    pair.sync()
    assert SECRET.encode() not in whole(pair.b)
    assert [row(node, record).status for node in (pair.a, pair.b)] == ["erased", "erased"]
    assert pair.a.digest() == pair.b.digest()


def test_a_letter_withdrawn_before_it_arrived_never_arrives(pair: Pair) -> None:
    pair.sync()
    record = send_letter(pair.a)
    withdraw_at(pair.a, record)
    pair.sync()
    follow(pair.b)
    assert SECRET.encode() not in whole(pair.b)
    assert row(pair.b, record).status == "erased"
    assert pair.a.heads()[0].root == pair.b.heads()[1].root


def test_only_the_sender_withdraws_and_not_what_both_agreed(pair: Pair) -> None:
    record = crossed(pair)
    with pair.b, pytest.raises(Refused) as refused:
        withdraw.withdraw(officer(pair.b), record, "wrong", pair.b.now())
    assert refused.value.code == "withdrawal.not-ours"
    assert row(pair.b, record).status == "answered"
    with pair.a:
        principle = ledger.Draft(
            "principle", "enter", "IR/respect", {"title": {"en": "R"}, "wording": {"en": "Respect."}}
        )
        ledger.append(COMPACT, [principle], post="ir-desk", now=pair.a.now())
        with pytest.raises(Refused) as lasting:
            withdraw.withdraw(officer(pair.a), "IR/respect", "wrong", pair.a.now())
    pair.a.forge(ledger.Draft("withdrawal", "withdraw", "IR/force", {"about": "IR/respect", "reason": "wrong"}))
    assert lasting.value.code == "withdrawal.lasting"
    pair.sync()
    follow(pair.b)
    pair.sync()
    assert (row(pair.a, "IR/force").status, row(pair.b, "IR/respect").status) == ("refused", "reported")


def test_a_backup_made_afterwards_holds_none_of_it(pair: Pair) -> None:
    record = crossed(pair)
    withdraw_at(pair.a, record)
    with pair.a:
        chunks = [chunk for table in dump.tables() for chunk in dump.read_chunks(_Reader(pair.a), table)]
    assert SECRET.encode() not in b"".join(chunks)


class _Reader:
    """The node's own connection, as the backup's snapshot gives it."""

    def __init__(self, node: SimNode) -> None:
        self.node = node

    def cursor(self) -> Any:
        """Return a cursor."""
        self.node.database.ensure_connection()
        return self.node.database.connection.cursor()


def test_letters_go_after_two_years_and_their_figures_stay(pair: Pair) -> None:
    record = crossed(pair)
    kept = {"title": {"en": "R"}, "wording": {"en": "Respect."}}
    with pair.b:
        ledger.append(COMPACT, [ledger.Draft("principle", "enter", "PK/r", kept)], post="pk-desk", now=NOW)
    later = NOW + timedelta(days=5 * 365 - 5)
    with pair.b:
        assert retain.run(COMPACT, later).counts["incidents"] == 0
        done = retain.run(COMPACT, NOW + timedelta(days=5 * 365 + 10))
        assert done.counts["incidents"] == 1
        assert retain.due(COMPACT, later + timedelta(days=30))["incidents"] == []
    assert SECRET.encode() not in whole(pair.b)
    assert row(pair.b, record).status == "erased"
    assert row(pair.b, record).opened[:7] == "2026-11"
    assert row(pair.b, "PK/r").status == "reported"
    assert SECRET.encode() in whole(pair.a)
    with pair.b:
        assert retain.run_daily(COMPACT, NOW + timedelta(days=5 * 365 + 10, hours=1)) is None
        ledger.append(COMPACT, [letter()], post="turbat-duty", now=NOW)
