"""What an officer who goes hands over: what is open, unseen and soon due, as the other officer will sign it too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hamsaya.node.board import Board, BoardRow

AHEAD = timedelta(hours=8)
"""What is due within a shift stands among what is due."""


@dataclass(frozen=True)
class Handed:
    """A shift until now; each line says with True that it needs us, with False that it waits for them."""

    begun: datetime
    now: datetime
    open: tuple[tuple[bool, BoardRow], ...]

    @property
    def unseen(self) -> tuple[tuple[bool, BoardRow], ...]:
        """Return what needs us and nobody here has acknowledged."""
        return tuple((ours, each) for ours, each in self.open if ours and each.owes and each.row.status == "open")

    @property
    def due(self) -> tuple[tuple[bool, BoardRow], ...]:
        """Return what is late already or falls due within the next shift."""
        return tuple((ours, each) for ours, each in self.open if self._is_due(each))

    def _is_due(self, item: BoardRow) -> bool:
        return item.deadline is not None and item.deadline.at is not None and item.deadline.at <= self.now + AHEAD

    def summary(self, alarms: Sequence[str], tests: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Return as plain values what is signed; `alarms`: records, `tests`: link tests with their status."""
        return {
            "from": self.begun.isoformat(timespec="seconds"),
            "to": self.now.isoformat(timespec="seconds"),
            "open": [each.row.record for _, each in self.open],
            "unseen": [each.row.record for _, each in self.unseen],
            "due": [each.row.record for _, each in self.due],
            "alarms": list(alarms),
            "tests": [list(each) for each in tests],
        }


def handed(board: Board, begun: datetime, now: datetime) -> Handed:
    """Return what stands on a board, as it is handed over."""
    ours, theirs = ((True, each) for each in board.needs_us), ((False, each) for each in board.waits_for_them)
    return Handed(begun, now, (*ours, *theirs))
