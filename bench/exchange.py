"""Verified catch-up over loopback with TLS, beside git and PostgreSQL; and from an act to the neighbour's change feed.

The sending node is a process of its own, as it would be. HAMSAYA_BENCH_ENTRIES: how many entries (default 100,000).
"""

import asyncio
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from exchange_peers import COMMITS, ENTRIES, free_port, git_fetch, replication_rate
from harness import Figure, figure, peer, report
from node_home import ROOT

if TYPE_CHECKING:
    from tests.exchange.proxy import Proxy

LETTERS, WEAK_LETTERS = 60, 20
"""A letter takes some seconds over the weak line: as many as on the good one would take minutes."""
PATIENCE = 240.0
"""Seconds after which a node that measures latency is ended: a letter that never arrives stops no run for good."""
AT_ONCE = 5_000
COMPACT = "irpk"


def make_homes(folder: Path, lines: Sequence["Proxy"] = ()) -> tuple[Path, Path]:
    """Return the homes of two nodes that know each other's doors and keys; `lines`: what each reaches the other by."""
    from hamsaya.exchange.peer.certificate import make_certificate

    homes, ports = (folder / "ir", folder / "pk"), (free_port(), free_port())
    pins = [make_certificate(home / "keys") for home in homes]
    for line, port in zip(lines, ports, strict=False):
        line.to = port
    doors = [line.port for line in lines] or ports
    for at, home in enumerate(homes):
        other = 1 - at
        (home / "keys" / "django.secret").write_text("s" * 50, encoding="ascii")
        (home / "node.toml").write_text(
            f'peer_listen = "127.0.0.1:{ports[at]}"\n[[compact]]\nid = "{COMPACT}"\nparty = "{("IR", "PK")[at]}"\n'
            f'neighbour = "https://127.0.0.1:{doors[other]}"\nneighbour_tls = "{pins[other]}"\n',
            encoding="utf-8",
        )
    return homes


def open_node(home: Path) -> None:
    """Set Django up on a home and let it join; call once a process."""
    os.environ.update(HAMSAYA_HOME=str(home), DJANGO_SETTINGS_MODULE="hamsaya.settings", HAMSAYA_LOG="ERROR")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from tests.node.world import join_compact

    call_command("migrate", verbosity=0)
    party = settings.HAMSAYA_NODE.compacts[0].party
    join_compact(COMPACT, party, "PK" if party == "IR" else "IR")


def fill(count: int) -> int:
    """Write a log of undertakings of about 1,000 bytes each; return the bytes of one.

    They are signed and stored as `append` does it, but neither screened nor folded: nobody reads this node's records,
    and what is measured is how another takes its log.
    """
    from tests.node.world import NOW

    from hamsaya.core.entry import Seen
    from hamsaya.core.fields import format_instant
    from hamsaya.core.merkle import EMPTY_ROOT, leaf_hash
    from hamsaya.exchange.peer import shelf
    from hamsaya.node import fold, ledger, sql
    from hamsaya.node.head import write_head
    from hamsaya.records.commitment import CommitmentKind

    body = dict(CommitmentKind.example[0].body)
    text = {"en": "A market is to be opened. " * 9, "fa": "بازارچه گشوده می‌شود. " * 3, "ur": "منڈی کھلے گی۔ " * 2}
    body["wording"] = {lang: words.strip() for lang, words in text.items()}
    marks, seen = ledger.read_marks(COMPACT)("commitment"), Seen(0, EMPTY_ROOT.hex())
    for at in range(0, count, AT_ONCE):
        records = [ledger.new_record(COMPACT) for _ in range(min(AT_ONCE, count - at))]
        made = [
            fold.write_wire(
                fold.Wire("commitment/1", "enter", each, "desk", format_instant(NOW), seen, *marks, body, [])
            )
            for each in records
        ]
        with sql.writing():
            head = ledger.read_our_head(COMPACT, lock=True)
            write_head(ledger.sign_grown(head, [(leaf_hash(data), data) for data in made], int(NOW.timestamp())))
    return len(shelf.read_entries(shelf.shared_heads(COMPACT)[0], 1, 2)[0])


def serve(home: Path, count: int) -> None:
    """Be a node that holds so many entries (0: a working node with its worker) until the standard input ends."""
    open_node(home)
    from django.conf import settings

    from hamsaya.exchange.peer import run_worker, serve_door

    size = fill(count) if count else 0
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    asyncio.run_coroutine_threadsafe(serve_door(settings.HAMSAYA_NODE), loop).result()
    stop = threading.Event()
    if not count:
        threading.Thread(target=run_worker, args=(stop,), daemon=True).start()
        threading.Thread(target=tell_changes, daemon=True).start()
    print(size, flush=True)
    for _ in sys.stdin:
        print(write_letter(), flush=True)
    stop.set()


def write_letter() -> str:
    """Append one letter; return when that was asked for."""
    from tests.node.world import letter

    from hamsaya.exchange.peer.shelf import utc_now
    from hamsaya.node import ledger

    began = time.time()
    written = ledger.append(COMPACT, [letter()], post="zahedan-duty", now=utc_now())
    return f"wrote {written[-1].size} {began}"


def tell_changes() -> None:
    """Say each time the change feed, which pages refresh by, brings a longer copy of the neighbour's log."""
    from hamsaya.exchange.peer import shelf
    from hamsaya.node.change import wait_for_change

    counter, seen = -1, 0
    while True:
        counter = wait_for_change(counter, 5.0)
        size = shelf.shared_heads(COMPACT)[1].projected
        if size > seen:
            seen = size
            print(f"seen {size} {time.time()}", flush=True)


@contextmanager
def child(home: Path, count: int) -> Iterator[subprocess.Popen[str]]:
    """Run a node as a process."""
    command = [sys.executable, __file__, "--serve", str(home), str(count)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    patience = threading.Timer(PATIENCE, process.kill)
    try:
        if not count:
            patience.start()
        yield process
    finally:
        patience.cancel()
        process.communicate()


def catch_up(folder: Path) -> tuple[float, float, float]:
    """Return entries a second of pulling (verified, durable) and of folding, and the bytes of one entry."""
    there, here = make_homes(folder)
    with child(there, ENTRIES) as process:
        size = float(hear(process)[0])
        open_node(here)
        from django.conf import settings

        from hamsaya.exchange.peer.http import HttpFetcher
        from hamsaya.exchange.peer.pull import Puller
        from hamsaya.node import projector
        from hamsaya.node.collector import collector_aside

        member = settings.HAMSAYA_NODE.compacts[0]
        fetcher = HttpFetcher(member.neighbour, member.neighbour_tls, settings.HAMSAYA_NODE.keys)
        puller = Puller(COMPACT, "IR", fetcher)
        start = time.perf_counter()
        puller.pull()
        pulled = time.perf_counter()
        with collector_aside():
            projector.project_all(COMPACT)
        folded = time.perf_counter()
        if puller.mirror.head().size != ENTRIES + 1:
            raise RuntimeError("not all arrived")
        fetcher.close()
    return ENTRIES / (pulled - start), ENTRIES / (folded - pulled), size


def weak_latency(folder: Path) -> list[float]:
    """Return the same over a line of 64 kbit/s, 300 ms a round trip, 5 % of the pieces lost once."""
    from tests.exchange.proxy import Proxy

    with Proxy(0) as first, Proxy(0) as second:
        for line in (first, second):
            line.bytes_a_second, line.latency, line.loss = 8_000, 0.15, 0.05
        return latency(folder, WEAK_LETTERS, (first, second))


def latency(folder: Path, letters: int = LETTERS, lines: Sequence["Proxy"] = ()) -> list[float]:
    """Return the seconds from asking for an act at one node to the other node's change feed showing it."""
    one, two = make_homes(folder, lines)
    with child(two, 0) as reader, child(one, 0) as writer:
        spent = []
        await_seen(reader, 1)
        for _ in range(letters):
            print("letter", file=writer.stdin, flush=True)
            while (line := hear(writer))[0] != "wrote":
                pass
            spent.append(await_seen(reader, int(line[1])) - float(line[2]))
            time.sleep(0.05)
    return spent


def floor_of_latency(folder: Path) -> float:
    """Return the milliseconds of what no exchange can leave out: two durable commits, and a message each way."""
    folder.mkdir()
    database = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE bare (data blob);")
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as here:
        there, _ = server.accept()
        spent = []
        for _ in range(LETTERS):
            start = time.perf_counter()
            for one, two in ((here, there), (there, here)):
                database.execute("INSERT INTO bare VALUES (?)", (b"x" * 1000,))
                one.sendall(b"x" * 1000)
                two.recv(1000, socket.MSG_WAITALL)
            spent.append(time.perf_counter() - start)
        there.close()
    database.close()
    return statistics.median(spent) * 1000


def await_seen(reader: subprocess.Popen[str], size: int) -> float:
    """Return when the reading node said that it shows so many entries."""
    while True:
        line = hear(reader)
        if line[0] == "seen" and int(line[1]) >= size:
            return float(line[2])


def hear(process: subprocess.Popen[str]) -> list[str]:
    """Return the words of the next line that a node says."""
    words = process.stdout.readline().split() if process.stdout else []
    if not words:
        raise RuntimeError("the node has ended")
    return words


def main() -> None:
    """Measure and report."""
    with tempfile.TemporaryDirectory(prefix="hamsaya-bench-") as scratch:
        folder = Path(scratch)
        spent, weak = latency(folder / "latency"), weak_latency(folder / "weak")
        floor = "two bare commits and a message each way", floor_of_latency(folder / "floor")
        pulled, folded, size = catch_up(folder / "catch-up")
        git = peer(f"git fetch of {COMMITS:,} one-record commits, checked", lambda: git_fetch(folder))
        rows = peer("PostgreSQL logical replication after an outage, no proof", lambda: replication_rate(folder))
    name = f"catch-up of {ENTRIES:,} entries of {size:.0f} bytes, verified, durable"
    found: list[Figure] = [
        figure(name, pulled, "entries/s", *git),
        figure(name, pulled, "entries/s", *rows),
        figure(name, pulled, "entries/s", "target", 100_000.0),
        figure("folding what was caught up", folded, "entries/s", "target", 25_000.0),
        figure("act to the neighbour's change feed, p50", statistics.median(spent) * 1000, "ms", *floor),
        figure("act to the neighbour's change feed, p95", statistics.quantiles(spent, n=20)[-1] * 1000, "ms", *floor),
    ]
    line, slow = ("round trip of the line", 300.0), "the same at 64 kbit/s, 300 ms, 5 % loss"
    found += [
        figure(f"{slow}, p50", statistics.median(weak) * 1000, "ms", *line),
        figure(
            "the same at 64 kbit/s, 300 ms, 5 % loss, p95", statistics.quantiles(weak, n=20)[-1] * 1000, "ms", *line
        ),
    ]
    report("exchange", found)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    if "--serve" in sys.argv:
        serve(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
