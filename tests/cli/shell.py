"""How tests run the command line: in this process, and as a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hamsaya.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "iran-pakistan"


class Shell:
    """Runs commands in this process and keeps what they printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.code = 0
        self.err = ""

    def __call__(self, *argv: str) -> str:
        """Run a command; return what it printed on standard output."""
        self._capsys.readouterr()
        self.code = main(argv)
        out, self.err = self._capsys.readouterr()
        return out

    def data(self, *argv: str) -> Any:
        """Run a command with `--json`; return the object that it printed."""
        return json.loads(self(*argv, "--json"))


def environment(home: Path | None = None, **more: str) -> dict[str, str]:
    """Return the environment of a process of its own, on an embedded database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HAMSAYA_", "DJANGO_"))}
    base = {**kept, "PYTHONPATH": str(ROOT / "src"), "HAMSAYA_DATABASE": "sqlite", "LANG": "C.UTF-8", **more}
    return base | ({"HAMSAYA_HOME": str(home)} if home else {})


def hamsaya(*argv: str, home: Path | None = None, given: str = "", code: int = 0) -> str:
    """Run a command in a process of its own; return what it printed, after checking its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "hamsaya.cli.main", *argv],
        env=environment(home), input=given, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout if code == 0 else done.stderr


SERVANT = """
import contextlib, io, json, sys
from hamsaya.cli.main import main
for line in sys.stdin:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(json.loads(line))
    print(json.dumps([code, out.getvalue(), err.getvalue()]), flush=True)
"""


class Servant:
    """A process of its own that runs one command after another on one home: starting costs more than working."""

    def __init__(self, home: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVANT], env=environment(home), text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )  # fmt: skip

    def __call__(self, *argv: str, code: int = 0) -> str:
        """Run a command; return what it printed, after checking its exit code."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(argv) + "\n")
        self._process.stdin.flush()
        found, out, err = json.loads(self._process.stdout.readline())
        assert found == code, out + err
        said: str = out if code == 0 else err
        return said

    def data(self, *argv: str) -> Any:
        """Run a command with `--json`; return the object that it printed."""
        return json.loads(self(*argv, "--json"))

    def close(self) -> None:
        """End the process."""
        self._process.communicate("")
