"""Crossing: one side's word on whether its half of a crossing is open, for whom, when and why not."""

from hamsaya.core.fields import Code, Codes, Entity, Instant, Line
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register
from hamsaya.core.text import in_all

STATUSES = ("open", "partial", "closed")
TRAFFIC = ("people", "goods", "pilgrims")
REASONS = ("none", "weather", "works", "security", "holiday", "health", "strike", "not_stated")
QUEUES = ("none", "under_1h", "under_4h", "over_4h", "not_known")


class Announce(Act, by=OWNER, opens=True, roles=("duty", "market")):
    """Say how one's own half of a crossing stands."""

    crossing = Entity("place")
    status = Code("status", STATUSES)
    traffic = Codes("traffic_class", TRAFFIC, optional=True)
    hours = Line(limit=40, optional=True)
    queue = Code("queue", QUEUES, default="not_known")
    reason = Code("closing_reason", REASONS, default="none")
    until = Instant(optional=True)


class Update(Act, by=OWNER, roles=("duty", "market")):
    """Say how it stands now."""

    status = Code("status", STATUSES)
    traffic = Codes("traffic_class", TRAFFIC, optional=True)
    hours = Line(limit=40, optional=True)
    queue = Code("queue", QUEUES, default="not_known")
    reason = Code("closing_reason", REASONS, default="none")
    until = Instant(optional=True)


class Note(Act, by=OTHER, roles=("duty", "market")):
    """Take note of how the other half stands."""


class Crossing(State, frozen=True):
    """One half of a crossing as its own side last described it."""

    crossing: str
    status: str
    queue: str
    reason: str
    traffic: list[str] = []
    hours: str | None = None
    until: str | None = None
    changes: int = 0
    noted: int = -1
    """Which change the other side has taken note of last."""


@register
class CrossingKind(Kind[Crossing]):
    """Crossing status (message catalogue 18)."""

    name, state, acts, statuses = "crossing", Crossing, (Announce, Update, Note), STATUSES
    audience, use, section = "OPEN", "U0", "border"
    example = (
        Step(
            OWNER,
            Announce,
            {
                "crossing": "mirjaveh-taftan",
                "status": "open",
                "traffic": ["people", "goods"],
                "hours": "08:00-16:00",
                "queue": "under_1h",
                "reason": "none",
            },
        ),
        Step(OTHER, Note),
        Step(
            OWNER, Update, {"status": "closed", "queue": "none", "reason": "weather", "until": "2026-11-23T05:00:00Z"}
        ),
    )

    def apply(self, state: Crossing | None, act: Act, at: Position) -> Crossing | None:
        """Fold one act in."""
        if state is None:
            return open_state(Crossing, act)
        match act:
            case Update():
                return state.replace(
                    status=act.status, traffic=act.traffic or [], hours=act.hours, queue=act.queue, reason=act.reason,
                    until=act.until, changes=state.changes + 1,
                )  # fmt: skip
            case Note() if state.noted < state.changes:
                return state.replace(noted=state.changes)
        return state

    def facets(self, state: Crossing, owner: str, other: str) -> Facets:
        """Return what lists show: the place names the record."""
        return Facets(
            title=in_all("kind.crossing"), status=state.status, place=state.crossing, area="border", due=state.until
        )
