"""A kind that the package does not know, as somebody outside would add it: this file and its words, nothing else."""

from hamsaya.core.fields import Code, Count, Day, Items, Line, Text, Wording
from hamsaya.core.kinds import EITHER, OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register

STATES = ("standing", "damaged", "gone")


class Find(Act, by=OWNER, opens=True, roles=("duty",)):
    """Tell the other side of a footbridge over a border stream."""

    title = Wording(limit=80)
    bridge = Code("bridge", STATES)
    planks = Count()
    surveyed = Day(optional=True)
    marks = Items(Line(limit=40), optional=True)
    text = Text(limit=200)


class Cross(Act, by=OTHER, roles=("duty",)):
    """Say that one's own side has crossed and agrees."""

    bridge = Code("bridge", STATES)


class Mend(Act, by=EITHER, roles=("duty", "desk")):
    """Say how many planks it has now."""

    planks = Count()


class Footbridge(State, frozen=True):
    """A footbridge as both sides have found it."""

    title: dict[str, str]
    bridge: str
    planks: int | str
    surveyed: str | None = None
    marks: list[str] = []  # noqa: RUF012 -- msgspec copies it
    text: dict[str, str] | None = None
    crossed: bool = False


@register
class FootbridgeKind(Kind[Footbridge]):
    """Footbridges."""

    name, state, acts, statuses = "footbridge", Footbridge, (Find, Cross, Mend), ("found", "agreed")
    audience, use, section = "GOV", "U0", "desk"
    example = (
        Step(
            OWNER,
            Find,
            {
                "title": {"en": "Bridge of nine planks", "fa": "پل نُه تخته", "ur": "نو تختوں والا پُل"},
                "bridge": "standing",
                "planks": 9,
                "marks": ["white paint"],
                "text": {"lang": "en", "text": "Passable on foot."},
            },
        ),
        Step(OTHER, Cross, {"bridge": "standing"}),
        Step(OTHER, Mend, {"planks": 12}),
    )

    def apply(self, state: Footbridge | None, act: Act, at: Position) -> Footbridge | None:
        """Fold one act in."""
        if state is None:
            return open_state(Footbridge, act)
        match act:
            case Cross() if act.bridge == state.bridge and not state.crossed:
                return state.replace(crossed=True)
            case Mend() if act.planks != state.planks:
                return state.replace(planks=act.planks)
        return state

    def facets(self, state: Footbridge, owner: str, other: str) -> Facets:
        """Return what lists show."""
        return Facets(
            title=state.title,
            status="agreed" if state.crossed else "found",
            urgency=4,
            needs=() if state.crossed else (other,),
            text=" ".join(state.marks),
        )
