"""A node with one compact, a desk officer's viewer, and the five retold reports taken in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.node.world import COMPACT, NOW, join_compact

from hamsaya.intake import door
from hamsaya.intake.become import Desk
from hamsaya.intake.here import desk_of
from hamsaya.intake.models import Source
from hamsaya.people.viewer import Viewer

REPORTS = Path(__file__).parents[2] / "examples" / "iran-pakistan" / "reports"
Take = Callable[[str, str], Source]


@pytest.fixture
def viewer(home: Path, db: None) -> Viewer:
    """A desk officer of IR."""
    join_compact()
    return Viewer(COMPACT, "ir-sitting-desk", officer="desk", roles=frozenset({"desk", "head"}))


@pytest.fixture
def desk(viewer: Viewer) -> Desk:
    """What proposals are made with."""
    return desk_of(viewer)


@pytest.fixture
def take(viewer: Viewer, desk: Desk) -> Take:
    """Return a function that takes in one text under a name."""

    def make(name: str, text: str) -> Source:
        (outcome,) = door.take(door.brought(desk.compact, viewer.post, NOW), name, text.encode())
        assert outcome.source is not None
        return outcome.source

    return make


@pytest.fixture
def five(take: Take) -> dict[str, Source]:
    """The five retold reports by their names."""
    return {path.stem: take(path.name, path.read_text(encoding="utf-8")) for path in sorted(REPORTS.glob("*.txt"))}
