"""Catch-up on the node's side: packages of the neighbour's log verified and durably stored, and folded into records.

The entries are of about 1 kB each. Beside it, the same rows as bare inserts in commits of the same size.
HAMSAYA_BENCH_ENTRIES: how many (default 100,000); HAMSAYA_BENCH_DATABASE: as for append.py.
"""

import os
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from harness import figure, rate, report
from node_home import fresh_node

ENTRIES = int(os.environ.get("HAMSAYA_BENCH_ENTRIES", "100000"))
COMMIT = 16
"""Packages of 256 a transaction."""
SLICES = 10


def _no_tile(level: int, index: int) -> bytes:
    raise KeyError(level, index)


def bare_rows(home: Path, data: Sequence[bytes]) -> float:
    """Return how many of the same rows a second bare SQLite takes in commits of the same size."""
    database = sqlite3.connect(home / "bare.sqlite3", isolation_level=None)
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    database.execute("CREATE TABLE bare (id integer PRIMARY KEY, data blob)")

    def work() -> None:
        for start in range(0, len(data), COMMIT * 256):
            database.execute("BEGIN IMMEDIATE")
            rows = [(each,) for each in data[start : start + COMMIT * 256]]
            database.executemany("INSERT INTO bare (data) VALUES (?)", rows)
            database.execute("COMMIT")

    return rate(len(data), work)


def main() -> None:
    """Measure and report."""
    address = os.environ.get("HAMSAYA_BENCH_DATABASE", "sqlite")
    name = "SQLite" if address == "sqlite" else "PostgreSQL"
    with fresh_node(address) as home:
        from tests.node.world import COMPACT, LETTER, NOW, Neighbour

        from hamsaya.core.merkle import Frontier, leaf_hash
        from hamsaya.core.package import package_path, package_ranges
        from hamsaya.core.tile import read_hash_from_tiles, tiles_for_append
        from hamsaya.node import ledger, projector
        from hamsaya.node.head import read_head
        from hamsaya.node.join import trusted_log
        from hamsaya.node.models import SHARED

        pk = Neighbour()
        body = {**LETTER, "from_desk": "turbat", "to_desk": "zahedan", "padding": "x" * 350}
        for number in range(ENTRIES - 1):
            pk.write("incident/1", "report", f"PK/r{number}", body, audience="DESK", use="U1")
        leaves = [leaf_hash(data) for data in pk.entries]
        tiles = tiles_for_append(0, leaves, _no_tile)
        read_hash = read_hash_from_tiles(lambda level, index: tiles[level, index])
        packages = [
            (start, pk.entries[start:end], package_path(start, end, ENTRIES, read_hash))
            for start, end in package_ranges(0, ENTRIES)
        ]
        note = pk.note()
        trusted = trusted_log(COMPACT, "PK")
        trusted.update_checkpoint(note, key_entries=[(0, pk.entries[0])])

        def receive() -> None:
            for at in range(0, len(packages), COMMIT):
                verified = [each for package in packages[at : at + COMMIT] for each in trusted.accept_package(*package)]
                last = at + COMMIT >= len(packages)
                if last:
                    trusted.finish()
                ledger.receive(COMPACT, verified, note if last else None, now=NOW)

        stored = rate(ENTRIES, receive)
        spent = []
        for _ in range(SLICES):
            start = time.perf_counter()
            projector.project(COMPACT, "PK", ENTRIES // SLICES)
            spent.append(time.perf_counter() - start)
        assert read_head(COMPACT, "PK", SHARED).projected == ENTRIES  # noqa: S101 -- a figure for work not done is none
        assert Frontier().extend(leaves) == trusted.frontier  # noqa: S101
        bare = bare_rows(home, pk.entries)
        size = sum(map(len, pk.entries)) / ENTRIES
    figures = [
        figure(f"catch-up of {ENTRIES:,}, verified and stored, {name}", stored, "entries/s", "bare SQLite rows", bare),
        figure(f"projection of {ENTRIES:,} new records, {name}", ENTRIES / sum(spent), "entries/s"),
        figure("last tenth of the projection beside the first", spent[-1] / spent[0], "times as long"),
        figure("bytes an entry", size, "bytes"),
    ]
    report("catchup" if address == "sqlite" else "catchup-postgresql", figures)


if __name__ == "__main__":
    main()
