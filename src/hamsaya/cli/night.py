"""The exercise night: each side signs its own acts of the script at their times, once what they answer has arrived."""

import logging
import threading
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hamsaya.cli.example import example_folder
from hamsaya.cli.night_shift import hand_over
from hamsaya.core.errors import Refused
from hamsaya.core.exercise import slug_in
from hamsaya.core.fields import format_instant, parse_instant

log = logging.getLogger("hamsaya.cli")
SCRIPT = "night.toml"
SPEED = 300
"""The night's ten hours in two minutes."""
TAKEN = frozenset({"act.no-effect", "record.exists", "letter.closed", "exercise.ended"})
"""Refusals that mean that the step has been taken, by the script before or by an officer's own hand, or is left out."""
ARRIVES = frozenset({"record.missing"})
BEGINS_AT = 20 * 60
"""The night's first minute of the day, in Tehran."""
TICK_SECONDS = 0.1
SHIFT = timedelta(hours=10)
"""How far back the hand-over at six looks: the night."""
Step = dict[str, Any]


def read_script() -> list[Step]:
    """Return the steps of the night in order: acts of both sides, and what becomes of the link."""
    text = (example_folder() / SCRIPT).read_text(encoding="utf-8")
    return sorted(tomllib.loads(text)["step"], key=lambda step: int(step["at"]))


def record_in(exercise: str, record: str) -> str:
    """Return the id in an exercise of what the script calls `IR/flood`; `IR` alone is the exercise itself."""
    party, _, slug = record.partition("/")
    return f"{party}/{slug_in(exercise, slug)}" if slug else f"{party}/x-{exercise}"


def filled(value: Any, now: datetime, exercise: str) -> Any:
    """Return a body with its moments ("@now", "@-5" for so many minutes before) and records ("@IR/flood") filled in."""
    if isinstance(value, dict):
        return {name: filled(each, now, exercise) for name, each in value.items()}
    if isinstance(value, list):
        return [filled(each, now, exercise) for each in value]
    if isinstance(value, str) and value.startswith("@"):
        if "/" in value:
            return record_in(exercise, value[1:])
        minutes = 0 if value == "@now" else int(value[1:])
        return format_instant(now + timedelta(minutes=minutes))
    return value


@dataclass
class Player:
    """One side of the night: where it is in the script. `mark` keeps that over a restart."""

    compact: str
    party: str
    exercise: str
    mark: Path

    def __post_init__(self) -> None:
        """Read the script, and how far it was played."""
        self.steps = [step for step in read_script() if step.get("by") == self.party]
        self.done = int(self.mark.read_text(encoding="ascii")) if self.mark.exists() else 0

    @property
    def is_over(self) -> bool:
        """Tell whether all of this side's steps are taken."""
        return self.done == len(self.steps)

    def play(self, minute: float, now: datetime) -> Sequence[Step]:
        """Sign what is due by that minute of the script; return the steps taken. `now`: this node's own clock."""
        taken = []
        for step in self.steps[self.done :]:
            if step["at"] > minute or not self._sign(step, now):
                break
            self.done += 1
            self.mark.write_text(str(self.done), encoding="ascii")
            taken.append(step)
        return taken

    def _sign(self, step: Step, now: datetime) -> bool:
        from hamsaya.node.ledger import Draft, append

        if "hand_over" in step:
            hand_over(self.compact, self.exercise, step, now - SHIFT, now)
            return True
        record = record_in(self.exercise, step["record"])
        draft = Draft(step["kind"], step["act"], record, filled(step.get("body", {}), now, self.exercise))
        try:
            append(self.compact, [draft], post=step["post"], now=now)
        except Refused as refused:
            if refused.code in ARRIVES:
                return False
            if refused.code not in TAKEN:
                raise
        return True


def running(compact: str) -> tuple[str, datetime] | None:
    """Return the name and the beginning of the night that runs, or None."""
    from hamsaya.core.exercise import exercise_of
    from hamsaya.node import queries
    from hamsaya.people.viewer import Viewer

    viewer = Viewer.operator(compact)
    for row, state in queries.states_of(viewer, compact, "exercise", queries.ANY):
        if state.script == "night" and state.ended is None:
            return exercise_of(row.record), parse_instant(state.starts)
    return None


def told(step: Step) -> str:
    """Return a step as a line: the hour of the night, who, what."""
    minute = (BEGINS_AT + int(step["at"])) % (24 * 60)
    what = f"{step['kind']} {step['act']}" if "act" in step else f"hand-over at {step['hand_over']}"
    return f"{minute // 60:02d}:{minute % 60:02d}  {step['by']}  {what}"


def follow(
    player: Player, started: datetime, speed: float, stop: threading.Event, tell: Callable[[str], None] = print
) -> None:
    """Play one side until its last step is taken or `stop` is set; `started` by the clock of this machine."""
    while not stop.is_set() and not player.is_over:
        now = datetime.now(UTC)
        for step in player.play((now - started).total_seconds() * speed / 60, now):
            tell(told(step))
        stop.wait(TICK_SECONDS)
