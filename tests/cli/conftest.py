"""A node in this process, and a shell to it."""

from pathlib import Path

import pytest
from django.conf import settings
from tests.cli.shell import Shell
from tests.node.world import COMPACT, join_compact, source

from hamsaya.cli.home_file import write_home
from hamsaya.node.home import Membership, NodeHome


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The command line in this process; what it sets in the environment ends with the test."""
    for name in ("HAMSAYA_HOME", "HAMSAYA_LOG", "HAMSAYA_DEMO", "HAMSAYA_LANG"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return Shell(capsys)


@pytest.fixture
def node(home: Path, db: None) -> Path:
    """The home of a node of Iran's in the example's compact."""
    settings.HAMSAYA_NODE = NodeHome(home, compacts=(Membership(COMPACT, "IR"),))
    (home / "compacts").mkdir()
    (home / "compacts" / f"{COMPACT}.toml").write_bytes(source())
    write_home(settings.HAMSAYA_NODE)
    join_compact()
    return home
