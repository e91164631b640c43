"""Concern: what troubles one side, since when, and what would allay it; only who raised it may call it allayed."""

from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.fields import NOT_STATED, Code, Day, Entity, Items, Record, Wording
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register

STEPS = ("heard", "measures_taken", "measures_planned", "not_shared", "need_time")


class Raise(Act, by=OWNER, opens=True, roles=("desk", "head")):
    """Raise a concern."""

    title = Wording(limit=160)
    area = Entity("area")
    since = Day(may_be_unstated=True, default=NOT_STATED)
    would_allay = Wording(limit=600)
    sources = Items(Record("report"), optional=True)


class Answer(Act, by=OTHER, roles=("desk", "head")):
    """Answer the other side's concern."""

    step = Code("concern", STEPS)
    words = Wording(limit=600, optional=True)
    due = Day(may_be_unstated=True, default=NOT_STATED)


class Allay(Act, by=OWNER, roles=("desk", "head")):
    """Say that one's own concern is allayed."""


class Renew(Act, by=OWNER, roles=("desk", "head")):
    """Say that one's own concern has come back."""


class Concern(State, frozen=True):
    """A concern, how it was answered, and whether its raiser calls it allayed."""

    title: dict[str, str]
    area: str
    since: str
    would_allay: dict[str, str]
    sources: list[str] = []
    answers: tuple[dict[str, Any], ...] = ()
    allayed: str | None = None
    renewed: int = 0


@register
class ConcernKind(Kind[Concern]):
    """The register of concerns (message catalogue 16)."""

    name, state, acts, statuses = "concern", Concern, (Raise, Allay, Renew, Answer), ("raised", "answered", "allayed")
    audience, use, section = "GOV", "U1", "council"
    example = (
        Step(
            OWNER,
            Raise,
            {
                "title": {
                    "en": "Crossings outside the posts",
                    "fa": "عبور خارج از گذرگاه‌ها",
                    "ur": "گزرگاہوں سے ہٹ کر آمد و رفت",
                },
                "area": "border",
                "since": "2026-05-01",
                "would_allay": {"en": "A joint look at the three paths named in the annex."},
            },
        ),
        Step(OTHER, Answer, {"step": "measures_planned", "due": "2027-01-15"}),
        Step(OWNER, Allay),
        Step(OWNER, Renew),
    )

    def check(self, state: Concern | None, act: Act, at: Position) -> None:
        """Refuse an answer to a concern that is allayed."""
        if isinstance(act, Answer) and state is not None and state.allayed:
            raise Refused("concern.allayed")

    def apply(self, state: Concern | None, act: Act, at: Position) -> Concern | None:
        """Fold one act in."""
        if state is None:
            return open_state(Concern, act)
        match act:
            case Answer():
                return state.replace(answers=(*state.answers, {**act.body, "at": at.at}))
            case Allay() if state.allayed is None:
                return state.replace(allayed=at.at)
            case Renew() if state.allayed is not None:
                return state.replace(allayed=None, renewed=state.renewed + 1)
        return state

    def facets(self, state: Concern, owner: str, other: str) -> Facets:
        """Return what lists show."""
        status = "allayed" if state.allayed else "answered" if state.answers else "raised"
        due = state.answers[-1]["due"] if state.answers else NOT_STATED
        return Facets(
            title=state.title,
            status=status,
            due=None if due == NOT_STATED or state.allayed else due,
            area=state.area,
            urgency=3,
            needs=(other,) if status == "raised" else (owner,) if status == "answered" else (),
            refs=tuple(state.sources),
            text=" ".join(state.would_allay.values()),
        )
