"""Silence: a side signs that an answer was due and had not come. It says asked, due, silent, and no cause.

A late answer changes nothing here: it stands on the letter, beside this.
"""

from hamsaya.core.fields import Code, Instant, Record, Text
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Kind, Position, State, Step, register
from hamsaya.core.letter import TRAFFIC
from hamsaya.core.text import in_all

MISSED = ("acknowledge", "answer")
CAUSES = ("link_down", "desk_empty", "not_received", "said_otherwise", "other")


class Note(Act, by=OWNER, opens=True, roles=("duty", "head")):
    """No answer had come by the time at which one was due."""

    unanswered = Record()
    missed = Code("missed", MISSED)
    due = Instant()
    received = Instant(optional=True)
    """When the other side's node had stored what waits; left out where it never gave a receipt."""
    traffic = Code("traffic", TRAFFIC, default="actual", group="more")


class Explain(Act, by=OTHER, roles=("duty", "desk", "head")):
    """What the other side says of it afterwards."""

    silent_because = Code("silence_cause", CAUSES)
    text = Text(limit=300)


class Silence(State, frozen=True):
    """What was due, and what was said of it later."""

    unanswered: str
    missed: str
    due: str
    traffic: str = "actual"
    received: str | None = None
    silent_because: str | None = None
    explained: str | None = None
    text: dict[str, str] | None = None


@register
class SilenceKind(Kind[Silence]):
    """The signed record of an answer that was due and did not come."""

    name, state, acts, statuses = "silence", Silence, (Note, Explain), ("silent", "explained")
    audience, use, section = "DESK", "U0", "desk"
    example = (
        Step(OWNER, Note, {
            "unanswered": "IR/test-2026-11-22-morning", "missed": "answer", "due": "2026-11-22T05:30:00Z",
            "received": "2026-11-22T05:00:04Z", "traffic": "actual",
        }),
        Step(OTHER, Explain, {"silent_because": "desk_empty"}),
    )  # fmt: skip

    def apply(self, state: Silence | None, act: Act, at: Position) -> Silence | None:
        """Fold one act in."""
        match act:
            case Note():
                return Silence(
                    unanswered=act.unanswered,
                    missed=act.missed,
                    due=act.due,
                    traffic=act.traffic,
                    received=act.received,
                )
            case Explain() if state is not None and state.silent_because is None:
                return state.replace(silent_because=act.silent_because, explained=at.at, text=act.body.get("text"))
        return state

    def may_follow(self, state: Silence, act: type[Act], party: str) -> bool:
        """Tell whether a page should offer the act now: one explanation."""
        return act is Explain and state.silent_because is None

    def facets(self, state: Silence, owner: str, other: str) -> Facets:
        """Return what lists show."""
        return Facets(
            title=in_all("silence_about", number=state.unanswered.partition("/")[2]),
            status="explained" if state.silent_because else "silent",
            when=state.due,
        )
