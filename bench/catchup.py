"""Catch-up on the node's side: packages of the neighbour's log verified and durably stored, and folded into records.

The entries are of about 1 kB each. Beside it, the same rows as bare inserts in commits of the same
size, and the targets.
HAMSAYA_BENCH_ENTRIES: how many (default 100,000); HAMSAYA_BENCH_DATABASE: as for append.py.
"""

import os
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor

from harness import bare_rows, figure, rate, report
from node_home import fresh_node

ENTRIES = int(os.environ.get("HAMSAYA_BENCH_ENTRIES", "100000"))
SLICES = 10
AHEAD = 8
"""Packages that are looked at ahead, as when they come by the link."""
TARGET, FOLDED = 100_000.0, 25_000.0


def _no_tile(level: int, index: int) -> bytes:
    raise KeyError(level, index)


def disk_bytes() -> int:
    """Return how large the database is."""
    from hamsaya.node import sql

    if sql.is_sqlite():
        sizes = [sql.one(f"PRAGMA {name}") for name in ("page_count", "page_size")]
        return int((sizes[0] or (0,))[0]) * int((sizes[1] or (0,))[0])
    return int((sql.one("SELECT pg_database_size(current_database())") or (0,))[0])


def main() -> None:
    """Measure and report."""
    address = os.environ.get("HAMSAYA_BENCH_DATABASE", "sqlite")
    name = "SQLite" if address == "sqlite" else "PostgreSQL"
    with fresh_node(address) as home:
        from tests.node.world import COMPACT, LETTER, NOW, Neighbour

        from hamsaya.core.merkle import leaf_hash
        from hamsaya.core.package import package_path, package_ranges
        from hamsaya.core.tile import read_hash_from_tiles, tiles_for_append
        from hamsaya.exchange.peer.behind import in_bulk
        from hamsaya.exchange.peer.checker import checking
        from hamsaya.exchange.peer.mirror import BATCH, Mirror
        from hamsaya.node import projector
        from hamsaya.node.head import read_head
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
        mirror = Mirror(COMPACT, "PK", "bench", lambda: NOW)
        mirror.foresee([(0, pk.entries[0])])
        mirror.take_checkpoint(note)

        def receive() -> None:
            with in_bulk() as mirror.behind, checking(ENTRIES) as checker, ThreadPoolExecutor(AHEAD) as pool:
                look = checker.check if checker else list
                ahead = deque(pool.submit(look, entries) for _, entries, _ in packages[:AHEAD])
                for at, (start, _, path) in enumerate(packages, AHEAD):
                    if at < len(packages):
                        ahead.append(pool.submit(look, packages[at][1]))
                    mirror.take_package(start, ahead.popleft().result(), path)
                mirror.finish()
            mirror.behind = None

        stored = rate(ENTRIES, receive)
        spent = []
        for tenth in range(SLICES):
            start = time.perf_counter()
            for at in range(ENTRIES * tenth // SLICES, end := ENTRIES * (tenth + 1) // SLICES, projector.BATCH):
                projector.project(COMPACT, "PK", min(projector.BATCH, end - at))
            spent.append(time.perf_counter() - start)
        assert read_head(COMPACT, "PK", SHARED).projected == ENTRIES  # noqa: S101 -- a figure for work not done is none
        assert read_head(COMPACT, "PK", SHARED).frontier == pk.frontier  # noqa: S101
        bare = bare_rows(home / "bare.sqlite3", pk.entries, BATCH)
        disk = disk_bytes() / ENTRIES
        size = sum(map(len, pk.entries)) / ENTRIES
    folded = ENTRIES / sum(spent)
    ten_million = 10_000_000 * (1 / stored + 1 / folded) / 60
    figures = [
        figure(
            f"catch-up of {ENTRIES:,} of {size:.0f} bytes, verified and stored, {name}", stored, "entries/s",
            "bare SQLite rows", bare,
        ),
        figure("the same", stored, "entries/s", "target", TARGET),
        figure(f"projection of {ENTRIES:,} new records, {name}", folded, "entries/s", "target", FOLDED),
        figure("last tenth of the projection beside the first", spent[-1] / spent[0], "times as long", "flat", 1.0),
        figure("disk for an entry with its record and indexes", disk, "bytes", "the entry alone", size),
        figure("10,000,000 entries by arithmetic, stored, then folded", ten_million, "min"),
    ]  # fmt: skip
    report("catchup" if address == "sqlite" else "catchup-postgresql", figures)


if __name__ == "__main__":
    main()
