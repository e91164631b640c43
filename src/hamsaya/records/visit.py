"""Visit: a delegation, meeting or exchange: who by office, where, when; conflicting accounts are all kept."""

from typing import Any

from hamsaya.core.fields import Code, Codes, Entity, Items, Line, Party, Quote, Record, When, Where, Wording
from hamsaya.core.kinds import EITHER, OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register
from hamsaya.core.letter import place_id

VISITS = ("visit", "meeting", "reception", "press_conference", "exchange", "military_education", "call")
PURPOSES = ("security", "border", "defence", "political", "trade", "education", "science", "culture", "not_stated")


class Enter(Act, by=OWNER, opens=True, roles=("desk",)):
    """Enter a visit, meeting or exchange."""

    title = Wording(limit=160)
    visit = Code("visit", VISITS)
    guest = Party(optional=True)
    host = Party(optional=True)
    reciprocal_of = Record("visit", optional=True)
    offices = Items(Entity("office"), optional=True)
    size = Line(limit=60, optional=True)
    happened = When()
    place = Where()
    purposes = Codes("purpose", PURPOSES, optional=True)
    topics = Wording(limit=600, optional=True)
    sources = Items(Record("report"), optional=True)
    quotes = Items(Quote(), most=20, optional=True)


class Account(Act, by=EITHER, roles=("desk",)):
    """Set another account of the same visit beside it: both are kept, no choice is made silently."""

    happened = When()
    words = Wording(limit=400)
    sources = Items(Record("report"), optional=True)
    quotes = Items(Quote(), most=20, optional=True)


class Note(Act, by=OTHER, roles=("desk",)):
    """Take note of the visit."""


class Visit(State, frozen=True):
    """A visit with every account of when it was."""

    title: dict[str, str]
    visit: str
    happened: dict[str, str]
    place: dict[str, Any]
    guest: str | None = None
    host: str | None = None
    reciprocal_of: str | None = None
    offices: list[str] = []
    size: str | None = None
    purposes: list[str] = []
    topics: dict[str, str] | None = None
    sources: list[str] = []
    quotes: list[dict[str, Any]] = []
    accounts: tuple[dict[str, Any], ...] = ()
    noted: bool = False


def _account_sources(state: Visit) -> list[str]:
    return [source for account in state.accounts for source in account.get("sources", ())]


def _earlier(state: Visit) -> tuple[str, ...]:
    return (state.reciprocal_of,) if state.reciprocal_of else ()


@register
class VisitKind(Kind[Visit]):
    """Visits, meetings and exchanges."""

    name, state, acts, statuses = "visit", Visit, (Enter, Account, Note), ("entered", "conflict", "noted")
    audience, use, section = "OPEN", "U0", "council"
    example = (
        Step(
            OWNER,
            Enter,
            {
                "title": {"en": "Visit of a defence delegation"},
                "visit": "visit",
                "guest": "IR",
                "host": "PK",
                "happened": {"at": "2024-11-06", "precision": "day"},
                "place": {"place": "islamabad", "precision": "settlement"},
                "purposes": ["defence"],
            },
        ),
        Step(
            OTHER,
            Account,
            {"happened": {"at": "2024-11-07", "precision": "day"}, "words": {"en": "Arrived a day later."}},
        ),
        Step(OTHER, Note),
    )

    def apply(self, state: Visit | None, act: Act, at: Position) -> Visit | None:
        """Fold one act in."""
        if state is None:
            return open_state(Visit, act)
        match act:
            case Account():
                return state.replace(accounts=(*state.accounts, {**act.body, "party": at.party}))
            case Note() if not state.noted:
                return state.replace(noted=True)
        return state

    def facets(self, state: Visit, owner: str, other: str) -> Facets:
        """Return what lists show."""
        conflict = any(account["happened"] != state.happened for account in state.accounts)
        return Facets(
            title=state.title,
            status="conflict" if conflict else "noted" if state.noted else "entered",
            when=state.happened.get("at"),
            place=place_id(state.place),
            refs=tuple(dict.fromkeys((*_earlier(state), *state.sources, *_account_sources(state)))),
            text=" ".join((state.topics or {}).values()),
        )
