"""Run every benchmark, one process after another, and once more on PostgreSQL what depends on the database.

`run.py [NAME...]` runs those named. The figures stand in `bench/out/*.json`.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = {"run", "harness", "node_home"}
ON_BOTH = ("append", "catchup")
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


def run(name: str, database: str = "sqlite") -> bool:
    """Run one script; tell whether it ended well."""
    print(f"\n{name} ({database.partition(':')[0]})", flush=True)
    environment = {**os.environ, "HAMSAYA_BENCH_DATABASE": database}
    return subprocess.run([sys.executable, str(HERE / f"{name}.py")], env=environment, check=False).returncode == 0


def main() -> int:
    """Run them all; the exit code is 1 when one failed."""
    names = sys.argv[1:] or sorted({path.stem for path in HERE.glob("*.py")} - SHARED)
    good = [run(name) for name in names]
    if has_server():
        for name in names:
            if name in ON_BOTH:
                with empty_database() as address:
                    good.append(run(name, address))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
