"""Inclusion proofs from the stored tiles of a log of a million entries, beside pymerkle on as many leaves.

HAMSAYA_BENCH_ENTRIES: how many entries (default 1,000,000); HAMSAYA_BENCH_PEER=no leaves pymerkle out.
"""

import os
import random
import time

from harness import bare_rows, figure, peer, report
from node_home import fresh_node

ENTRIES = int(os.environ.get("HAMSAYA_BENCH_ENTRIES", "1000000"))
BATCH = 65_536
PROOFS = 500
PEER_PROOFS = 3


def peer_milliseconds() -> float:
    """Return what one proof takes pymerkle with its SQLite storage, in memory, over the same number of leaves."""
    if os.environ.get("HAMSAYA_BENCH_PEER") == "no":
        raise RuntimeError("not asked for")
    from pymerkle import SqliteTree

    tree = SqliteTree(":memory:", algorithm="sha256")
    for index in range(ENTRIES):
        tree.append_entry(b"%d" % index)
    start = time.perf_counter()
    for index in range(PEER_PROOFS):
        tree.prove_inclusion(ENTRIES // (index + 2), ENTRIES)
    return (time.perf_counter() - start) / PEER_PROOFS * 1000


def main() -> None:
    """Measure and report."""
    with fresh_node() as home:
        from tests.node.world import COMPACT

        from hamsaya.core.merkle import inclusion_path, leaf_hash, verify_inclusion
        from hamsaya.core.tile import read_hash_from_tiles
        from hamsaya.node import sql
        from hamsaya.node.head import grow, read_head, tile_reader, write_head
        from hamsaya.node.models import SHARED

        spent = []
        for start in range(0, ENTRIES, BATCH):
            began = time.perf_counter()
            many = [b'{"entry":%d}' % index for index in range(start, min(start + BATCH, ENTRIES))]
            with sql.writing():
                head = read_head(COMPACT, "PK", SHARED, lock=True)
                write_head(grow(head, [(leaf_hash(data), data) for data in many], 0))
            spent.append((time.perf_counter() - began) / len(many))
        head = read_head(COMPACT, "PK", SHARED)
        read_hash = read_hash_from_tiles(tile_reader(head))
        chosen = [random.randrange(ENTRIES) for _ in range(PROOFS)]
        start = time.perf_counter()
        paths = [inclusion_path(index, ENTRIES, read_hash) for index in chosen]
        each = (time.perf_counter() - start) / PROOFS * 1000
        for index, path in zip(chosen, paths, strict=True):
            verify_inclusion(leaf_hash(b'{"entry":%d}' % index), index, ENTRIES, path, head.root)
        bare = bare_rows(home / "bare.sqlite3", [b'{"entry":%d}' % index for index in range(BATCH)], BATCH)
    tenth = max(1, len(spent) // 10)
    name = f"inclusion proof at {ENTRIES:,} entries"
    report(
        "proof" if ENTRIES <= 1_000_000 else "proof-long",
        [
            figure(name, each, "ms", *peer("pymerkle, SQLite in memory", peer_milliseconds)),
            figure(name, each, "ms", "target", 5.0),
            figure("entries, tiles and head stored", len(spent) / sum(spent), "entries/s", "bare SQLite rows", bare),
            figure(
                "last tenth of the filling beside the first",
                sum(spent[-tenth:]) / sum(spent[:tenth]),
                "times as long",
                "flat",
                1.0,
            ),
        ],
    )


if __name__ == "__main__":
    main()
