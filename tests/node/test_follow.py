"""What follows the log: change counter, one worker, reactors, group commit, the projector's own pace, search."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from tests.node.whole import check_node
from tests.node.world import NOW, Neighbour, join_compact, letter

from hamsaya.core.entry import FileRef
from hamsaya.core.errors import Refused
from hamsaya.node import blob, ledger, outbox, projector, queries, search, sql
from hamsaya.node.change import touch, wait_for_change, watch
from hamsaya.node.head import read_head
from hamsaya.node.leader import Leader
from hamsaya.node.models import SHARED, Record
from hamsaya.people.viewer import Viewer

DUTY = Viewer("irpk", "zahedan-duty", roles=frozenset({"duty"}))


@pytest.fixture
def compact(home: Path) -> str:
    return join_compact()


def write_tests(pk: Neighbour, count: int) -> None:
    """Let the neighbour write so many link tests."""
    for number in range(count):
        body = {"desk": "turbat", "counter": number + 1, "desk_state": "staffed", "sent": "2026-11-22T05:00:00Z"}
        pk.write("link-test/1", "test", f"PK/t{len(pk.entries)}", body)


@pytest.mark.django_db(transaction=True)
def test_who_waits_is_told_of_every_write(compact: str) -> None:
    value = wait_for_change(-1, 5)
    assert wait_for_change(value, 0) == value
    ledger.append(compact, [letter()], post="d", now=NOW)
    after = wait_for_change(value, 5)
    assert after > value
    touch(compact)
    assert wait_for_change(after, 5) > after
    watch.stop()


@pytest.mark.django_db(transaction=True)
def test_reading_a_marked_record_is_no_news(compact: str) -> None:
    """The audit trail grows with every reading; were that news, pages would refresh each other for ever."""
    value = wait_for_change(-1, 5)
    ledger.note_audit(compact, "view", "d", "IR/x", now=NOW)
    assert wait_for_change(value, 0.3) == value
    watch.stop()


@pytest.mark.django_db(transaction=True)
def test_one_worker_leads_and_another_takes_over(home: Path) -> None:
    taken: list[bool] = []

    def try_to_lead() -> None:
        with Leader() as other:
            taken.append(other.take())
        connection.close()

    with Leader() as leader:
        assert (leader.take(), leader.take(), leader.still()) == (True, True, True)
        thread = threading.Thread(target=try_to_lead)
        thread.start()
        thread.join()
    assert not leader.still()
    thread = threading.Thread(target=try_to_lead)
    thread.start()
    thread.join()
    assert taken == [False, True]


@pytest.mark.django_db
def test_a_reactor_hears_each_new_act_once_and_never_of_a_rebuild(compact: str) -> None:
    heard: list[tuple[str, int, str]] = []
    ledger.append(compact, [letter()], post="d", now=NOW)

    @outbox.reactor("bell")
    def ring(news: outbox.News) -> None:
        heard.append((news.party, news.index, news.wire.act))

    try:
        outbox.react_all(compact)
        assert heard == []
        draft = letter()
        ledger.append(compact, [draft], post="d", now=NOW)
        pk = Neighbour()
        pk.write("incident/1", "acknowledge", draft.record, {})
        ledger.receive(compact, pk.verified(), pk.note(), now=NOW)
        outbox.react_all(compact)
        projector.rebuild(compact)
        outbox.react_all(compact)
        assert heard == [("IR", 2, "report"), ("PK", 1, "acknowledge")]
    finally:
        outbox.forget("bell")


@pytest.mark.django_db
def test_a_reactor_that_fails_is_told_again(compact: str) -> None:
    heard: list[int] = []

    @outbox.reactor("bell")
    def ring(news: outbox.News) -> None:
        heard.append(news.index)
        if len(heard) == 1:
            raise Refused("mail.down")

    try:
        outbox.react_all(compact)
        ledger.append(compact, [letter()], post="d", now=NOW)
        outbox.react_all(compact)
        outbox.react_all(compact)
        assert heard == [1, 1]
    finally:
        outbox.forget("bell")


@pytest.mark.django_db
def test_a_hand_of_several_acts_stands_or_falls_together(compact: str) -> None:
    draft = letter()
    update = ledger.Draft("incident", "update", draft.record, {"dead": 1})
    bad = ledger.Draft("incident", "update", draft.record, {})
    results = ledger.append_groups(compact, [([draft], "d"), ([update, bad], "d"), ([update], "d")], now=NOW)
    assert [isinstance(each, Refused) for each in results] == [False, True, False]
    record = Record.objects.get(record=draft.record)
    assert (record.acts, record.idle, read_head(compact, "IR", SHARED).size) == (2, 0, 3)
    check_node(compact)


@pytest.mark.django_db
def test_the_projector_follows_a_long_catch_up_at_its_own_pace(compact: str) -> None:
    draft = letter()
    ledger.append(compact, [draft], post="d", now=NOW)
    pk = Neighbour()
    pk.write("incident/1", "acknowledge", draft.record, {})
    write_tests(pk, 600)
    ledger.receive(compact, pk.verified(), pk.note(), now=NOW)
    head = read_head(compact, "PK", SHARED)
    assert (head.size, head.projected, Record.objects.count()) == (602, 0, 1)
    pk.write("incident/1", "answer", draft.record, {"answer": "done"})
    ledger.receive(compact, pk.verified(602), pk.note(), now=NOW)
    assert [projector.project(compact, "PK", 300) for _ in range(3)] == [303, 3, 0]
    assert Record.objects.get(record=draft.record).status == "answered"
    assert Record.objects.count() == 601
    check_node(compact)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("كشتي", True),  # Arabic kaf and yeh, as an Arabic keyboard writes them
        ("کشتی", True),
        ("کشت", True),
        ("كشتي گوادر", True),
        ("کشتی تهران", False),
        ("۱۴", True),
        ("14", True),
        ("' OR 1=1 --", False),
        ('"', False),
        ("NEAR(", False),
        ("*", False),
        ("", False),
    ],
)
def test_search_meets_both_spellings_and_is_never_code(compact: str, typed: str, finds: bool) -> None:
    draft = letter(text={"lang": "fa", "text": "کشتی گوادر، ۱۴ نفر"})
    ledger.append(compact, [draft], post="d", now=NOW)
    rows = queries.search(DUTY, compact, typed).rows
    assert [row.record for row in rows] == ([draft.record] if finds else [])


@pytest.mark.django_db
def test_a_withdrawn_text_is_gone_and_its_proof_is_whole(compact: str) -> None:
    draft = letter(text={"lang": "en", "text": "zanbaq"})
    (written,) = ledger.append(compact, [draft], post="d", now=NOW)
    before = queries.record(DUTY, compact, draft.record)
    assert before.state.text["text"] == "zanbaq"
    assert queries.search(DUTY, compact, "zanbaq").total == 1
    wanted = before.state.text["file"]
    blob.withdraw(before.row.compact_id, wanted, int(NOW.timestamp()))
    search.reindex(compact, [wanted])
    after = queries.record(DUTY, compact, draft.record)
    assert after.state.text == {"lang": "en", "file": wanted, "gone": "withdrawn"}
    assert queries.search(DUTY, compact, "zanbaq").total == 0
    assert queries.text_of(DUTY, compact, draft.record, wanted) is None
    assert queries.history(DUTY, compact, draft.record)[0].body["text"] == after.state.text
    assert queries.proof(DUTY, compact, "IR", written.index).startswith(b"c2sp.org/tlog-proof@v1\n")
    check_node(compact)


@pytest.mark.django_db
def test_a_text_that_comes_after_its_act_is_found(compact: str) -> None:
    made = blob.salt_new(b"zanbaq", blob.TEXT_MEDIA)
    pk = Neighbour()
    body = {**letter().body, "from_desk": "turbat", "to_desk": "zahedan", "text": {"lang": "en", "file": made.hash}}
    files = (FileRef(made.hash, made.size, made.media),)
    pk.write("incident/1", "report", "PK/theirs", body, files=files)
    ledger.receive(compact, pk.verified(), pk.note(), now=NOW)
    head = read_head(compact, "PK", SHARED)
    assert queries.record(DUTY, compact, "PK/theirs").state.text["gone"] == "not-arrived"
    assert (blob.missing(head.compact_id), queries.search(DUTY, compact, "zanbaq").total) == ((made.hash,), 0)
    blob.take(head.compact_id, made.hash, made.salt, made.data, made.media)
    search.reindex(compact, [made.hash])
    assert (blob.missing(head.compact_id), queries.search(DUTY, compact, "zanbaq").total) == ((), 1)
    assert queries.record(DUTY, compact, "PK/theirs").state.text["text"] == "zanbaq"
    other = blob.salt_new(b"unasked", blob.TEXT_MEDIA)
    with pytest.raises(Refused) as refused:
        blob.take(head.compact_id, other.hash, other.salt, other.data, other.media)
    assert refused.value.code == "file.not-named"


@pytest.mark.django_db
def test_a_large_file_lies_encrypted_in_the_storage(compact: str, home: Path) -> None:
    content = b"map of the crossing " * 2000
    draft = replace(letter(), files=(ledger.NewFile(content, "image/png"),))
    ledger.append(compact, [draft], post="d", now=NOW)
    (file,) = queries.history(DUTY, compact, draft.record)[0].files
    found = queries.text_of(DUTY, compact, draft.record, file["hash"])
    assert found is not None
    assert (found.data, found.media, file["size"]) == (content, "image/png", len(content))
    (stored,) = [path for path in (home / "files").rglob("*") if path.is_file()]
    assert b"crossing" not in stored.read_bytes()
    assert stored.stat().st_mode & 0o777 == 0o600
    blob.withdraw(read_head(compact, "IR", SHARED).compact_id, file["hash"], int(NOW.timestamp()))
    assert not stored.exists()


@pytest.mark.django_db
def test_the_database_is_durable(compact: str) -> None:
    if sql.is_sqlite():
        found = [sql.one(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "foreign_keys")]
        assert found == [("wal",), (2,), (1,)]
    else:
        assert sql.one("SHOW synchronous_commit") == ("on",)
