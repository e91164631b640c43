"""Assessment: how somebody judged the cooperation, with who, when and of what; kept side by side, never averaged."""

from typing import Any

from hamsaya.core.fields import NOT_STATED, Code, Day, Entity, Items, Quote, Record, Wording
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register

SCOPES = ("highest_level", "general", "defence", "counter_terrorism", "border", "trade")
VIEWS = ("good", "appropriate", "lacking", "mixed")


class Enter(Act, by=OWNER, opens=True, roles=("desk",)):
    """Enter an attributed judgement."""

    office = Entity("office", may_be_unstated=True)
    title = Wording(limit=160)
    scope = Code("scope", SCOPES)
    view = Code("view", VIEWS)
    words = Wording(limit=600)
    said_on = Day(may_be_unstated=True, default=NOT_STATED)
    sources = Items(Record("report"), optional=True)
    quotes = Items(Quote(), most=20, optional=True)


class Reply(Act, by=OTHER, roles=("desk",)):
    """Set the other side's own view beside it."""

    view = Code("view", VIEWS)
    words = Wording(limit=600)


class Assessment(State, frozen=True):
    """One judgement, with the other side's own beside it."""

    office: str
    title: dict[str, str]
    scope: str
    view: str
    words: dict[str, str]
    said_on: str
    sources: list[str] = []
    quotes: list[dict[str, Any]] = []
    replies: tuple[dict[str, object], ...] = ()


@register
class AssessmentKind(Kind[Assessment]):
    """Attributed assessments."""

    name, state, acts, statuses = "assessment", Assessment, (Enter, Reply), ("attributed", "answered")
    audience, use, section = "GOV", "U0", "council"
    example = (
        Step(
            OWNER,
            Enter,
            {
                "office": "ir-foreign-minister",
                "title": {"en": "Coordination judged lacking"},
                "scope": "general",
                "view": "lacking",
                "words": {"en": "Coordination falls short of what is needed."},
                "said_on": NOT_STATED,
            },
        ),
        Step(OTHER, Reply, {"view": "good", "words": {"en": "We see steady progress."}}),
    )

    def apply(self, state: Assessment | None, act: Act, at: Position) -> Assessment | None:
        """Fold one act in."""
        if state is None:
            return open_state(Assessment, act)
        if isinstance(act, Reply):
            return state.replace(replies=(*state.replies, {"view": act.view, "words": act.words, "at": at.at}))
        return state

    def facets(self, state: Assessment, owner: str, other: str) -> Facets:
        """Return what lists show."""
        return Facets(
            title=state.title,
            status="answered" if state.replies else "attributed",
            when=None if state.said_on == NOT_STATED else state.said_on,
            refs=tuple(state.sources),
            text=" ".join(state.words.values()),
        )
