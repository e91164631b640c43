"""Objection: a formal note of one side against something on record; it stops nothing and stays on the record."""

from typing import Any

from hamsaya.core.fields import Code, Record, Wording
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register

GROUNDS = ("wording", "place", "facts", "competence", "procedure", "other")
EFFECTS = ("note_only", "correct", "withdraw", "discuss")


class Object(Act, by=OWNER, opens=True, roles=("desk", "head", "duty")):
    """Object to a record."""

    title = Wording(limit=160)
    about = Record()
    ground = Code("objection", GROUNDS)
    effect = Code("objection_effect", EFFECTS, default="note_only")
    words = Wording(limit=600, optional=True)


class Answer(Act, by=OTHER, roles=("desk", "head", "duty")):
    """Answer an objection."""

    words = Wording(limit=600)


class Drop(Act, by=OWNER, roles=("desk", "head")):
    """Say that one holds the objection no longer."""


class Objection(State, frozen=True):
    """An objection and what was answered."""

    title: dict[str, str]
    about: str
    ground: str
    effect: str
    words: dict[str, str] | None = None
    answers: tuple[dict[str, Any], ...] = ()
    dropped: bool = False


@register
class ObjectionKind(Kind[Objection]):
    """Formal notes (message catalogue 17)."""

    name, state, acts = "objection", Objection, (Object, Drop, Answer)
    statuses = ("raised", "answered", "dropped")
    audience, use, section = "GOV", "U1", "council"
    example = (
        Step(
            OWNER,
            Object,
            {"title": {"en": "Place named otherwise"}, "about": "PK/l1", "ground": "place", "effect": "correct"},
        ),
        Step(OTHER, Answer, {"words": {"en": "The name is as in our register; yours is noted beside it."}}),
        Step(OWNER, Drop),
    )

    def apply(self, state: Objection | None, act: Act, at: Position) -> Objection | None:
        """Fold one act in."""
        if state is None:
            return open_state(Objection, act)
        match act:
            case Answer():
                return state.replace(answers=(*state.answers, {**act.body, "at": at.at}))
            case Drop() if not state.dropped:
                return state.replace(dropped=True)
        return state

    def facets(self, state: Objection, owner: str, other: str) -> Facets:
        """Return what lists show."""
        status = "dropped" if state.dropped else "answered" if state.answers else "raised"
        return Facets(
            title=state.title,
            status=status,
            urgency=3,
            needs=(other,) if status == "raised" else (),
            refs=(state.about,),
        )
