"""Project: a named work with stages, such as a pipeline or a road; what blocks it is always somebody's word."""

from typing import Any

from hamsaya.core.fields import NOT_STATED, Code, Day, Entity, Items, Record, Wording
from hamsaya.core.kinds import EITHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register

STAGES = ("idea", "agreed", "building", "stalled", "operating", "ended")


class Enter(Act, by=OWNER, opens=True, roles=("desk",)):
    """Enter a project."""

    title = Wording(limit=160)
    area = Entity("area")
    stage = Code("stage", STAGES)
    sources = Items(Record("report"), optional=True)


class Account(Act, by=EITHER, roles=("desk",)):
    """Say one's own side's view of the stage, and what blocks it according to whom."""

    stage = Code("stage", STAGES)
    blocker = Wording(limit=600, optional=True)
    said_by = Entity("office", optional=True)
    next_step = Wording(limit=600, optional=True)
    due = Day(may_be_unstated=True, default=NOT_STATED)
    sources = Items(Record("report"), optional=True)


class Project(State, frozen=True):
    """A project and each side's latest account of it."""

    title: dict[str, str]
    area: str
    stage: str
    sources: list[str] = []
    accounts: dict[str, dict[str, Any]] = {}


@register
class ProjectKind(Kind[Project]):
    """Projects: pipeline, power line, road, rail."""

    name, state, acts, statuses = "project", Project, (Enter, Account), STAGES
    audience, use, section = "GOV", "U0", "council"
    example = (
        Step(OWNER, Enter, {"title": {"en": "Gas pipeline"}, "area": "energy", "stage": "stalled"}),
        Step(
            "other",
            Account,
            {"stage": "stalled", "blocker": {"en": "Financing has not been found."}, "due": NOT_STATED},
        ),
    )

    def apply(self, state: Project | None, act: Act, at: Position) -> Project | None:
        """Fold one act in."""
        if state is None:
            return open_state(Project, act)
        if isinstance(act, Account):
            return state.replace(accounts={**state.accounts, at.party: {**act.body, "at": at.at}})
        return state

    def facets(self, state: Project, owner: str, other: str) -> Facets:
        """Return what lists show: the stage as the owner last gave it."""
        stage = state.accounts.get(owner, {}).get("stage", state.stage)
        return Facets(title=state.title, status=stage, area=state.area, refs=tuple(state.sources))
