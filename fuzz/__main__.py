"""Fuzz every parser for so many seconds each: with atheris where it is installed, else with Hypothesis.

`python -m fuzz [--seconds N] [NAME...]`; the exit code is 1 where a parser did anything but take or refuse.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from fuzz.targets import TARGETS, attempt


def with_atheris(name: str, seconds: int) -> bool:
    """Fuzz in a process of its own, guided by coverage; tell whether nothing was found."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "seed").write_bytes(TARGETS[name][0])
        command = [
            sys.executable, "-m", "fuzz.guided", name, folder, f"-max_total_time={seconds}", "-max_len=8192",
            f"-artifact_prefix={name}-", "-print_final_stats=1", "-verbosity=0",
        ]  # fmt: skip
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if "number_of_executed_units" in line]
    print(f"{name:<12} {said[0].split()[-1] if said else '?'} tries, guided by coverage", flush=True)
    if done.returncode:
        print(done.stdout[-3000:] + done.stderr[-3000:])
    return done.returncode == 0


def with_hypothesis(name: str, seconds: int) -> bool:
    """Fuzz in this process: the seed with bytes changed, cut, doubled and put in; tell whether nothing was found."""
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    seed = TARGETS[name][0]
    end = time.monotonic() + seconds
    tries = 0
    change = st.tuples(st.integers(0, len(seed)), st.integers(0, 40), st.binary(max_size=40))

    @settings(max_examples=2_000, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(changes=st.lists(change, max_size=4), plain=st.none() | st.binary(max_size=200))
    def once(changes: list[tuple[int, int, bytes]], plain: bytes | None) -> None:
        nonlocal tries
        if time.monotonic() > end:
            return
        data = seed if plain is None else plain
        for at, cut, put in changes:
            data = data[:at] + put + data[at + cut :]
        attempt(name, data)
        tries += 1

    try:
        while time.monotonic() < end:
            once()
    except Exception as error:  # noqa: BLE001 -- what a parser may not do is the finding itself
        print(f"{name:<12} {type(error).__name__}: {error}", flush=True)
        return False
    print(f"{name:<12} {tries} tries, by Hypothesis", flush=True)
    return True


def main() -> int:
    """Fuzz the parsers that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=60, help="for each parser (60)")
    args = parser.parse_args()
    for name, (seed, _) in TARGETS.items():
        if not attempt(name, seed):
            raise SystemExit(f"{name}: the parser does not take its own example")
    run = with_atheris if find_spec("atheris") else with_hypothesis
    found = [name for name in args.names or TARGETS if not run(name, args.seconds)]
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
