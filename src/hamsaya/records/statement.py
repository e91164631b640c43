"""Statement: what was said in public, by which office, in its words; a denial and an attribution are statements too.

A statement proves nothing but that it was made. A denial is kept apart from the claim that it rejects, and who is
said to have made a claim up is a statement of its own, which no denial establishes.
"""

from typing import Any

from hamsaya.core.fields import NOT_STATED, Code, Day, Entity, Items, Party, Quote, Record, Wording
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register

SORTS = ("said", "denied", "attributed", "called", "hoped")


class Enter(Act, by=OWNER, opens=True, roles=("desk", "spokesperson")):
    """Enter what was said: by office, never by name."""

    title = Wording(limit=160)
    sort = Code("statement", SORTS, default="said")
    office = Entity("office", may_be_unstated=True)
    side = Party(optional=True)
    words = Wording(limit=600)
    said_on = Day(may_be_unstated=True, default=NOT_STATED)
    on = Record(optional=True)
    sources = Items(Record("report"), optional=True)
    quotes = Items(Quote(), most=20, optional=True)


class Reply(Act, by=OTHER, roles=("desk", "spokesperson")):
    """Set the other side's own words beside it."""

    words = Wording(limit=600)


class Statement(State, frozen=True):
    """What was said, and what the other side set beside it."""

    title: dict[str, str]
    sort: str
    office: str
    words: dict[str, str]
    said_on: str
    side: str | None = None
    on: str | None = None
    sources: list[str] = []
    quotes: list[dict[str, Any]] = []
    replies: tuple[dict[str, Any], ...] = ()


@register
class StatementKind(Kind[Statement]):
    """Attributed statements."""

    name, state, acts, statuses = "statement", Statement, (Enter, Reply), ("attributed", "answered")
    audience, use, section = "GOV", "U0", "reports"
    example = (
        Step(
            OWNER,
            Enter,
            {
                "title": {"en": "The report of a joint operation is called false"},
                "sort": "denied",
                "office": "pk-spokesperson",
                "side": "PK",
                "words": {"en": "It was a false report."},
                "said_on": NOT_STATED,
                "on": "PK/joint-operation",
                "sources": ["PK/example"],
                "quotes": [
                    {
                        "source": "PK/example",
                        "start": 3,
                        "end": 25,
                        "text": "called it false report",
                        "rule": "called-false",
                    }
                ],
            },
        ),
        Step(OTHER, Reply, {"words": {"en": "We have no record here."}}),
    )

    def apply(self, state: Statement | None, act: Act, at: Position) -> Statement | None:
        """Fold one act in."""
        if state is None:
            return open_state(Statement, act)
        if isinstance(act, Reply):
            return state.replace(replies=(*state.replies, {"words": act.words, "at": at.at}))
        return state

    def facets(self, state: Statement, owner: str, other: str) -> Facets:
        """Return what lists show."""
        return Facets(
            title=state.title,
            status="answered" if state.replies else "attributed",
            when=None if state.said_on == NOT_STATED else state.said_on,
            refs=tuple(dict.fromkeys((*state.sources, *((state.on,) if state.on else ())))),
            text=" ".join(state.words.values()),
        )
