"""Exercise: a drill that both desks run with letters marked as practice; begun by one side, joined by the other.

Its record is `x-<name>`, all that is written in it `x-<name>-…`: see `core.exercise`. Ended, it leaves the boards.
"""

from hamsaya.core.fields import Code, Instant
from hamsaya.core.kinds import EITHER, OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register
from hamsaya.core.text import in_all

SCRIPTS = ("night", "free")


class Begin(Act, by=OWNER, opens=True, roles=("duty", "head")):
    """Begin an exercise: by the script of the night, or freely."""

    traffic = Code("traffic", ("exercise",), default="exercise", group="more")
    script = Code("script", SCRIPTS, default="free", group="what")
    starts = Instant()


class Join(Act, by=OTHER, roles=("duty", "head")):
    """Take part in the other side's exercise."""


class End(Act, by=EITHER, roles=("duty", "head")):
    """End the exercise: for both, whichever side says so."""


class Exercise(State, frozen=True):
    """An exercise and how far it is."""

    script: str
    starts: str
    joined: str | None = None
    ended: str | None = None


@register
class ExerciseKind(Kind[Exercise]):
    """Exercises; their letters never mix with actual ones."""

    name, state, acts, statuses = "exercise", Exercise, (Begin, Join, End), ("begun", "running", "ended")
    audience, use, section = "DESK", "U1", "exercise"
    example = (
        Step(OWNER, Begin, {"traffic": "exercise", "script": "night", "starts": "2026-11-22T16:30:00Z"}),
        Step(OTHER, Join),
        Step(OWNER, End),
    )

    def apply(self, state: Exercise | None, act: Act, at: Position) -> Exercise | None:
        """Fold one act in."""
        if state is None:
            return open_state(Exercise, act)
        match act:
            case Join() if state.joined is None:
                return state.replace(joined=at.at)
            case End() if state.ended is None:
                return state.replace(ended=at.at)
        return state

    def may_follow(self, state: Exercise, act: type[Act], party: str) -> bool:
        """Tell whether a page should offer the act now."""
        return state.ended is None and not (act is Join and state.joined is not None)

    def facets(self, state: Exercise, owner: str, other: str) -> Facets:
        """Return what lists show."""
        status = "ended" if state.ended else "running" if state.joined else "begun"
        return Facets(
            title=in_all(f"script_{state.script}"),
            status=status,
            when=state.starts,
            urgency=3,
            area="security",
            needs=(other,) if status == "begun" else (),
        )
