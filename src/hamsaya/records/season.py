"""Season: a pilgrim season at a crossing: expected and actual numbers by day, services; counters, never lists."""

from typing import Any

from hamsaya.core.fields import Codes, Count, Day, Entity, Number, Wording
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register

SERVICES = ("water", "shade", "clinic", "transport", "money_change", "interpreters")


class Plan(Act, by=OWNER, opens=True, roles=("desk", "duty")):
    """Tell the other side what is expected."""

    title = Wording(limit=160)
    crossing = Entity("place")
    begins = Day()
    ends = Day()
    expected = Number(0, 10_000_000)
    buses = Count(default="not-known")
    services = Codes("service", SERVICES, optional=True)


class Tally(Act, by=OWNER, roles=("duty", "market")):
    """Tell the day's numbers and the capacity left."""

    day = Day()
    crossed = Count()
    left = Count(default="not-known")


class Host(Act, by=OTHER, roles=("desk", "duty")):
    """Say what stands ready on the other side."""

    capacity = Count(default="not-known")
    services = Codes("service", SERVICES, optional=True)


class Season(State, frozen=True):
    """A season as planned and as it went."""

    title: dict[str, str]
    crossing: str
    begins: str
    ends: str
    expected: int
    buses: int | str
    services: list[str] = []
    days: dict[str, dict[str, Any]] = {}
    host: dict[str, Any] | None = None


@register
class SeasonKind(Kind[Season]):
    """Pilgrim seasons (message catalogue 24)."""

    name, state, acts, statuses = "season", Season, (Plan, Tally, Host), ("planned", "hosted", "running")
    audience, use, section = "GOV", "U0", "border"
    example = (
        Step(
            OWNER,
            Plan,
            {
                "title": {"en": "Arbaeen season", "fa": "موسم اربعین", "ur": "موسمِ اربعین"},
                "crossing": "rimdan-gabd",
                "begins": "2027-07-10",
                "ends": "2027-08-05",
                "expected": 60_000,
                "buses": 900,
                "services": ["water", "clinic"],
            },
        ),
        Step(OTHER, Host, {"capacity": 4000, "services": ["shade", "transport"]}),
        Step(OWNER, Tally, {"day": "2027-07-12", "crossed": 3100, "left": 900}),
    )

    def apply(self, state: Season | None, act: Act, at: Position) -> Season | None:
        """Fold one act in."""
        if state is None:
            return open_state(Season, act)
        after = state
        match act:
            case Tally():
                counted = {"crossed": act.crossed, "left": act.left}
                after = state.replace(days=dict(sorted({**state.days, act.day: counted}.items())))
            case Host():
                after = state.replace(host=dict(act.body))
        return state if after == state else after

    def facets(self, state: Season, owner: str, other: str) -> Facets:
        """Return what lists show."""
        status = "running" if state.days else "hosted" if state.host else "planned"
        return Facets(
            title=state.title, status=status, when=state.begins, place=state.crossing, area="pilgrimage", urgency=3,
            needs=(other,) if status == "planned" else (),
        )  # fmt: skip
