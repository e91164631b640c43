"""Body: a commission or other standing mechanism, its mandate and how often it was to meet and has met."""

from typing import Any

from hamsaya.core.fields import Code, Entity, Items, Line, Number, Party, Quote, Record, When, Wording
from hamsaya.core.kinds import EITHER, OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register

LEVELS = ("framework", "ministers", "directors", "province", "local", "technical")


class Enter(Act, by=OWNER, opens=True, roles=("desk",)):
    """Enter a body that exists or is to be set up."""

    title = Wording(limit=200)
    level = Code("body", LEVELS)
    mandate = Wording(limit=1000, optional=True)
    areas = Items(Entity("area"), optional=True)
    interval = Number(1, 60, optional=True)
    chairs = Items(Entity("office"), optional=True)
    part_of = Record("body", optional=True)
    sources = Items(Record("report"), optional=True)
    quotes = Items(Quote(), most=20, optional=True)


class Meet(Act, by=EITHER, roles=("desk",)):
    """Enter a meeting of the body, as reported or as held."""

    number = Line(limit=20, optional=True)
    happened = When()
    place = Wording(limit=120, optional=True)
    host = Party(optional=True)
    words = Wording(limit=400, optional=True)
    sources = Items(Record("report"), optional=True)


class Declare(Act, by=EITHER, roles=("desk",)):
    """Say what this side understands the interval to be, in months."""

    interval = Number(1, 60)
    words = Wording(limit=400, optional=True)


class Recognise(Act, by=OTHER, roles=("desk",)):
    """Say that the body stands as entered."""


class Body(State, frozen=True):
    """A body, each side's word on its interval, and its meetings as entered."""

    title: dict[str, str]
    level: str
    mandate: dict[str, str] | None = None
    areas: list[str] = []
    interval: int | None = None
    chairs: list[str] = []
    part_of: str | None = None
    sources: list[str] = []
    quotes: list[dict[str, Any]] = []
    meetings: tuple[dict[str, Any], ...] = ()
    declared: dict[str, int] = {}
    recognised: bool = False


@register
class BodyKind(Kind[Body]):
    """Registry of commissions."""

    name, state, acts, statuses = "body", Body, (Enter, Meet, Declare, Recognise), ("entered", "noted")
    audience, use, section = "OPEN", "U0", "council"
    example = (
        Step(
            OWNER,
            Enter,
            {"title": {"en": "Border commission"}, "level": "province", "areas": ["border"], "interval": 3},
        ),
        Step(OWNER, Meet, {"number": "21", "happened": {"precision": "not_stated"}, "place": {"en": "Gwadar"}}),
        Step(OTHER, Declare, {"interval": 12, "words": {"en": "Once a year."}}),
        Step(OTHER, Recognise),
    )

    def apply(self, state: Body | None, act: Act, at: Position) -> Body | None:
        """Fold one act in."""
        if state is None:
            return open_state(Body, act)
        match act:
            case Meet() if {**act.body, "by": at.party} not in state.meetings:
                return state.replace(meetings=(*state.meetings, {**act.body, "by": at.party}))
            case Declare() if state.declared.get(at.party) != act.interval:
                return state.replace(declared={**state.declared, at.party: act.interval})
            case Recognise() if not state.recognised:
                return state.replace(recognised=True)
        return state

    def facets(self, state: Body, owner: str, other: str) -> Facets:
        """Return what lists show: the day of the latest meeting whose day is known."""
        days = [each["happened"]["at"] for each in state.meetings if "at" in each["happened"]]
        return Facets(
            title=state.title,
            status="noted" if state.recognised else "entered",
            when=max(days, default=None),
            area=state.areas[0] if state.areas else None,
            refs=tuple(each for each in (state.part_of, *state.sources) if each),
            text=" ".join((state.mandate or {}).values()),
        )
