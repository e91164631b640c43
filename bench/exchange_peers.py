"""The peers of catch-up in `exchange.py`: `git fetch`, and PostgreSQL's logical replication after an outage."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

ENTRIES = int(os.environ.get("HAMSAYA_BENCH_ENTRIES", "100000"))
COMMITS = min(ENTRIES, 10_000)
"""git is given so many commits: more takes minutes, and its rate falls rather than rises."""
PIECE = 256


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def git_fetch(folder: Path) -> float:
    """Return commits a second of `git fetch`, each commit one new file of 1 kB, objects checked and made durable."""
    if shutil.which("git") is None:
        raise RuntimeError("git is not installed")
    there, here = folder / "there.git", folder / "here.git"
    for path in (there, here):
        subprocess.run(["git", "init", "-q", "--bare", path], check=True)
    lines = []
    for at in range(COMMITS):
        record = (f"{at} " + "x" * 1000)[:1000]
        parent = f"from :{2 * at}\n" if at else ""
        lines.append(
            f"blob\nmark :{2 * at + 1}\ndata {len(record)}\n{record}\ncommit refs/heads/main\nmark :{2 * at + 2}\n"
            f"committer a <a@b> {1_700_000_000 + at} +0000\ndata 1\nx\n{parent}M 644 :{2 * at + 1} {at % 256}/{at}\n\n"
        )
    subprocess.run(["git", "-C", there, "fast-import", "--quiet"], input="".join(lines), text=True, check=True)
    command = [
        "git",
        "-C",
        str(here),
        "-c",
        "fetch.fsckObjects=true",
        "-c",
        "core.fsync=all",
        "fetch",
        "-q",
        f"file://{there}",
    ]
    start = time.perf_counter()
    subprocess.run([*command, "main"], check=True)
    return COMMITS / (time.perf_counter() - start)


def replication_rate(folder: Path) -> float:
    """Return what `logical_replication` does; a reason why not is raised."""
    found = logical_replication(folder)
    if isinstance(found, str):
        raise RuntimeError(found)  # noqa: TRY004 -- it is a reason, not a wrong type
    return found


def logical_replication(folder: Path) -> float | str:
    """Return rows a second that a subscriber catches up after an outage, or why that was not measured.

    A cluster of its own with `wal_level=logical`: the one that runs here allows only `replica`.
    """
    tools = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not tools or (os.geteuid() == 0 and shutil.which("runuser") is None):
        return "PostgreSQL's initdb is not here"
    tool, data, port = tools[-1].parent, folder / "pg", free_port()
    data.mkdir()
    folder.chmod(0o755)
    shutil.chown(data, "postgres")
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    quiet([*as_user, str(tool / "initdb"), "-D", str(data), "-A", "trust"])
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c wal_level=logical -c unix_socket_directories={data}"
    control = [*as_user, str(tool / "pg_ctl"), "-D", str(data), "-w"]
    quiet([*control, "-o", options, "-l", str(data / "log"), "start"])
    try:
        return _replicate(f"host=127.0.0.1 port={port} user=postgres")
    finally:
        quiet([*control, "-m", "immediate", "stop"])


def quiet(command: list[str]) -> None:
    """Run a command that must succeed and has nothing to say."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")


def _replicate(address: str) -> float:
    import psycopg

    with psycopg.connect(f"{address} dbname=postgres", autocommit=True) as control:
        control.execute("CREATE DATABASE there")
        control.execute("CREATE DATABASE here")
    table = "CREATE TABLE entry (id bigint PRIMARY KEY, leaf bytea, data bytea)"
    with (
        psycopg.connect(f"{address} dbname=there", autocommit=True) as there,
        psycopg.connect(f"{address} dbname=here", autocommit=True) as here,
    ):
        there.execute(table)
        here.execute(table)
        there.execute("CREATE PUBLICATION entries FOR TABLE entry")
        there.execute("SELECT pg_create_logical_replication_slot('entries', 'pgoutput')")
        here.execute(
            f"CREATE SUBSCRIPTION entries CONNECTION '{address} dbname=there' PUBLICATION entries"
            " WITH (create_slot = false, slot_name = 'entries', copy_data = false, enabled = false)"
        )
        for at in range(0, ENTRIES, PIECE):
            there.execute(
                "INSERT INTO entry SELECT g, decode(md5(g::text), 'hex'), decode(repeat(md5(g::text), 62), 'hex')"
                " FROM generate_series(%s::bigint, %s::bigint) g",
                (at, min(ENTRIES, at + PIECE) - 1),
            )
        start = time.perf_counter()
        here.execute("ALTER SUBSCRIPTION entries ENABLE")
        while here.execute("SELECT count(*) FROM entry").fetchone() != (ENTRIES,):
            time.sleep(0.05)
        spent = time.perf_counter() - start
        here.execute("ALTER SUBSCRIPTION entries DISABLE")
        here.execute("ALTER SUBSCRIPTION entries SET (slot_name = NONE)")
        here.execute("DROP SUBSCRIPTION entries")
    return ENTRIES / spent
