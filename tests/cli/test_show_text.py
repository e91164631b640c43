"""What the command line prints for programs."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from hamsaya.cli.command import Result
from hamsaya.cli.show_text import print_result


def test_json_writes_moments_as_the_records_do(capsys: pytest.CaptureFixture[str]) -> None:
    at = datetime(2026, 3, 1, 8, 4, 30, tzinfo=timezone(timedelta(hours=5)))
    print_result(Result({"at": at, "home": Path("/srv")}, []), as_json=True)
    assert json.loads(capsys.readouterr().out) == {"at": "2026-03-01T03:04:30Z", "home": "/srv"}
