"""Desk: a liaison desk as its own state describes it: where, which hours, which channel, which posts; never persons."""

from hamsaya.core.fields import Code, Codes, Dial, Entity, Items, Line, Wording
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register
from hamsaya.core.letter import CHANNELS

DESK_STATES = ("staffed", "single", "remote")


class Announce(Act, by=OWNER, opens=True, roles=("desk", "head")):
    """Announce a desk."""

    desk = Entity("desk")
    title = Wording(limit=120)
    place = Entity("place")
    channels = Codes("channel", CHANNELS)
    hours = Line(limit=60)
    desk_state = Code("desk", DESK_STATES, default="staffed")
    posts = Items(Entity("office"), optional=True)
    numbers = Items(Dial(), most=4, optional=True)
    """The desk's own lines: never a person's."""


class Change(Act, by=OWNER, roles=("desk", "head")):
    """Announce what has changed at the desk."""

    hours = Line(limit=60, optional=True)
    desk_state = Code("desk", DESK_STATES, optional=True)
    posts = Items(Entity("office"), optional=True)
    numbers = Items(Dial(), most=4, optional=True)


class Note(Act, by=OTHER, roles=("desk", "head")):
    """Take note of the other side's desk."""


class Desk(State, frozen=True):
    """A desk as last announced."""

    desk: str
    title: dict[str, str]
    place: str
    channels: list[str]
    hours: str
    desk_state: str
    posts: list[str] = []
    numbers: list[str] = []
    noted: bool = False


@register
class DeskKind(Kind[Desk]):
    """Directory of the liaison desks."""

    name, state, acts, statuses = "desk", Desk, (Announce, Change, Note), ("announced", "noted")
    audience, use, section = "OPEN", "U0", "directory"
    example = (
        Step(
            OWNER,
            Announce,
            {
                "desk": "zahedan",
                "title": {"en": "Liaison desk in Zahedan", "fa": "دفتر رابط زاهدان", "ur": "رابطہ ڈیسک زاہدان"},
                "place": "zahedan",
                "channels": ["security", "civil_protection"],
                "hours": "00:00-24:00",
                "desk_state": "staffed",
            },
        ),
        Step(OTHER, Note),
        Step(OWNER, Change, {"desk_state": "single"}),
    )

    def apply(self, state: Desk | None, act: Act, at: Position) -> Desk | None:
        """Fold one act in."""
        if state is None:
            return open_state(Desk, act)
        match act:
            case Change():
                changed = {name: value for name, value in act.body.items() if name in Change.fields}
                after = state.replace(**changed)
                return state if after == state else after
            case Note() if not state.noted:
                return state.replace(noted=True)
        return state

    def facets(self, state: Desk, owner: str, other: str) -> Facets:
        """Return what lists show."""
        return Facets(
            title=state.title, status="noted" if state.noted else "announced", place=state.place, area="security"
        )
