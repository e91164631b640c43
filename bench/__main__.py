"""Run every benchmark, one process after another, and once more on PostgreSQL what depends on the database.

`python -m bench [NAME...] [--quick | --long]`: all of them, or those named; `--quick` with small sizes, `--long` with
two million entries besides. The figures stand in `bench/out/*.json`, those of one run together in `bench/out/all.json`.
A benchmark that fails is told with its reason, and the others run.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = {"__main__", "exchange_peers", "harness", "node_home"}
ON_BOTH = ("append", "catchup", "pages")
QUICK = {
    "append": {"HAMSAYA_BENCH_TURNS": "2"},
    "catchup": {"HAMSAYA_BENCH_ENTRIES": "10000"},
    "exchange": {"HAMSAYA_BENCH_ENTRIES": "4000"},
    "linking": {"HAMSAYA_BENCH_RECORDS": "2000"},
    "proof": {"HAMSAYA_BENCH_ENTRIES": "50000"},
}
QUICK_ARGUMENTS = {
    "council": ["--commitments", "200"],
    "pages": ["--records", "2000", "--turns", "5"],
    "places": ["--points", "100000", "--sample", "10"],
}
LONG = {
    "catchup": {"HAMSAYA_BENCH_ENTRIES": "2000000"},
    "proof": {"HAMSAYA_BENCH_ENTRIES": "2000000", "HAMSAYA_BENCH_PEER": "no"},
}
SERVER = ("127.0.0.1", 5432)
MAKE, DROP = "CREATE DATABASE hamsaya_bench", "DROP DATABASE IF EXISTS hamsaya_bench"


def has_server() -> bool:
    """Tell whether a PostgreSQL server listens where the tests look for one."""
    try:
        socket.create_connection(SERVER, 0.5).close()
    except OSError:
        return False
    return True


@contextmanager
def empty_database() -> Iterator[str]:
    """Make a database for one benchmark, and drop it afterwards."""
    import psycopg

    server = f"postgresql://postgres@{SERVER[0]}:{SERVER[1]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(DROP)
        connection.execute(MAKE)
        try:
            yield f"{server}/hamsaya_bench"
        finally:
            connection.execute(DROP)


def run(name: str, sizes: dict[str, str], arguments: list[str], database: str = "sqlite") -> bool:
    """Run one script; tell whether it ended well, and say its last word where not."""
    print(f"\n{name} ({database.partition(':')[0]})", flush=True)
    path = os.pathsep.join(map(str, (HERE, HERE.parent / "src", HERE.parent)))
    environment = {**os.environ, "PYTHONPATH": path, "HAMSAYA_BENCH_DATABASE": database, **sizes}
    command = [sys.executable, str(HERE / f"{name}.py"), *arguments]
    done = subprocess.run(command, env=environment, check=False, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        print(f"absent: {(done.stderr.strip().splitlines() or ['no word'])[-1]}", flush=True)
    return done.returncode == 0


def run_all(names: list[str], *, quick: bool, long: bool) -> bool:
    """Run these; tell whether all ended well."""
    good = []
    for name in names:
        sizes, arguments = (QUICK.get(name, {}), QUICK_ARGUMENTS.get(name, [])) if quick else ({}, [])
        good.append(run(name, sizes, arguments))
        if long and name in LONG:
            good.append(run(name, LONG[name], []))
        if name in ON_BOTH and has_server():
            with empty_database() as address:
                good.append(run(name, sizes, arguments, address))
    return all(good)


def gather(since: float) -> None:
    """Write the figures of this run together."""
    found = []
    for path in sorted((HERE / "out").glob("*.json")):
        if path.stem != "all" and path.stat().st_mtime >= since:
            found += [{"script": path.stem, **each} for each in json.loads(path.read_text(encoding="utf-8"))]
    (HERE / "out" / "all.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\n{len(found)} figures in bench/out/all.json")


def main() -> int:
    """Run them all; the exit code is 1 when one failed."""
    there = sorted({path.stem for path in HERE.glob("*.py")} - SHARED)
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(there)}")
    parser.add_argument("--quick", action="store_true", help="small sizes, for a look")
    parser.add_argument("--long", action="store_true", help="two million entries besides")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(there):
        parser.error(f"there is no benchmark {min(unknown)}")
    began = time.time()
    (HERE / "out").mkdir(exist_ok=True)
    good = run_all(asked.names or there, quick=asked.quick, long=asked.long)
    gather(began)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
