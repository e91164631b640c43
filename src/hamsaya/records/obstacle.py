"""Obstacle: one thing that hinders a market or a crossing, with one owner, until solved or called unsolvable."""

from typing import Any

from hamsaya.core.fields import NOT_STATED, Code, Day, Entity, Line, Text
from hamsaya.core.kinds import EITHER, OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register
from hamsaya.core.text import in_all

OBSTACLES = (
    "hours",
    "customs",
    "duty",
    "road",
    "power",
    "water",
    "security",
    "papers",
    "payment",
    "transport",
    "health",
    "other",
)
EFFECTS = ("stops", "slows", "costs", "keeps_away")


class File(Act, by=OWNER, opens=True, roles=("market", "desk", "duty")):
    """File one obstacle; who reported it is not asked."""

    place = Entity("place")
    obstacle = Code("obstacle", OBSTACLES)
    effect = Code("obstacle_effect", EFFECTS)
    remover = Entity("office")
    """The body that can remove it."""
    text = Text(limit=500)


class Take(Act, by=EITHER, roles=("market", "desk", "head")):
    """Say that the body concerned has taken it up, and until when."""

    due = Day(may_be_unstated=True, default=NOT_STATED)
    step = Line(limit=200, optional=True)


class Solve(Act, by=EITHER, roles=("market", "desk", "head")):
    """Say that it is solved."""


class GiveUp(Act, by=OTHER, roles=("desk", "head")):
    """Say honestly that it cannot be solved."""


class Obstacle(State, frozen=True):
    """An obstacle and who has said what about it."""

    place: str
    obstacle: str
    effect: str
    remover: str
    text: dict[str, str] | None = None
    taken: tuple[dict[str, Any], ...] = ()
    solved: tuple[str, ...] = ()
    """Parties that call it solved."""
    unsolvable: bool = False


@register
class ObstacleKind(Kind[Obstacle]):
    """Obstacles to trade (message catalogue 19)."""

    name, state, acts = "obstacle", Obstacle, (File, Take, Solve, GiveUp)
    statuses = ("open", "taken", "solved", "unsolvable")
    audience, use, section = "GOV", "U0", "border"
    example = (
        Step(
            OWNER,
            File,
            {"place": "mirjaveh-taftan", "obstacle": "hours", "effect": "slows", "remover": "pk-market-administrator"},
        ),
        Step(OTHER, Take, {"due": "2026-12-20", "step": "Hours under review"}),
        Step(OTHER, GiveUp),
        Step(OWNER, Solve),
    )

    def apply(self, state: Obstacle | None, act: Act, at: Position) -> Obstacle | None:
        """Fold one act in."""
        if state is None:
            return open_state(Obstacle, act)
        match act:
            case Take():
                return state.replace(taken=(*state.taken, {**act.body, "party": at.party, "at": at.at}))
            case Solve() if at.party not in state.solved:
                return state.replace(solved=tuple(sorted((*state.solved, at.party))))
            case GiveUp() if not state.unsolvable:
                return state.replace(unsolvable=True)
        return state

    def facets(self, state: Obstacle, owner: str, other: str) -> Facets:
        """Return what lists show: solved when the side that filed it says so."""
        solved = owner in state.solved
        status = "solved" if solved else "unsolvable" if state.unsolvable else "taken" if state.taken else "open"
        due = state.taken[-1]["due"] if state.taken else NOT_STATED
        return Facets(
            title=in_all(f"obstacle_{state.obstacle}"),
            status=status,
            due=None if due == NOT_STATED or status != "taken" else due,
            place=state.place,
            area="markets",
            urgency=4,
            needs=(other,) if status == "open" else (),
        )
