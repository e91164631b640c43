"""Each storage step fails twice, not stored and stored; a process is killed; the disk fills; the lock is held."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from tests.node.fault import every_step, steps_of
from tests.node.whole import check_node
from tests.node.world import COMPACT, NOW, Neighbour, join_compact, letter

from hamsaya.core.errors import Refused
from hamsaya.node import ledger, sql
from hamsaya.node.head import read_head
from hamsaya.node.keyring import high_water
from hamsaya.node.models import SHARED, Record

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = {"lang": "ur", "text": "تین چرواہے"}


@pytest.fixture
def compact(home: Path) -> str:
    return join_compact()


def ours() -> int:
    return read_head(COMPACT, "IR", SHARED).size


def test_append_fails_at_every_step(compact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fails, the act is there as a whole or not at all, and the next one goes through."""
    ledger.append(compact, [letter() for _ in range(253)], post="d", now=NOW)

    def work() -> None:
        ledger.append(compact, [letter(text=TEXT), letter(text=TEXT)], post="d", now=NOW)

    sizes = [(ours(), Record.objects.count())]
    sizes += [(ours(), Record.objects.count()) for _ in every_step(monkeypatch, work)]
    assert len(sizes) > 16
    assert sizes == [(254, 253)] * (len(sizes) - 1) + [(256, 255)]
    check_node(compact)


def test_receive_fails_at_every_step(compact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that failed comes again, whatever had become of it, and is stored once."""
    pk = Neighbour()
    done = 0

    def work() -> None:
        ledger.receive(compact, pk.verified(), pk.note(), now=NOW)

    def more() -> None:
        nonlocal done
        done += 1
        body = {"desk": "turbat", "counter": done, "desk_state": "staffed", "sent": "2026-11-22T05:00:00Z"}
        pk.write("link-test/1", "test", f"PK/t{done}", body)

    more()
    failed = 0
    for _ in every_step(monkeypatch, work):
        failed += 1
        work()
        assert read_head(compact, "PK", SHARED).size == len(pk.entries)
        more()
    assert failed > 16
    check_node(compact)


CHILD = """
import os, signal, sys
import django
django.setup()
import pytest
from tests.conftest import set_home
from tests.node.fault import fault
from tests.node.world import COMPACT, NOW, letter
from hamsaya.node import ledger
from pathlib import Path

set_home(Path(sys.argv[1]))
at, stored = int(sys.argv[2]), sys.argv[3] == "stored"
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
for turn in range(3):
    with fault(pytest.MonkeyPatch(), at if turn == 2 else 0, stored, die):
        written = ledger.append(COMPACT, [letter(text={"lang": "fa", "text": "سه چوپان"})], post="d", now=NOW)
    print(written[0].record, flush=True)
"""


def address() -> str:
    """Return the test database as `HAMSAYA_DATABASE` names it."""
    values = connection.settings_dict
    if sql.is_sqlite():
        return f"sqlite://{values['NAME']}"
    return f"postgresql://{values['USER']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"


@pytest.mark.process
def test_a_killed_node_loses_nothing_acknowledged(compact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.append(compact, [letter(text=TEXT)], post="d", now=NOW)
    steps = steps_of(monkeypatch, lambda: ledger.append(compact, [letter(text=TEXT)], post="d", now=NOW))
    connection.close()
    root = Path(__file__).parents[2]
    environment = {
        **os.environ, "HAMSAYA_DATABASE": address(), "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
        "DJANGO_SETTINGS_MODULE": "hamsaya.settings",
    }  # fmt: skip
    for at, stored in [(steps // 2, "not"), (steps, "not"), (steps, "stored")]:
        child = subprocess.run(
            [sys.executable, "-c", CHILD, str(settings.HAMSAYA_HOME), str(at), stored],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (child.returncode, child.stderr) == (-signal.SIGKILL, "")
        acknowledged = child.stdout.split()
        assert len(acknowledged) == 2
        assert Record.objects.filter(record__in=acknowledged).count() == 2
        check_node(compact)
        connection.close()
    ledger.append(compact, [letter()], post="d", now=NOW)
    check_node(compact)


@pytest.mark.skipif("not sql.is_sqlite()", reason="PostgreSQL's own disk cannot be filled from here")
def test_a_full_disk_refuses_and_recovers(compact: str) -> None:
    """SQLite says that the disk is full: nothing of the act is kept, and with room again it goes through."""
    pages = connection.connection.execute("PRAGMA page_count").fetchone()[0]
    connection.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    drafts = [letter(text={"lang": "en", "text": "x" * 400}) for _ in range(200)]
    before = ours()
    with pytest.raises(OperationalError, match="full"):
        ledger.append(compact, drafts, post="d", now=NOW)
    connection.connection.execute("PRAGMA max_page_count = 1073741823")
    assert ours() == before
    ledger.append(compact, drafts, post="d", now=NOW)
    check_node(compact)


def test_a_file_that_finds_no_room_refuses_its_act(compact: str) -> None:
    """The folder of the files cannot be written: the act with the file is not stored, others are."""
    blocked = settings.HAMSAYA_HOME / "files" / "blobs"
    blocked.parent.mkdir()
    blocked.write_text("in the way")
    big = ledger.NewFile(b"x" * 20_000, "image/png")
    before = ours()
    draft = letter()
    with_file = ledger.Draft(draft.kind, draft.act, draft.record, draft.body, files=(big,))
    with pytest.raises(OSError, match="blobs"):
        ledger.append(compact, [with_file], post="d", now=NOW)
    assert ours() == before
    ledger.append(compact, [draft], post="d", now=NOW)
    check_node(compact)


@pytest.mark.skipif("not sql.is_sqlite()", reason="on PostgreSQL writers queue for the row")
def test_a_locked_database_says_so(compact: str) -> None:
    """Another process holds the write lock for longer than we wait: an error, nothing stored, and then it goes on."""
    import sqlite3

    holder = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    connection.connection.execute("PRAGMA busy_timeout = 50")
    before = ours()
    with pytest.raises(OperationalError, match="locked"):
        ledger.append(compact, [letter()], post="d", now=NOW)
    holder.execute("ROLLBACK")
    holder.close()
    ledger.append(compact, [letter()], post="d", now=NOW)
    assert ours() == before + 1


def test_a_restored_backup_may_not_sign(compact: str) -> None:
    """The keys' folder knows of a larger log than the database: no signature until the node is reconciled."""
    ledger.append(compact, [letter(), letter()], post="d", now=NOW)
    high_water(settings.HAMSAYA_NODE.keys, compact).raise_to(9)
    with pytest.raises(Refused) as refused:
        ledger.append(compact, [letter()], post="d", now=NOW)
    assert (refused.value.code, refused.value.params["signed"], refused.value.params["stored"]) == (
        "log.reconcile-first", 9, 3,
    )  # fmt: skip
    assert ours() == 3
