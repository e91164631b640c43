"""Durable append beside bare commits of the same bytes to the same database: three ways to come with acts.

One caller: one call after another, each with one act, each returning once that act is durable, signed, and folded into
its record. Many callers: the same from many threads at once, as from officers' requests; who waits is written together.
Groups: one caller, each call with 256 acts.

HAMSAYA_BENCH_DATABASE: `sqlite` (default) or a PostgreSQL address whose database may be filled.
HAMSAYA_BENCH_TURNS: how often each (default 5).
"""

import os
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from harness import by_turns, figure, report
from node_home import fresh_node

TURNS = int(os.environ.get("HAMSAYA_BENCH_TURNS", "5"))
SINGLE, GROUPS, GROUP = 300, 12, 256
CALLERS, EACH = 24, 50
TESSERA = 1600.0
"""Writes a second that Tessera's authors publish for the smallest machine (e2-micro, MySQL)."""

Commit = Callable[[int, int], object]


def bare_commits(home: Path) -> Commit:
    """Return what commits rows of 1 kB with nothing around them: the limit of this database on this disk."""
    from django.db import connection, transaction

    from hamsaya.node import sql

    if not sql.is_sqlite():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, data bytea)")

        def commit_there(commits: int, rows: int) -> None:
            for _ in range(commits):
                with transaction.atomic():
                    sql.insert("bare", "data", [(b"x" * 1000,)] * rows)

        return commit_there
    database = sqlite3.connect(home / "bare.sqlite3", isolation_level=None)
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    database.execute("CREATE TABLE bare (id integer PRIMARY KEY, data blob)")

    def commit(commits: int, rows: int) -> None:
        for _ in range(commits):
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT INTO bare (data) VALUES (?)", [(b"x" * 1000,)] * rows)
            database.execute("COMMIT")

    return commit


def main() -> None:
    """Measure and report."""
    address = os.environ.get("HAMSAYA_BENCH_DATABASE", "sqlite")
    name = "SQLite" if address == "sqlite" else "PostgreSQL"
    with fresh_node(address) as home:
        from django.db import connection
        from tests.node.world import COMPACT, NOW, letter

        from hamsaya.node import ledger

        commit = bare_commits(home)
        singles = [[letter() for _ in range(SINGLE)] for _ in range(TURNS)]
        crowds = [[[letter() for _ in range(EACH)] for _ in range(CALLERS)] for _ in range(TURNS)]
        groups = [[[letter() for _ in range(GROUP)] for _ in range(GROUPS)] for _ in range(TURNS)]

        def one_at_a_time(turn: int) -> None:
            for draft in singles[turn]:
                ledger.append(COMPACT, [draft], post="zahedan-duty", now=NOW)

        def from_many(turn: int) -> None:
            list(pool.map(append_all, crowds[turn]))

        def append_all(drafts: Sequence[ledger.Draft]) -> None:
            for draft in drafts:
                ledger.append(COMPACT, [draft], post="zahedan-duty", now=NOW)

        def in_groups(turn: int) -> None:
            for drafts in groups[turn]:
                ledger.append(COMPACT, drafts, post="zahedan-duty", now=NOW)

        ledger.append(COMPACT, [letter()], post="zahedan-duty", now=NOW)
        bare, single = by_turns(TURNS, SINGLE, lambda _: commit(SINGLE, 1), one_at_a_time)
        with ThreadPoolExecutor(CALLERS, initializer=connection.ensure_connection) as pool:
            (crowd,) = by_turns(TURNS, CALLERS * EACH, from_many)
            list(pool.map(lambda _: connection.close(), range(CALLERS)))
        bare_group, group = by_turns(TURNS, GROUPS * GROUP, lambda _: commit(GROUPS, GROUP), in_groups)
    figures = [
        figure(f"append, one act a call, one caller, {name}", single, "acts/s", f"bare {name} commits", bare),
        figure(f"append, one act a call, one caller, {name}", single, "acts/s", "target", 3_000.0),
        figure(f"append, one act a call, {CALLERS} callers, {name}", crowd, "acts/s", f"bare {name} commits", bare),
        figure(
            f"append, one act a call, {CALLERS} callers, {name}",
            crowd,
            "acts/s",
            "Tessera, published, smallest machine",
            TESSERA,
        ),
        figure(f"append, one act a call, {CALLERS} callers, {name}", crowd, "acts/s", "target", 3_000.0),
        figure(f"append, groups of {GROUP}, {name}", group, "acts/s", f"bare {name} rows in groups", bare_group),
        figure(f"append, groups of {GROUP}, {name}", group, "acts/s", "target", 25_000.0),
    ]
    report("append" if address == "sqlite" else "append-postgresql", figures)


if __name__ == "__main__":
    main()
