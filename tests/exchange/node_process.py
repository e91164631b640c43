"""A node as a process for tests: real home, real database, real door and worker. It obeys lines on its standard input.

`append N`, `night SPEED`, `board NAME`, `state`, `await SIZE`, `image FILE` (a backup) and `bye`; it answers each with
one line of JSON.
"""

import asyncio
import hashlib
import json
import os
import shutil
import sys
import threading
from pathlib import Path
from typing import Any

import django


def main(path: Path) -> None:
    """Open the node in this home and obey."""
    os.environ["HAMSAYA_HOME"], os.environ["HAMSAYA_LOG"] = str(path), "INFO"
    os.environ["DJANGO_SETTINGS_MODULE"] = "hamsaya.settings"
    django.setup()
    from django.conf import settings
    from tests.node.world import COMPACT, join_compact

    from hamsaya.cli.open_node import migrate
    from hamsaya.exchange.peer import run_worker, serve_door
    from hamsaya.node import sql

    migrate()
    party = settings.HAMSAYA_NODE.compacts[0].party
    if not sql.rows("SELECT 1 FROM node_compact"):
        join_compact(COMPACT, party, "PK" if party == "IR" else "IR")
    loop = asyncio.new_event_loop()
    door = threading.Thread(target=loop.run_forever, daemon=True)
    door.start()
    runner = asyncio.run_coroutine_threadsafe(serve_door(settings.HAMSAYA_NODE), loop).result()
    stop = threading.Event()
    worker = threading.Thread(target=run_worker, args=(stop,))
    worker.start()
    _say({"port": runner.port})
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "bye":
            break
        _say(_obey(word, rest, party))
    stop.set()
    worker.join()
    asyncio.run_coroutine_threadsafe(runner.close(), loop).result()


def _obey(word: str, rest: str, party: str) -> dict[str, Any]:
    from django.db import connection
    from tests.node.world import COMPACT, letter

    from hamsaya.core.errors import HamsayaError
    from hamsaya.exchange.peer import shelf
    from hamsaya.node import ledger, projector

    try:
        if word == "append":
            drafts = [letter() for _ in range(int(rest))]
            written = ledger.append(COMPACT, drafts, post="duty", now=shelf.utc_now())
            return {"size": written[-1].size}
        if word == "night":
            return _night(float(rest), party)
        if word == "board":
            return _board(rest)
        if word == "await":
            return _await_size(int(rest))
        if word == "image":
            connection.ensure_connection()
            connection.connection.execute("VACUUM INTO ?", (rest,))
            return {"size": Path(rest).stat().st_size}
    except HamsayaError as error:
        return {"code": error.code}
    ours, theirs = shelf.shared_heads(COMPACT)
    receipt = shelf.last_receipt(ours, ours.neighbour)
    projector.project_all(COMPACT)
    return {
        "ours": _digest(ours), "theirs": _digest(theirs), "size": ours.size, "theirs_size": theirs.size,
        "receipt": receipt[0] if receipt else 0, "digest": projector.state_digest(COMPACT), "frozen": theirs.frozen,
        "reconcile": ours.reconcile, "checkpoints": len(shelf.seen_notes(theirs, 0, 1 << 40)), "party": party,
    }  # fmt: skip


_players: list[Any] = []


def _night(speed: float, party: str) -> dict[str, Any]:
    """Play our side of the exercise night in a thread; answer at once."""
    from django.conf import settings
    from tests.node.world import COMPACT

    from hamsaya.cli.exercise import begin_or_join
    from hamsaya.cli.night import Player, follow

    exercise, started = begin_or_join(COMPACT, party)
    player = Player(COMPACT, party, exercise, settings.HAMSAYA_HOME / "night.next")
    _players.append(player)
    arguments = (player, started, speed, threading.Event(), lambda _line: None)
    threading.Thread(target=follow, args=arguments, daemon=True).start()
    return {"exercise": exercise}


def _board(exercise: str) -> dict[str, Any]:
    """Return every record of the exercise with its state of play and what is owed on it, seen long afterwards."""
    from datetime import UTC, datetime

    from tests.node.world import COMPACT

    from hamsaya.node import queries
    from hamsaya.people.viewer import Viewer

    viewer, late = Viewer.operator(COMPACT), datetime(2036, 1, 1, tzinfo=UTC)
    rows = queries.records(viewer, COMPACT, size=500, order="record", exercise=exercise).rows
    owed = {row.record: queries.owed_on(viewer, COMPACT, row.record, late) for row in rows}
    return {
        "done": all(player.is_over for player in _players),
        "records": {row.record: [row.status, row.acts, row.idle_owner, row.idle_other] for row in rows},
        "owed": {
            record: [each.deadline.what, str(each.deadline.at), each.deadline.is_late]
            for record, each in owed.items() if each.deadline
        },
        "actual": queries.records(viewer, COMPACT, size=500).total,
    }  # fmt: skip


def _await_size(size: int) -> dict[str, Any]:
    """Follow the change feed, as pages do, until the neighbour's log is folded to this size; tell how often."""
    from tests.node.world import COMPACT

    from hamsaya.exchange.peer import shelf
    from hamsaya.node.change import wait_for_change

    calls, counter = 0, wait_for_change(-1, 0.0)
    while shelf.shared_heads(COMPACT)[1].projected < size:
        counter = wait_for_change(counter, 30.0)
        calls += 1
    return {"calls": calls}


def _digest(head: Any) -> str:
    from hamsaya.exchange.peer import shelf

    return hashlib.sha256(b"\n".join(shelf.read_entries(head, 0, head.size))).hexdigest()


def put_back(home: Path, image: Path) -> None:
    """Put a backup of the database in place of what is there; the node is not running."""
    for old in home.glob("node.sqlite3*"):
        old.unlink()
    shutil.copy(image, home / "node.sqlite3")


def _say(value: dict[str, Any]) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
