"""What every benchmark shares: a figure beside its peer, measured in the same run, as a table and as JSON."""

import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

OUT = Path(__file__).resolve().parent / "out"


@dataclass(frozen=True)
class Figure:
    """One measured value; `peer` names what else does the work or what limits it, `ratio` is value over peer value."""

    name: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float | None = None
    ratio: float | None = None


def figure(name: str, value: float, unit: str, peer: str = "", peer_value: float | None = None) -> Figure:
    """Return a figure with its ratio."""
    ratio = None if not peer_value else round(value / peer_value, 3)
    return Figure(name, round(value, 3), unit, peer, None if peer_value is None else round(peer_value, 3), ratio)


def report(script: str, figures: Sequence[Figure]) -> None:
    """Print the figures and write them to `bench/out/<script>.json`."""
    OUT.mkdir(exist_ok=True)
    (OUT / f"{script}.json").write_text(json.dumps([asdict(each) for each in figures], indent=1) + "\n")
    for each in figures:
        beside = f"{each.peer}: {each.peer_value:,g}  (x {each.ratio})" if each.peer_value is not None else each.peer
        print(f"{each.name:<52} {each.value:>12,g} {each.unit:<12} {beside}", flush=True)


def peer(name: str, work: Callable[[], float]) -> tuple[str, float | None]:
    """Return a peer's name and figure; where it cannot be measured here, the name with the reason, and None."""
    try:
        return name, work()
    except Exception as error:  # noqa: BLE001 -- whatever keeps a peer away must not stop our own figures
        reason = (str(error).strip().splitlines() or [""])[0] or type(error).__name__
        return f"{name}: absent: {reason}", None


def rate(count: int, work: Callable[[], object]) -> float:
    """Return how many a second the work does, by the wall clock."""
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def by_turns(turns: int, count: int, *works: Callable[[int], object]) -> list[float]:
    """Return the rate of each kind of work, measured by turns so that a busy machine slows all of them alike.

    Each work is called with the number of the turn and does `count` things.
    """
    spent = [0.0] * len(works)
    for turn in range(turns):
        for at, work in enumerate(works):
            start = time.perf_counter()
            work(turn)
            spent[at] += time.perf_counter() - start
    return [turns * count / each for each in spent]


def best_rate(turns: int, count: int, work: Callable[[], object]) -> float:
    """Return the best of some runs, by the processor's clock: how many a second one core does."""
    spent = []
    for _ in range(turns):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return count / min(spent)


def bare_rows(path: Path, data: Sequence[bytes], together: int) -> float:
    """Return how many rows a second bare SQLite makes durable, so many in a commit: the limit of any log on it."""
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    database.execute("CREATE TABLE bare (id integer PRIMARY KEY, data blob)")

    def work() -> None:
        for start in range(0, len(data), together):
            database.execute("BEGIN IMMEDIATE")
            database.executemany(
                "INSERT INTO bare (data) VALUES (?)", [(each,) for each in data[start : start + together]]
            )
            database.execute("COMMIT")

    found = rate(len(data), work)
    database.close()
    return found
